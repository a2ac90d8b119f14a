package rehearsal

import (
	"maps"
	"slices"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/load"
)

// account is the service account that a pod runs as.
func account(p fleet.Pod) fleet.Workload {
	w := fleet.Workload{Cluster: p.Cluster, Namespace: p.Namespace, ServiceAccount: p.ServiceAccount}
	if w.ServiceAccount == "" {
		w.ServiceAccount = "default"
	}
	return w
}

// isMissing reports a service account that there is not, not even after this command.
func (t *turn) isMissing(w fleet.Workload) bool {
	_, there := t.graph.WorkloadID(w)
	unread := has(t.Session, func(g fleet.Gap) bool { return g.What == fleet.GapObjects && g.Cluster == w.Cluster })
	return !there && !unread && !slices.ContainsFunc(t.operations, func(op fleet.Operation) bool {
		c, _ := op.(fleet.Create)
		k, ok := c.Fact.(fleet.KSA)
		return ok && k.Cluster == w.Cluster && k.Namespace == w.Namespace && k.Name == w.ServiceAccount
	})
}

// hold keeps the pod of a deployment, or of another object that makes pods, until its service account is there: Kubernetes takes the object, and its
// controller goes on trying. Whether a pod that is made by itself is taken, fleet.Graph.With says.
// Source: https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/
func (t *turn) hold(m *load.Manifest) {
	m.Facts = slices.DeleteFunc(m.Facts, func(f fleet.Fact) bool {
		p, ok := f.(fleet.Pod)
		i := slices.IndexFunc(m.Objects, func(o load.Object) bool { return ok && o.Makes && o.Namespace == p.Namespace && o.Name == p.Name })
		if i < 0 || !t.isMissing(account(p)) || brings(m, account(p)) || !t.isThere(p.Cluster, load.Object{Kind: "Namespace", Name: p.Namespace}) {
			return false
		}
		name := t.nameOf(p.Cluster, m.Objects[i])
		t.do(func() { t.waiting[name] = p })
		t.note("note: no pod of %s runs before service account %s/%s is there.", pathOf(name.kind, name.name), p.Namespace, account(p).ServiceAccount)
		return true
	})
}

// brings reports a service account that is among the objects of a manifest.
func brings(m *load.Manifest, w fleet.Workload) bool {
	return slices.ContainsFunc(m.Facts, func(f fleet.Fact) bool {
		k, ok := f.(fleet.KSA)
		return ok && k.Namespace == w.Namespace && k.Name == w.ServiceAccount
	})
}

// start makes the pods that have waited for a service account which this command makes.
func (t *turn) start() {
	for _, name := range slices.SortedFunc(maps.Keys(t.waiting), func(a, b objectName) int { return strings.Compare(a.String(), b.String()) }) {
		p := t.waiting[name]
		switch {
		case !t.exists(p.Cluster) || !t.others[name]:
			t.do(func() { delete(t.waiting, name) })
		case !t.isMissing(account(p)):
			t.create(p)
			t.do(func() { delete(t.waiting, name) })
		}
	}
}
