package fuzz_test

import (
	"context"
	"reflect"
	"slices"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/scenario/fuzz"
	"fleettrust.example/scenario/search"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestBreachReplays(t *testing.T)      { rapid.Check(t, lawBreachReplays) }
func TestSearchIsFull(t *testing.T)       { rapid.Check(t, lawSearchIsFull) }
func TestSearchMissesNoPair(t *testing.T) { rapid.Check(t, lawSearchMissesNoPair) }
func TestOperations(t *testing.T)         { rapid.Check(t, lawOperations) }
func FuzzBreachReplays(f *testing.F)      { fuzzLaw(f, lawBreachReplays) }
func FuzzSearchIsFull(f *testing.F)       { fuzzLaw(f, lawSearchIsFull) }
func FuzzSearchMissesNoPair(f *testing.F) { fuzzLaw(f, lawSearchMissesNoPair) }
func FuzzOperations(f *testing.F)         { fuzzLaw(f, lawOperations) }

// quarry is a world to search, and who is meant in it.
type quarry struct {
	facts  []fleet.Fact
	g      *fleet.Graph
	intent fleet.Intent
	known  map[string]bool
}

// drawQuarry draws a world, a principal, and as meant whoever is in one of its clusters; who else can act as it is known.
func drawQuarry(t *rapid.T) quarry {
	q := quarry{facts: fuzz.World().Draw(t, "world"), known: map[string]bool{}}
	q.g = build(t, q.facts)
	q.intent = fleet.Intent{Principal: fuzz.Principal(q.facts).Draw(t, "principal")}
	for c := range q.g.Clusters() {
		if rapid.Bool().Draw(t, "meant") {
			q.intent.Clusters = append(q.intent.Clusters, c.Name)
		}
	}
	for _, x := range q.excess(t, q.g) {
		q.known[x] = true
	}
	return q
}

func (q quarry) plan() *search.Plan { return fuzz.From(q.g).Never(q.intent).BeyondToday() }

// excess names who is in excess and not known.
func (q quarry) excess(t *rapid.T, g *fleet.Graph) []string {
	d, err := fleet.Excess(g, q.intent)
	if err != nil {
		return nil
	}
	var names []string
	for _, x := range d.Excess {
		if !q.known[x.String()] {
			names = append(names, x.String())
		}
	}
	return names
}

func (q quarry) search(t *rapid.T, b search.Bounds) *search.Outcome {
	o, err := q.plan().Run(context.Background(), b)
	if err != nil {
		t.Fatalf("%v\n%s", err, fuzz.Text(q.facts))
	}
	return o
}

// lawBreachReplays: the operations of a breach, carried out by With, break the invariant, and no fewer of them do. They have a
// command each. The same search finds the same.
func lawBreachReplays(t *rapid.T) {
	q := drawQuarry(t)
	bounds := search.Bounds{Operations: 3, Tries: 40, Seed: rapid.Uint64().Draw(t, "seed")}
	o := q.search(t, bounds)
	if again := q.search(t, bounds); o.String() != again.String() {
		t.Fatalf("the same search: %s", cmp.Diff(o.String(), again.String()))
	}
	if o.Breach == nil {
		return
	}
	after, err := q.g.With(o.Breach.Operations...)
	if err != nil || len(q.excess(t, after)) == 0 {
		t.Fatalf("the breach does not replay: %v\n%v\n%s", err, o, fuzz.Text(q.facts))
	}
	for i := range o.Breach.Operations {
		after, err := q.g.With(slices.Delete(slices.Clone(o.Breach.Operations), i, i+1)...)
		if err == nil && len(q.excess(t, after)) > 0 {
			t.Fatalf("operation %d is not needed: %v\n%s", i+1, o, fuzz.Text(q.facts))
		}
	}
	if n := len(o.Breach.Commands); n != len(o.Breach.Operations) || slices.Contains(o.Breach.Commands, "") {
		t.Fatalf("%d commands: %v", n, o)
	}
}

// lawSearchIsFull: a search for one operation finds one if any on the menu breaks the invariant, and the first of them.
func lawSearchIsFull(t *rapid.T) {
	q := drawQuarry(t)
	want := -1
	menu := q.plan().Menu()
	for i, op := range menu {
		if after, err := q.g.With(op); err == nil && want < 0 && len(q.excess(t, after)) > 0 {
			want = i
		}
	}
	o := q.search(t, search.Bounds{Operations: 1})
	switch {
	case want < 0 && o.Breach != nil, want >= 0 && o.Breach == nil:
		t.Fatalf("operation %d breaks it, and the search says: %v\n%s", want, o, fuzz.Text(q.facts))
	case want < 0 && o.Full != 1:
		t.Fatalf("not all were tried: %v", o)
	case want >= 0 && (!o.Breach.Shortest || !reflect.DeepEqual(o.Breach.Operations, menu[want:want+1])):
		t.Fatalf("%v breaks it first, and the search says: %v", menu[want], o)
	}
}

// lawSearchMissesNoPair: to try two operations in one order alone misses nothing that all orders of all pairs find.
func lawSearchMissesNoPair(t *rapid.T) {
	q := drawQuarry(t)
	if len(q.plan().Menu()) > 12 {
		t.Skip("too many pairs")
	}
	found := len(q.excess(t, q.g)) > 0
	for _, op := range q.plan().Menu() {
		one, err := q.g.With(op)
		if err != nil {
			continue
		}
		found = found || len(q.excess(t, one)) > 0
		for _, next := range fuzz.From(one).Never(q.intent).Menu() {
			if two, err := one.With(next); err == nil && len(q.excess(t, two)) > 0 {
				found = true
			}
		}
	}
	if o := q.search(t, search.Bounds{Operations: 2, Tries: 1 << 20}); found != (o.Breach != nil) || !found && o.Full != 2 {
		t.Fatalf("some pair breaks it: %v, and the search says: %v\n%s", found, o, fuzz.Text(q.facts))
	}
}

// lawOperations: a sequence that is drawn is carried out.
func lawOperations(t *rapid.T) {
	g := build(t, fuzz.World().Draw(t, "world"))
	ops := fuzz.Operations(g, 5).Draw(t, "operations")
	if _, err := g.With(ops...); err != nil || len(ops) > 5 {
		t.Fatalf("%v: %v", ops, err)
	}
}

// TestSearchHasVariety: breaches of several lengths turn up, and worlds without one. The seeds are fixed, so the figures are too.
func TestSearchHasVariety(t *testing.T) {
	const worlds = 40
	found := map[int]int{}
	for seed := range worlds {
		facts := fuzz.World().Example(seed)
		in := fleet.Intent{Principal: fuzz.Principal(facts).Example(seed)}
		o, err := fuzz.From(build(t, facts)).Never(in).BeyondToday().Run(context.Background(), search.Bounds{Tries: 150})
		if err != nil {
			t.Fatal(err)
		}
		if o.Breach == nil {
			found[0]++
		} else {
			found[len(o.Breach.Operations)]++
		}
	}
	t.Logf("breaches by length, 0 for none: %v", found)
	for length, least := range []int{5, 5, 2} {
		if found[length] < least {
			t.Errorf("%d of %d worlds have a breach of %d operations, 0 for none", found[length], worlds, length)
		}
	}
}
