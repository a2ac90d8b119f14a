package fleet

import (
	"cmp"
	"slices"
	"strings"
)

// A Fault is one thing wrong with the facts: where it was read (the zero Source when a program told it), what
// it is about, and what is wrong.
type Fault struct {
	Source Source
	About  string
	Wrong  string
}

// Error gives "file:line: about: wrong".
func (f Fault) Error() string {
	text := f.About + ": " + f.Wrong
	if at := f.Source.String(); at != "" {
		return at + ": " + text
	}
	return text
}

func (f Fault) compare(g Fault) int {
	return cmp.Or(f.Source.compare(g.Source), strings.Compare(f.About, g.About), strings.Compare(f.Wrong, g.Wrong))
}

// A BuildError holds every fault of a world, in order of place and then of text.
type BuildError struct{ Faults []Fault }

// Error gives one fault a line.
func (e *BuildError) Error() string {
	lines := make([]string, len(e.Faults))
	for i, f := range e.Faults {
		lines[i] = f.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives the faults one by one, for errors.As.
func (e *BuildError) Unwrap() []error {
	errs := make([]error, len(e.Faults))
	for i, f := range e.Faults {
		errs[i] = f
	}
	return errs
}

func buildError(faults []Fault) error {
	if len(faults) == 0 {
		return nil
	}
	faults = slices.Clone(faults)
	slices.SortFunc(faults, Fault.compare)
	return &BuildError{slices.Compact(faults)}
}
