package render

import (
	"errors"

	"fleettrust.example/pool"
)

// Parsed is the document of one member string: what it means, or why it means nothing.
type Parsed struct {
	V           int    `json:"v"`
	Member      string `json:"member"` // as written; of one longer than pool.MaxLength its beginning
	OK          bool   `json:"ok"`
	Kind        string `json:"kind,omitempty"`
	Canonical   string `json:"canonical,omitempty"`
	Warning     string `json:"warning,omitempty"` // why IAM takes the member and yet it matches nobody
	Error       string `json:"error,omitempty"`
	Hint        string `json:"hint,omitempty"`        // what was probably meant
	Placeholder string `json:"placeholder,omitempty"` // what nobody filled in
}

// ParsedOf parses a member.
func ParsedOf(member string) *Parsed {
	doc := &Parsed{V: Version, Member: member[:min(len(member), pool.MaxLength)]}
	p, err := pool.Parse(member)
	var fault *pool.ParseError
	switch {
	case errors.As(err, &fault):
		doc.Error, doc.Hint, doc.Placeholder = fault.Reason, fault.Hint, fault.Placeholder
		return doc
	case err != nil:
		doc.Error = err.Error()
		return doc
	}
	doc.OK, doc.Kind, doc.Canonical, doc.Warning = true, p.Kind().String(), p.Canonical().String(), warning(p)
	return doc
}

// warning says why a member that IAM takes matches nobody, or "".
func warning(p pool.Principal) string {
	why, dead := p.Dead()
	switch {
	case dead:
		return why
	case p.Kind() == pool.KindPoolResource:
		return "it is the pool resource itself, not the workloads in it: the member matches none of them"
	default:
		return ""
	}
}

// Text tells one member in a table of its own.
func (m *Parsed) Text(p Page) string { return ParsedTable([]*Parsed{m}, p) }

// ParsedTable tells many members in one table.
func ParsedTable(ms []*Parsed, p Page) string {
	t := p.text()
	t.table([]string{"member", "kind", "meaning"}, each(ms, func(m *Parsed) []any {
		if !m.OK {
			return []any{m.Member, ink{red, "refused"}, m.meaning()}
		}
		return []any{m.Member, m.Kind, m.meaning()}
	}))
	return t.String()
}

// meaning is the canonical member, or what is wrong, a line each.
func (m *Parsed) meaning() []string {
	switch {
	case !m.OK && m.Hint != "":
		return []string{m.Error, "probably meant: " + m.Hint}
	case !m.OK:
		return []string{m.Error}
	case m.Warning != "":
		return []string{m.Canonical, "warning: " + m.Warning}
	default:
		return []string{m.Canonical}
	}
}
