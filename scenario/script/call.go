package script

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// call carries out a simple command, or sets variables.
func (w *walk) call(s *syntax.Stmt, c *syntax.CallExpr, asked bool) outcome {
	if len(c.Args) == 0 {
		return w.declare(s, c.Assigns, false)
	}
	words, why := w.words(c.Args)
	switch {
	case why != "":
		return w.leave(s, why)
	case len(words) == 0:
		return succeeded
	case len(c.Assigns) > 0:
		return w.leave(s, "sets variables for one command")
	}
	if isTool(words[0]) {
		return w.tool(s, words, asked)
	}
	if body, ok := w.functions[words[0]]; ok {
		return w.function(body, words[1:], asked)
	}
	return w.builtin(s, words)
}

// tool hands a command of gcloud or kubectl on. One that reads what is not known is left.
func (w *walk) tool(s *syntax.Stmt, words []string, asked bool) outcome {
	if !w.fed && slices.ContainsFunc(words, func(x string) bool {
		return x == "-" || strings.HasSuffix(x, "=-") || x == "/dev/stdin" || strings.HasSuffix(x, "=/dev/stdin")
	}) {
		return w.leave(s, "reads what is not known")
	}
	w.count++
	words[0] = words[0][strings.LastIndex(words[0], "/")+1:]
	out, ok := w.Run(Command{Line: int(s.Pos().Line()), Words: words, Stdin: w.in, Asked: asked})
	w.print(out)
	if !ok {
		return failed
	}
	return succeeded
}

func (w *walk) print(text string) {
	if w.out == nil {
		return
	}
	if w.out.Len()+len(text) > maxScript*16 {
		w.vague = true
		return
	}
	w.out.WriteString(text)
}

// builtin carries out what of other programs is understood.
func (w *walk) builtin(s *syntax.Stmt, words []string) outcome {
	w.count++
	switch words[0] {
	case "true", ":":
		return succeeded
	case "false":
		return failed
	case "exit":
		w.stopped = true
		return succeeded
	case "return":
		w.stopped, w.returned = true, len(w.locals) > 0
		return succeeded
	case "[", "test":
		return w.test(s, words)
	case "set":
		w.set(words[1:])
		return succeeded
	case "echo":
		return w.echo(words[1:])
	case "cat":
		return w.cat(s, words[1:])
	default:
		return w.report(s, "is neither gcloud nor kubectl", mayHold(words))
	}
}

// mayHold tells a program that was given a command of gcloud or kubectl, or that reads another script.
func mayHold(words []string) bool {
	reads := slices.Contains([]string{"source", ".", "bash", "sh", "zsh", "ssh", "eval"}, words[0]) || strings.HasSuffix(words[0], ".sh")
	return reads || slices.ContainsFunc(words, func(x string) bool { return strings.Contains(x, "gcloud") || strings.Contains(x, "kubectl") })
}

func (w *walk) set(options []string) {
	for i, o := range options {
		short := strings.HasPrefix(o, "-") && !strings.HasPrefix(o, "--") && strings.Contains(o, "e")
		if short || o == "errexit" && i > 0 && strings.HasSuffix(options[i-1], "o") && options[i-1][0] == '-' {
			w.strict = true
		}
		if strings.HasPrefix(o, "+") && strings.Contains(o, "e") {
			w.strict = false
		}
	}
}

func (w *walk) echo(words []string) outcome {
	end := "\n"
	for len(words) > 0 && (words[0] == "-n" || words[0] == "-e") {
		if words[0] == "-n" {
			end = ""
		}
		words = words[1:]
	}
	w.print(strings.Join(words, " ") + end)
	return succeeded
}

// cat writes what it reads: its standard input, or files.
func (w *walk) cat(s *syntax.Stmt, names []string) outcome {
	if len(names) == 0 {
		names = []string{"-"}
	}
	for _, name := range names {
		data, ok := w.in, w.fed
		if name != "-" {
			data, ok = w.file(name)
		}
		if !ok {
			return w.leave(s, "reads what is not known")
		}
		w.print(string(data))
	}
	return succeeded
}

func (w *walk) file(name string) ([]byte, bool) {
	if w.ReadFile == nil {
		return nil, false
	}
	data, err := w.ReadFile(name)
	return data, err == nil
}

// binary carries out two commands, the second as the first ends.
func (w *walk) binary(s *syntax.Stmt, c *syntax.BinaryCmd, asked bool) outcome {
	switch c.Op {
	case syntax.AndStmt:
		end := w.statement(c.X, true)
		if end == failed || w.stopped {
			return end
		}
		return w.statement(c.Y, asked)
	case syntax.OrStmt:
		end := w.statement(c.X, true)
		if end == unknown && matters(c.Y) {
			return w.leave(c.Y, "hangs on what is not known")
		}
		if end != failed || w.stopped {
			return end
		}
		return w.statement(c.Y, asked)
	case syntax.Pipe:
		return w.pipe(c, asked)
	default:
		return w.leave(s, "is more than is understood here")
	}
}

// pipe gives what the first command writes to the second.
func (w *walk) pipe(c *syntax.BinaryCmd, asked bool) outcome {
	text, known := w.capture(func() { w.statement(c.X, true) })
	was, fed := w.in, w.fed
	w.in, w.fed = []byte(text), known
	end := w.statement(c.Y, asked)
	w.in, w.fed = was, fed
	return end
}

// capture gives what is written while something is carried out, and whether all of it is known.
func (w *walk) capture(do func()) (string, bool) {
	out, vague := w.out, w.vague
	var b strings.Builder
	w.out, w.vague = &b, false
	do()
	known := !w.vague
	w.out, w.vague = out, vague
	return b.String(), known
}

// loop carries a body out for each of some words.
func (w *walk) loop(s *syntax.Stmt, c *syntax.ForClause) outcome {
	iter, ok := c.Loop.(*syntax.WordIter)
	if !ok || c.Select || !iter.InPos.IsValid() {
		return w.leave(s, "is more than is understood here")
	}
	words, why := w.words(iter.Items)
	if why != "" {
		return w.leave(s, why)
	}
	last := succeeded
	for _, word := range words {
		if w.stopped || w.count > maxCommands {
			break
		}
		w.count++
		w.vars[iter.Name.Value] = textual(word)
		last = w.statements(c.Do, false)
	}
	return last
}

// choose carries out the branch that the commands after if say.
func (w *walk) choose(s *syntax.Stmt, c *syntax.IfClause, asked bool) outcome {
	if len(c.Cond) == 0 { // else
		return w.statements(c.Then, asked)
	}
	switch w.statements(c.Cond, true) {
	case succeeded:
		return w.statements(c.Then, asked)
	case failed:
		if c.Else == nil {
			return succeeded
		}
		return w.choose(s, c.Else, asked)
	default:
		return w.leave(s, "hangs on what is not known")
	}
}
