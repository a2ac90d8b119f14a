package scenario

import (
	"cmp"
	"slices"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// An Outcome is what comes of a Grant. Assumers are sorted, workloads first, and each carries its path as the witness.
type Outcome struct {
	Graph    *fleet.Graph
	Answers  []*fleet.Answer  // one for each principal, in order
	Admitted []fleet.Assumer  // who can act as any of the principals
	Excess   []fleet.Assumer  // those of them whom nobody meant
	Lost     []fleet.Workload // the intended workloads that are not admitted, sorted
	// ByFleet are those of Admitted who would not be, if fleet identity were off: if no membership had an issuer.
	// When it is empty, fleet and plain identity give the same answer.
	ByFleet []fleet.Assumer
	// Open are the clusters in which whoever may create what is missing becomes one of the principals, in the order
	// of the answers. Only subjects and namespaces have such: a cluster or a pool has room for any name.
	Open []fleet.Opening
	// Could are those who could make themselves one of the principals, and Untrusted those of them whom nobody trusts to.
	// Each carries its path and the rights that it takes.
	Becoming         []*fleet.Becoming // one for each principal, in order
	Could, Untrusted []fleet.Could
	// Exactness is the worst of the answers. If it is fleet.Unsettled, Admitted and Excess may lack some, and Lost may
	// name workloads that lose nothing.
	Exactness fleet.Exactness
	Reasons   []fleet.Reason // why the answers are not exact, sorted
}

// Contained reports a proof that nobody can act as the principals but those who were meant: there is no excess, and the
// answers may hold too many but not too few. It speaks of today; Open says where someone could come in tomorrow.
func (o Outcome) Contained() bool {
	return len(o.Excess) == 0 && (o.Exactness == fleet.Exact || o.Exactness == fleet.UpperBound)
}

// judge fills in what follows from the answers and the intent.
func (o *Outcome) judge(intended []fleet.Workload) {
	for i, a := range o.Answers {
		excess, lost := deviation(o.Graph, a.Principal(), intended)
		o.Excess = append(o.Excess, excess...)
		if i == 0 {
			o.Lost = lost
		}
		o.Lost = slices.DeleteFunc(o.Lost, func(w fleet.Workload) bool { return !slices.Contains(lost, w) })
		o.Open = append(o.Open, a.Open()...)
		o.Reasons = append(o.Reasons, a.Reasons()...)
		o.Exactness = max(o.Exactness, a.Exactness())
	}
	o.Excess = distinct(o.Excess)
	slices.SortFunc(o.Reasons, func(x, y fleet.Reason) int {
		return cmp.Or(strings.Compare(x.Fact, y.Fact), strings.Compare(x.Settle, y.Settle))
	})
	o.Reasons = slices.Compact(o.Reasons)
}

// foresee fills in who could become one of the principals.
func (o *Outcome) foresee(g Grant) {
	for _, p := range g.Principals {
		b := o.Graph.CouldBecome(p)
		o.Becoming = append(o.Becoming, b)
		o.Could = slices.AppendSeq(o.Could, b.All())
	}
	slices.SortStableFunc(o.Could, func(x, y fleet.Could) int {
		return cmp.Or(x.Actor.Compare(y.Actor), cmp.Compare(x.Exactness(), y.Exactness()))
	})
	o.Could = slices.CompactFunc(o.Could, func(x, y fleet.Could) bool { return x.Actor == y.Actor })
	for _, c := range o.Could {
		if !slices.Contains(g.Trusted, c.Actor.Principal) {
			o.Untrusted = append(o.Untrusted, c)
		}
	}
}

// deviation compares who is admitted with who is meant. An intent of nothing but workloads is refused only for a principal
// that is none; nobody is meant then.
func deviation(g *fleet.Graph, p pool.Principal, intended []fleet.Workload) (excess []fleet.Assumer, lost []fleet.Workload) {
	d, err := fleet.Excess(g, fleet.Intent{Principal: p, Workloads: intended})
	if err != nil {
		return slices.Collect(g.Assumers(p).All()), slices.Clone(intended)
	}
	for _, s := range d.Shortfall {
		lost = append(lost, s.Workload)
	}
	return d.Excess, lost
}
