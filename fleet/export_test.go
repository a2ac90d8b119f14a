package fleet

// What the package knows and no question of this version asks by itself, for the text cases.

// Forbids says whether organization policies forbid a cluster that provides the pool, and a membership, in a project.
func (g *Graph) Forbids(project string) (cluster, membership Setting, why []Reason, set []string) {
	at, _ := g.findNode(InProject(project))
	cluster, why = g.forbidsCluster(at)
	membership, more := g.forbidsMembership(at)
	for _, r := range g.constraintsAbove(at) {
		set = append(set, r.constraint+" of "+g.nodes[max(r.node, 0)].resource.String())
	}
	return cluster, membership, append(why, more...), set
}

// InOrderOfText gives texts sorted, by the places that the package finds.
func InOrderOfText(texts []string) []string {
	var all []string
	for _, at := range inOrderOfText(texts) {
		all = append(all, texts[at])
	}
	return all
}

// IndexWithin is the Index that folds what no more than most vertices lead to, all accounts together.
func (g *Graph) IndexWithin(most int) *Index {
	b := newIndexing(g)
	b.left = most - cheap
	b.index()
	return b.x
}
