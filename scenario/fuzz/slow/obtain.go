package slow

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"fleettrust.example/fleet"
)

// The reading of roles and grants, and of what follows from them.

const (
	mayMint     = "iam.serviceAccounts.getAccessToken"
	mayDelegate = "iam.serviceAccounts.implicitDelegation"
	mayBlob     = "iam.serviceAccounts.signBlob"
	mayJwt      = "iam.serviceAccounts.signJwt"
	mayKey      = "iam.serviceAccountKeys.create"
	mayGrant    = "iam.serviceAccounts.setIamPolicy"
)

// predefined are the roles that nobody has to tell.
var predefined = sync.OnceValue(func() map[string]map[string]bool {
	roles := map[string]map[string]bool{}
	for line := range strings.Lines(fleet.RoleTable()) {
		if name, permissions, ok := strings.Cut(strings.TrimRight(line, "\n"), "\t"); ok && !strings.HasPrefix(line, "#") {
			roles[name] = map[string]bool{}
			for _, p := range strings.Fields(permissions) {
				roles[name][p] = true
			}
		}
	}
	return roles
})

// role gives the permissions of a role, if somebody told them.
func (w *World) role(name string) (map[string]bool, bool) {
	if permissions, told := w.roles[name]; told {
		return permissions, true
	}
	permissions, known := predefined()[name]
	return permissions, known
}

// mayAt: may one of these identities do this at this node? Grants are inherited from the nodes above; a role that
// nobody told may hold anything; a condition has to hold; deny rules cut.
func (w *World) mayAt(ids []identity, permission string, nodes []string) Surety {
	best := Never
	for _, g := range w.grants {
		permissions, known := w.role(g.role)
		if !slices.Contains(nodes, g.node) || known && !permissions[permission] {
			continue
		}
		sure := min(perhapsIf(!known || permission == mayKey && w.keysForbidden(nodes)), w.leaves(g.member, permission, nodes), w.keeps(g.member, nodes))
		for _, id := range ids {
			best = max(best, min(sure, w.holds(g.member, id), w.conditionHolds(g, permission, id)))
		}
	}
	return best
}

// denies: deny policies write SERVICE/RESOURCE.VERB, where resourcemanager is cloudresourcemanager; a star stands for
// all resources or all verbs. Source: https://docs.cloud.google.com/iam/docs/deny-overview and
// https://docs.cloud.google.com/iam/docs/deny-permissions-support, read 2026-05-30.
func denies(written, permission string) bool {
	service, resource, _ := strings.Cut(permission, ".")
	resource, verb, _ := strings.Cut(resource, ".")
	for _, s := range []string{service + ".googleapis.com/", "cloud" + service + ".googleapis.com/"} {
		for _, r := range []string{resource, "*"} {
			if written == s+r+"."+verb || written == s+r+".*" {
				return true
			}
		}
	}
	return written == permission
}

// mayShare: can anyone be in both members, as far as their texts tell?
func mayShare(a, b string) bool {
	x, y := hear(a), hear(b)
	kinds := []string{x.kind, y.kind}
	switch {
	case slices.Contains(kinds, "nobody"):
		return false
	case inDomains(x, b) || inDomains(y, a):
		return false
	case slices.Contains(kinds, "everyone") || slices.Contains(kinds, "opaque"):
		return true
	case x.kind == "pool" && y.kind == "pool", x.kind == "person" && y.kind == "person":
		return agree(x.words, y.words)
	case slices.Contains(kinds, "pool") && slices.Contains(kinds, "selfmanaged"):
		return x.words["pool"] == y.words["pool"] && (x.words["number"] == "" || y.words["number"] == "" || x.words["number"] == y.words["number"])
	case x.kind == "account" && y.kind == "account":
		return agree(x.words, y.words)
	case x.kind == "accounts" && y.kind == "accounts":
		return true // sets of different nodes nest
	}
	return mayShareKinds(x.kind, y.kind)
}

// inDomains: a domain that nobody told has people in it. Neither accounts nor pods are members of one.
// Source: https://docs.cloud.google.com/iam/docs/principals-overview, read 2026-05-30.
func inDomains(x heard, other string) bool {
	return strings.HasPrefix(other, "domain:") && slices.Contains([]string{"account", "accounts", "pool", "selfmanaged"}, x.kind)
}

// agree: no word is in both and different. Two projects' sets of accounts share none, nested nodes may.
func agree(x, y map[string]string) bool {
	for word, value := range x {
		if other, ok := y[word]; ok && other != value {
			return false
		}
	}
	return true
}

func mayShareKinds(x, y string) bool {
	signedIn := []string{"account", "accounts", "authenticated", "person"}
	return x == y || slices.Contains(signedIn, x) && slices.Contains(signedIn, y) && x != "person" && y != "person" ||
		x == "authenticated" && slices.Contains(signedIn, y) || y == "authenticated" && slices.Contains(signedIn, x)
}

// reached is what someone comes to hold: tokens of accounts, and the right to delegate through accounts.
type reached struct {
	own       []identity
	tokens    map[string]Surety
	delegates map[string]Surety
}

// asAccounts gives the identities of accounts, R17.
func asAccounts(emails map[string]Surety) []identity {
	var ids []identity
	for _, email := range slices.Sorted(maps.Keys(emails)) {
		ids = append(ids, identity{map[string]string{"email": email}, emails[email]})
	}
	return ids
}

// reach goes over all accounts until nothing changes.
func (w *World) reach(own []identity) reached {
	return w.reachFrom(reached{own, map[string]Surety{}, map[string]Surety{}})
}

// reachFrom is reach for one who holds some tokens already.
func (w *World) reachFrom(r reached) reached {
	for again := true; again; {
		again = false
		for _, email := range slices.Sorted(maps.Keys(w.home)) {
			if w.disabled[email] {
				continue // neither reached nor used
			}
			again = raise(r.tokens, email, w.obtains(r, email)) || again
			again = raise(r.delegates, email, w.mayAt(r.chain(), mayDelegate, w.above(email))) || again
		}
	}
	return r
}

func raise(m map[string]Surety, key string, to Surety) bool {
	if to <= m[key] {
		return false
	}
	m[key] = to
	return true
}

// holders: everything one can act as. chain: the last of a chain of delegates calls too.
func (r reached) holders() []identity { return append(slices.Clone(r.own), asAccounts(r.tokens)...) }
func (r reached) chain() []identity   { return append(r.holders(), asAccounts(r.delegates)...) }

// obtains: R10 and R12, alone or at the end of a chain of delegates (R11); R13; R14.
func (w *World) obtains(r reached, email string) Surety {
	nodes := w.above(email)
	best := Never
	for _, p := range []string{mayMint, mayBlob, mayJwt} {
		best = max(best, w.mayAt(r.chain(), p, nodes))
	}
	for _, p := range []string{mayKey, mayGrant} {
		best = max(best, w.mayAt(r.holders(), p, nodes))
	}
	for i, node := range nodes {
		if kind, _, _ := strings.Cut(node, "/"); kind != "serviceAccounts" {
			best = max(best, w.mayAt(r.holders(), "resourcemanager."+kind+".setIamPolicy", nodes[i:]))
		}
	}
	return best
}

// Answer is who can act as a principal, by workload.
type Answer struct {
	assumes, obtains map[string]Surety
}

// Assumes gives the surety of a workload to be the principal itself, without a token of an account.
func (a Answer) Assumes(workload string) Surety { return a.assumes[workload] }

// Can gives the surety of a workload, CLUSTER NAMESPACE/ACCOUNT, by either way.
func (a Answer) Can(workload string) Surety {
	return max(a.assumes[workload], a.obtains[workload])
}

// Who asks for a principal, as IAM writes it: R4 to R9 and R17 over what each workload holds.
func (w *World) Who(member string) Answer {
	a := Answer{map[string]Surety{}, map[string]Surety{}}
	for i := range w.runs {
		run := &w.runs[i]
		if run.holds.tokens == nil {
			anyone := identity{map[string]string{"nobody": "in particular"}, Surely}
			run.holds = w.reachFrom(reached{append(slices.Clone(run.ids), anyone), maps.Clone(run.gains.free), map[string]Surety{}})
			run.accounts = asAccounts(both(run.holds.tokens, run.gains.bound))
		}
		for _, id := range run.holds.own {
			raise(a.assumes, run.name, w.holds(member, id))
		}
		for _, id := range run.accounts {
			raise(a.obtains, run.name, w.holds(member, id))
		}
	}
	return a
}

// Leads: does an account that works come to be the principal, if it is not that itself?
func (w *World) Leads(email, member string) Surety {
	if itself := hear(member); w.disabled[email] || itself.kind == "account" && itself.words["email"] == email {
		return Never
	}
	if w.accounts[email] == nil {
		w.accounts[email] = w.reach(asAccounts(map[string]Surety{email: Surely})).holders()
	}
	best := Never
	for _, id := range w.accounts[email] {
		best = max(best, w.holds(member, id))
	}
	return best
}

// Cut reports that some deny rule has cut somebody off in what was asked so far.
func (w *World) Cut() bool { return w.cut }
