package script

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// test answers [ … ] about texts. What asks about files is not known.
func (w *walk) test(s *syntax.Stmt, words []string) outcome {
	args := words[1:]
	if words[0] == "[" {
		if len(args) == 0 || args[len(args)-1] != "]" {
			return w.leave(s, "is more than is understood here")
		}
		args = args[:len(args)-1]
	}
	negated := len(args) > 1 && args[0] == "!"
	if negated {
		args = args[1:]
	}
	end, ok := compared(args)
	switch {
	case !ok:
		return w.leave(s, "asks what is not known")
	case negated:
		return end.not()
	default:
		return end
	}
}

// compared answers -z TEXT, -n TEXT, TEXT, TEXT = TEXT and TEXT != TEXT.
func compared(args []string) (outcome, bool) {
	switch {
	case len(args) == 1:
		return holds(args[0] != ""), true
	case len(args) == 2 && args[0] == "-z":
		return holds(args[1] == ""), true
	case len(args) == 2 && args[0] == "-n":
		return holds(args[1] != ""), true
	case len(args) == 3 && (args[1] == "=" || args[1] == "=="):
		return holds(args[0] == args[2]), true
	case len(args) == 3 && args[1] == "!=":
		return holds(args[0] != args[2]), true
	default:
		return unknown, false
	}
}

func holds(is bool) outcome {
	if is {
		return succeeded
	}
	return failed
}

// condition answers [[ … ]] about texts, without patterns.
func (w *walk) condition(s *syntax.Stmt, x syntax.TestExpr) outcome {
	var args []string
	switch x := x.(type) {
	case *syntax.Word:
		return w.compare(s, nil, x)
	case *syntax.ParenTest:
		return w.condition(s, x.X)
	case *syntax.UnaryTest:
		if x.Op == syntax.TsNot {
			return w.condition(s, x.X).not()
		}
		args = append(args, x.Op.String())
		if word, ok := x.X.(*syntax.Word); ok {
			return w.compare(s, args, word)
		}
	case *syntax.BinaryTest:
		return w.both(s, x)
	}
	return w.leave(s, "asks what is not known")
}

func (w *walk) both(s *syntax.Stmt, x *syntax.BinaryTest) outcome {
	switch x.Op {
	case syntax.AndTest:
		if end := w.condition(s, x.X); end != succeeded {
			return end
		}
		return w.condition(s, x.Y)
	case syntax.OrTest:
		if end := w.condition(s, x.X); end != failed {
			return end
		}
		return w.condition(s, x.Y)
	}
	left, isWord := x.X.(*syntax.Word)
	right, ok := x.Y.(*syntax.Word)
	if !isWord || !ok || strings.ContainsAny(right.Lit(), "*?[\\") {
		return w.leave(s, "asks what is not known")
	}
	return w.compare(s, []string{x.Op.String()}, left, right)
}

// compare expands words and answers: an operator of two words stands between them, and one of one word before it.
func (w *walk) compare(s *syntax.Stmt, operator []string, all ...*syntax.Word) outcome {
	var args []string
	for _, word := range all {
		text, why := w.value(word, false)
		if why != "" {
			return w.leave(s, why)
		}
		args = append(args, text)
	}
	if len(operator) == 1 && len(all) == 2 {
		args = []string{args[0], operator[0], args[1]}
	} else {
		args = append(operator, args...)
	}
	end, ok := compared(args)
	if !ok {
		return w.leave(s, "asks what is not known")
	}
	return end
}
