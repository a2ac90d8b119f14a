package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/scenario/command"
)

// Bounds say how far a search goes.
type Bounds struct {
	Operations int    // the longest sequence; 0 is 3
	Tries      int    // how many sequences are tried; 0 is 5000
	Seed       uint64 // of those that are drawn at random
}

func (b Bounds) orDefault() Bounds {
	b.Operations, b.Tries = cmp.Or(max(b.Operations, 0), 3), cmp.Or(max(b.Tries, 0), 5000)
	return b
}

// An Outcome says what a search found, and how far it came.
type Outcome struct {
	Breach  *Breach // nil: nothing was found, which proves nothing
	Menu    int     // operations on the menu at the start
	Tried   int     // sequences that were carried out and judged
	Refused int     // sequences of which the real cloud would refuse the last operation
	Lost    int     // sequences after which the world lacks what an invariant speaks of, and that were not judged
	Full    int     // all sequences of the menu of up to so many operations were tried
	Bounds  Bounds
	Stopped error          // the context's, if that ended the search
	Doubts  []fleet.Reason // why, at the start, more may break an invariant than is known: what was not told
}

// A Breach is a sequence of operations after which an invariant does not hold.
type Breach struct {
	Operations []fleet.Operation
	Commands   []string // one for each, as a person would type them
	Why        error    // what the invariant says: an [Admitted], an [Able], or what a function gave
	After      *fleet.Graph
	Shortest   bool // all shorter sequences of the menu were tried
}

// String tells the breach as a person would carry it out; or that none was found, and of what that is no proof.
func (o *Outcome) String() string {
	var b strings.Builder
	switch {
	case o.Breach == nil:
		b.WriteString("nothing was found, which is no proof")
	case len(o.Breach.Operations) == 0:
		fmt.Fprintf(&b, "broken as it is: %v\n", o.Breach.Why)
	default:
		b.WriteString(o.Breach.String())
	}
	fmt.Fprintf(&b, "\n%s\n", o.Extent())
	for _, r := range o.Doubts {
		fmt.Fprintf(&b, "not settled: %v\n", r)
	}
	return b.String()
}

// String lists the commands, and why they break an invariant.
func (b *Breach) String() string {
	var text strings.Builder
	for _, line := range b.Commands {
		fmt.Fprintln(&text, line)
	}
	fmt.Fprintf(&text, "%v", b.Why)
	return text.String()
}

// Extent says in words how far the search came.
func (o *Outcome) Extent() string {
	text := fmt.Sprintf("%s tried, %d refused", counted(o.Tried, "sequence"), o.Refused)
	if o.Lost > 0 {
		text += fmt.Sprintf(", %d not judged for want of what the invariant speaks of", o.Lost)
	}
	text += fmt.Sprintf("; on the menu at first: %s", counted(o.Menu, "operation"))
	switch {
	case o.Full == 0 && o.Breach == nil:
		text += "; no length was tried in full"
	case o.Full == 1:
		text += "; all of one operation were tried"
	case o.Full > 1:
		text += fmt.Sprintf("; all of up to %d operations were tried", o.Full)
	}
	if o.Stopped != nil {
		text += "; stopped: " + o.Stopped.Error()
	}
	return text
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// TB is what Check needs of a test: *testing.T is one, and *rapid.T another.
type TB interface {
	Helper()
	Logf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// Check searches within the default bounds, and fails the test with the breach that it finds.
func (p *Plan) Check(t TB) {
	t.Helper()
	o, err := p.Run(context.Background(), Bounds{})
	switch {
	case err != nil:
		t.Fatalf("%v", err)
	case o.Breach != nil:
		t.Fatalf("%v", o)
	default:
		t.Logf("%v", o)
	}
}

// found makes a breach of a sequence: operations that it does not need are left out, one by one, until each is needed.
func (r *run) found(path []fleet.Operation) {
	after, why := r.broken(path)
	for i := 0; i < len(path); i++ {
		fewer := slices.Delete(slices.Clone(path), i, i+1)
		if g, breach := r.broken(fewer); breach != nil {
			path, after, why, i = fewer, g, breach, -1
		}
	}
	lines, _ := command.Sequence(r.plan.start, path...)
	r.out.Breach = &Breach{Operations: path, Commands: lines, Why: why, After: after, Shortest: len(path) <= r.out.Full+1}
}

// broken carries a sequence out, and says how it breaks an invariant, if it does.
func (r *run) broken(path []fleet.Operation) (after *fleet.Graph, breach error) {
	after, err := r.plan.start.With(path...)
	if err != nil {
		return nil, nil
	}
	if breach, err = r.judge(after); err != nil {
		return nil, nil
	}
	return after, breach
}
