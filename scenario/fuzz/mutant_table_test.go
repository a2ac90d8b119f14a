package fuzz_test

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

const preface = `# Mutants

Wrong rules, and what notices them. Each is a mistake that somebody makes who builds such a tool, or reads the documentation in a
hurry. It is put into a copy of the rules, and worlds are drawn from the seeds 0, 1, 2 and so on. Where the wrong rule changes an
answer, the laws of package law are asked until one breaks: in the first such worlds those that compare fleet with itself, and
then the second model. What is left to SlowAgrees and SlowBecomes the other laws did not notice there. Rules that only rare worlds
show are sought from a later seed on. Without the mutant the law that kills it holds in the same world, with the same draws. The
shipped code has no trace of any of this.

This page is written by the test that checks it, and is out of date after a change of rules, laws or generators:
go test ./scenario/fuzz -run Mutants -rewrite
`

// table writes the page: the mutants by family, and how many each law killed.
func table(t *testing.T, fates map[string]fate) string {
	t.Helper()
	var b strings.Builder
	b.WriteString(preface)
	for _, f := range readFamilies(t) {
		fmt.Fprintf(&b, "\n## %s\n\n| mutant | what is wrong | killed by | after worlds |\n|---|---|---|---|\n", f.title)
		for _, m := range f.mutants {
			at := fates[m.name]
			worlds := fmt.Sprint(at.worlds)
			if m.from > 0 {
				worlds += fmt.Sprintf(", from seed %d", m.from)
			}
			fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", m.name, strings.Join(strings.Fields(m.story), " "), at.law, worlds)
		}
	}
	b.WriteString("\n## By law\n\n| law | mutants killed |\n|---|---|\n")
	killed := map[string]int{}
	for _, f := range fates {
		killed[f.law]++
	}
	laws := slices.SortedFunc(maps.Keys(killed), func(a, b string) int { return cmp.Or(-cmp.Compare(killed[a], killed[b]), strings.Compare(a, b)) })
	for _, law := range laws {
		fmt.Fprintf(&b, "| %s | %d |\n", law, killed[law])
	}
	return b.String()
}
