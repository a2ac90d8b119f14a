package scenario

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// A Grant is what an administrator grants in a world, and whom they mean by it. The zero Grant grants nothing, and Run
// refuses it.
type Grant struct {
	Facts       []fleet.Fact
	Assumptions fleet.Assumptions
	Principals  []pool.Principal // who is granted: one, or several where one does not say it
	Intended    []fleet.Workload // who was meant
	Trusted     []pool.Principal // the few who may make what comes to be the principals
}

// Run asks who is admitted. The errors are those of the grant, which must have at least one principal and no zero one,
// joined with the *fleet.BuildError of its world. It builds the world twice and asks each about each principal.
func (g Grant) Run() (Outcome, error) {
	graph, err := g.build(g.Facts)
	if err := errors.Join(g.check(), err); err != nil {
		return Outcome{}, err
	}
	plain, err := g.build(withoutIssuers(g.Facts))
	if err != nil {
		return Outcome{}, fmt.Errorf("the same world with every issuer cleared: %w", err)
	}
	o := Outcome{Graph: graph, Answers: answers(graph, g.Principals)}
	o.Admitted = admitted(o.Answers)
	o.ByFleet = without(o.Admitted, admitted(answers(plain, g.Principals)))
	o.judge(g.Intended)
	o.foresee(g)
	return o, nil
}

func (g Grant) build(facts []fleet.Fact) (*fleet.Graph, error) {
	b := fleet.Builder{Assumptions: g.Assumptions}
	b.Add(facts...)
	return b.Build()
}

func (g Grant) check() error {
	if len(g.Principals) == 0 {
		return errors.New("grant: no principal")
	}
	var faults []error
	for i, p := range g.Principals {
		if !p.IsValid() {
			faults = append(faults, fmt.Errorf("grant: principal %d of %d is the zero one", i+1, len(g.Principals)))
		}
	}
	return errors.Join(faults...)
}

// withoutIssuers turns fleet identity off: without an issuer a member has none, and everything else stays as it was.
// Source: googleapis/googleapis google/cloud/gkehub/v1/membership.proto at f8291d2, message Authority, read 2026-08-22.
func withoutIssuers(facts []fleet.Fact) []fleet.Fact {
	plain := slices.Clone(facts)
	for i, f := range plain {
		if m, ok := f.(fleet.Membership); ok {
			m.Issuer = fleet.Off
			plain[i] = m
		}
	}
	return plain
}

func answers(g *fleet.Graph, principals []pool.Principal) []*fleet.Answer {
	all := make([]*fleet.Answer, len(principals))
	for i, p := range principals {
		all[i] = g.Assumers(p)
	}
	return all
}

// admitted joins answers: each assumer once, by a certain path if one of them has it.
func admitted(answers []*fleet.Answer) []fleet.Assumer {
	var all []fleet.Assumer
	for _, a := range answers {
		all = slices.AppendSeq(all, a.All())
	}
	return distinct(all)
}

func distinct(all []fleet.Assumer) []fleet.Assumer {
	slices.SortStableFunc(all, func(x, y fleet.Assumer) int {
		return cmp.Or(compareAssumers(x, y), cmp.Compare(x.Exactness(), y.Exactness()))
	})
	return slices.CompactFunc(all, func(x, y fleet.Assumer) bool { return compareAssumers(x, y) == 0 })
}

// compareAssumers orders workloads before members, as fleet.Answer.All does; a workload has the zero Member.
func compareAssumers(x, y fleet.Assumer) int {
	return cmp.Or(x.Member.Compare(y.Member), x.Workload.Compare(y.Workload))
}

// without gives those of a that are not in b, which is sorted.
func without(a, b []fleet.Assumer) []fleet.Assumer {
	var rest []fleet.Assumer
	for _, x := range a {
		if _, ok := slices.BinarySearchFunc(b, x, compareAssumers); !ok {
			rest = append(rest, x)
		}
	}
	return rest
}
