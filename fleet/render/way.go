package render

import (
	"slices"

	"fleettrust.example/fleet"
)

// An Edge is one step of a path. Fact is the setting, membership or grant it rests on, absent when it follows from names
// alone; Source is the FILE:LINE where that was read, and the
// address that the file itself gives it, in parentheses; absent for a fact told by a program. Its Reasoning is what is in doubt.
type Edge struct {
	From   string `json:"from"`
	To     string `json:"to"`
	Rule   string `json:"rule"`
	Fact   string `json:"fact,omitempty"`
	Source string `json:"source,omitempty"`
	Reasoning
}

// A Way is how one comes to a principal: at once (assumes) or by further steps through IAM (obtains), by which rules,
// edge by edge. Exactness is exact or upper-bound.
type Way struct {
	Exactness string   `json:"exactness"`
	Rules     []string `json:"rules"`
	Path      []Edge   `json:"path"`
}

// A Rule is the legend of a rule that a path goes by.
type Rule struct {
	Rule string `json:"rule"`
	Text string `json:"text"`
}

// WayOf spells a path out.
func WayOf(p fleet.Path) Way {
	return Way{p.Exactness().String(), each(p.Rules(), fleet.Rule.String), each(p, edgeOf)}
}

func edgeOf(e fleet.Edge) Edge {
	return Edge{e.From.String(), e.To.String(), e.Rule.String(), e.Fact, e.Source.String(), ReasoningOf(e.Doubts)}
}

// legend explains each rule once, in order of number.
func legend(rules []fleet.Rule) []Rule {
	rules = slices.Clone(rules)
	slices.Sort(rules)
	rules = slices.DeleteFunc(slices.Compact(rules), func(r fleet.Rule) bool { return r == 0 })
	return each(rules, func(r fleet.Rule) Rule { return Rule{r.String(), r.Text()} })
}
