package fuzz_test

import (
	"reflect"
	"slices"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/scenario/fuzz"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestShrinkIsMinimal(t *testing.T)   { rapid.Check(t, lawShrinkIsMinimal) }
func TestShrinkLeavesAlone(t *testing.T) { rapid.Check(t, lawShrinkLeavesAlone) }
func TestSimplerLeadsOn(t *testing.T)    { rapid.Check(t, lawSimplerLeadsOn) }
func FuzzShrinkIsMinimal(f *testing.F)   { fuzzLaw(f, lawShrinkIsMinimal) }
func FuzzShrinkLeavesAlone(f *testing.F) { fuzzLaw(f, lawShrinkLeavesAlone) }
func FuzzSimplerLeadsOn(f *testing.F)    { fuzzLaw(f, lawSimplerLeadsOn) }

// symptom is something that a world may have, and is to keep while it shrinks: as many who can act as a principal, by as
// long a way; or a fact of a kind.
func symptom(t *rapid.T, facts []fleet.Fact) func([]fleet.Fact) bool {
	kind := reflect.TypeOf(rapid.SampledFrom(facts).Draw(t, "fact"))
	has := func(facts []fleet.Fact) bool {
		return slices.ContainsFunc(facts, func(f fleet.Fact) bool { return reflect.TypeOf(f) == kind })
	}
	p := fuzz.Principal(facts).Draw(t, "principal")
	length := func(facts []fleet.Fact) (n int) {
		for a := range build(t, facts).Assumers(p).All() {
			n = max(n, len(a.Path))
		}
		return n
	}
	all, long := build(t, facts).Assumers(p).Len(), length(facts)
	return rapid.SampledFrom([]func([]fleet.Fact) bool{
		has,
		func(facts []fleet.Fact) bool { return build(t, facts).Assumers(p).Len() >= all },
		func(facts []fleet.Fact) bool { return length(facts) >= long },
	}).Draw(t, "symptom")
}

// lawShrinkIsMinimal: what is left is broken, and no fact of it can go or be said more simply. Shrinking it again gives the
// same.
func lawShrinkIsMinimal(t *rapid.T) {
	facts := fuzz.World().Draw(t, "world")
	broken := symptom(t, facts)
	small := fuzz.Shrink(facts, broken)
	if len(small) > len(facts) || !stays(small, broken) {
		t.Fatalf("shrunk to %d of %d facts, and whole again:\n%s", len(small), len(facts), fuzz.Text(small))
	}
	for i, f := range small {
		if less := slices.Delete(slices.Clone(small), i, i+1); stays(less, broken) {
			t.Errorf("could do without: %s", fuzz.Text(small[i:i+1]))
		}
		for _, g := range fuzz.Simpler(f, small) {
			next := slices.Clone(small)
			next[i] = g
			if stays(next, broken) {
				t.Errorf("%scould as well be\n%s", fuzz.Text(small[i:i+1]), fuzz.Text(next[i:i+1]))
			}
		}
	}
	if diff := cmp.Diff(fuzz.Text(small), fuzz.Text(fuzz.Shrink(small, broken))); diff != "" {
		t.Errorf("shrunk once and twice (-once +twice):\n%s", diff)
	}
}

// stays reports that a world can be, and is broken.
func stays(facts []fleet.Fact, broken func([]fleet.Fact) bool) bool {
	var b fleet.Builder
	b.Add(facts...)
	_, err := b.Build()
	return err == nil && broken(facts)
}

// lawShrinkLeavesAlone: a world that is not broken comes back as it was, and so does one that Build refuses. What the
// caller has is not altered, and the same world shrinks to the same.
func lawShrinkLeavesAlone(t *rapid.T) {
	facts := fuzz.World().Draw(t, "world")
	before, broken := fuzz.Text(facts), symptom(t, facts)
	whole := fuzz.Shrink(facts, func([]fleet.Fact) bool { return false })
	refused := append(slices.Clone(facts), fleet.Project{})
	asked := 0
	back := fuzz.Shrink(refused, func([]fleet.Fact) bool { asked++; return true })
	if fuzz.Text(whole) != before || fuzz.Text(back) != fuzz.Text(refused) || asked > 0 {
		t.Errorf("a world that is not broken, or is none, was altered, and %d times asked about", asked)
	}
	once, twice := fuzz.Shrink(facts, broken), fuzz.Shrink(facts, broken)
	if fuzz.Text(once) != fuzz.Text(twice) {
		t.Errorf("shrunk to\n%sand then to\n%s", fuzz.Text(once), fuzz.Text(twice))
	}
	if fuzz.Text(facts) != before {
		t.Errorf("the caller's facts became\n%s", fuzz.Text(facts))
	}
}

// lawSimplerLeadsOn: whichever ways to be simpler are taken, they end; and none leads to the same fact.
func lawSimplerLeadsOn(t *rapid.T) {
	facts := fuzz.World().Draw(t, "world")
	f := rapid.SampledFrom(facts).Draw(t, "fact")
	for steps := 0; ; steps++ {
		next := fuzz.Simpler(f, facts)
		if len(next) == 0 {
			return
		}
		g := rapid.SampledFrom(next).Draw(t, "simpler")
		if steps > 50 || reflect.TypeOf(f) != reflect.TypeOf(g) || reflect.DeepEqual(f, g) {
			t.Fatalf("after %d steps %s is simplified to %s", steps, fuzz.Text([]fleet.Fact{f}), fuzz.Text([]fleet.Fact{g}))
		}
		f = g
	}
}

// TestShrinkFindsTheFew: of everything in a drawn world, one needs a project to have a project.
func TestShrinkFindsTheFew(t *testing.T) {
	has := func(facts []fleet.Fact) bool {
		return slices.ContainsFunc(facts, func(f fleet.Fact) bool { _, ok := f.(fleet.Project); return ok })
	}
	got := fuzz.Text(fuzz.Shrink(fuzz.World().Example(1), has))
	if want := "project alpha, number 1001\n"; got != want {
		t.Errorf("shrunk to\n%swant\n%s", got, want)
	}
}
