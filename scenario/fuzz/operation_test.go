package fuzz_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/scenario/fuzz"
	"pgregory.net/rapid"
)

// TestOperation: whatever is drawn is carried out, or refused by a rule; and any world gives some operation.
func TestOperation(t *testing.T) { rapid.Check(t, lawOperation) }

func FuzzOperation(f *testing.F) { fuzzLaw(f, lawOperation) }

func lawOperation(t *rapid.T) {
	facts := fuzz.World().Draw(t, "world")
	if rapid.IntRange(0, 9).Draw(t, "part of it") == 9 {
		facts = facts[:rapid.IntRange(0, len(facts)).Draw(t, "first facts")]
	}
	g, err := graph(facts)
	if err != nil {
		t.Skip("a part of a world that is no world")
	}
	op := fuzz.Operation(facts).Draw(t, "operation")
	var refusal *fleet.Refusal
	if _, err := g.With(op); err != nil && (!errors.As(err, &refusal) || refusal.Rule == "") {
		t.Fatalf("%#v: no refusal by a rule: %v\n%s", op, err, fuzz.Text(facts))
	}
}

func graph(facts []fleet.Fact) (*fleet.Graph, error) {
	var b fleet.Builder
	b.Add(facts...)
	return b.Build()
}

// deeds are all sorts of operation that are drawn, each with what is left of it after the verb.
var deeds = []struct{ verb, kinds string }{
	{"fleet.Create", "Namespace KSA Permit Pod Secret NodePool Cluster GSA Fleet Membership Scope FleetNamespace ScopeBinding Binding Deny Boundary OrgPolicy Project"},
	{"fleet.Update", "Cluster Membership GSA KSA NodePool Group Role OrgPolicy Fleet"},
	{"fleet.Delete", "Membership Cluster Namespace KSA Binding Deny GSA ScopeBinding FleetNamespace Scope Permit Pod Secret NodePool OrgPolicy Constraint Boundary Role Fleet"},
}

// TestOperationHasVariety: each sort of operation turns up, some of each are carried out, and most of all. The seeds are fixed,
// so the figures are too.
func TestOperationHasVariety(t *testing.T) {
	const worlds = 3000
	drawn, done, all := map[string]int{}, map[string]int{}, 0
	for seed := range worlds {
		facts := fuzz.World().Example(seed)
		op := fuzz.Operation(facts).Example(seed)
		deed := fmt.Sprintf("%T of %T", op, about(op))
		drawn[deed]++
		if _, err := build(t, facts).With(op); err == nil {
			done[deed]++
			all++
		}
	}
	for _, d := range deeds {
		for kind := range strings.FieldsSeq(d.kinds) {
			deed := d.verb + " of fleet." + kind
			t.Logf("%4d carried out of %4d: %s", done[deed], drawn[deed], deed)
			if drawn[deed] < worlds/500 || done[deed] == 0 {
				t.Errorf("%s turns up %d times, and %d are carried out", deed, drawn[deed], done[deed])
			}
			delete(drawn, deed)
		}
	}
	if len(drawn) > 0 || all < worlds*3/4 {
		t.Errorf("%d of %d are carried out, and none of these is listed: %v", all, worlds, drawn)
	}
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
