package pool_test

import (
	"fmt"

	"pgregory.net/rapid"

	"fleettrust.example/pool"
)

// The generators draw from few names, so that principals and identities meet.

var (
	names = []pool.Name{
		must(pool.ParseName("acme.svc.id.goog")), must(pool.ParseName("acme.hub.id.goog")), must(pool.ParseName("acme.eu0.svc.id.goog")),
		must(pool.ParseName("example.com:acme.svc.id.goog")), must(pool.ParseName("acme-pool")),
	}
	numbers    = []pool.Number{0, 7, 8}
	known      = []pool.Number{7, 8}
	namespaces = []string{"a", "b"}
	accounts   = []string{"a", "b.c"}
	uids       = []string{"u-1", "u-2"}
	providers  = []string{"https://a.example/x", "https://b.example"}
	texts      = []string{"a", "ns/a", "ns/a/sa/b/c", "system:serviceaccount:a:a", "repo:x/y:ref:z", "Ab", "/allAuthenticatedUsers/", "*", "ns/a/sa/*"}
)

func must[T any](v T, err error) T { return pool.Must(v, err) }

func pick[T any](t *rapid.T, label string, from []T) T { return rapid.SampledFrom(from).Draw(t, label) }

// identities draws a workload; a complete one is known in every part.
func identity(t *rapid.T, complete bool) pool.Identity {
	id := pool.Identity{
		Pool: pick(t, "pool", names), Number: pick(t, "number", known), Namespace: pick(t, "namespace", namespaces),
		ServiceAccount: pick(t, "account", accounts), UID: pick(t, "uid", uids), Provider: pick(t, "provider", providers),
	}
	if complete {
		return id
	}
	if rapid.Bool().Draw(t, "no number") {
		id.Number = 0
	}
	if rapid.Bool().Draw(t, "no uid") {
		id.UID = ""
	}
	if rapid.Bool().Draw(t, "no provider") {
		id.Provider = ""
	}
	return id
}

// ofPool draws a principal of a workload identity pool, its number known or not.
func ofPool(t *rapid.T) pool.Principal {
	name, n := pick(t, "pool", names), pick(t, "number", numbers)
	switch rapid.IntRange(0, 5).Draw(t, "kind") {
	case 0:
		return pool.Subject(name, n, pick(t, "namespace", namespaces), pick(t, "account", accounts))
	case 1:
		return pool.Namespace(name, n, pick(t, "namespace", namespaces))
	case 2:
		return pool.UID(name, n, pick(t, "uid", uids))
	case 3:
		return pool.Cluster(name, n, pick(t, "provider", providers))
	case 4:
		return pool.All(name, n)
	default:
		return must(pool.Parse(mapped(t, name, pick(t, "number", known))))
	}
}

// mapped draws the members that only Parse makes: any subject, groups, attributes.
func mapped(t *rapid.T, name pool.Name, n pool.Number) string {
	at := fmt.Sprintf("://iam.googleapis.com/projects/%v/locations/global/workloadIdentityPools/%v/", n, name)
	return rapid.SampledFrom([]string{"principal" + at + "subject/", "principalSet" + at + "group/", "principalSet" + at + "attribute.x/"}).Draw(t, "form") +
		pick(t, "text", texts)
}

// elsewhere draws a member of no workload identity pool.
func elsewhere(t *rapid.T) string {
	email := rapid.SampledFrom([]string{"a@acme.iam.gserviceaccount.com", "7-compute@developer.gserviceaccount.com"}).Draw(t, "email")
	person := rapid.SampledFrom([]string{"a@example.com", "b@example.com"}).Draw(t, "person")
	node := rapid.SampledFrom([]string{"projects/7", "folders/7", "organizations/8"}).Draw(t, "node")
	staff := rapid.SampledFrom([]string{"staff", "guests"}).Draw(t, "staff")
	text := pick(t, "text", texts)
	return rapid.SampledFrom([]string{
		"allUsers", "principalSet://goog/public:all", "allAuthenticatedUsers",
		"serviceAccount:" + email, "principal://iam.googleapis.com/projects/-/serviceAccounts/" + email,
		"user:" + person, "principal://goog/subject/" + person, "group:" + person, "principalSet://goog/group/" + person,
		"domain:example.com", "principalSet://goog/cloudIdentityCustomerId/C01Abc35",
		"projectOwner:acme", "projectEditor:acme", "projectViewer:example.com:acme",
		"principalSet://cloudresourcemanager.googleapis.com/" + node + "/type/ServiceAccount",
		"principalSet://cloudresourcemanager.googleapis.com/" + node + "/type/ServiceAgent",
		"principal://iam.googleapis.com/projects/7/name/locations/global/workloadIdentityPools/acme.svc.id.goog",
		"principal://iam.googleapis.com/projects/7/name/locations/global/workloadIdentityPools/acme-pool",
		"principal://iam.googleapis.com/projects/7/name/locations/global/workloadIdentityPools/acme-pool.global.7.workload.id.goog",
		"principalSet://iam.googleapis.com/projects/7/name/locations/global/workloadIdentityPools/acme.svc.id.goog/*",
		"principal://iam.googleapis.com/locations/global/workforcePools/" + staff + "/subject/" + text,
		"principalSet://iam.googleapis.com/locations/global/workforcePools/" + staff + "/subject/" + text,
		"principalSet://iam.googleapis.com/locations/global/workforcePools/" + staff + "/group/" + text,
		"principalSet://iam.googleapis.com/locations/global/workforcePools/" + staff + "/attribute.x/" + text,
		"principalSet://iam.googleapis.com/locations/global/workforcePools/" + staff + "/*",
		"principal://parametermanager.googleapis.com/projects/7/uid/locations/global/parameters/a",
		"principalSet://agents.global.org-9.system.id.goog/*",
		"deleted:serviceAccount:" + email + "?uid=1", "deleted:principal://goog/subject/" + person + "?uid=1", "deleted:user:" + person + "?uid=1",
		"deleted:principal://iam.googleapis.com/locations/global/workforcePools/" + staff + "/subject/" + text,
	}).Draw(t, "member")
}

func principal(t *rapid.T) pool.Principal {
	if rapid.Bool().Draw(t, "of a pool") {
		return ofPool(t)
	}
	return must(pool.Parse(elsewhere(t)))
}
