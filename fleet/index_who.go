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
	case keyPool, keyCluster:
		return x.yieldClusters(before, k, yield)
	case keyListed:
		for _, w := range x.listed[k.a:k.b] {
			if !x.yieldNew(before, w>>1, yield) {
				return false
			}
		}
		return true
	default:
		return x.yieldRows(before, k, yield)
	}
}

// yieldClusters goes over the clusters that feed a pool.
func (x *Index) yieldClusters(before []key, k *key, yield func(WorkloadID) bool) bool {
	for _, c := range x.provider[x.providers[k.pool()]:x.providers[k.pool()+1]] {
		if k.sort() == keyCluster && !x.provides(c, k) {
			continue
		}
		if first, end := x.workloadsOf(c); !x.yieldRange(before, first, end, yield) {
			return false
		}
	}
	return true
}

// provides reports a cluster that is the provider which a key asks for.
func (x *Index) provides(cluster uint32, k *key) bool {
	for _, f := range x.feedsOf(cluster) {
		if in, _ := k.feeds(f); in {
			return true
		}
	}
	return false
}

// workloadsOf is the range of a cluster's workloads.
func (x *Index) workloadsOf(cluster uint32) (first, end uint32) {
	return x.workloads[x.rows[cluster]], x.workloads[x.rows[cluster+1]]
}

// yieldRows goes over the namespaces of a name at a pool, or over a name in each of them.
func (x *Index) yieldRows(before []key, k *key, yield func(WorkloadID) bool) bool {
	group, ok := searchIn(x.group, x.groups[k.pool()], x.groups[k.pool()+1], k.a)
	if !ok {
		return true
	}
	for _, row := range x.inGroup[x.grouped[group]:x.grouped[group+1]] {
		first, end := x.workloads[row], x.workloads[row+1]
		if k.sort() == keySubject {
			if first, ok = searchIn(x.name, first, end, k.b); !ok {
				continue
			}
			end = first + 1
		}
		if !x.yieldRange(before, first, end, yield) {
			return false
		}
	}
	return true
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
