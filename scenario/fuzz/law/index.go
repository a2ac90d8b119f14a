package law

import (
	"slices"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"pgregory.net/rapid"
)

// IndexAgrees: the index of a world numbers workloads and accounts as its graph does, and says of each pair, of each account and of each
// workload what the graph says.
func IndexAgrees(t *rapid.T, s World) {
	x := s.Graph.Index()
	checkNumbers(t, s, x)
	can := map[fleet.WorkloadID][]fleet.AccountID{}
	for a := range fleet.AccountID(x.Accounts()) {
		checkWho(t, s, x, a)
		for w := range x.Who(a) {
			can[w] = append(can[w], a)
		}
	}
	for w := range fleet.WorkloadID(x.Workloads()) {
		if got := slices.Collect(x.What(w)); !slices.Equal(got, can[w]) {
			t.Fatalf("workload %v can act as accounts %v, and those that name it are %v\n%v", x.Workload(w), got, can[w], s)
		}
	}
}

func checkNumbers(t rapid.TB, s World, x *fleet.Index) {
	for id, w := range s.Graph.Workloads() {
		if found, ok := x.WorkloadID(w); x.Workload(id) != w || !ok || found != id {
			t.Fatalf("workload %v is %v by its number %d, which is found as %d %v\n%v", w, x.Workload(id), id, found, ok, s)
		}
	}
	emails := slices.Collect(s.Graph.Accounts())
	for i, email := range emails {
		if a, ok := x.AccountID(email); !ok || int(a) != i || x.Account(a) != email {
			t.Fatalf("account %s is number %d, and found as %d %v\n%v", email, i, a, ok, s)
		}
	}
	if _, ok := x.AccountID("nobody@nowhere.iam.gserviceaccount.com"); ok || x.Accounts() != len(emails) || x.Workloads() != len(s.ids()) {
		t.Fatalf("%d accounts of %d, %d workloads of %d\n%v", x.Accounts(), len(emails), x.Workloads(), len(s.ids()), s)
	}
}

// checkWho asks the graph and the index who can act as an account.
func checkWho(t rapid.TB, s World, x *fleet.Index, a fleet.AccountID) {
	answer := s.Graph.Assumers(pool.ServiceAccount(x.Account(a)))
	who := slices.Sorted(x.Who(a))
	if want := slices.Collect(answer.Workloads()); !slices.Equal(who, want) {
		t.Fatalf("%s: the index names %v, the graph %v\n%v", x.Account(a), who, want, s)
	}
	if x.Exactness(a) != answer.Exactness() {
		t.Fatalf("%s: the index is %v, the graph %v: %v\n%v", x.Account(a), x.Exactness(a), answer.Exactness(), answer.Reasons(), s)
	}
	for w := range fleet.WorkloadID(x.Workloads()) {
		if got, want := x.Check(w, a), verdictOn(answer, w); got != want {
			t.Fatalf("%s: the index says %v of %v, the graph %v\n%v", x.Account(a), got, x.Workload(w), want, s)
		}
	}
}

func verdictOn(a *fleet.Answer, w fleet.WorkloadID) fleet.Verdict {
	switch is, ok := a.Assumer(w); {
	case !ok:
		return fleet.No
	case is.Exactness() == fleet.Exact:
		return fleet.Yes
	default:
		return fleet.Perhaps
	}
}
