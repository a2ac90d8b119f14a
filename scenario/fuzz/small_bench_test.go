package fuzz_test

import (
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/scenario/fuzz"
	"fleettrust.example/scenario/fuzz/law"
	"fleettrust.example/scenario/fuzz/slow"
)

// BenchmarkSmallWorlds gives worlds per second of one core: each is built and asked about each of its principals, by fleet, by
// the slow model, and by both with all that they may differ in; theorems and one law of all are held against each.
func BenchmarkSmallWorlds(b *testing.B) {
	none := fleet.Assumptions{}
	for _, through := range []struct {
		name string
		pass func(b *testing.B, p *place, n int)
	}{
		{"building", func(*testing.B, *place, int) {}},
		{"engine", func(_ *testing.B, p *place, _ int) {
			for _, q := range p.principals() {
				p.ask(q)
			}
		}},
		{"slow", func(_ *testing.B, p *place, _ int) {
			w := slow.New(p.facts, none, nil)
			for _, q := range p.principals() {
				w.Who(q.String())
			}
		}},
		{"compared", func(b *testing.B, p *place, _ int) {
			if diff := law.Disagreement(law.World{Facts: p.facts, Graph: p.graph}, p.answers()...); diff != "" {
				b.Fatal(diff)
			}
		}},
		{"theorems", func(_ *testing.B, p *place, n int) { newLedger(theorems).hold(n, p) }},
		{"law", func(b *testing.B, p *place, n int) {
			if how, broken := law.Broken(law.All()[n%len(law.All())], law.World{Facts: p.facts, Graph: p.graph}, n); broken {
				b.Fatal(how)
			}
		}},
	} {
		b.Run(through.name, func(b *testing.B) {
			worlds, n := someSmallWorlds(), 0
			for b.Loop() {
				p, err := newPlace(worlds[n%len(worlds)], n)
				if err != nil {
					b.Fatal(err)
				}
				through.pass(b, p, n)
				n++
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "worlds/s")
		})
	}
}

func someSmallWorlds() [][]fleet.Fact {
	var worlds [][]fleet.Fact
	for facts := range fuzz.SmallScope().Share(77, 6000) {
		worlds = append(worlds, facts)
	}
	return worlds
}
