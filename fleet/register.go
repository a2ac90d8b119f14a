package fleet

import (
	"cmp"
	"slices"

	"fleettrust.example/pool"
)

// register is where things are found by name.
type register struct {
	nodeOf       map[Resource]int32
	poolNamed    map[pool.Name]int32 // the first of the name
	clusterNames clusterNames
	texts        dictionary // names of namespaces and Kubernetes service accounts
	emails       dictionary // of accounts
}

// findIn finds the workload of a name in a namespace.
func (g *Graph) findIn(ns int32, name uint32) (int32, bool) {
	row := &g.namespaces[ns]
	i, ok := slices.BinarySearchFunc(g.workloads[row.first:row.end], name, func(w workload, name uint32) int { return cmp.Compare(w.name, name) })
	return row.first + int32(i), ok
}

func (g *Graph) findCluster(name ClusterName) (int32, bool) {
	i, ok := g.clusterNames.find(name)
	return int32(i), ok
}

func (g *Graph) findNamespace(c ClusterName, name string) (int32, bool) {
	i, ok := g.findCluster(c)
	if !ok {
		return 0, false
	}
	number, ok := g.texts.find(name)
	if !ok {
		return 0, false
	}
	row := &g.clusters[i]
	k, ok := slices.BinarySearchFunc(g.namespaces[row.first:row.end], number, func(n namespace, number uint32) int { return cmp.Compare(n.name, number) })
	return row.first + int32(k), ok
}

func (g *Graph) findNode(r Resource) (int32, bool) {
	i, ok := g.nodeOf[r]
	return i, ok
}

func (g *Graph) findPool(name pool.Name) (int32, bool) {
	i, ok := g.poolNamed[name]
	return i, ok
}

// poolOf finds the pool that a principal speaks of. Names of pools that Google manages are unique; others are, in one
// project, and the number tells which: one that was told of a project is not the unknown number of another.
func (g *Graph) poolOf(p pool.Principal) (int32, bool) {
	i, ok := g.findPool(p.Pool())
	if !ok || p.Pool().IsManaged() {
		return i, ok
	}
	found := int32(-1)
	told := g.isProjectNumber(p.Number())
	for ; int(i) < len(g.pools) && g.pools[i].name == p.Pool(); i++ {
		n := g.poolNumber(i)
		if n == p.Number() {
			return i, true
		}
		if found < 0 && (n == 0 && !told || p.Number() == 0) {
			found = i
		}
	}
	return found, found >= 0
}

func (g *Graph) isProjectNumber(n pool.Number) bool {
	return n != 0 && slices.ContainsFunc(g.nodes, func(at node) bool { return at.resource.kind == ProjectResource && at.number == n })
}

func (g *Graph) findAccount(email string) (int32, bool) {
	i, ok := g.emails.find(email)
	return int32(i), ok
}
