package render

import (
	"cmp"
	"slices"
	"strings"

	"fleettrust.example/fleet"
)

// A Reasoning is why something is not exact, or why it is empty: each reason as a sentence and, in Grounds, in the same
// order, as its two halves.
type Reasoning struct {
	Reasons []string `json:"reasons"`
	Grounds []Ground `json:"grounds"`
}

// A Ground is a reason in two halves: what is not known or not as it should be, and what would settle it, absent when
// nothing would.
type Ground struct {
	Fact   string `json:"fact"`
	Settle string `json:"settle,omitempty"`
}

// ReasoningOf spells reasons out, in the order given.
func ReasoningOf(rs []fleet.Reason) Reasoning {
	return Reasoning{each(rs, fleet.Reason.String), each(rs, func(r fleet.Reason) Ground { return Ground{r.Fact, r.Settle} })}
}

// distinctReasoning spells reasons out sorted, each once.
func distinctReasoning(rs []fleet.Reason) Reasoning {
	rs = slices.Clone(rs)
	slices.SortFunc(rs, func(r, s fleet.Reason) int {
		return cmp.Or(strings.Compare(r.Fact, s.Fact), strings.Compare(r.Settle, s.Settle))
	})
	return ReasoningOf(slices.Compact(rs))
}
