package fleet

import (
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

// begin ranks principals, and then compiles the workloads, beside whatever is compiled until the one or the other is waited for: it
// reads what is known of clusters and pools, and writes what nobody else looks at.
func (c *compiler) begin() (rank, finish func()) {
	shown := slices.Concat(c.podRows(), c.secretRows(), c.namespaceRows())
	beside := &compiler{g: c.g, builder: c.builder}
	ranked, done := make(chan bool, 1), make(chan [][]entry, 1)
	go func() {
		beside.rankPrincipals()
		ranked <- true
		done <- beside.compileWorkloads(shown)
	}()
	rank = func() {
		<-ranked
		c.principals, c.memberOf = beside.principals, beside.memberOf
	}
	finish = func() {
		members := <-done
		c.faults = append(c.faults, beside.faults...)
		for i := range members {
			c.g.pools[i].members = members[i]
		}
		c.g.hangNamespaces()
	}
	return rank, finish
}

// compileWorkloads gives the namespaces whose workloads have a credential at each pool.
func (c *compiler) compileWorkloads(shown []row) [][]entry {
	s := c.newCensus(shown)
	for i := range c.g.clusters {
		s.settle(int32(i))
	}
	c.indexUIDs()
	return c.g.membersOfPools()
}

// hangNamespaces hangs the namespaces, which come in the order of clusters, on these.
func (g *Graph) hangNamespaces() {
	at := int32(0)
	for i := range g.clusters {
		c := &g.clusters[i]
		c.first = at
		for int(at) < len(g.namespaces) && g.namespaces[at].cluster == int32(i) {
			at++
		}
		c.end = at
	}
}

func nameKSA(k KSA) string {
	return fmt.Sprintf("service account %q of cluster %q", k.Namespace+"/"+k.Name, k.Cluster)
}

func nameNamespace(n Namespace) string {
	return fmt.Sprintf("namespace %q of cluster %q", n.Name, n.Cluster)
}

// checkObject finds the cluster of an object. What it is about is a name that only a fault asks for.
func (c *compiler) checkObject(at Source, about func() string, name ClusterName, ns, ksa string) (int32, bool) {
	if !legalObject(ns, ksa) {
		c.fault(at, about(), "want a DNS label of at most 63 characters for the namespace, a DNS subdomain of at most 253 for the service account")
		return 0, false
	}
	i, ok := c.g.findCluster(name)
	if !ok {
		c.fault(at, about(), fmt.Sprintf("cluster %q was not told", name))
	}
	return i, ok
}

// legalObject reports a namespace and a service account that Kubernetes may have.
func legalObject(ns, ksa string) bool { return pool.Subject(anyPool, 0, ns, ksa).IsValid() }

func (c *compiler) checkUID(k told[KSA]) {
	if k.fact.UID != "" && !pool.UID(anyPool, 0, k.fact.UID).IsValid() {
		c.fault(k.at, nameKSA(k.fact), fmt.Sprintf("%q is not a UID", k.fact.UID))
	}
}

// namespaceRows lists the namespaces that were told by themselves.
func (c *compiler) namespaceRows() []row {
	var rows []row
	for _, n := range c.builder.namespaces {
		if i, ok := c.checkObject(n.at, func() string { return nameNamespace(n.fact) }, n.fact.Cluster, n.fact.Name, defaultKSA); ok {
			rows = append(rows, row{cluster: i, namespace: n.fact.Name, at: n.at})
		}
	}
	return rows
}

func (c *compiler) indexUIDs() {
	g := c.g
	for w := range g.workloads {
		if g.more(int32(w)).uid != "" {
			g.byUID = append(g.byUID, int32(w))
		}
	}
	slices.SortStableFunc(g.byUID, func(a, b int32) int { return compareText(g.more(a).uid, g.more(b).uid) })
}

// membersOfPools lists by pool the namespaces whose workloads have a credential there.
func (g *Graph) membersOfPools() [][]entry {
	members := make([][]entry, len(g.pools))
	for _, i := range g.namespacesByName() {
		ns := &g.namespaces[i]
		provisions := g.clusters[ns.cluster].provisions
		for k := range provisions {
			if p := &provisions[k]; p.everywhere() || p.reaches(g.texts.at(ns.name)) {
				members[p.pool] = append(members[p.pool], entry{i, int32(k)})
			}
		}
	}
	return members
}

// namespacesByName lists the namespaces of all clusters, those of one name after one another.
func (g *Graph) namespacesByName() []int32 {
	order := make([]uint64, len(g.namespaces))
	for i := range g.namespaces {
		order[i] = uint64(g.namespaces[i].name)<<32 | uint64(i)
	}
	slices.Sort(order)
	all := make([]int32, len(order))
	for i, o := range order {
		all[i] = int32(o)
	}
	return all
}

// workloadsOf is the range of a cluster's workloads.
func (g *Graph) workloadsOf(c int32) (first, end int32) {
	row := &g.clusters[c]
	if row.first == row.end {
		return 0, 0
	}
	return g.namespaces[row.first].first, g.namespaces[row.end-1].end
}

func (g *Graph) namespaceOf(w int32) string {
	return g.texts.at(g.namespaces[g.workloads[w].namespace].name)
}
