package suite

import (
	"errors"
	"fmt"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/render"
	"fleettrust.example/pool"
)

// why asks whether a workload can act as a principal. A no is proven by the precondition that fails.
func (x *terminal) why(args []string) (finding, error) {
	p, err := x.principal(args, 2, "why CLUSTER NAMESPACE/KSA PRINCIPAL")
	if err != nil {
		return finding{}, err
	}
	w, err := x.workload(args[0], args[1])
	if err != nil {
		return finding{}, err
	}
	g := x.world()
	x.covered.touch(g, p)
	ladder, a := g.WhyNot(w, p), g.Assumers(p)
	if id, ok := g.WorkloadID(w); ok {
		if one, ok := a.Assumer(id); ok {
			x.covered.follow(g, one.Path)
			return granted(render.Granted(one, a.Principal(), ladder), one), nil
		}
	}
	return refused(render.Refused(w, a.Principal(), ladder, a.Reasons()), ladder), nil
}

func granted(doc *render.Verdict, a fleet.Assumer) finding {
	verdict := fleet.Perhaps
	if a.Exactness() == fleet.Exact {
		verdict = fleet.Yes
	}
	return finding{doc, verdict, claim{a.String(), a.Path}.String()}
}

func refused(doc *render.Verdict, ladder fleet.Ladder) finding {
	if rung, ok := ladder.Failing(); ok {
		return finding{doc, fleet.No, fmt.Sprintf("%s no: %s", rung.Question, rung.Fact)}
	}
	return finding{doc, fleet.Perhaps, fmt.Sprintf("unknown: %v", doc.Reasons)}
}

// diff asks who gained and lost what since the checkpoint.
func (x *terminal) diff(args []string) (finding, error) {
	var p pool.Principal
	if len(args) > 0 {
		var err error
		if p, err = x.principal(args, 0, "diff [PRINCIPAL]"); err != nil {
			return finding{}, err
		}
	}
	doc, _ := render.DifferenceOf(x.checkpoint, x.world(), p)
	x.covered.touch(x.world(), p)
	for c := range fleet.Diff(x.checkpoint, x.world()) {
		if !p.IsValid() || c.Principal.WithNumber(0) == p.Canonical().WithNumber(0) {
			x.covered.touch(x.world(), c.Principal)
			x.covered.follow(x.world(), c.Path)
		}
	}
	return compared(doc), nil
}

// compared weighs a difference: a change that is certain in both worlds is a yes, equal worlds that are exact are a no.
func compared(doc *render.Diff) finding {
	exact := fleet.Exact.String()
	for _, c := range doc.Changes {
		without := doc.Before // the world that has it not, or may lack some
		if c.Change == "lost" {
			without = doc.After
		}
		if c.Exactness == exact && without.Exactness != fleet.Unsettled.String() {
			return finding{doc, fleet.Yes, changed(c)}
		}
	}
	switch {
	case len(doc.Changes) > 0:
		return finding{doc, fleet.Perhaps, "in doubt: " + changed(doc.Changes[0])}
	case doc.Before.Exactness != exact || doc.After.Exactness != exact:
		return finding{doc, fleet.Perhaps, fmt.Sprintf("nothing is known to differ; before is %s, after is %s", doc.Before.Exactness, doc.After.Exactness)}
	}
	return finding{doc, fleet.No, "the worlds are equal"}
}

func changed(c render.Change) string {
	who := render.Assumer{Workload: c.Workload, Member: c.Member}.Name()
	return told(fmt.Sprintf("%s %s %s", who, c.Change, c.Principal), c.Path)
}

// classes asks for workloads that share a name at a pool.
func (x *terminal) classes(args []string) (finding, error) {
	if len(args) > 0 {
		return finding{}, errors.New("usage: classes")
	}
	g := x.world()
	lacking := render.Unread(g)
	doc := render.ClassesOf(g, 2, lacking)
	x.covered.classes(g)
	for c := range g.Classes() {
		if len(sure(g, c)) > 1 {
			return finding{doc, fleet.Yes, fmt.Sprintf("%v stands for %v", c, sure(g, c))}, nil
		}
	}
	if len(doc.Classes) == 0 && len(lacking) == 0 {
		return finding{doc, fleet.No, "no two workloads share a name"}, nil
	}
	return finding{doc, fleet.Perhaps, fmt.Sprintf("%d classes are in doubt, and workloads may be missing: %v", len(doc.Classes), lacking)}, nil
}

// sure are the workloads of a class that have its name for certain.
func sure(g *fleet.Graph, c fleet.Class) []fleet.Workload {
	var all []fleet.Workload
	for _, id := range c.Workloads {
		if a, ok := g.CanAssume(id, c.Subject); ok && a.Exactness() == fleet.Exact {
			all = append(all, a.Workload)
		}
	}
	return all
}
