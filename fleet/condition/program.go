package condition

import (
	"fmt"
	"strings"
	"sync"

	"cel.dev/cel-go/cel"
)

// compiled keeps the programs of one environment by their text.
type compiled struct {
	env      func() *cel.Env
	mu       sync.Mutex
	programs map[string]*program
}

// program is an expression that was read, or else what is wrong with it.
type program struct {
	text  string
	env   *cel.Env
	ast   *cel.Ast
	run   cel.Program
	wrong string
}

func (c *compiled) program(text string) *program {
	c.mu.Lock()
	defer c.mu.Unlock()
	if p, ok := c.programs[text]; ok {
		return p
	}
	p := read(c.env(), text)
	if c.programs == nil {
		c.programs = map[string]*program{}
	}
	if len(c.programs) < maxCompiled {
		c.programs[text] = p
	}
	return p
}

func read(env *cel.Env, text string) *program {
	if len(text) > maxLength {
		return &program{wrong: fmt.Sprintf("condition of %d bytes: more than %d are not read", len(text), maxLength)}
	}
	ast, issues := env.Compile(text)
	if issues.Err() != nil {
		return &program{wrong: faults(issues)}
	}
	if t := ast.OutputType(); !t.IsExactType(cel.BoolType) && !t.IsExactType(cel.DynType) {
		return &program{wrong: fmt.Sprintf("1:1: gives %v, and a condition gives true or false", t)}
	}
	run, err := env.Program(ast, cel.EvalOptions(cel.OptPartialEval, cel.OptTrackState), cel.CostLimit(maxCost))
	if err != nil {
		return &program{wrong: err.Error()}
	}
	return &program{text, env, ast, run, ""}
}

// faults gives what is wrong as "line:column: text", joined by semicolons.
func faults(issues *cel.Issues) string {
	var all []string
	for _, e := range issues.Errors() {
		all = append(all, fmt.Sprintf("%d:%d: %s", e.Location.Line(), e.Location.Column()+1, e.Message))
	}
	return strings.Join(all, "; ")
}
