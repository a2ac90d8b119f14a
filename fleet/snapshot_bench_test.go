package fleet_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"fleettrust.example/fleet"
)

// BenchmarkSnapshot makes changes of each sort at random in organizations of each size, each a snapshot of the one before, and takes
// them back, until the next question can be asked. "diff" is of one change, also for each pair that it yields.
//
//	go test ./fleet -run XXX -bench Snapshot -benchtime 2000x
func BenchmarkSnapshot(b *testing.B) {
	for _, ksas := range []int{10_000, 100_000, 1_000_000} {
		g := organized(b, ksas)
		s := g.Snapshot()
		for name, facts := range changeable(g) {
			b.Run(fmt.Sprintf("change=%s/ksas=%d", name, ksas), func(b *testing.B) { benchmarkChange(b, s, facts) })
			b.Run(fmt.Sprintf("diff=%s/ksas=%d", name, ksas), func(b *testing.B) { benchmarkDiff(b, s, facts) })
		}
	}
}

// changeable gives facts of each sort, in random order, that may go and come.
func changeable(g *fleet.Graph) map[string][]fleet.Fact {
	all := map[string][]fleet.Fact{}
	for _, f := range g.Facts() {
		switch x := f.(type) {
		case fleet.Binding:
			if x.Role == "roles/iam.serviceAccountTokenCreator" {
				all["chain"] = append(all["chain"], f)
			} else {
				all["grant"] = append(all["grant"], f)
			}
		case fleet.Membership:
			all["membership"] = append(all["membership"], f)
		case fleet.KSA:
			if x.Name != "default" {
				all["ksa"] = append(all["ksa"], f)
			}
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	for _, facts := range all {
		r.Shuffle(len(facts), func(i, k int) { facts[i], facts[k] = facts[k], facts[i] })
	}
	return all
}

// benchmarkChange deletes a thousand facts and creates them again, and so on.
func benchmarkChange(b *testing.B, s *fleet.Snapshot, facts []fleet.Fact) {
	facts = facts[:min(1000, len(facts))]
	s = changed(b, s, fleet.Delete{Fact: facts[0]}, fleet.Create{Fact: facts[0]}) // what is worked out once is worked out now
	for i := 0; b.Loop(); i++ {
		f := facts[i%len(facts)]
		if i/len(facts)%2 == 0 {
			s = changed(b, s, fleet.Delete{Fact: f})
		} else {
			s = changed(b, s, fleet.Create{Fact: f})
		}
	}
}

func changed(b *testing.B, s *fleet.Snapshot, ops ...fleet.Operation) *fleet.Snapshot {
	s, err := s.With(ops...)
	if err != nil {
		b.Fatal(err)
	}
	return s
}

func benchmarkDiff(b *testing.B, s *fleet.Snapshot, facts []fleet.Fact) {
	var after []*fleet.Snapshot
	for _, f := range facts[:min(100, len(facts))] {
		after = append(after, changed(b, s, fleet.Delete{Fact: f}))
	}
	shifts := 0
	for i := 0; b.Loop(); i++ {
		for range s.Diff(after[i%len(after)]) {
			shifts++
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(max(1, shifts)), "ns/shift")
	b.ReportMetric(float64(shifts)/float64(b.N), "shifts/op")
}
