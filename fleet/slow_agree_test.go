package fleet_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"fleettrust.example/scenario/fuzz"
	"pgregory.net/rapid"
)

// TestSlowAgrees compares fleet with the slow model on generated worlds.
func TestSlowAgrees(t *testing.T) { rapid.Check(t, met{}.agree) }

func FuzzSlowAgrees(f *testing.F) {
	for seed := range uint16(8) {
		f.Add(seedBytes(seed))
	}
	f.Fuzz(rapid.MakeFuzz(met{}.agree))
}

// TestSlowMeets compares on the same worlds every time, and wants everything that matters to be in one of them.
func TestSlowMeets(t *testing.T) {
	m := met{}
	for seed := range uint16(600) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { rapid.MakeFuzz(m.agree)(t, seedBytes(seed)) })
	}
	m.mustHave(t, "never", "untold", "perhaps", "surely", "obtains", "account leads", "inherited", "conditional", "denied", "cut", "unseen", "outsider", "settled",
		"R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9", "R10", "R11", "R12", "R13", "R14", "R15", "R16", "R17", "R18")
}

// seedBytes gives 8 KB of the same pseudo-random bytes every time: from no seeds rapid's fuzz targets find nothing.
func seedBytes(seed uint16) []byte {
	b := make([]byte, 8<<10)
	rand.NewChaCha8([32]byte{byte(seed), byte(seed >> 8)}).Read(b) // never fails
	return b
}

// met counts what the comparison met, so that agreeing over nothing is no success.
type met map[string]int

func (m met) mustHave(t *testing.T, what ...string) {
	for _, w := range what {
		if m[w] == 0 {
			t.Errorf("no world had %q in it: %v", w, m)
		}
	}
}

func (m met) agree(t *rapid.T) {
	facts := fuzz.World().Draw(t, "world")
	assumed := fleet.Assumptions{
		ClusterByContainerURL:      rapid.Bool().Draw(t, "by container URL"),
		PoolSetWithoutOutside:      rapid.Bool().Draw(t, "without outside"),
		IssuerNeedsClusterIdentity: rapid.Bool().Draw(t, "issuer needs cluster identity"),
		ScopedIdentityReplaces:     rapid.Bool().Draw(t, "scoped identity replaces"),
		DenyBindsPods:              rapid.Bool().Draw(t, "deny binds pods"),
		ConditionsSeeProvider:      rapid.Bool().Draw(t, "conditions see provider"),
	}
	reads := drawReader(t)
	b := fleet.Builder{Assumptions: assumed, Evaluator: reads.Evaluator}
	b.Add(facts...)
	g, err := b.Build()
	if err != nil {
		t.Fatalf("%v\n%s", err, fuzz.Text(facts))
	}
	c := comparison{m, g, newSlowWorld(facts, assumed).by(reads.Evaluator), facts}
	ask := rapid.SliceOfN(fuzz.Principal(facts), 3, 3).Draw(t, "principals")
	for email := range g.Accounts() {
		ask = append(ask, pool.ServiceAccount(email))
	}
	for _, p := range ask {
		if diff := c.differ(p); diff != "" {
			t.Fatalf("%v is %v\n%+v\n%v\n%s%s", p, g.Assumers(p).Exactness(), assumed, reads, diff, fuzz.Text(facts))
		}
	}
}

// comparison is one world twice.
type comparison struct {
	met
	g     *fleet.Graph
	slow  *slowWorld
	facts []fleet.Fact
}

// differ tells each workload on which the two disagree, and whether they do about the answer as a whole.
func (c comparison) differ(p pool.Principal) string {
	a, want := c.g.Assumers(p), c.slow.who(p.String())
	text := c.differWhole(p, a.Exactness())
	for id, run := range c.g.Workloads() {
		text += c.differOn(run.String(), a, want, id)
	}
	return text + c.differAccounts(p, a)
}

// differAccounts compares the service accounts that the answer names: those that lead to the principal.
func (c comparison) differAccounts(p pool.Principal, a *fleet.Answer) string {
	named := map[string]surety{}
	for x := range a.All() {
		if x.Member.Kind() == pool.KindServiceAccount {
			named[x.Member.Email()] = perhapsIf(x.Exactness() != fleet.Exact)
		}
	}
	text := ""
	for email := range c.g.Accounts() {
		slow := c.slow.leads(email, p.String())
		c.met.add("account leads", slow > untold)
		if !c.permits(slow, named[email], a.Exactness()) {
			text += fmt.Sprintf("%s: fleet %v, slow %v\n", email, named[email], slow)
		}
	}
	return text
}

func (c comparison) differOn(run string, a *fleet.Answer, want slowAnswer, id fleet.WorkloadID) string {
	who, ok := a.Assumer(id)
	got, slow, strength := never, want.can(run), fleet.Obtains
	if ok {
		got = perhapsIf(who.Exactness() != fleet.Exact)
		c.countPath(who.Path)
		c.met.add("obtains", who.Strength == fleet.Obtains)
	}
	if want.assumes[run] == slow {
		strength = fleet.Assumes
	}
	c.met[slow.String()]++
	switch {
	case !c.permits(slow, got, a.Exactness()):
		return fmt.Sprintf("%s: fleet %v %v, slow %v\n", run, got, who.Path, slow)
	case ok && who.Strength != strength:
		return fmt.Sprintf("%s: fleet %v, slow %v\n", run, who.Strength, strength)
	}
	return ""
}

// permits compares two sureties. What is untold may be left out of an answer that does not claim to be exact. Fleet may
// doubt more than need be when there is a deny rule: it does not work out which of several ways the rule leaves.
func (c comparison) permits(slow, got surety, said fleet.Exactness) bool {
	switch {
	case slow == untold:
		return got == perhaps || got == never && said != fleet.Exact
	}
	return slow == got
}

// differWhole compares what fleet says of the answer with what the slow model knows to be missing.
func (c comparison) differWhole(p pool.Principal, said fleet.Exactness) string {
	if p.Kind() == pool.KindAllUsers {
		return ""
	}
	w := newSlowWorld(c.facts, c.slow.assumed).by(c.slow.evaluator)
	unseen := w.leadTo(p.String(), w.unseen(c.facts), both(w.hidden(c.facts), w.unseenNodes(c.facts)))
	outside := w.leadTo(p.String(), outsiders(), map[string]surety{})
	switch {
	case unseen && said != fleet.Unsettled:
		return fmt.Sprintf("fleet %v, slow: someone unseen may\n", said)
	case outside && said == fleet.Exact:
		return fmt.Sprintf("fleet %v, slow: an outsider may\n", said)
	}
	c.met.add("unseen", unseen)
	c.met.add("outsider", outside)
	c.met.add("cut", c.slow.cut)
	c.met.add("settled", said == fleet.Exact)
	return ""
}

func (m met) add(what string, is bool) {
	if is {
		m[what]++
	}
}

// countPath counts what a path goes by: rules, and grants by where they are and what they hang on.
func (c comparison) countPath(p fleet.Path) {
	for _, e := range p {
		c.met[e.Rule.String()]++
		c.met.add("inherited", strings.Contains(e.Fact, " on projects/") || strings.Contains(e.Fact, " on folders/") || strings.Contains(e.Fact, " on organizations/"))
		c.met.add("conditional", strings.Contains(e.Fact, " if "))
		c.met.add("denied", slices.ContainsFunc(e.Doubts, func(r fleet.Reason) bool { return strings.Contains(r.Fact, "deny policy") }))
	}
}
