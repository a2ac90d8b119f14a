package fleet_test

import (
	"fmt"
	"strings"

	"fleettrust.example/fleet"
)

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
