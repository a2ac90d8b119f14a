package fleet

import (
	"fmt"
	"slices"
	"strings"

	"fleettrust.example/pool"
)

// A Verdict is the answer to one question of a Ladder.
type Verdict uint8

// The verdicts.
const (
	Yes Verdict = iota + 1
	No
	Perhaps    // not known; taken for yes, since an unknown never narrows an answer
	NotReached // a rung below already failed
)

// String gives yes, no, unknown or not reached.
func (v Verdict) String() string {
	switch v {
	case Yes:
		return "yes"
	case No:
		return "no"
	case Perhaps:
		return "unknown"
	case NotReached:
		return "not reached"
	default:
		return "none"
	}
}

// A Rung is one precondition: the question, the verdict, what it rests on, and the rule that asks for it (0 for none).
type Rung struct {
	Question string
	Verdict  Verdict
	Fact     string
	Rule     Rule
}

// A Ladder is the ordered preconditions for a workload to act as a principal. Rungs after the first No are NotReached.
// A rung fails exactly when Graph.CanAssume says no, but for a workload of a cluster whose objects were not read and for
// UIDs that are not known: there the last word is unknown.
type Ladder []Rung

// Failing gives the first rung that fails.
func (l Ladder) Failing() (Rung, bool) {
	if i := slices.IndexFunc(l, func(r Rung) bool { return r.Verdict == No }); i >= 0 {
		return l[i], true
	}
	return Rung{}, false
}

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
	failed bool
}

func (q *inquiry) rung(rule Rule, question string, verdict Verdict, fact string, args ...any) {
	if q.failed {
		verdict, fact, args = NotReached, "", nil
	}
	q.failed = q.failed || verdict == No
	if len(args) > 0 {
		fact = fmt.Sprintf(fact, args...)
	}
	q.ladder = append(q.ladder, Rung{question, verdict, fact, rule})
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
		q.rung(0, "can a workload be it?", No, "%s is not among the principals that these facts give to workloads", q.s.principal)
	}
}

// askPrincipal asks whether the principal can be anybody: its form, its project and pool, its number.
func (q *inquiry) askPrincipal() {
	g, p := q.g, q.s.principal
	why, dead := p.Dead()
	if dead || p.Kind() == pool.KindPoolResource {
		if !dead {
			why = "it is the pool resource itself, not the workloads in it"
		}
		q.rung(0, "does the principal match anyone?", No, why)
		return
	}
	if !p.Pool().IsValid() {
		return
	}
	at, ok := g.findPool(p.Pool())
	if !ok {
		q.rung(0, "do its project and pool exist?", No, "pool %s is not the pool of any project that was told", p.Pool())
		return
	}
	owner := &g.nodes[g.pools[at].project]
	q.rung(0, "do its project and pool exist?", is(g.pools[at].exists || len(g.pools[at].providers) > 0), "pool %s of project %s %s", p.Pool(), owner.resource.id, q.existence(at))
	switch {
	case p.Number() != 0 && owner.number == 0:
		q.rung(0, "are number and pool of one project?", Perhaps, "the number of project %s is not known", owner.resource.id)
	default:
		q.rung(0, "are number and pool of one project?", is(p.Number() == 0 || p.Number() == owner.number), "project %s has number %v", owner.resource.id, owner.number)
	}
}

func (q *inquiry) existence(at int32) string {
	if q.g.pools[at].exists {
		return "exists"
	}
	if len(q.g.pools[at].providers) > 0 {
		return "may exist: no cluster is sure to provide it"
	}
	return "does not exist yet: no cluster with Workload Identity and no fleet membership has made it"
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
	if c.name.Project == host.resource.id && c.fact.Mode != Outside {
		q.rung(R1, "is Workload Identity on?", No, "Workload Identity of cluster %v is %v", c.name, c.fact.WorkloadIdentity)
		return
	}
	q.askMembership(c, host)
}

func (q *inquiry) askCluster() (*cluster, bool) {
	i, ok := q.g.findCluster(q.w.Cluster)
	q.rung(0, "does the cluster exist?", is(ok), "cluster %v", q.w.Cluster)
	if !ok {
		return nil, false
	}
	return &q.g.clusters[i], true
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
	q.rung(0, "has the workload an identity at any pool?", is(len(c.provisions) > 0 || q.throughEveryone()), "cluster %v provides %s", c.name, q.g.poolsText(c))
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
	q.rung(R10, question, No, "%s", strings.Join(q.nearMisses(f), "; "))
}
