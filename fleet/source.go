package fleet

import (
	"cmp"
	"fmt"
)

// A Source says where a fact was read: a file and a line in it, counted from 1.
// The zero Source is a fact told by a program.
type Source struct {
	File string
	Line int
}

// String gives file:line, the file alone when the line is not known, or "" for the zero Source.
func (s Source) String() string {
	if s.Line == 0 {
		return s.File
	}
	return fmt.Sprintf("%s:%d", s.File, s.Line)
}

func (s Source) compare(t Source) int {
	return cmp.Or(cmp.Compare(s.File, t.File), cmp.Compare(s.Line, t.Line))
}
