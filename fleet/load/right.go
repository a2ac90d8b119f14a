package load

import (
	"cmp"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/rbac"
)

// rights are the roles and role bindings of a cluster, and where each stands.
type rights struct {
	rbac.Objects
	at map[string]fleet.Source // by kind, namespace and name
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
	if d.confined(d.rolesIn) {
		return otherNamespaces
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
func (d *dump) object(it item, namespaced bool) (metav1.ObjectMeta, bool) {
	data := it.field("metadata")
	m := metav1.ObjectMeta{Name: data.field("name").need(), Labels: labels(data.field("labels"))}
	kind := it.field("kind").text()
	if namespaced {
		if !d.hasNamespace(data, data.field("namespace"), kind) {
			return m, false
		}
		m.Namespace = data.field("namespace").text()
	}
	place := kind + " " + m.Name
	if namespaced {
		d.rolesIn[m.Namespace] = true
		place = kind + " " + m.Namespace + "/" + m.Name
	}
	d.inventory.rbac.at[place] = it.source()
	d.own[ownObject{kind, m.Namespace, ""}] = true
	d.own[ownObject{kind, "", m.Name}] = true
	d.count++
	return m, m.Name != ""
}

func labels(it item) map[string]string {
	var m map[string]string
	for name, v := range it.pairs() {
		if m == nil {
			m = map[string]string{}
		}
		m[name] = v.text()
	}
	return m
}

func (d *dump) readRole(it item) {
	if m, ok := d.object(it, true); ok {
		d.inventory.rbac.Roles = append(d.inventory.rbac.Roles, rbacv1.Role{ObjectMeta: m, Rules: policyRules(it.field("rules"))})
	}
}

func (d *dump) readClusterRole(it item) {
	m, ok := d.object(it, false)
	if !ok {
		return
	}
	role := rbacv1.ClusterRole{ObjectMeta: m, Rules: policyRules(it.field("rules"))}
	if a := it.field("aggregationRule"); a.present() {
		role.AggregationRule = &rbacv1.AggregationRule{}
		for _, s := range a.field("clusterRoleSelectors").list() {
			role.AggregationRule.ClusterRoleSelectors = append(role.AggregationRule.ClusterRoleSelectors, selector(s))
		}
	}
	d.inventory.rbac.ClusterRoles = append(d.inventory.rbac.ClusterRoles, role)
}

func selector(it item) metav1.LabelSelector {
	s := metav1.LabelSelector{MatchLabels: labels(it.field("matchLabels"))}
	for _, e := range it.field("matchExpressions").list() {
		s.MatchExpressions = append(s.MatchExpressions, metav1.LabelSelectorRequirement{
			Key: e.field("key").text(), Operator: metav1.LabelSelectorOperator(e.field("operator").text()), Values: e.field("values").texts()})
	}
	return s
}

func policyRules(it item) []rbacv1.PolicyRule {
	var rules []rbacv1.PolicyRule
	for _, r := range it.list() {
		rules = append(rules, rbacv1.PolicyRule{
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
		d.inventory.rbac.RoleBindings = append(d.inventory.rbac.RoleBindings, rbacv1.RoleBinding{ObjectMeta: m, RoleRef: roleRef(it.field("roleRef")), Subjects: subjects(it.field("subjects"))})
	}
}

func (d *dump) readClusterRoleBinding(it item) {
	if m, ok := d.object(it, false); ok {
		d.inventory.rbac.ClusterRoleBindings = append(d.inventory.rbac.ClusterRoleBindings, rbacv1.ClusterRoleBinding{ObjectMeta: m, RoleRef: roleRef(it.field("roleRef")), Subjects: subjects(it.field("subjects"))})
	}
}

func roleRef(it item) rbacv1.RoleRef {
	return rbacv1.RoleRef{APIGroup: it.field("apiGroup").text(), Kind: it.field("kind").need(), Name: it.field("name").need()}
}

func subjects(it item) []rbacv1.Subject {
	var ss []rbacv1.Subject
	for _, s := range it.list() {
		ss = append(ss, rbacv1.Subject{Kind: s.field("kind").need(), APIGroup: s.field("apiGroup").text(), Name: s.field("name").need(), Namespace: s.field("namespace").text()})
	}
	return ss
}

// given is what the roles of a cluster permit.
type given struct {
	permits []fleet.Permit
	notes   []rbac.Note
}

func permitted(of fleet.ClusterName, seen *inventory) given {
	permits, notes := rbac.Permits(of, seen.rbac.Objects)
	return given{permits, notes}
}

// permit finds what the roles of all clusters permit, of several clusters at once.
func (r *reader) permit() {
	names := r.clusterNames()
	all := make([]given, len(names))
	var next atomic.Int32
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(names); i = int(next.Add(1)) - 1 {
				if seen := r.inventories[names[i]]; seen != nil {
					all[i] = permitted(names[i], seen)
				}
			}
		})
	}
	workers.Wait()
	for i, name := range names {
		r.given[name] = all[i]
	}
}

// settleRights tells what the roles of a cluster permit, each permit at its binding, and warns of what they leave open. A role
// that a whole dump has not does not exist, and what refers to it gives nothing.
func (r *reader) settleRights(c *cluster, seen *inventory) {
	r.report.Roles[c.fact.Name] = seen.rbac.Objects
	given, ok := r.given[c.fact.Name]
	if !ok {
		given = permitted(c.fact.Name, seen)
	}
	delete(r.given, c.fact.Name)
	for _, p := range given.permits {
		binding, _, _ := strings.Cut(p.Because, " to ")
		r.tell(cmp.Or(seen.rbac.at[binding], seen.at), p)
	}
	whole := seen.rights
	for _, n := range given.notes {
		at := cmp.Or(seen.rbac.at[n.Object], seen.at)
		if n.Absent && whole {
			r.warn(at, n.Object, "", "%s, and these are all of cluster %q: it gives nothing", n.Problem, c.fact.Name)
			continue
		}
		r.warn(at, n.Object, "", "%s: the rights in cluster %q are taken as unknown", n.Problem, c.fact.Name)
		seen.rights = false
	}
}
