package render

import "fleettrust.example/fleet"

// Holdings is the document of the question what: every principal a workload can act as.
type Holdings struct {
	V         int      `json:"v"`
	Question  string   `json:"question"`
	Workload  Workload `json:"workload"`
	Exactness string   `json:"exactness"` // exact, upper-bound or unknown
	Reasoning
	Holdings []Holding `json:"holdings"`
	Legend   []Rule    `json:"legend"`
}

// A Holding is a principal with the way to it.
type Holding struct {
	Strength  string `json:"strength"`
	Principal string `json:"principal"`
	Way
}

// HoldingsOf makes the document of what a workload holds.
func HoldingsOf(w fleet.Workload, hs fleet.Holdings) *Holdings {
	doc := &Holdings{V: Version, Question: "what", Workload: WorkloadOf(w), Exactness: hs.Exactness().String(), Reasoning: distinctReasoning(hs.Reasons()), Holdings: []Holding{}}
	var rules []fleet.Rule
	for h := range hs.All() {
		doc.Holdings = append(doc.Holdings, Holding{h.Strength.String(), h.Principal.String(), WayOf(h.Path)})
		rules = append(rules, h.Path.Rules()...)
	}
	doc.Legend = legend(rules)
	return doc
}

// Text tells the holdings: a table, then the path of each.
func (h *Holdings) Text(p Page) string {
	t := p.text()
	t.line("what %s can act as", h.Workload)
	t.line("")
	t.line("%s: %s", exactness(h.Exactness), h.verdict())
	t.list("reasons", h.Reasons)
	t.table([]string{"strength", "principal", "exactness", "rules"}, each(h.Holdings, func(x Holding) []any {
		return []any{x.Strength, x.Principal, exactness(x.Exactness), join(x.Rules)}
	}))
	for i, x := range h.Holdings {
		t.path(numbered(i, x.Principal), x.Path)
	}
	t.legend(h.Legend)
	return t.String()
}

func (h *Holdings) verdict() string {
	found := number(len(h.Holdings), "principal", "principals")
	switch h.Exactness {
	case fleet.Exact.String():
		return found
	case fleet.UpperBound.String():
		return "at most " + found
	default:
		return found + " found, and there may be more"
	}
}
