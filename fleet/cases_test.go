package fleet_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"github.com/cockroachdb/datadriven"
)

// TestCases asks the questions of testdata/cases. Write down what is given today with -rewrite, and read the diff.
//
//	world    facts, one a line: ok, or the faults
//	change   facts to add (+) and to take away (-): the world before is kept for diff
//	with     create FACT, update FACT or delete FACT, one a line, carried out by Graph.With up to the first that is refused
//	who      members, one a line
//	what     CLUSTER NS/KSA, one a line
//	why      CLUSTER NS/KSA MEMBER, one a line: the path, or the ladder up to the first rung that fails
//	pod      CLUSTER NS/POD, one a line: what it gets by default on each node pool, and its keys
//	classes
//	diff     members to compare, or none for everything
//	excess   a member, and behind it the terms of an intent, divided by "; "
//	forbids  projects, one a line: whether a cluster or a membership could be created now
//	could    members, one a line: who could make itself one of them
//	attach   service accounts, one a line: who may attach one to a resource
//
// Each question is asked again in the other ways, and of the slow model. A disagreement is printed into the answer.
func TestCases(t *testing.T) {
	files, err := os.ReadDir("testdata/cases")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, f := range files {
		t.Run(f.Name(), func(t *testing.T) {
			c := &conversation{}
			datadriven.RunTest(t, "testdata/cases/"+f.Name(), c.answer)
			if c.asked == 0 {
				t.Error("asks nothing")
			}
		})
	}
}

// conversation is the world that a file of cases is speaking of.
type conversation struct {
	*story
	g, before *fleet.Graph
	asked     int
}

func (c *conversation) answer(t *testing.T, d *datadriven.TestData) string {
	lines := strings.Split(d.Input, "\n")
	switch d.Cmd {
	case "world":
		return c.set(nil, lines)
	case "with":
		return c.with(lines)
	case "change":
		return c.set(c.g, edited(c.lines, lines))
	}
	questions := map[string]func(line string) string{"who": c.who, "what": c.what, "why": c.why, "classes": c.classes, "diff": c.diff, "pod": c.pod, "forbids": c.forbids, "could": c.could, "excess": c.excess, "attach": c.attach}
	question, ok := questions[d.Cmd]
	if !ok || c.g == nil {
		t.Fatalf("%s: %s: no such question, or no world", d.Pos, d.Cmd)
	}
	answer := ""
	for _, line := range lines {
		c.asked++
		answer += question(line)
	}
	if strings.Contains(answer, "DISAGREE") {
		t.Errorf("%s: two ways to ask disagree:\n%s", d.Pos, c.short(answer))
	}
	return c.short(answer)
}

func (c *conversation) set(before *fleet.Graph, lines []string) string {
	var err error
	c.story, c.before = tell(lines...), before
	if c.g, err = c.build(); err != nil {
		return err.Error()
	}
	return "ok"
}

// with goes on from the world as it is; a change after it starts from the lines that were told.
func (c *conversation) with(lines []string) string {
	c.before = c.g
	for _, line := range lines {
		what, rest, _ := strings.Cut(line, " ")
		f := strings.Fields(rest)
		after, err := c.g.With(operation(what, c.fact(f[0], f[1:])))
		if err != nil {
			return c.short(err.Error())
		}
		c.g, c.facts = after, after.Told()
	}
	return "ok"
}

func operation(what string, f fleet.Fact) fleet.Operation {
	switch what {
	case "create":
		return fleet.Create{Fact: f}
	case "update":
		return fleet.Update{Fact: f}
	default:
		return fleet.Delete{Fact: f}
	}
}

func edited(lines, changes []string) []string {
	lines = slices.Clone(lines)
	for _, change := range changes {
		sign, line, _ := strings.Cut(change, " ")
		if at := slices.Index(lines, line); sign == "-" && at >= 0 {
			lines = slices.Delete(lines, at, at+1)
		} else if sign == "+" {
			lines = append(lines, line)
		} else {
			lines = append(lines, "no such line: "+line)
		}
	}
	return lines
}

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

// pod prints the default credentials of a pod.
func (c *conversation) pod(line string) string {
	f := strings.Fields(line)
	ns, name, _ := strings.Cut(f[1], "/")
	p := fleet.PodName{Cluster: clusterName(f[0]), Namespace: ns, Name: name}
	all, err := c.g.DefaultCredential(p)
	if err != nil {
		return err.Error() + "\n"
	}
	text := p.String() + "\n"
	for _, x := range all {
		text += fmt.Sprintf("  %v, %v", x, x.Exactness)
		if x.NodePool != "" {
			text += ", on " + x.NodePool
		}
		if x.Rule != 0 {
			text += fmt.Sprintf(", by %v", x.Rule)
		}
		text += ": " + x.Why + "\n"
		for _, r := range x.Reasons {
			text += fmt.Sprintf("     because %v\n", r)
		}
	}
	return text
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

func (c *conversation) classes(string) string {
	text := ""
	for class := range c.g.Classes() {
		text += class.String() + "\n"
		for _, id := range class.Workloads {
			text += fmt.Sprintf("  %v\n", c.g.Workload(id))
		}
	}
	return text
}

// excess prints where the world stands apart from an intent, a witness each.
func (c *conversation) excess(line string) string {
	terms := strings.Split(line, "; ")
	in, err := fleet.ParseIntent(c.principal(terms[0]), terms[1:]...)
	if err != nil {
		return err.Error() + "\n"
	}
	d, err := fleet.Excess(c.g, in)
	if err != nil {
		return err.Error() + "\n"
	}
	text := fmt.Sprintf("%s: %v\n", line, d.Exactness)
	for _, x := range d.Excess {
		text += "  excess: " + assumerText(x) + "\n"
	}
	for _, s := range d.Shortfall {
		text += fmt.Sprintf("  short: %v: %s %v: %s\n", s, s.Rung.Question, s.Rung.Verdict, s.Rung.Fact)
	}
	for _, o := range d.Open {
		text += fmt.Sprintf("  open: %v %s\n", o.Cluster, lackText(o))
	}
	for _, r := range d.Reasons {
		text += fmt.Sprintf("  because %v\n", r)
	}
	return text
}

// forbids prints what organization policies say of new clusters and memberships of a project.
func (c *conversation) forbids(line string) string {
	cluster, membership, why, set := c.g.Forbids(line)
	text := fmt.Sprintf("%s: clusters %v, memberships %v\n", line, cluster, membership)
	for _, r := range why {
		text += fmt.Sprintf("  because %v\n", r)
	}
	for _, s := range set {
		text += "  by " + s + "\n"
	}
	return text
}

// diff compares the world before the last change with the one after it.
func (c *conversation) diff(line string) string {
	text := ""
	if line == "" {
		for ch := range fleet.Diff(c.before, c.g) {
			text += changeText(ch.Gained, fmt.Sprintf("%v %v %v %v", ch.Workload, ch.Strength, ch.Principal, ch.Path.Rules()))
		}
		return text
	}
	relation, gained, lost := fleet.Compare(c.before, c.g, c.principal(line))
	text = fmt.Sprintf("%v: %v\n", c.principal(line), relation)
	for _, x := range gained {
		text += changeText(true, assumerText(x))
	}
	for _, x := range lost {
		text += changeText(false, assumerText(x))
	}
	return text
}

func changeText(gained bool, text string) string {
	if gained {
		return "  + " + text + "\n"
	}
	return "  - " + text + "\n"
}

// askOtherwise asks who again as can, what, why not, and of the slow model, and prints what disagrees.
func (c *conversation) askOtherwise(p pool.Principal) string {
	a := c.g.Assumers(p)
	text := comparison{met{}, c.g, newSlowWorld(c.told(), c.assume).by(c.evaluator()), c.told()}.differ(p)
	for id, w := range c.g.Workloads() {
		who, ok := a.Assumer(id)
		x, can := c.g.CanAssume(id, p)
		ladder := c.g.WhyNot(w, p)
		_, fails := ladder.Failing()
		unknown := !fails && a.Exactness() != fleet.Exact && slices.ContainsFunc(ladder, func(r fleet.Rung) bool { return r.Verdict == fleet.Perhaps })
		if ok != can || can == fails && !unknown || who.Path.String() != x.Path.String() || who.Strength != x.Strength {
			text += fmt.Sprintf("%v: who %v, can %v, the ladder fails %v\n", w, who.Path, x.Path, fails)
		}
	}
	disagree := ""
	for line := range strings.Lines(text) {
		disagree += "  DISAGREE: " + line
	}
	return disagree
}
