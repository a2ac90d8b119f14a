package scenario_test

import (
	"slices"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"fleettrust.example/scenario"
)

// The traps are mistakes that a simple model of fleets makes. The source of 02 and 03 is
// https://cloud.google.com/kubernetes-engine/fleet-management/docs/best-practices-workload-identity, read 2026-11-21;
// of 07 https://docs.cloud.google.com/iam/docs/principal-identifiers, read 2026-05-30.

// TestTrap02FleetPoolIsTheHostProjectsPool. Naive: the fleet has a pool of its own, and who is no member has no name in
// it. Right: it is the pool of the host project, and every cluster there feeds it.
func TestTrap02FleetPoolIsTheHostProjectsPool(t *testing.T) {
	s := number(t, 2)
	o := run(t, s.Grant)
	stranger := app("project-1", "cluster-3")
	if ways(o.Excess)[stranger.String()] != fleet.Exact || len(o.Excess) != 1 {
		t.Errorf("excess %v, want %v alone", ways(o.Excess), stranger)
	}
	for c := range o.Graph.Classes() {
		if c.Pool != s.Principals[0].Pool() {
			t.Errorf("a second pool: %v", c)
		}
		if len(c.Workloads) != 3 {
			t.Errorf("%v tells the member from the stranger: %d workloads", c, len(c.Workloads))
		}
	}
}

// TestTrap03HostWithoutClustersMustStaySo. Naive: a host project without clusters is a state, reached once. Right: one
// cluster made there is in the pool at once, registered or not.
func TestTrap03HostWithoutClustersMustStaySo(t *testing.T) {
	m := number(t, 2).Mitigations[0].Grant
	if o := run(t, m); !o.Contained() || len(o.Open) > 0 {
		t.Fatalf("not contained to begin with: %v, open %v", ways(o.Excess), o.Open)
	}
	stray := app("project-0", "stray")
	autopilot := fleet.Cluster{Name: stray.Cluster, Mode: fleet.Autopilot}
	off := fleet.Cluster{Name: stray.Cluster, WorkloadIdentity: fleet.Off}
	unread := fleet.Cluster{Name: stray.Cluster}

	if o := run(t, with(m, autopilot, ksa(stray))); ways(o.Excess)[stray.String()] != fleet.Exact || len(o.Excess) != 1 {
		t.Errorf("Autopilot: excess %v, want %v", ways(o.Excess), stray)
	}
	if o := run(t, with(m, unread, ksa(stray))); ways(o.Excess)[stray.String()] != fleet.UpperBound {
		t.Errorf("a switch that was not read: excess %v, want %v in doubt", ways(o.Excess), stray)
	}
	if o := run(t, with(m, autopilot)); !o.Contained() || openClusters(o)[stray.Cluster.String()] != fleet.MissingNamespace {
		t.Errorf("an empty cluster: open %v, want %v", o.Open, stray.Cluster)
	}
	if o := run(t, with(m, off, ksa(stray))); !o.Contained() || len(o.Open) > 0 {
		t.Errorf("with Workload Identity off: excess %v, open %v", ways(o.Excess), o.Open)
	}
}

// TestTrap07NamespaceSetIsMoreThanOneNamespace. Naive: it holds one namespace of one cluster. Right: any service
// account, in every cluster of the pool, in namespaces that are made tomorrow too.
func TestTrap07NamespaceSetIsMoreThanOneNamespace(t *testing.T) {
	m := number(t, 4).Mitigations[0].Grant
	today := run(t, m)
	third := app("project-1", "cluster-3").Cluster
	if !today.Contained() || openClusters(today)[third.String()] != fleet.MissingNamespace {
		t.Fatalf("today: excess %v, open %v", ways(today.Excess), today.Open)
	}
	made := fleet.Workload{Cluster: third, Namespace: "payroll", ServiceAccount: "anything"}
	other := fleet.Workload{Cluster: third, Namespace: "payroll-2", ServiceAccount: "app"}
	tomorrow := run(t, with(m, ksa(made), ksa(other)))
	excess := ways(tomorrow.Excess)
	if excess[made.String()] != fleet.Exact {
		t.Errorf("tomorrow: excess %v lacks %v", excess, made)
	}
	if excess[other.String()] != 0 {
		t.Errorf("tomorrow: a namespace of another name is in: %v", excess)
	}
}

// TestTrap21MembershipOutlivesItsCluster. Naive: deleting a cluster deletes its membership, or leaves one that still
// lets someone in. Right: it may linger, and then there is nobody to come in by it, until the name is used again.
// Source: googleapis/googleapis google/cloud/gkehub/v1/membership.proto at f8291d2, field cluster_missing.
func TestTrap21MembershipOutlivesItsCluster(t *testing.T) {
	s := number(t, 3)
	gone := app("project-2", "cluster-4")
	after := s.Grant
	after.Facts = nil
	for _, f := range s.Facts {
		switch f := f.(type) {
		case fleet.Cluster:
			if f.Name == gone.Cluster {
				continue
			}
		case fleet.KSA:
			if f.Cluster == gone.Cluster {
				continue
			}
		case fleet.Membership:
			f.ClusterMissing = f.Cluster == gone.Cluster
			after.Facts = append(after.Facts, f)
			continue
		}
		after.Facts = append(after.Facts, f)
	}
	if o := run(t, after); !o.Contained() || len(o.Excess) > 0 {
		t.Errorf("a membership without a cluster lets in %v", ways(o.Excess))
	}
	if o := run(t, s.Grant); ways(o.Excess)[gone.String()] != fleet.Exact {
		t.Errorf("the cluster made anew under its membership: excess %v, want %v", ways(o.Excess), gone)
	}
}

// TestTrap21BindingsReattach. Naive: what is granted to a namespace goes with it. Right: nobody cleans the binding up,
// and a later namespace of the same name has it; a UID alone is gone for good.
func TestTrap21BindingsReattach(t *testing.T) {
	s := number(t, 4)
	byName, byUID := s.Grant, s.Mitigations[1].Grant
	empty := slices.DeleteFunc(slices.Clone(s.Facts), func(f fleet.Fact) bool {
		_, ok := f.(fleet.KSA)
		return ok
	})
	byName.Facts, byUID.Facts = empty, empty
	if o := run(t, byName); len(o.Admitted) > 0 || o.Exactness != fleet.Exact || len(o.Open) != 3 {
		t.Errorf("without namespaces: admitted %v, %v, open %v", ways(o.Admitted), o.Exactness, o.Open)
	}
	later := app("project-1", "cluster-2")
	again := []fleet.Fact{
		fleet.KSA{Cluster: later.Cluster, Namespace: "payroll", Name: "app", UID: "another-object"},
		fleet.KSA{Cluster: later.Cluster, Namespace: "payroll", Name: "default", UID: "and-another"},
	}
	if o := run(t, with(byName, again...)); ways(o.Admitted)[later.String()] != fleet.Exact {
		t.Errorf("the namespace made anew: admitted %v, want %v", ways(o.Admitted), later)
	}
	if o := run(t, with(byUID, again...)); len(o.Admitted) > 0 {
		t.Errorf("by UID, the object made anew: admitted %v", ways(o.Admitted))
	}
}

// TestTrap21PoolOutlivesItsClusters. Naive: the pool goes with the last cluster. Right: GKE never removes it, and the
// next cluster is in it.
// Source: https://docs.cloud.google.com/kubernetes-engine/docs/concepts/workload-identity, read 2026-04-10.
func TestTrap21PoolOutlivesItsClusters(t *testing.T) {
	name := pool.Must(pool.ParseName("acme.svc.id.goog"))
	g := scenario.Grant{
		Facts:      []fleet.Fact{fleet.Project{ID: "acme", Number: 7, Pool: name}},
		Principals: []pool.Principal{pool.Subject(name, 7, "payroll", "app")},
	}
	if o := run(t, g); len(o.Admitted) > 0 || o.Exactness != fleet.Exact {
		t.Errorf("without clusters: admitted %v, %v", ways(o.Admitted), o.Exactness)
	}
	later := app("acme", "new")
	o := run(t, with(g, fleet.Cluster{Name: later.Cluster, Mode: fleet.Autopilot}, ksa(later)))
	if ways(o.Excess)[later.String()] != fleet.Exact {
		t.Errorf("with a new cluster: excess %v, want %v", ways(o.Excess), later)
	}
}

func number(t *testing.T, n int) scenario.Scenario {
	t.Helper()
	return must(scenario.Number(n))(t)
}

// app is the service account that the stories are about, in a cluster of their worlds.
func app(project, cluster string) fleet.Workload {
	return fleet.Workload{Cluster: fleet.ClusterName{Project: project, Location: "us-east1", Name: cluster}, Namespace: "payroll", ServiceAccount: "app"}
}

func ksa(w fleet.Workload) fleet.KSA {
	return fleet.KSA{Cluster: w.Cluster, Namespace: w.Namespace, Name: w.ServiceAccount}
}

// with is the grant in a world that has more in it.
func with(g scenario.Grant, facts ...fleet.Fact) scenario.Grant {
	g.Facts = slices.Concat(g.Facts, facts)
	return g
}
