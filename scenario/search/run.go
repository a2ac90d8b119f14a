package search

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"fleettrust.example/fleet"
)

// Run searches. The error says what an invariant speaks of and the world does not have. It stops when the context ends, with the
// outcome so far. Each sequence costs what fleet.Graph.With does for its last operation, and the invariants' questions.
func (p *Plan) Run(ctx context.Context, b Bounds) (*Outcome, error) {
	b = b.orDefault()
	r := &run{plan: p, ctx: ctx, out: &Outcome{Bounds: b}}
	if err := r.begin(); err != nil || r.out.Breach != nil {
		return r.out, err
	}
	for length := 1; length <= b.Operations && !r.done() && r.affords(length); length++ {
		if r.try(p.start, nil, length, nil); !r.done() {
			r.out.Full = length
		}
	}
	if r.out.Full < b.Operations {
		r.draw()
	}
	return r.out, nil
}

// run is a search on its way.
type run struct {
	plan  *Plan
	ctx   context.Context
	known []map[string]bool // by rule
	out   *Outcome
}

// begin judges the world as it is.
func (r *run) begin() error {
	r.out.Menu = len(r.plan.Menu())
	for _, rule := range r.plan.rules {
		known := map[string]bool{}
		if r.plan.beyond {
			var err error
			if known, err = rule.today(r.plan.start); err != nil {
				return err
			}
		}
		r.known = append(r.known, known)
		if rule.doubts != nil {
			r.out.Doubts = append(r.out.Doubts, rule.doubts(r.plan.start)...)
		}
	}
	breach, err := r.judge(r.plan.start)
	if err == nil && breach != nil {
		r.out.Breach = &Breach{Why: breach, After: r.plan.start, Shortest: true}
	}
	return err
}

// judge gives the first breach in a world.
func (r *run) judge(g *fleet.Graph) (breach, err error) {
	for i, rule := range r.plan.rules {
		if breach, err = rule.breach(g, r.known[i]); breach != nil || err != nil {
			return breach, err
		}
	}
	return nil, nil
}

// done reports that the search is over.
func (r *run) done() bool {
	r.out.Stopped = r.ctx.Err()
	return r.out.Breach != nil || r.out.Stopped != nil || r.left() <= 0
}

// left is how many tries there are.
func (r *run) left() int { return r.out.Bounds.Tries - r.out.Tried - r.out.Refused - r.out.Lost }

// affords reports that all sequences of a length are likely to be within the tries: about menu to the power of length, in one
// order each.
func (r *run) affords(length int) bool {
	n := 1
	for i := range length {
		if n = n * max(r.out.Menu-i, 1) / (i + 1); n > r.left() {
			return length == 1
		}
	}
	return true
}

// carry tries one more operation. The graph is nil if that is refused.
func (r *run) carry(g *fleet.Graph, op fleet.Operation) *fleet.Graph {
	after, err := g.With(op)
	if err != nil {
		r.out.Refused++
		return nil
	}
	return after
}

// check judges the world after a sequence.
func (r *run) check(after *fleet.Graph, path []fleet.Operation) {
	breach, err := r.judge(after)
	if err != nil {
		r.out.Lost++
		return
	}
	r.out.Tried++
	if breach != nil {
		r.found(path)
	}
}

// rank is a menu that is worked through, and which two operations of it were carried out one after the other.
type rank struct {
	before map[string]bool // names of the operations that were tried
	pairs  map[[2]string]bool
	op     fleet.Operation // that is being tried
	name   string
}

// try carries out each operation of the menu, and goes on from there to the length that is asked for. Sequences that are shorter
// have been judged.
func (r *run) try(g *fleet.Graph, path []fleet.Operation, length int, above *rank) {
	at := &rank{before: map[string]bool{}, pairs: map[[2]string]bool{}}
	for _, op := range r.plan.menu(g) {
		at.op, at.name = op, nameOf(op)
		if above.has(at) {
			continue
		}
		if r.done() {
			return
		}
		after := r.carry(g, op)
		if after == nil {
			continue
		}
		above.note(at)
		longer := append(slices.Clip(path), op)
		if length == 1 {
			r.check(after, longer)
		} else {
			r.try(after, longer, length-1, at)
		}
		at.before[at.name] = true
	}
}

// note remembers that the operation of a lower rank was carried out after that of this one.
func (above *rank) note(at *rank) {
	if above != nil {
		above.pairs[[2]string{above.name, at.name}] = true
	}
}

// has reports that the operation of a lower rank was carried out before that of this one, with the same end: it stands before it
// in the menu above, the two do not depend on each other, and this one was carried out after it.
func (above *rank) has(at *rank) bool {
	return above != nil && above.before[at.name] && above.pairs[[2]string{at.name, above.name}] &&
		commutes(at.op) && commutes(above.op) && apart(at.op, above.op)
}

// nameOf tells operations of a menu apart.
func nameOf(op fleet.Operation) string { return fmt.Sprintf("%T%+v", op, op) }

// commutes reports an operation that alters facts of its own only: two that do not alter the same make one world in either order,
// if both orders are carried out.
func commutes(op fleet.Operation) bool {
	switch f := about(op).(type) {
	case fleet.ScopeBinding, fleet.FleetNamespace, fleet.Scope:
		return false
	case fleet.Cluster, fleet.Namespace, fleet.KSA, fleet.GSA, fleet.Role, fleet.Fleet:
		_, deletes := op.(fleet.Delete)
		return !deletes
	default:
		return f != nil
	}
}

// apart reports two operations that cannot be about one fact: different sorts, or both of them create one, which is refused the
// second time.
func apart(a, b fleet.Operation) bool {
	_, creates := a.(fleet.Create)
	_, too := b.(fleet.Create)
	return creates && too || reflect.TypeOf(about(a)) != reflect.TypeOf(about(b))
}
