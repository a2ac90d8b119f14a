package slow

import (
	"slices"
	"strings"

	"fleettrust.example/fleet"
)

// The reading of rights: who may do what in a cluster, by RBAC or by IAM, and what leads to every other right.

// over gives the nodes whose policies reach a project.
func (r *Rights) over(project string) []string {
	var nodes []string
	for node := "projects/" + project; node != "" && !slices.Contains(nodes, node); node = r.parent[node] {
		nodes = append(nodes, node)
	}
	return nodes
}

// permitted asks IAM for one of some permissions at a project.
func (t *taken) permitted(project string, permissions ...string) Surety {
	best := t.rewrites(project)
	for _, p := range permissions {
		best = max(best, t.once(p+" at "+project, func() Surety { return t.r.mayAt(t.holders(), p, t.r.over(project)) }))
	}
	return best
}

// rewrites is R30: on the project, or on a node above it, by whoever may rewrite the policy there.
func (t *taken) rewrites(project string) Surety {
	return t.once("rewrite "+project, func() Surety {
		best := Never
		nodes := t.r.over(project)
		for i, node := range nodes {
			kind, _, _ := strings.Cut(node, "/")
			best = max(best, t.r.mayAt(t.holders(), "resourcemanager."+kind+".setIamPolicy", nodes[i:]))
		}
		return best
	})
}

// isNobodyInParticular: the names of whoever calls without credentials.
// Source: https://kubernetes.io/docs/reference/access-authn-authz/authentication/ (anonymous requests)
func isNobodyInParticular(s fleet.Subject) bool {
	return s.Kind == fleet.UserSubject && s.Name == "system:anonymous" || s.Kind == fleet.GroupSubject && s.Name == "system:unauthenticated"
}

// bySubject: may the actor act as a subject in a cluster? As the service account that it runs as, as the user or group that
// IAM has, or by R22. Anyone may come without a name.
// Sources: https://kubernetes.io/docs/reference/access-authn-authz/rbac/ (referring to subjects);
// https://cloud.google.com/kubernetes-engine/docs/how-to/role-based-access-control
func (t *taken) bySubject(cluster string, s fleet.Subject) Surety {
	best := t.faces[cluster+" "+s.String()]
	switch s = plainSubject(s); {
	case s.Kind == fleet.AccountSubject:
		return max(best, t.faces[cluster+" "+s.String()], t.runs[cluster+" "+s.Namespace+"/"+s.Name])
	case isNobodyInParticular(s):
		return Surely
	case s.Kind == fleet.UserSubject && strings.HasPrefix(s.Name, "system:"):
		return best // a user of that name, and not the group
	case s.Name == "system:authenticated":
		return max(best, t.is("allAuthenticatedUsers"), t.anyAccount(cluster, ""), t.anyFace(cluster))
	case s.Name == "system:serviceaccounts":
		return max(best, t.anyAccount(cluster, ""))
	case strings.HasPrefix(s.Name, "system:serviceaccounts:"):
		return max(best, t.anyAccount(cluster, strings.TrimPrefix(s.Name, "system:serviceaccounts:")))
	case !strings.Contains(s.Name, "@"):
		return best
	case s.Kind == fleet.GroupSubject:
		return max(best, t.is("group:"+s.Name))
	case strings.HasSuffix(s.Name, ".gserviceaccount.com"):
		return max(best, t.is("serviceAccount:"+s.Name))
	}
	return max(best, t.is("user:"+s.Name))
}

// anyAccount: does it act as a service account of the cluster, in a namespace or in any?
func (t *taken) anyAccount(cluster, namespace string) Surety {
	best := Never
	for run, sure := range t.runs {
		if ns, ok := strings.CutPrefix(run, cluster+" "+namespace); ok && (namespace == "" || strings.HasPrefix(ns, "/")) {
			best = max(best, sure)
		}
	}
	for face, sure := range t.faces {
		if ns, ok := strings.CutPrefix(face, cluster+" service account "+namespace); ok && (namespace == "" || strings.HasPrefix(ns, "/")) {
			best = max(best, sure)
		}
	}
	return best
}

// anyFace: does it come to the cluster under any name at all?
func (t *taken) anyFace(cluster string) Surety {
	best := Never
	for face, sure := range t.faces {
		if strings.HasPrefix(face, cluster+" ") {
			best = max(best, sure)
		}
	}
	return best
}

// direct: has the actor this very right, by RBAC or by IAM? Namespace and object "" are what a whole cluster takes, and "*" is
// any object.
func (t *taken) direct(right fleet.Right, cluster, project, namespace, object string) Surety {
	return t.once(strings.Join([]string{right.String(), cluster, namespace, object}, " "), func() Surety {
		best := t.byIAM(right, project)
		for _, p := range t.r.permits {
			if p.Right == right && p.Cluster.String() == cluster && (p.Namespace == "" || p.Namespace == namespace) && (p.Object == "" || p.Object == object || object == "*") {
				best = max(best, t.bySubject(cluster, p.Subject))
			}
		}
		return best
	})
}

// can is direct, or by a right that gives it: R25 in the same namespace or the cluster, and R22 as a member of system:masters.
func (t *taken) can(right fleet.Right, cluster, project, namespace, object string) Surety {
	best := t.direct(right, cluster, project, namespace, object)
	within := namespace
	switch right {
	case fleet.CreateNamespaces, fleet.ProxyNodes, fleet.ControlAdmission, fleet.ImpersonateUsers, fleet.ImpersonateGroups:
		within = ""
	}
	for _, r := range []fleet.Right{fleet.BindRoles, fleet.EscalateRoles} {
		best = max(best, t.direct(r, cluster, project, within, "*"))
	}
	if within != "" {
		best = max(best, t.bindsInScopes(cluster, within))
	}
	if right == fleet.CreateNamespaces {
		best = max(best, t.makesInScopes(cluster, namespace))
	}
	return max(best, t.direct(fleet.ImpersonateGroups, cluster, project, "", "system:masters"), t.faces[cluster+" group system:masters"])
}

// byIAM reads a right as permissions.
// Source: https://docs.cloud.google.com/iam/docs/roles-permissions/container, read 2026-11-21.
func (t *taken) byIAM(right fleet.Right, project string) Surety {
	switch right {
	case fleet.CreatePods:
		var makers []string
		for _, kind := range []string{"deployments", "daemonSets", "statefulSets", "replicaSets", "replicationControllers", "cronJobs"} {
			makers = append(makers, "container."+kind+".create", "container."+kind+".update")
		}
		return t.permitted(project, append(makers, "container.pods.create", "container.jobs.create")...)
	case fleet.ExecPods:
		return t.permitted(project, "container.pods.exec", "container.pods.attach")
	case fleet.MintTokens:
		return t.permitted(project, "container.serviceAccounts.createToken")
	case fleet.ImpersonateAccounts, fleet.ImpersonateUsers, fleet.ImpersonateGroups:
		return t.permitted(project, "container.clusters.impersonate")
	case fleet.CreateAccounts:
		return t.permitted(project, "container.serviceAccounts.create")
	case fleet.CreateNamespaces:
		return t.permitted(project, "container.namespaces.create")
	case fleet.BindRoles:
		return min(t.permitted(project, "container.roleBindings.create", "container.clusterRoleBindings.create"), t.permitted(project, "container.roles.bind", "container.clusterRoles.bind"))
	case fleet.EscalateRoles:
		return t.permitted(project, "container.roles.escalate", "container.clusterRoles.escalate")
	case fleet.ReadSecrets:
		return t.permitted(project, "container.secrets.get", "container.secrets.list")
	case fleet.ProxyNodes:
		return t.permitted(project, "container.nodes.proxy")
	case fleet.ControlAdmission:
		return t.permitted(project, "container.mutatingWebhookConfigurations.create", "container.mutatingWebhookConfigurations.update")
	}
	return Never
}
