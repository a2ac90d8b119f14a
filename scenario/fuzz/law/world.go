package law

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/condition"
	"fleettrust.example/pool"
	"fleettrust.example/scenario/fuzz"
	"pgregory.net/rapid"
)

// World is one world that laws are held against: what was told, what is assumed where the cloud's own pages leave it open,
// who reads conditions, and the graph of it all.
type World struct {
	Facts   []fleet.Fact
	Assumed fleet.Assumptions
	Reads   Reader
	Graph   *fleet.Graph
}

// Reader evaluates conditions by what is known of requests. The zero Reader does not, and then all conditions are in doubt.
type Reader struct {
	Known string // in words
	fleet.Evaluator
}

func (r Reader) String() string { return "conditions are read with " + cmp.Or(r.Known, "no evaluator") }

// readers keep what they compiled.
var readers = []Reader{
	{"nothing known of requests", condition.New(condition.Facts{})},
	{"requests of 2029", condition.New(condition.Facts{Time: time.Date(2029, 1, 1, 0, 0, 0, 0, time.UTC)})},
	{"requests of 2031", condition.New(condition.Facts{Time: time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC)})},
}

// drawReader draws none in half of the worlds.
func drawReader(t *rapid.T) Reader {
	if rapid.Bool().Draw(t, "conditions evaluated") {
		return rapid.SampledFrom(readers).Draw(t, "reader")
	}
	return Reader{}
}

// Draw draws a world of fuzz.World, under assumptions of any kind.
func Draw(t *rapid.T) World {
	assumed := fleet.Assumptions{
		ClusterByContainerURL:      rapid.Bool().Draw(t, "cluster by container URL"),
		PoolSetWithoutOutside:      rapid.Bool().Draw(t, "pool set without outside"),
		IssuerNeedsClusterIdentity: rapid.Bool().Draw(t, "issuer needs cluster identity"),
		ScopedIdentityReplaces:     rapid.Bool().Draw(t, "scoped identity replaces"),
		HubConstraints:             rapid.Bool().Draw(t, "hub constraints"),
		DenyBindsPods:              rapid.Bool().Draw(t, "deny binds pods"),
		ConditionsSeeProvider:      rapid.Bool().Draw(t, "conditions see provider"),
		DerivedScopedPools:         rapid.Bool().Draw(t, "derived scoped pools"),
	}
	return World{Assumed: assumed, Reads: drawReader(t)}.with(t, fuzz.World().Draw(t, "world"))
}

// Of builds a world of facts as they are, with nothing assumed and no reader of conditions. Errors are those of
// Builder.Build.
func Of(facts []fleet.Fact) (World, error) { return World{Facts: facts}.Build() }

// Build builds the graph of the facts of a world, under its assumptions. Errors are those of Builder.Build.
func (s World) Build() (World, error) { return s.built(s.Facts) }

// with builds other facts under the assumptions of a world.
func (s World) with(t rapid.TB, facts []fleet.Fact) World {
	other, err := s.built(facts)
	if err != nil {
		t.Fatalf("%v\n%s", err, fuzz.Text(facts))
	}
	return other
}

func (s World) built(facts []fleet.Fact) (World, error) {
	b := s.builder()
	b.Add(facts...)
	g, err := b.Build()
	return s.of(facts, g), err
}

func (s World) builder() *fleet.Builder {
	return &fleet.Builder{Assumptions: s.Assumed, Evaluator: s.Reads.Evaluator}
}

// of is the world that has other facts and their graph.
func (s World) of(facts []fleet.Fact, g *fleet.Graph) World {
	return World{facts, s.Assumed, s.Reads, g}
}

func (s World) String() string {
	return fmt.Sprintf("%+v\n%v\n%s", s.Assumed, s.Reads, fuzz.Text(s.Facts))
}

// principals draws a few of what may be asked in a world: what two of its workloads hold, its accounts, the members of its
// grants, and some that are aimed at it. More worlds show more than more questions in one.
func (s World) principals(t *rapid.T) []pool.Principal {
	var ps []pool.Principal
	for _, id := range some(t, 2, s.ids()) {
		for h := range s.Graph.Principals(id).All() {
			ps = append(ps, h.Principal)
		}
	}
	for email := range s.Graph.Accounts() {
		ps = append(ps, pool.ServiceAccount(email))
	}
	for _, b := range factsOf[fleet.Binding](s.Facts) {
		if b.Unread == "" {
			ps = append(ps, b.Member)
		}
	}
	if len(factsOf[fleet.Project](s.Facts)) > 0 { // there is something to aim at
		for range 3 {
			ps = append(ps, fuzz.Principal(s.Facts).Draw(t, "principal"))
		}
	}
	return some(t, 6, sorted(ps))
}

// ids lists the workloads of a world.
func (s World) ids() []fleet.WorkloadID {
	var ids []fleet.WorkloadID
	for id := range s.Graph.Workloads() {
		ids = append(ids, id)
	}
	return ids
}

func sorted(ps []pool.Principal) []pool.Principal {
	slices.SortFunc(ps, pool.Principal.Compare)
	return slices.Compact(ps)
}

// some draws a few of a list.
func some[V any](t *rapid.T, n int, from []V) []V {
	if len(from) <= n {
		return from
	}
	at := rapid.IntRange(0, len(from)-1).Draw(t, "first")
	step := rapid.IntRange(1, len(from)-1).Draw(t, "step")
	var drawn []V
	for i := range n {
		drawn = append(drawn, from[(at+i*step)%len(from)])
	}
	return drawn
}

func factsOf[F fleet.Fact](facts []fleet.Fact) []F {
	var found []F
	for _, f := range facts {
		if f, ok := f.(F); ok {
			found = append(found, f)
		}
	}
	return found
}

// printed is everything that can be asked about some principals, as text, and all that every third workload is.
func (s World) printed(ps []pool.Principal) string {
	var b strings.Builder
	for _, p := range ps {
		b.WriteString(printedAnswer(s.Graph.Assumers(p)))
	}
	for id, w := range s.Graph.Workloads() {
		if id%3 > 0 {
			continue
		}
		fmt.Fprintf(&b, "%v is\n", w)
		for h := range s.Graph.Principals(id).All() {
			fmt.Fprintf(&b, "  %v, and %v it%s\n", h.Principal, h.Strength, printedPath(h.Path))
		}
		for _, p := range ps {
			fmt.Fprintf(&b, "  why not %v: %v\n", p, s.Graph.WhyNot(w, p))
		}
	}
	for c := range s.Graph.Classes() {
		fmt.Fprintf(&b, "class %v %v\n", c, c.Workloads)
	}
	return b.String()
}

func printedAnswer(a *fleet.Answer) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%v: %v, %d workloads\n", a.Principal(), a.Exactness(), a.Len())
	for x := range a.All() {
		fmt.Fprintf(&b, "  %s\n", printedAssumer(x))
	}
	for _, o := range a.Open() {
		fmt.Fprintf(&b, "  open: %v lacks the %v of %v, by %v\n", o.Cluster, o.Missing, o.Principal, o.Rules)
	}
	for _, r := range a.Reasons() {
		fmt.Fprintf(&b, "  since %v\n", r)
	}
	return b.String()
}

func printedAssumer(x fleet.Assumer) string {
	return fmt.Sprintf("%s %v, %v%s", who(x), x.Strength, x.Exactness(), printedPath(x.Path))
}

func printedPath(p fleet.Path) string {
	var b strings.Builder
	for _, e := range p {
		fmt.Fprintf(&b, "\n    %v -%v-> %v (%s) %v %v", e.From, e.Rule, e.To, e.Fact, e.Source, e.Doubts)
	}
	return b.String()
}

// who names an assumer.
func who(x fleet.Assumer) string {
	if x.Member.IsValid() {
		return x.Member.String()
	}
	return x.Workload.String()
}

// assumers gives those of an answer by name.
func assumers(a *fleet.Answer) map[string]fleet.Assumer {
	all := map[string]fleet.Assumer{}
	for x := range a.All() {
		all[who(x)] = x
	}
	return all
}

// is reports that a held principal is the one asked about. A pool whose project's number is not known gives names
// without a number, which stand for those of any number.
func is(held, asked pool.Principal) bool { return held.WithNumber(asked.Number()) == asked }
