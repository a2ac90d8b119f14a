package fleet_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"fleettrust.example/scenario/fuzz/law"
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
	return "ok" + c.breaks()
}

// breaks holds the laws against a world that was told, with what they draw fixed. TestTenThousandWorlds and the fuzz targets
// of package scenario/fuzz hold them against worlds that nobody thought of.
func (c *conversation) breaks() string {
	w, err := c.world().Build() // without places where facts were read, which the laws do not know
	if err != nil {
		return err.Error()
	}
	text := ""
	for _, l := range law.All() {
		if how, broken := law.Broken(l, w, 1); broken {
			text += fmt.Sprintf("\n  DISAGREE: %s is broken: %s", l.Name, how)
		}
	}
	return text
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
		c.g, c.facts = after, after.Facts()
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

// world is the world as the laws take it.
func (c *conversation) world() law.World {
	return law.World{Facts: c.told(), Assumed: c.assume, Reads: law.Reader{Known: "the case", Evaluator: c.evaluator()}, Graph: c.g}
}

// askOtherwise asks who again as can, what, why not, and of the slow model, and prints what disagrees.
func (c *conversation) askOtherwise(p pool.Principal) string {
	a := c.g.Assumers(p)
	text := law.Disagreement(c.world(), a)
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
