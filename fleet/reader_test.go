package fleet_test

import (
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/condition"
	"fleettrust.example/pool"
)

// hostile are texts where a name, a role, a permission, a condition or a term of an intent belongs, nearly right ones first.
var hostile = []struct{ why, text string }{
	{"a cluster", "alpha/us/c1"},
	{"a cluster without a name", "alpha/us/"},
	{"a cluster with a part too many, as kubectl and others have it", "projects/alpha/locations/us/clusters/c1"},
	{"a resource", "projects/alpha"},
	{"a resource of no kind that carries policies", "billingAccounts/1"},
	{"a folder whose number has two spellings", "folders/007"},
	{"an account in its project", "projects/alpha/serviceAccounts/robot@alpha.iam.gserviceaccount.com"},
	{"an account in an account", "projects/alpha/serviceAccounts/a/serviceAccounts/b"},
	{"a term with two equals signs: the first counts", "cluster=alpha/us/c1=x"},
	{"a term without a key", "=alpha/us/c1"},
	{"a term without a value", "workload="},
	{"a workload", "workload=alpha/us/c1 shop/cart"},
	{"a workload with two spaces", "workload=alpha/us/c1  shop/cart"},
	{"a member that is a placeholder", "member=serviceAccount:${SA}"},
	{"a scope without its fleet", "scope=/shop"},
	{"a key in capitals: nothing is folded", "CLUSTER=alpha/us/c1"},
	{"a role that is known", "roles/iam.workloadIdentityUser"},
	{"a role that nobody defined", "roles/iam.workloadIdentityuser"},
	{"a custom role", "projects/alpha/roles/minter"},
	{"a permission", "iam.serviceAccounts.getAccessToken"},
	{"a permission as deny policies spell it", "iam.googleapis.com/serviceAccounts.getAccessToken"},
	{"a permission for all verbs", "iam.googleapis.com/serviceAccounts.*"},
	{"stars alone: every permission, if they mean one at all", "*.*.*"},
	{"a permission of dots", strings.Repeat(".", 5000)},
	{"a condition that does not end", "resource.name.startsWith('"},
	{"a condition that is deep", strings.Repeat("(", 5000)},
	{"nothing", ""},
	{"a space", " "},
	{"a slash", "/"},
	{"slashes", strings.Repeat("/", 5000)},
	{"a line end: a fault stays on one line", "alpha/us/c1\nfault: none"},
	{"a NUL", "alpha/us/c1\x00"},
	{"no UTF-8", "alpha/us/\xff"},
	{"letters that turn the line around", "alpha/us/\u202ec1"},
	{"a look-alike of alpha", "\u0430lpha/us/c1"},
	{"a verb of fmt", "%!d(MISSING)%s%[9]*.*f"},
	{"a name of 64 KiB", strings.Repeat("a", 1<<16)},
	{"a number where an ID belongs", "1001"},
	{"a number of twenty digits", "99999999999999999999"},
}

// FuzzNames reads any text as the name of a cluster, as that of a resource and as the terms of an intent, one a line.
func FuzzNames(f *testing.F) {
	for _, h := range hostile {
		f.Add(h.text)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := fleet.ParseClusterName(s)
		readOrRefused(t, s, c, err)
		if err == nil && c.String() != s {
			t.Fatalf("cluster %q prints as %q", s, c)
		}
		r, err := fleet.ParseResource(s)
		readOrRefused(t, s, r, err)
		if again, err := fleet.ParseResource(r.String()); r != again || r.Kind() != fleet.NoResource && err != nil {
			t.Fatalf("resource %q is %v, and printed %v, %v", s, r, again, err)
		}
		intended(t, strings.Split(s, "\n"))
	})
}

// readOrRefused: a text is read, or there is an error that quotes it on one line; never both.
func readOrRefused(t *testing.T, s string, v any, err error) {
	t.Helper()
	if err == nil {
		return
	}
	if !reflect.ValueOf(v).IsZero() {
		t.Fatalf("%q is %v, and refused: %v", s, v, err)
	}
	if text := err.Error(); !strings.Contains(text, strconv.Quote(s)) || strings.ContainsFunc(text, func(r rune) bool { return !strconv.IsPrint(r) }) {
		t.Fatalf("%q is refused so: %q", s, text)
	}
}

// intended: terms make an intent together if each makes one alone, and what is refused is quoted.
func intended(t *testing.T, terms []string) {
	t.Helper()
	in, err := fleet.ParseIntent(pool.AllUsers(), terms...)
	bad := 0
	for _, term := range terms {
		if _, alone := fleet.ParseIntent(pool.AllUsers(), term); alone != nil {
			bad++
			if err == nil || !strings.Contains(err.Error(), strconv.Quote(term)) {
				t.Fatalf("%q is refused alone, and among others: %v", term, err)
			}
		}
	}
	if (err != nil) != (bad > 0) || err != nil && !reflect.ValueOf(in).IsZero() {
		t.Fatalf("%q with %d bad terms: %+v, %v", terms, bad, in, err)
	}
	if n := len(in.Clusters) + len(in.Namespaces) + len(in.Fleets) + len(in.Scopes) + len(in.Workloads) + len(in.Members); err == nil && n != len(terms) {
		t.Fatalf("of %q come %d parts", terms, n)
	}
}

// FuzzTexts puts any text where facts have one: see withText.
func FuzzTexts(f *testing.F) {
	for i, h := range hostile {
		for at := range len(texts) {
			if (at+i)%4 == 0 { // every text in some places; the fuzzer finds the rest
				f.Add(byte(at), h.text)
			}
		}
	}
	f.Fuzz(func(t *testing.T, at byte, s string) { withText(t, texts[int(at)%len(texts)], s) })
}

var (
	shopCluster = fleet.ClusterName{Project: "alpha", Location: "us", Name: "c1"}
	robot       = "robot@alpha.iam.gserviceaccount.com"
	cartSubject = pool.Must(pool.Parse("serviceAccount:alpha.svc.id.goog[shop/cart]"))
)

// shop is a world in which one workload has an account.
func shop() []fleet.Fact {
	return []fleet.Fact{
		fleet.Organization{Number: 1}, fleet.Project{ID: "alpha", Number: 1001, Parent: fleet.InOrganization(1)}, fleet.Fleet{Host: "alpha"},
		fleet.Cluster{Name: shopCluster, WorkloadIdentity: fleet.On}, fleet.Namespace{Cluster: shopCluster, Name: "shop"},
		fleet.KSA{Cluster: shopCluster, Namespace: "shop", Name: "cart"}, fleet.GSA{Email: robot, Project: "alpha"},
		fleet.Binding{On: fleet.OnAccount(robot), Role: "roles/iam.workloadIdentityUser", Member: cartSubject},
	}
}

// texts make facts of a text. Each only adds to the world: none takes the account from the workload.
var texts = []func(s string) fleet.Fact{
	func(s string) fleet.Fact { return fleet.Project{ID: s, Number: 7} },
	func(s string) fleet.Fact {
		return fleet.Cluster{Name: fleet.ClusterName{Project: "alpha", Location: s, Name: s}}
	},
	func(s string) fleet.Fact { return fleet.Fleet{Host: s} },
	func(s string) fleet.Fact {
		return fleet.Membership{Fleet: "alpha", Location: s, Name: s, Cluster: shopCluster, Issuer: fleet.On, IdentityProvider: s}
	},
	func(s string) fleet.Fact { return fleet.Namespace{Cluster: shopCluster, Name: s} },
	func(s string) fleet.Fact {
		return fleet.KSA{Cluster: shopCluster, Namespace: "shop", Name: s, UID: s, Annotation: s}
	},
	func(s string) fleet.Fact { return fleet.GSA{Email: s, Project: "alpha"} },
	func(s string) fleet.Fact {
		return fleet.Role{Name: "projects/alpha/roles/minter", Permissions: []string{s}}
	},
	func(s string) fleet.Fact {
		return fleet.Binding{On: fleet.InProject("alpha"), Role: s, Member: cartSubject}
	},
	func(s string) fleet.Fact {
		return fleet.Binding{On: fleet.OnAccount(robot), Role: "roles/iam.workloadIdentityUser", Member: cartSubject, Condition: s}
	},
	func(s string) fleet.Fact {
		return fleet.Binding{On: fleet.OnAccount(robot), Role: "roles/iam.workloadIdentityUser", Unread: s}
	},
	func(s string) fleet.Fact {
		return fleet.Deny{On: fleet.InProject("alpha"), Name: s, Permissions: []string{s}, Principals: []pool.Principal{pool.ServiceAccount(robot)}, Condition: s}
	},
	func(s string) fleet.Fact {
		return fleet.Constraint{Organization: 1, Name: "custom." + s, Types: []string{s}, Methods: []string{"CREATE"}, Condition: s, Denies: true}
	},
	func(s string) fleet.Fact {
		return fleet.OrgPolicy{On: fleet.InProject("alpha"), Constraint: s, Enforced: fleet.On}
	},
	func(s string) fleet.Fact {
		return fleet.NodePool{Cluster: shopCluster, Name: s, Account: s, Scopes: []string{s}, Labels: map[string]string{s: s}}
	},
	func(s string) fleet.Fact {
		return fleet.Pod{Cluster: shopCluster, Namespace: "shop", Name: s, ServiceAccount: s, NodePool: s, Secrets: []string{s}, NodeSelector: map[string]string{s: s}}
	},
	func(s string) fleet.Fact {
		return fleet.Secret{Cluster: shopCluster, Namespace: "shop", Name: s, Key: robot}
	},
	func(s string) fleet.Fact { return fleet.Scope{Fleet: "alpha", Name: s} },
	func(s string) fleet.Fact {
		return fleet.Permit{Cluster: shopCluster, Subject: fleet.Subject{Kind: fleet.UserSubject, Name: s}, Right: fleet.CreatePods, Namespace: "shop", Because: s}
	},
	func(s string) fleet.Fact {
		return fleet.Permit{Cluster: shopCluster, Subject: fleet.Subject{Kind: fleet.GroupSubject, Name: s}, Right: fleet.MintTokens, Namespace: "shop", Object: s, Because: "x"}
	},
}

// withText: a fact of any text is refused with faults of one line each, or it is part of a world in which the workload
// still has its account, and which answers as it did when the fact is told again.
func withText(t *testing.T, fact func(string) fleet.Fact, s string) {
	t.Helper()
	g, faults := built(t, append(shop(), fact(s)))
	if again, same := built(t, append([]fleet.Fact{fact(s)}, shop()...)); faults != same || (g == nil) != (again == nil) {
		t.Fatalf("%+v: %q, and in another order %q", fact(s), faults, same)
	}
	if g == nil {
		return
	}
	cart, ok := g.WorkloadID(fleet.Workload{Cluster: shopCluster, Namespace: "shop", ServiceAccount: "cart"})
	if answer := g.Assumers(pool.ServiceAccount(robot)); !ok || !answer.Can(cart) {
		t.Fatalf("with %+v the workload has lost its account: %v %v", fact(s), answer.Exactness(), answer.Reasons())
	}
	for c := range g.CouldBecome(cartSubject).All() {
		if len(c.Path) == 0 || fmt.Sprint(c) == "" {
			t.Fatalf("with %+v somebody could become the subject, without a path: %+v", fact(s), c)
		}
	}
}

// built gives a graph, or faults.
func built(t *testing.T, facts []fleet.Fact) (*fleet.Graph, string) {
	t.Helper()
	b := fleet.Builder{Evaluator: condition.New(condition.Facts{})}
	b.Add(facts...)
	g, err := b.Build()
	var faults *fleet.BuildError
	if err == nil {
		return g, ""
	}
	if g != nil || !errors.As(err, &faults) || len(faults.Faults) == 0 {
		t.Fatalf("graph %v, error %v", g, err)
	}
	for _, f := range faults.Faults {
		if text := f.Error(); f.About == "" || f.Wrong == "" || strings.ContainsFunc(text, func(r rune) bool { return !strconv.IsPrint(r) }) {
			t.Fatalf("the fault says too little or too much: %q", text)
		}
	}
	return nil, err.Error()
}
