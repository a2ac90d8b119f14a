package fleet

import (
	"cmp"
	"iter"
	"slices"

	"fleettrust.example/pool"
)

// A Change is an assumer that a principal has in one of two worlds only. Its path is of the world that has it.
type Change struct {
	Assumer
	Principal pool.Principal
	Gained    bool // in the second world; lost otherwise
}

// Diff yields what is gained and lost from one world to the other: by workloads, in order and then by principal in the
// order of Graph.Principals, then by members of IAM, by the service account they obtain. An answer that only becomes
// more or less certain is no change.
// O(workloads × the accounts that each obtains + what those that differ hold + accounts × what leads to each).
func Diff(before, after *Graph) iter.Seq[Change] {
	return func(yield func(Change) bool) {
		quick := newLikeness(before, after)
		for _, w := range bothWorkloads(before, after) {
			if quick.same(w) {
				continue
			}
			for _, c := range changesOf(w, before, after) {
				if !yield(c) {
					return
				}
			}
		}
		for _, email := range bothAccounts(before, after) {
			for _, c := range memberChanges(pool.ServiceAccount(email), before, after) {
				if !yield(c) {
					return
				}
			}
		}
	}
}

func bothWorkloads(a, b *Graph) []Workload {
	var all []Workload
	for _, g := range []*Graph{a, b} {
		for _, w := range g.Workloads() {
			all = append(all, w)
		}
	}
	slices.SortFunc(all, Workload.Compare)
	return slices.Compact(all)
}

func bothAccounts(a, b *Graph) []string {
	all := slices.AppendSeq(slices.Collect(a.Accounts()), b.Accounts())
	slices.Sort(all)
	return slices.Compact(all)
}

func changesOf(w Workload, before, after *Graph) []Change {
	was, is := before.heldBy(w), after.heldBy(w)
	changes := append(missing(w, was, is, before, after, false), missing(w, is, was, after, before, true)...)
	slices.SortFunc(changes, func(x, y Change) int {
		return cmp.Or(cmp.Compare(x.Strength, y.Strength), x.Principal.Compare(y.Principal))
	})
	return changes
}

func (g *Graph) heldBy(w Workload) []item {
	id, ok := g.WorkloadID(w)
	if !ok {
		return nil
	}
	return g.held(g.face(int32(id)))
}

// missing lists the holdings that the other world has not. It may have one under another spelling, when the number of
// a project is known in one of the two only.
func missing(w Workload, hs, others []item, of, other *Graph, gained bool) []Change {
	var changes []Change
	for _, h := range hs {
		if _, found := slices.BinarySearchFunc(others, h, compareItems); found {
			continue
		}
		if id, ok := other.WorkloadID(w); ok {
			if _, can := other.CanAssume(id, h.principal); can {
				continue
			}
		}
		changes = append(changes, Change{Assumer{Strength: h.strength, Workload: w, Route: of.route(w), Path: h.way()}, h.principal, gained})
	}
	return changes
}

// route is that of a workload's cluster.
func (g *Graph) route(w Workload) Setting {
	if i, ok := g.findCluster(w.Cluster); ok {
		return g.clusters[i].fact.Route
	}
	return Unknown
}

func compareItems(a, b item) int {
	return cmp.Or(cmp.Compare(a.strength, b.strength), a.principal.Compare(b.principal))
}

// memberChanges lists the members of IAM, no workloads, that a principal gains and loses.
func memberChanges(p pool.Principal, before, after *Graph) []Change {
	was, is := before.memberAnswer(p), after.memberAnswer(p)
	var changes []Change
	for _, x := range newMembers(was, is) {
		changes = append(changes, Change{x, is.Principal(), false})
	}
	for _, x := range newMembers(is, was) {
		changes = append(changes, Change{x, is.Principal(), true})
	}
	slices.SortFunc(changes, func(x, y Change) int { return x.Member.Compare(y.Member) })
	return changes
}

// memberAnswer is the part of Assumers that is about members of IAM, and nothing else of it.
func (g *Graph) memberAnswer(p pool.Principal) *Answer {
	s := g.selector(g.canonical(p))
	a := &Answer{g: g, selector: s, certain: g.reach(s, true), any: g.reach(s, false)}
	a.findMembers()
	return a
}

// newMembers lists the members of one answer that another has not.
func newMembers(in, other *Answer) []Assumer {
	had := other.members()
	var found []Assumer
	for _, v := range in.vertices {
		if _, ok := slices.BinarySearchFunc(had, in.g.vertex(v).Principal, pool.Principal.Compare); !ok {
			found = append(found, in.memberAssumer(v))
		}
	}
	return found
}

// members lists the members of an answer, sorted by principal.
func (a *Answer) members() []pool.Principal {
	ps := make([]pool.Principal, len(a.vertices))
	for i, v := range a.vertices {
		ps[i] = a.g.vertex(v).Principal
	}
	slices.SortFunc(ps, pool.Principal.Compare)
	return ps
}

// A Relation compares who can act as a principal in two worlds.
type Relation uint8

// How the second world stands to the first.
const (
	Equal Relation = iota + 1
	Wider
	Narrower
	Incomparable
)

// String gives equal, wider, narrower or incomparable.
func (r Relation) String() string {
	switch r {
	case Equal:
		return "equal"
	case Wider:
		return "wider"
	case Narrower:
		return "narrower"
	case Incomparable:
		return "incomparable"
	default:
		return "none"
	}
}

// Compare says how those who can act as a principal differ from one world to the other: the relation, and those gained
// and lost, workloads first, each sorted and with its path in the world that has it.
func Compare(before, after *Graph, p pool.Principal) (r Relation, gained, lost []Assumer) {
	was, is := before.Assumers(p), after.Assumers(p)
	gained = append(newWorkloads(is, was), newMembers(is, was)...)
	lost = append(newWorkloads(was, is), newMembers(was, is)...)
	switch {
	case len(gained) > 0 && len(lost) > 0:
		return Incomparable, gained, lost
	case len(gained) > 0:
		return Wider, gained, lost
	case len(lost) > 0:
		return Narrower, gained, lost
	}
	return Equal, gained, lost
}

// newWorkloads lists the workloads of one answer that another has not.
func newWorkloads(in, other *Answer) []Assumer {
	var found []Assumer
	for id := range in.Workloads() {
		if there, ok := other.g.WorkloadID(in.g.Workload(id)); ok && other.Can(there) {
			continue
		}
		x, _ := in.Assumer(id)
		found = append(found, x)
	}
	return found
}
