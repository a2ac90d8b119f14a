package fuzz_test

import (
	"cmp"
	"errors"
	"runtime"
	"sync"

	"fleettrust.example/fleet"
	"fleettrust.example/scenario/fuzz"
)

// sweep goes over every nth world of a scope on all processors. Each has a visitor of its own, which is told the number of a world
// among those that are visited; an error ends its part.
func sweep[V interface {
	visit(n int, facts []fleet.Fact) error
}](s fuzz.Scope, every int, newVisitor func() V) ([]V, error) {
	parts := runtime.GOMAXPROCS(0)
	visitors, errs := make([]V, parts), make([]error, parts)
	var all sync.WaitGroup
	for part := range parts {
		visitors[part] = newVisitor()
		all.Go(func() {
			n := part
			for facts := range s.Share(part*every, parts*every) {
				if errs[part] = visitors[part].visit(n, facts); errs[part] != nil {
					return
				}
				n += parts
			}
		})
	}
	all.Wait()
	return visitors, errors.Join(errs...)
}

// A ledger is what claims came to in the worlds that were visited.
type ledger struct {
	claims            []claim
	worlds, questions int
	found             []finding
}

// A finding is what one claim came to: how often it was spoken of, in how many worlds, and how many of those break it.
type finding struct {
	cases, worlds, broken int
	least                 []fleet.Fact // the smallest world that breaks it
	at                    int          // its number among those that were visited
}

func newLedger(claims []claim) *ledger {
	return &ledger{claims: claims, found: make([]finding, len(claims))}
}

// hold holds the claims against a world and its number.
func (t *ledger) hold(n int, p *place) {
	t.worlds++
	for i, c := range t.claims {
		f, cases, broken := &t.found[i], 0, false
		c.check(p, func(holds bool) {
			cases++
			broken = broken || !holds
		})
		f.cases, f.worlds, f.broken = f.cases+cases, f.worlds+min(cases, 1), f.broken+truth(broken)
		if broken {
			f.shrink(n, p.told)
		}
	}
	t.questions += len(p.asked)
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

// add adds what somebody else found.
func (f *finding) add(g finding) {
	f.cases, f.worlds, f.broken = f.cases+g.cases, f.worlds+g.worlds, f.broken+g.broken
	if g.least != nil {
		f.shrink(g.at, g.least)
	}
}

// shrink keeps the world of the fewest facts, and of those the first in the order of the scope, whatever the order of visiting.
func (f *finding) shrink(n int, facts []fleet.Fact) {
	if f.least == nil || cmp.Or(cmp.Compare(len(facts), len(f.least)), cmp.Compare(n, f.at)) < 0 {
		f.least, f.at = facts, n
	}
}

// add adds what another ledger of the same claims has.
func (t *ledger) add(o *ledger) {
	t.worlds, t.questions = t.worlds+o.worlds, t.questions+o.questions
	for i := range t.found {
		t.found[i].add(o.found[i])
	}
}
