package fleet_test

import (
	"slices"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"fleettrust.example/scenario/organization"
)

// indexed is the index of a large organization.
func indexed(tb testing.TB, ksas int) *fleet.Index {
	tb.Helper()
	return organized(tb, ksas).Index()
}

// organized is the graph of a large organization.
func organized(tb testing.TB, ksas int) *fleet.Graph {
	tb.Helper()
	o, err := organization.Draw(organization.Size{KSAs: ksas, Seed: 1})
	if err != nil {
		tb.Fatal(err)
	}
	g, err := telling(o).Build()
	if err != nil {
		tb.Fatal(err)
	}
	return g
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

// TestIndexOfOrganization: an index answers for every service account of an organization what the graph answers with its reasons.
func TestIndexOfOrganization(t *testing.T) {
	for _, size := range []organization.Size{{KSAs: 3000, Seed: 1}, {KSAs: 3000, Seed: 2, Policies: true}, {KSAs: 3000, Seed: 3, Skewed: true, Policies: true}} {
		o, err := organization.Draw(size)
		if err != nil {
			t.Fatal(err)
		}
		g, err := telling(o).Build()
		if err != nil {
			t.Fatal(err)
		}
		x := g.Index()
		for a := range fleet.AccountID(x.Accounts()) {
			answer := g.Assumers(pool.ServiceAccount(x.Account(a)))
			got := slices.Sorted(x.Who(a))
			if want := slices.Collect(answer.Workloads()); !slices.Equal(got, want) || x.Exactness(a) != answer.Exactness() {
				t.Fatalf("%+v: %s: %v %v, want %v %v", size, x.Account(a), x.Exactness(a), got, answer.Exactness(), want)
			}
		}
	}
}
