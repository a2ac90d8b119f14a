package fleet

import (
	"cmp"
	"hash/maphash"
	"slices"
)

// A revision is what an index has otherwise than its flat arrays, which it shares with the index that it was made from. Numbers of
// clusters, pools and accounts are those of the flat arrays; names, namespaces and workloads that came are numbered after them, and
// a number is never used again.
type revision struct {
	accounts   sparse[accountKeys]
	principals keyed[[]AccountID] // for the name of a key
	everyone   *[]AccountID

	feeds     sparse[[]feed]   // by cluster
	providers sparse[[]uint32] // by pool
	rowsOf    sparse[[]uint32] // by cluster, sorted by name
	rows      sparse[rowOfNames]
	groups    keyed[[]uint32] // for a namespace at a pool: its rows, sorted
	workloads sparse[identified]
	texts     sparse[string]       // by number of a name
	names     sparse[[]numberedAs] // by hash of a name

	nextName, nextRow, nextWorkload uint32
}

// nothing is a number that is no cluster, namespace or name.
const nothing = ^uint32(0)

// accountKeys is what an account has of its own in an index.
type accountKeys struct {
	keys      []key
	exactness Exactness
}

// rowOfNames is a namespace of which the workloads are no range.
type rowOfNames struct {
	name, cluster uint32
	workloads     []namedWorkload // sorted by name
}

type namedWorkload struct{ name, workload uint32 }

// find gives the workload of a name.
func (r *rowOfNames) find(name uint32) (uint32, bool) {
	i, ok := slices.BinarySearchFunc(r.workloads, name, func(w namedWorkload, name uint32) int { return cmp.Compare(w.name, name) })
	if !ok {
		return 0, false
	}
	return r.workloads[i].workload, true
}

// numberedAs is a name that came, and its number.
type numberedAs struct {
	text   string
	number uint32
}

// keyed is a persistent list by names of keys.
type keyed[T any] struct{ slots sparse[[]keyedRow[T]] }

type keyedRow[T any] struct {
	name key
	row  *T
}

// at gives a row, or nil.
func (m *keyed[T]) at(name key) *T {
	if slot := m.slots.at(uint32(name.hash())); slot != nil {
		for _, r := range *slot {
			if r.name == name {
				return r.row
			}
		}
	}
	return nil
}

func (m keyed[T]) with(name key, row T) keyed[T] {
	var slot []keyedRow[T]
	if old := m.slots.at(uint32(name.hash())); old != nil {
		slot = slices.DeleteFunc(slices.Clone(*old), func(r keyedRow[T]) bool { return r.name == name })
	}
	slot = append(slot, keyedRow[T]{name, &row})
	return keyed[T]{m.slots.with(uint32(name.hash()), &slot)}
}

func (x *Index) endOfWorkloads() uint32 {
	if x.revised != nil {
		return x.revised.nextWorkload
	}
	return uint32(len(x.name))
}

// nameNumber finds a name among those of namespaces, service accounts and providers.
func (x *Index) nameNumber(text string) (uint32, bool) {
	if i, ok := x.names.find(text); ok {
		return i, true
	}
	if i, ok := x.others.find(text); ok || x.revised == nil {
		return uint32(x.names.len()) + i, ok
	}
	if slot := x.revised.names.at(uint32(maphash.String(x.names.seed, text))); slot != nil {
		for _, n := range *slot {
			if n.text == text {
				return n.number, true
			}
		}
	}
	return 0, false
}

// nameText is the inverse of nameNumber.
func (x *Index) nameText(number uint32) string {
	first := uint32(x.names.len())
	switch end := first + uint32(x.others.len()); {
	case number < first:
		return x.names.at(number)
	case number < end:
		return x.others.at(number - first)
	default:
		return *x.revised.texts.at(number)
	}
}

func (x *Index) revisedWorkload(w uint32) Workload {
	is := x.revisedIdentity(w)
	if is.cluster == nothing {
		return Workload{}
	}
	return Workload{x.clusters.names[is.cluster], x.nameText(is.namespace), x.nameText(is.name)}
}

func (x *Index) revisedIdentity(w uint32) identified {
	if is := x.revised.workloads.at(w); is != nil {
		return *is
	}
	row := x.row[w]
	return identified{w, x.name[w], x.rowName[row], x.rowCluster[row]}
}

func (x *Index) revisedFeeds(cluster uint32) []feed {
	if cluster == nothing {
		return nil
	}
	if feeds := x.revised.feeds.at(cluster); feeds != nil {
		return *feeds
	}
	return x.feed[x.feeds[cluster]:x.feeds[cluster+1]]
}

// searchRows finds a namespace among those of a cluster.
func (x *Index) searchRows(rows []uint32, namespace uint32) (uint32, bool) {
	i, ok := slices.BinarySearchFunc(rows, namespace, func(row, name uint32) int { return cmp.Compare(x.nameOfRow(row), name) })
	if !ok {
		return 0, false
	}
	return rows[i], true
}

func (x *Index) nameOfRow(row uint32) uint32 {
	if r := x.revised.rows.at(row); r != nil {
		return r.name
	}
	return x.rowName[row]
}
