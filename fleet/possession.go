package fleet

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
)

// possession is a service account that a workload gets without a grant: from the metadata server of a node (R15), or by a
// key in a Secret (R16). Scoped is a token bound by scopes: it is the account, and leads to no other.
type possession struct {
	account int32
	scoped  bool
	rule    Rule
	because string
	at      Source
	doubts  []Reason
}

// possessions lists what a workload gets without a grant, each account once by each rule: certain rather than in doubt.
// O(pods of the workload × node pools of its cluster + Secrets of its namespace).
func (g *Graph) possessions(f face) []possession {
	ps := append(g.fromNodes(f), g.fromKeys(f)...)
	ps = slices.DeleteFunc(ps, func(p possession) bool { return p.account < 0 || !g.usable(p.account) })
	slices.SortFunc(ps, func(a, b possession) int {
		return cmp.Or(a.compare(b), cmp.Compare(len(a.doubts), len(b.doubts)), compareText(a.because, b.because), a.at.compare(b.at))
	})
	return slices.CompactFunc(ps, func(a, b possession) bool { return a.compare(b) == 0 })
}

func (p possession) compare(q possession) int {
	return cmp.Or(cmp.Compare(p.account, q.account), cmp.Compare(truth(p.scoped), truth(q.scoped)), cmp.Compare(p.rule, q.rule))
}

// fromNodes is R15: through the pods that were told, and where there are none or not all were told, through any that the
// workload may have.
// Source: https://docs.cloud.google.com/kubernetes-engine/docs/concepts/workload-identity, read 2026-04-10.
func (g *Graph) fromNodes(f face) []possession {
	c, pods := &g.clusters[f.cluster], g.podsOf(f.id)
	var ps []possession
	for i := range pods {
		for _, l := range c.landings(&pods[i]) {
			ps = append(ps, l.possessions(c, &pods[i])...)
		}
	}
	if len(pods) > 0 && !c.gaps[GapPods] {
		return ps
	}
	for i := range c.nodePools {
		ps = append(ps, c.nodePools[i].ofAnyPod(c)...)
	}
	return ps
}

// possessions is what a pod gets where it lands.
func (l landing) possessions(c *cluster, p *pod) []possession {
	if l.gives() == Off {
		return nil
	}
	var doubts []Reason
	if !l.sure {
		doubts = append(doubts, l.pool.landingDoubt())
	}
	because := fmt.Sprintf("pod %s %s node pool %s, which is %s", p.fact.Name, l.runs, l.pool.fact.Name, l.pool.modeText())
	if l.host {
		because = fmt.Sprintf("pod %s uses the network of the node and %s node pool %s", p.fact.Name, l.runs, l.pool.fact.Name)
	} else if l.gives() == Unknown {
		doubts = append(doubts, l.pool.modeDoubt())
	}
	if l.host && c.fact.Mode == Autopilot {
		doubts = append(doubts, autopilotDoubt(c))
	}
	return l.pool.possessions(because, doubts)
}

// autopilotDoubt: by default Autopilot refuses pods that use the network of the node; workloads that Google allows do not
// meet that.
// Source: https://docs.cloud.google.com/kubernetes-engine/docs/concepts/about-autopilot-privileged-workloads
func autopilotDoubt(c *cluster) Reason {
	return Reason{fmt.Sprintf("cluster %v is Autopilot, which admits pods that use the network of the node only if they are on its list of allowed workloads", c.name), "whether the pod runs"}
}

// ofAnyPod is what a workload may get through a pod that was not told. Without a gap nobody is suspected of host networking.
func (p *nodePool) ofAnyPod(c *cluster) []possession {
	because := fmt.Sprintf("a pod of it may run on node pool %s, which is %s", p.fact.Name, p.modeText())
	switch {
	case p.gives == Off && !c.gaps[GapPods]:
		return nil
	case p.gives == Off:
		because = fmt.Sprintf("a pod of it may use the network of the node on node pool %s", p.fact.Name)
		return p.possessions(because, []Reason{podsNotRead(c, "one that uses the network of the node gets its service account")})
	case c.gaps[GapPods]:
		return p.possessions(because, append(p.modeDoubts(), podsNotRead(c, "any may run on a node without the GKE metadata server")))
	default:
		return p.possessions(because, append(p.modeDoubts(), p.landingDoubt()))
	}
}

func podsNotRead(c *cluster, so string) Reason {
	return Reason{fmt.Sprintf("the pods of cluster %v were not read: %s", c.name, so), fmt.Sprintf("kubectl get pods -A -o yaml in %v", c.name)}
}

// modeText says what metadata server a node pool has.
func (p *nodePool) modeText() string {
	if p.gives == On {
		return GCEMetadata.String()
	}
	return "of " + p.fact.Metadata.String() + " metadata mode"
}

func (p *nodePool) modeDoubts() []Reason {
	if p.gives == Unknown {
		return []Reason{p.modeDoubt()}
	}
	return nil
}

func (p *nodePool) modeDoubt() Reason {
	return Reason{
		fmt.Sprintf("whether %s has the GKE metadata server is not known", nameNodePool(p.fact)),
		"config.workloadMetadataConfig of the node pool, and workloadIdentityConfig of the cluster"}
}

// possessions is the token of the nodes, as far as their scopes let it lead. Where these were not told the account is
// certain, and what it leads to is not.
// Source: googleapis/googleapis google/container/v1/cluster_service.proto at f8291d2, NodeConfig.oauth_scopes.
func (p *nodePool) possessions(because string, doubts []Reason) []possession {
	own := possession{p.account, true, R15, because + ", with " + p.scopesText(), p.at, doubts}
	switch p.bounds() {
	case On:
		return []possession{own}
	case Off:
		own.scoped = false
		return []possession{own}
	}
	free := own
	free.scoped = false
	free.doubts = append(slices.Clip(doubts), Reason{
		fmt.Sprintf("the scopes of %s are not known, and may keep its token from the IAM Credentials API", nameNodePool(p.fact)),
		"config.oauthScopes of the node pool"})
	return []possession{own, free}
}

// fromKeys is R16: Kubernetes lets a pod mount any Secret of its namespace.
// Source: https://kubernetes.io/docs/concepts/security/rbac-good-practices/
func (g *Graph) fromKeys(f face) []possession {
	var ps []possession
	pods := g.podsOf(f.id)
	for _, s := range g.secretsIn(f.cluster, f.workload.Namespace) {
		p := possession{s.account, false, R16, "Secret " + s.fact.Name + ", which a pod of it may mount", s.at, nil}
		if i := slices.IndexFunc(pods, func(x pod) bool { return slices.Contains(x.fact.Secrets, s.fact.Name) }); i >= 0 {
			p.because = "Secret " + s.fact.Name + ", which pod " + pods[i].fact.Name + " mounts"
		} else {
			p.doubts = []Reason{{"pods of its namespace may mount " + nameSecret(s.fact) + ", besides those that do", "kubectl get pods -A -o yaml, and who may create pods"}}
		}
		ps = append(ps, p)
	}
	return ps
}

// owner is a workload that possesses an account, and how.
type owner struct {
	w int32
	*possession
}

// possessors lists the workloads that possess an account: in order, though one may come again.
func (g *Graph) possessors(a int32) []owner {
	var all []owner
	for first, end := range g.neighbours(a) {
		for w := first; w < end; w++ {
			for _, p := range g.possessions(g.face(w)) {
				if p.account == a {
					all = append(all, owner{w, &p})
				}
			}
		}
	}
	return all
}

// owners keeps the possessors of accounts, for several answers that lead through the same ones. Nil keeps none.
type owners map[int32][]owner

func (o owners) of(g *Graph, a int32) []owner {
	known, ok := o[a]
	if ok {
		return known
	}
	known = g.possessors(a)
	if o != nil {
		o[a] = known
	}
	return known
}

// neighbours yields the ranges of workloads that may possess an account: of clusters whose nodes run as it, and of
// namespaces with a key of it.
func (g *Graph) neighbours(a int32) iter.Seq2[int32, int32] {
	return func(yield func(int32, int32) bool) {
		for _, c := range g.account(a).runs {
			if !yield(g.workloadsOf(c)) {
				return
			}
		}
		for _, i := range g.account(a).keys {
			s := &g.secrets[i]
			if slices.Contains(g.account(a).runs, s.cluster) {
				continue
			}
			ns, _ := g.findNamespace(g.clusters[s.cluster].name, s.fact.Namespace)
			if row := &g.namespaces[ns]; !yield(row.first, row.end) {
				return
			}
		}
	}
}

// possessionEdges is the step to a token: of the account as it is, or within scopes.
func (g *Graph) possessionEdges(f face, p *possession) Path {
	to := g.vertex(g.token(p.account))
	if p.scoped {
		to.Kind = ScopedVertex
	}
	return Path{{From: Vertex{Kind: WorkloadVertex, Workload: f.workload}, To: to, Rule: p.rule, Fact: p.because, Source: p.at, Doubts: p.doubts}}
}
