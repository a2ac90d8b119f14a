package fleet

import (
	"fmt"
	"slices"
	"strings"
)

// askObjects asks for the namespace and the service account. What was not read may exist.
func (q *inquiry) askObjects() {
	_, ok := q.g.findNamespace(q.w.Cluster, q.w.Namespace)
	q.rung(0, "does the namespace exist?", q.orGap(ok), "namespace %q in cluster %v%s", q.w.Namespace, q.w.Cluster, q.notRead(ok))
	_, ok = q.g.WorkloadID(q.w)
	q.rung(0, "does the service account exist?", q.orGap(ok), "service account %q in namespace %q%s", q.w.ServiceAccount, q.w.Namespace, q.notRead(ok))
}

func (q *inquiry) orGap(ok bool) Verdict {
	if i, found := q.g.findCluster(q.w.Cluster); !ok && found && q.g.clusters[i].gaps[GapObjects] {
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
	case q.g.clusters[f.cluster].fact.Mode != Outside && q.s.principal.Provider() == f.workload.Cluster.provider():
		q.unknown(rule, question, "what kubernetes.cluster value cluster %v has at a fleet's pool is documented nowhere", f.workload.Cluster)
	case q.s.selects == clusters && q.mayBeMember(f.cluster):
		q.unknown(rule, question, "the memberships of the fleet of pool %s were not read: as a member cluster %v may have another provider there", q.s.principal.Pool(), f.workload.Cluster)
	default:
		q.rung(rule, question, No, "at pool %s the workload is %s", q.s.principal.Pool(), q.g.ownName(f, q.s))
	}
}

// mayBeMember reports a cluster of no fleet that may be in that of the pool, whose memberships were not read.
func (q *inquiry) mayBeMember(c int32) bool {
	host := &q.g.nodes[q.g.pools[q.s.pool].project]
	return host.gaps[GapMemberships] && len(q.g.clusters[c].memberships) == 0
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
		a := q.g.account(q.s.account)
		q.rung(0, "is the service account enabled?", is(!a.disabled), "service account %s", a.email)
	}
	c, ok := q.askCluster()
	if !ok {
		return
	}
	const question = "has the workload an identity at any pool?"
	got := q.possessed()
	if len(got) > 0 {
		best := got[max(0, slices.IndexFunc(got, func(p possession) bool { return len(p.doubts) == 0 }))]
		q.rung(best.rule, "does a node or a key give it a service account?", certainty(best.doubts), "%s", q.possessionsText(got))
	}
	switch {
	case q.hasIdentity(c) || q.throughEveryone():
		q.rung(0, question, Yes, "cluster %v provides %s", c.name, q.g.poolsText(c))
	case len(got) == 0:
		q.unknown(R2, question, "%s", "cluster "+c.name.String()+" provides "+q.g.poolsText(c))
	}
}

// possessed are the service accounts that the workload gets without a grant, as far as they lead to the principal.
func (q *inquiry) possessed() []possession {
	f, ok := q.face()
	if !ok {
		return nil
	}
	hops := q.g.reach(q.s, false).hops
	return slices.DeleteFunc(q.g.possessions(f), func(p possession) bool {
		_, leads := hops[q.g.token(p.account)]
		if p.scoped {
			_, leads = q.g.includes(p.account, q.s.principal)
		}
		return !leads
	})
}

// possessionsText says by what the workload gets which accounts, the first few of them.
func (q *inquiry) possessionsText(ps []possession) string {
	var all []string
	for _, p := range ps {
		all = append(all, q.g.account(p.account).email+" by "+p.rule.String()+": "+p.because)
	}
	return someOf(all)
}

func (q *inquiry) hasIdentity(c *cluster) bool {
	return slices.ContainsFunc(c.provisions, func(p provision) bool { return p.reaches(q.w.Namespace) })
}

// throughEveryone reports that a grant to allUsers leads to the account, for which no identity is needed.
func (q *inquiry) throughEveryone() bool {
	for v := range q.g.reach(q.s, false).hops {
		if n := 2 * int32(len(q.g.accounts)); v >= n && q.g.member(v-n).selector.selects == everyone {
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
	const question = "does a node, a key or a grant on the right resource lead to it?"
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
	if a := q.answer(); a.exactness != Exact {
		q.unknown(R10, question, "%s; and not all is known: %s", misses, texts(a.reasons))
		return
	}
	q.rung(R10, question, No, "%s", misses)
}
