package fuzz

import (
	"fmt"
	"slices"

	"fleettrust.example/fleet"
)

// rights are those that RBAC gives. Some come twice: alone they are enough, or they lead to every other.
var rights = []fleet.Right{
	fleet.CreatePods, fleet.MintTokens, fleet.CreateNamespaces, fleet.CreateAccounts, fleet.ImpersonateAccounts,
	fleet.ImpersonateUsers, fleet.ImpersonateGroups, fleet.BindRoles, fleet.EscalateRoles, fleet.ExecPods, fleet.ReadSecrets,
	fleet.ProxyNodes, fleet.ControlAdmission, fleet.CreatePods, fleet.CreateNamespaces, fleet.CreateAccounts, fleet.ReadSecrets,
}

// authorityRoles give rights over what lies below a resource. The operator comes twice, since it may hold any few of them.
var authorityRoles = []string{
	"roles/container.developer",
	"roles/container.clusterAdmin",
	operatorRole,
	"roles/gkehub.editor",
	"roles/container.admin",
	"roles/editor",
	"roles/owner",
	"roles/gkehub.scopeAdmin",
	"roles/orgpolicy.policyAdmin",
	"roles/iam.serviceAccountAdmin",
	"roles/resourcemanager.projectIamAdmin",
	"roles/container.viewer",
	"roles/example.unheardOf",
	operatorRole,
}

const operatorRole = "projects/beta/roles/operator"

var authorityPermissions = []string{
	"container.pods.create", "container.clusters.create", "container.serviceAccounts.createToken", "container.namespaces.create",
	"container.serviceAccounts.create", "gkehub.memberships.update", "gkehub.memberships.create", "container.clusters.impersonate",
	"container.roleBindings.create", "container.roles.bind", "container.clusterRoles.escalate", "container.pods.exec",
	"container.secrets.get", "gkehub.membershipbindings.create", "gkehub.namespaces.create", "gkehub.rbacrolebindings.create",
	"orgpolicy.policy.set", "iam.serviceAccounts.enable", "container.viewer",
}

// clusterWide are the rights over what lies in no namespace: RBAC gives them in the whole cluster, or not.
var clusterWide = []fleet.Right{fleet.CreateNamespaces, fleet.ImpersonateUsers, fleet.ImpersonateGroups, fleet.ProxyNodes, fleet.ControlAdmission}

// drawPermits draws what RBAC gives in the clusters of the world.
func (w *world) drawPermits() {
	clusters := of[fleet.Cluster](w.facts)
	for i := range upTo(w.t, 5, "permits") {
		p := fleet.Permit{
			Cluster:   pick(w.t, "cluster", clusters...).Name,
			Subject:   w.subject(),
			Right:     pick(w.t, "right", rights...),
			Namespace: pick(w.t, "namespace", "", "payroll", "shop", "default"),
			Because:   fmt.Sprintf("role binding %d", i),
		}
		if rarely(w.t, 3, "one object") {
			p.Object = w.objectOf(p.Right)
		}
		if slices.Contains(clusterWide, p.Right) {
			p.Namespace = ""
		}
		w.add(p)
	}
}

// objectOf draws the name of something that a right may be about.
func (w *world) objectOf(r fleet.Right) string {
	switch r {
	case fleet.MintTokens, fleet.ImpersonateAccounts:
		return pick(w.t, "service account", accountNames...)
	case fleet.ImpersonateUsers:
		return pick(w.t, "user", users...)
	case fleet.ImpersonateGroups:
		return pick(w.t, "group", subjectGroups...)
	case fleet.ReadSecrets:
		return pick(w.t, "secret", secretNames...)
	default:
		return ""
	}
}

var (
	users         = []string{"ann@example.com", "root", "app@alpha.iam.gserviceaccount.com", "system:serviceaccount:payroll:app"}
	subjectGroups = []string{
		"ops@example.com", "admins", "system:serviceaccounts", "system:serviceaccounts:payroll", "system:masters", "dev@example.com",
		"system:authenticated", "system:unauthenticated",
	}
	secretNames = []string{"key", "token"}
)

// subject draws who a role binding may name: service accounts of the world and of none, users and groups that IAM has, and
// those that Kubernetes alone has.
func (w *world) subject() fleet.Subject {
	switch pick(w.t, "subject", "service account", "user", "account", "service account", "group") {
	case "user":
		return fleet.Subject{Kind: fleet.UserSubject, Name: pick(w.t, "user", users...)}
	case "account":
		return fleet.Subject{Kind: fleet.UserSubject, Name: pick(w.t, "account", append(emails(w.facts), "ann@example.com")...)}
	case "group":
		return fleet.Subject{Kind: fleet.GroupSubject, Name: pick(w.t, "group", subjectGroups...)}
	default:
		if all := of[fleet.KSA](w.facts); len(all) > 0 && !rarely(w.t, 4, "any names") {
			k := pick(w.t, "service account", all...)
			return fleet.Subject{Kind: fleet.AccountSubject, Namespace: k.Namespace, Name: k.Name}
		}
		return fleet.Subject{Kind: fleet.AccountSubject, Namespace: pick(w.t, "namespace", namespaces...), Name: pick(w.t, "service account", accountNames...)}
	}
}

// drawOperator tells a custom role of rights over clusters and fleets.
func (w *world) drawOperator() {
	if rarely(w.t, 4, "role not told") {
		return
	}
	r := fleet.Role{Name: operatorRole}
	for range 1 + upTo(w.t, 2, "permissions") {
		r.Permissions = append(r.Permissions, pick(w.t, "permission", authorityPermissions...))
	}
	w.add(r)
}

// drawAuthority draws grants of such rights, mostly to somebody of the world, on its projects and what lies above them.
func (w *world) drawAuthority() {
	for range upTo(w.t, 3, "authority") {
		b := fleet.Binding{On: pick(w.t, "on", nodes(w.facts)...), Role: pick(w.t, "role", authorityRoles...)}
		b.Member = pick(w.t, "member", parse("user:ann@example.com"), Principal(w.facts).Draw(w.t, "member"), Principal(w.facts).Draw(w.t, "member"))
		if rarely(w.t, 10, "conditional") {
			b.Condition = w.condition()
		}
		w.add(b)
	}
}
