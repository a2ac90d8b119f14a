package script

import (
	"maps"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/syntax"
)

// function carries out the body of a function, with parameters and local variables of its own.
func (w *walk) function(body *syntax.Stmt, args []string, asked bool) outcome {
	if w.count++; len(w.locals) >= maxCalls {
		w.count = maxCommands + 1 // there is no end to it
		return unknown
	}
	outside := maps.Clone(w.vars)
	w.vars.parameters(args)
	w.locals = append(w.locals, map[string]bool{})
	end := w.statement(body, asked)
	w.restore(outside)
	if w.returned {
		w.returned, w.stopped = false, false
	}
	return end
}

// restore gives parameters and local variables the values that they had outside.
func (w *walk) restore(outside variables) {
	names := w.locals[len(w.locals)-1]
	w.locals = w.locals[:len(w.locals)-1]
	for name := range w.vars {
		names[name] = names[name] || isParameter(name)
	}
	for name, is := range names {
		if was, ok := outside[name]; is && ok {
			w.vars[name] = was
		} else if is {
			delete(w.vars, name)
		}
	}
}

// keep notes that a variable is a function's own.
func (w *walk) keep(name string) {
	if n := len(w.locals); n > 0 {
		w.locals[n-1][name] = true
	}
}

func textual(value string) expand.Variable {
	return expand.Variable{Set: true, Kind: expand.String, Str: value}
}
