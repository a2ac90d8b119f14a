package fleet_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"fleettrust.example/scenario/fuzz"
	"pgregory.net/rapid"
)

// TestSlowBecomes compares who could become a principal with the slow model.
func TestSlowBecomes(t *testing.T) { rapid.Check(t, met{}.becomes) }

func FuzzSlowBecomes(f *testing.F) {
	for seed := range uint16(8) {
		f.Add(seedBytes(seed))
	}
	f.Fuzz(rapid.MakeFuzz(met{}.becomes))
}

// TestSlowBecomesMeets compares on the same worlds every time, and wants everything that matters to be in one of them.
func TestSlowBecomesMeets(t *testing.T) {
	m := met{}
	for seed := range uint16(300) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { rapid.MakeFuzz(m.becomes)(t, seedBytes(seed)) })
	}
	m.mustHave(t, "never", "perhaps", "surely", "workload", "member", "subject", "several rights", "made cluster",
		"R20", "R21", "R22", "R23", "R24", "R25", "R26", "R27", "R28", "R30", "R31")
}

func (m met) becomes(t *rapid.T) {
	facts := withoutBoundaries(fuzz.World().Draw(t, "world"))
	assumed := fleet.Assumptions{
		IssuerNeedsClusterIdentity: rapid.Bool().Draw(t, "issuer needs cluster identity"),
		HubConstraints:             rapid.Bool().Draw(t, "hub constraints"),
	}
	b := fleet.Builder{Assumptions: assumed}
	b.Add(facts...)
	g, err := b.Build()
	if err != nil {
		t.Fatalf("%v\n%s", err, fuzz.Text(facts))
	}
	ask := rapid.SliceOfN(fuzz.Principal(facts), 3, 3).Draw(t, "principals")
	for email := range g.Accounts() {
		ask = append(ask, pool.ServiceAccount(email))
	}
	r := newSlowRights(facts, assumed, ask)
	actors := map[string][]slowActor{}
	for _, p := range ask {
		r.enable = p.Email()
		if !r.disabled[r.enable] {
			r.enable = ""
		}
		if actors[r.enable] == nil {
			actors[r.enable] = r.actors()
		}
		if diff := m.differBecoming(g.CouldBecome(p), actors[r.enable], p); diff != "" {
			t.Fatalf("%v\n%+v\n%s%s", p, assumed, diff, fuzz.Text(facts))
		}
	}
}

// withoutBoundaries leaves out what the slow model of becoming does not know yet.
func withoutBoundaries(facts []fleet.Fact) []fleet.Fact {
	return grounded(slices.DeleteFunc(facts, func(f fleet.Fact) bool {
		switch f.(type) {
		case fleet.Boundary:
			return true
		default:
			return false
		}
	}))
}

// slowActor is somebody who might do something: what it is today, and what it can take.
type slowActor struct {
	name  string
	today reached
	all   *taken
}

// actors lists workloads, accounts, the members of grants, and the subjects of permits.
func (r *slowRights) actors() []slowActor {
	var all []slowActor
	seen := map[string]bool{}
	add := func(name string, is taken, gets gained) {
		if seen[name] {
			return
		}
		seen[name] = true
		anyone := slowID{map[string]string{"nobody": "in particular"}, surely}
		today := r.reachFrom(reached{append(slices.Clone(is.ids), anyone), both(gets.free, nil), map[string]surety{}})
		today.own = append(today.own, asAccounts(gets.bound)...)
		all = append(all, slowActor{name, today, r.take(is)})
	}
	for _, run := range r.runs {
		add(run.name, taken{ids: slices.Clone(run.ids), runs: map[string]surety{run.name: surely}}, run.gains)
	}
	for email := range r.home {
		if !r.disabled[email] {
			add("serviceAccount:"+email, taken{ids: []slowID{{map[string]string{"email": email}, surely}}}, gained{})
		}
	}
	called := func(member string) {
		if _, told := r.groups[member]; told {
			return // whoever is in it is an actor
		}
		if kind := hear(member).kind; kind == "person" || kind == "opaque" && strings.HasPrefix(member, "group:") || kind == "everyone" {
			behind := perhapsIf(kind == "opaque") // who is in a group is not known
			add(member, taken{ids: []slowID{{map[string]string{"called": member}, behind}}}, gained{})
		}
	}
	for _, g := range r.grants {
		called(g.member)
	}
	for _, p := range r.permits {
		s := plainSubject(p.Subject)
		switch {
		case s.Name == "system:masters": // may do everything in every cluster, and an answer need not say so
		case s.Kind == fleet.AccountSubject, strings.HasSuffix(s.Name, "authenticated"), s.Name == "system:anonymous", strings.HasSuffix(s.Name, ".gserviceaccount.com"):
		case strings.Contains(s.Name, "@"):
			called(strings.Replace(s.String(), " ", ":", 1))
		default:
			add(s.String()+" of "+p.Cluster.String(), taken{faces: map[string]surety{p.Cluster.String() + " " + s.String(): surely}}, gained{})
		}
	}
	return all
}

// differBecoming tells each actor on which the two disagree. One that is the principal today has nothing to become; one that
// may be it today may be left out, and so may whatever only what was not told could bring, if the answer says so.
func (m met) differBecoming(b *fleet.Becoming, actors []slowActor, p pool.Principal) string {
	named := map[string]fleet.Could{}
	for x := range b.All() {
		named[x.Actor.String()] = x
		m.countBecoming(x)
	}
	text := ""
	for _, actor := range actors {
		w, own := actor.all.r, never
		for _, id := range actor.today.holders() {
			own = max(own, w.holds(p.String(), id))
		}
		slow := actor.all.becomes(p.String())
		x, ok := named[actor.name]
		got := never
		if ok {
			got = perhapsIf(x.Exactness() != fleet.Exact)
		}
		for _, name := range w.everyoneWith(actor.name) {
			if e, ok := named[name]; ok && own < surely {
				got = max(got, min(slow, perhapsIf(e.Exactness() != fleet.Exact)))
			}
		}
		m[slow.String()]++
		if !w.agrees(own, slow, got, b.Exactness(), !w.there[actor.name] && !strings.HasPrefix(actor.name, "serviceAccount:")) {
			text += fmt.Sprintf("%s: fleet %v %v, slow %v, today %v; %v\n", actor.name, got, x.Path, slow, own, b.Exactness())
		}
	}
	return text
}

// everyoneWith lists those that stand for an actor in an answer: what each of many can become goes without saying of one.
func (w *slowRights) everyoneWith(actor string) []string {
	if strings.HasPrefix(actor, "user:") || strings.HasPrefix(actor, "serviceAccount:") {
		return []string{"allUsers", "allAuthenticatedUsers"}
	}
	all := []string{"allUsers"}
	add := func(cluster string, groups ...string) {
		for _, g := range groups {
			all = append(all, "group "+g+" of "+cluster)
		}
	}
	cluster, object, _ := strings.Cut(actor, " ")
	ns, _, _ := strings.Cut(object, "/")
	subject, in, isSubject := strings.Cut(actor, " of ")
	switch {
	case isSubject:
		add(in, "system:authenticated", "system:unauthenticated")
		if strings.HasPrefix(subject, "group system:serviceaccounts:") {
			add(in, "system:serviceaccounts")
		}
	case w.there[actor]:
		add(cluster, "system:authenticated", "system:unauthenticated", "system:serviceaccounts", "system:serviceaccounts:"+ns)
	}
	return all
}

func (w *slowRights) agrees(own, slow, got surety, said fleet.Exactness, unlisted bool) bool {
	switch {
	case own == surely:
		return got == never || unlisted || len(w.denies) > 0
	case slow == untold:
		return got != surely && (got == perhaps || said != fleet.Exact)
	case own > never && slow < surely:
		return got != surely
	case slow == surely && got == perhaps:
		return len(w.denies) > 0
	}
	return slow == got
}

func (m met) countBecoming(x fleet.Could) {
	m.add("workload", x.Actor.Kind == fleet.WorkloadVertex)
	m.add("member", x.Actor.Kind == fleet.PrincipalVertex)
	m.add("subject", x.Actor.Kind == fleet.SubjectVertex)
	m.add("several rights", len(x.Rights) > 1)
	for _, e := range x.Path {
		m[e.Rule.String()]++
		m.add("made cluster", e.To.Kind == fleet.ClusterVertex)
	}
}
