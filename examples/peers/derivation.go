package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"fleettrust.example/fleet"
)

// An edge is a step as a judge derives it: from an actor or member to a member, by a rule, surely or perhaps.
type edge struct{ from, to, rule, grade string }

func (e edge) String() string { return fmt.Sprintf("%s -%s, %s-> %s", e.from, e.rule, e.grade, e.to) }

// derivation is a shortest way along the edges, by sure ones where there is such a way. Where there is none at all it tells what
// was derived on either side of the break.
func derivation(edges []edge, from, to string) string {
	sure := slices.DeleteFunc(slices.Clone(edges), func(e edge) bool { return e.grade != "surely" })
	for _, among := range [][]edge{sure, edges} {
		if way := shortest(among, from, to); way != nil {
			return wayText(way)
		}
	}
	return breakText(edges, from, to)
}

// shortest walks breadth first, and remembers by which edge each node was first entered.
func shortest(edges []edge, from, to string) []edge {
	entered := map[string]edge{}
	for queue := []string{from}; len(queue) > 0; queue = queue[1:] {
		for _, e := range edges {
			if _, seen := entered[e.to]; e.from == queue[0] && !seen && e.to != from {
				entered[e.to] = e
				queue = append(queue, e.to)
			}
		}
	}
	if _, ok := entered[to]; !ok {
		return nil
	}
	var way []edge
	for at := to; at != from; at = entered[at].from {
		way = append(way, entered[at])
	}
	slices.Reverse(way)
	return way
}

func wayText(way []edge) string {
	var b strings.Builder
	b.WriteString(way[0].from)
	for _, e := range way {
		fmt.Fprintf(&b, " -%s, %s-> %s", e.rule, e.grade, e.to)
	}
	return b.String()
}

// breakText tells how far an actor gets, what leads to the principal from elsewhere, and which rules derived something: the
// step that is missing is between the two, by a rule that may not be among them.
func breakText(edges []edge, from, to string) string {
	rules := map[string]bool{}
	for _, e := range edges {
		rules[e.rule] = true
	}
	return "no way" +
		stepsText("the actor gets as far as", onward(edges, from)) +
		stepsText("the principal is come by", onward(reversed(edges), to)) +
		"\n      rules that derived an edge: " + strings.Join(slices.SortedFunc(maps.Keys(rules), byNumber), " ")
}

// byNumber puts R2 before R10.
func byNumber(a, b string) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}

func stepsText(title string, steps []edge) string {
	if len(steps) == 0 {
		return "\n      " + title + ": nothing"
	}
	text := "\n      " + title + ":"
	for _, e := range steps {
		text += "\n        " + e.String()
	}
	return text
}

func reversed(edges []edge) []edge {
	all := make([]edge, len(edges))
	for i, e := range edges {
		all[i] = edge{e.to, e.from, e.rule, e.grade}
	}
	return all
}

// onward gives the edges that enter a node for the first time, breadth first.
func onward(edges []edge, from string) []edge {
	var all []edge
	met := map[string]bool{from: true}
	for queue := []string{from}; len(queue) > 0; queue = queue[1:] {
		for _, e := range edges {
			if e.from == queue[0] && !met[e.to] {
				met[e.to] = true
				queue, all = append(queue, e.to), append(all, e)
			}
		}
	}
	return all
}

// derivationOf is the way that package fleet gives for an actor, with its doubts; or for a workload the ladder of what has to hold.
func derivationOf(g *fleet.Graph, a *fleet.Answer, who string) string {
	for x := range a.All() {
		if actor(x) == who {
			return x.Path.String() + doubtsText(x.Path)
		}
	}
	for _, w := range g.Workloads() {
		if w.String() == who {
			return "no path" + ladderText(g.WhyNot(w, a.Principal()))
		}
	}
	return "no path"
}

func doubtsText(p fleet.Path) string {
	text := ""
	for _, r := range p.Doubts() {
		text += "\n      in doubt: " + r.String()
	}
	return text
}

func ladderText(l fleet.Ladder) string {
	text := ""
	for _, r := range l {
		text += fmt.Sprintf("\n      %s %v: %s", r.Question, r.Verdict, r.Fact)
	}
	return text
}
