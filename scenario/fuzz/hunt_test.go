package fuzz_test

import (
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/scenario/fuzz"
	"pgregory.net/rapid"
)

// hunt goes through worlds by their seeds, and in each through some operations, one at a time. A premise, if there is one,
// holds of each world before and after.
type hunt struct {
	worlds     *rapid.Generator[[]fleet.Fact]
	invariants []invariant
	premise    func([]fleet.Fact) bool
	operations int // tried in each world
}

// trophy is a world in which an invariant is broken, or in which it holds until an operation.
type trophy struct {
	invariant invariant
	world     int // it is the so manieth that was looked at, from 1
	facts     []fleet.Fact
	operation fleet.Operation // nil for none
	breach    breach
}

// tally is how far a hunt went.
type tally struct{ worlds, operations, found int }

// run looks at so many worlds that the premise lets in, for as long as found wants more, and shows it each trophy. It fails where
// the premise lets in too few.
func (h hunt) run(t *testing.T, worlds int, found func(trophy) (more bool)) tally {
	var n tally
	for seed := 0; n.worlds < worlds; seed++ {
		if seed == 50*worlds {
			t.Fatalf("the premise lets in %d of %d worlds", n.worlds, seed)
		}
		facts := h.worlds.Example(seed)
		if !h.admits(facts) {
			continue
		}
		n.worlds++
		for _, x := range h.look(t, &n, facts, seed) {
			x.world = n.worlds
			n.found++
			if !found(x) {
				return n
			}
		}
	}
	return n
}

func (h hunt) admits(facts []fleet.Fact) bool { return h.premise == nil || h.premise(facts) }

// look gives at most one trophy for each invariant.
func (h hunt) look(t *testing.T, n *tally, facts []fleet.Fact, seed int) []trophy {
	g := build(t, facts)
	found, whole := judge(see(g), facts, nil, h.invariants)
	operations := fuzz.Operation(facts)
	for i := range h.operations {
		op := operations.Example(seed*h.operations + i)
		after, err := g.With(op)
		if err != nil || !h.admits(after.Facts()) {
			continue
		}
		n.operations++
		var more []trophy
		more, whole = judge(see(after), facts, op, whole)
		found = append(found, more...)
	}
	return found
}

// judge tells the invariants that are broken, each as a trophy, from those that hold.
func judge(w *sight, facts []fleet.Fact, op fleet.Operation, all []invariant) (found []trophy, whole []invariant) {
	for _, v := range all {
		if b, broken := v.broken(w); broken {
			found = append(found, trophy{invariant: v, facts: facts, operation: op, breach: b})
		} else {
			whole = append(whole, v)
		}
	}
	return found, whole
}

// shrink gives the least world in which the invariant is broken, and the simplest operation that breaks it where it takes one.
func (x trophy) shrink(t *testing.T) trophy {
	for {
		x.facts = fuzz.Shrink(x.facts, func(facts []fleet.Fact) bool {
			_, broken := x.invariant.breach(t, facts, x.operation)
			return broken
		})
		if !x.simplify(t) {
			x.breach, _ = x.invariant.breach(t, x.facts, x.operation)
			return x
		}
	}
}

// breach says how the invariant is broken in a world, or by an operation in a world in which it holds. Who was there before
// the operation was meant.
func (v invariant) breach(t *testing.T, facts []fleet.Fact, op fleet.Operation) (breach, bool) {
	g := build(t, facts)
	found, broken := v.broken(see(g))
	if op == nil {
		return found, broken
	}
	after, err := g.With(op)
	if broken || err != nil {
		return breach{}, false
	}
	found, broken = v.broken(see(after))
	if _, before := g.WorkloadID(found.meant); broken && !before {
		found.meant, found.strange = found.strange, found.meant
	}
	return found, broken
}

// simplify makes what an operation creates or alters simpler by a step.
func (x *trophy) simplify(t *testing.T) bool {
	for _, op := range simplerOperations(x.operation, x.facts) {
		if _, broken := x.invariant.breach(t, x.facts, op); broken {
			x.operation = op
			return true
		}
	}
	return false
}

func simplerOperations(op fleet.Operation, facts []fleet.Fact) []fleet.Operation {
	var all []fleet.Operation
	switch op := op.(type) {
	case fleet.Create:
		for _, f := range fuzz.Simpler(op.Fact, facts) {
			all = append(all, fleet.Create{Fact: f})
		}
	case fleet.Update:
		for _, f := range fuzz.Simpler(op.Fact, facts) {
			all = append(all, fleet.Update{Fact: f})
		}
	}
	return all
}
