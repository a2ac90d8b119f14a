package fleet_test

import (
	"strings"
	"testing"

	"fleettrust.example/pool"
)

// The traps of grants and of spelling. See trap_test.go.

// Naive: group:POOL:/allAuthenticatedUsers/ is a Google group. Right: an old spelling of every identity of the pool.
// https://github.com/GoogleCloudPlatform/anthos-service-mesh-packages asmcli/asmcli at c8d3144
func TestTrap15OldSpellingOfTheWholePool(t *testing.T) {
	const old = "group:p1.svc.id.goog:/allAuthenticatedUsers/"
	const all = "exact: p1/us/c1 shop/app, p1/us/c1 shop/default, p1/us/c2 shop/app, p1/us/c2 shop/default"
	asks(t, with(twoClusters, "grant roles/iam.workloadIdentityUser on app@p1 to "+old), map[string]string{
		old: all, "principalSet://p1/*": all, "serviceAccount:app@p1": all,
	})
}

// Naive: workloadIdentityUser is TokenCreator, and access is a closure over getAccessToken. Right: the first neither
// delegates nor signs; who may only delegate reaches what the delegate may mint; signing and keys yield the account;
// actAs yields no token. https://docs.cloud.google.com/iam/docs/create-short-lived-credentials-delegated;
// https://docs.cloud.google.com/iam/docs/service-account-permissions
func TestTrap16DelegationIsNoClosure(t *testing.T) {
	const app, next = "serviceAccount:p1.svc.id.goog[shop/app]", "serviceAccount:app@p1"
	const both = "p1/us/c1 shop/app, p1/us/c2 shop/app"
	world := with(twoClusters, "account last@p1", "role projects/p1/roles/delegate iam.serviceAccounts.implicitDelegation",
		"role projects/p1/roles/sign iam.serviceAccounts.signBlob", "grant roles/iam.workloadIdentityUser on last@p1 to "+next)
	for role, want := range map[string][2]string{
		"roles/iam.workloadIdentityUser":   {both, both + ", " + next},
		"roles/iam.serviceAccountUser":     {"", next},
		"roles/iam.serviceAccountKeyAdmin": {both, both + ", " + next},
		"projects/p1/roles/sign":           {both, both + ", " + next},
		"projects/p1/roles/delegate":       {"", both + ", " + next},
		"roles/iam.serviceAccountAdmin":    {both, both + ", " + next},
		"roles/iam.serviceAccountDeleter":  {"", next},
		"roles/iam.serviceAccountViewer":   {"", next},
		"roles/iam.serviceAccountCreator":  {"", next},
	} {
		asks(t, with(world, "grant "+role+" on app@p1 to "+app), map[string]string{next: "exact: " + want[0], "serviceAccount:last@p1": "exact: " + want[1]})
	}
	asks(t, with(world, "account other@p1", "grant roles/iam.workloadIdentityUser on app@p1 to "+app, "grant projects/p1/roles/delegate on other@p1 to "+next,
		"account far@p1", "grant roles/iam.workloadIdentityUser on far@p1 to serviceAccount:other@p1"), map[string]string{
		"serviceAccount:other@p1": "exact: ",
		"serviceAccount:far@p1":   "exact: " + both + ", " + next + ", serviceAccount:other@p1",
	})
}

// Naive: a deny rule cuts a workload's grant as it cuts an account's, or is not looked at. Right: an account's grant is cut;
// whether a Kubernetes identity is denied that is named by its subject, by its whole pool or as anyone, sources conflict on; by a
// namespace, a cluster or the legacy spelling it is not.
// https://docs.cloud.google.com/iam/docs/deny-overview; https://docs.cloud.google.com/iam/docs/principals-overview
func TestTrap17DenyIsFlagged(t *testing.T) {
	world := with(twoClusters, "project p2 1002", "account b@p1", "account c@p1", "grant roles/iam.workloadIdentityUser on app@p1 to serviceAccount:p1.svc.id.goog[shop/app]",
		"grant roles/iam.workloadIdentityUser on c@p1 to serviceAccount:b@p1")
	const sure, doubt = "exact: p1/us/c1 shop/app, p1/us/c2 shop/app", "upper-bound: p1/us/c1 shop/app?, p1/us/c2 shop/app?"
	const still, cut = "exact: serviceAccount:b@p1", "exact: "
	for rule, want := range map[string][2]string{
		"projects/p1 iam.googleapis.com/serviceAccounts.getAccessToken":                                                     {doubt, cut},
		"projects/p1 iam.googleapis.com/serviceAccounts.getAccessToken to principalSet://goog/public:all":                   {doubt, cut},
		"projects/p1 iam.googleapis.com/serviceAccounts.getAccessToken to principal://p1/subject/ns/shop/sa/app":            {doubt, still},
		"projects/p1 iam.googleapis.com/serviceAccounts.getAccessToken to principalSet://p1/*":                              {doubt, still},
		"projects/p1 iam.googleapis.com/serviceAccounts.getAccessToken to principalSet://p1/namespace/shop":                 {sure, still},
		"projects/p1 iam.googleapis.com/serviceAccounts.getAccessToken to serviceAccount:p1.svc.id.goog[shop/app]":          {sure, still},
		"projects/p1 iam.googleapis.com/serviceAccounts.getAccessToken to principal://p1/kubernetes.serviceaccount.uid/u1":  {sure, still},
		"projects/p1 iam.googleapis.com/serviceAccounts.getAccessToken to serviceAccount:b@p1":                              {sure, cut},
		"projects/p1 iam.googleapis.com/serviceAccounts.getAccessToken to serviceAccount:b@p1 except group:ops@example.com": {sure, "upper-bound: serviceAccount:b@p1?"},
		"projects/p1 iam.googleapis.com/serviceAccounts.signJwt":                                                            {sure, still},
		"projects/p2 iam.googleapis.com/serviceAccounts.getAccessToken":                                                     {sure, still},
	} {
		asks(t, with(world, "deny rule on "+rule), map[string]string{"serviceAccount:app@p1": want[0], "serviceAccount:c@p1": want[1]})
	}
}

// Naive: allAuthenticatedUsers has Kubernetes workloads in it. Right: it has no federated identity; service accounts
// are in it, so whoever obtains one is. https://docs.cloud.google.com/iam/docs/reference/rest/v1/Policy
func TestTrap18AllAuthenticatedUsersHasNoWorkload(t *testing.T) {
	world := with(twoClusters, "grant roles/iam.workloadIdentityUser on app@p1 to allAuthenticatedUsers")
	asks(t, world, map[string]string{"serviceAccount:app@p1": "exact: allAuthenticatedUsers"})
	asks(t, with(world, "account in@p1", "grant roles/iam.workloadIdentityUser on in@p1 to principal://p1/kubernetes.serviceaccount.uid/u1"), map[string]string{
		"serviceAccount:app@p1": "exact: p1/us/c1 shop/app, serviceAccount:in@p1, allAuthenticatedUsers",
	})
}

// Naive: a condition on the provider narrows a grant to one cluster. Right: undocumented, with reports both ways, and
// moot beside an unconditional binding; so both clusters are in the answer, in doubt.
// https://docs.cloud.google.com/iam/docs/conditions-attribute-reference
func TestTrap19ConditionOnTheProviderIsFlagged(t *testing.T) {
	const grant = "grant roles/iam.workloadIdentityUser on app@p1 to serviceAccount:p1.svc.id.goog[shop/app]"
	const app, both = "serviceAccount:app@p1", "exact: p1/us/c1 shop/app, p1/us/c2 shop/app"
	conditional := with(twoClusters, grant+" if request.auth.claims.google.providerId == 'https://container.googleapis.com/v1/projects/p1/locations/us/clusters/c1'")
	asks(t, conditional, map[string]string{app: "upper-bound: p1/us/c1 shop/app?, p1/us/c2 shop/app?"})
	asks(t, with(conditional, "assume conditions-see-provider"), map[string]string{app: "exact: p1/us/c1 shop/app"})
	asks(t, with(conditional, grant), map[string]string{app: both})
	asks(t, with(conditional, grant, "assume conditions-see-provider"), map[string]string{app: both})
}

// Naive: the UID is another spelling of the name. Right: it is one object; made anew, or of the same name elsewhere, it
// does not match, while the name does. https://docs.cloud.google.com/iam/docs/principal-identifiers
func TestTrap20UIDIsOneObject(t *testing.T) {
	const uid, name = "principal://p1/kubernetes.serviceaccount.uid/u1", "serviceAccount:p1.svc.id.goog[shop/app]"
	asks(t, twoClusters, map[string]string{uid: "exact: p1/us/c1 shop/app", name: "exact: p1/us/c1 shop/app, p1/us/c2 shop/app"})
	again := strings.Split(strings.Replace(strings.Join(twoClusters, "\n"), "uid=u1", "uid=u3", 1), "\n")
	again = with(again, "ksa p1/us/c1 shop/default uid=u4", "ksa p1/us/c2 shop/default uid=u5")
	asks(t, again, map[string]string{uid: "exact: ", name: "exact: p1/us/c1 shop/app, p1/us/c2 shop/app"})
}

// Naive: what is deleted is gone. Right: bindings by name stay and hold for a later namespace of the name; a deleted
// account's do not, though the name is given anew; a membership may outlive its cluster and gives nothing.
// https://docs.cloud.google.com/iam/docs/service-accounts-delete-undelete; googleapis/googleapis
// google/cloud/gkehub/v1/membership.proto at f8291d2
func TestTrap21DeletedThingsLinger(t *testing.T) {
	empty := []string{
		"project p1 1001", "cluster p1/us/c1 on", "namespace p1/us/c1 other", "account app@p1", "account old@p1", "fleet p1",
		"member p1 p1/us/lost on gone",
		"grant roles/iam.workloadIdentityUser on app@p1 to serviceAccount:p1.svc.id.goog[shop/app]",
		"grant roles/iam.workloadIdentityUser on app@p1 to deleted:serviceAccount:old@p1.iam.gserviceaccount.com?uid=1",
		"grant roles/iam.workloadIdentityUser on old@p1 to serviceAccount:p1.svc.id.goog[other/default]",
	}
	asks(t, empty, map[string]string{"serviceAccount:app@p1": "exact: ", "serviceAccount:old@p1": "exact: p1/us/c1 other/default"})
	asks(t, with(empty, "ksa p1/us/c1 shop/app"), map[string]string{"serviceAccount:app@p1": "exact: p1/us/c1 shop/app"})
}

// Naive: the pool of a project is its ID and .svc.id.goog. Right: not in other universes, nor for domain-scoped
// projects; hub.id.goog is a name of its own, and svc.goog.id a slip.
// https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity;
// https://documentation.s3ns.fr/iam/docs/managed-workload-identity
func TestTrap22PoolNameIsTold(t *testing.T) {
	asks(t, []string{
		"project p1 1001 pool=p1.s3ns.svc.id.goog", "cluster p1/us/c1 on", "ksa p1/us/c1 shop/app",
		"project h 9", "fleet h", "cluster h/us/away outside", "ksa h/us/away shop/app", "member h h/us/away on pool=h.hub.id.goog",
	}, map[string]string{
		"serviceAccount:p1.s3ns.svc.id.goog[shop/app]": "exact: p1/us/c1 shop/app",
		"serviceAccount:p1.svc.id.goog[shop/app]":      "unknown: ",
		"serviceAccount:h.hub.id.goog[shop/app]":       "exact: h/us/away shop/app",
	})
	if _, err := tell("project example.com:p 1001", "cluster example.com:p/us/c1 on").build(); err == nil {
		t.Error("a pool was derived from a domain-scoped project ID")
	}
	if p, err := pool.Parse("serviceAccount:p1.svc.goog.id[shop/app]"); err == nil {
		t.Errorf("svc.goog.id was read as %v", p)
	}
}
