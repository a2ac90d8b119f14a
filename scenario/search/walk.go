package search

import (
	"math/rand/v2"
	"reflect"

	"fleettrust.example/fleet"
)

// mostVain bounds how many walks in a row may end before they come to anything new.
const mostVain = 100

// draw tries sequences at random, longer than those that were tried in full.
func (r *run) draw() {
	rng := rand.New(rand.NewPCG(r.out.Bounds.Seed, 0))
	for vain := 0; vain < mostVain && !r.done(); vain++ {
		tries := r.left()
		if r.walk(rng); r.left() < tries {
			vain = 0
		}
	}
}

// walk draws one sequence, and judges it after each operation that is new.
func (r *run) walk(rng *rand.Rand) {
	g := r.plan.start
	var path []fleet.Operation
	for len(path) < r.out.Bounds.Operations && !r.done() {
		op, ok := drawn(rng, r.plan.menu(g))
		if !ok {
			return
		}
		after := r.carry(g, op)
		if after == nil {
			continue
		}
		g, path = after, append(path, op)
		if len(path) > r.out.Full {
			r.check(g, path)
		}
	}
}

// drawn draws an operation: first of which sort, and then which.
func drawn(rng *rand.Rand, menu []fleet.Operation) (fleet.Operation, bool) {
	var sorts [][]fleet.Operation
	for i, op := range menu {
		if i == 0 || sortOf(op) != sortOf(menu[i-1]) {
			sorts = append(sorts, nil)
		}
		sorts[len(sorts)-1] = append(sorts[len(sorts)-1], op)
	}
	if len(sorts) == 0 {
		return nil, false
	}
	sort := sorts[rng.IntN(len(sorts))]
	return sort[rng.IntN(len(sort))], true
}

func sortOf(op fleet.Operation) [2]reflect.Type {
	return [2]reflect.Type{reflect.TypeOf(op), reflect.TypeOf(about(op))}
}

func about(op fleet.Operation) fleet.Fact {
	switch op := op.(type) {
	case fleet.Create:
		return op.Fact
	case fleet.Update:
		return op.Fact
	case fleet.Delete:
		return op.Fact
	default:
		return nil
	}
}
