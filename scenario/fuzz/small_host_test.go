package fuzz_test

import (
	"slices"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/scenario/fuzz"
)

// TestSmallScopeDedicatedHost is the theorem that mitigations rest on, by itself: it takes no model, and with -every=1 some
// minutes for the whole scope. In a world in which the host project of a fleet runs no clusters, nobody has a name at the
// fleet's pool who is in no member of it.
func TestSmallScopeDedicatedHost(t *testing.T) {
	step := max(*every/20, 1)
	parts, err := sweep(fuzz.SmallScope(), step, func() *hostJudge { return &hostJudge{newLedger(theorems[:1]), 0} })
	if err != nil {
		t.Fatal(err)
	}
	sum, worlds := newLedger(theorems[:1]), 0
	for _, part := range parts {
		sum.add(part.ledger)
		worlds += part.worlds
	}
	f := sum.found[0]
	t.Logf("%d of %d worlds; in %d a host project runs no clusters, and in %d of those somebody has the fleet's identity", worlds, fuzz.SmallScope().Len(), sum.worlds, f.worlds)
	if step == 1 && (sum.worlds != hostsWithoutClusters || f.worlds != hostsWithMembers) {
		t.Errorf("%d and %d worlds in the whole scope, and this test was written with %d and %d", sum.worlds, f.worlds, hostsWithoutClusters, hostsWithMembers)
	}
	if f.broken > 0 || f.worlds == 0 {
		t.Errorf("%s Not so in %d worlds:\n%s", theorems[0].says, f.broken, fuzz.Text(f.least))
	}
}

// What TestSmallScopeDedicatedHost finds in the whole scope.
const (
	hostsWithoutClusters = 1_260_995 // worlds
	hostsWithMembers     = 381_638   // worlds of those in which somebody has the fleet's identity
)

// A hostJudge builds only the worlds that the theorem speaks of.
type hostJudge struct {
	*ledger
	worlds int
}

func (j *hostJudge) visit(n int, facts []fleet.Fact) error {
	j.worlds++
	p := read(facts)
	if !slices.ContainsFunc(p.hosts, func(host string) bool { return !p.runsClusters(host) }) {
		return nil
	}
	if err := p.build(); err != nil {
		return err
	}
	j.hold(n, p)
	return nil
}
