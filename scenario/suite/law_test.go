package suite_test

import (
	"bytes"
	"slices"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/condition"
	"fleettrust.example/pool"
	"fleettrust.example/scenario/fuzz"
	"fleettrust.example/scenario/suite"
	"pgregory.net/rapid"
)

// TestUnknownIsNoNobody: what was not read makes no assertion of nobody hold that would not hold without it; and whocan says nobody of
// an exact answer without anybody, and of no other.
func TestUnknownIsNoNobody(t *testing.T) { rapid.Check(t, unknownIsNoNobody) }

func FuzzUnknownIsNoNobody(f *testing.F) {
	f.Add(bytes.Repeat([]byte{1, 20, 3, 200, 50, 6, 77, 8, 9, 100, 11, 12}, 500))
	f.Add(bytes.Repeat([]byte{0}, 8000))
	f.Fuzz(rapid.MakeFuzz(unknownIsNoNobody))
}

func unknownIsNoNobody(t *rapid.T) {
	facts := fuzz.World().Draw(t, "world")
	p := fuzz.Principal(facts).Draw(t, "principal")
	known := suite.Suite{World: built(facts)}
	if len(known.World.Facts()) == 0 || !slices.ContainsFunc(facts, isProject) {
		t.Skip("nothing can be unknown")
	}
	unknown := suite.Suite{World: built(append(slices.Clone(facts), fuzz.Gap(facts).Draw(t, "gap")))}
	for _, question := range []string{"whocan", "couldbe"} {
		was, err := known.Verdict(question, p.String())
		is, errUnknown := unknown.Verdict(question, p.String())
		if err != nil || errUnknown != nil {
			t.Skip("the world has not what is asked about")
		}
		if is == fleet.No && was != fleet.No {
			t.Fatalf("%s %v: %v, and no with less known\n%s", question, p, was, fuzz.Text(facts))
		}
	}
	nobody(t, known, p)
}

func nobody(t *rapid.T, s suite.Suite, p pool.Principal) {
	a := s.World.Assumers(p)
	said, err := s.Verdict("whocan", p.String())
	anybody := false
	for range a.All() {
		anybody = true
	}
	if want := !anybody && a.Exactness() == fleet.Exact; err != nil || (said == fleet.No) != want {
		t.Fatalf("whocan %v: %v %v, and the answer is %v, with somebody: %t", p, said, err, a.Exactness(), anybody)
	}
}

func isProject(f fleet.Fact) bool {
	_, ok := f.(fleet.Project)
	return ok
}

func built(facts []fleet.Fact) *fleet.Graph {
	b := fleet.Builder{Evaluator: condition.New(condition.Facts{})}
	b.Add(facts...)
	return pool.Must(b.Build())
}
