package fleet

import (
	"cmp"
	"fmt"
)

// A Source says where a fact was read: a file and a line in it, counted from 1. Address is what the file itself calls the
// place, such as the address of a resource of Terraform; it may be "". The zero Source is a fact told by a program.
type Source struct {
	File    string
	Line    int
	Address string
}

// String gives file:line, the file alone when the line is not known, or "" for the zero Source; and behind it the address,
// as plan.json:41 (google_gke_hub_membership.shop).
func (s Source) String() string {
	at := s.File
	if s.Line != 0 {
		at = fmt.Sprintf("%s:%d", s.File, s.Line)
	}
	switch {
	case s.Address == "":
		return at
	case at == "":
		return s.Address
	default:
		return fmt.Sprintf("%s (%s)", at, s.Address)
	}
}

func (s Source) compare(t Source) int {
	return cmp.Or(cmp.Compare(s.File, t.File), cmp.Compare(s.Line, t.Line), cmp.Compare(s.Address, t.Address))
}
