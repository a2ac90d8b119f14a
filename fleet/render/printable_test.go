package render_test

import (
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"fleettrust.example/fleet/render"
)

// TestPrintable: what others wrote must not move the cursor, change the colour, break a line or turn the writing
// direction.
func TestPrintable(t *testing.T) {
	for in, want := range map[string]string{
		"plain text, ünïcode 名": "plain text, ünïcode 名", // stays
		"\x1b[31mred":           `\x1b[31mred`,           // colours the terminal
		"a\nb\tc\r":             `a\nb\tc\r`,             // breaks the line
		"a\u202egpj.exe":        `a\u202egpj.exe`,        // reads backwards
		"\xff\xfe":              `\xff\xfe`,              // no UTF-8
		"\u00a0":                `\u00a0`,                // a space that is none
		"\ufffd":                "\ufffd",                // U+FFFD itself is printable
		"\u200b":                `\u200b`,                // no width at all
		"":                      "",
	} {
		if got := render.Printable(in); got != want {
			t.Errorf("%q gives %q, want %q", in, got, want)
		}
	}
}

// propPage: whatever is written on a page stays on it. No line of a table is wider than the page, none of the rows is
// missing, nothing of the input reaches the terminal as a command.
func propPage(t *rapid.T) {
	cell := rapid.OneOf(rapid.StringN(0, 60, 200), rapid.StringOfN(rapid.RuneFrom([]rune("ab/. :")), 0, 200, -1))
	members := rapid.SliceOfN(cell, 1, 8).Draw(t, "members")
	width := rapid.IntRange(24, 160).Draw(t, "width")
	var found []*render.Parsed
	for _, m := range members {
		found = append(found, render.ParsedOf(m))
	}
	text := render.ParsedTable(found, render.Page{Width: width})
	rows := 0
	for line := range strings.SplitSeq(text, "\n") {
		if n := columns(line); n > width {
			t.Errorf("%d columns on a page of %d: %q", n, width, line)
		}
		if number, _, ok := strings.Cut(line, "|"); ok && strings.ContainsAny(number, "123456789") {
			rows++
		}
	}
	if rows != len(members) {
		t.Errorf("%d rows for %d members:\n%s", rows, len(members), text)
	}
	if i := strings.IndexFunc(strings.ReplaceAll(text, "\n", ""), unicode.IsControl); i >= 0 {
		t.Errorf("a control character at %d of %q", i, text)
	}
}

// columns counts what a line takes on a terminal at most, where every character but ASCII may take two: such a line may
// be over by one in each column, since a wide character cannot be split.
func columns(line string) int {
	n := 0
	for _, r := range line {
		if r > unicode.MaxASCII {
			return 0
		}
		n++
	}
	return n
}

func TestPage(t *testing.T) { rapid.Check(t, propPage) }

func FuzzPage(f *testing.F) {
	f.Add([]byte("\x01\x02\x03\x04\x05\x06\x07\x08\x10\x20\x30\x40\x50\x60\x70\x80"))
	f.Add([]byte(strings.Repeat("\xff\x00\x1b[", 400)))
	f.Add([]byte(strings.Repeat("serviceAccount:", 100)))
	f.Fuzz(rapid.MakeFuzz(propPage))
}
