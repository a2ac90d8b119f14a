package load_test

import (
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/load"
)

// acme is the example organization; its README maps it.
const acme = "../../examples/data/acme"

func build(t *testing.T, paths ...string) (*fleet.Graph, *load.Report) {
	t.Helper()
	var b fleet.Builder
	report, err := load.Into(&b, paths...)
	if err != nil {
		t.Fatal(err)
	}
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	return g, report
}

func TestAcmeLoads(t *testing.T) {
	g, report := build(t, acme)
	if len(report.Read) < 40 || len(report.Warnings) != 1 {
		t.Errorf("read %d files with %d warnings, want all of them and the one slip", len(report.Read), len(report.Warnings))
	}
	n := 0
	for range g.Clusters() {
		n++
	}
	if n != 7 {
		t.Errorf("%d clusters, want 7", n)
	}
}
