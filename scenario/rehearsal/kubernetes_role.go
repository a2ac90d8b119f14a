package rehearsal

import (
	"maps"
	"slices"
	"strings"

	rbacv1 "k8s.io/api/rbac/v1"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/rbac"
)

// apiGroups are those of the resources that roles speak of, "" for the core group. kubectl asks the cluster.
// Source: https://kubernetes.io/docs/reference/kubernetes-api/
var apiGroups = map[string]string{
	"pods": "", "serviceaccounts": "", "secrets": "", "namespaces": "", "configmaps": "", "services": "", "nodes": "", "endpoints": "", "events": "", "persistentvolumeclaims": "", "persistentvolumes": "",
	"replicationcontrollers": "", "users": "", "groups": "", "bindings": "", "resourcequotas": "", "limitranges": "",
	"deployments": "apps", "statefulsets": "apps", "daemonsets": "apps", "replicasets": "apps", "controllerrevisions": "apps", "jobs": "batch", "cronjobs": "batch",
	"roles": "rbac.authorization.k8s.io", "clusterroles": "rbac.authorization.k8s.io", "rolebindings": "rbac.authorization.k8s.io", "clusterrolebindings": "rbac.authorization.k8s.io",
	"ingresses": "networking.k8s.io", "networkpolicies": "networking.k8s.io", "horizontalpodautoscalers": "autoscaling", "poddisruptionbudgets": "policy", "leases": "coordination.k8s.io",
	"mutatingwebhookconfigurations": "admissionregistration.k8s.io", "validatingwebhookconfigurations": "admissionregistration.k8s.io",
	"certificatesigningrequests": "certificates.k8s.io", "signers": "certificates.k8s.io", "customresourcedefinitions": "apiextensions.k8s.io", "tokenreviews": "authentication.k8s.io",
}

// rule reads --verb and --resource as kubectl does: a resource may have its group behind it and a part of it after a slash.
func (t *turn) rule(verbs, resources, names []string) ([]rbacv1.PolicyRule, error) {
	byGroup := map[string][]string{}
	var order []string
	for _, r := range resources {
		group, name, err := t.grouped(r)
		if err != nil {
			return nil, err
		}
		if _, ok := byGroup[group]; !ok {
			order = append(order, group)
		}
		byGroup[group] = append(byGroup[group], name)
	}
	var rules []rbacv1.PolicyRule
	for _, group := range order {
		rules = append(rules, rbacv1.PolicyRule{Verbs: verbs, APIGroups: []string{group}, Resources: byGroup[group], ResourceNames: names})
	}
	return rules, nil
}

func (t *turn) grouped(resource string) (group, name string, err error) {
	base, part, nested := strings.Cut(resource, "/")
	base, group, said := strings.Cut(base, ".")
	if base == "*" && !said {
		return "*", resource, nil
	}
	if k, ok := short[strings.ToLower(base)]; ok {
		base = plurals[k]
	}
	for k, plural := range plurals {
		if strings.EqualFold(base, k) {
			base = plural
		}
	}
	known, ok := apiGroups[base]
	if !said && !ok {
		return "", "", t.cannot("resource %q is none that is known here: its group may be said, as in %[1]s.GROUP", resource)
	}
	if !said {
		group = known
	}
	if nested {
		base += "/" + part
	}
	return group, base, nil
}

func listed(values []string) []string {
	var all []string
	for _, v := range values {
		all = append(all, parts(v)...)
	}
	return distinct(all)
}

const rbacVersion = "rbac.authorization.k8s.io/v1"

// createKubernetesRole makes a role, or a cluster role.
func (t *turn) createKubernetesRole() error {
	_, namespace, err := t.target()
	if err != nil {
		return err
	}
	if !t.Has("verb") || !t.Has("resource") {
		return fail("error: at least one verb and one resource must be specified")
	}
	rules, err := t.rule(listed(t.Values("verb")), listed(t.Values("resource")), listed(t.Values("resource-name")))
	if err != nil {
		return err
	}
	o := manifest(rbacVersion, "Role", namespace, t.Argument(0))
	if strings.HasSuffix(t.Words, "clusterrole") {
		o = manifest(rbacVersion, "ClusterRole", "", t.Argument(0))
	}
	o["rules"] = rules
	return t.make(o, namespace)
}

// createRoleBinding binds a role in a namespace, or a cluster role everywhere.
func (t *turn) createRoleBinding() error {
	_, namespace, err := t.target()
	if err != nil {
		return err
	}
	o := manifest(rbacVersion, "RoleBinding", namespace, t.Argument(0))
	if strings.HasSuffix(t.Words, "clusterrolebinding") {
		o = manifest(rbacVersion, "ClusterRoleBinding", "", t.Argument(0))
	}
	ref := rbacv1.RoleRef{APIGroup: "rbac.authorization.k8s.io", Kind: "ClusterRole", Name: t.Value("clusterrole")}
	if t.Value("role") != "" {
		ref.Kind, ref.Name = "Role", t.Value("role")
	}
	if ref.Name == "" || t.Value("role") != "" && t.Value("clusterrole") != "" {
		return fail("error: exactly one of clusterrole or role must be specified")
	}
	o["roleRef"] = ref
	if o["subjects"], err = t.subjects(); err != nil {
		return err
	}
	return t.make(o, namespace)
}

func (t *turn) subjects() ([]rbacv1.Subject, error) {
	all := []rbacv1.Subject{}
	for _, name := range listed(t.Values("user")) {
		all = append(all, rbacv1.Subject{Kind: "User", APIGroup: "rbac.authorization.k8s.io", Name: name})
	}
	for _, name := range listed(t.Values("group")) {
		all = append(all, rbacv1.Subject{Kind: "Group", APIGroup: "rbac.authorization.k8s.io", Name: name})
	}
	for _, of := range listed(t.Values("serviceaccount")) {
		namespace, name, ok := strings.Cut(of, ":")
		if !ok || namespace == "" || name == "" {
			return nil, fail("error: serviceaccount must be <namespace>:<name>")
		}
		all = append(all, rbacv1.Subject{Kind: "ServiceAccount", Namespace: namespace, Name: name})
	}
	return all, nil
}

// hasRole finds a role or a binding among those of a cluster.
func (s *Session) hasRole(at fleet.ClusterName, kind, namespace, name string) bool {
	kept := without(s.roles[at], kind, func(ns, n string) bool { return ns == namespace && n == name })
	return count(kept) < count(s.roles[at])
}

func count(o rbac.Objects) int {
	return len(o.Roles) + len(o.ClusterRoles) + len(o.RoleBindings) + len(o.ClusterRoleBindings)
}

// without leaves the objects of a kind out that are meant; kind "" is any.
func without(o rbac.Objects, kind string, is func(namespace, name string) bool) rbac.Objects {
	gone := func(k, namespace, name string) bool { return (kind == "" || kind == k) && is(namespace, name) }
	return rbac.Objects{
		Roles:               slices.DeleteFunc(slices.Clone(o.Roles), func(r rbacv1.Role) bool { return gone("Role", r.Namespace, r.Name) }),
		ClusterRoles:        slices.DeleteFunc(slices.Clone(o.ClusterRoles), func(r rbacv1.ClusterRole) bool { return gone("ClusterRole", "", r.Name) }),
		RoleBindings:        slices.DeleteFunc(slices.Clone(o.RoleBindings), func(r rbacv1.RoleBinding) bool { return gone("RoleBinding", r.Namespace, r.Name) }),
		ClusterRoleBindings: slices.DeleteFunc(slices.Clone(o.ClusterRoleBindings), func(r rbacv1.ClusterRoleBinding) bool { return gone("ClusterRoleBinding", "", r.Name) }),
	}
}

// addRoles puts roles and bindings into a cluster, in the place of those of their names.
func (t *turn) addRoles(at fleet.ClusterName, more rbac.Objects) {
	if count(more) == 0 {
		return
	}
	is := t.rolesOf(at)
	for _, r := range more.Roles {
		is = without(is, "Role", func(ns, n string) bool { return ns == r.Namespace && n == r.Name })
		is.Roles = append(is.Roles, r)
	}
	for _, r := range more.ClusterRoles {
		is = without(is, "ClusterRole", func(_, n string) bool { return n == r.Name })
		is.ClusterRoles = append(is.ClusterRoles, r)
	}
	for _, r := range more.RoleBindings {
		is = without(is, "RoleBinding", func(ns, n string) bool { return ns == r.Namespace && n == r.Name })
		is.RoleBindings = append(is.RoleBindings, r)
	}
	for _, r := range more.ClusterRoleBindings {
		is = without(is, "ClusterRoleBinding", func(_, n string) bool { return n == r.Name })
		is.ClusterRoleBindings = append(is.ClusterRoleBindings, r)
	}
	t.setRoles(at, is)
}

// rolesOf are the roles of a cluster as this command has left them so far.
func (t *turn) rolesOf(at fleet.ClusterName) rbac.Objects {
	if is, ok := t.changed[at]; ok {
		return is
	}
	return t.roles[at]
}

// setRoles notes the roles that a cluster has from now on. What they permit is told when the command has been read whole.
func (t *turn) setRoles(at fleet.ClusterName, is rbac.Objects) {
	if t.changed == nil {
		t.changed = map[fleet.ClusterName]rbac.Objects{}
	}
	t.changed[at] = is
}

// permit tells what the roles of clusters permit from now on. Permits that were told, and come of no role here, stay.
func (t *turn) permit() {
	for _, at := range slices.SortedFunc(maps.Keys(t.changed), fleet.ClusterName.Compare) {
		was, old := rbac.Permits(at, t.roles[at])
		is, notes := rbac.Permits(at, t.changed[at])
		told := all(t.Session, func(p fleet.Permit) bool { return p.Cluster == at })
		for _, p := range was {
			if !slices.Contains(is, p) && slices.Contains(told, p) && !slices.Contains(t.operations, fleet.Operation(fleet.Delete{Fact: fleet.Namespace{Cluster: at, Name: p.Namespace}})) {
				t.delete(p)
			}
		}
		for _, p := range is {
			if !slices.Contains(told, p) {
				t.create(p)
			}
		}
		t.admit(at, slices.DeleteFunc(notes, func(n rbac.Note) bool { return slices.Contains(old, n) }))
		t.do(func() { t.roles[at] = t.changed[at] })
	}
}

// admit says that the rights in a cluster are not known, where a binding names a role that may be there.
func (t *turn) admit(at fleet.ClusterName, notes []rbac.Note) {
	gap := fleet.Gap{What: fleet.GapRBAC, Cluster: at}
	for _, n := range notes {
		if n.Absent && t.known[at] {
			t.note("note: %v: it gives nothing", n)
			continue
		}
		t.note("note: %v: the rights in cluster %v are not known", n, at)
		if !has(t.Session, func(f fleet.Gap) bool { return f == gap }) && !slices.Contains(t.operations, fleet.Operation(fleet.Create{Fact: gap})) {
			t.create(gap)
		}
	}
}
