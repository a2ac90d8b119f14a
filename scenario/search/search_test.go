package search_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"fleettrust.example/scenario/search"
)

var (
	prod = fleet.ClusterName{Project: "host", Location: "us", Name: "prod"}
	lab  = fleet.ClusterName{Project: "host", Location: "us", Name: "lab"}
	db   = pool.ServiceAccount("db@host.iam.gserviceaccount.com")
)

// world is a fleet of one cluster, a cluster of its host project that is no member, and an account for shop/app.
func world(t *testing.T, more ...fleet.Fact) *fleet.Graph {
	t.Helper()
	var b fleet.Builder
	b.Add(fleet.Organization{Number: 9}, fleet.Project{ID: "host", Number: 1000, Parent: fleet.InOrganization(9)}, fleet.Fleet{Host: "host"},
		fleet.Cluster{Name: prod, WorkloadIdentity: fleet.On}, fleet.Cluster{Name: lab, WorkloadIdentity: fleet.On},
		fleet.Membership{Fleet: "host", Location: "us", Name: "prod", Cluster: prod, Issuer: fleet.On},
		fleet.KSA{Cluster: prod, Namespace: "shop", Name: "app"}, fleet.GSA{Email: db.Email()},
		fleet.Binding{On: fleet.OnAccount(db.Email()), Role: "roles/iam.workloadIdentityUser", Member: pool.Must(pool.Parse("serviceAccount:host.svc.id.goog[shop/app]"))})
	b.Add(more...)
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func meant(t *testing.T, terms ...string) fleet.Intent {
	t.Helper()
	return pool.Must(fleet.ParseIntent(db, terms...))
}

// stays leaves out what ends a membership.
func stays(op fleet.Operation) bool { _, ends := op.(fleet.Delete); return !ends }

func creates(op fleet.Operation) bool { _, is := op.(fleet.Create); return is }

func run(t *testing.T, p *search.Plan, b search.Bounds) *search.Outcome {
	t.Helper()
	o, err := p.Run(context.Background(), b)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func commands(o *search.Outcome) string {
	if o.Breach == nil {
		return "none"
	}
	return strings.Join(o.Breach.Commands, "\n")
}

// Each case is one plan, and the commands that it comes to.
func TestRun(t *testing.T) {
	noClusters := []fleet.Fact{
		fleet.Constraint{Organization: 9, Name: "custom.none", Types: []string{"container.googleapis.com/Cluster"}, Methods: []string{"CREATE"}, Condition: "true", Denies: true},
		fleet.OrgPolicy{On: fleet.InProject("host"), Constraint: "custom.none", Enforced: fleet.On},
	}
	alone := []fleet.Fact{fleet.Permit{Cluster: lab, Subject: fleet.Subject{Kind: fleet.UserSubject, Name: "ann@example.com"}, Right: fleet.CreateNamespaces, Because: "binding"}}
	for _, c := range []struct {
		why  string
		plan *search.Plan
		want string
	}{
		{"a member that leaves keeps its identity, for the pool is that of its own project", search.From(world(t)).Never(meant(t, "fleet=host")),
			"gcloud container fleet memberships unregister prod --project=host --location=us --gke-cluster=us/prod"},
		{"a cluster beside the fleet needs the names alone", search.From(world(t)).Never(meant(t, "fleet=host")).Trying(stays),
			"kubectl --context=gke_host_us_lab create namespace shop\nkubectl --context=gke_host_us_lab create serviceaccount app --namespace=shop"},
		{"whoever is meant everywhere cannot be in excess", search.From(world(t)).Never(meant(t, "namespace=shop")).Trying(creates), "none"},
		{"a grant is enough, once it is tried", search.From(world(t)).Never(meant(t, "namespace=shop")).WithGrants(),
			"gcloud iam service-accounts add-iam-policy-binding db@host.iam.gserviceaccount.com --member=user:outsider@example.com --role=roles/iam.serviceAccountTokenCreator"},
		{"broken as it is, with nothing to do", search.From(world(t)).Never(meant(t)), ""},
		{"and beyond that", search.From(world(t)).Never(meant(t)).BeyondToday().Trying(stays),
			"kubectl --context=gke_host_us_lab create namespace shop\nkubectl --context=gke_host_us_lab create serviceaccount app --namespace=shop"},
		{"of several invariants the first that breaks is told", search.From(world(t)).Never(meant(t, "namespace=shop")).Never(meant(t)), ""},
		{"who could become the account is known already, and nothing that is created adds another", search.From(world(t, alone...)).Only(db).BeyondToday().Trying(creates), "none"},
		{"any function", search.From(world(t, noClusters...)).Holds(threeClusters).Trying(stays),
			"gcloud org-policies set-policy /dev/stdin <<< '{\"name\":\"projects/host/policies/custom.none\",\"spec\":{\"rules\":[{\"enforce\":false}]}}'\ngcloud container clusters create-auto new --project=host --location=us"},
	} {
		o := run(t, c.plan, search.Bounds{Operations: 2})
		if got := commands(o); got != c.want || o.Breach != nil && !o.Breach.Shortest {
			t.Errorf("%s: %s\nwant %s\n%v", c.why, got, c.want, o)
		}
	}
}

func threeClusters(g *fleet.Graph) error {
	n := 0
	for range g.Clusters() {
		n++
	}
	if n > 2 {
		return fmt.Errorf("%d clusters", n)
	}
	return nil
}

// What breaks an invariant comes as what it is.
func TestWhy(t *testing.T) {
	o := run(t, search.From(world(t)).Never(meant(t)), search.Bounds{})
	var a *search.Admitted
	if !errors.As(o.Breach.Why, &a) || a.Principal != db || a.Who.Workload.Cluster != prod || len(a.Who.Path) == 0 {
		t.Errorf("%#v", o.Breach.Why)
	}
	may := fleet.Permit{Cluster: prod, Subject: fleet.Subject{Kind: fleet.UserSubject, Name: "ann@example.com"}, Right: fleet.CreatePods, Because: "binding"}
	o = run(t, search.From(world(t, may)).Only(db), search.Bounds{})
	var b *search.Able
	if !errors.As(o.Breach.Why, &b) || !strings.Contains(b.Error(), "user:ann@example.com could become serviceAccount:db@") {
		t.Errorf("%v", o.Breach.Why)
	}
	if o := run(t, search.From(world(t, may)).Only(db, "user:ann@example.com").Trying(func(fleet.Operation) bool { return false }), search.Bounds{}); o.Breach != nil {
		t.Errorf("she is allowed to: %v", o)
	}
}

// A search ends where it is told to, and says so.
func TestBounds(t *testing.T) {
	p := search.From(world(t)).Never(meant(t, "namespace=shop"))
	if o := run(t, p, search.Bounds{Tries: 3}); o.Tried+o.Refused != 3 || o.Full != 0 {
		t.Errorf("three tries: %v", o)
	}
	if o := run(t, p, search.Bounds{Operations: 1}); o.Full != 1 || o.Tried+o.Refused != o.Menu || !strings.Contains(o.String(), "no proof") {
		t.Errorf("all of one: %v", o)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if o, err := p.Run(ctx, search.Bounds{}); err != nil || o.Stopped == nil || o.Tried != 0 {
		t.Errorf("a context that is over: %v %v", o, err)
	}
	if _, err := search.From(world(t)).Never(meant(t, "cluster=host/us/none")).Run(context.Background(), search.Bounds{}); err == nil {
		t.Error("an intent of what is not there")
	}
	gone := search.From(world(t)).Never(meant(t, "cluster=host/us/prod")).Holds(func(*fleet.Graph) error { return nil })
	if o := run(t, gone, search.Bounds{Operations: 1}); o.Lost == 0 && o.Breach == nil {
		t.Errorf("a world without the cluster that is meant cannot be judged: %v", o)
	}
	gap := search.From(world(t, fleet.Gap{What: fleet.GapPolicy, On: fleet.InProject("host")})).Never(meant(t, "namespace=shop"))
	if o := run(t, gap, search.Bounds{Operations: 1}); len(o.Doubts) == 0 || !strings.Contains(o.String(), "not settled: the allow policy of projects/host was not read") {
		t.Errorf("what was not read: %v", o)
	}
}

// failing notes what a test is told.
type failing struct{ fatal, log string }

func (f *failing) Helper()                         {}
func (f *failing) Logf(format string, args ...any) { f.log = fmt.Sprintf(format, args...) }
func (f *failing) Fatalf(format string, args ...any) {
	f.fatal = fmt.Sprintf(format, args...)
}

func TestCheck(t *testing.T) {
	var f failing
	search.From(world(t)).Never(meant(t, "fleet=host")).Check(&f)
	if !strings.Contains(f.fatal, "unregister prod") {
		t.Errorf("a breach fails a test: %q", f.fatal)
	}
	f = failing{}
	search.From(world(t)).Never(meant(t, "namespace=shop")).Trying(func(fleet.Operation) bool { return false }).Check(&f)
	if f.fatal != "" || !strings.Contains(f.log, "no proof") {
		t.Errorf("nothing to do: %+v", f)
	}
	f = failing{}
	search.From(world(t)).Never(meant(t, "cluster=host/us/none")).Check(&f)
	if !strings.Contains(f.fatal, "was not told") {
		t.Errorf("an intent of what is not there: %+v", f)
	}
}

// A plan that is gone on from stays as it is.
func TestPlansAreApart(t *testing.T) {
	p := search.From(world(t)).Never(meant(t, "fleet=host"))
	n := len(p.Menu())
	none := p.Trying(func(fleet.Operation) bool { return false })
	if all := p.WithGrants(); len(p.Menu()) != n || len(none.Menu()) != 0 || len(all.Menu()) <= n {
		t.Errorf("%d, %d, %d of %d operations", len(p.Menu()), len(none.Menu()), len(all.Menu()), n)
	}
}
