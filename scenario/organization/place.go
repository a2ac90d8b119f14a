package organization

// cluster is what is drawn of one; the rest follows from its index.
type cluster struct{ identity, member bool }

// drawPlaces draws the clusters, and what is in them.
func (o *Organization) drawPlaces(d dice) {
	s := o.size
	namespaces, ksas := popular(o.namespaceNames.shared-1, s.Skewed), popular(o.ksaNames.shared-1, s.Skewed)
	for range s.clusters() {
		o.clusters = append(o.clusters, cluster{d.percent(identityShare), d.percent(memberShare)})
	}
	for len(o.namespaces)*ksasPerNamespace < s.KSAs {
		o.drawNamespace(d, namespaces)
	}
	for len(o.workloads) < s.KSAs {
		o.drawKSA(d, ksas)
	}
}

// drawNamespace adds the next namespace: kube-system is the first of each cluster.
func (o *Organization) drawNamespace(d dice, p popularity) {
	at := len(o.namespaces) % namespacesPerCluster
	if at == 0 {
		o.namespaces = append(o.namespaces, 0)
		return
	}
	// Of 20 the first is shared, so that of the other 19 as many are as make it 70 % in all.
	shared := d.below(namespacesPerCluster-1)*100 < sharedNamespaces*namespacesPerCluster-100
	o.namespaces = append(o.namespaces, o.namespaceNames.draw(d, p, shared, o.namespaces[len(o.namespaces)-at:]))
}

// drawKSA adds the next KSA: default is the first of each namespace.
func (o *Organization) drawKSA(d dice, p popularity) {
	at := len(o.workloads) % ksasPerNamespace
	if at == 0 {
		o.workloads = append(o.workloads, 0)
		return
	}
	o.workloads = append(o.workloads, o.ksaNames.draw(d, p, d.percent(sharedKSAs), o.workloads[len(o.workloads)-at:]))
}

// draw gives a shared name that its neighbours have not, or one of its own.
func (n *names) draw(d dice, p popularity, shared bool, neighbours []uint32) uint32 {
	name := uint32(p.draw(d) + 1)
	if !shared {
		return n.own(int(name))
	}
	for taken(neighbours, name) {
		name = name%uint32(n.shared-1) + 1
	}
	return name
}

func taken(neighbours []uint32, name uint32) bool {
	for _, n := range neighbours {
		if n == name {
			return true
		}
	}
	return false
}
