package fleet

import (
	"fmt"
	"iter"
	"slices"

	"fleettrust.example/pool"
)

// A Could is an actor that can not act as a principal today, and could make itself able to: by creating something, or by
// running as somebody else. That is the third strength of an answer, and is never mixed with what holds today.
type Could struct {
	Actor  Vertex  // a workload; a principal of IAM: a person, a group, an account; or a subject of one cluster's Kubernetes API
	Rights []Right // that it takes, in the order of the path
	Path   Path    // from the actor to the principal
}

// Exactness is that of the path.
func (c Could) Exactness() Exactness { return c.Path.Exactness() }

// Becoming says who could make itself a principal. It is worked out once; walking it again gives the same.
type Becoming struct {
	principal pool.Principal
	all       []Could
	exactness Exactness
	reasons   []Reason
}

// CouldBecome answers who could make itself a principal that it cannot act as today: whoever may run something as a
// workload that can, mint its tokens, create its namespace or service account, a cluster that provides the pool, or a
// fleet membership; by RBAC or by IAM; itself, or as a workload or account that it can become first. It takes each actor
// alone: two who act together are not looked for. Somebody whom Assumers names without a doubt is left out.
//
// First Assumers is asked of the principal, and of each account and each set of identities on the way that holds a right. Then
// each actor costs O(rounds × what there is to become where it has rights × the rights that it comes to hold), where a round is
// what the rights of the round before bring, and of all that it becomes O(names on the way / 64) each. Only the path that is
// printed is spelt out.
func (g *Graph) CouldBecome(p pool.Principal) *Becoming {
	q := newQuestion(g, p)
	b := &Becoming{principal: q.answer.Principal(), exactness: Exact}
	for _, actor := range q.actors() {
		if c, ok := q.could(actor); ok {
			b.all = append(b.all, c)
		}
	}
	b.judge(q)
	return b
}

// Principal is the one asked about, in its canonical spelling.
func (b *Becoming) Principal() pool.Principal { return b.principal }

// Exactness says how the answer stands to the truth.
func (b *Becoming) Exactness() Exactness { return b.exactness }

// Reasons says why the answer is not exact, or why it is empty, sorted.
func (b *Becoming) Reasons() []Reason { return slices.Clone(b.reasons) }

// Len is the number of actors.
func (b *Becoming) Len() int { return len(b.all) }

// All yields the actors: workloads, then principals, then subjects, each kind in the order of Vertex.Compare.
func (b *Becoming) All() iter.Seq[Could] { return slices.Values(b.all) }

// judge sets exactness and reasons.
func (b *Becoming) judge(q *question) {
	unsettled := q.gaps()
	var doubts []Reason
	for _, c := range b.all {
		doubts = append(doubts, c.Path.Doubts()...)
	}
	if len(doubts) > 0 {
		b.exactness = UpperBound
	}
	if len(unsettled) > 0 {
		b.exactness = Unsettled
	}
	if len(b.all) == 0 {
		doubts = append(doubts, q.nobody())
	}
	b.reasons = reasons(append(unsettled, doubts...))
}

// gaps says what was not read of what may matter.
func (q *question) gaps() []Reason {
	var rs []Reason
	for _, a := range append([]*Answer{q.answer}, q.pivots...) {
		if a.exactness == Unsettled && !q.agents(a) {
			rs = append(rs, a.unsettled...)
		}
	}
	rs = append(rs, q.asleep()...)
	rs = append(rs, q.fleetGaps()...)
	rs = append(rs, q.nodeGaps()...)
	for at := range q.in {
		if row := &q.g.clusters[at.cluster]; at.namespace == "" && row.gaps[GapRBAC] {
			rs = append(rs, Reason{fmt.Sprintf("the roles and role bindings of cluster %v were not read", row.name), "kubectl get roles,rolebindings,clusterroles,clusterrolebindings -A -o yaml"})
		}
	}
	for n := range q.nodes {
		if row := &q.g.nodes[n]; row.gaps[GapPolicy] {
			rs = append(rs, policyGap(row.resource))
		} else if row.orphan {
			rs = append(rs, orphaned(row))
		}
	}
	return reasons(rs)
}

// agents reports an answer about an account of Google's own that is on the way: who may make its service act is a doubt about
// that actor, as it is in Assumers.
func (q *question) agents(a *Answer) bool {
	return a != q.answer && a.selector.selects == oneAccount && q.g.account(a.selector.account).googles
}

// asleep says which other disabled accounts would lead on: R34 is followed for the one that is asked about.
func (q *question) asleep() []Reason {
	var rs []Reason
	if !slices.ContainsFunc(q.g.accounts, func(a account) bool { return a.disabled }) {
		return nil
	}
	awake := *q.g
	awake.accounts = slices.Clone(awake.accounts)
	for i := range awake.accounts {
		awake.accounts[i].disabled = false
	}
	for _, a := range append([]*Answer{q.answer}, q.pivots...) {
		hops := awake.reach(a.selector, false).hops
		for i := range q.g.accounts {
			if _, leads := hops[q.g.token(int32(i))]; leads && !q.g.usable(int32(i)) {
				to := a.Principal()
				if a.selector.selects == oneAccount && a.selector.account == int32(i) { // it holds a right itself
					to = q.answer.Principal()
				}
				rs = append(rs, Reason{fmt.Sprintf("service account %s is disabled, and would lead to %s: who may enable it on the way was not followed", q.g.accounts[i].email, to), "whether it stays disabled, or CouldBecome of that account"})
			}
		}
	}
	return rs
}

// nobody says what was looked for in vain.
func (q *question) nobody() Reason {
	return Reason{fmt.Sprintf("no right that was told, in the clusters, projects and fleets on the way to %s, lets anyone else become it", q.answer.Principal()), ""}
}
