package fleet

import (
	"cmp"
	"hash/maphash"
	"slices"
)

// revise gives an index that answers the same, and takes changes: nobody else may have it yet.
func (x *Index) revise() *Index {
	y := *x
	r := revision{nextName: uint32(x.names.len() + x.others.len()), nextRow: uint32(len(x.rowName)), nextWorkload: uint32(len(x.name))}
	if x.revised != nil {
		r = *x.revised
	}
	y.revised = &r
	return &y
}

// intern numbers a name.
func (x *Index) intern(text string) uint32 {
	if i, ok := x.nameNumber(text); ok {
		return i
	}
	r := x.revised
	i, hash := r.nextName, uint32(maphash.String(x.names.seed, text))
	r.nextName++
	var slot []numberedAs
	if old := r.names.at(hash); old != nil {
		slot = slices.Clone(*old)
	}
	slot = append(slot, numberedAs{text, i})
	r.names, r.texts = r.names.with(hash, &slot), r.texts.with(i, &text)
	return i
}

// setKeys gives an account other keys, none of them a list. O(keys × accounts of each).
func (x *Index) setKeys(a AccountID, keys []key, exactness Exactness) {
	old := x.keysOf(a)
	x.revised.accounts = x.revised.accounts.with(uint32(a), &accountKeys{keys, exactness})
	for _, k := range old {
		if !namesKey(keys, k) {
			x.setAccounts(k, without(x.accountsNamed(k), a))
		}
	}
	for _, k := range keys {
		if !namesKey(old, k) {
			x.setAccounts(k, including(x.accountsNamed(k), a))
		}
	}
}

// namesKey reports a key of the name of another, certain or not.
func namesKey(keys []key, k key) bool {
	return slices.ContainsFunc(keys, func(l key) bool { return l.name() == k.name() })
}

func (x *Index) accountsNamed(k key) []AccountID {
	if k.sort() == keyEveryone {
		return x.everyoneCan()
	}
	return x.accountsOf(k.name())
}

func (x *Index) setAccounts(k key, all []AccountID) {
	if k.sort() == keyEveryone {
		x.revised.everyone = &all
	} else {
		x.revised.principals = x.revised.principals.with(k.name(), all)
	}
}

// including and without give sorted lists anew.
func including[E cmp.Ordered](list []E, e E) []E {
	i, ok := slices.BinarySearch(list, e)
	if ok {
		return list
	}
	return slices.Insert(slices.Clone(list), i, e)
}

func without[E cmp.Ordered](list []E, e E) []E {
	i, ok := slices.BinarySearch(list, e)
	if !ok {
		return list
	}
	return slices.Delete(slices.Clone(list), i, i+1)
}

// setFeeds gives a cluster other pools. O(namespaces of the cluster × namespaces of each name at the pools that come and go).
func (x *Index) setFeeds(cluster uint32, feeds []feed) {
	old := x.feedsOf(cluster)
	x.revised.feeds = x.revised.feeds.with(cluster, &feeds)
	for i, f := range old {
		if !isAmong(feeds, f.pool()) && !isAmong(old[:i], f.pool()) {
			x.setProvider(f.pool(), cluster, without)
		}
	}
	for i, f := range feeds {
		if !isAmong(old, f.pool()) && !isAmong(feeds[:i], f.pool()) {
			x.setProvider(f.pool(), cluster, including)
		}
	}
}

// setProvider takes a cluster into a pool, or out of it, with all its namespaces.
func (x *Index) setProvider(pool, cluster uint32, set func([]uint32, uint32) []uint32) {
	list := set(x.providersOf(pool), cluster)
	x.revised.providers = x.revised.providers.with(pool, &list)
	for _, row := range x.rowsOfCluster(cluster) {
		x.setGroup(pool, row, set)
	}
}

func (x *Index) setGroup(pool, row uint32, set func([]uint32, uint32) []uint32) {
	name := newKey(keyNamespace, int(pool), x.nameOfRow(row), 0)
	x.revised.groups = x.revised.groups.with(name, set(x.rowsNamed(pool, name.a), row))
}

// rowsOfCluster lists the namespaces of a cluster, sorted by name.
func (x *Index) rowsOfCluster(cluster uint32) []uint32 {
	if rows := x.revised.rowsOf.at(cluster); rows != nil {
		return *rows
	}
	var rows []uint32
	for row := x.rows[cluster]; row < x.rows[cluster+1]; row++ {
		rows = append(rows, row)
	}
	return rows
}

// addRow makes a namespace that the cluster has not.
func (x *Index) addRow(cluster, name uint32) uint32 {
	row := x.revised.nextRow
	x.revised.nextRow++
	x.setRow(row, &rowOfNames{name: name, cluster: cluster})
	rows := slices.Clone(x.rowsOfCluster(cluster))
	at, _ := slices.BinarySearchFunc(rows, name, func(row, name uint32) int { return cmp.Compare(x.nameOfRow(row), name) })
	rows = slices.Insert(rows, at, row)
	x.revised.rowsOf = x.revised.rowsOf.with(cluster, &rows)
	x.groupRow(cluster, row, including)
	return row
}

// removeRow takes a namespace and all in it away.
func (x *Index) removeRow(cluster, row uint32) {
	for _, w := range x.revisableRow(row).workloads {
		x.revised.workloads = x.revised.workloads.with(w.workload, gone(w.workload))
	}
	rows := slices.DeleteFunc(slices.Clone(x.rowsOfCluster(cluster)), func(r uint32) bool { return r == row })
	x.revised.rowsOf = x.revised.rowsOf.with(cluster, &rows)
	x.groupRow(cluster, row, without)
}

func (x *Index) groupRow(cluster, row uint32, set func([]uint32, uint32) []uint32) {
	feeds := x.feedsOf(cluster)
	for i, f := range feeds {
		if !isAmong(feeds[:i], f.pool()) {
			x.setGroup(f.pool(), row, set)
		}
	}
}

// gone is a workload that is no more.
func gone(w uint32) *identified { return &identified{w, nothing, nothing, nothing} }

// revisableRow spells a namespace out.
func (x *Index) revisableRow(row uint32) *rowOfNames {
	if r := x.revised.rows.at(row); r != nil {
		return r
	}
	r := &rowOfNames{name: x.rowName[row], cluster: x.rowCluster[row]}
	for w := x.workloads[row]; w < x.workloads[row+1]; w++ {
		r.workloads = append(r.workloads, namedWorkload{x.name[w], w})
	}
	return r
}

// setRow puts a namespace in, and has its cluster go over its namespaces one by one.
func (x *Index) setRow(row uint32, r *rowOfNames) {
	x.revised.rows = x.revised.rows.with(row, r)
	if x.revised.rowsOf.at(r.cluster) == nil {
		rows := x.rowsOfCluster(r.cluster)
		x.revised.rowsOf = x.revised.rowsOf.with(r.cluster, &rows)
	}
}

// addWorkload makes a service account that the namespace has not.
func (x *Index) addWorkload(row, name uint32) {
	old, w := x.revisableRow(row), x.revised.nextWorkload
	x.revised.nextWorkload++
	at, _ := slices.BinarySearchFunc(old.workloads, name, func(w namedWorkload, name uint32) int { return cmp.Compare(w.name, name) })
	x.setRow(row, &rowOfNames{old.name, old.cluster, slices.Insert(slices.Clone(old.workloads), at, namedWorkload{name, w})})
	x.revised.workloads = x.revised.workloads.with(w, &identified{w, name, old.name, old.cluster})
}

// removeWorkload takes a service account of a namespace away.
func (x *Index) removeWorkload(row, w uint32) {
	old := x.revisableRow(row)
	left := slices.DeleteFunc(slices.Clone(old.workloads), func(n namedWorkload) bool { return n.workload == w })
	x.setRow(row, &rowOfNames{old.name, old.cluster, left})
	x.revised.workloads = x.revised.workloads.with(w, gone(w))
}
