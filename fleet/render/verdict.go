package render

import (
	"slices"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// A Verdict is the document of the question why: whether one workload can act as one principal, by which path, and the
// ladder of what has to hold.
type Verdict struct {
	V         int      `json:"v"`
	Question  string   `json:"question"`
	Principal string   `json:"principal"`
	Workload  Workload `json:"workload"`
	Answer    string   `json:"answer"`    // yes; no, which is proven; or unknown
	Exactness string   `json:"exactness"` // of a yes: exact or upper-bound; exact of a no
	Reasoning
	Strength string   `json:"strength,omitempty"`
	Route    string   `json:"route,omitempty"` // of a yes: on or off, absent when not known
	Rules    []string `json:"rules"`
	Path     []Edge   `json:"path"`
	Ladder   []Rung   `json:"ladder"`
	Legend   []Rule   `json:"legend"`
}

// A Rung is one precondition. Failing marks the first that does not hold.
type Rung struct {
	Question string `json:"question"`
	Verdict  string `json:"verdict"` // yes, no, unknown or not reached
	Fact     string `json:"fact,omitempty"`
	Rule     string `json:"rule,omitempty"`
	Failing  bool   `json:"failing,omitempty"`
}

// Granted makes the document of a yes.
func Granted(x fleet.Assumer, p pool.Principal, l fleet.Ladder) *Verdict {
	way := WayOf(x.Path)
	return &Verdict{
		V: Version, Question: "why", Principal: p.String(), Workload: WorkloadOf(x.Workload),
		Answer: "yes", Exactness: way.Exactness, Reasoning: ReasoningOf(x.Path.Doubts()), Strength: x.Strength.String(), Route: AssumerOf(x).Route,
		Rules: way.Rules, Path: way.Path, Ladder: rungs(l), Legend: legend(append(x.Path.Rules(), rulesOf(l)...)),
	}
}

// Refused makes the document of a no, which the rung that fails proves. When none fails, the answer is unknown, for the
// reasons given.
func Refused(w fleet.Workload, p pool.Principal, l fleet.Ladder, lacking []fleet.Reason) *Verdict {
	answer, exactness := "no", fleet.Exact
	if _, fails := l.Failing(); fails {
		lacking = nil
	} else {
		answer, exactness = "unknown", fleet.Unsettled
	}
	return &Verdict{
		V: Version, Question: "why", Principal: p.String(), Workload: WorkloadOf(w),
		Answer: answer, Exactness: exactness.String(), Reasoning: ReasoningOf(lacking),
		Rules: []string{}, Path: []Edge{}, Ladder: rungs(l), Legend: legend(rulesOf(l)),
	}
}

func rungs(l fleet.Ladder) []Rung {
	rs := each(l, rungOf)
	if i := slices.IndexFunc(l, func(r fleet.Rung) bool { return r.Verdict == fleet.No }); i >= 0 {
		rs[i].Failing = true
	}
	return rs
}

func rungOf(r fleet.Rung) Rung {
	out := Rung{Question: r.Question, Verdict: r.Verdict.String(), Fact: r.Fact}
	if r.Rule != 0 {
		out.Rule = r.Rule.String()
	}
	return out
}

func rulesOf(l fleet.Ladder) []fleet.Rule {
	return each(l, func(r fleet.Rung) fleet.Rule { return r.Rule })
}

// Text tells the path of a yes, and the ladder of a no with its first failing rung marked.
func (v *Verdict) Text(p Page) string {
	t := p.text()
	t.line("why can, or cannot, %s", v.Workload)
	t.line("act as %s", v.Principal)
	t.line("")
	t.line("%s%s", v.verdict()...)
	t.list("reasons", v.Reasons)
	if v.Answer == "yes" {
		t.path(v.Workload.String(), v.Path)
		if v.Route == fleet.Off.String() {
			t.heading(noRoute, 1)
		}
	} else {
		t.ladder(v.Ladder)
	}
	t.legend(v.Legend)
	return t.String()
}

func (v *Verdict) verdict() []any {
	switch {
	case v.Answer == "yes" && v.Exactness == fleet.Exact.String():
		return []any{ink{green, "yes"}, ": it " + v.Strength + " it"}
	case v.Answer == "yes":
		return []any{ink{yellow, "yes, at most"}, ": it may be that it " + v.Strength + " it"}
	case v.Answer == "unknown":
		return []any{ink{yellow, "unknown"}, ": these facts give no way, and do not prove that there is none"}
	default:
		return []any{ink{red, "no"}, ""}
	}
}

func (t *text) ladder(rs []Rung) {
	t.table([]string{"", "verdict", "question", "rests on", "rule"}, each(rs, func(r Rung) []any {
		mark, verdict := ink{}, ink{word: r.Verdict}
		switch {
		case r.Failing:
			mark, verdict = ink{red, ">"}, ink{red, r.Verdict}
		case r.Verdict == fleet.Perhaps.String():
			mark, verdict = ink{yellow, "?"}, ink{yellow, r.Verdict}
		}
		return []any{mark, verdict, r.Question, r.Fact, r.Rule}
	}))
}
