package fleet_test

import (
	"slices"
	"strings"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// Each assumption changes an answer, and the answer names it.

// namesAssumption reports that a reason of the answer names an assumption.
func namesAssumption(t *testing.T, world []string, member, name string) bool {
	t.Helper()
	s := tell(world...)
	g, err := s.build()
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(g.Assumers(pool.Must(pool.Parse(member))).Reasons(), func(r fleet.Reason) bool { return strings.Contains(r.String(), "Assumptions."+name) })
}

func TestAssumptionDenyBindsPods(t *testing.T) {
	world := with(twoClusters, "grant roles/iam.workloadIdentityUser on app@p1 to serviceAccount:p1.svc.id.goog[shop/app]",
		"deny rule on projects/p1 iam.googleapis.com/serviceAccounts.getAccessToken to principal://p1/subject/ns/shop/sa/app")
	flipped := with(world, "assume deny-binds-pods")
	const app = "serviceAccount:app@p1"
	asks(t, world, map[string]string{app: "upper-bound: p1/us/c1 shop/app?, p1/us/c2 shop/app?"})
	asks(t, flipped, map[string]string{app: "exact: "})
	for _, w := range [][]string{world, flipped} {
		if !namesAssumption(t, w, app+".iam.gserviceaccount.com", "DenyBindsPods") {
			t.Errorf("no reason names the assumption:\n%s", strings.Join(w, "\n"))
		}
	}
}

func TestAssumptionConditionsSeeProvider(t *testing.T) {
	const app = "serviceAccount:app@p1"
	for url, want := range map[string]string{
		"https://container.googleapis.com/v1/projects/p1/locations/us/clusters/c1":  "exact: p1/us/c1 shop/app",
		"https://container.googleapis.com/v1/projects/p1/locations/us/clusters/c99": "exact: ",
	} {
		world := with(twoClusters, "grant roles/iam.workloadIdentityUser on app@p1 to serviceAccount:p1.svc.id.goog[shop/app] if request.auth.claims.google.providerId == '"+url+"'")
		flipped := with(world, "assume conditions-see-provider")
		asks(t, world, map[string]string{app: "upper-bound: p1/us/c1 shop/app?, p1/us/c2 shop/app?"})
		asks(t, flipped, map[string]string{app: want})
		if !namesAssumption(t, flipped, app+".iam.gserviceaccount.com", "ConditionsSeeProvider") {
			t.Errorf("no reason names the assumption:\n%s", strings.Join(flipped, "\n"))
		}
	}
}
