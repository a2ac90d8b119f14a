package render

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"fleettrust.example/fleet"
)

// A Page is what text is laid out for: a Width in columns, 0 for no limit, and whether it takes colour. The zero Page
// is a file.
type Page struct {
	Width  int
	Colour bool
}

// Table tells rows under a header, as every document does, with a number before each; "" when there are none.
func (p Page) Table(header []string, rows [][]string) string {
	t := p.text()
	t.table(header, each(rows, func(row []string) []any { return each(row, func(s string) any { return s }) }))
	return t.String()
}

func (p Page) text() *text { return &text{page: p} }

// text is a page being written.
type text struct {
	page Page
	strings.Builder
}

// ink is a word in a colour, or in none.
type ink struct {
	colour int
	word   string
}

// The colours, as a terminal counts them.
const (
	red    = 31
	green  = 32
	yellow = 33
)

// exactness colours the word.
func exactness(word string) ink {
	switch word {
	case fleet.Exact.String():
		return ink{green, word}
	case fleet.UpperBound.String():
		return ink{yellow, word}
	default:
		return ink{red, word}
	}
}

// show makes a string, an ink, or strings that stand on a line each, fit for the page. All text passes through it, since
// much of it was written by others.
func (t *text) show(a any) string {
	switch v := a.(type) {
	case ink:
		if t.page.Colour && v.colour != 0 {
			return fmt.Sprintf("\x1b[%dm%s\x1b[0m", v.colour, Printable(v.word))
		}
		return Printable(v.word)
	case []string:
		return strings.Join(each(v, Printable), "\n")
	default:
		return Printable(fmt.Sprint(v))
	}
}

// line writes one line, in the manner of Printf with %s only.
func (t *text) line(format string, args ...any) {
	fmt.Fprintf(t, format+"\n", each(args, func(a any) any { return t.show(a) })...)
}

// heading writes a line over so many rows, or nothing when there are none.
func (t *text) heading(words string, rows int) {
	if words != "" && rows > 0 {
		t.line("")
		t.line("%s", words)
	}
}

// list writes a heading and its items, or nothing when there are none.
func (t *text) list(heading string, items []string) {
	if len(items) == 0 {
		return
	}
	t.line("")
	t.line("%s", heading)
	for _, item := range items {
		t.line("  - %s", item)
	}
}

func (t *text) legend(rules []Rule) {
	if len(rules) == 0 {
		return
	}
	t.line("")
	t.line("rules")
	for _, r := range rules {
		t.line("  %s  %s", pad(r.Rule), r.Text)
	}
}

// pad makes rule numbers of one and two digits equally wide.
func pad(rule string) string { return fmt.Sprintf("%-3s", rule) }

// Printable makes text harmless to a terminal: control characters, line ends, invalid bytes and what turns the writing
// direction are spelled as Go escapes. Spaces and all other printable characters stay.
func Printable(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return !strconv.IsPrint(r) || r == utf8.RuneError }) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		if strconv.IsPrint(r) && (r != utf8.RuneError || n > 1) {
			b.WriteString(s[:n])
		} else {
			q := strconv.Quote(s[:n])
			b.WriteString(q[1 : len(q)-1])
		}
		s = s[n:]
	}
	return b.String()
}

func number(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
