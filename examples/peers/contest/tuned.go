package contest

import (
	"context"
	"slices"

	"fleettrust.example/scenario/organization"
)

// tunedMaps is what comes of more days than one: maps again, but of indices, and no map where there is a shorter way. A check
// looks up two names, the cluster and the account, and compares the few principals that the account is granted to. Who gives
// ranges of workloads, and leaves out those that an earlier principal gave by comparing, too; what marks what it gave.
type tunedMaps struct {
	clusters   map[string]int32
	accounts   map[string]int32
	projects   map[string]int32
	places     []place
	emails     []string
	names      []name // of workloads
	subjects   map[subjectKey][]int32
	namespaces map[namespaceKey][]span
	byCluster  []span
	byPool     [][]span
	granted    map[key][]int32 // accounts, closed
	keys       [][]key         // of accounts, closed
	direct     [][]key         // of accounts, as granted
	forward    map[int32][]int32
	marks      []uint32
	mark       uint32
}

// key is a principal: pool is a project, a the cluster of a ToCluster.
type key struct {
	kind               organization.GrantKind
	pool               int32
	cluster            int32
	namespace, account string
}

type (
	subjectKey struct {
		pool               int32
		namespace, account string
	}
	namespaceKey struct {
		pool      int32
		namespace string
	}
	name struct {
		cluster            int32
		namespace, account string
	}
	span  struct{ first, end int32 }
	place struct {
		path  string
		pools [2]int32 // -1 for none
	}
)

func buildTuned(_ context.Context, o *organization.Organization) (engine, error) {
	m := &tunedMaps{
		clusters: make(map[string]int32, o.Clusters()), accounts: make(map[string]int32, o.Accounts()), projects: make(map[string]int32, o.Projects()),
		subjects: map[subjectKey][]int32{}, namespaces: map[namespaceKey][]span{}, byPool: make([][]span, o.Projects()),
		granted: map[key][]int32{}, keys: make([][]key, o.Accounts()), direct: make([][]key, o.Accounts()), forward: map[int32][]int32{}, marks: make([]uint32, o.Accounts()),
	}
	for i := range o.Projects() {
		m.projects[o.Project(i).ID] = int32(i)
	}
	for i := range o.Accounts() {
		m.emails = append(m.emails, o.Account(i).Email)
		m.accounts[m.emails[i]] = int32(i)
	}
	m.addClusters(newRecord(o))
	m.addWorkloads(o)
	m.addGrants(o)
	return m, nil
}

func (m *tunedMaps) addClusters(r record) {
	for i := range r.Clusters() {
		x := place{r.paths[i], [2]int32{-1, -1}}
		for k, id := range r.pools(i) {
			x.pools[k] = m.projects[id]
		}
		m.places, m.clusters[x.path] = append(m.places, x), int32(i)
	}
	m.byCluster = make([]span, r.Clusters())
}

// addWorkloads adds ranges: the records of one cluster follow one another, and in it those of one namespace.
func (m *tunedMaps) addWorkloads(o *organization.Organization) {
	for i := range o.Workloads() {
		w := o.Workload(i)
		n := name{int32(w.Cluster), w.Namespace, w.ServiceAccount}
		newCluster := i == 0 || m.names[i-1].cluster != n.cluster
		newNamespace := newCluster || m.names[i-1].namespace != n.namespace
		m.names = append(m.names, n)
		for _, p := range m.places[n.cluster].pools {
			if p >= 0 {
				s := subjectKey{p, n.namespace, n.account}
				m.subjects[s] = append(m.subjects[s], int32(i))
				k := namespaceKey{p, n.namespace}
				m.namespaces[k] = grown(m.namespaces[k], int32(i), newNamespace)
				m.byPool[p] = grown(m.byPool[p], int32(i), newCluster)
			}
		}
		if newCluster {
			m.byCluster[n.cluster].first = int32(i)
		}
		m.byCluster[n.cluster].end = int32(i + 1)
	}
}

// grown adds an index to the last range, or begins another.
func grown(to []span, i int32, begin bool) []span {
	if begin {
		return append(to, span{i, i + 1})
	}
	to[len(to)-1].end = i + 1
	return to
}

func (m *tunedMaps) addGrants(o *organization.Organization) {
	for from, all := range closure(o) {
		if len(all) == 1 {
			continue
		}
		ids := make([]int32, len(all))
		for i, to := range all {
			ids[i] = int32(to)
		}
		m.forward[int32(from)] = ids
	}
	for g := range o.Grants() {
		m.grant(key{g.Kind, int32(g.Pool), int32(g.Cluster), g.Namespace, g.ServiceAccount}, int32(g.Account))
	}
}

func (m *tunedMaps) leads(a int32) []int32 {
	if all, ok := m.forward[a]; ok {
		return all
	}
	return []int32{a}
}

func (m *tunedMaps) grant(k key, a int32) {
	m.direct[a] = append(m.direct[a], k)
	for _, to := range m.leads(a) {
		m.granted[k], m.keys[to] = added(m.granted[k], to), added(m.keys[to], k)
	}
}

// take takes a grant back. What other grants give to the same principal stays.
func (m *tunedMaps) take(k key, a int32) {
	m.direct[a] = without(m.direct[a], k)
	before, after := m.granted[k], []int32{}
	for _, from := range before {
		if slices.Contains(m.direct[from], k) {
			for _, to := range m.leads(from) {
				after = added(after, to)
			}
		}
	}
	m.granted[k] = after
	for _, to := range before {
		if !slices.Contains(after, to) {
			m.keys[to] = without(m.keys[to], k)
		}
	}
}

// matches tells whether a principal is a name of a workload: no text is hashed for it.
func (m *tunedMaps) matches(k *key, cluster int32, namespace, account string) bool {
	if pools := &m.places[cluster].pools; k.pool != pools[0] && k.pool != pools[1] {
		return false
	}
	switch k.kind {
	case organization.ToSubject:
		return k.namespace == namespace && k.account == account
	case organization.ToNamespace:
		return k.namespace == namespace
	case organization.ToCluster:
		return k.cluster == cluster
	default:
		return true
	}
}

func (m *tunedMaps) check(w workload, email string) (bool, error) {
	c, known := m.clusters[w.cluster]
	a, granted := m.accounts[email]
	if !known || !granted {
		return false, nil
	}
	keys := m.keys[a]
	for i := range keys {
		if m.matches(&keys[i], c, w.namespace, w.account) {
			return true, nil
		}
	}
	return false, nil
}

func (m *tunedMaps) who(email string, yield func(workload)) error {
	a, ok := m.accounts[email]
	if !ok {
		return nil
	}
	keys := m.keys[a]
	for i := range keys {
		m.yield(&keys[i], keys[:i], yield)
	}
	return nil
}

// yield gives the workloads of a principal that no earlier one gave.
func (m *tunedMaps) yield(k *key, earlier []key, yield func(workload)) {
	switch k.kind {
	case organization.ToSubject:
		for _, i := range m.subjects[subjectKey{k.pool, k.namespace, k.account}] {
			m.yieldSpan(span{i, i + 1}, earlier, yield)
		}
	case organization.ToNamespace:
		for _, s := range m.namespaces[namespaceKey{k.pool, k.namespace}] {
			m.yieldSpan(s, earlier, yield)
		}
	case organization.ToCluster:
		if pools := m.places[k.cluster].pools; k.pool == pools[0] || k.pool == pools[1] {
			m.yieldSpan(m.byCluster[k.cluster], earlier, yield)
		}
	default:
		for _, s := range m.byPool[k.pool] {
			m.yieldSpan(s, earlier, yield)
		}
	}
}

func (m *tunedMaps) yieldSpan(s span, earlier []key, yield func(workload)) {
	for i := s.first; i < s.end; i++ {
		if n := &m.names[i]; !m.given(n, earlier) {
			yield(workload{m.places[n.cluster].path, n.namespace, n.account})
		}
	}
}

func (m *tunedMaps) given(n *name, earlier []key) bool {
	for i := range earlier {
		if m.matches(&earlier[i], n.cluster, n.namespace, n.account) {
			return true
		}
	}
	return false
}

func (m *tunedMaps) what(w workload, yield func(string)) error {
	c, ok := m.clusters[w.cluster]
	if !ok {
		return nil
	}
	m.mark++
	for _, p := range m.places[c].pools {
		if p < 0 {
			continue
		}
		for _, k := range [...]key{
			{kind: organization.ToSubject, pool: p, cluster: -1, namespace: w.namespace, account: w.account},
			{kind: organization.ToNamespace, pool: p, cluster: -1, namespace: w.namespace},
			{kind: organization.ToCluster, pool: p, cluster: c},
			{kind: organization.ToPool, pool: p, cluster: -1},
		} {
			for _, a := range m.granted[k] {
				if m.marks[a] != m.mark {
					m.marks[a] = m.mark
					yield(m.emails[a])
				}
			}
		}
	}
	return nil
}

// change alters the maps in place.
func (m *tunedMaps) change(c change) error {
	k := key{kind: organization.ToSubject, pool: m.projects[c.pool], cluster: -1, namespace: c.namespace, account: c.account}
	if c.back {
		m.take(k, m.accounts[c.email])
	} else {
		m.grant(k, m.accounts[c.email])
	}
	return nil
}

func (m *tunedMaps) close() error { return nil }
