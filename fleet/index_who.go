package fleet

// who goes over the keys of an account, and leaves out who is in one before.
func (x *Index) who(a AccountID, yield func(WorkloadID) bool) {
	keys := x.key[x.keys[a]:x.keys[a+1]]
	for i := range keys {
		if !x.expand(keys[:i], &keys[i], yield) {
			return
		}
	}
}

// expand yields the workloads of a key that are in none of others. It reports that more are wanted.
func (x *Index) expand(before []key, k *key, yield func(WorkloadID) bool) bool {
	switch k.sort() {
	case keyEveryone:
		return x.yieldRange(before, 0, uint32(len(x.name)), yield)
	case keyCluster:
		first, end := x.workloadsOf(k.a)
		return x.yieldRange(before, first, end, yield)
	case keyListed:
		for _, w := range x.listed[k.a:k.b] {
			if !x.yieldNew(before, w>>1, yield) {
				return false
			}
		}
		return true
	default:
		for _, e := range x.entriesOf(k) {
			if !x.yieldNew(before, e.workload, yield) {
				return false
			}
		}
		return true
	}
}

// workloadsOf is the range of a cluster's workloads.
func (x *Index) workloadsOf(cluster uint32) (first, end uint32) {
	return x.workloads[x.rows[cluster]], x.workloads[x.rows[cluster+1]]
}

// entriesOf are those of a pool, of a namespace at it, or of a name there.
func (x *Index) entriesOf(k *key) []entryOf {
	first, end := x.groups[k.pool()], x.groups[k.pool()+1]
	if k.sort() == keyPool {
		return x.entry[x.entries[first]:x.entries[end]]
	}
	group, ok := searchIn(x.group, first, end, k.a)
	if !ok {
		return nil
	}
	all := x.entry[x.entries[group]:x.entries[group+1]]
	if k.sort() == keyNamespace {
		return all
	}
	return namedIn(all, k.b)
}

// namedIn is the run of entries of a name.
func namedIn(all []entryOf, name uint32) []entryOf {
	first, to := 0, len(all)
	for first < to {
		if middle := (first + to) / 2; all[middle].name < name {
			first = middle + 1
		} else {
			to = middle
		}
	}
	end := first
	for end < len(all) && all[end].name == name {
		end++
	}
	return all[first:end]
}

func (x *Index) yieldRange(before []key, first, end uint32, yield func(WorkloadID) bool) bool {
	for w := first; w < end; w++ {
		if !x.yieldNew(before, w, yield) {
			return false
		}
	}
	return true
}

// yieldNew yields a workload that is in none of the keys before.
func (x *Index) yieldNew(before []key, w uint32, yield func(WorkloadID) bool) bool {
	if len(before) > 0 {
		is := x.identify(w)
		for i := range before {
			if in, _ := x.has(&before[i], is); in {
				return true
			}
		}
	}
	return yield(WorkloadID(w))
}
