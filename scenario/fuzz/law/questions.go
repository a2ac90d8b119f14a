package law

import (
	"slices"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"pgregory.net/rapid"
)

// QuestionsAgree: who, can, what and why-not give one answer about every workload and every principal. Why-not has one
// word more: where no rung fails and the workload cannot, a rung is unknown, and so is the answer.
func QuestionsAgree(t *rapid.T, s World) {
	s.agree(t, s.principals(t))
}

func (s World) agree(t *rapid.T, ps []pool.Principal) {
	held := map[fleet.WorkloadID][]fleet.Holding{}
	for id := range s.Graph.Workloads() {
		held[id] = slices.Collect(s.Graph.Principals(id).All())
	}
	for _, p := range ps {
		a := s.Graph.Assumers(p)
		n := 0
		for id, w := range s.Graph.Workloads() {
			if s.agreeOn(t, a, id, held[id]) {
				n++
			}
			l := s.Graph.WhyNot(w, p)
			if can := a.Can(id); fails(l) == can && (can || !unsure(l) || a.Exactness() == fleet.Exact) {
				t.Fatalf("%v, %v: can is %v, the answer %v, and the ladder %v\n%v", w, p, can, a.Exactness(), l, s)
			}
		}
		if n != a.Len() || n != len(slices.Collect(a.Workloads())) {
			t.Fatalf("%v: %d workloads can, Len is %d, and Workloads gives %d\n%v", p, n, a.Len(), len(slices.Collect(a.Workloads())), s)
		}
	}
}

// agreeOn compares the questions about one workload and one principal, and reports whether it can.
func (s World) agreeOn(t *rapid.T, a *fleet.Answer, id fleet.WorkloadID, held []fleet.Holding) bool {
	w, p := s.Graph.Workload(id), a.Principal()
	x, can := s.Graph.CanAssume(id, p)
	y, found := a.Assumer(id)
	at := slices.IndexFunc(held, func(h fleet.Holding) bool { return is(h.Principal, p) })
	if can != found || can != a.Can(id) || can != (at >= 0) && !vague(held, p) {
		t.Fatalf("%v, %v: CanAssume %v, Answer.Can %v, Answer.Assumer %v, among Principals %v\n%v", w, p, can, a.Can(id), found, at >= 0, s)
	}
	if printedAssumer(x) != printedAssumer(y) {
		t.Fatalf("%v, %v: CanAssume gives %s\nand Assumers %s\n%v", w, p, printedAssumer(x), printedAssumer(y), s)
	}
	if at >= 0 && held[at].Principal == p && (held[at].Strength != x.Strength || printedPath(held[at].Path) != printedPath(x.Path)) {
		t.Fatalf("%v, %v: CanAssume gives %s\nand Principals %v%s\n%v", w, p, printedAssumer(x), held[at].Strength, printedPath(held[at].Path), s)
	}
	return can
}

// vague reports that a workload has names at a self-managed pool whose project's number is not known: several projects may
// have a pool of that name, and only the number tells them apart.
func vague(held []fleet.Holding, asked pool.Principal) bool {
	return !asked.Pool().IsManaged() && slices.ContainsFunc(held, func(h fleet.Holding) bool {
		return h.Principal.Pool() == asked.Pool() && h.Principal.Number() != asked.Number()
	})
}

// AnswerInOrder: an answer lists workloads in order and each once, then members in order and each once; walking it
// again gives the same.
func AnswerInOrder(t *rapid.T, s World) {
	for _, p := range s.principals(t) {
		a := s.Graph.Assumers(p)
		all := slices.Collect(a.All())
		n := a.Len()
		for i, x := range all {
			if x.Member.IsValid() != (i >= n) {
				t.Fatalf("%v: %s stands at %d of %d workloads\n%v", p, who(x), i, n, s)
			}
			if i == 0 || i == n {
				continue
			}
			if y := all[i-1]; i < n && y.Workload.Compare(x.Workload) >= 0 || i > n && y.Member == x.Member {
				t.Fatalf("%v: %s stands behind %s\n%v", p, who(x), who(y), s)
			}
		}
		if one, two := printedAnswer(a), printedAnswer(a); one != two {
			t.Fatalf("%v: walked twice, an answer is\n%s\nand\n%s\n%v", p, one, two, s)
		}
	}
}

// Ladder: rungs below the first No are answered and those above are not reached, each with its question; a workload
// that does not exist has a failing rung for every principal, or one that is unknown if the objects of its cluster were not
// read.
func Ladder(t *rapid.T, s World) {
	ps := s.principals(t)
	unread := map[fleet.ClusterName]bool{}
	for _, f := range factsOf[fleet.Gap](s.Facts) {
		unread[f.Cluster] = f.What == fleet.GapObjects
	}
	for _, id := range some(t, 3, s.ids()) {
		w := s.Graph.Workload(id)
		for _, p := range ps {
			s.checkLadder(t, w, p)
		}
		w.ServiceAccount = "nobody"
		for _, absent := range []fleet.Workload{w, {Cluster: w.Cluster, Namespace: "nowhere", ServiceAccount: "app"}, {Namespace: "shop", ServiceAccount: "app"}, {}} {
			for _, p := range ps {
				if s.checkLadder(t, absent, p); !fails(s.Graph.WhyNot(absent, p)) && !((unread[absent.Cluster] || s.Graph.Assumers(p).Exactness() != fleet.Exact) && unsure(s.Graph.WhyNot(absent, p))) {
					t.Fatalf("%v does not exist, and no rung to %v fails: %v\n%v", absent, p, s.Graph.WhyNot(absent, p), s)
				}
			}
		}
	}
}

func fails(l fleet.Ladder) bool {
	_, failing := l.Failing()
	return failing
}

func unsure(l fleet.Ladder) bool {
	return slices.ContainsFunc(l, func(r fleet.Rung) bool { return r.Verdict == fleet.Perhaps })
}

func (s World) checkLadder(t *rapid.T, w fleet.Workload, p pool.Principal) {
	ladder := s.Graph.WhyNot(w, p)
	last := fleet.Yes
	for _, r := range ladder {
		reached := r.Verdict != fleet.NotReached
		if r.Question == "" || reached == (r.Fact == "") || reached && (last == fleet.No || last == fleet.NotReached) || !reached && last == fleet.Yes {
			t.Fatalf("%v, %v: rung %+v of %v\n%v", w, p, r, ladder, s)
		}
		last = r.Verdict
	}
	if len(ladder) == 0 {
		t.Fatalf("%v, %v: a ladder without rungs\n%v", w, p, s)
	}
}

// NeverWithoutReason: an answer that is not exact, and one that holds nobody, says why; one that is exact has no
// assumer in doubt. So does what a workload holds.
func NeverWithoutReason(t *rapid.T, s World) {
	for _, p := range s.principals(t) {
		a := s.Graph.Assumers(p)
		n := 0
		for x := range a.All() {
			n++
			if len(x.Path) == 0 || a.Exactness() == fleet.Exact && x.Exactness() != fleet.Exact {
				t.Fatalf("%v: in an answer that is %v\n%s\n%v", p, a.Exactness(), printedAssumer(x), s)
			}
		}
		if (a.Exactness() != fleet.Exact || n == 0) && len(a.Reasons()) == 0 {
			t.Fatalf("%v: no reason, %d assumers, %v\n%v", p, n, a.Exactness(), s)
		}
	}
	for id, w := range s.Graph.Workloads() {
		hs := s.Graph.Principals(id)
		if (hs.Exactness() != fleet.Exact) != (len(hs.Reasons()) > 0) {
			t.Fatalf("%v: what it holds is %v, for the reasons %v\n%v", w, hs.Exactness(), hs.Reasons(), s)
		}
		for h := range hs.All() {
			if h.Path.Exactness() > hs.Exactness() {
				t.Fatalf("%v: among what it holds, which is %v:%s\n%v", w, hs.Exactness(), printedPath(h.Path), s)
			}
		}
	}
}
