package fleet

import (
	"iter"
	"maps"
	"slices"

	"fleettrust.example/pool"
)

// blind says what is not known of the nodes of a cluster, if a pod of it could get their account.
type blind struct {
	pools bool // which node pools there are
	name  bool // what account some run as, for want of the number of the project
}

// compileBlindness looks at the nodes of every cluster.
func (c *compiler) compileBlindness() {
	for i := range c.g.clusters {
		c.g.clusters[i].blind = c.g.blindness(int32(i))
	}
	var all []*cluster
	for i := range c.g.clusters {
		all = append(all, &c.g.clusters[i])
	}
	c.g.unreadNodes, c.g.unnamedNodes = append(c.g.unreadClusters(), unreadNodes(all)...), unnamedNodes(all)
}

// openToMakers is the graph as whoever may create pods sees it: on the network of the node they get what it has, in clusters too
// in which nothing runs.
func (g *Graph) openToMakers() *Graph {
	open := *g
	open.clusters = slices.Clone(g.clusters)
	var all []*cluster
	for i := range open.clusters {
		c := &open.clusters[i]
		if c.fact.Mode != Outside {
			c.blind = blind{
				pools: c.gaps[GapNodePools] || len(c.nodePools) == 0 && len(g.podsIn(int32(i))) > 0,
				name:  slices.ContainsFunc(c.nodePools, func(p nodePool) bool { return p.email == "" }),
			}
		}
		all = append(all, c)
	}
	open.unreadNodes, open.unnamedNodes = append(g.unreadClusters(), unreadNodes(all)...), unnamedNodes(all)
	return &open
}

// unreadClusters says in one reason of which projects the clusters were not read. Their nodes may run as any account, of
// another project too.
func (g *Graph) unreadClusters() []Reason {
	var names []string
	for i := range g.nodes {
		if n := &g.nodes[i]; n.gaps[GapClusters] {
			names = append(names, n.resource.id)
		}
	}
	if len(names) == 0 {
		return nil
	}
	return []Reason{{"clusters were not read, whose nodes may run as any service account: of project " + someOf(names), "gcloud container clusters list of each project"}}
}

// blindness asks of a cluster what its pods may get that was not told. A pod that runs without a node pool that was told
// runs on one that was not. Nodes of Autopilot give their account to pods with host networking alone.
func (g *Graph) blindness(i int32) blind {
	c := &g.clusters[i]
	pods := g.podsIn(i)
	host := c.gaps[GapPods] || slices.ContainsFunc(pods, func(p pod) bool { return p.fact.HostNetwork })
	if c.fact.Mode == Outside || c.first == c.end && !c.gaps[GapObjects] {
		return blind{}
	}
	return blind{
		pools: (c.gaps[GapNodePools] || len(c.nodePools) == 0 && len(pods) > 0) && (host || c.fact.Mode == Standard),
		name:  slices.ContainsFunc(c.nodePools, func(p nodePool) bool { return p.email == "" && (host || p.gives != Off) }),
	}
}

// unreadNodes says in one reason which clusters have nodes that were not read. They may run as any account.
func unreadNodes(cs []*cluster) []Reason {
	names := namesOf(cs, func(b blind) bool { return b.pools })
	if len(names) == 0 {
		return nil
	}
	return []Reason{{"node pools were not read, and may run as any service account, which their pods may get: of cluster " + someOf(names), "gcloud container clusters list, nodePools of each"}}
}

// unnamedNodes says in one reason which clusters have nodes that run as a default account of unknown name.
func unnamedNodes(cs []*cluster) []Reason {
	names := namesOf(cs, func(b blind) bool { return b.name })
	if len(names) == 0 {
		return nil
	}
	return []Reason{{"nodes run as the default service account of Compute Engine, whose name has the number of a project that is not known: of cluster " + someOf(names), "gcloud projects describe"}}
}

func namesOf(cs []*cluster, is func(blind) bool) []string {
	var names []string
	for _, c := range cs {
		if is(c.blind) {
			names = append(names, c.name.String())
		}
	}
	return names
}

func (a *Answer) nodeGaps() []Reason {
	return a.g.nodeGaps(maps.Keys(a.any.hops), a.selector.ofAccounts())
}

// nodeGaps says what is not known of nodes that matters to the answer: of any, if the way to the principal leads through a
// service account that works; of those that run as the default one, if it leads through such a one or through a set.
func (g *Graph) nodeGaps(ways iter.Seq[int32], byDefault bool) []Reason {
	if len(g.unreadNodes)+len(g.unnamedNodes) == 0 {
		return nil
	}
	any, n := false, int32(len(g.accounts))
	for v := range ways {
		switch {
		case v < n:
			any = any || g.usable(v)
			byDefault = byDefault || g.usable(v) && g.account(v).ofNodes()
		case v >= 2*n:
			byDefault = byDefault || g.member(v-2*n).selector.ofAccounts()
		}
	}
	var rs []Reason
	if any || byDefault {
		rs = append(rs, g.unreadNodes...)
	}
	if byDefault {
		rs = append(rs, g.unnamedNodes...)
	}
	return rs
}

// possessorGaps says which clusters of unread objects may have workloads that possess an account.
func (g *Graph) possessorGaps(a int32) []Reason {
	var rs []Reason
	for _, i := range g.account(a).runs {
		c := &g.clusters[i]
		gives := slices.ContainsFunc(c.nodePools, func(p nodePool) bool { return p.account == a && (p.gives != Off || c.gaps[GapPods]) })
		if gives && c.gaps[GapObjects] {
			rs = append(rs, objectGap(c))
		}
	}
	for _, i := range g.account(a).keys {
		if c := &g.clusters[g.secrets[i].cluster]; c.gaps[GapObjects] {
			rs = append(rs, objectGap(c))
		}
	}
	return rs
}

// ofAccounts reports a set that service accounts are in which were not told.
func (s selector) ofAccounts() bool { return s.selects == accountsIn || s.selects == anyAccount }

// ofNodes reports a default account of Compute Engine.
// Source: https://docs.cloud.google.com/iam/docs/service-account-types, read 2026-05-30.
func (a *account) ofNodes() bool {
	of, _ := pool.ServiceAccount(a.email).Account()
	return of.Kind == pool.AccountDefaultCompute
}
