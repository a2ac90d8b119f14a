package fleet

import (
	"reflect"
	"slices"
)

// An Operation changes the world: Create, Update or Delete. The set is closed.
type Operation interface{ about() Fact }

// Create adds a fact that is not there. A binding, a deny rule, a permit and a gap are what they say, and a Secret is what it
// holds, so another one is another fact; anything else is known by its name.
type Create struct{ Fact Fact }

// Update replaces the fact of that name by another.
type Update struct{ Fact Fact }

// Delete takes the fact of that name away, and with it what the real cloud removes too. Only its name matters.
type Delete struct{ Fact Fact }

func (c Create) about() Fact { return c.Fact }
func (c Update) about() Fact { return c.Fact }
func (c Delete) about() Fact { return c.Fact }

// A Refusal says which operation the real cloud would refuse, and by which rule.
type Refusal struct {
	Operation Operation
	Rule      string
	Source    string // where the rule stands; "" when the fact does not fit the others
}

// Error gives the operation, the rule and its source.
func (r *Refusal) Error() string {
	text := "nothing"
	switch c := r.Operation.(type) {
	case Create:
		text = "create " + factName(c.Fact)
	case Update:
		text = "update " + factName(c.Fact)
	case Delete:
		text = "delete " + factName(c.Fact)
	}
	text += ": " + r.Rule
	if r.Source != "" {
		text += " (" + r.Source + ")"
	}
	return text
}

// With carries operations out, one after the other, and gives the graph of the world after them; this graph stays as it is.
// The error is a *Refusal of the first operation that the real cloud would refuse. What is not known refuses nothing.
//
// An operation brings about what it does in the real cloud. A pool outlives the clusters and memberships that provide it. A
// deleted cluster takes its objects along and leaves its membership, marked ClusterMissing; a deleted namespace takes its
// service accounts, pods, Secrets and permits; a deleted membership its scope bindings; a deleted Kubernetes service account
// the Secrets that hold its token; a deleted service account of Google its keys and its own policy, and its other bindings become those of a deleted member. Other bindings stay, and hold for a namespace, a
// cluster or a Kubernetes service account of that name again; one that is made anew has the UID that is told, or none that
// is known. A new cluster has the namespaces that Kubernetes starts with; a cluster bound to a scope has those of the scope.
//
// The result is what a Builder makes of the facts after the operations. Cost: that of Builder.Build for each of them.
func (g *Graph) With(operations ...Operation) (*Graph, error) {
	for _, c := range operations {
		r := rehearse(g)
		if refusal := r.carryOut(c); refusal != nil {
			refusal.Operation = c
			return nil, refusal
		}
		after, err := r.told.Build()
		if err != nil {
			return nil, &Refusal{Operation: c, Rule: misfit(err, factName(r.g.spelled(c.about())))}
		}
		g = after
	}
	return g, nil
}

// misfit says why the facts do not fit any more, without repeating what they are about.
func misfit(err error, about string) string {
	if faults, ok := err.(*BuildError); ok && len(faults.Faults) == 1 && faults.Faults[0].About == about {
		return faults.Faults[0].Wrong
	}
	return err.Error()
}

// rehearsal is one operation on its way: the graph before it, and what was told, as it becomes.
type rehearsal struct {
	g    *Graph
	told Builder
}

// rehearse copies what a graph was told: other rehearsals go on from the same.
func rehearse(g *Graph) *rehearsal {
	r := &rehearsal{g: g, told: g.told}
	r.replace(func(f Fact) Fact { return f })
	return r
}

func (r *rehearsal) carryOut(c Operation) *Refusal {
	if c == nil || c.about() == nil {
		return &Refusal{Rule: "says nothing to change"}
	}
	f := r.g.spelled(c.about())
	_, there := r.find(f)
	switch c.(type) {
	case Create:
		return r.create(f, there)
	case Update:
		return r.update(f, there)
	default:
		return r.delete(f, there)
	}
}

const apiErrors = "https://cloud.google.com/apis/design/errors"

func (r *rehearsal) create(f Fact, there bool) *Refusal {
	if _, ok := f.(Fleet); ok && there {
		return refusal(fleetProto, "a project hosts one fleet at most, and it exists already")
	}
	if k, ok := f.(KSA); there || r.implied(f) && (!ok || k.Name == defaultKSA) {
		return refusal(apiErrors, "it exists already")
	}
	if refusal := r.refuses(f, nil); refusal != nil {
		return refusal
	}
	r.told.Add(f)
	r.follow(f)
	return nil
}

func (r *rehearsal) update(f Fact, there bool) *Refusal {
	if !there && !r.implied(f) {
		return refusal(apiErrors, "it does not exist")
	}
	old, _ := r.find(f)
	if refusal := r.refuses(f, old); refusal != nil {
		return refusal
	}
	if c, ok := old.(Cluster); ok {
		r.keepPool(c)
	}
	if m, ok := old.(Membership); ok {
		r.keepFleetPool(m)
	}
	r.remove(named(f))
	r.told.Add(f)
	return nil
}

func (r *rehearsal) delete(f Fact, there bool) *Refusal {
	if !there && !r.implied(f) {
		return refusal(apiErrors, "it does not exist")
	}
	if old, ok := r.find(f); ok {
		f = old
	}
	if refusal := r.refusesDelete(f); refusal != nil {
		return refusal
	}
	r.leave(f)
	return nil
}

// find gives the fact of a name as it was told.
func (r *rehearsal) find(f Fact) (Fact, bool) {
	is := named(f)
	for _, x := range r.told.all() {
		if x = r.g.spelled(x); is(x) {
			return x, true
		}
	}
	return nil, false
}

// named tells the facts that have the name of one. Names are long, so those of other sorts are not spelt out.
func named(f Fact) func(Fact) bool {
	sort, name := reflect.TypeOf(f), factName(f)
	return func(x Fact) bool { return reflect.TypeOf(x) == sort && factName(x) == name }
}

// has reports a fact that was told.
func (r *rehearsal) has(is func(Fact) bool) bool {
	return slices.ContainsFunc(slices.Collect(r.facts()), is)
}

// facts yields what was told, with the IDs of projects for their numbers.
func (r *rehearsal) facts() func(yield func(Fact) bool) {
	return func(yield func(Fact) bool) {
		for _, f := range r.told.all() {
			if !yield(r.g.spelled(f)) {
				return
			}
		}
	}
}

// remove takes the facts away of which is holds.
func (r *rehearsal) remove(is func(Fact) bool) {
	r.replace(func(f Fact) Fact {
		if is(f) {
			return nil
		}
		return f
	})
}

// replace tells everything anew, as by makes it: nil for not at all.
func (r *rehearsal) replace(by func(Fact) Fact) {
	b := Builder{Assumptions: r.told.Assumptions, Evaluator: r.told.Evaluator}
	for at, f := range r.told.all() {
		if f = by(r.g.spelled(f)); f != nil {
			b.AddFrom(at, f)
		}
	}
	r.told = b
}

// implied reports an object of Kubernetes that is there without having been told: the namespace of a service account, the
// account default of a namespace.
func (r *rehearsal) implied(f Fact) bool {
	switch f := f.(type) {
	case Namespace:
		_, ok := r.g.findNamespace(f.Cluster, f.Name)
		return ok
	case KSA:
		_, ok := r.g.WorkloadID(Workload{f.Cluster, f.Namespace, f.Name})
		return ok
	default:
		return false
	}
}
