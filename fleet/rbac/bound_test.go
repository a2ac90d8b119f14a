package rbac_test

import (
	"fmt"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/rbac"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func namesSecrets(n int) rbac.Objects {
	rule := rbacv1.PolicyRule{APIGroups: []string{""}, Resources: []string{"secrets"}, Verbs: []string{"get"}}
	for i := range n {
		rule.ResourceNames = append(rule.ResourceNames, fmt.Sprint("s", i))
	}
	return rbac.Objects{
		ClusterRoles: []rbacv1.ClusterRole{{ObjectMeta: metav1.ObjectMeta{Name: "r"}, Rules: []rbacv1.PolicyRule{rule}}},
		ClusterRoleBindings: []rbacv1.ClusterRoleBinding{{
			ObjectMeta: metav1.ObjectMeta{Name: "b"}, RoleRef: rbacv1.RoleRef{Kind: "ClusterRole", Name: "r"},
			Subjects: []rbacv1.Subject{{Kind: "User", Name: "u"}},
		}},
	}
}

// A role that names a hundred Secrets gives a hundred permits; one that names more is read as if it named all, so that
// a role of a million names bound to a million subjects stays small.
func TestManyNamesAreRead(t *testing.T) {
	for n, want := range map[int]int{1: 1, 100: 100, 101: 1, 20000: 1} {
		ps, notes := rbac.Permits(here, namesSecrets(n))
		if len(ps) != want || len(notes) != 0 {
			t.Errorf("%d names: %d permits, %v", n, len(ps), notes)
		}
		if wide := ps[0].Object == ""; wide != (n > 100) {
			t.Errorf("%d names: %v", n, ps[0])
		}
	}
}

// A chain and a ring of aggregating roles end, and everything reaches everyone in the ring.
func TestRingOfAggregation(t *testing.T) {
	const n = 200
	var o rbac.Objects
	for i := range n {
		o.ClusterRoles = append(o.ClusterRoles, rbacv1.ClusterRole{
			ObjectMeta:      metav1.ObjectMeta{Name: fmt.Sprint("r", i), Labels: map[string]string{"i": fmt.Sprint(i)}},
			AggregationRule: &rbacv1.AggregationRule{ClusterRoleSelectors: []metav1.LabelSelector{{MatchLabels: map[string]string{"i": fmt.Sprint((i + 1) % n)}}}},
		})
	}
	o.ClusterRoles[n/2].Rules = []rbacv1.PolicyRule{{APIGroups: []string{""}, Resources: []string{"pods"}, Verbs: []string{"create"}}}
	for _, name := range []string{"r0", "r199"} {
		o.ClusterRoleBindings = append(o.ClusterRoleBindings, rbacv1.ClusterRoleBinding{
			ObjectMeta: metav1.ObjectMeta{Name: name}, RoleRef: rbacv1.RoleRef{Kind: "ClusterRole", Name: name},
			Subjects: []rbacv1.Subject{{Kind: "User", Name: name}},
		})
	}
	ps, notes := rbac.Permits(here, o)
	if len(ps) != 2 || len(notes) != 0 || ps[0].Right != fleet.CreatePods || ps[1].Right != fleet.CreatePods {
		t.Errorf("%v %v", ps, notes)
	}
}
