package fleet_test

import (
	"fmt"
	"strings"
	"testing"

	"fleettrust.example/fleet"
)

// No source settles these points, so each has a switch. Of each, an answer is asked for with the switch off and on: it
// must change, and with both settings its reasons must name the switch.
func flips(t *testing.T, world []string, line, member, name string, want [2]string) {
	t.Helper()
	for i, world := range [][]string{world, with(world, "assume "+line)} {
		s := tell(world...)
		g, err := s.build()
		if err != nil {
			t.Fatal(err)
		}
		a := g.Assumers(s.principal(member))
		if got := whoText(a); got != want[i] {
			t.Errorf("%s, asked twice, time %d:\n got %s\nwant %s", member, i+1, got, want[i])
		}
		named := false
		for _, r := range a.Reasons() {
			named = named || strings.Contains(r.Settle, "Assumptions."+name)
		}
		if !named {
			t.Errorf("%s, time %d: no reason names Assumptions.%s: %v", member, i+1, name, a.Reasons())
		}
	}
}

var memberFromElsewhere = []string{"project h 9", "project p1 1001", "fleet h", "cluster p1/us/c1 on", "ksa p1/us/c1 shop/default", "member h p1/us/c1 on"}

// What kubernetes.cluster value a member from another project has at the fleet's pool. Off, its container URL finds
// nobody and that is unknown; on, it finds the cluster, in doubt.
func TestAssumptionClusterByContainerURL(t *testing.T) {
	const container = "principalSet://h/kubernetes.cluster/https://container.googleapis.com/v1/projects/p1/locations/us/clusters/c1"
	flips(t, memberFromElsewhere, "by-container-url", container, "ClusterByContainerURL", [2]string{"unknown: ", "upper-bound: p1/us/c1 shop/default?"})
}

// Whether the set of all identities of a pool has the clusters outside Google Cloud.
func TestAssumptionPoolSetWithoutOutside(t *testing.T) {
	world := []string{"project h 9", "fleet h", "cluster h/global/att outside", "ksa h/global/att shop/default", "member h h/global/att on"}
	flips(t, world, "without-outside", "principalSet://h/*", "PoolSetWithoutOutside", [2]string{"upper-bound: h/global/att shop/default?", "exact: "})
}

// Whether a member with an issuer has a fleet identity while Workload Identity of its own cluster is off.
func TestAssumptionIssuerNeedsClusterIdentity(t *testing.T) {
	world := with(memberFromElsewhere[:3], "cluster p1/us/c1 off", "ksa p1/us/c1 shop/default", "member h p1/us/c1 on")
	flips(t, world, "issuer-needs-identity", "serviceAccount:h.svc.id.goog[shop/default]", "IssuerNeedsClusterIdentity",
		[2]string{"upper-bound: p1/us/c1 shop/default?", "exact: "})
}

// Whether a workload with an identity at the scope-tenancy pool keeps the one at the fleet's own pool.
func TestAssumptionScopedIdentityReplaces(t *testing.T) {
	world := with(memberFromElsewhere[:2], "fleet h tenancy=tenants", "cluster p1/us/c1 on", "ksa p1/us/c1 shop/default", "member h p1/us/c1 on",
		"scope h/team", "scoped h/team shop", "bound h/team us/c1")
	flips(t, world, "scoped-replaces", "serviceAccount:h.svc.id.goog[shop/default]", "ScopedIdentityReplaces",
		[2]string{"upper-bound: p1/us/c1 shop/default?", "exact: "})
}

// Whether the pool of a domain-scoped project is called as its ID. Off, nobody knows that pool, and a cluster that must be
// in it is refused; on, it has its workloads, in doubt.
func TestAssumptionDerivedScopedPools(t *testing.T) {
	const member = "serviceAccount:example.com:p1.svc.id.goog[shop/default]"
	flips(t, []string{"project example.com:p1 1001"}, "derived-pools", member, "DerivedScopedPools", [2]string{"unknown: ", "exact: "})
	world := []string{"project example.com:p1 1001", "cluster example.com:p1/us/c1 on", "namespace example.com:p1/us/c1 shop"}
	if _, err := tell(world...).build(); err == nil || !strings.Contains(err.Error(), "cannot be derived from its ID") {
		t.Errorf("a cluster whose pool nothing tells is not refused: %v", err)
	}
	asks(t, with(world, "assume derived-pools"), map[string]string{member: "upper-bound: example.com:p1/us/c1 shop/default?"})
	asks(t, with(world[1:], "assume derived-pools", "project example.com:p1 1001 pool=example.com:p1.svc.id.goog"), map[string]string{member: "exact: example.com:p1/us/c1 shop/default"})
}

// The pool outlives its cluster, and so does the doubt about its name: another cluster is as unsure to provide it, and a grant to
// it is not refused.
func TestAssumptionDerivedPoolOutlived(t *testing.T) {
	s := tell("project example.com:p1 1001", "project q1 1002", "cluster example.com:p1/us/c1 on", "account db@q1", "assume derived-pools")
	g, err := s.build()
	if err != nil {
		t.Fatal(err)
	}
	own := fleet.Cluster{Name: clusterName("example.com:p1/us/c1"), WorkloadIdentity: fleet.On}
	member := s.principal("serviceAccount:example.com:p1.svc.id.goog[default/default]")
	g, err = g.With(fleet.Delete{Fact: own}, fleet.Create{Fact: fleet.Binding{On: s.resource("db@q1"), Role: "roles/iam.workloadIdentityUser", Member: member}}, fleet.Create{Fact: own})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := whoText(g.Assumers(member)), "upper-bound: example.com:p1/us/c1 default/default?"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// Whether a custom constraint on memberships forbids a registration.
func TestAssumptionHubConstraints(t *testing.T) {
	world := []string{"organization 9", "project h 1000 in organizations/9",
		"constraint 9 custom.none on gkehub.googleapis.com/Membership CREATE denies true", "enforce custom.none on projects/h"}
	for line, want := range map[string]fleet.Setting{"": fleet.Off, "assume hub-constraints": fleet.On} {
		g, err := tell(with(world, line)...).build()
		if err != nil {
			t.Fatal(err)
		}
		_, got, why, _ := g.Forbids("h")
		if named := strings.Contains(fmt.Sprint(why), "Assumptions.HubConstraints"); got != want || named != (want == fleet.On) {
			t.Errorf("%q: registration is forbidden: %v, because %v", line, got, why)
		}
	}
}
