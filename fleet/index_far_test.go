package fleet_test

import (
	"fmt"
	"slices"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"fleettrust.example/scenario/fuzz/law"
	"pgregory.net/rapid"
)

// farLaw: an index that may fold next to nothing says of every pair what one says that folds all.
func farLaw(t *rapid.T) {
	w := law.Draw(t)
	want, got := w.Graph.Index(), w.Graph.IndexWithin(rapid.IntRange(0, 3).Draw(t, "most"))
	for a := range fleet.AccountID(want.Accounts()) {
		if got.Exactness(a) != want.Exactness(a) {
			t.Fatalf("%s is %v, and should be %v\n%v", want.Account(a), got.Exactness(a), want.Exactness(a), w)
		}
		if who, should := slices.Sorted(got.Who(a)), slices.Sorted(want.Who(a)); !slices.Equal(who, should) {
			t.Fatalf("%s: %v, and should be %v\n%v", want.Account(a), who, should, w)
		}
		for id := range fleet.WorkloadID(want.Workloads()) {
			if is, should := got.Check(id, a), want.Check(id, a); is != should {
				t.Fatalf("%s: %v of %v, and should be %v\n%v", want.Account(a), is, want.Workload(id), should, w)
			}
		}
	}
	for id := range fleet.WorkloadID(want.Workloads()) {
		if what, should := slices.Collect(got.What(id)), slices.Collect(want.What(id)); !slices.Equal(what, should) {
			t.Fatalf("%v: %v, and should be %v\n%v", want.Workload(id), what, should, w)
		}
	}
}

func TestIndexPastItsBound(t *testing.T) { rapid.Check(t, farLaw) }

func FuzzIndexPastItsBound(f *testing.F) {
	addSeeds(f)
	f.Fuzz(rapid.MakeFuzz(farLaw))
}

// BenchmarkIndexRing indexes accounts that all lead to each other, each granted to a workload of its own: ns/account must not grow
// with the accounts past the bound.
func BenchmarkIndexRing(b *testing.B) {
	for _, n := range []int{500, 2_000, 8_000, 32_000} {
		b.Run(fmt.Sprintf("accounts=%d", n), func(b *testing.B) {
			g := ringOf(b, n)
			for b.Loop() {
				g.Index()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/account")
		})
	}
}

// ringOf is a ring of accounts, each of which mints tokens of the next.
func ringOf(tb testing.TB, n int) *fleet.Graph {
	tb.Helper()
	email := func(i int) string { return fmt.Sprintf("a%d@alpha.iam.gserviceaccount.com", i%n) }
	var b fleet.Builder
	cluster := fleet.ClusterName{Project: "alpha", Location: "us", Name: "one"}
	b.Add(fleet.Project{ID: "alpha", Number: 1}, fleet.Cluster{Name: cluster, WorkloadIdentity: fleet.On})
	for i := range n {
		b.Add(fleet.KSA{Cluster: cluster, Namespace: "shop", Name: fmt.Sprintf("k%d", i)}, fleet.GSA{Email: email(i)},
			fleet.Binding{On: fleet.OnAccount(email(i)), Role: "roles/iam.workloadIdentityUser", Member: pool.Must(pool.Parse(fmt.Sprintf("serviceAccount:alpha.svc.id.goog[shop/k%d]", i)))},
			fleet.Binding{On: fleet.OnAccount(email(i + 1)), Role: "roles/iam.serviceAccountTokenCreator", Member: pool.ServiceAccount(email(i))})
	}
	g, err := b.Build()
	if err != nil {
		tb.Fatal(err)
	}
	return g
}

// TestIndexOfARing: past the bound the answers are the same, and changes too.
func TestIndexOfARing(t *testing.T) {
	const n = 1500
	g := ringOf(t, n)
	x := g.IndexWithin(10_000)
	for _, a := range []fleet.AccountID{0, n / 2, n - 1} {
		who := 0
		for range x.Who(a) {
			who++
		}
		if who != n || x.Check(7, a) != fleet.Yes || x.Exactness(a) != fleet.Exact {
			t.Errorf("%s: %d workloads, %v, %v", x.Account(a), who, x.Check(7, a), x.Exactness(a))
		}
	}
	if what := slices.Collect(x.What(3)); len(what) != n || !slices.IsSorted(what) {
		t.Errorf("%d accounts", len(what))
	}
}
