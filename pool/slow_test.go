package pool_test

import (
	"regexp"
	"slices"

	"fleettrust.example/pool"
)

// slowMatches is Principal.Matches once more, over the printed member and without
// any of its code: it lists the texts of every member that holds the identity, and
// looks for the member among them. It aims to be read, not to be fast.
func slowMatches(member string, id pool.Identity) bool {
	if member == "allUsers" || member == "principalSet://goog/public:all" {
		return true
	}
	if m := legacySubject.FindStringSubmatch(member); m != nil {
		return m[1] == id.Pool.String() && m[2] == id.Namespace+"/"+id.ServiceAccount
	}
	if m := legacyPool.FindStringSubmatch(member); m != nil {
		return m[1] == id.Pool.String()
	}
	m := inPool.FindStringSubmatch(member)
	if m == nil || m[3] != id.Pool.String() {
		return false
	}
	if m[2] != "?" && id.Number != 0 && m[2] != id.Number.String() {
		return false
	}
	return slices.Contains(selectors(id), m[1]+" "+m[4]) || unknown(id, m[1]+" "+m[4])
}

var (
	legacySubject = regexp.MustCompile(`^serviceAccount:([^\[]+)\[(.+)\]$`)
	legacyPool    = regexp.MustCompile(`^group:(.+):/allAuthenticatedUsers/$`)
	inPool        = regexp.MustCompile(`^(principal|principalSet)://iam\.googleapis\.com/projects/([0-9]+|\?)/locations/global/workloadIdentityPools/([^/]+)/(.+)$`)
	managed       = regexp.MustCompile(`\.id\.goog$`)
)

func selectors(id pool.Identity) []string {
	return []string{
		"principal subject/ns/" + id.Namespace + "/sa/" + id.ServiceAccount,
		"principal kubernetes.serviceaccount.uid/" + id.UID,
		"principalSet namespace/" + id.Namespace,
		"principalSet kubernetes.cluster/" + id.Provider,
		"principalSet *",
		"principalSet group//allAuthenticatedUsers/",
	}
}

// unknown: what neither the member nor the identity settles.
func unknown(id pool.Identity, selector string) bool {
	switch {
	case id.UID == "" && regexp.MustCompile(`^principal kubernetes\.serviceaccount\.uid/`).MatchString(selector):
		return true
	case id.Provider == "" && regexp.MustCompile(`^principalSet kubernetes\.cluster/`).MatchString(selector):
		return true
	case managed.MatchString(id.Pool.String()):
		return false
	default:
		return regexp.MustCompile(`^principalSet (group/|attribute\.)`).MatchString(selector)
	}
}
