package rbac_test

import (
	"strings"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/rbac"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// hostile are texts where objects have a name, a kind, a verb or a resource, nearly right ones first.
var hostile = []struct{ why, text string }{
	{"a name", "edit"},
	{"a role that every cluster has, and system:masters beside it", "cluster-admin"},
	{"a verb", "create"},
	{"a verb in capitals: nothing is folded", "CREATE"},
	{"a resource", "pods"},
	{"a resource below one", "serviceaccounts/token"},
	{"every resource", "*"},
	{"every token, of whatever", "*/token"},
	{"a star in a word, which is none", "po*"},
	{"a kind", "ServiceAccount"},
	{"a user who is a service account", "system:serviceaccount:shop:cart"},
	{"a user who is nearly one", "system:serviceaccount:shop"},
	{"a user who is one of a namespace without a name", "system:serviceaccount::cart"},
	{"all service accounts of a namespace", "system:serviceaccounts:shop"},
	{"all service accounts", "system:serviceaccounts"},
	{"all of them, and a colon", "system:serviceaccounts:"},
	{"nothing", ""},
	{"a line end", "edit\nClusterRole admin"},
	{"a NUL", "edit\x00"},
	{"no UTF-8", "\xff"},
	{"a look-alike of create", "cr\u0435ate"},
	{"spaces around it: nothing is trimmed", " create "},
	{"commas, where others take a list", "create,get"},
	{"slashes", strings.Repeat("/", 1000)},
	{"a name of 64 KiB", strings.Repeat("n", 1<<16)},
}

// FuzzTexts puts two texts wherever objects have one: see wellPermitted.
func FuzzTexts(f *testing.F) {
	for _, h := range hostile {
		f.Add(h.text, "shop")
		f.Add("edit", h.text)
		f.Add(h.text, h.text)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		rules := []rbacv1.PolicyRule{
			{APIGroups: []string{"", a}, Resources: []string{"pods", b}, Verbs: []string{"create", a}},
			{APIGroups: []string{""}, Resources: []string{"secrets", "serviceaccounts/token", a}, Verbs: []string{"get", b, "create"}, ResourceNames: []string{a}},
		}
		wellPermitted(t, rbac.Objects{
			Roles:               []rbacv1.Role{{ObjectMeta: metav1.ObjectMeta{Namespace: b, Name: a}, Rules: rules}},
			ClusterRoles:        []rbacv1.ClusterRole{{ObjectMeta: metav1.ObjectMeta{Name: a, Labels: map[string]string{a: b}}, Rules: rules}, aggregating(b, a)},
			RoleBindings:        []rbacv1.RoleBinding{{ObjectMeta: metav1.ObjectMeta{Namespace: b, Name: a}, RoleRef: rbacv1.RoleRef{Kind: "Role", Name: a}, Subjects: named(a, b)}},
			ClusterRoleBindings: []rbacv1.ClusterRoleBinding{{ObjectMeta: metav1.ObjectMeta{Name: a}, RoleRef: rbacv1.RoleRef{Kind: "ClusterRole", Name: a}, Subjects: named(b, a)}},
		})
	})
}

func aggregating(name, label string) rbacv1.ClusterRole {
	return rbacv1.ClusterRole{
		ObjectMeta:      metav1.ObjectMeta{Name: name},
		AggregationRule: &rbacv1.AggregationRule{ClusterRoleSelectors: []metav1.LabelSelector{{MatchLabels: map[string]string{label: name}}}},
	}
}

// named are subjects of those names, of each kind and of one that is none.
func named(name, namespace string) []rbacv1.Subject {
	return []rbacv1.Subject{
		{Kind: "User", Name: name}, {Kind: "Group", Name: name}, {Kind: "ServiceAccount", Name: name, Namespace: namespace},
		{Kind: "ServiceAccount", Name: name}, {Kind: name, Name: namespace},
	}
}

// wellPermitted: a permit says who, what, and by which binding; a note says of which object what is wrong; each comes once, and
// the order of the objects does not matter.
func wellPermitted(t *testing.T, o rbac.Objects) {
	t.Helper()
	permits, notes := rbac.Permits(here, o)
	seen := map[fleet.Permit]bool{}
	for _, p := range permits {
		if p.Cluster != here || p.Subject.Kind == fleet.NoSubject || p.Subject.Name == "" || !strings.Contains(p.Because, "Binding ") || seen[p] {
			t.Fatalf("a permit that says too little, or twice: %+v", p)
		}
		if account := p.Subject.Kind == fleet.AccountSubject; account != (p.Subject.Namespace != "") {
			t.Fatalf("a subject of kind %v in namespace %q", p.Subject.Kind, p.Subject.Namespace)
		}
		seen[p] = true
	}
	for i, n := range notes {
		if n.Object == "" || n.Problem == "" || i > 0 && notes[i-1] == n {
			t.Fatalf("a note that says too little, or twice: %+v", n)
		}
	}
	if a, b := say(o), say(mirrored(o)); a != b {
		t.Fatalf("in one order\n%s\nin another, each twice\n%s", a, b)
	}
}
