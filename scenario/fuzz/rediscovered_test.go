package fuzz_test

import (
	"fmt"
	"strings"

	"fleettrust.example/scenario"
	"fleettrust.example/scenario/fuzz"
)

const rediscoveredHead = "# Scenarios 2, 3 and 4, found by the fuzzer\n\n" +
	"This page is what `go test ./scenario/fuzz -run Rediscover` finds. Every run compares it, `-rewrite` writes it anew, and `-v`\n" +
	"logs the times. On 2026-11-22, on one core of a machine that was busy with other things, scenario 2 took 0.4 seconds, 3 took 0.6\n" +
	"and 4 took 3.8.\n\n" +
	"The fuzzer is given two invariants, and knows of nothing else that should not be:\n\n"

const rediscoveredMethod = "\n" +
	"It draws a world and asks whether they hold. If so, it carries out operations, one at a time, each in the world as it was drawn,\n" +
	"and asks again. What breaks an invariant is shrunk by `fuzz.Shrink`, until no fact can go and none be said more simply.\n\n" +
	"What is left is compared with the worlds of package scenario. Each project, cluster, membership, namespace and right of it has to\n" +
	"stand for one of the scenario's, with the same settings, a member for a member; whom the grant was meant for has to be meant\n" +
	"there; and the stranger has to be one of those whom the scenario finds in excess. The scenarios have more of the same.\n\n"

// notes say what the shrunk worlds show.
var notes = map[int]string{
	2: "No member is needed for the stranger to get in, but one is for the grant to be on a fleet at all.",
	3: "The first invariant has nothing to say of this world: the stranger is a member. What is wrong with it is whose namespace it is. The pool bears the name of one project, " +
		"whose people made the namespace that the grant was meant for; the people of another project made theirs, and the fleet takes the two for one.",
	4: "The invariant holds until the operation. Who carries it out may create namespaces in one member and not in the other, so it was not they who made the first.",
}

// rediscovered writes the page.
func rediscovered(byAim, byChance discovery, held []outcome) string {
	var b strings.Builder
	b.WriteString(rediscoveredHead)
	for i, v := range invariants {
		fmt.Fprintf(&b, "%d. **%s.** %s\n", i+1, strings.ToUpper(v.name[:1])+v.name[1:], v.words)
	}
	b.WriteString(rediscoveredMethod)
	fmt.Fprintf(&b, "In worlds of `fuzz.Directed` it took %s to find all three.\n\n", effort(byAim.tally))
	for n := 2; n <= 4; n++ {
		writeMatch(&b, n, byAim.scenarios[n])
	}
	fmt.Fprintf(&b, "## In worlds of every sort\n\nOf the worlds of `fuzz.World`, few have a fleet and a grant on it that reaches two clusters. Scenario 2 turns up in world %d, and\n"+
		"scenario 3 in world %d, of %s.\n\n",
		byChance.scenarios[2].world, byChance.scenarios[3].world, effort(byChance.tally))
	writeOutlines(&b, byAim)
	writeMitigations(&b, held)
	return b.String()
}

func writeMatch(b *strings.Builder, n int, m match) {
	s := scenario.All()[n-1]
	fmt.Fprintf(b, "## Scenario %d: %s\n\nIn world %d. Broken: *%s*.\n\n```\n%s%s```\n\n", n, s.Title, m.world, m.invariant.name, fuzz.Text(m.facts), text(m.operation))
	fmt.Fprintf(b, "`%v` was meant, and shares the grant with `%v`: %s.\n\n%s\n\n", m.breach.meant, m.breach.strange, m.breach.why, notes[n])
	fmt.Fprintf(b, "In the scenario, %v. This has %s, and the scenario %s.\n\n", m.likeness, sizeOf(m.facts), sizeOf(s.Facts))
}

func writeOutlines(b *strings.Builder, d discovery) {
	b.WriteString("## All that was found\n\n" +
		"What the breaches in directed worlds shrank to, those above among them, and how many did. Other clusters are no members. Where\n" +
		"the host is not named it runs no cluster: against a namespace of one name in two members, no choice of host helps.\n\n" +
		"| breaches | outline | broken |\n|---|---|---|\n")
	for _, o := range d.outlines {
		fmt.Fprintf(b, "| %d | %s | %s |\n", d.times[o], o.what, o.broken)
	}
}

func writeMitigations(b *strings.Builder, held []outcome) {
	b.WriteString("\n## With the mitigations\n\n" +
		"Where a mitigation is in place, in a world and after each operation, the same hunt finds nothing that it is against. In as many\n" +
		"worlds of which that is not asked, it does. Nothing found is no proof.\n\n" +
		"| against | where | tried | found | where that is not asked |\n|---|---|---|---|---|\n")
	for _, o := range held {
		fmt.Fprintf(b, "| %s | %s | %s | %d | %d, in %s |\n", o.of, o.name, effort(o.with), o.with.found, o.without.found, effort(o.without))
	}
}

func effort(n tally) string {
	return several(n.worlds, "world") + " and " + several(n.operations, "operation")
}
