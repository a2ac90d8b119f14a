package fuzz_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/scenario/fuzz"
)

// sizeOf counts what a world has.
func sizeOf(facts []fleet.Fact) string {
	return fmt.Sprintf("%s, %s, %s", several(len(only[fleet.Project](facts)), "project"), several(len(only[fleet.Cluster](facts)), "cluster"), several(len(only[fleet.Membership](facts)), "membership"))
}

func several(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// outline says in a line what a trophy comes down to, without names: two trophies of one outline are the same find.
func (x trophy) outline() string {
	var all []string
	hosts := only[fleet.Fleet](x.facts)
	for _, p := range only[fleet.Project](x.facts) {
		what := "another project"
		if slices.ContainsFunc(hosts, func(f fleet.Fleet) bool { return f.Host == p.ID }) {
			what = "the host"
		}
		if runs := clustersOf(p, x.facts); runs != "" {
			all = append(all, what+" runs "+runs)
		}
	}
	slices.SortFunc(all, func(a, b string) int { return cmp.Or(-strings.Compare(a[:7], b[:7]), strings.Compare(a, b)) })
	if n := len(only[fleet.Permit](x.facts)); n > 0 {
		all = append(all, "somebody may create namespaces in "+several(n, "cluster"))
	}
	return strings.Join(append(all, kindOf(x.operation)...), "; ")
}

func clustersOf(p fleet.Project, facts []fleet.Fact) string {
	members, others := 0, 0
	for _, c := range only[fleet.Cluster](facts) {
		switch {
		case c.Name.Project != p.ID:
		case registered(c, facts):
			members++
		default:
			others++
		}
	}
	var all []string
	if members > 0 {
		all = append(all, several(members, "member"))
	}
	if others > 0 {
		all = append(all, several(others, "other cluster"))
	}
	return strings.Join(all, " and ")
}

// kindOf says of an operation what it does to what.
func kindOf(op fleet.Operation) []string {
	kind := func(f fleet.Fact) string { return strings.ToLower(strings.TrimPrefix(fmt.Sprintf("%T", f), "fleet.")) }
	switch op := op.(type) {
	case nil:
		return nil
	case fleet.Create:
		return []string{"then create a " + kind(op.Fact)}
	case fleet.Update:
		return []string{"then update a " + kind(op.Fact)}
	case fleet.Delete:
		return []string{"then delete a " + kind(op.Fact)}
	default:
		return []string{fmt.Sprintf("then %T", op)}
	}
}

// text writes an operation for a person, in a line of its own.
func text(op fleet.Operation) string {
	switch op := op.(type) {
	case nil:
		return ""
	case fleet.Create:
		return "then: create " + fuzz.Text([]fleet.Fact{op.Fact})
	case fleet.Update:
		return "then: update to " + fuzz.Text([]fleet.Fact{op.Fact})
	case fleet.Delete:
		return "then: delete " + fuzz.Text([]fleet.Fact{op.Fact})
	default:
		return fmt.Sprintf("then: %T\n", op)
	}
}
