package law

import (
	"fmt"
	"slices"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"pgregory.net/rapid"
)

// SnapshotAgrees: a snapshot refuses the operations that its graph refuses, with the same words; after each that is carried out it
// says of every pair what the index of the changed graph says, and so does the index of the graph that it gives; what it says
// to be gained and lost is what one index has and the other not; and the snapshots before stay as they were.
func SnapshotAgrees(t *rapid.T, s World) {
	if len(s.Facts) == 0 {
		return
	}
	first := s.Graph.Snapshot()
	g, x := s.Graph, first
	var done []fleet.Operation
	for range rapid.IntRange(1, 6).Draw(t, "operations") {
		op := drawAlteration(t, s.Facts, done)
		after, refused := g.With(op)
		changed, err := x.With(op)
		if textOf(err) != textOf(refused) {
			t.Fatalf("%#v: the snapshot says %v, the graph %v\n%v", op, err, refused, s)
		}
		if err == nil {
			checkShifts(t, s, op, x, changed)
			checkNumbersKept(t, s, op, x, changed)
			g, x, done = after, changed, append(done, op)
			checkAlike(t, s, op, g.Index(), x.Index())
		}
	}
	checkAlike(t, s, nil, s.Graph.Index(), first.Index())
	checkShifts(t, s, nil, first, x)
	checkShifts(t, s, nil, x, first)
	checkAlike(t, s, nil, g.Index(), x.Graph().Index())
	if was, is := factSet(g.Facts()), factSet(x.Graph().Facts()); !slices.Equal(was, is) {
		t.Fatalf("the graph has the facts %q, and that of the snapshot %q\n%v", was, is, s)
	}
}

// drawAlteration draws any operation or, more often, one that comes and goes by itself: told facts go; others like them
// come, in the place of another; and what was done is taken back.
func drawAlteration(t *rapid.T, facts []fleet.Fact, done []fleet.Operation) fleet.Operation {
	if len(done) > 0 && rapid.IntRange(0, 3).Draw(t, "undoes") == 0 {
		return undoing(rapid.SampledFrom(done).Draw(t, "done"))
	}
	sorts := bySort(facts)
	if len(sorts) == 0 || rapid.IntRange(0, 4).Draw(t, "any") == 0 {
		return drawOperation(t, facts)
	}
	one := func(as string) fleet.Fact {
		return rapid.SampledFrom(rapid.SampledFrom(sorts).Draw(t, "sort")).Draw(t, as)
	}
	f := one("about")
	if rapid.Bool().Draw(t, "moved") {
		f = moved(f, one("where"))
	}
	if rapid.Bool().Draw(t, "creates") {
		return fleet.Create{Fact: f}
	}
	return fleet.Delete{Fact: f}
}

// undoing gives the operation that may take another one back.
func undoing(op fleet.Operation) fleet.Operation {
	switch op := op.(type) {
	case fleet.Create:
		return fleet.Delete(op)
	case fleet.Delete:
		return fleet.Create(op)
	default:
		return op
	}
}

// bySort gives the facts that can be moved, those of each sort apart.
func bySort(facts []fleet.Fact) (all [][]fleet.Fact) {
	sorts := make([][]fleet.Fact, 4)
	for _, f := range facts {
		switch f.(type) {
		case fleet.Binding:
			sorts[0] = append(sorts[0], f)
		case fleet.KSA:
			sorts[1] = append(sorts[1], f)
		case fleet.Membership:
			sorts[2] = append(sorts[2], f)
		case fleet.Namespace:
			sorts[3] = append(sorts[3], f)
		}
	}
	return slices.DeleteFunc(sorts, func(of []fleet.Fact) bool { return len(of) == 0 })
}

// moved puts a fact where another is: into its cluster or namespace, on its account, in its fleet.
func moved(f, where fleet.Fact) fleet.Fact {
	switch at := where.(type) {
	case fleet.Binding:
		if b, ok := f.(fleet.Binding); ok {
			b.On = at.On
			return b
		}
	case fleet.KSA:
		switch x := f.(type) {
		case fleet.KSA:
			return fleet.KSA{Cluster: at.Cluster, Namespace: at.Namespace, Name: x.Name}
		case fleet.Binding:
			return fleet.Namespace{Cluster: at.Cluster, Name: "team-new"}
		case fleet.Namespace:
			return fleet.Namespace{Cluster: at.Cluster, Name: x.Name}
		case fleet.Membership:
			x.Name, x.Cluster, x.Pool, x.IdentityProvider = x.Name+"-moved", at.Cluster, pool.Name{}, ""
			return x
		}
	case fleet.Namespace:
		if x, ok := f.(fleet.KSA); ok {
			return fleet.KSA{Cluster: at.Cluster, Namespace: at.Name, Name: x.Name}
		}
	case fleet.Membership:
		if x, ok := f.(fleet.Membership); ok {
			x.Fleet = at.Fleet
			return x
		}
	}
	return f
}

func textOf(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// checkNumbersKept holds the promise of SameNumbers.
func checkNumbersKept(t rapid.TB, s World, op fleet.Operation, before, after *fleet.Snapshot) {
	if !before.SameNumbers(after) {
		return
	}
	x, y := before.Index(), after.Index()
	for w := range fleet.WorkloadID(min(x.Workloads(), y.Workloads())) {
		if was, is := x.Workload(w), y.Workload(w); was != is && was != (fleet.Workload{}) && is != (fleet.Workload{}) {
			t.Fatalf("after %v, number %d is %v and was %v\n%v", op, w, is, was, s)
		}
	}
	for a := range fleet.AccountID(x.Accounts()) {
		if x.Account(a) != y.Account(a) {
			t.Fatalf("after %v, account %d is %s and was %s\n%v", op, a, y.Account(a), x.Account(a), s)
		}
	}
}

// checkAlike holds an index to a flat one, by names.
func checkAlike(t rapid.TB, s World, op fleet.Operation, want, got *fleet.Index) {
	ids := map[fleet.Workload]fleet.WorkloadID{}
	for id := range fleet.WorkloadID(got.Workloads()) {
		if w := got.Workload(id); w != (fleet.Workload{}) {
			ids[w] = id
		}
	}
	if want.Accounts() != got.Accounts() || want.Workloads() != len(ids) {
		t.Fatalf("after %v there are %d accounts of %d, %d workloads of %d\n%v", op, got.Accounts(), want.Accounts(), len(ids), want.Workloads(), s)
	}
	for w := range fleet.WorkloadID(want.Workloads()) {
		name := want.Workload(w)
		id, ok := got.WorkloadID(name)
		if !ok || ids[name] != id {
			t.Fatalf("after %v, workload %v is not found: %v, %d of %d\n%v", op, name, ok, id, ids[name], s)
		}
		if has, should := emailsOf(got, id), emailsOf(want, w); !slices.Equal(has, should) {
			t.Fatalf("after %v, workload %v can act as %v, and should as %v\n%v", op, name, has, should, s)
		}
	}
	for a := range fleet.AccountID(want.Accounts()) {
		checkAccountAlike(t, s, op, want, got, a)
	}
}

func checkAccountAlike(t rapid.TB, s World, op fleet.Operation, want, got *fleet.Index, a fleet.AccountID) {
	email := want.Account(a)
	b, ok := got.AccountID(email)
	if !ok || got.Exactness(b) != want.Exactness(a) {
		t.Fatalf("after %v, account %s: found %v, %v, and should be %v\n%v", op, email, ok, got.Exactness(b), want.Exactness(a), s)
	}
	if has, should := workloadsOf(got, b), workloadsOf(want, a); !slices.Equal(has, should) {
		t.Fatalf("after %v, account %s has %v, and should have %v\n%v", op, email, has, should, s)
	}
	for w := range fleet.WorkloadID(want.Workloads()) {
		id, _ := got.WorkloadID(want.Workload(w))
		if has, should := got.Check(id, b), want.Check(w, a); has != should {
			t.Fatalf("after %v, account %s: %v of %v, and should be %v\n%v", op, email, has, want.Workload(w), should, s)
		}
	}
}

func emailsOf(x *fleet.Index, w fleet.WorkloadID) (all []string) {
	for a := range x.What(w) {
		all = append(all, x.Account(a))
	}
	return all
}

func workloadsOf(x *fleet.Index, a fleet.AccountID) (all []fleet.Workload) {
	for w := range x.Who(a) {
		all = append(all, x.Workload(w))
	}
	slices.SortFunc(all, fleet.Workload.Compare)
	return all
}

func factSet(facts []fleet.Fact) (all []string) {
	for _, f := range facts {
		all = append(all, fmt.Sprintf("%#v", f))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// checkShifts holds the difference of two snapshots to all pairs of both.
func checkShifts(t rapid.TB, s World, op fleet.Operation, before, after *fleet.Snapshot) {
	var got []string
	for shift := range before.Diff(after) {
		x := before.Index()
		if shift.Gained {
			x = after.Index()
		}
		got = append(got, pairText(x, shift.Workload, shift.Account, shift.Gained))
	}
	want := append(pairsBeyond(before.Index(), after.Index(), false), pairsBeyond(after.Index(), before.Index(), true)...)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Fatalf("after %v, the difference is %q, and should be %q\n%v", op, got, want, s)
	}
}

func pairText(x *fleet.Index, w fleet.WorkloadID, a fleet.AccountID, gained bool) string {
	return fmt.Sprint(x.Workload(w), " as ", x.Account(a), gained)
}

// pairsBeyond lists the pairs of one index that the other has not.
func pairsBeyond(in, other *fleet.Index, gained bool) (all []string) {
	for w := range fleet.WorkloadID(in.Workloads()) {
		v, there := other.WorkloadID(in.Workload(w))
		for a := range in.What(w) {
			if b, known := other.AccountID(in.Account(a)); !there || !known || other.Check(v, b) == fleet.No {
				all = append(all, pairText(in, w, a, gained))
			}
		}
	}
	return all
}
