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
	ended  bool // a rung failed, or is not known and leaves nothing to ask
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
	if !q.ended && q.g.answer(q.s).exactness == Exact {
		verdict = No
	}
	q.rung(rule, question, verdict, fact, args...)
	q.ended = true
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
	case oneAccount, accountsIn, anyAccount:
		q.askAccount()
		q.askObjects()
		q.askRole()
	case everyone:
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
	at, ok := g.findPool(p.Pool())
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
	owner := &g.nodes[p.project]
	switch {
	case p.exists:
		return Yes, "exists"
	case len(p.providers) > 0:
		return Perhaps, "may exist: no cluster is sure to provide it"
	case owner.gaps[GapClusters] || owner.gaps[GapMemberships]:
		return Perhaps, "may exist: not all clusters and memberships were read"
	default:
		return No, "does not exist yet: no cluster with Workload Identity and no fleet membership has made it"
	}
}

// askProvision asks whether the workload's cluster provides the pool.
func (q *inquiry) askProvision() {
	c, ok := q.askCluster()
	if !ok {
		return
	}
	if i := slices.IndexFunc(c.provisions, func(p provision) bool { return p.pool == q.s.pool }); i >= 0 {
		p := c.provisions[i]
		q.rung(p.rule, "does the cluster provide the pool?", certainty(p.doubts), "%s: %s", p.rule.Text(), p.because)
		return
	}
	host := &q.g.nodes[q.g.pools[q.s.pool].project]
	if host.gaps[GapMemberships] && len(c.memberships) == 0 {
		q.unknown(R2, "is it a member of the fleet?", "the memberships of the fleet of project %s were not read", host.resource.id)
		return
	}
	if c.name.Project == host.resource.id && c.fact.Mode != Outside {
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
		q.unknown(0, question, "cluster %v: the clusters of its project were not read", q.w.Cluster)
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
	q.rung(R2, "has the membership an issuer?", is(m.Issuer != Off), "authority.issuer of %s is %v", nameMembership(m), m.Issuer)
	q.rung(R2, "is the membership more than lightweight?", is(!m.Lightweight), "%s", nameMembership(m))
	q.rung(R2, "is Workload Identity on?", No, "Workload Identity of cluster %v is %v, or the membership names another pool", c.name, c.fact.WorkloadIdentity)
}

func membershipText(c *cluster) string {
	if len(c.memberships) == 0 {
		return "a member of no fleet"
	}
	return "a member of the fleet of project " + c.memberships[0].fact.Fleet
}

func certainty(doubts []Reason) Verdict {
	if len(doubts) > 0 {
		return Perhaps
	}
	return Yes
}

// askObjects asks for the namespace and the service account. What was not read may exist.
func (q *inquiry) askObjects() {
	_, ok := q.g.findNamespace(q.w.Cluster, q.w.Namespace)
	q.rung(0, "does the namespace exist?", q.orGap(ok), "namespace %q in cluster %v%s", q.w.Namespace, q.w.Cluster, q.notRead(ok))
	_, ok = q.g.WorkloadID(q.w)
	q.rung(0, "does the service account exist?", q.orGap(ok), "service account %q in namespace %q%s", q.w.ServiceAccount, q.w.Namespace, q.notRead(ok))
}

func (q *inquiry) orGap(ok bool) Verdict {
	if i, found := q.g.findCluster(q.w.Cluster); !ok && found && q.g.clusters[i].gap {
		return Perhaps
	}
	return is(ok)
}

func (q *inquiry) notRead(ok bool) string {
	if q.orGap(ok) == Perhaps {
		return ": the objects of the cluster were not read"
	}
	return ""
}

// face is the workload asked about, as it is or would be.
func (q *inquiry) face() (face, bool) {
	if id, ok := q.g.WorkloadID(q.w); ok {
		return q.g.face(int32(id)), true
	}
	c, ok := q.g.findCluster(q.w.Cluster)
	return face{workload: q.w, cluster: c, id: -1}, ok
}

// askName asks whether the principal is a name of the workload.
func (q *inquiry) askName() {
	const question = "is the principal a name of the workload?"
	rule := nameRule(q.s.principal)
	f, ok := q.face()
	if !ok {
		q.rung(rule, question, No, "%s", rule.Text())
		return
	}
	hs, ok := q.g.match(q.s, f)
	switch {
	case ok:
		q.rung(rule, question, certainty(hs[0].doubts), "%s", rule.Text())
	case q.s.selects == uids && f.uid == "" && len(q.g.withUID(q.s.principal.UID())) == 0:
		q.rung(rule, question, Perhaps, "neither the UID of the workload nor the service account of that UID is known")
	default:
		q.rung(rule, question, No, "at pool %s the workload is %s", q.s.principal.Pool(), q.g.ownName(f, q.s))
	}
}

// ownName is what the workload is called where the principal calls another.
func (g *Graph) ownName(f face, s selector) string {
	for _, p := range g.names(f) {
		if p.Kind() == s.principal.Kind() && p.Pool() == s.principal.Pool() {
			return p.String()
		}
	}
	return "called by no principal of that form"
}

// askAccount asks whether the service account works, and whether the cluster gives its workloads any identity.
func (q *inquiry) askAccount() {
	if q.s.selects == oneAccount {
		a := &q.g.accounts[q.s.account]
		q.rung(0, "is the service account enabled?", is(!a.disabled), "service account %s", a.email)
	}
	c, ok := q.askCluster()
	if !ok {
		return
	}
	const question = "has the workload an identity at any pool?"
	if lacks := q.g.fleetsNotRead(c); len(c.provisions) == 0 && len(lacks) > 0 {
		q.unknown(R2, question, "%s", texts(lacks))
		return
	}
	q.rung(0, question, is(len(c.provisions) > 0 || q.throughEveryone()), "cluster %v provides %s", c.name, q.g.poolsText(c))
}

// throughEveryone reports that a grant to allUsers leads to the account, for which no identity is needed.
func (q *inquiry) throughEveryone() bool {
	for v := range q.g.reach(q.s, false).hops {
		if n := 2 * int32(len(q.g.accounts)); v >= n && q.g.members[v-n].selector.selects == everyone {
			return true
		}
	}
	return false
}

func (g *Graph) poolsText(c *cluster) string {
	if len(c.provisions) == 0 {
		return "no pool: Workload Identity is " + c.fact.WorkloadIdentity.String() + " and it is " + membershipText(c)
	}
	names := make([]string, len(c.provisions))
	for i, p := range c.provisions {
		names[i] = fmt.Sprintf("pool %s (%v)", g.pools[p.pool].name, p.rule)
	}
	return strings.Join(slices.Compact(names), " and ")
}

// askRole asks for the way through IAM.
func (q *inquiry) askRole() {
	const question = "does a grant on the right resource lead to it?"
	f, ok := q.face()
	if !ok {
		q.rung(R10, question, No, "the cluster does not exist")
		return
	}
	if x, ok := q.g.canAssume(f, q.s); ok {
		last := x.Path[len(x.Path)-1]
		q.rung(last.Rule, question, certainty(x.Path.Doubts()), "%s", x.Path)
		return
	}
	misses := strings.Join(q.nearMisses(f), "; ")
	if a := q.g.answer(q.s); a.exactness != Exact {
		q.unknown(R10, question, "%s; and not all is known: %s", misses, texts(a.reasons))
		return
	}
	q.rung(R10, question, No, "%s", misses)
}
