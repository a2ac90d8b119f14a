package fleet

import (
	"cmp"
	"iter"
	"slices"

	"fleettrust.example/pool"
)

// A Change is a principal that a workload can act as in one of two worlds only.
type Change struct {
	Workload  Workload
	Principal pool.Principal
	Gained    bool // in the second world; lost otherwise
	Strength  Strength
	Path      Path // of the world that has it
}

// Diff yields what workloads gain and lose from one world to the other, by workload and then by principal in the
// order of Graph.Principals. An answer that only becomes more or less certain is no change.
// O(workloads × the cost of Graph.Principals).
func Diff(before, after *Graph) iter.Seq[Change] {
	return func(yield func(Change) bool) {
		for _, w := range bothWorkloads(before, after) {
			for _, c := range changesOf(w, before, after) {
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

func changesOf(w Workload, before, after *Graph) []Change {
	changes := append(lost(w, before, after, false), lost(w, after, before, true)...)
	slices.SortFunc(changes, func(x, y Change) int {
		return cmp.Or(cmp.Compare(x.Strength, y.Strength), x.Principal.Compare(y.Principal))
	})
	return changes
}

// lost lists what a workload can act as in one world and not in another.
func lost(w Workload, in, other *Graph, gained bool) []Change {
	id, ok := in.WorkloadID(w)
	if !ok {
		return nil
	}
	there, exists := other.WorkloadID(w)
	var changes []Change
	for _, h := range in.Principals(id) {
		if exists {
			if _, can := other.CanAssume(there, h.Principal); can {
				continue
			}
		}
		changes = append(changes, Change{w, h.Principal, gained, h.Strength, h.Path})
	}
	return changes
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

// Compare says how the workloads that can act as a principal differ from one world to the other: the relation, and
// those gained and lost, each sorted and with its path in the world that has it.
func Compare(before, after *Graph, p pool.Principal) (r Relation, gained, lost []Assumer) {
	was, is := before.Assumers(p), after.Assumers(p)
	gained, lost = without(is, was), without(was, is)
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

// without lists the workloads of one answer that another has not.
func without(a, b *Answer) []Assumer {
	var found []Assumer
	for id := range a.Workloads() {
		other, ok := b.g.WorkloadID(a.g.Workload(id))
		if ok && b.Can(other) {
			continue
		}
		x, _ := a.Assumer(id)
		found = append(found, x)
	}
	return found
}

// Excess compares an answer with what was intended: the assumers that nobody meant, each with its path as witness, and
// the intended workloads that the answer lacks, sorted.
func Excess(a *Answer, intended []Workload) (excess []Assumer, shortfall []Workload) {
	meant := slices.Clone(intended)
	slices.SortFunc(meant, Workload.Compare)
	meant = slices.Compact(meant)
	for x := range a.All() {
		if _, ok := slices.BinarySearchFunc(meant, x.Workload, Workload.Compare); !ok || x.Member.IsValid() {
			excess = append(excess, x)
		}
	}
	for _, w := range meant {
		if id, ok := a.g.WorkloadID(w); !ok || !a.Can(id) {
			shortfall = append(shortfall, w)
		}
	}
	return excess, shortfall
}
