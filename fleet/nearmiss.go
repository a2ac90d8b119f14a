package fleet

import (
	"fmt"
	"strings"

	"fleettrust.example/pool"
)

// maxMisses bounds what a rung tells of grants that come close.
const maxMisses = 5

// nearMisses says which grants come close to giving an account to a workload, and what each lacks.
func (q *inquiry) nearMisses(f face) []string {
	misses := q.weakGrants(f)
	misses = append(misses, q.lapsedGrants(f)...)
	misses = append(misses, q.otherNames(f)...)
	misses = append(misses, q.keptTokens(f)...)
	misses = append(misses, q.otherAccounts(f)...)
	if len(misses) == 0 {
		misses = []string{fmt.Sprintf("no grant that leads to %s names the workload", q.s.principal)}
	}
	if a := q.annotation(f); a != "" && pool.ServiceAccount(a) == q.s.principal {
		misses = append(misses, "the annotation iam.gke.io/gcp-service-account names it, which chooses an account and gives no right to it")
	}
	if n := len(misses); n > maxMisses {
		misses = append(misses[:maxMisses], fmt.Sprintf("and %d more", n-maxMisses))
	}
	return misses
}

func (q *inquiry) annotation(f face) string {
	if f.id < 0 {
		return ""
	}
	return q.g.more(f.id).annotation
}

// weakGrants are those on the account itself that name the workload with a role that gives no token.
func (q *inquiry) weakGrants(f face) []string {
	var misses []string
	for _, b := range q.g.weak {
		if q.s.selects == oneAccount && b.fact.On == OnAccount(q.g.account(q.s.account).email) && q.g.isNamed(b.fact.Member, f) {
			misses = append(misses, fmt.Sprintf("%s on %s names it, a role that gives no token", b.fact.Role, b.fact.On))
		}
	}
	return misses
}

// lapsedGrants are those over the account that name the workload and of which the condition does not hold for it.
func (q *inquiry) lapsedGrants(f face) []string {
	var misses []string
	for _, b := range q.g.lapsed {
		over := q.s.selects == oneAccount && q.g.isOver(b.fact.On, q.s.account)
		if over && q.g.isNamed(b.fact.Member, f) {
			misses = append(misses, fmt.Sprintf("%s on %s is granted to %s, and its condition does not hold: %s", b.fact.Role, b.fact.On, b.fact.Member, oneLine(b.fact.Condition)))
		}
	}
	return misses
}

// isOver reports a resource whose policy holds for an account.
func (g *Graph) isOver(r Resource, a int32) bool {
	n, ok := g.findNode(r)
	return r == OnAccount(g.account(a).email) || ok && g.account(a).node >= 0 && g.isBelow(g.account(a).node, n)
}

func (g *Graph) isNamed(p pool.Principal, f face) bool {
	_, ok := g.match(g.selector(p), f)
	return ok
}

// otherNames are grants over the account to a name that is nearly the workload's.
func (q *inquiry) otherNames(f face) []string {
	var misses []string
	if q.s.selects != oneAccount {
		return nil
	}
	for i := range q.g.grantsOver(q.s.account, false, false, nil) {
		gr := q.g.grant(i)
		if !q.g.holds(i, q.s.account, accountPowers, false) {
			misses = append(misses, fmt.Sprintf("%s is granted to %s, and %s", gr.text(), gr.binding.Member, strings.Join(q.g.cutters(i, q.s.account), " and ")))
		} else if lack, ok := q.lack(gr.binding.Member, f); ok {
			misses = append(misses, fmt.Sprintf("%s is granted to %s, %s", gr.text(), gr.binding.Member, lack))
		}
	}
	return misses
}

// lack says why a principal of nearly the workload's name is not the workload.
func (q *inquiry) lack(p pool.Principal, f face) (string, bool) {
	s := q.g.selector(p)
	if s.selects == oneAccount && !q.g.usable(s.account) {
		return "which is disabled", true
	}
	if q.g.isNamed(p, f) {
		return "which is the workload: on this resource the role gives no service account", true
	}
	sameNamespace := p.Namespace() != "" && p.Namespace() == q.w.Namespace
	switch {
	case s.selects == nobody && len(s.unsettled) > 0:
		return "which matches nobody: " + s.unsettled[0].Fact, true
	case sameNamespace && p.ServiceAccount() == q.w.ServiceAccount:
		return "another pool than the workload's", true
	case sameNamespace && p.ServiceAccount() != "":
		return "another service account of that namespace", true
	case p.ServiceAccount() == q.w.ServiceAccount && p.ServiceAccount() != "":
		return "another namespace", true
	}
	return "", false
}

// keptTokens are nodes of the workload's cluster that run as the account and keep it from pods, and keys of it that lie where
// no pod of the workload can mount them.
func (q *inquiry) keptTokens(f face) []string {
	if q.s.selects != oneAccount {
		return nil
	}
	var misses []string
	for i := range q.g.clusters[f.cluster].nodePools {
		if p := &q.g.clusters[f.cluster].nodePools[i]; p.account == q.s.account {
			misses = append(misses, fmt.Sprintf("the nodes of node pool %s run as it, and no pod of the workload gets it from them", p.fact.Name))
		}
	}
	for _, i := range q.g.account(q.s.account).keys {
		if s := &q.g.secrets[i]; s.cluster != f.cluster || s.fact.Namespace != f.workload.Namespace {
			misses = append(misses, fmt.Sprintf("%s holds a key of it, out of reach of the pods of %s", nameSecret(s.fact), f.workload))
		}
	}
	return misses
}

// otherAccounts are the service accounts that the workload does obtain.
func (q *inquiry) otherAccounts(f face) []string {
	var misses []string
	for _, x := range q.g.obtained(f) {
		if x.principal.Kind() == pool.KindServiceAccount {
			misses = append(misses, fmt.Sprintf("the workload does obtain %s", x.principal))
		}
	}
	return misses
}
