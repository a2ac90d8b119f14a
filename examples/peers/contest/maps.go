package contest

import (
	"context"
	"slices"

	"fleettrust.example/scenario/organization"
)

// structMaps is the program that a careful day gives: maps whose keys are structs of strings, so that no key is put
// together from text, and answers that are there before they are asked for. Impersonation is closed when it is built.
type structMaps struct {
	pools      map[string][]string      // of a cluster
	members    map[string][]string      // the clusters of a pool
	workloads  map[string][]workload    // of a cluster
	identities map[principal][]workload // of a subject or a namespace
	granted    map[principal][]string   // the accounts that are granted to it, and those that come with them
	names      map[string][]principal   // of an account: whom it is granted to, or to an account that leads to it
	direct     map[string][]principal   // of an account: whom it is granted to
	forward    map[string][]string      // of an account that leads to others: itself and those
}

func buildMaps(_ context.Context, o *organization.Organization) (engine, error) {
	r := newRecord(o)
	m := &structMaps{
		make(map[string][]string, o.Clusters()), make(map[string][]string, o.Projects()), make(map[string][]workload, o.Clusters()), map[principal][]workload{},
		map[principal][]string{}, make(map[string][]principal, o.Accounts()), make(map[string][]principal, o.Accounts()), forwarded(o),
	}
	for c, path := range r.paths {
		m.pools[path] = r.pools(c)
		for _, p := range m.pools[path] {
			m.members[p] = append(m.members[p], path)
		}
	}
	for i := range o.Workloads() {
		w := r.workload(i)
		m.workloads[w.cluster] = append(m.workloads[w.cluster], w)
		for _, p := range m.pools[w.cluster] {
			subject, namespace := principal{organization.ToSubject, p, w.namespace, w.account}, principal{organization.ToNamespace, p, w.namespace, ""}
			m.identities[subject] = append(m.identities[subject], w)
			m.identities[namespace] = append(m.identities[namespace], w)
		}
	}
	for g := range o.Grants() {
		m.grant(r.principal(g), o.Account(g.Account).Email)
	}
	return m, nil
}

// forwarded lists, of each account that leads to others, itself and those.
func forwarded(o *organization.Organization) map[string][]string {
	all := map[string][]string{}
	for from, to := range closure(o) {
		if len(to) > 1 {
			all[o.Account(from).Email] = emails(o, to)
		}
	}
	return all
}

func emails(o *organization.Organization, accounts []int) []string {
	var all []string
	for _, a := range accounts {
		all = append(all, o.Account(a).Email)
	}
	return all
}

// grant grants an account, and all it leads to.
func (m *structMaps) grant(p principal, email string) {
	m.direct[email] = append(m.direct[email], p)
	for _, e := range m.leads(email) {
		m.granted[p] = added(m.granted[p], e)
		m.names[e] = added(m.names[e], p)
	}
}

// take takes a grant back. What other grants give to the same principal stays.
func (m *structMaps) take(p principal, email string) {
	m.direct[email] = without(m.direct[email], p)
	before, after := m.granted[p], []string{}
	for _, e := range before {
		if slices.Contains(m.direct[e], p) {
			for _, to := range m.leads(e) {
				after = added(after, to)
			}
		}
	}
	m.granted[p] = after
	for _, e := range before {
		if !slices.Contains(after, e) {
			m.names[e] = without(m.names[e], p)
		}
	}
}

func (m *structMaps) leads(email string) []string {
	if all, ok := m.forward[email]; ok {
		return all
	}
	return []string{email}
}

func without[V comparable](from []V, v V) []V {
	return slices.DeleteFunc(from, func(x V) bool { return x == v })
}

func added[V comparable](to []V, v V) []V {
	for _, x := range to {
		if x == v {
			return to
		}
	}
	return append(to, v)
}

func (m *structMaps) check(w workload, email string) (bool, error) {
	var buffer [8]principal
	for _, p := range appendNames(buffer[:0], m.pools[w.cluster], w) {
		for _, e := range m.granted[p] {
			if e == email {
				return true, nil
			}
		}
	}
	return false, nil
}

func (m *structMaps) who(email string, yield func(workload)) error {
	ps := m.names[email]
	if len(ps) == 1 {
		m.each(ps[0], func(all []workload) {
			for _, w := range all {
				yield(w)
			}
		})
		return nil
	}
	most := 0
	for _, p := range ps {
		m.each(p, func(all []workload) { most += len(all) })
	}
	seen := make(map[workload]struct{}, most)
	for _, p := range ps {
		m.each(p, func(all []workload) {
			for _, w := range all {
				if _, again := seen[w]; !again {
					seen[w] = struct{}{}
					yield(w)
				}
			}
		})
	}
	return nil
}

// each gives the workloads that bear a principal, list by list.
func (m *structMaps) each(p principal, give func([]workload)) {
	switch p.kind {
	case organization.ToCluster:
		if slices.Contains(m.pools[p.a], p.pool) {
			give(m.workloads[p.a])
		}
	case organization.ToPool:
		for _, c := range m.members[p.pool] {
			give(m.workloads[c])
		}
	default:
		give(m.identities[p])
	}
}

func (m *structMaps) what(w workload, yield func(string)) error {
	var buffer [8]principal
	seen := map[string]struct{}{}
	for _, p := range appendNames(buffer[:0], m.pools[w.cluster], w) {
		for _, e := range m.granted[p] {
			if _, again := seen[e]; !again {
				seen[e] = struct{}{}
				yield(e)
			}
		}
	}
	return nil
}

// change alters the maps in place.
func (m *structMaps) change(c change) error {
	if p := subjectOf(c); c.back {
		m.take(p, c.email)
	} else {
		m.grant(p, c.email)
	}
	return nil
}

func subjectOf(c change) principal {
	return principal{organization.ToSubject, c.pool, c.namespace, c.account}
}

func (m *structMaps) close() error { return nil }
