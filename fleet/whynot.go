package fleet

import (
	"fmt"
	"slices"
	"strings"

	"fleettrust.example/pool"
)

// WhyNot asks what has to hold for a workload to act as a principal, in the order in which a person would look.
// The workload need not exist.
func (g *Graph) WhyNot(w Workload, p pool.Principal) Ladder {
	q := &inquiry{g: g, w: w, s: g.selector(g.canonical(p))}
	q.climb()
	return q.ladder
}

// inquiry climbs a ladder.
type inquiry struct {
	g      *Graph
	w      Workload
	s      selector
	ladder Ladder
	known  *Answer // about the principal, once it was needed
	ended  bool    // a rung failed, or is not known and leaves nothing to ask
}

func (q *inquiry) rung(rule Rule, question string, verdict Verdict, fact string, args ...any) {
	if q.ended {
		verdict, fact, args = NotReached, "", nil
	}
	q.ended = q.ended || verdict == No
	if len(args) > 0 {
		fact = fmt.Sprintf(fact, args...)
	}
	q.ladder = append(q.ladder, Rung{question, verdict, fact, rule})
}

// unknown is a rung that is not known, after which nothing can be asked. If the answer about the principal is exact all
// the same, what is not known does not matter, and the rung fails.
func (q *inquiry) unknown(rule Rule, question, fact string, args ...any) {
	verdict := Perhaps
	if !q.ended && q.answer().exactness == Exact {
		verdict = No
	}
	q.rung(rule, question, verdict, fact, args...)
	q.ended = true
}

// answer is the one about the principal, worked out once.
func (q *inquiry) answer() *Answer {
	if q.known == nil {
		q.known = q.g.answer(q.s)
	}
	return q.known
}

func is(ok bool) Verdict {
	if ok {
		return Yes
	}
	return No
}

func (q *inquiry) climb() {
	q.askPrincipal()
	switch q.s.selects {
	case subjects, uids, namespaces, clusters, credentials:
		q.askProvision()
		q.askObjects()
		q.askName()
	case oneAccount, accountsIn, anyAccount, gathered:
		q.askAccount()
		q.askObjects()
		q.askRole()
	case everyone:
		q.askCluster()
		q.askObjects()
	case nobody:
	default:
		q.askOutsider()
	}
}

// askOutsider answers for what these facts do not resolve. A pool of which nothing was told had its rung already.
func (q *inquiry) askOutsider() {
	if q.ended {
		return
	}
	q.unknown(0, "can a workload be it?", "%s", texts(append(q.g.unmodelled(q.s), q.s.doubts...)))
}

func texts(rs []Reason) string {
	all := make([]string, len(rs))
	for i, r := range rs {
		all[i] = r.Fact
	}
	return strings.Join(all, "; ")
}

// askPrincipal asks whether the principal can be anybody: its form, its project and pool, its number.
func (q *inquiry) askPrincipal() {
	g, p := q.g, q.s.principal
	why, dead := p.Dead()
	if dead || p.Kind() == pool.KindPoolResource {
		if !dead {
			why = "it is the pool resource itself, not the workloads in it"
		}
		q.unknown(0, "does the principal match anyone?", "%s", why)
		return
	}
	if !p.Pool().IsValid() {
		return
	}
	at, ok := g.poolOf(p)
	if !ok {
		q.unknown(0, "do its project and pool exist?", "pool %s is not the pool of any project that was told", p.Pool())
		return
	}
	owner := &g.nodes[g.pools[at].project]
	verdict, fact := g.existence(&g.pools[at])
	q.rung(0, "do its project and pool exist?", verdict, "pool %s of project %s %s", p.Pool(), owner.resource.id, fact)
	switch {
	case p.Number() != 0 && owner.number == 0:
		q.rung(0, "are number and pool of one project?", Perhaps, "the number of project %s is not known", owner.resource.id)
	case p.Number() != 0 && p.Number() != owner.number:
		q.unknown(0, "are number and pool of one project?", "they are not: project %s has number %v, and the principal says %v", owner.resource.id, owner.number, p.Number())
	default:
		q.rung(0, "are number and pool of one project?", Yes, "project %s has number %v", owner.resource.id, owner.number)
	}
}

// existence says whether a pool exists. One comes into being with the first cluster that provides it.
// Source: https://docs.cloud.google.com/kubernetes-engine/docs/concepts/workload-identity, read 2026-04-10.
func (g *Graph) existence(p *poolRow) (Verdict, string) {
	switch {
	case p.exists:
		return Yes, "exists"
	case len(p.providers) > 0:
		return Perhaps, "may exist: no cluster is sure to provide it"
	default:
		return Perhaps, "may exist: no cluster or membership that was told provides it, and a pool outlives them"
	}
}

// askProvision asks whether the workload's cluster provides the pool.
func (q *inquiry) askProvision() {
	c, ok := q.askCluster()
	if !ok {
		return
	}
	if i := slices.IndexFunc(c.provisions, func(p provision) bool { return p.pool == q.s.pool && p.reaches(q.w.Namespace) }); i >= 0 {
		p := c.provisions[i]
		q.rung(p.rule, "does the cluster provide the pool?", certainty(p.doubts), "%s: %s", p.rule.Text(), p.because)
		return
	}
	host := &q.g.nodes[q.g.pools[q.s.pool].project]
	if slices.ContainsFunc(c.provisions, func(p provision) bool { return p.pool == q.s.pool && !p.scoped }) {
		q.rung(R3, "does it keep the identity at this pool?", No, "namespace %q has its identity at scope-tenancy pool %s, which is assumed to replace it", q.w.Namespace, host.tenancy)
		return
	}
	if host.gaps[GapMemberships] && len(c.memberships) == 0 {
		q.unknown(R2, "is it a member of the fleet?", "the memberships of the fleet of project %s were not read", host.resource.id)
		return
	}
	if !q.s.principal.Pool().IsManaged() {
		q.askScope(c, host)
		return
	}
	if c.name.Project == host.resource.id && c.fact.Mode != Outside && len(host.hubs) == 0 {
		q.rung(R1, "is Workload Identity on?", No, "Workload Identity of cluster %v is %v", c.name, c.fact.WorkloadIdentity)
		return
	}
	q.askMembership(c, host)
}

func (q *inquiry) askCluster() (*cluster, bool) {
	const question = "does the cluster exist?"
	i, ok := q.g.findCluster(q.w.Cluster)
	switch {
	case ok:
		q.rung(0, question, Yes, "cluster %v", q.w.Cluster)
		return &q.g.clusters[i], true
	case q.g.mayHaveCluster(q.w.Cluster):
		q.unknown(0, question, "cluster %v was not told, nor were all clusters of its project", q.w.Cluster)
	default:
		q.rung(0, question, No, "cluster %v", q.w.Cluster)
	}
	return nil, false
}

// mayHaveCluster reports that a cluster which was not told may exist.
func (g *Graph) mayHaveCluster(c ClusterName) bool {
	n, ok := g.findNode(InProject(c.Project))
	return !ok || g.nodes[n].gaps[GapClusters] || g.nodes[n].gaps[GapMemberships]
}

func (q *inquiry) askMembership(c *cluster, host *node) {
	i := slices.IndexFunc(c.memberships, func(m told[Membership]) bool { return m.fact.Fleet == host.resource.id })
	q.rung(R2, "is it a member of the fleet?", is(i >= 0), "the pool is that of project %s: cluster %v lies in project %s and is %s", host.resource.id, c.name, c.name.Project, membershipText(c))
	if i < 0 {
		return
	}
	m := c.memberships[i].fact
	q.askIdentity(m)
	const question = "does the membership give an identity at this pool?"
	if m.Pool.IsHub() {
		q.unknown(R2, question, "%s names the old pool %s, and what that means for this one is not known", nameMembership(m), m.Pool)
		return
	}
	q.rung(R2, question, No, "Workload Identity of cluster %v is %v, and an issuer alone is assumed not to be enough", c.name, c.fact.WorkloadIdentity)
}

func (q *inquiry) askIdentity(m Membership) {
	q.rung(R2, "has the membership an issuer?", m.Issuer.verdict(), "authority.issuer of %s is %v", nameMembership(m), m.Issuer)
	q.rung(R2, "is the membership more than lightweight?", is(!m.Lightweight), "%s", nameMembership(m))
}

func membershipText(c *cluster) string {
	if len(c.memberships) == 0 {
		return "a member of no fleet"
	}
	m := c.memberships[0].fact
	text := "a member of the fleet of project " + m.Fleet
	switch {
	case m.Lightweight:
		text += ", by a lightweight membership"
	case m.Issuer == Off:
		text += ", by a membership without an issuer"
	}
	return text
}

// verdict reads a setting as an answer.
func (s Setting) verdict() Verdict {
	switch s {
	case On:
		return Yes
	case Off:
		return No
	default:
		return Perhaps
	}
}

func certainty(doubts []Reason) Verdict {
	if len(doubts) > 0 {
		return Perhaps
	}
	return Yes
}
