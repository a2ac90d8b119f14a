package load

import (
	"fmt"

	rbac "k8s.io/api/rbac/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"

	"fleettrust.example/fleet"
)

// rights are the roles and role bindings of a cluster, and where each binding stands.
type rights struct {
	roles        []rbac.Role
	clusterRoles []rbac.ClusterRole
	bindings     []rbac.RoleBinding
	wide         []rbac.ClusterRoleBinding
	at           map[string]fleet.Source // by kind, namespace and name of a binding
	cut          bool                    // some could not be read
}

// clusterAdmin is a role of every cluster, and a binding of it. Kubernetes makes roles and bindings of its own in namespace
// kube-system too.
// Source: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings
const clusterAdmin = "cluster-admin"

// missingRights names what Kubernetes makes in every cluster and the dump has not.
func (d *dump) missingRights() string {
	if d.cut {
		return leftOut
	}
	for _, o := range []ownObject{{"ClusterRole", "", clusterAdmin}, {"ClusterRoleBinding", "", clusterAdmin}, {"Role", systemNamespace, ""}, {"RoleBinding", systemNamespace, ""}} {
		if !d.own[o] {
			return o.String()
		}
	}
	return ""
}

// An ownObject is one of Kubernetes' own: of a name, or any of a namespace.
type ownObject struct{ kind, namespace, name string }

func (o ownObject) String() string {
	if o.name != "" {
		return o.kind + " " + o.name
	}
	return fmt.Sprintf("any %s of namespace %s", o.kind, o.namespace)
}

func (d *dump) rbacKinds() int {
	return d.kinds["Role"] + d.kinds["ClusterRole"] + d.kinds["RoleBinding"] + d.kinds["ClusterRoleBinding"]
}

// object reads what objects of RBAC have in common. It is false for one that should be in a namespace and says none.
func (d *dump) object(it item, namespaced bool) (meta.ObjectMeta, bool) {
	data := it.field("metadata")
	m := meta.ObjectMeta{Name: data.field("name").need(), Labels: labels(data.field("labels"))}
	kind := it.field("kind").text()
	if namespaced {
		if !d.hasNamespace(data, data.field("namespace"), kind) {
			return m, false
		}
		m.Namespace = data.field("namespace").text()
	}
	d.own[ownObject{kind, m.Namespace, ""}] = true
	d.own[ownObject{kind, "", m.Name}] = true
	d.count++
	return m, m.Name != ""
}

func labels(it item) map[string]string {
	m := map[string]string{}
	for name, v := range it.pairs() {
		m[name] = v.text()
	}
	return m
}

func (d *dump) readRole(it item) {
	if m, ok := d.object(it, true); ok {
		d.inventory.rbac.roles = append(d.inventory.rbac.roles, rbac.Role{ObjectMeta: m, Rules: policyRules(it.field("rules"))})
	}
}

func (d *dump) readClusterRole(it item) {
	m, ok := d.object(it, false)
	if !ok {
		return
	}
	role := rbac.ClusterRole{ObjectMeta: m, Rules: policyRules(it.field("rules"))}
	if a := it.field("aggregationRule"); a.present() {
		role.AggregationRule = &rbac.AggregationRule{}
		for _, s := range a.field("clusterRoleSelectors").list() {
			role.AggregationRule.ClusterRoleSelectors = append(role.AggregationRule.ClusterRoleSelectors, selector(s))
		}
	}
	d.inventory.rbac.clusterRoles = append(d.inventory.rbac.clusterRoles, role)
}

func selector(it item) meta.LabelSelector {
	s := meta.LabelSelector{MatchLabels: labels(it.field("matchLabels"))}
	for _, e := range it.field("matchExpressions").list() {
		s.MatchExpressions = append(s.MatchExpressions, meta.LabelSelectorRequirement{
			Key: e.field("key").text(), Operator: meta.LabelSelectorOperator(e.field("operator").text()), Values: e.field("values").texts()})
	}
	return s
}

func policyRules(it item) []rbac.PolicyRule {
	var rules []rbac.PolicyRule
	for _, r := range it.list() {
		rules = append(rules, rbac.PolicyRule{
			Verbs: plainTexts(r.field("verbs")), APIGroups: plainTexts(r.field("apiGroups")), Resources: plainTexts(r.field("resources")),
			ResourceNames: plainTexts(r.field("resourceNames")), NonResourceURLs: plainTexts(r.field("nonResourceURLs")),
		})
	}
	return rules
}

// plainTexts gives a list of texts of which some may be "", as the core group of the API is.
func plainTexts(it item) []string {
	var ts []string
	for _, e := range it.list() {
		ts = append(ts, e.text())
	}
	return ts
}

func (d *dump) readRoleBinding(it item) {
	if m, ok := d.object(it, true); ok {
		d.inventory.rbac.bindings = append(d.inventory.rbac.bindings, rbac.RoleBinding{ObjectMeta: m, RoleRef: roleRef(it.field("roleRef")), Subjects: subjects(it.field("subjects"))})
		d.inventory.rbac.at["RoleBinding "+m.Namespace+"/"+m.Name] = it.source()
	}
}

func (d *dump) readClusterRoleBinding(it item) {
	if m, ok := d.object(it, false); ok {
		d.inventory.rbac.wide = append(d.inventory.rbac.wide, rbac.ClusterRoleBinding{ObjectMeta: m, RoleRef: roleRef(it.field("roleRef")), Subjects: subjects(it.field("subjects"))})
		d.inventory.rbac.at["ClusterRoleBinding "+m.Name] = it.source()
	}
}

func roleRef(it item) rbac.RoleRef {
	return rbac.RoleRef{APIGroup: it.field("apiGroup").text(), Kind: it.field("kind").need(), Name: it.field("name").need()}
}

func subjects(it item) []rbac.Subject {
	var ss []rbac.Subject
	for _, s := range it.list() {
		ss = append(ss, rbac.Subject{Kind: s.field("kind").need(), APIGroup: s.field("apiGroup").text(), Name: s.field("name").need(), Namespace: s.field("namespace").text()})
	}
	return ss
}
