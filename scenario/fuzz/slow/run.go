package slow

import (
	"cmp"
	"slices"

	"fleettrust.example/fleet"
)

// The reading of what one can run as: R20 to R24 and R31.

// runAs goes over all workloads that are or could be in a cluster.
func (t *taken) runAs() bool {
	again := false
	for _, c := range t.r.clusters {
		for _, ns := range t.r.namespaces {
			for _, ksa := range t.r.ksas {
				name := c.Name.String() + " " + ns + "/" + ksa
				whole, s := t.running(c, ns, ksa)
				again = raise(t.bodies, name, whole) || again
				if raise(t.runs, name, s) {
					again = true
					for _, id := range t.r.shownBy(c, ns, ksa) {
						t.know(identity{id.words, min(id.sure, s)})
					}
				}
			}
		}
	}
	return again
}

// shownBy gives the identities of a workload that is there, or would be. The UID of one that is not there is none that
// anything speaks of.
func (r *Rights) shownBy(c fleet.Cluster, ns, ksa string) []identity {
	for _, run := range r.runs {
		if run.name == c.Name.String()+" "+ns+"/"+ksa {
			return run.ids
		}
	}
	var ids []identity
	for _, id := range r.credentials(r.facts, c.Name.String()) {
		if id.isFor(ns) {
			id.words["namespace"], id.words["ksa"], id.words["uid"] = ns, ksa, "new"
			ids = append(ids, id)
		}
	}
	return ids
}

// startsWith: every cluster has these namespaces, each with its service account default.
func startsWith(ns string) bool {
	return slices.Contains([]string{"default", "kube-system", "kube-public", "kube-node-lease"}, ns)
}

// stands: is a namespace there?
func (r *Rights) stands(cluster, ns string) bool {
	return r.there[cluster+" "+ns] || startsWith(ns)
}

// running is R20, R21 and R31 for a workload that is there; with R23 and R24 for one that is not: by a pod, and by a token
// besides. Whoever may make the namespace and has no right that was told to the rest is in doubt.
func (t *taken) running(c fleet.Cluster, ns, ksa string) (body, any Surety) {
	cluster, project := c.Name.String(), c.Name.Project
	name := cluster + " " + ns + "/" + ksa
	pods := t.can(fleet.CreatePods, cluster, project, ns, "")
	token := t.can(fleet.MintTokens, cluster, project, ns, ksa)
	if t.r.there[name] {
		for _, r := range []fleet.Right{fleet.ExecPods, fleet.ProxyNodes, fleet.ControlAdmission} {
			pods = max(pods, min(t.can(r, cluster, project, ns, ""), perhapsIf(!t.r.podRuns(name))))
		}
		return pods, max(pods, token)
	}
	account, namespace := Surely, Surely
	half := Never
	if ksa != "default" {
		account = t.can(fleet.CreateAccounts, cluster, project, ns, "")
	}
	if !t.r.stands(cluster, ns) {
		namespace = t.can(fleet.CreateNamespaces, cluster, project, ns, "")
		half = min(Perhaps, namespace)
	}
	making := min(namespace, account)
	return max(min(making, pods), half, t.unread(cluster, pods)), max(min(making, max(pods, token)), half, t.unread(cluster, max(pods, token)))
}

// podRuns: was a pod told that runs as it?
func (r *Rights) podRuns(name string) bool {
	return slices.ContainsFunc(r.facts, func(f fleet.Fact) bool {
		p, ok := f.(fleet.Pod)
		return ok && name == p.Cluster.String()+" "+p.Namespace+"/"+cmp.Or(p.ServiceAccount, "default")
	})
}

// unread: it may be there all the same when objects were not read.
func (t *taken) unread(cluster string, run Surety) Surety {
	if t.r.hidden[cluster] {
		return min(run, Untold)
	}
	return Never
}

// impersonate is R22: every subject that something is permitted to.
func (t *taken) impersonate() bool {
	again := false
	for _, p := range t.r.permits {
		s, cluster, project := plainSubject(p.Subject), p.Cluster.String(), p.Cluster.Project
		right := map[fleet.SubjectKind]fleet.Right{fleet.UserSubject: fleet.ImpersonateUsers, fleet.GroupSubject: fleet.ImpersonateGroups, fleet.AccountSubject: fleet.ImpersonateAccounts}[s.Kind]
		again = raise(t.faces, cluster+" "+s.String(), t.can(right, cluster, project, s.Namespace, s.Name)) || again
	}
	for _, c := range t.r.clusters {
		for _, ns := range t.r.namespaces {
			for _, ksa := range t.r.ksas {
				s := fleet.Subject{Kind: fleet.AccountSubject, Namespace: ns, Name: ksa}
				again = raise(t.faces, c.Name.String()+" "+s.String(), t.can(fleet.ImpersonateAccounts, c.Name.String(), c.Name.Project, ns, ksa)) || again
			}
		}
	}
	return again
}
