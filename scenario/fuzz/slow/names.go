package slow

import (
	"slices"
	"strings"

	"fleettrust.example/fleet"
)

// The reading of clusters, memberships and member strings.

const containerURL = "https://container.googleapis.com/v1/projects/"

// credentials: what a workload of a cluster can show, by R1, R2 and R3.
func (w *World) credentials(facts []fleet.Fact, cluster string) []identity {
	var ids []identity
	for _, f := range facts {
		if c, ok := f.(fleet.Cluster); ok && c.Name.String() == cluster {
			ids = append(ids, w.ofProject(c)...)
			for _, f := range facts {
				if m, ok := f.(fleet.Membership); ok && m.Cluster == c.Name {
					ids = append(ids, w.ofFleet(c, m)...)
					ids = append(ids, w.ofScopes(facts, c, m)...)
				}
			}
			w.mayBeScoped(facts, c, ids)
		}
	}
	return w.shared(ids)
}

// urlOf is the issuer and the provider of a GKE cluster, a zone's too: locations, never zones.
// Source: googleapis/googleapis google/cloud/gkehub/v1/membership.proto at f8291d2 (Authority.issuer).
func urlOf(c fleet.Cluster) string {
	return containerURL + c.Name.Project + "/locations/" + c.Name.Location + "/clusters/" + c.Name.Name
}

// ofProject is R1. Workload Identity is always on in Autopilot and a choice in Standard; what is outside Google Cloud
// has no pool of a project.
func (w *World) ofProject(c fleet.Cluster) []identity {
	on := c.Mode == fleet.Autopilot || c.WorkloadIdentity == fleet.On
	off := c.Mode != fleet.Autopilot && c.WorkloadIdentity == fleet.Off
	if c.Mode == fleet.Outside || off {
		return nil
	}
	id := identity{w.shown(c.Name.Project, w.pool[c.Name.Project], urlOf(c)), perhapsIf(!on)}
	id.words["container"] = urlOf(c)
	return []identity{id}
}

func (w *World) shown(project, pool, url string) map[string]string {
	return map[string]string{"pool": pool, "number": w.number[project], "url": url}
}

// ofFleet is R2. Of a membership that says its cluster is gone and a cluster that was told, one is out of date. An issuer while Workload Identity is off is a combination that Google calls unsupported.
// Source: googleapis/googleapis google/cloud/gkehub/v1/membership.proto at f8291d2 (Authority); the last, a copy of
// https://cloud.google.com/kubernetes-engine/fleet-management/docs/fleet-creation.
func (w *World) ofFleet(c fleet.Cluster, m fleet.Membership) []identity {
	off := c.Mode == fleet.Standard && c.WorkloadIdentity == fleet.Off
	unread := c.Mode == fleet.Standard && c.WorkloadIdentity == fleet.Unknown // it may be that combination
	if m.Lightweight || m.Issuer == fleet.Off || off && w.assumed.IssuerNeedsClusterIdentity {
		return nil
	}
	host := w.project(m.Fleet)
	id := identity{w.shown(host, w.poolOf(m), w.providerOf(c, m, host)), perhapsIf(m.Issuer == fleet.Unknown || off || unread || m.ClusterMissing)}
	id.words["container"] = urlOf(c)
	if c.Mode == fleet.Outside {
		id.words["outside"] = "yes"
	}
	return []identity{id}
}

// poolOf is what the membership says, or else the pool of the fleet's host.
func (w *World) poolOf(m fleet.Membership) string {
	if m.Pool.IsValid() {
		return m.Pool.String()
	}
	return w.pool[w.project(m.Fleet)]
}

// providerOf is what the membership says, or else what dumps show: the container URL for a cluster of the host project
// and the membership's own URL for any other.
func (w *World) providerOf(c fleet.Cluster, m fleet.Membership, host string) string {
	switch {
	case m.IdentityProvider != "":
		return m.IdentityProvider
	case c.Mode != fleet.Outside && c.Name.Project == host:
		return urlOf(c)
	}
	return "https://gkehub.googleapis.com/projects/" + host + "/locations/" + m.Location + "/memberships/" + m.Name
}

// A heard member is what a member string says: the kind, and the words that an identity in it must have.
type heard struct {
	kind  string // pool, account, accounts, everyone, authenticated, selfmanaged, resource, opaque, person, unread, nobody
	words map[string]string
}

// hear reads a member string, prefix by prefix.
// Source: https://docs.cloud.google.com/iam/docs/principal-identifiers, read 2026-05-30.
func hear(member string) heard {
	const nodes = "principalSet://cloudresourcemanager.googleapis.com/"
	scheme, rest, _ := strings.Cut(member, ":")
	switch {
	case scheme == "unread":
		return heard{kind: "unread"}
	case member == "allUsers" || member == "principalSet://goog/public:all":
		return heard{kind: "everyone"}
	case member == "allAuthenticatedUsers":
		return heard{kind: "authenticated"}
	case scheme == "deleted":
		return heard{kind: "nobody"}
	case strings.HasPrefix(rest, "//iam.googleapis.com/projects/-/serviceAccounts/"):
		return heard{"account", map[string]string{"email": rest[strings.LastIndex(rest, "/")+1:]}}
	case strings.HasPrefix(rest, "//iam.googleapis.com/projects/"):
		return hearPool(strings.TrimPrefix(rest, "//iam.googleapis.com/projects/"))
	case scheme == "serviceAccount" && strings.HasSuffix(rest, "]"):
		return hearLegacy(rest)
	case scheme == "serviceAccount":
		return heard{"account", map[string]string{"email": rest}}
	case scheme == "group" && strings.HasSuffix(rest, ":/allAuthenticatedUsers/"):
		return heard{"pool", map[string]string{"pool": strings.TrimSuffix(rest, ":/allAuthenticatedUsers/"), "whole": "yes"}}
	case strings.HasPrefix(member, nodes) && strings.HasSuffix(member, "/type/ServiceAccount"):
		return heard{"accounts", map[string]string{"node": strings.TrimSuffix(strings.TrimPrefix(member, nodes), "/type/ServiceAccount")}}
	case scheme == "group" || scheme == "domain":
		return heard{"opaque", map[string]string{"group": member}}
	case strings.HasPrefix(member, "principalSet://goog/group/"):
		return heard{"opaque", map[string]string{"group": "group:" + strings.TrimPrefix(member, "principalSet://goog/group/")}}
	case scheme == "user":
		return heard{"person", map[string]string{"person": rest}}
	case strings.HasPrefix(member, "principal://goog/subject/") || strings.Contains(member, "/workforcePools/"):
		return heard{kind: "person"}
	}
	return heard{kind: "opaque"} // a customer, the owners of a project, service agents, another resource: nobody told who is in it
}

// hearLegacy reads POOL[NS/KSA], which says nothing of the number.
func hearLegacy(rest string) heard {
	pool, inner, _ := strings.Cut(strings.TrimSuffix(rest, "]"), "[")
	ns, ksa, _ := strings.Cut(inner, "/")
	return heard{"pool", map[string]string{"pool": pool, "namespace": ns, "ksa": ksa}}
}

// hearPool reads NUMBER/locations/global/workloadIdentityPools/POOL/SELECTOR. The pool's own name, with /name/ behind
// the number, is a resource and none of its members.
func hearPool(rest string) heard {
	number, rest, _ := strings.Cut(rest, "/")
	if strings.HasPrefix(rest, "name/") {
		return heard{kind: "resource"}
	}
	rest, ok := strings.CutPrefix(rest, "locations/global/workloadIdentityPools/")
	if !ok {
		return heard{kind: "nobody"}
	}
	pool, selector, _ := strings.Cut(rest, "/")
	words := map[string]string{"pool": pool, "number": strings.Trim(number, "?")}
	if words["number"] == "" {
		delete(words, "number")
	}
	if !strings.HasSuffix(pool, ".id.goog") {
		words["selector"] = selector
		return heard{"selfmanaged", words}
	}
	return hearSelector(words, selector)
}

// hearSelector: the pool that Google manages has five selectors. A group or an attribute of it holds nobody.
func hearSelector(words map[string]string, selector string) heard {
	if selector == "group//allAuthenticatedUsers/" { // the old words for everyone in new clothes: no page has it
		words["selector"] = selector
		return heard{"selfmanaged", words}
	}
	what, value, _ := strings.Cut(selector, "/")
	switch what {
	case "*":
		words["whole"] = "yes"
	case "namespace":
		words["namespace"] = value
	case "kubernetes.serviceaccount.uid":
		words["uid"] = value
	case "kubernetes.cluster":
		words["url"] = value
	case "subject":
		parts := strings.Split(value, "/")
		if len(parts) != 4 || parts[0] != "ns" || parts[2] != "sa" {
			return heard{kind: "nobody"}
		}
		words["namespace"], words["ksa"] = parts[1], parts[3]
	default:
		return heard{kind: "nobody"}
	}
	return heard{"pool", words}
}

// holds: is the identity in the member? R18: in a group that was told is whoever is in a member of it.
func (w *World) holds(member string, id identity) Surety {
	if w.speaksOf(member, id.words["called"]) {
		return id.sure
	}
	best := Never
	for _, m := range w.within(member) {
		best = max(best, w.holdsItself(m, id))
	}
	return best
}

// within is what is heard of a member, of a group that was told of each of its members. It is heard once for all identities.
func (w *World) within(member string) []heard {
	if w.heard[member] == nil {
		for _, m := range w.members(member) {
			w.heard[member] = append(w.heard[member], w.hearTenancy(hear(m)))
		}
	}
	return w.heard[member]
}

// speaksOf: is a member this very one, or a group that was told and has it at any depth?
func (w *World) speaksOf(member, called string) bool {
	if called == "" || member == called {
		return called != ""
	}
	seen := map[string]bool{}
	for todo := []string{member}; len(todo) > 0; todo = todo[1:] {
		if name := hear(todo[0]).words["group"]; !seen[name] {
			seen[name] = true
			if slices.Contains(w.groups[name], called) {
				return true
			}
			todo = append(todo, w.groups[name]...)
		}
	}
	return false
}

// members opens groups that were told until none is left.
func (w *World) members(member string) []string {
	open, found := map[string]bool{}, []string{}
	for todo := []string{member}; len(todo) > 0; todo = todo[1:] {
		name := hear(todo[0]).words["group"]
		inner, told := w.groups[name]
		switch {
		case !told:
			found = append(found, todo[0])
		case !open[name]:
			open[name] = true
			todo = append(todo, inner...)
		}
	}
	return found
}

func (w *World) holdsItself(m heard, id identity) Surety {
	_, account := id.words["email"]
	if m.kind == "accounts" && !w.toldNode(m.words["node"]) {
		m.kind = "opaque"
	}
	switch {
	case m.kind == "everyone" && id.words["stranger"] == "":
		return id.sure
	case m.kind == "authenticated" && (account || strings.HasPrefix(id.words["called"], "user:")) && id.words["stranger"] == "":
		return id.sure
	case m.kind == "account" && account && id.words["email"] == m.words["email"]:
		return id.sure
	case m.kind == "accounts" && account:
		return min(id.sure, w.below(m.words["node"], id.words["email"]))
	case m.kind == "pool" && id.words["pool"] != "":
		return min(id.sure, w.poolHolds(m.words, id.words))
	case id.words["is in"] != "" && strings.Contains(id.words["is in"], m.kind):
		return id.sure
	}
	return Never
}

// poolHolds goes word by word: another word is no, an unknown word is perhaps.
func (w *World) poolHolds(want, have map[string]string) Surety {
	if have["pool"] != want["pool"] && have["pool"] != "*" {
		return Never
	}
	sure := Surely
	for word := range want { // in any order, of which the least is left
		switch {
		case word == "undocumented":
			sure = min(sure, Perhaps)
		case word == "whole":
			sure = min(sure, w.wholeHolds(have))
		case have[word] == "*": // whatever it takes
		case have[word] == "" && have["stranger"] != "":
			sure = min(sure, Untold)
		case word == "url":
			sure = min(sure, w.urlHolds(want["url"], have))
		case word == "number" && have[word] == "" && !strings.HasSuffix(want["pool"], ".id.goog") && w.couldBeNumber(want[word]) == Never:
			return Never
		case word == "number" && have[word] == "":
			sure = min(sure, Perhaps)
		case have[word] == "" && word == "uid" && !w.uids[want["uid"]]:
			sure = min(sure, Untold) // a UID is of one object: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#uids
		case have[word] != want[word]:
			return Never
		}
	}
	return sure
}

// wholeHolds: no page says whether the set of all identities of a fleet's pool has the members outside Google Cloud.
func (w *World) wholeHolds(have map[string]string) Surety {
	switch {
	case have["outside"] == "":
		return Surely
	case w.assumed.PoolSetWithoutOutside:
		return Never
	}
	return Perhaps
}

// urlHolds: only a cluster's container URL is written down as a value. Any other provider is by analogy.
func (w *World) urlHolds(want string, have map[string]string) Surety {
	switch {
	case have["url"] == want && have["container"] == want:
		return Surely
	case have["url"] == want || have["container"] == want && have["outside"] == "" && w.assumed.ClusterByContainerURL:
		return Perhaps
	}
	return Never
}

// below is R17 for the sets of a project, folder or organization, which a member names by number.
func (w *World) below(node, email string) Surety {
	kind, number, _ := strings.Cut(node, "/")
	if kind != "projects" {
		return w.belowNode(node, email)
	}
	home := w.home[email]
	told, ok := w.number[home]
	switch {
	case home == number || ok && told == number:
		return Surely
	case ok && told == "" || home == "" || !ok:
		return w.couldBeNumber(number)
	}
	return Never
}

// toldNode: the set of accounts of a node that was not told stands for whoever is in it, as a group does.
func (w *World) toldNode(node string) bool {
	if number, ok := strings.CutPrefix(node, "projects/"); ok {
		for _, n := range w.number {
			if n == number {
				return true
			}
		}
		return false
	}
	_, told := w.parent[node]
	return told
}

// couldBeNumber: a number that was told of one project is not the unknown number of another.
func (w *World) couldBeNumber(number string) Surety {
	for _, n := range w.number {
		if n == number {
			return Never
		}
	}
	return Untold
}

// belowNode: untold, when what lies above was not told.
func (w *World) belowNode(node, email string) Surety {
	chain := w.above(email)
	top := chain[len(chain)-1]
	switch {
	case slices.Contains(chain, node):
		return Surely
	case !w.toldHome(email) || w.orphan[top] || w.unheard(top):
		return Untold
	}
	return Never
}

func (w *World) toldHome(email string) bool {
	_, told := w.number[w.home[email]]
	return told
}

// unheard: a folder that is named as a parent and was not told itself.
func (w *World) unheard(node string) bool {
	_, told := w.parent[node]
	return strings.HasPrefix(node, "folders/") && !told
}
