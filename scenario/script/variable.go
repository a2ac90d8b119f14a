package script

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/syntax"
)

// variables are those of a script. One that is not known is set to nothing of a kind of its own.
type variables map[string]expand.Variable

// unknownValue marks a variable whose value is not known.
const unknownValue = expand.Unknown

func (v variables) Get(name string) expand.Variable {
	if strings.HasPrefix(name, "HOME ") { // or the expansion would ask this machine for the home of a user
		return expand.Variable{Set: true, Kind: expand.String, Str: "~" + strings.TrimPrefix(name, "HOME ")}
	}
	return v[name]
}

func (v variables) Each(yield func(string, expand.Variable) bool) {
	for name, value := range v {
		if !yield(name, value) {
			return
		}
	}
}

func (v variables) Set(name string, value expand.Variable) error {
	if len(value.Str) > maxValue {
		return fmt.Errorf("the value of %s has more than %d KiB", name, maxValue>>10)
	}
	v[name] = value
	return nil
}

// parameters sets $1 and on, $@, $* and $#.
func (v variables) parameters(args []string) {
	for name := range v {
		if isParameter(name) {
			delete(v, name)
		}
	}
	for i, a := range args {
		v[strconv.Itoa(i+1)] = textual(a)
	}
	list := expand.Variable{Set: true, Kind: expand.Indexed, List: args}
	v["@"], v["*"], v["#"] = list, list, textual(strconv.Itoa(len(args)))
}

func isParameter(name string) bool {
	return strings.Trim(name, "0123456789") == "" || strings.Trim(name, "@*#") == ""
}

// config is how words are expanded now. Vague is set when what a command writes is not known.
func (w *walk) config(vague *bool) *expand.Config {
	notUnderstood := func(*syntax.ProcSubst) (string, error) { return "", errors.New("has a command in place of a file") }
	return &expand.Config{Env: w.vars, NoUnset: true, ProcSubst: notUnderstood, CmdSubst: func(out io.Writer, c *syntax.CmdSubst) error {
		strict := w.strict
		w.strict = false
		text, known := w.capture(func() { w.statements(c.Stmts, true) })
		w.strict = strict
		*vague = *vague || !known
		if len(text) > maxValue {
			return fmt.Errorf("the output of a command has more than %d KiB", maxValue>>10)
		}
		_, err := io.WriteString(out, text)
		return err
	}}
}

// words expands words, or says why they are not known.
func (w *walk) words(all []*syntax.Word) ([]string, string) {
	for _, word := range all {
		if why := w.doubt(word); why != "" || ranges(word) {
			return nil, cmp.Or(why, "has a range in braces")
		}
	}
	vague := false
	words, err := expand.Fields(w.config(&vague), all...)
	return words, reason(err, vague)
}

// value expands one word to one text: the value of a variable, a here-document.
func (w *walk) value(word *syntax.Word, document bool) (string, string) {
	if word == nil {
		return "", ""
	}
	if why := w.doubt(word); why != "" {
		return "", why
	}
	expanded, vague := expand.Literal, false
	if document {
		expanded = expand.Document
	} else {
		word = unescaped(word)
	}
	text, err := expanded(w.config(&vague), word)
	return text, reason(err, vague)
}

// unescaped takes the backslashes out of what stands outside of quotes, which expand.Literal leaves.
func unescaped(word *syntax.Word) *syntax.Word {
	plain := &syntax.Word{}
	for _, part := range word.Parts {
		if lit, ok := part.(*syntax.Lit); ok && strings.Contains(lit.Value, "\\") {
			var b strings.Builder
			for i := 0; i < len(lit.Value); i++ {
				if lit.Value[i] == '\\' && i+1 < len(lit.Value) {
					i++
				}
				b.WriteByte(lit.Value[i])
			}
			part = &syntax.SglQuoted{Value: b.String()}
		}
		plain.Parts = append(plain.Parts, part)
	}
	return plain
}

func reason(err error, vague bool) string {
	var unset expand.UnsetParameterError
	switch {
	case errors.As(err, &unset):
		return fmt.Sprintf("variable %s is not set", unset.Node.Param.Value)
	case err != nil:
		return err.Error()
	case vague:
		return "takes what a command prints that is not run"
	default:
		return ""
	}
}

// doubt says why a word cannot be expanded: a variable whose value is not known, or what might grow beyond any limit.
func (w *walk) doubt(word *syntax.Word) string {
	why, names := "", 0
	syntax.Walk(word, func(n syntax.Node) bool {
		if n, ok := n.(*syntax.ParamExp); ok {
			if names++; n.Repl != nil || names > maxNames {
				why = "has an expansion that is not understood here"
			} else if v, ok := w.vars[n.Param.Value]; ok && v.Kind == unknownValue {
				why = fmt.Sprintf("the value of variable %s is not known", n.Param.Value)
			}
		}
		return why == ""
	})
	return why
}

// ranges tells braces that might stand for more words than there is room for: {1..1000000}.
func ranges(word *syntax.Word) bool {
	open := 0
	for _, part := range word.Parts {
		if lit, ok := part.(*syntax.Lit); ok {
			if open += strings.Count(lit.Value, "{"); open > 0 && strings.Contains(lit.Value, "..") || open > 4 {
				return true
			}
		}
	}
	return false
}

// isSetting tells a variable that the tools themselves read.
// Source: https://docs.cloud.google.com/sdk/docs/properties and https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/
func isSetting(name string) bool {
	return strings.HasPrefix(name, "CLOUDSDK_") || name == "KUBECONFIG"
}

// declare sets variables. One whose value is not known is so from now on, and what takes it is left.
func (w *walk) declare(s *syntax.Stmt, all []*syntax.Assign, local bool) outcome {
	end := succeeded
	for _, a := range all {
		if local && a.Name != nil {
			w.keep(a.Name.Value)
		}
		switch {
		case a.Naked || a.Name == nil:
		case isSetting(a.Name.Value):
			end = w.report(s, "sets what gcloud or kubectl takes for granted: say it by a flag, or gcloud config set", true)
		case a.Index != nil:
			w.vars[a.Name.Value] = expand.Variable{Set: true, Kind: unknownValue}
			end = w.leave(s, "sets an element")
		case a.Array != nil:
			end = max(end, w.assignList(s, a))
		default:
			end = max(end, w.assign(s, a))
		}
	}
	return end
}

func (w *walk) assign(s *syntax.Stmt, a *syntax.Assign) outcome {
	text, why := w.value(a.Value, false)
	was := w.vars[a.Name.Value]
	if a.Append {
		text = was.Str + text
	}
	if why == "" && len(text) > maxValue {
		why = fmt.Sprintf("has more than %d KiB", maxValue>>10)
	}
	if why != "" || a.Append && was.Kind == unknownValue && was.Set {
		w.vars[a.Name.Value] = expand.Variable{Set: true, Kind: unknownValue}
		return w.leave(s, why)
	}
	w.vars[a.Name.Value] = expand.Variable{Set: true, Kind: expand.String, Str: text}
	return succeeded
}

func (w *walk) assignList(s *syntax.Stmt, a *syntax.Assign) outcome {
	var all []*syntax.Word
	for _, e := range a.Array.Elems {
		if e.Index != nil || e.Value == nil {
			w.vars[a.Name.Value] = expand.Variable{Set: true, Kind: unknownValue}
			return w.leave(s, "sets elements by their names")
		}
		all = append(all, e.Value)
	}
	words, why := w.words(all)
	if why != "" {
		w.vars[a.Name.Value] = expand.Variable{Set: true, Kind: unknownValue}
		return w.leave(s, why)
	}
	if a.Append {
		words = append(slices.Clone(w.vars[a.Name.Value].List), words...)
	}
	if len(words) > maxNames {
		w.vars[a.Name.Value] = expand.Variable{Set: true, Kind: unknownValue}
		return w.leave(s, "has too many elements")
	}
	w.vars[a.Name.Value] = expand.Variable{Set: true, Kind: expand.Indexed, List: words}
	return succeeded
}

// redirect reads what a statement is fed, and notes where its output goes. What it gives puts things back.
func (w *walk) redirect(s *syntax.Stmt) (restore func(), ok bool) {
	in, fed, out, vague := w.in, w.fed, w.out, w.vague
	w.sent = false
	var files []func()
	for _, r := range s.Redirs {
		if why := w.apply(r, &files); why != "" {
			w.leave(s, why)
			w.in, w.fed, w.out = in, fed, out
			return nil, false
		}
	}
	sent := w.sent
	return func() {
		for _, write := range files {
			write()
		}
		w.in, w.fed = in, fed
		if sent {
			w.out, w.vague = out, vague
		}
	}, true
}

func (w *walk) apply(r *syntax.Redirect, files *[]func()) string {
	if r.N != nil && r.N.Value != "0" && r.N.Value != "1" {
		return "" // what goes to standard error is not looked at
	}
	word, document := r.Word, false
	if r.Op == syntax.Hdoc || r.Op == syntax.DashHdoc {
		word, document = r.Hdoc, true
	}
	text, why := w.value(word, document)
	if why != "" {
		return why
	}
	switch r.Op {
	case syntax.Hdoc, syntax.DashHdoc:
		w.in, w.fed = []byte(text), true
	case syntax.WordHdoc:
		w.in, w.fed = []byte(text+"\n"), true
	case syntax.RdrIn:
		w.in, w.fed = w.file(text)
	case syntax.RdrOut, syntax.AppOut, syntax.RdrClob, syntax.RdrAll, syntax.AppAll:
		w.write(text, r.Op == syntax.AppOut || r.Op == syntax.AppAll, files)
	case syntax.DplOut:
		w.out, w.vague, w.sent = &strings.Builder{}, false, true
	}
	return ""
}

// write sends output to a file. One of which the content is not known is not made.
func (w *walk) write(name string, more bool, files *[]func()) {
	var b strings.Builder
	if was, ok := w.file(name); more && ok {
		b.Write(was)
	}
	w.out, w.vague, w.sent = &b, false, true
	*files = append(*files, func() {
		if name != "/dev/null" && w.WriteFile != nil && !w.vague {
			w.WriteFile(name, []byte(b.String()))
		}
	})
}
