package render_test

import (
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"fleettrust.example/fleet/render"
	"fleettrust.example/pool"
)

// FuzzText shows any text on a page and in a document: see shown.
func FuzzText(f *testing.F) {
	for _, s := range []struct{ why, text string }{
		{"a member", "serviceAccount:acme.svc.id.goog[shop/cart]"},
		{"a member that nobody is", "serviceAccount:acme.svc.id.goog[shop/cart"},
		{"nothing", ""},
		{"a colour", "\x1b[31mred"},
		{"a link of a terminal", "\x1b]8;;https://evil.example\x07click\x1b]8;;\x07"},
		{"the other byte that begins a command", "\u009b31m"},
		{"a line end, a tab and a return", "a\nb\tc\r"},
		{"a backspace over what was written", "allUsers\b\b\b\b\b"},
		{"letters that turn the line around, and back", "a\u202eb\u202c\u2066c\u2069"},
		{"half a character", "a\xc3"},
		{"every byte that begins no character", "\x80\xbf\xc0\xff"},
		{"U+FFFD itself", "\ufffd"},
		{"marks that pile up on one letter", "a" + strings.Repeat("\u0301", 50)},
		{"a letter that takes two columns", "名前"},
		{"a backslash: an escape that was written so", `\x1b[31m`},
		{"bars, where a table has its own", "a|b|c"},
		{"a verb of fmt", "%s%d%!v(PANIC=)"},
		{"letters that HTML keeps for itself: JSON is not HTML", "<script>&</script>"},
		{"U+2028, at which JavaScript ends a line", "a\u2028b"},
		{"longer than any member", strings.Repeat("a", pool.MaxLength+1)},
		{"longer than any member, cut in the middle of a character", "a" + strings.Repeat("é", pool.MaxLength)},
	} {
		f.Add(s.text)
	}
	f.Fuzz(func(t *testing.T, s string) { shown(t, s) })
}

// shown: what is printed moves no terminal, is the same when printed again, and loses nothing: what was printable stays as
// it was. The document of a member is JSON on one line, and its member is the text, or what fits of it.
func shown(t *testing.T, s string) {
	t.Helper()
	p := render.Printable(s)
	if render.Printable(p) != p || !utf8.ValidString(p) || strings.ContainsFunc(p, func(r rune) bool { return !strconv.IsPrint(r) }) {
		t.Fatalf("%q is printed as %q", s, p)
	}
	if !strings.ContainsRune(s, '\\') && !strings.ContainsRune(s, '"') {
		if back, err := strconv.Unquote(`"` + p + `"`); err != nil || back != s {
			t.Fatalf("%q is printed as %q, which is %q, %v", s, p, back, err)
		}
	}
	doc := render.ParsedOf(s)
	if doc.OK != (doc.Error == "") || !strings.HasPrefix(s, doc.Member) || len(doc.Member) != min(len(s), pool.MaxLength) {
		t.Fatalf("%q is told as %+v", s, doc)
	}
	if line, err := render.Line(doc); err != nil || strings.Count(string(line), "\n") != 1 || !strings.HasSuffix(string(line), "\n") {
		t.Fatalf("%q is the line %q, %v", s, line, err)
	}
}
