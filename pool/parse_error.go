package pool

// ParseError says why a text is no member, pool name or number.
type ParseError struct {
	Input  string // the whole text; of a text longer than MaxLength its first MaxLength bytes
	Offset int    // the byte where the fault was seen
	Reason string // what is wrong, lower case, without the input
	// Hint is what was probably meant: a corrected text that parses, where one can
	// be made from what is there, or else a phrase. It may be empty.
	Hint string
	// Placeholder is the unresolved placeholder, as it was written, for which the text
	// was refused; empty if it was refused for anything else.
	Placeholder string

	thing string
}

// Error gives one line: the thing and the input, quoted and shortened when long,
// the reason and the hint.
func (e *ParseError) Error() string {
	s := e.thing + " " + quote(e.Input) + ": " + e.Reason
	if e.Hint != "" {
		s += "; probably meant: " + e.Hint
	}
	return s
}

// flaw is a fault in a text that is not yet put in its place. at counts from the
// start of that text; fix, when not empty, is the text as it should be, and is offered
// only if it parses; advice is offered otherwise.
type flaw struct {
	at                  int
	reason, advice, fix string
	placeholder         string
}

// in moves the flaw of the piece whole[at:at+n] to the whole.
func (f *flaw) in(whole string, at, n int) *flaw {
	g := *f
	g.at += at
	if f.fix != "" {
		g.fix = whole[:at] + f.fix + whole[at+n:]
	}
	return &g
}

func (f *flaw) parseError(thing, input string) *ParseError {
	if len(input) > MaxLength {
		input = input[:MaxLength]
	}
	return &ParseError{Input: input, Offset: f.at, Reason: f.reason, Hint: f.advice, Placeholder: f.placeholder, thing: thing}
}
