package fleet

import (
	"cmp"
	"fmt"
	"slices"

	"fleettrust.example/pool"
)

// anyPool stands in where only the names in a pool are checked.
var anyPool = pool.Must(pool.ParseName("any-project.svc.id.goog"))

// defaultKSA is the service account that Kubernetes keeps in every namespace, and that a pod without a
// serviceAccountName uses.
// Source: https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/
const defaultKSA = "default"

// row is one KSA before it has a place: cluster by index, names checked.
type row struct {
	cluster int32
	KSA
	at   Source
	told bool // as a KSA
}

func (c *compiler) compileWorkloads() {
	rows := slices.Concat(c.toldKSAs(), c.podRows(), c.secretRows())
	rows = append(rows, c.defaultKSAs(rows)...)
	slices.SortStableFunc(rows, compareRows)
	rows = slices.CompactFunc(rows, func(a, b row) bool { return compareRows(a, b) == 0 })
	c.g.workloads = make([]workload, 0, len(rows))
	for _, r := range rows {
		c.addWorkload(r)
	}
	c.indexUIDs()
	c.indexPools()
}

func compareRows(a, b row) int {
	return cmp.Or(cmp.Compare(a.cluster, b.cluster), compareText(a.Namespace, b.Namespace), compareText(a.Name, b.Name))
}

func (c *compiler) toldKSAs() []row {
	key := func(a, b KSA) int {
		return cmp.Or(a.Cluster.Compare(b.Cluster), compareText(a.Namespace, b.Namespace), compareText(a.Name, b.Name))
	}
	rows := make([]row, 0, len(c.builder.ksas))
	for _, k := range distinct(c, c.builder.ksas, key, equal, nameKSA) {
		i, ok := c.checkObject(k.at, func() string { return nameKSA(k.fact) }, k.fact.Cluster, k.fact.Namespace, k.fact.Name)
		if k.fact.UID != "" && !pool.UID(anyPool, 0, k.fact.UID).IsValid() {
			c.fault(k.at, nameKSA(k.fact), fmt.Sprintf("%q is not a UID", k.fact.UID))
		}
		if ok {
			rows = append(rows, row{i, k.fact, k.at, true})
		}
	}
	return rows
}

func nameKSA(k KSA) string {
	return fmt.Sprintf("service account %q of cluster %q", k.Namespace+"/"+k.Name, k.Cluster)
}

func nameNamespace(n Namespace) string {
	return fmt.Sprintf("namespace %q of cluster %q", n.Name, n.Cluster)
}

// checkObject finds the cluster of an object. What it is about is a name that only a fault asks for.
func (c *compiler) checkObject(at Source, about func() string, name ClusterName, ns, ksa string) (int32, bool) {
	if !pool.Subject(anyPool, 0, ns, ksa).IsValid() {
		c.fault(at, about(), "want a DNS label of at most 63 characters for the namespace, a DNS subdomain of at most 253 for the service account")
		return 0, false
	}
	i, ok := c.g.findCluster(name)
	if !ok {
		c.fault(at, about(), fmt.Sprintf("cluster %q was not told", name))
	}
	return i, ok
}

// defaultKSAs is the account default of every namespace that was told or that holds an account.
func (c *compiler) defaultKSAs(ksas []row) []row {
	rows := make([]row, 0, len(ksas))
	for _, k := range ksas {
		rows = append(rows, row{cluster: k.cluster, KSA: KSA{Namespace: k.Namespace, Name: defaultKSA}, at: k.at})
	}
	for _, n := range c.builder.namespaces {
		if i, ok := c.checkObject(n.at, func() string { return nameNamespace(n.fact) }, n.fact.Cluster, n.fact.Name, defaultKSA); ok {
			rows = append(rows, row{cluster: i, KSA: KSA{Namespace: n.fact.Name, Name: defaultKSA}, at: n.at})
		}
	}
	slices.SortFunc(rows, func(a, b row) int { return cmp.Or(compareRows(a, b), a.at.compare(b.at)) })
	return rows
}

// addWorkload appends a row; rows come sorted, so a namespace and its cluster open with their first account.
func (c *compiler) addWorkload(r row) {
	g := c.g
	if n := len(g.namespaces); n == 0 || g.namespaces[n-1].cluster != r.cluster || g.namespaces[n-1].name != r.Namespace {
		if at := &g.clusters[r.cluster]; at.end == 0 {
			at.first = int32(n)
		}
		w := int32(len(g.workloads))
		g.namespaces = append(g.namespaces, namespace{r.Namespace, r.cluster, w, w})
		g.clusters[r.cluster].end = int32(len(g.namespaces))
	}
	at := int32(len(g.namespaces) - 1)
	g.workloads = append(g.workloads, workload{r.Name, r.UID, r.Annotation, r.told, at, r.at})
	g.namespaces[at].end = int32(len(g.workloads))
}

func (c *compiler) indexUIDs() {
	c.g.byUID = make([]int32, len(c.g.workloads))
	for i := range c.g.byUID {
		c.g.byUID[i] = int32(i)
	}
	slices.SortStableFunc(c.g.byUID, func(a, b int32) int { return compareText(c.g.workloads[a].uid, c.g.workloads[b].uid) })
}

// indexPools lists every credential of every pool by namespace, service account and workload.
func (c *compiler) indexPools() {
	g := c.g
	for i := range g.pools {
		p := &g.pools[i]
		for _, at := range p.providers {
			p.entries = g.appendEntries(p.entries, at)
		}
		slices.SortFunc(p.entries, func(a, b entry) int {
			return cmp.Or(compareText(g.namespaceOf(a.w), g.namespaceOf(b.w)), compareText(g.workloads[a.w].name, g.workloads[b.w].name), cmp.Compare(a.w, b.w), cmp.Compare(a.provision, b.provision))
		})
	}
}

// appendEntries appends the workloads of a provider, in the namespaces that it is for.
func (g *Graph) appendEntries(to []entry, provider entry) []entry {
	first, end := g.workloadsOf(provider.w)
	p := &g.clusters[provider.w].provisions[provider.provision]
	for w := first; w < end; w++ {
		if p.reaches(g.namespaceOf(w)) {
			to = append(to, entry{w, provider.provision})
		}
	}
	return to
}

// workloadsOf is the range of a cluster's workloads.
func (g *Graph) workloadsOf(c int32) (first, end int32) {
	row := &g.clusters[c]
	if row.first == row.end {
		return 0, 0
	}
	return g.namespaces[row.first].first, g.namespaces[row.end-1].end
}

func (g *Graph) namespaceOf(w int32) string { return g.namespaces[g.workloads[w].namespace].name }
