package law

import (
	"fmt"
	"slices"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"fleettrust.example/scenario/fuzz/slow"
	"pgregory.net/rapid"
)

// SlowBecomes: fleet and the slow model (package slow) are of one mind on who could become principals of a world, as far as
// the model goes: it knows no boundaries, holds all conditions in doubt, and assumes less.
func SlowBecomes(t *rapid.T, s World) { met{}.becomes(t, s) }

func (m met) becomes(t *rapid.T, s World) {
	s = World{Assumed: fleet.Assumptions{
		IssuerNeedsClusterIdentity: s.Assumed.IssuerNeedsClusterIdentity,
		HubConstraints:             s.Assumed.HubConstraints,
	}}.with(t, withoutBoundaries(s.Facts))
	ask := s.asked(t)
	members := make([]string, len(ask))
	for i, p := range ask {
		members[i] = p.String()
	}
	r := slow.NewRights(s.Facts, s.Assumed, members)
	for _, p := range ask {
		if diff := m.differBecoming(s, r, p); diff != "" {
			t.Fatalf("%v\n%s%v", p, diff, s)
		}
	}
}

// withoutBoundaries leaves out what the slow model of becoming does not know yet.
func withoutBoundaries(facts []fleet.Fact) []fleet.Fact {
	return grounded(slices.DeleteFunc(slices.Clone(facts), func(f fleet.Fact) bool {
		_, boundary := f.(fleet.Boundary)
		return boundary
	}))
}

// differBecoming tells each actor on which the two disagree. One that is the principal today has nothing to become; one that
// may be it today may be left out, and so may whatever only what was not told could bring, if the answer says so.
func (m met) differBecoming(s World, r *slow.Rights, p pool.Principal) string {
	b := s.Graph.CouldBecome(p)
	cut := len(factsOf[fleet.Deny](s.Facts)) > 0
	named := map[string]fleet.Could{}
	for x := range b.All() {
		named[x.Actor.String()] = x
		m.countBecoming(x)
	}
	text := ""
	for _, actor := range r.Actors(p.String()) {
		own, becomes, got := actor.Is(p.String()), actor.Becomes(p.String()), slow.Never
		x, ok := named[actor.Name]
		if ok {
			got = perhapsIf(x.Exactness() != fleet.Exact)
		}
		for _, name := range actor.Stand() {
			if e, ok := named[name]; ok && own < slow.Surely {
				got = max(got, min(becomes, perhapsIf(e.Exactness() != fleet.Exact)))
			}
		}
		m[becomes.String()]++
		unlisted := !actor.IsThere() && !strings.HasPrefix(actor.Name, "serviceAccount:")
		if !agrees(own, becomes, got, b.Exactness(), unlisted, cut) {
			text += fmt.Sprintf("%s: fleet %v %v, slow %v, today %v; %v\n", actor.Name, got, x.Path, becomes, own, b.Exactness())
		}
	}
	return text
}

func agrees(own, becomes, got slow.Surety, said fleet.Exactness, unlisted, cut bool) bool {
	switch {
	case own == slow.Surely:
		return got == slow.Never || unlisted || cut
	case becomes == slow.Untold:
		return got != slow.Surely && (got == slow.Perhaps || said != fleet.Exact)
	case own > slow.Never && becomes < slow.Surely:
		return got != slow.Surely
	case becomes == slow.Surely && got == slow.Perhaps:
		return cut
	}
	return becomes == got
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
