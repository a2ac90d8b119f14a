package fleet

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Exactness says how an answer stands to the truth. The zero Exactness is no answer.
type Exactness uint8

// From best to worst; the worst part of an answer decides.
const (
	Exact      Exactness = iota + 1 // the truth, by the facts told
	UpperBound                      // the truth is in it, and it may hold more; the reasons say which part
	Unsettled                       // it may lack some; the reasons say what was not told
)

// String gives exact, upper-bound or unknown.
func (e Exactness) String() string {
	switch e {
	case Exact:
		return "exact"
	case UpperBound:
		return "upper-bound"
	case Unsettled:
		return "unknown"
	default:
		return fmt.Sprintf("exactness(%d)", uint8(e))
	}
}

// A Reason is why an answer is not exact, or why it is empty: what is not known or not as it should be, and
// the fact that would settle it ("" when nothing would).
type Reason struct {
	Fact   string
	Settle string
}

// String gives both halves on one line.
func (r Reason) String() string {
	if r.Settle == "" {
		return r.Fact
	}
	return r.Fact + "; to settle: " + r.Settle
}

func (r Reason) compare(s Reason) int {
	return cmp.Or(strings.Compare(r.Fact, s.Fact), strings.Compare(r.Settle, s.Settle))
}

// reasons returns the distinct ones in order.
func reasons(rs []Reason) []Reason {
	rs = slices.Clone(rs)
	slices.SortFunc(rs, Reason.compare)
	return slices.Compact(rs)
}

// maxNamed bounds how many things of one sort a reason names.
const maxNamed = 5

// someOf names the first few of a list, and says how many more there are.
func someOf(names []string) string {
	text := strings.Join(names[:min(len(names), maxNamed)], ", ")
	if n := len(names) - maxNamed; n > 0 {
		text += fmt.Sprintf(" and %d more", n)
	}
	return text
}
