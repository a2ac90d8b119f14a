package fleet

import (
	"cmp"
	"slices"

	"fleettrust.example/pool"
)

// A Deviation is where the world stands apart from an Intent. If it is Exact, so are all parts. If it is an UpperBound,
// nobody is missing from Excess, and those in doubt are so by their path. If it is Unsettled, Excess may lack some, and what
// Shortfall names may be admitted after all.
type Deviation struct {
	Answer    *Answer     // who is admitted
	Excess    []Assumer   // admitted and not meant, each with its path as witness, workloads first
	Shortfall []Shortfall // meant and not admitted, workloads first
	Open      []Opening   // clusters in which somebody who is not meant could come to be the principal; no part of Excess
	Exactness Exactness
	Reasons   []Reason
}

// A Shortfall is a workload or a member that is meant and not admitted, with the rung of Graph.WhyNot that fails; if it is
// not known whether one does, the rung that was reached last.
type Shortfall struct {
	Workload Workload
	Member   pool.Principal // valid only if it is no workload
	Rung     Rung
}

// String names the workload or the member.
func (s Shortfall) String() string {
	if s.Member.IsValid() {
		return s.Member.String()
	}
	return s.Workload.String()
}

// Excess compares who can act as a principal with who is meant to. Meant of a whole cluster, namespace, fleet or scope are
// the workloads that are there; of these, where the principal is one of a pool, those that have its namespace and name. The
// error names what the intent speaks of and the world does not have.
// Cost: that of Assumers, and of WhyNot for each that is short.
func Excess(g *Graph, intent Intent) (*Deviation, error) {
	m, err := g.intention(intent)
	if err != nil {
		return nil, err
	}
	a := g.Assumers(intent.Principal)
	d := &Deviation{Answer: a, Exactness: a.exactness, Reasons: a.Reasons()}
	if gaps := m.gaps(); len(gaps) > 0 {
		d.Exactness, d.Reasons = Unsettled, reasons(slices.Concat(d.Reasons, gaps))
	}
	for x := range a.All() {
		if !m.admits(x) {
			d.Excess = append(d.Excess, x)
		}
	}
	for _, o := range a.open {
		if !m.means(Workload{o.Cluster, o.Principal.Namespace(), cmp.Or(o.Principal.ServiceAccount(), defaultKSA)}) {
			d.Open = append(d.Open, o)
		}
	}
	d.Shortfall = m.shortfall(a)
	return d, nil
}

// admits reports an assumer that is meant. A member is when it is named, or is in what is named, or comes by way of a
// group that is.
func (m *intention) admits(x Assumer) bool {
	if !x.Member.IsValid() {
		return m.means(x.Workload)
	}
	if slices.ContainsFunc(m.members, func(p pool.Principal) bool { return p.Covers(x.Member) }) {
		return true
	}
	return slices.ContainsFunc(x.Path, func(e Edge) bool { return isGroup(e.To.Principal) && slices.Contains(m.members, e.To.Principal) })
}

func isGroup(p pool.Principal) bool {
	return p.Kind() == pool.KindGoogleGroup || p.Kind() == pool.KindDomain
}

// shortfall lists who is meant and not admitted.
func (m *intention) shortfall(a *Answer) []Shortfall {
	var short []Shortfall
	for _, w := range m.meant(a.selector) {
		if id, ok := m.g.WorkloadID(w); !ok || !a.Can(id) {
			short = append(short, Shortfall{Workload: w, Rung: a.rung(w)})
		}
	}
	for _, p := range m.meantMembers() {
		if !a.leads(p) {
			short = append(short, Shortfall{Member: p, Rung: a.memberRung(p)})
		}
	}
	return short
}

// meant lists the workloads that are meant, sorted: those that were named, there or not, or else those of the world.
func (m *intention) meant(s selector) []Workload {
	var ws []Workload
	if len(m.workloads) > 0 {
		for w := range m.workloads {
			if m.means(w) {
				ws = append(ws, w)
			}
		}
		slices.SortFunc(ws, Workload.Compare)
		return ws
	}
	for _, w := range m.g.Workloads() {
		if m.means(w) && mayBear(s.principal, w) {
			ws = append(ws, w)
		}
	}
	return ws
}

// mayBear reports a workload whose name does not speak against a principal of a pool.
func mayBear(p pool.Principal, w Workload) bool {
	namespace := p.Namespace() == "" || p.Namespace() == w.Namespace
	return namespace && (p.ServiceAccount() == "" || p.ServiceAccount() == w.ServiceAccount)
}

func (m *intention) meantMembers() []pool.Principal { return sortedPrincipals(slices.Clone(m.members)) }

// leads reports a member from which a way leads to the principal, or that is the principal itself.
func (a *Answer) leads(p pool.Principal) bool {
	v, ok := a.g.vertexOf(p)
	_, leads := a.any.hops[v]
	return p == a.selector.principal || ok && leads
}

// vertexOf finds the vertex of a service account, or of a member that a grant or a group names.
func (g *Graph) vertexOf(p pool.Principal) (int32, bool) {
	if i, ok := g.findAccount(p.Email()); ok && p.Kind() == pool.KindServiceAccount {
		return g.token(i), true
	}
	m, ok := slices.BinarySearchFunc(g.members, p, func(m member, p pool.Principal) int { return m.principal.Compare(p) })
	if !ok {
		return target, false
	}
	return g.memberVertex(int32(m)), true
}

// rung gives the rung of the ladder that fails for a workload.
func (a *Answer) rung(w Workload) Rung {
	q := &inquiry{g: a.g, w: w, s: a.selector, known: a}
	q.climb()
	if failing, ok := q.ladder.Failing(); ok {
		return failing
	}
	last := Rung{}
	for _, r := range q.ladder {
		if r.Verdict != NotReached {
			last = r
		}
	}
	return last
}

// memberRung says that no grant leads from a member to the principal.
func (a *Answer) memberRung(p pool.Principal) Rung {
	r := Rung{Question: "does a grant lead from it to the principal?", Verdict: No, Fact: "no grant leads from " + p.String() + " to " + a.selector.principal.String(), Rule: R10}
	if a.exactness == Unsettled {
		r.Verdict, r.Fact = Perhaps, r.Fact+" as far as is known: "+texts(a.reasons)
	}
	return r
}
