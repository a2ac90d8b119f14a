package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"fleettrust.example/pool"
)

// An edge is a step as OPA derives it: from an actor or member to a member, by rules, surely or perhaps.
type edge struct{ from, to, rules, grade string }

// readEdges asks for every edge of the world of a disagreement, in OPA's order of values.
func (j *judge) readEdges(ctx context.Context, d disagreement) ([]edge, error) {
	value, err := evaluate(ctx, j.edges, written(d.facts), []pool.Principal{d.principal})
	if err != nil {
		return nil, err
	}
	var all []edge
	for _, tuple := range value.([]any) {
		e := tuple.([]any)
		all = append(all, edge{e[0].(string), e[1].(string), e[2].(string), e[3].(string)})
	}
	return all, nil
}

// derivation is a shortest way along the edges, by sure ones where there is such a way.
func derivation(edges []edge, from, to string) string {
	sure := slices.DeleteFunc(slices.Clone(edges), func(e edge) bool { return e.grade != "surely" })
	for _, among := range [][]edge{sure, edges} {
		if way := shortest(among, from, to); way != nil {
			return wayText(way)
		}
	}
	return "no edges lead there"
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
		fmt.Fprintf(&b, " -%s, %s-> %s", e.rules, e.grade, e.to)
	}
	return b.String()
}
