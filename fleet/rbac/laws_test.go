package rbac_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/rbac"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"pgregory.net/rapid"
)

func TestNaiveReadingAgrees(t *testing.T) { rapid.Check(t, lawNaiveReadingAgrees) }
func TestOrderNeverMatters(t *testing.T)  { rapid.Check(t, lawOrderNeverMatters) }
func TestMorePermitsMore(t *testing.T)    { rapid.Check(t, lawMorePermitsMore) }
func FuzzNaiveReadingAgrees(f *testing.F) { fuzzLaw(f, lawNaiveReadingAgrees) }
func FuzzOrderNeverMatters(f *testing.F)  { fuzzLaw(f, lawOrderNeverMatters) }
func FuzzMorePermitsMore(f *testing.F)    { fuzzLaw(f, lawMorePermitsMore) }

func fuzzLaw(f *testing.F, law func(*rapid.T)) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 4 {
		seed := make([]byte, 4096)
		for i := range seed {
			seed[i] = byte(r.Uint32())
		}
		f.Add(seed)
	}
	f.Fuzz(rapid.MakeFuzz(law))
}

var (
	words = struct{ groups, resources, verbs, names, roles, namespaces []string }{
		[]string{"", "apps", "rbac.authorization.k8s.io", "*"},
		[]string{"pods", "deployments", "pods/exec", "secrets", "serviceaccounts/token", "users", "namespaces", "rolebindings", "clusterrolebindings", "clusterroles", "roles", "*", "*/token"},
		[]string{"create", "get", "patch", "bind", "escalate", "impersonate", "*"},
		[]string{"x", "y", "r1", "r2", ""},
		[]string{"r1", "r2", "r3"},
		[]string{"a", "b"},
	}
	people = []rbacv1.Subject{{Kind: "User", Name: "u"}, {Kind: "User", Name: "v"}, {Kind: "ServiceAccount", Name: "s"}}
)

// ladder are rules that matter together only, and would seldom be drawn together.
var ladder = []rbacv1.PolicyRule{
	{APIGroups: []string{rbacGroup}, Resources: []string{"rolebindings"}, Verbs: []string{"create"}},
	{APIGroups: []string{rbacGroup}, Resources: []string{"clusterrolebindings"}, Verbs: []string{"create"}},
	{APIGroups: []string{rbacGroup}, Resources: []string{"clusterroles"}, Verbs: []string{"bind"}, ResourceNames: []string{"r1", "r2"}},
	{APIGroups: []string{rbacGroup}, Resources: []string{"clusterroles"}, Verbs: []string{"bind"}, ResourceNames: []string{"r3"}},
	{APIGroups: []string{rbacGroup}, Resources: []string{"roles"}, Verbs: []string{"bind"}, ResourceNames: []string{"r1"}},
	{APIGroups: []string{rbacGroup}, Resources: []string{"roles", "clusterroles"}, Verbs: []string{"escalate"}},
	{APIGroups: []string{rbacGroup}, Resources: []string{"roles", "clusterroles"}, Verbs: []string{"update"}, ResourceNames: []string{"r1"}},
}

func some(t *rapid.T, from []string, least, most int, label string) []string {
	return rapid.SliceOfNDistinct(rapid.SampledFrom(from), least, most, rapid.ID[string]).Draw(t, label)
}

func drawRules(t *rapid.T) (rules []rbacv1.PolicyRule) {
	for range rapid.IntRange(0, 3).Draw(t, "rules") {
		if rapid.IntRange(0, 3).Draw(t, "ladder") == 0 {
			rules = append(rules, rapid.SampledFrom(ladder).Draw(t, "rung"))
			continue
		}
		r := rbacv1.PolicyRule{
			APIGroups: some(t, words.groups, 1, 2, "groups"), Resources: some(t, words.resources, 1, 3, "resources"),
			Verbs: some(t, words.verbs, 1, 2, "verbs"),
		}
		if rapid.Bool().Draw(t, "named") {
			r.ResourceNames = some(t, words.names, 1, 2, "names")
		}
		rules = append(rules, r)
	}
	return rules
}

// draw draws few names, so that they collide.
func draw(t *rapid.T) (o rbac.Objects) {
	for _, name := range words.roles {
		o.ClusterRoles = append(o.ClusterRoles, rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: name}, Rules: drawRules(t)})
		for _, ns := range words.namespaces {
			o.Roles = append(o.Roles, rbacv1.Role{ObjectMeta: metav1.ObjectMeta{Namespace: ns, Name: name}, Rules: drawRules(t)})
		}
	}
	for i := range rapid.IntRange(1, 4).Draw(t, "bindings") {
		ref := rbacv1.RoleRef{Kind: "ClusterRole", Name: rapid.SampledFrom(words.roles).Draw(t, "role")}
		who := []rbacv1.Subject{rapid.SampledFrom(people).Draw(t, "subject")}
		name := fmt.Sprint("b", i)
		if ns := rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "namespace"); ns != "" {
			ref.Kind = rapid.SampledFrom([]string{"Role", "ClusterRole"}).Draw(t, "kind")
			o.RoleBindings = append(o.RoleBindings, rbacv1.RoleBinding{ObjectMeta: metav1.ObjectMeta{Namespace: ns, Name: name}, RoleRef: ref, Subjects: who})
		} else {
			o.ClusterRoleBindings = append(o.ClusterRoleBindings, rbacv1.ClusterRoleBinding{ObjectMeta: metav1.ObjectMeta{Name: name}, RoleRef: ref, Subjects: who})
		}
	}
	return o
}

// permitted reports that a permit covers a right of a subject in a namespace, on an object or, when that is "", on all.
func permitted(ps []fleet.Permit, s fleet.Subject, right fleet.Right, namespace, object string) bool {
	return slices.ContainsFunc(ps, func(p fleet.Permit) bool {
		return p.Subject == s && p.Right == right && (p.Namespace == "" || p.Namespace == namespace) && (p.Object == "" || p.Object == object)
	})
}

func subjectOf(s rbacv1.Subject, namespace string) fleet.Subject {
	if s.Kind == "User" {
		return fleet.Subject{Kind: fleet.UserSubject, Name: s.Name}
	}
	return fleet.Subject{Kind: fleet.AccountSubject, Namespace: namespace, Name: s.Name}
}

// What the package permits is what the naive authorizer allows, in namespaces that bindings name and in one that none
// does, for objects that rules name and for one that none does. Who may bind any role has every right by that alone.
func lawNaiveReadingAgrees(t *rapid.T) {
	o := draw(t)
	ps, notes := rbac.Permits(here, o)
	if len(notes) > 0 && !slices.ContainsFunc(notes, func(n rbac.Note) bool {
		return strings.Contains(n.Problem, "without a namespace") || strings.Contains(n.Problem, "leave to bind")
	}) {
		t.Fatalf("notes of objects that are whole: %v", notes)
	}
	for _, person := range people {
		for _, ns := range []string{"a", "b", "new"} {
			for _, home := range words.namespaces {
				s := subjectOf(person, home)
				n := naive{o, s}
				rs := n.climb(n.rules(ns))
				check := func(right fleet.Right, object string, want bool) {
					t.Helper()
					got := permitted(ps, s, right, ns, object)
					if got && !want || want && !got && !permitted(ps, s, fleet.BindRoles, ns, "") {
						t.Fatalf("%v: %v in %q on %q: permitted %v, naive %v\n%v\n%v", s, right, ns, object, got, want, rs, ps)
					}
				}
				check(fleet.CreatePods, "", may(rs, "create", "", "pods", "") || may(rs, "create", "apps", "deployments", "") || may(rs, "create", "", "replicationcontrollers", "") ||
					may(rs, "create", "batch", "jobs", "") || templates(rs))
				check(fleet.ExecPods, "", anyName(rs, "create", "", "pods/exec") || anyName(rs, "get", "", "pods/exec") || anyName(rs, "create", "", "pods/attach") || anyName(rs, "get", "", "pods/attach") || anyName(rs, "patch", "", "pods/ephemeralcontainers"))
				check(fleet.CreateNamespaces, "", may(rs, "create", "", "namespaces", ""))
				for _, object := range []string{"x", "y", "other"} {
					check(fleet.MintTokens, object, may(rs, "create", "", "serviceaccounts/token", object))
					check(fleet.ReadSecrets, object, may(rs, "get", "", "secrets", object) || may(rs, "list", "", "secrets", object))
					check(fleet.ImpersonateAccounts, object, may(rs, "impersonate", "", "serviceaccounts", object))
				}
				check(fleet.BindRoles, "", writes(rs, "rolebindings") && (anyName(rs, "bind", rbacGroup, "roles") || may(rs, "bind", rbacGroup, "clusterroles", "other")) ||
					writes(rs, "clusterrolebindings") && mayWide(rs, "bind", "clusterroles", "other"))
				check(fleet.EscalateRoles, "", writes(rs, "roles") && anyName(rs, "escalate", rbacGroup, "roles") ||
					writes(rs, "clusterroles") && anyName(rs, "escalate", rbacGroup, "clusterroles"))
			}
		}
	}
}

func lawOrderNeverMatters(t *rapid.T) {
	o := draw(t)
	if a, b := say(o), say(mirrored(o)); a != b {
		t.Fatalf("in one order\n%s\nin another, each twice\n%s", a, b)
	}
}

// A further binding takes nothing away. The reason that is named may change, and a permit may be left out that a wider
// one covers.
func lawMorePermitsMore(t *rapid.T) {
	o := draw(t)
	less := o
	if len(o.RoleBindings) > 0 {
		less.RoleBindings = o.RoleBindings[1:]
	} else {
		less.ClusterRoleBindings = o.ClusterRoleBindings[1:]
	}
	before, _ := rbac.Permits(here, less)
	after, _ := rbac.Permits(here, o)
	for _, p := range before {
		if !permitted(after, p.Subject, p.Right, p.Namespace, p.Object) {
			t.Fatalf("%v is gone from %v", p, after)
		}
	}
}
