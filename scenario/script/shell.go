package script

import (
	"errors"
	"fmt"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// The limits.
const (
	maxScript   = 256 << 10
	maxValue    = 64 << 10
	maxCommands = 10_000
	maxDepth    = 500
	maxNames    = 1000 // expansions in one word
	maxCalls    = 50   // functions inside one another
)

// A Shell says what becomes of the commands of a script.
type Shell struct {
	// Run carries out a command, and gives its standard output and whether it succeeded.
	Run func(Command) (stdout string, ok bool)
	// ReadFile opens a file for cat and for redirections; without it there are none. WriteFile makes one.
	ReadFile  func(name string) ([]byte, error)
	WriteFile func(name string, data []byte)
	// Set are variables that are set before, as NAME: VALUE.
	Set map[string]string
}

// A Command is one line of gcloud or kubectl.
type Command struct {
	Line  int      // in the script
	Words []string // as the shell would give them
	Stdin []byte
	Asked bool // something in the script looks at whether it succeeds
}

// Left is a part of a script that was not carried out.
type Left struct {
	Line    int
	Text    string // the first line of it
	Why     string
	Matters bool // it holds, or may hold, a command of gcloud or kubectl
}

// Do carries out a script. It gives what it left, each once, in the order in which it came by; the error says where the script is no shell script,
// or goes beyond a limit.
func (s Shell) Do(name string, text []byte) ([]Left, error) {
	if len(text) > maxScript {
		return nil, fmt.Errorf("%s: more than %d KiB", name, maxScript>>10)
	}
	if line := tooDeep(text); line > 0 {
		return nil, fmt.Errorf("%s:%d: more than %d constructs inside one another", name, line, maxDepth)
	}
	file, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader(string(text)), name)
	if err != nil {
		return nil, plain(err)
	}
	w := &walk{Shell: s, text: string(text), vars: variables{}, functions: map[string]*syntax.Stmt{}, seen: map[Left]bool{}}
	w.vars.parameters(nil)
	for key, value := range s.Set {
		w.vars[key] = textual(value)
	}
	w.statements(file.Stmts, false)
	if w.count > maxCommands {
		return w.left, fmt.Errorf("%s: more than %d commands", name, maxCommands)
	}
	return w.left, nil
}

// plain says a syntax error as the other errors here do: FILE:LINE: what.
func plain(err error) error {
	if e, ok := errors.AsType[syntax.ParseError](err); ok {
		return fmt.Errorf("%s:%d: %s", e.Filename, e.Pos.Line(), e.Text)
	}
	return err
}

// tooDeep finds the line where more is opened than is closed, roughly: what is counted in quotes and comments too is far from the limit
// in any script that a person reads.
func tooDeep(text []byte) int {
	depth, line := 0, 1
	for _, b := range text {
		switch b {
		case '\n':
			line++
		case '(', '{', '`', '!':
			depth++
		case ')', '}':
			depth = max(0, depth-1)
		}
		if depth > maxDepth {
			return line
		}
	}
	return 0
}

// An outcome is how a command ended.
type outcome uint8

const (
	succeeded outcome = iota
	failed
	unknown // it was left
)

// not turns success and failure around.
func (o outcome) not() outcome {
	switch o {
	case succeeded:
		return failed
	case failed:
		return succeeded
	default:
		return unknown
	}
}

// walk is a script while it is carried out.
type walk struct {
	Shell
	text      string
	vars      variables
	functions map[string]*syntax.Stmt
	locals    []map[string]bool // of the functions that are being carried out
	left      []Left
	seen      map[Left]bool
	count     int
	strict    bool // set -e
	stopped   bool
	returned  bool             // … and it is only a function that ends
	out       *strings.Builder // where standard output goes, nil for nowhere
	vague     bool             // some of it is not known
	sent      bool             // the statement at hand sends its output elsewhere
	in        []byte
	fed       bool // standard input is known
}

// statements carries out one after the other. Asked says that something looks at how the last one ends.
func (w *walk) statements(all []*syntax.Stmt, asked bool) outcome {
	last := succeeded
	for i, s := range all {
		if w.stopped || w.count > maxCommands {
			return last
		}
		last = w.statement(s, asked && i == len(all)-1)
	}
	return last
}

func (w *walk) statement(s *syntax.Stmt, asked bool) outcome {
	if s.Background || s.Coprocess {
		return w.leave(s, "runs beside the script")
	}
	restore, ok := w.redirect(s)
	if !ok {
		return unknown
	}
	end := w.command(s, asked || s.Negated)
	restore()
	if s.Negated {
		end = end.not()
	}
	if _, simple := s.Cmd.(*syntax.CallExpr); simple && end == failed && w.strict && !asked && !s.Negated {
		w.report(s, "fails, and by set -e nothing after it is done", false)
		w.stopped = true
	}
	return end
}

func (w *walk) command(s *syntax.Stmt, asked bool) outcome {
	switch c := s.Cmd.(type) {
	case nil:
		return succeeded
	case *syntax.CallExpr:
		return w.call(s, c, asked)
	case *syntax.DeclClause:
		return w.declare(s, c.Args, c.Variant.Value != "export" && c.Variant.Value != "readonly")
	case *syntax.BinaryCmd:
		return w.binary(s, c, asked)
	case *syntax.Block:
		return w.statements(c.Stmts, asked)
	case *syntax.ForClause:
		return w.loop(s, c)
	case *syntax.FuncDecl:
		if c.Name == nil {
			return w.leave(s, "is a function without a name")
		}
		w.functions[c.Name.Value] = c.Body
		return succeeded
	case *syntax.TestClause:
		return w.condition(s, c.X)
	case *syntax.IfClause:
		return w.choose(s, c, asked)
	default:
		return w.leave(s, "is more than is understood here")
	}
}

// leave reports a part that is not carried out.
func (w *walk) leave(n syntax.Node, why string) outcome { return w.report(n, why, matters(n)) }

func (w *walk) report(n syntax.Node, why string, matters bool) outcome {
	text := w.text[n.Pos().Offset():min(int(n.End().Offset()), len(w.text))]
	text, _, _ = strings.Cut(text, "\n")
	text = strings.TrimRight(text, "; ")
	l := Left{int(n.Pos().Line()), text, why, matters}
	if !w.seen[l] {
		w.left, w.seen[l] = append(w.left, l), true
	}
	w.vague = true
	return unknown
}

// matters finds a command of gcloud or kubectl, or one whose name is not known.
func matters(n syntax.Node) bool {
	found := false
	syntax.Walk(n, func(n syntax.Node) bool {
		if c, ok := n.(*syntax.CallExpr); ok && len(c.Args) > 0 {
			for _, arg := range c.Args[:1] {
				name := arg.Lit()
				found = found || name == "" || isTool(name)
			}
			for _, arg := range c.Args {
				found = found || isTool(arg.Lit())
			}
		}
		return !found
	})
	return found
}

func isTool(name string) bool {
	name = name[strings.LastIndex(name, "/")+1:]
	return name == "gcloud" || name == "kubectl"
}
