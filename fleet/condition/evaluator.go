package condition

import (
	"sync"
	"time"
	_ "time/tzdata" // a zone means the same on a machine that knows none

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"

	"fleettrust.example/fleet"
)

// Facts is what the caller knows of the requests that conditions are about. The zero Facts knows nothing.
type Facts struct {
	Time time.Time // of the request; zero when not known
}

// An Evaluator evaluates conditions on one set of facts. It is safe for concurrent use, keeps what it compiled, and gives the
// same for the same arguments.
type Evaluator struct {
	facts      Facts
	conditions compiled
	constraint compiled
}

// The bounds of an evaluation. IAM takes conditions of up to 4 KB at most, constraints of 1000 characters.
const (
	maxLength   = 16 << 10
	maxCost     = 100_000
	maxCompiled = 4096
)

// New gives an evaluator on some facts.
func New(f Facts) *Evaluator {
	return &Evaluator{facts: f, conditions: compiled{env: sync.OnceValue(requestEnv)}, constraint: compiled{env: sync.OnceValue(resourceEnv)}}
}

// Condition evaluates an IAM condition on a request. Rest is what is left of one that is Unknown, or what is wrong with it,
// with line and column. O(length of the expression), once, and at most a constant number of steps.
func (e *Evaluator) Condition(expression string, r fleet.Request) (fleet.Setting, string) {
	known := map[string]any{}
	if !e.facts.Time.IsZero() {
		known["request.time"] = e.facts.Time
	}
	for name, value := range map[string]string{"resource.service": r.Service, "resource.type": r.Type, "resource.name": r.Name, providerID: r.Provider} {
		if value != "" {
			known[name] = value
		}
	}
	p := e.conditions.program(expression)
	if p.wrong != "" {
		return fleet.Unknown, p.wrong
	}
	return p.evaluate(known, unknownOf(known))
}

// Constraint evaluates the condition of a custom constraint on a resource, as Condition does on a request.
func (e *Evaluator) Constraint(expression string, resource map[string]any) (fleet.Setting, string) {
	p := e.constraint.program(expression)
	if p.wrong != "" {
		return fleet.Unknown, p.wrong
	}
	unknown, ok := untold(p.ast, resource)
	if !ok {
		return fleet.Unknown, expression
	}
	return p.evaluate(map[string]any{"resource": resource}, unknown)
}

// evaluate gives the verdict of a program.
func (p *program) evaluate(known map[string]any, unknown []*cel.AttributePatternType) (fleet.Setting, string) {
	vars, err := cel.PartialVars(known, unknown...)
	if err != nil {
		return fleet.Unknown, err.Error()
	}
	out, details, err := p.run.Eval(vars)
	switch {
	case err != nil:
		return fleet.Unknown, err.Error()
	case out == types.True:
		return fleet.On, ""
	case out == types.False:
		return fleet.Off, ""
	case types.IsUnknown(out):
		return fleet.Unknown, p.residual(details)
	default:
		return fleet.Unknown, "gives neither true nor false"
	}
}

// residual writes what is left of a condition.
func (p *program) residual(details *cel.EvalDetails) string {
	rest, err := p.env.ResidualAst(p.ast, details)
	if err != nil {
		return p.text
	}
	text, err := cel.AstToString(rest)
	if err != nil {
		return p.text
	}
	return text
}
