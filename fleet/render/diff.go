package render

import (
	"slices"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// Diff is the document of who gained and lost what from one world to another.
type Diff struct {
	V         int      `json:"v"`
	Question  string   `json:"question"`
	Principal string   `json:"principal,omitempty"` // absent when all principals were compared
	Relation  string   `json:"relation"`            // the second world to the first: equal, wider, narrower or incomparable
	Before    Certain  `json:"before"`
	After     Certain  `json:"after"`
	Changes   []Change `json:"changes"`
	Legend    []Rule   `json:"legend"`
}

// Certain says how sure the answers of one world are.
type Certain struct {
	Exactness string `json:"exactness"` // exact, upper-bound or unknown; the worst of the answers compared
	Reasoning
}

// CertainOf spells out how sure a world is. The reasons are sorted, each once.
func CertainOf(e fleet.Exactness, rs []fleet.Reason) Certain {
	return Certain{e.String(), distinctReasoning(rs)}
}

// A Change is a principal that a workload, or else a member of IAM, can act as in one of the worlds only.
type Change struct {
	Change    string    `json:"change"` // gained or lost
	Strength  string    `json:"strength"`
	Workload  *Workload `json:"workload,omitempty"`
	Member    string    `json:"member,omitempty"`
	Principal string    `json:"principal"`
	Way                 // of the world that has it

	rules []fleet.Rule
}

// ChangeOf spells out a change.
func ChangeOf(c fleet.Change) Change {
	a := AssumerOf(c.Assumer)
	word := "lost"
	if c.Gained {
		word = "gained"
	}
	return Change{word, a.Strength, a.Workload, a.Member, c.Principal.String(), a.Way, c.Path.Rules()}
}

// DiffOf makes the document of changes, in the order given. The zero Principal stands for all.
func DiffOf(p pool.Principal, before, after Certain, cs []Change) *Diff {
	doc := &Diff{V: Version, Question: "diff", Relation: relation(cs).String(), Before: before, After: after, Changes: append([]Change{}, cs...)}
	if p.IsValid() {
		doc.Principal = p.String()
	}
	var rules []fleet.Rule
	for _, c := range cs {
		rules = append(rules, c.rules...)
	}
	doc.Legend = legend(rules)
	return doc
}

func relation(cs []Change) fleet.Relation {
	gained := slices.ContainsFunc(cs, func(c Change) bool { return c.Change == "gained" })
	lost := slices.ContainsFunc(cs, func(c Change) bool { return c.Change == "lost" })
	switch {
	case gained && lost:
		return fleet.Incomparable
	case gained:
		return fleet.Wider
	case lost:
		return fleet.Narrower
	default:
		return fleet.Equal
	}
}

// Text tells the relation, the changes in a table, and the path of each in the world that has it.
func (d *Diff) Text(p Page) string {
	t := p.text()
	if d.Principal != "" {
		t.line("who can assume %s, before and after", d.Principal)
		t.line("")
	}
	proviso := ""
	if d.Before.Exactness == fleet.Unsettled.String() || d.After.Exactness == fleet.Unsettled.String() {
		proviso = " as far as was read"
	}
	t.line("%s%s: %s", d.Relation, proviso, number(len(d.Changes), "change", "changes"))
	if slices.Equal(d.Before.Reasons, d.After.Reasons) && d.Before.Exactness == d.After.Exactness {
		t.certain("either world", d.Before)
	} else {
		t.certain("the first world", d.Before)
		t.certain("the second world", d.After)
	}
	t.changes(d.Changes, d.Principal == "")
	t.legend(d.Legend)
	return t.String()
}

// changes names the principal of each when it is not the same for all.
func (t *text) changes(cs []Change, many bool) {
	header := []string{"", "strength", "who", "rules"}
	if many {
		header = append(header, "principal")
	}
	t.table(header, each(cs, func(c Change) []any {
		row := []any{c.sign(), c.Strength, c.name(), join(c.Rules)}
		if many {
			row = append(row, c.Principal)
		}
		return row
	}))
	for i, c := range cs {
		t.path(numbered(i, c.Change+": "+c.name()), c.Path)
	}
}

// String gives who gains or loses what.
func (c Change) String() string { return c.name() + " " + c.Change + " " + c.Principal }

func (c Change) name() string { return Assumer{Workload: c.Workload, Member: c.Member}.Name() }

func (c Change) sign() ink {
	if c.Change == "gained" {
		return ink{yellow, "+"}
	}
	return ink{green, "-"}
}

// certain is silent about a world that is sure.
func (t *text) certain(world string, c Certain) {
	if c.Exactness == fleet.Exact.String() {
		return
	}
	t.line("")
	t.line("%s is %s", world, exactness(c.Exactness))
	t.list("reasons", c.Reasons)
}
