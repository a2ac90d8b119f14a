package search

import (
	"slices"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// aim is what a search looks at: the names of Kubernetes that some grant on the way to its principals has, and the accounts on it.
type aim struct {
	facts    []fleet.Fact
	met      map[pool.Principal]bool
	names    []name      // each once
	pools    []pool.Name // of the principals, each once
	whole    []pool.Name // of which a cluster or all is among the principals: any new workload counts
	anywhere bool        // any workload of any cluster counts
	emails   []string
}

// name is one of a service account at a pool, or of all in a namespace.
type name struct {
	pool               pool.Name
	namespace, account string
}

// aimed goes backwards from principals: who is granted something on an account that was met, or on a project, folder or
// organization, is met too, whatever the role. That takes in more than leads there, and nothing less. No principal is all.
func aimed(facts []fleet.Fact, at ...pool.Principal) *aim {
	everything := slices.Contains(at, pool.Principal{})
	a := &aim{facts: facts, met: map[pool.Principal]bool{}, anywhere: everything}
	for _, p := range at {
		a.meet(p)
	}
	for before := -1; before != len(a.met); {
		before = len(a.met)
		for _, b := range of[fleet.Binding](facts) {
			if everything || b.On.Kind() != fleet.AccountResource || slices.Contains(a.emails, b.On.ID()) {
				a.meet(b.Member)
			}
		}
	}
	return a
}

// meet takes in what a principal names, and who is in it.
func (a *aim) meet(p pool.Principal) {
	p = p.Canonical()
	if !p.IsValid() || a.met[p] {
		return
	}
	a.met[p] = true
	if p.Pool().IsValid() {
		a.pools = added(a.pools, p.Pool())
	}
	switch p.Kind() {
	case pool.KindServiceAccount:
		a.emails = append(a.emails, p.Email())
	case pool.KindSubject, pool.KindNamespace:
		if p.Namespace() != "" {
			a.names = added(a.names, name{p.Pool(), p.Namespace(), p.ServiceAccount()})
		}
	case pool.KindCluster, pool.KindPool:
		a.whole = added(a.whole, p.Pool())
	default:
		a.meetAll(p)
	}
}

// meetAll takes in the accounts of a set of principals.
func (a *aim) meetAll(p pool.Principal) {
	for _, g := range of[fleet.Group](a.facts) {
		if g.Name.Canonical() == p {
			for _, m := range g.Members {
				a.meet(m)
			}
		}
	}
	if p.Kind() == pool.KindAllUsers {
		a.anywhere = true
	}
	if p.Kind() != pool.KindServiceAccountSet && p.Kind() != pool.KindAllUsers && p.Kind() != pool.KindAllAuthenticatedUsers {
		return
	}
	for _, f := range of[fleet.GSA](a.facts) {
		a.meet(pool.ServiceAccount(f.Email))
	}
}

// fresh is what is called by no name that a grant has.
const fresh = "new"

// added adds to a list what it does not have.
func added[V comparable](list []V, v V) []V {
	if slices.Contains(list, v) {
		return list
	}
	return append(list, v)
}

// of lists the facts of one sort, in order.
func of[F fleet.Fact](facts []fleet.Fact) []F {
	var found []F
	for _, f := range facts {
		if f, ok := f.(F); ok {
			found = append(found, f)
		}
	}
	return found
}
