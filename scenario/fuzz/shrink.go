package fuzz

import (
	"slices"

	"fleettrust.example/fleet"
)

// Shrink gives the least it can find of a world in which something is broken. It takes facts away, and then writes those
// that are left more simply, for as long as Builder.Build accepts the world and broken still says so:
//
//	small := fuzz.Shrink(facts, func(facts []fleet.Fact) bool { return !agree(facts) })
//	t.Fatalf("…\n%s", fuzz.Text(small))
//
// What it gives is 1-minimal: take any one fact away, or write any one more simply, and the world is refused or no longer
// broken. It need not be the smallest, for two facts may have to go together. The facts keep their order. Simpler is what
// World shrinks towards: a Standard cluster, settings that are known and on, lists with less in them, no condition, and
// nothing told that need not be.
//
// Broken is asked about worlds that Build accepts only, and must say the same of the same facts each time. It may append to
// the slice that it is given and keep it, and must not alter lists in the facts. Where the world is refused or is not
// broken, Shrink gives its facts as they are. The facts of the caller are never altered.
//
// Cost: some hundred worlds are built and asked about for one of a few dozen facts; in the worst case O(n²) in the facts
// and what is said in them.
func Shrink(facts []fleet.Fact, broken func([]fleet.Fact) bool) []fleet.Fact {
	s := shrinking{facts: slices.Clone(facts), broken: broken}
	if !s.still(s.facts) {
		return s.facts
	}
	for s.takeAway() || s.simplify() {
	}
	return s.facts
}

// shrinking is a broken world on its way down.
type shrinking struct {
	facts  []fleet.Fact
	broken func([]fleet.Fact) bool
}

// still reports that a world can be, and is broken.
func (s *shrinking) still(facts []fleet.Fact) bool {
	var b fleet.Builder
	b.Add(facts...)
	_, err := b.Build()
	return err == nil && s.broken(slices.Clone(facts))
}

// try goes on with other facts, if they are broken too.
func (s *shrinking) try(facts []fleet.Fact) bool {
	ok := s.still(facts)
	if ok {
		s.facts = facts
	}
	return ok
}

// takeAway drops runs of facts, long ones first, and reports that any went. What lies in something was mostly told after
// it, so the last go first.
func (s *shrinking) takeAway() (any bool) {
	for n := max(1, len(s.facts)/2); n >= 1; n /= 2 {
		for end := len(s.facts); end >= n; end -= n {
			any = s.try(slices.Delete(slices.Clone(s.facts), end-n, end)) || any
		}
	}
	return any
}

// simplify writes each fact as simply as it can be, and reports that any became simpler. What one said may have been all
// that another was there for, so facts are taken away again after it.
func (s *shrinking) simplify() (any bool) {
	for i := range s.facts {
		for s.simplifyOne(i) {
			any = true
		}
	}
	return any
}

func (s *shrinking) simplifyOne(i int) bool {
	for _, f := range simpler(s.facts[i], s.facts) {
		next := slices.Clone(s.facts)
		next[i] = f
		if s.try(next) {
			return true
		}
	}
	return false
}
