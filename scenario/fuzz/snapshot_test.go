package fuzz_test

import (
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/scenario/fuzz/law"
	"fleettrust.example/scenario/organization"
	"pgregory.net/rapid"
)

// snapshotOfOrganization holds the law of snapshots in worlds in which nearly nothing is in doubt, so that changes are cheap; there
// are few enough names that what comes meets what is there.
func snapshotOfOrganization(t *rapid.T) {
	size := organization.Size{KSAs: rapid.IntRange(1, 30).Draw(t, "clusters") * 100, Seed: rapid.Uint64Range(1, 1000).Draw(t, "seed"), Skewed: rapid.Bool().Draw(t, "skewed"), Policies: rapid.Bool().Draw(t, "policies")}
	o, err := organization.Draw(size)
	if err != nil {
		t.Fatal(err)
	}
	var b fleet.Builder
	for f := range o.Facts() {
		b.Add(f)
	}
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	law.SnapshotAgrees(t, law.World{Facts: g.Facts(), Graph: g})
}

func TestSnapshotOfOrganization(t *testing.T) {
	unlessAsked(t, "rapid.checks", "20")
	unlessAsked(t, "rapid.seed", "20261122")
	rapid.Check(t, snapshotOfOrganization)
}
