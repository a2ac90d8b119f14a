package render

import (
	"strings"

	"fleettrust.example/fleet"
)

// Deviation is the document of the question excess: who can act as a principal against who is meant to.
type Deviation struct {
	V         int      `json:"v"`
	Question  string   `json:"question"`
	Principal string   `json:"principal"`
	Intent    []string `json:"intent"`    // as it was said: KEY=VALUE
	Exactness string   `json:"exactness"` // exact, upper-bound or unknown
	Reasoning
	Admitted  int         `json:"admitted"`  // how many can act as it
	Excess    []Assumer   `json:"excess"`    // … of these, those whom nobody meant
	Shortfall []Shortfall `json:"shortfall"` // meant and not admitted
	Open      []Opening   `json:"open"`      // where somebody who is not meant could come to be it; no part of the excess
	Legend    []Rule      `json:"legend"`
}

// A Shortfall is a workload, or else a member of IAM, that is meant and not admitted, with the precondition that fails or is
// not known.
type Shortfall struct {
	Workload *Workload `json:"workload,omitempty"`
	Member   string    `json:"member,omitempty"`
	Rung     Rung      `json:"rung"`
}

// DeviationOf makes the document of what stands apart from an intent, which is told in the terms in which it was said.
func DeviationOf(d *fleet.Deviation, intent []string) *Deviation {
	doc := &Deviation{
		V: Version, Question: "excess", Principal: d.Answer.Principal().String(), Intent: append([]string{}, intent...),
		Exactness: d.Exactness.String(), Reasoning: ReasoningOf(d.Reasons),
		Excess: each(d.Excess, AssumerOf), Shortfall: each(d.Shortfall, shortfallOf), Open: each(d.Open, OpeningOf),
	}
	for range d.Answer.All() {
		doc.Admitted++
	}
	var rules []fleet.Rule
	for _, x := range d.Excess {
		rules = append(rules, x.Path.Rules()...)
	}
	for _, s := range d.Shortfall {
		rules = append(rules, s.Rung.Rule)
	}
	for _, o := range d.Open {
		rules = append(rules, o.Rules...)
	}
	doc.Legend = legend(rules)
	return doc
}

func shortfallOf(s fleet.Shortfall) Shortfall {
	doc := Shortfall{Rung: rungOf(s.Rung)}
	doc.Rung.Failing = s.Rung.Verdict == fleet.No
	if s.Member.IsValid() {
		doc.Member = s.Member.String()
		return doc
	}
	w := WorkloadOf(s.Workload)
	doc.Workload = &w
	return doc
}

func (s Shortfall) name() string { return Assumer{Workload: s.Workload, Member: s.Member}.Name() }

// Text tells what it comes to, who is in excess with the path of each, who is shut out and what is open.
func (d *Deviation) Text(p Page) string {
	t := p.text()
	t.line("who can assume %s, and was not meant to", d.Principal)
	t.line("meant: %s", strings.Join(d.Intent, ", "))
	t.line("")
	t.line("%s: %s", exactness(d.Exactness), d.verdict())
	t.list("reasons", d.Reasons)
	t.assumers("in excess: admitted, and not meant", d.Excess)
	t.shortfalls(d.Shortfall)
	t.openings(d.Open)
	t.legend(d.Legend)
	return t.String()
}

// verdict says "nobody" only of what is proven.
func (d *Deviation) verdict() string {
	short := ""
	if len(d.Shortfall) > 0 {
		short = "; meant and not admitted: " + number(len(d.Shortfall), "workload or member", "workloads or members")
	}
	switch {
	case len(d.Excess) > 0 && d.Exactness == fleet.UpperBound.String():
		return "in excess: at most " + count(d.Excess) + short
	case len(d.Excess) > 0 && d.Exactness != fleet.Exact.String():
		return "in excess: " + count(d.Excess) + " found, and there may be more" + short
	case len(d.Excess) > 0:
		return "in excess: " + count(d.Excess) + short
	case d.Exactness == fleet.Unsettled.String():
		return "in excess: none was found, and these facts do not rule one out" + short
	default:
		return "in excess: nobody" + short
	}
}

func (t *text) shortfalls(ss []Shortfall) {
	t.heading("meant and not admitted, with the first thing that fails", len(ss))
	for i, s := range ss {
		t.line("")
		t.line("%s", numbered(i, s.name()))
		t.line("     %s: %s", s.Rung.Question, s.Rung.Verdict)
		if s.Rung.Fact != "" {
			t.line("     %s", s.Rung.Fact)
		}
	}
}
