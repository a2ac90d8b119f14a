package fleet

// who goes over the keys of an account, and leaves out who is in one before.
func (x *Index) who(a AccountID, yield func(WorkloadID) bool) {
	keys := x.keysOf(a)
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
		return x.yieldRange(before, 0, x.endOfWorkloads(), yield)
	case keyPool, keyCluster:
		return x.yieldClusters(before, k, yield)
	case keyListed:
		for _, w := range x.listed[k.a:k.b] {
			if !x.yieldNew(before, w>>1, yield) {
				return false
			}
		}
		return true
	case keyFar:
		for w := range x.farAnswer(k.a).Workloads() {
			if !yield(w) {
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
	for _, c := range x.providersOf(k.pool()) {
		if k.sort() == keyCluster && !x.provides(c, k) {
			continue
		}
		if !x.yieldCluster(before, c, yield) {
			return false
		}
	}
	return true
}

// providersOf are the clusters that feed a pool.
func (x *Index) providersOf(pool uint32) []uint32 {
	if x.revised != nil {
		if list := x.revised.providers.at(pool); list != nil {
			return *list
		}
	}
	return x.provider[x.providers[pool]:x.providers[pool+1]]
}

func (x *Index) yieldCluster(before []key, cluster uint32, yield func(WorkloadID) bool) bool {
	if x.revised != nil {
		if rows := x.revised.rowsOf.at(cluster); rows != nil {
			for _, row := range *rows {
				if !x.yieldRow(before, row, yield) {
					return false
				}
			}
			return true
		}
	}
	first, end := x.workloadsOf(cluster)
	return x.yieldRange(before, first, end, yield)
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
	for _, row := range x.rowsNamed(k.pool(), k.a) {
		if k.sort() == keyNamespace {
			if !x.yieldRow(before, row, yield) {
				return false
			}
		} else if w, ok := x.workloadIn(row, k.b); ok && !x.yieldNew(before, w, yield) {
			return false
		}
	}
	return true
}

// rowsNamed are the namespaces of a name in the clusters that feed a pool.
func (x *Index) rowsNamed(pool, namespace uint32) []uint32 {
	if x.revised != nil {
		if list := x.revised.groups.at(newKey(keyNamespace, int(pool), namespace, 0)); list != nil {
			return *list
		}
	}
	group, ok := searchIn(x.group, x.groups[pool], x.groups[pool+1], namespace)
	if !ok {
		return nil
	}
	return x.inGroup[x.grouped[group]:x.grouped[group+1]]
}

func (x *Index) yieldRow(before []key, row uint32, yield func(WorkloadID) bool) bool {
	if x.revised != nil {
		if r := x.revised.rows.at(row); r != nil {
			for _, in := range r.workloads {
				if !x.yieldNew(before, in.workload, yield) {
					return false
				}
			}
			return true
		}
	}
	return x.yieldRange(before, x.workloads[row], x.workloads[row+1], yield)
}

func (x *Index) yieldRange(before []key, first, end uint32, yield func(WorkloadID) bool) bool {
	for w := first; w < end; w++ {
		if !x.yieldNew(before, w, yield) {
			return false
		}
	}
	return true
}

// yieldNew yields a workload that is in none of the keys before, and not gone.
func (x *Index) yieldNew(before []key, w uint32, yield func(WorkloadID) bool) bool {
	if len(before) > 0 || x.revised != nil {
		is := x.identify(w)
		if is.cluster == nothing {
			return true
		}
		for i := range before {
			if in, _ := x.has(&before[i], is); in {
				return true
			}
		}
	}
	return yield(WorkloadID(w))
}
