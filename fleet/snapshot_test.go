package fleet

import (
	"fmt"
	"testing"

	"fleettrust.example/pool"
)

// cheapWorld is a cluster in a fleet, one that may come into it, and an account that a chain leads to.
func cheapWorld(t *testing.T) *Snapshot {
	t.Helper()
	var b Builder
	one, two := ClusterName{"alpha", "us", "one"}, ClusterName{"beta", "us", "two"}
	b.Add(Project{ID: "alpha", Number: 1}, Project{ID: "beta", Number: 2}, Fleet{Host: "alpha"},
		Cluster{Name: one, WorkloadIdentity: On}, Cluster{Name: two, WorkloadIdentity: On},
		Membership{Fleet: "alpha", Location: "global", Name: "one", Cluster: one, Issuer: On},
		NodePool{Cluster: one, Name: "pool", Metadata: GKEMetadata, Account: "nodes@alpha.iam.gserviceaccount.com"},
		KSA{Cluster: one, Namespace: "shop", Name: "cart"}, KSA{Cluster: two, Namespace: "shop", Name: "cart"},
		GSA{Email: "app@alpha.iam.gserviceaccount.com"}, GSA{Email: "deep@alpha.iam.gserviceaccount.com"}, GSA{Email: "nodes@alpha.iam.gserviceaccount.com"},
		Binding{On: OnAccount("deep@alpha.iam.gserviceaccount.com"), Role: "roles/iam.serviceAccountTokenCreator", Member: pool.ServiceAccount("app@alpha.iam.gserviceaccount.com")})
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	return g.Snapshot()
}

// TestCheapChanges: the changes that Snapshot.With calls cheap need no new graph, there and back, one upon the other, and have an
// effect; what is in doubt or refused does need one.
func TestCheapChanges(t *testing.T) {
	s := cheapWorld(t)
	cart := pool.Must(pool.Parse("serviceAccount:alpha.svc.id.goog[shop/cart]"))
	two := ClusterName{"beta", "us", "two"}
	changes := []struct {
		fact   Fact
		who    Workload // that is asked about, and whether it can act as the deep account once the fact is there
		can    Verdict
		reason string
	}{
		{Binding{On: OnAccount("app@alpha.iam.gserviceaccount.com"), Role: "roles/iam.workloadIdentityUser", Member: cart}, Workload{ClusterName{"alpha", "us", "one"}, "shop", "cart"}, Yes, "a grant leads on through the chain"},
		{Membership{Fleet: "alpha", Location: "global", Name: "two", Cluster: two, Issuer: On}, Workload{two, "shop", "cart"}, Yes, "the second cluster comes into the pool by its membership"},
		{Binding{On: InProject("alpha"), Role: "roles/iam.serviceAccountTokenCreator", Member: pool.Must(pool.Parse("user:ann@example.com"))}, Workload{two, "shop", "cart"}, Yes, "a grant to a person on a project changes no workload"},
		{KSA{Cluster: two, Namespace: "shop", Name: "till"}, Workload{two, "shop", "till"}, No, "another name in the namespace has no grant"},
		{Namespace{Cluster: two, Name: "late"}, Workload{two, "late", "default"}, No, "a namespace comes with its account default"},
		{KSA{Cluster: two, Namespace: "late", Name: "cart"}, Workload{two, "late", "cart"}, No, "in a namespace that came, the name is another"},
	}
	for _, c := range changes {
		after, ok := s.cheaply(Create{c.fact})
		if !ok {
			t.Fatalf("%s: not cheap to create: %v", c.reason, c.fact)
		}
		w, found := after.index.WorkloadID(c.who)
		a, _ := after.index.AccountID("deep@alpha.iam.gserviceaccount.com")
		if !found || after.index.Check(w, a) != c.can {
			t.Errorf("%s: found %v, %v", c.reason, found, after.index.Check(w, a))
		}
		if _, ok := after.cheaply(Delete{c.fact}); !ok {
			t.Errorf("%s: not cheap to delete: %v", c.reason, c.fact)
		}
		if _, ok := after.cheaply(Create{c.fact}); ok {
			t.Errorf("%s: told twice, it is refused, and that is for the graph to say", c.reason)
		}
		if !after.SameNumbers(s) {
			t.Errorf("%s: numbers changed", c.reason)
		}
		s = after
	}
	if dear, err := s.With(Create{Fact: Project{ID: "gamma"}}); err != nil || dear.SameNumbers(s) {
		t.Errorf("a new graph has numbers of its own: %v", err)
	}
	for _, dear := range []Operation{
		nil,
		Create{},
		Update{Fact: GSA{Email: "app@alpha.iam.gserviceaccount.com", Disabled: true}},
		Create{Fact: Membership{Fleet: "beta", Location: "global", Name: "x", Cluster: two, Issuer: On}},
		Create{Fact: KSA{Cluster: two, Namespace: "nowhere", Name: "cart"}},
		Create{Fact: Binding{On: InProject("alpha"), Role: "roles/iam.serviceAccountTokenCreator", Member: cart, Condition: "true"}},
		Delete{Fact: KSA{Cluster: two, Namespace: "shop", Name: "default"}},
	} {
		if _, ok := s.cheaply(dear); ok {
			t.Errorf("%#v is not to be done cheaply", dear)
		}
	}
}

// TestChangeOfWhatMuchLeadsTo: so many accounts lead to one that a change may not go over them all, and who is named by a provider that
// is documented nowhere is in doubt about it. A workload that comes there is no cheap change, since how exact the answer is would be
// worked out from a part of it.
func TestChangeOfWhatMuchLeadsTo(t *testing.T) {
	var b Builder
	two := ClusterName{"beta", "us", "two"}
	hub := OnAccount("hub@alpha.iam.gserviceaccount.com")
	provider := membershipProvider("alpha", "global", "two")
	b.Add(Project{ID: "alpha", Number: 1}, Project{ID: "beta", Number: 2}, Fleet{Host: "alpha"}, Cluster{Name: two, WorkloadIdentity: On},
		Membership{Fleet: "alpha", Location: "global", Name: "two", Cluster: two, Issuer: On}, Namespace{two, "shop"}, GSA{Email: hub.id},
		Binding{On: hub, Role: "roles/iam.workloadIdentityUser", Member: pool.Cluster(pool.Must(pool.ParseName("alpha.svc.id.goog")), 1, provider)})
	for i := range mostRefolded + cheap {
		email := fmt.Sprintf("a%d@alpha.iam.gserviceaccount.com", i)
		b.Add(GSA{Email: email}, Binding{On: hub, Role: "roles/iam.serviceAccountTokenCreator", Member: pool.ServiceAccount(email)})
	}
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	s := g.Snapshot()
	came := Create{KSA{Cluster: two, Namespace: "shop", Name: "cart"}}
	if _, ok := s.cheaply(came); ok {
		t.Error("it is done cheaply")
	}
	after, err := s.With(came)
	if err != nil {
		t.Fatal(err)
	}
	x := after.Index()
	w, ok := x.WorkloadID(Workload{two, "shop", "cart"})
	a, _ := x.AccountID(hub.id)
	if !ok || x.Check(w, a) != Perhaps || x.Exactness(a) != UpperBound {
		t.Errorf("found %v, %v, %v", ok, x.Check(w, a), x.Exactness(a))
	}
	for range x.What(w) {
	}
}
