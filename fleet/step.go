package fleet

import (
	"fmt"
	"slices"
	"strings"
)

// runs works out how the rights held lead to running as a workload, or to its token alone: where it, its service account or its
// namespace is not there, that has to be made first.
func (t *takeover) runs(x runTarget, token bool) (acquisition, bool) {
	w := x.vertex.Workload
	at := place{x.cluster, t.q.g.clusters[x.cluster].project, w.Namespace, w.ServiceAccount}
	a := acquisition{identity: identity{token: token}}
	var partial []Reason
	if !x.exists {
		ok := false
		if partial, ok = t.prepares(&a, w, at); !ok {
			return a, false
		}
	}
	if u, ok := t.runner(x, at, token); ok {
		t.then(&a, u, x.vertex, append(t.onlyRunning(u.claim, w), partial...)...)
		return a, true
	}
	if t.certain || token || !a.makesNamespace() {
		return a, false
	}
	last := &a.edges[len(a.edges)-1]
	last.Doubts = reasons(append(append(last.Doubts, partial...), Reason{
		fmt.Sprintf("%v may make %v, and no right to run anything as it was told", last.From, last.To), "who may create pods there"}))
	a.edges = append(a.edges, Edge{From: last.To, To: x.vertex, Rule: R20})
	a.Vertex = x.vertex
	return a, true
}

// prepares makes what a workload needs and its cluster lacks.
func (t *takeover) prepares(a *acquisition, w Workload, at place) ([]Reason, bool) {
	if _, ok := t.q.g.findNamespace(w.Cluster, w.Namespace); !ok && !slices.Contains(startingNamespaces, w.Namespace) {
		u, ok := t.mayInScope(CreateNamespaces, at)
		if !ok {
			return nil, false
		}
		t.then(a, u, Vertex{Kind: NamespaceVertex, Workload: Workload{Cluster: w.Cluster, Namespace: w.Namespace}})
	}
	if w.ServiceAccount == defaultKSA {
		return nil, true
	}
	u, ok := t.mayInScope(CreateAccounts, at)
	if ok {
		t.then(a, u, Vertex{Kind: AccountVertex, Workload: w})
		return nil, true
	}
	if t.certain || !a.makesNamespace() {
		return nil, false
	}
	return []Reason{{fmt.Sprintf("no right to create service account %v was told", w), "who may create service accounts there"}}, true
}

// makesNamespace: whoever makes a namespace is often given the rights in it, by a controller that nobody told of. Whoever makes
// a service account is not.
func (a *acquisition) makesNamespace() bool {
	return len(a.edges) > 0 && a.edges[0].To.Kind == NamespaceVertex
}

// runner finds a right to run as a workload or to act as one that runs, or one to mint its token.
func (t *takeover) runner(x runTarget, at place, token bool) (use, bool) {
	rights := []Right{CreatePods}
	switch {
	case token:
		rights = []Right{MintTokens}
	case x.exists:
		rights = append(rights, ExecPods, ProxyNodes, ControlAdmission)
	}
	for _, r := range rights {
		if u, ok := t.mayInScope(r, at); ok && !(t.certain && len(t.onlyRunning(u.claim, x.vertex.Workload)) > 0) {
			return u, true
		}
	}
	return use{}, false
}

// onlyRunning says that a right over pods that run reaches a workload only while one does.
func (t *takeover) onlyRunning(c claim, w Workload) []Reason {
	if c.right != ExecPods && c.right != ProxyNodes && c.right != ControlAdmission || t.q.g.podRuns(w) {
		return nil
	}
	return []Reason{{fmt.Sprintf("no pod was told to run as %v, and the right to %v takes one", w, c.right), "the pods of the cluster"}}
}

// impersonates works out how the rights held lead to the rights of a subject.
func (t *takeover) impersonates(face Vertex) (acquisition, bool) {
	c, _ := t.q.g.findCluster(face.Workload.Cluster)
	right, ns := ImpersonateUsers, ""
	switch face.Subject.Kind {
	case GroupSubject:
		right = ImpersonateGroups
	case AccountSubject:
		right, ns = ImpersonateAccounts, face.Subject.Namespace
	}
	if u, ok := t.mayInScope(right, place{c, t.q.g.clusters[c].project, ns, face.Subject.Name}); ok {
		var a acquisition
		t.then(&a, u, face)
		return a, true
	}
	return t.impersonatesInto(face, c)
}

// impersonatesInto comes to a group of service accounts through one of them: whoever impersonates it is in its groups.
// Source: https://kubernetes.io/docs/reference/access-authn-authz/authentication/ (user impersonation)
func (t *takeover) impersonatesInto(face Vertex, c int32) (a acquisition, ok bool) {
	of, ok := strings.CutPrefix(face.Subject.Name, accountsGroup)
	if !ok || face.Subject.Kind != GroupSubject {
		return a, false
	}
	names := []string{""}
	for i := range t.claims[ImpersonateAccounts] {
		names = append(names, t.claims[ImpersonateAccounts][i].object)
	}
	namespaces := []string{strings.TrimPrefix(of, ":")}
	if of == "" {
		namespaces = t.namespacesFor(ImpersonateAccounts, c)
	}
	for _, ns := range namespaces {
		for _, name := range sortedText(names) {
			if u, ok := t.mayInScope(ImpersonateAccounts, place{c, t.q.g.clusters[c].project, ns, name}); ok {
				t.then(&a, u, face)
				return a, true
			}
		}
	}
	return a, false
}

// faceOf is a workload as it is, or as it would be in a cluster that was told.
func (g *Graph) faceOf(w Workload) (face, bool) {
	if id, ok := g.WorkloadID(w); ok {
		return g.face(int32(id)), true
	}
	c, ok := g.findCluster(w.Cluster)
	return face{workload: w, cluster: c, id: -1}, ok
}

// podRuns reports that a pod was told to run as a workload.
func (g *Graph) podRuns(w Workload) bool {
	id, ok := g.WorkloadID(w)
	return ok && len(g.podsOf(int32(id))) > 0
}
