package suite

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
)

// A glance is what is seen of a file before it is run.
type glance struct {
	name    string
	set     []string // the variables that are set so far
	asserts bool
	faults  []string
}

// look finds what is wrong with a file before it is run: that it executes something, names a variable that is not set, or asserts nothing.
func look(name, text string) []string {
	g := &glance{name: name, set: []string{"WORK", "ROOT", "PATH", "HOME", "USERPROFILE", "TMPDIR", "TMP", "devnull", "exe", "/", ":", "$"}}
	for i, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(line, "-- ") {
			break
		}
		if words := strings.Fields(line); len(words) > 0 && !strings.HasPrefix(words[0], "#") {
			g.line(i+1, line, words)
		}
	}
	if !g.asserts {
		g.faults = append(g.faults, name+": asserts nothing")
	}
	return g.faults
}

// telling are the words of testscript that hold what was printed.
var telling = []string{"stdout", "stderr", "cmp", "cmpenv", "grep"}

func (g *glance) line(n int, line string, words []string) {
	for len(words) > 1 && strings.HasPrefix(words[0], "[") {
		words = words[1:]
	}
	if len(words) > 1 && words[0] == "!" {
		words, g.asserts = words[1:], true
	}
	g.variables(n, line)
	switch words[0] {
	case "exec", "stdin", "ttyin":
		g.fault(n, "%s: nothing is executed in a scenario file", words[0])
	case "stop":
		g.fault(n, "stop: nothing behind it would be asserted")
	case "env":
		for _, w := range words[1:] {
			name, _, _ := strings.Cut(w, "=")
			g.set = append(g.set, name)
		}
	}
	g.asserts = g.asserts || questions[words[0]] != nil || slices.Contains(telling, words[0])
}

func (g *glance) fault(n int, format string, args ...any) {
	g.faults = append(g.faults, fmt.Sprintf("%s:%d: ", g.name, n)+fmt.Sprintf(format, args...))
}

// quotation is what testscript leaves as it is.
var quotation = regexp.MustCompile(`'[^']*'`)

// variables finds those that nothing has set: testscript would read them as empty.
func (g *glance) variables(n int, line string) {
	text, _, _ := strings.Cut(quotation.ReplaceAllString(line, ""), "#")
	os.Expand(text, func(name string) string {
		if !slices.Contains(g.set, strings.TrimSuffix(name, "@R")) {
			g.fault(n, "variable %q is not set", name)
		}
		return ""
	})
}
