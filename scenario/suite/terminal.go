package suite

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/condition"
	"fleettrust.example/fleet/rbac"
	"fleettrust.example/scenario/rehearsal"
)

// A terminal is where the commands of one file are typed.
type terminal struct {
	session    *rehearsal.Session
	script     *testscript.TestScript // whose line is carried out
	checkpoint *fleet.Graph
	gone       []*fleet.Graph // worlds before something was deleted
	empty      bool           // no line has told anything yet
	covered    *coverage
}

type key string

const terminalKey key = "terminal"

func newTerminal(world *fleet.Graph, roles map[fleet.ClusterName]rbac.Objects, covered *coverage) (*terminal, error) {
	x := &terminal{covered: covered, empty: world == nil}
	if world == nil {
		b := fleet.Builder{Evaluator: condition.New(condition.Facts{})}
		var err error
		if world, err = b.Build(); err != nil {
			return nil, err
		}
	}
	x.begin(world, roles)
	return x, nil
}

// close notes the world that the file ends in.
func (x *terminal) close() { x.covered.add(x.world()) }

func (x *terminal) world() *fleet.Graph { return x.session.Graph() }

// maxFile bounds what is read of a file that a command names.
const maxFile = 16 << 20

func (x *terminal) readFile(name string) ([]byte, error) { return read(x.script.MkAbs(name)) }

func read(name string) ([]byte, error) {
	in, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	data, err := io.ReadAll(io.LimitReader(in, maxFile+1))
	if err == nil && len(data) > maxFile {
		err = fmt.Errorf("%s: more than %d MiB", name, maxFile>>20)
	}
	return data, err
}

type verb = func(ts *testscript.TestScript, neg bool, args []string)

// verbs are the commands of a scenario file that testscript has not.
func verbs() map[string]verb {
	all := map[string]verb{
		"gcloud":       typed("gcloud"),
		"kubectl":      typed("kubectl"),
		"rehearse":     at((*terminal).rehearse),
		"checkpoint":   at((*terminal).mark),
		"organization": at((*terminal).organizations),
		"world":        at((*terminal).folders),
	}
	for name, q := range questions {
		all[name] = at(func(x *terminal, neg bool, args []string) { x.assert(name, q, neg, args) })
	}
	return all
}

// at hands a line to the terminal of its file.
func at(f func(x *terminal, neg bool, args []string)) verb {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		x := ts.Value(terminalKey).(*terminal)
		x.script = ts
		f(x, neg, args)
	}
}

func typed(tool string) verb {
	return at(func(x *terminal, neg bool, args []string) { x.typed(neg, append([]string{tool}, args...)) })
}

// typed carries out one command.
func (x *terminal) typed(neg bool, words []string) {
	for _, w := range words {
		if quoted(w) {
			x.script.Fatalf("%s: \" does not quote in a scenario file, ' does", w)
		}
	}
	x.empty = false
	before := x.world()
	r, err := x.session.Run(nil, words...)
	x.script.Check(err)
	x.print(r.Stdout, r.Stderr)
	x.past(before, r.Operations)
	switch {
	case neg && r.Status == 0:
		x.script.Fatalf("a refusal was expected, and it was done")
	case !neg && r.Status != 0:
		x.script.Fatalf("refused: %s", strings.TrimSpace(r.Stderr))
	}
}

func quoted(word string) bool {
	_, value, ok := strings.Cut(word, "=")
	return strings.HasPrefix(word, `"`) || ok && strings.HasPrefix(value, `"`)
}

func (x *terminal) print(stdout, stderr string) {
	fmt.Fprint(x.script.Stdout(), stdout)
	fmt.Fprint(x.script.Stderr(), stderr)
}

// past keeps the world before something was deleted.
func (x *terminal) past(before *fleet.Graph, done []fleet.Operation) {
	deletes := func(op fleet.Operation) bool { _, ok := op.(fleet.Delete); return ok }
	if slices.ContainsFunc(done, deletes) {
		x.gone = append(x.gone, before)
	}
}

// rehearse carries out a shell script.
func (x *terminal) rehearse(neg bool, args []string) {
	if len(args) != 1 {
		x.script.Fatalf("usage: rehearse SCRIPT")
	}
	text, err := x.session.ReadFile(args[0])
	x.script.Check(err)
	x.empty = false
	var faults, refusals []string
	left, err := x.session.Script(args[0], text, nil, func(s rehearsal.Step) {
		x.print(s.Stdout, s.Stderr)
		x.past(s.Before, s.Operations)
		switch {
		case s.Unsupported != nil:
			faults = append(faults, fmt.Sprintf("%s:%d: %v", args[0], s.Line, s.Unsupported))
		case s.Status != 0 && !s.Asked:
			refusals = append(refusals, fmt.Sprintf("%s:%d: refused: %s", args[0], s.Line, strings.TrimSpace(s.Stderr)))
		}
	})
	for _, l := range left {
		if l.Matters {
			faults = append(faults, fmt.Sprintf("%s:%d: %s: %s", args[0], l.Line, l.Text, l.Why))
		}
	}
	x.script.Check(err)
	x.judgeScript(neg, faults, refusals)
}

func (x *terminal) judgeScript(neg bool, faults, refusals []string) {
	switch {
	case len(faults) > 0:
		x.script.Fatalf("%s", strings.Join(faults, "\n"))
	case neg && len(refusals) == 0:
		x.script.Fatalf("a refusal was expected, and all was done")
	case !neg && len(refusals) > 0:
		x.script.Fatalf("%s", strings.Join(refusals, "\n"))
	}
}

// mark is what diff compares with from here on.
func (x *terminal) mark(neg bool, args []string) {
	if neg || len(args) > 0 {
		x.script.Fatalf("usage: checkpoint")
	}
	x.checkpoint = x.world()
}
