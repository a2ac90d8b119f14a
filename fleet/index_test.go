package fleet_test

import (
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/scenario/organization"
)

// indexed is a large organization and its index.
func indexed(tb testing.TB, ksas int) *fleet.Index {
	tb.Helper()
	o, err := organization.Draw(organization.Size{KSAs: ksas, Seed: 1})
	if err != nil {
		tb.Fatal(err)
	}
	var b fleet.Builder
	for f := range o.Facts() {
		b.Add(f)
	}
	g, err := b.Build()
	if err != nil {
		tb.Fatal(err)
	}
	return g.Index()
}

// TestIndexAllocatesNothing: whoever asks millions of questions leaves no garbage. An iterator that is not inlined would.
func TestIndexAllocatesNothing(t *testing.T) {
	x := indexed(t, 2000)
	w := x.Workload(fleet.WorkloadID(x.Workloads() / 2))
	email := x.Account(fleet.AccountID(x.Accounts() / 2))
	answers := 0
	allocated := testing.AllocsPerRun(100, func() {
		a, _ := x.AccountID(email)
		id, _ := x.WorkloadID(w)
		if x.Check(id, a) != fleet.No {
			answers++
		}
		for who := range x.Who(a) {
			answers += len(x.Workload(who).Namespace)
		}
		for what := range x.What(id) {
			answers += len(x.Account(what))
		}
	})
	if allocated != 0 || answers == 0 {
		t.Errorf("%v allocations for %d answers", allocated, answers)
	}
}

// TestZeroIndex: nothing is found in it.
func TestZeroIndex(t *testing.T) {
	var x fleet.Index
	_, isWorkload := x.WorkloadID(fleet.Workload{})
	_, isAccount := x.AccountID("")
	if isWorkload || isAccount || x.Workloads() != 0 || x.Accounts() != 0 {
		t.Errorf("found in nothing: %v %v, %d, %d", isWorkload, isAccount, x.Workloads(), x.Accounts())
	}
}
