package condition_test

import (
	"runtime"
	"strings"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/condition"
)

// hostile are texts of conditions, nearly right ones first. What people write stands in testdata/conditions.txt.
var hostile = []struct{ why, text string }{
	{"nothing", ""},
	{"a space", " "},
	{"true", "true"},
	{"true, in the letters of other languages", "True"},
	{"a number where true or false belongs", "1"},
	{"nothing at all, as a value", "null"},
	{"a comparison that is settled", "resource.name == 'x'"},
	{"one equals sign, as elsewhere", "resource.name = 'x'"},
	{"a text that does not end", "resource.name == '\\"},
	{"a text in three quotes, with line ends", "resource.name == \"\"\"a\nb\"\"\""},
	{"a comment behind it", "true // until Monday"},
	{"a field of a list's entry", "resource.a[0].b"},
	{"a macro over a list", "[1].all(x, x)"},
	{"a macro over a macro over a macro: steps multiply", "[1,2,3,4,5,6,7,8,9].all(a, [1,2,3,4,5,6,7,8,9].all(b, [1,2,3,4,5,6,7,8,9].all(c, [1,2,3,4,5,6,7,8,9].all(d, [1,2,3,4,5,6,7,8,9].all(e, a+b+c+d+e > 0)))))"},
	{"a text that doubles with each step", "['a'].map(x, x+x).map(x, x+x).map(x, x+x).map(x, x+x).map(x, x+x).map(x, x+x).map(x, x+x).map(x, x+x) == ['a']"},
	{"a regular expression that others take exponential time for", "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'.matches('(a+)+$')"},
	{"a regular expression that counts high", "'a'.matches('((a{100}){100}){100}')"},
	{"a regular expression that is none", "'a'.matches('(')"},
	{"a number more than 64 bits hold", "99999999999999999999 == 1"},
	{"the least number, negated", "-(-9223372036854775807 - 1) > 0"},
	{"a division by zero", "1 / 0 == 1"},
	{"a year that no calendar has", "request.time < timestamp('99999-01-01T00:00:00Z')"},
	{"a zone that nobody lives in", "request.time.getHours('Nowhere/Nothing') > 3"},
	{"a duration of more than 64 bits of nanoseconds", "request.time + duration('999999999999h') > request.time"},
	{"a template of extract without its end", "resource.name.extract('a/{x') == 'b'"},
	{"a template of extract with two holes", "resource.name.extract('{a}{b}') == 'b'"},
	{"brackets that do not end", strings.Repeat("(", 1000)},
	{"lists in lists", strings.Repeat("[", 1000) + strings.Repeat("]", 1000)},
	{"a negation of a negation of a negation", strings.Repeat("!", 10_000) + "true"},
	{"a sum that is deep", strings.Repeat("1+", 5000) + "1 > 0"},
	{"a chain of fields", "resource" + strings.Repeat(".a", 3000)},
	{"a choice in a choice", strings.Repeat("true ? ", 500) + "true" + strings.Repeat(" : false", 500)},
	{"one byte more than is read", strings.Repeat(" ", 16<<10) + "1"},
	{"a megabyte", strings.Repeat("true && ", 1<<17) + "true"},
	{"a NUL", "resource.name == 'a\x00b'"},
	{"no UTF-8", "resource.name == '\xff'"},
	{"half a character by its escape", `resource.name == "\ud800"`},
	{"a byte order mark", "\ufefftrue"},
	{"line ends of Windows", "true &&\r\nfalse\r\n"},
	{"letters that turn the line around", "resource.name == '\u202e'"},
	{"a look-alike of resource", "r\u0435source.name == 'x'"},
	{"a word that is kept", "resource.name == while"},
	{"a message of a type", "google.type.Expr{expression: 'true'}"},
	{"a key twice in one object", "{'a': 1, 'a': 2}.a == 1"},
	{"an index of what is not there", "[1][7] == 1"},
	{"a name for what a macro says itself", "[1].exists(resource, resource == 1)"},
}

// FuzzText reads any text as a condition and as that of a constraint: see settled.
func FuzzText(f *testing.F) {
	for _, h := range hostile {
		f.Add(h.text)
	}
	e := condition.New(condition.Facts{})
	f.Fuzz(func(t *testing.T, text string) { settled(t, e, text) })
}

// settled: a text holds, or does not, and then nothing is left to say; or something is left, and it is no longer than a
// multiple of the text. The same text gives the same again, when it was kept.
func settled(t *testing.T, e *condition.Evaluator, text string) {
	t.Helper()
	for what, ask := range map[string]func() (fleet.Setting, string){
		"condition":  func() (fleet.Setting, string) { return e.Condition(text, fleet.Request{Service: "s"}) },
		"constraint": func() (fleet.Setting, string) { return e.Constraint(text, map[string]any{"a": true}) },
	} {
		holds, rest := ask()
		if (holds == fleet.Unknown) != (rest != "") || len(rest) > 4<<10+20*len(text) {
			t.Fatalf("%s %q: %v, and the rest is %.200q… of %d bytes", what, text, holds, rest, len(rest))
		}
		if again, same := ask(); again != holds || same != rest {
			t.Fatalf("%s %q: %v %q, and then %v %q", what, text, holds, rest, again, same)
		}
	}
}

// TestHostileTextsAllocateLittle: what a condition costs in memory is bounded by a multiple of its text, and by the bound on
// the steps of an evaluation.
func TestHostileTextsAllocateLittle(t *testing.T) {
	condition.New(condition.Facts{}).Condition("true", fleet.Request{}) // makes what is made once
	for _, h := range hostile {
		e := condition.New(condition.Facts{})
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		e.Condition(h.text, fleet.Request{})
		runtime.ReadMemStats(&after)
		if n, most := after.TotalAlloc-before.TotalAlloc, uint64(4<<20+2<<10*len(h.text)); n > most {
			t.Errorf("%s: %d bytes take %d, and %d at most were allowed", h.why, len(h.text), n, most)
		}
	}
}
