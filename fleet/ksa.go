package fleet

// ksas are the Kubernetes service accounts that a Builder was told, in the order of telling. One of which no more than the name is
// known takes sixteen bytes, beside names that are its own.
type ksas struct {
	clusters numbering[ClusterName]
	names    vocabulary // of namespaces and service accounts
	rows     pile[ksaRow]
	more     pile[ksaMore]
}

type ksaRow struct {
	cluster, namespace, name uint32 // numbers
	more                     uint32 // the place of what else was told, plus one, or 0
}

// ksaMore is what is told of some service accounts besides their names.
type ksaMore struct {
	uid, annotation string
	at              Source
}

func (k *ksas) add(f KSA, at Source) {
	row := k.namespace(f.Cluster, f.Namespace)
	row.name = k.names.number(f.Name)
	if more := (ksaMore{f.UID, f.Annotation, at}); more != (ksaMore{}) {
		k.more.add(more)
		row.more = uint32(k.more.len)
	}
	k.rows.add(row)
}

// addNames adds accounts of one namespace of which no more than the names is known.
func (k *ksas) addNames(cluster ClusterName, namespace string, names []string) {
	if len(names) == 0 {
		return
	}
	row := k.namespace(cluster, namespace)
	for _, name := range names {
		row.name = k.names.number(name)
		k.rows.add(row)
	}
}

// namespace is the row of an account that has no name yet. Most come after one of the same namespace.
func (k *ksas) namespace(cluster ClusterName, name string) ksaRow {
	if n := k.rows.len; n > 0 {
		if last := k.rows.at(n - 1); k.names.all[last.namespace] == name && k.clusters.all[last.cluster] == cluster {
			return ksaRow{cluster: last.cluster, namespace: last.namespace}
		}
	}
	return ksaRow{cluster: k.clusters.number(cluster), namespace: k.names.number(name)}
}

// at gives an account as it was told.
func (k *ksas) at(i uint32) told[KSA] {
	row := k.rows.at(int(i))
	f := told[KSA]{fact: KSA{Cluster: k.clusters.all[row.cluster], Namespace: k.names.all[row.namespace], Name: k.names.all[row.name]}}
	if row.more > 0 {
		more := k.more.at(int(row.more) - 1)
		f.fact.UID, f.fact.Annotation, f.at = more.uid, more.annotation, more.at
	}
	return f
}

// kept is what was told until now, whatever else is told.
func (k ksas) kept() ksas {
	return ksas{k.clusters.kept(), k.names.kept(), k.rows.kept(), k.more.kept()}
}

// each yields every account and where it was read, and reports that more are wanted.
func (k *ksas) each(yield func(Source, Fact) bool) bool {
	for i := range k.rows.len {
		if f := k.at(uint32(i)); !yield(f.at, f.fact) {
			return false
		}
	}
	return true
}
