package fleet

import "slices"

// A Verdict is the answer to one question of a Ladder.
type Verdict uint8

// The verdicts.
const (
	Yes Verdict = iota + 1
	No
	Perhaps    // not known; taken for yes, since an unknown never narrows an answer
	NotReached // a rung before it already ended the climb
)

// String gives yes, no, unknown or not reached.
func (v Verdict) String() string {
	switch v {
	case Yes:
		return "yes"
	case No:
		return "no"
	case Perhaps:
		return "unknown"
	case NotReached:
		return "not reached"
	default:
		return "none"
	}
}

// A Rung is one precondition: the question, the verdict, what it rests on, and the rule that asks for it (0 for none).
type Rung struct {
	Question string
	Verdict  Verdict
	Fact     string
	Rule     Rule
}

// A Ladder is the ordered preconditions for a workload to act as a principal. Rungs after the first No, and after
// one that is not known and leaves nothing to ask, are NotReached.
// No rung fails when Graph.CanAssume says yes. When it says no, a rung fails, or the last one that was reached is not
// known: what was not read may lead to the principal.
type Ladder []Rung

// Failing gives the first rung that fails: with it, a no is proven.
func (l Ladder) Failing() (Rung, bool) {
	if i := slices.IndexFunc(l, func(r Rung) bool { return r.Verdict == No }); i >= 0 {
		return l[i], true
	}
	return Rung{}, false
}
