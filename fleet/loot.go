package fleet

import (
	"fmt"
	"slices"
)

// loot is a credential of a service account that lies in a cluster: a key in a Secret, or what the nodes of a pool hand out;
// or a Kubernetes service account's own token in a Secret.
type loot struct {
	vertex  Vertex // what it makes of its holder
	cluster int32
	secret  *secret
	pool    *nodePool
	scoped  bool // it is the account and leads to no other
	doubts  []Reason
}

// loots notes the credentials of the accounts that an answer is about.
func (q *question) loots(a *Answer) {
	n := int32(len(q.g.accounts))
	for v := range n {
		if _, leads := a.any.hops[v]; leads {
			q.lootsOf(v)
		}
	}
}

// lootTokens notes the Secrets that hold a long-lived token of a workload.
func (q *question) lootTokens(x runTarget) {
	w := x.vertex.Workload
	secrets := q.g.secretsIn(x.cluster, w.Namespace)
	for i := range secrets {
		if s := &secrets[i]; s.fact.Token == w.ServiceAccount {
			q.addLoot(loot{vertex: x.vertex, cluster: x.cluster, secret: s, doubts: []Reason{tokenDoubt(s)}})
		}
	}
}

// tokenDoubt: long-lived tokens can be exchanged while Workload Identity is on; with what audience is not documented.
// Source: https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
func tokenDoubt(s *secret) Reason {
	return Reason{fmt.Sprintf("whether the long-lived token in %s can be exchanged for one of IAM is not documented", nameSecret(s.fact)), "a test against the real API"}
}

func (q *question) lootsOf(a int32) {
	if !q.g.usable(a) || q.looted[a] {
		return
	}
	q.looted[a] = true
	account := q.g.vertex(q.g.token(a))
	for _, i := range q.g.account(a).keys {
		s := &q.g.secrets[i]
		q.addLoot(loot{vertex: account, cluster: s.cluster, secret: s})
	}
	for _, c := range q.g.account(a).runs {
		pools := q.g.clusters[c].nodePools
		for i := range pools {
			if pools[i].account == a {
				q.lootPool(c, &pools[i], account)
			}
		}
	}
}

// lootPool notes what a pod of one's own gets from a node: on the network of the node it does not matter which metadata
// server the pool has.
func (q *question) lootPool(c int32, p *nodePool, account Vertex) {
	x := loot{vertex: account, cluster: c, pool: p}
	if row := &q.g.clusters[c]; row.fact.Mode == Autopilot {
		x.doubts = append(x.doubts, autopilotDoubt(row))
	}
	for _, own := range p.possessions("", x.doubts) {
		y := x
		y.scoped, y.doubts = own.scoped, own.doubts
		if y.scoped {
			y.vertex.Kind = ScopedVertex
		}
		q.addLoot(y)
	}
}

func (q *question) addLoot(x loot) {
	q.finds = append(q.finds, x)
	if x.pool == nil {
		q.enter(x.cluster, x.secret.fact.Namespace)
		return
	}
	for _, i := range q.g.clusters[x.cluster].permits {
		q.enter(x.cluster, q.g.permits[i].fact.Namespace)
	}
	q.enter(x.cluster, "")
}

// takeLoot takes every credential that the rights held lead to: in clusters in which there is a claim.
func (t *takeover) takeLoot() {
	for i := range t.q.finds {
		x := &t.q.finds[i]
		if !t.within(x.cluster) || t.certain && len(x.doubts) > 0 {
			continue
		}
		if t.holds(identity{x.vertex, x.vertex.Kind == WorkloadVertex}) {
			continue
		}
		if a, ok := t.loots(x); ok {
			t.hold(a)
		}
	}
}

func (t *takeover) loots(x *loot) (acquisition, bool) {
	var a acquisition
	row := &t.q.g.clusters[x.cluster]
	if x.secret != nil {
		u, ok := t.mayInScope(ReadSecrets, place{x.cluster, row.project, x.secret.fact.Namespace, x.secret.fact.Name})
		if ok {
			t.then(&a, u, x.vertex, x.doubts...)
			a.token = x.vertex.Kind == WorkloadVertex
			a.edges[0].Fact += ", on " + nameSecret(x.secret.fact)
			return a, true
		}
	}
	if x.vertex.Kind == WorkloadVertex {
		return a, false
	}
	for _, ns := range t.podNamespaces(x) {
		if u, ok := t.mayInScope(CreatePods, place{x.cluster, row.project, ns, ""}); ok {
			t.then(&a, u, Vertex{Kind: WorkloadVertex, Workload: Workload{row.name, ns, defaultKSA}})
			return t.finds(a, x), true
		}
	}
	if x.pool == nil {
		return a, false
	}
	for _, ns := range append(t.podNamespaces(x), anywhere) {
		w := Workload{row.name, ns, defaultKSA}
		if _, there := t.q.g.findNamespace(row.name, ns); there {
			continue
		}
		if a, ok := t.runs(runTarget{Vertex{Kind: WorkloadVertex, Workload: w}, x.cluster, false}, false); ok {
			return t.finds(a, x), true
		}
	}
	return a, false
}

// finds goes on from a pod of one's own to the credential.
func (t *takeover) finds(a acquisition, x *loot) acquisition {
	a.edges = append(a.edges, x.edge(a.Vertex))
	a.Vertex = x.vertex
	return a
}

// podNamespaces are where a pod that takes the credential could be created.
func (t *takeover) podNamespaces(x *loot) []string {
	if x.secret != nil {
		return []string{x.secret.fact.Namespace}
	}
	return t.namespacesFor(CreatePods, x.cluster)
}

// namespacesFor lists the namespaces of a cluster in which something is held that may lead to a right there, and one that every
// cluster has.
func (t *takeover) namespacesFor(right Right, c int32) []string {
	seen := map[string]bool{}
	var all []string
	add := func(ns string) {
		if ns = orDefault(ns); !seen[ns] {
			seen[ns] = true
			all = append(all, ns)
		}
	}
	for _, r := range append([]Right{right}, roundabout...) {
		for i := range t.claims[r] {
			if h := &t.claims[r][i]; h.cluster == c || h.cluster < 0 {
				add(h.namespace)
			}
		}
	}
	for _, s := range t.q.g.scopes {
		if _, can := t.bindUse(c, place{cluster: -1, project: s.fleet}); can || slices.Contains(s.clusters, c) {
			for _, ns := range s.namespaces {
				add(ns)
			}
		}
	}
	add(defaultKSA)
	return all
}

// edge is the step from a pod of one's own to the credential.
func (x *loot) edge(from Vertex) Edge {
	if x.secret != nil {
		return Edge{From: from, To: x.vertex, Rule: R16, Fact: nameSecret(x.secret.fact) + ", which the pod mounts", Source: x.secret.at, Doubts: x.doubts}
	}
	return Edge{From: from, To: x.vertex, Rule: R15, Fact: "the network of a node of " + nameNodePool(x.pool.fact) + ", which the pod uses", Source: x.pool.at, Doubts: x.doubts}
}
