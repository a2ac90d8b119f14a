package fleet_test

import (
	"fmt"
	"strings"

	"fleettrust.example/fleet"
)

// who prints the answer, in the order of the answer: the workloads, the members, what is open, the reasons.
func (c *conversation) who(line string) string {
	p := c.principal(line)
	a := c.g.Assumers(p)
	text := fmt.Sprintf("%v: %v\n", p, a.Exactness())
	for x := range a.All() {
		text += "  " + assumerText(x) + "\n"
	}
	for _, o := range a.Open() {
		text += fmt.Sprintf("  open: %v %s\n", o.Cluster, lackText(o))
	}
	for _, r := range a.Reasons() {
		text += fmt.Sprintf("  because %v\n", r)
	}
	return text + c.askOtherwise(p)
}

func assumerText(x fleet.Assumer) string {
	name := x.Workload.String()
	if x.Member.IsValid() {
		name = x.Member.String()
	}
	text := fmt.Sprintf("%v %s %v", x.Strength, name, x.Path.Rules())
	if x.Exactness() != fleet.Exact {
		text += " " + x.Exactness().String()
	}
	if x.Route == fleet.Off {
		text += " authorized, no route"
	}
	return text
}

func lackText(o fleet.Opening) string {
	if o.Missing == fleet.NotRead {
		return "was not read, for " + o.Principal.String()
	}
	return fmt.Sprintf("lacks the %v of %v", o.Missing, o.Principal)
}

// what prints the names of a workload and all it obtains.
func (c *conversation) what(line string) string {
	id, w := c.workload(line)
	holdings := c.g.Principals(id)
	text := fmt.Sprintf("%v: %v\n", w, holdings.Exactness())
	for h := range holdings.All() {
		text += fmt.Sprintf("  %v %v %v\n", h.Strength, h.Principal, h.Path.Rules())
		if !c.g.Assumers(h.Principal).Can(id) {
			text += "  DISAGREE: who says it is not\n"
		}
	}
	for _, r := range holdings.Reasons() {
		text += fmt.Sprintf("  because %v\n", r)
	}
	return text
}

func (c *conversation) workload(line string) (fleet.WorkloadID, fleet.Workload) {
	f := strings.Fields(line)
	ns, ksa, _ := strings.Cut(f[1], "/")
	w := fleet.Workload{Cluster: clusterName(f[0]), Namespace: ns, ServiceAccount: ksa}
	id, _ := c.g.WorkloadID(w)
	return id, w
}

// why prints the path edge by edge, or else the ladder up to where it fails.
func (c *conversation) why(line string) string {
	id, w := c.workload(line)
	p := c.principal(strings.Fields(line)[2])
	if _, exists := c.g.WorkloadID(w); exists {
		if x, ok := c.g.CanAssume(id, p); ok {
			return fmt.Sprintf("%v: %v, %v\n", w, x.Strength, x.Exactness()) + pathText(x.Path) + c.askOtherwise(p)
		}
	}
	ladder, verdict := c.g.WhyNot(w, p), "unknown"
	if _, fails := ladder.Failing(); fails {
		verdict = "no"
	}
	text := fmt.Sprintf("%v: %s\n", w, verdict)
	for _, r := range ladder {
		if r.Verdict != fleet.NotReached {
			text += fmt.Sprintf("  %s %v: %s\n", r.Question, r.Verdict, r.Fact)
		}
	}
	return text + c.askOtherwise(p)
}

func pathText(path fleet.Path) string {
	text := ""
	for _, e := range path {
		text += fmt.Sprintf("  %v %v", e.Rule, e.To)
		if e.Fact != "" {
			text += fmt.Sprintf(": %s (%v)", e.Fact, e.Source)
		}
		text += "\n"
		for _, r := range e.Doubts {
			text += fmt.Sprintf("     in doubt: %v\n", r)
		}
	}
	return text
}
