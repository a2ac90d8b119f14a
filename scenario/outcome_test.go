package scenario_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"fleettrust.example/fleet"
	"fleettrust.example/scenario"
)

func run(t rapid.TB, g scenario.Grant) scenario.Outcome {
	t.Helper()
	o, err := g.Run()
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// ways says of each assumer how sure its way is.
func ways(assumers []fleet.Assumer) map[string]fleet.Exactness {
	all := map[string]fleet.Exactness{}
	for _, a := range assumers {
		all[a.Workload.String()] = a.Exactness()
	}
	return all
}

func exactness(c certainty) fleet.Exactness {
	if c == surely {
		return fleet.Exact
	}
	return fleet.UpperBound
}

func openClusters(o scenario.Outcome) map[string]fleet.Missing {
	all := map[string]fleet.Missing{}
	for _, open := range o.Open {
		all[open.Cluster.String()] = open.Missing
	}
	return all
}

func compare[V any](t *rapid.T, d description, what string, want, got V) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s (-want +got):\n%s\nin the world\n%v", what, diff, d)
	}
}

// TestScenarios holds the fixtures to what the package comment says of them.
func TestScenarios(t *testing.T) {
	for i, s := range scenario.All() {
		o := run(t, s.Grant)
		if s.Number != i+1 {
			t.Errorf("scenario %d has number %d", i+1, s.Number)
		}
		if len(o.Lost) > 0 || o.Exactness != fleet.Exact {
			t.Errorf("scenario %d: lost %v, %v; its own grant reaches all who were meant, exactly", s.Number, o.Lost, o.Exactness)
		}
		if (len(o.Excess) > 0) != (len(s.Mitigations) > 0) {
			t.Errorf("scenario %d: %d in excess, %d mitigations", s.Number, len(o.Excess), len(s.Mitigations))
		}
		checkWitnesses(t, s.Grant, o)
		for _, m := range s.Mitigations {
			if after := checkMitigation(t, s, o, m); !after.Contained() || len(after.Lost) > 0 {
				t.Errorf("scenario %d, %q: leaves %v and loses %v", s.Number, m.Title, ways(after.Excess), after.Lost)
			}
		}
		for _, m := range s.Narrower {
			if checkMitigation(t, s, o, m).Contained() {
				t.Errorf("scenario %d, %q: leaves no excess, so it is a mitigation", s.Number, m.Title)
			}
		}
	}
}

// checkMitigation asks that a mitigation answers the same intent, and admits none of those who were in excess before.
func checkMitigation(t *testing.T, s scenario.Scenario, before scenario.Outcome, m scenario.Mitigation) scenario.Outcome {
	after := run(t, m.Grant)
	checkWitnesses(t, m.Grant, after)
	if diff := cmp.Diff(s.Intended, m.Intended); diff != "" {
		t.Errorf("scenario %d, %q: another intent (-scenario +mitigation):\n%s", s.Number, m.Title, diff)
	}
	still := ways(after.Admitted)
	for w := range ways(before.Excess) {
		if still[w] != 0 {
			t.Errorf("scenario %d, %q: still admits %s", s.Number, m.Title, w)
		}
	}
	if after.Exactness == fleet.Unsettled && (after.Contained() || len(after.Reasons) == 0) {
		t.Errorf("scenario %d, %q: an unknown answer must give its reason and prove nothing", s.Number, m.Title)
	}
	return after
}

// checkWitnesses asks for a path from each workload in excess to a principal that was granted.
func checkWitnesses(t *testing.T, g scenario.Grant, o scenario.Outcome) {
	granted := map[string]bool{}
	for _, a := range o.Answers {
		granted[a.Principal().String()] = true
	}
	if len(granted) != len(g.Principals) {
		t.Errorf("%d answers to %d principals", len(granted), len(g.Principals))
	}
	for _, a := range o.Excess {
		first, last := a.Path[0].From, a.Path[len(a.Path)-1].To
		if first.Workload != a.Workload || !granted[last.Principal.String()] {
			t.Errorf("%v: the path %v leads from elsewhere or to elsewhere", a.Workload, a.Path)
		}
	}
}

// TestAllAreTheCallers changes what All gives, and asks again.
func TestAllAreTheCallers(t *testing.T) {
	s := scenario.All()[1]
	clear(s.Facts)
	clear(s.Mitigations)
	clear(s.Intended)
	if got := run(t, scenario.All()[1].Grant); len(got.Excess) != 1 {
		t.Errorf("a caller changed the next caller's scenario: excess %v", ways(got.Excess))
	}
}

// TestNamespaceMakers: in scenario 4, before anyone made the namespace, the developers may, and the answer says by which
// rights; after the mitigation the platform team alone may.
func TestNamespaceMakers(t *testing.T) {
	s := must(scenario.Number(4))(t)
	before := s.Mitigations[0].Grant
	after := must(before.Run())(t)
	before.Facts = append(without[fleet.Permit](before.Facts), only[fleet.Permit](s.Facts)...)
	o := must(before.Run())(t)
	if len(o.Untrusted) != 1 || o.Untrusted[0].Actor.String() != "user:dan@example.com" {
		t.Fatalf("untrusted before: %v", o.Untrusted)
	}
	want := []fleet.Right{fleet.CreateNamespaces, fleet.CreatePods}
	if got := o.Untrusted[0].Rights; !slices.Equal(got, want) {
		t.Errorf("by %v, want %v", got, want)
	}
	if len(o.Excess) != 0 || !o.Contained() {
		t.Error("somebody is in excess today, where nobody made the namespace")
	}
	if len(after.Untrusted) != 0 || len(after.Could) != 1 || after.Could[0].Actor.String() != "user:pat@example.com" {
		t.Errorf("after the mitigation: %v", after.Could)
	}
}

// TestEnforced: a host project without clusters is one answer as a state and another as a rule, and whoever may lift the rule
// is a third.
func TestEnforced(t *testing.T) {
	s := must(scenario.Number(2))(t)
	for i, want := range []string{"user:cho@example.com", ""} {
		o := must(s.Mitigations[i].Run())(t)
		var untrusted []string
		for _, c := range o.Untrusted {
			untrusted = append(untrusted, c.Actor.String())
		}
		if got := strings.Join(untrusted, " "); got != want {
			t.Errorf("%s: untrusted %q, want %q", s.Mitigations[i].Title, got, want)
		}
		lifts := len(o.Could) > 0 && slices.Contains(o.Could[len(o.Could)-1].Rights, fleet.LiftConstraints)
		if lifts != (i == 1) {
			t.Errorf("%s: could %v", s.Mitigations[i].Title, o.Could)
		}
	}
}

func only[F fleet.Fact](facts []fleet.Fact) []fleet.Fact {
	return slices.DeleteFunc(slices.Clone(facts), func(f fleet.Fact) bool { _, ok := f.(F); return !ok })
}

func without[F fleet.Fact](facts []fleet.Fact) []fleet.Fact {
	return slices.DeleteFunc(slices.Clone(facts), func(f fleet.Fact) bool { _, ok := f.(F); return ok })
}
