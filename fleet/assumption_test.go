package fleet_test

import (
	"strings"
	"testing"
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
