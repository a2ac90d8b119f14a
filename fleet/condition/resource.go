package condition

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
)

func resourceEnv() *cel.Env {
	options := append(bounds(), cel.Variable("resource", cel.DynType))
	options = append(options, functions()...)
	return mustEnv(append(options, tags(cel.DynType)...))
}

// untold finds the fields an expression asks for that a resource does not tell. Of a field that is an object, only what is in
// it can be known, and not the whole; nor is a list of objects. Ok is false when an expression asks in a way that is not
// followed: then nothing is known.
func untold(a *cel.Ast, resource map[string]any) (unknown []*cel.AttributePatternType, ok bool) {
	r := &reader{resource: resource, ok: true}
	r.read(a.NativeRep().Expr())
	return r.unknown, r.ok
}

// reader goes over an expression.
type reader struct {
	resource map[string]any
	unknown  []*cel.AttributePatternType
	ok       bool
}

func (r *reader) read(e ast.Expr) {
	if path, has, ok := fieldPath(e); ok {
		r.ask(path, has)
		return
	}
	switch e.Kind() {
	case ast.SelectKind:
		r.ok = r.ok && !e.AsSelect().IsTestOnly() // whether something has a field is only known of the resource
		r.read(e.AsSelect().Operand())
	case ast.CallKind:
		if e.AsCall().IsMemberFunction() {
			r.read(e.AsCall().Target())
		}
		r.readAll(e.AsCall().Args())
	case ast.ListKind:
		r.readAll(e.AsList().Elements())
	case ast.MapKind:
		for _, entry := range e.AsMap().Entries() {
			r.readAll([]ast.Expr{entry.AsMapEntry().Key(), entry.AsMapEntry().Value()})
		}
	case ast.StructKind:
		r.ok = false
	case ast.ComprehensionKind:
		c := e.AsComprehension()
		r.readAll([]ast.Expr{c.IterRange(), c.AccuInit(), c.LoopCondition(), c.LoopStep(), c.Result()})
	case ast.IdentKind, ast.LiteralKind:
	default:
		r.ok = false
	}
}

func (r *reader) readAll(es []ast.Expr) {
	for _, e := range es {
		r.read(e)
	}
}

// fieldPath reads resource.a.b, resource.a["b"] and has(resource.a.b).
func fieldPath(e ast.Expr) (path []string, has, ok bool) {
	switch e.Kind() {
	case ast.IdentKind:
		return nil, false, e.AsIdent() == "resource"
	case ast.SelectKind:
		s := e.AsSelect()
		path, inner, ok := fieldPath(s.Operand())
		return append(path, s.FieldName()), s.IsTestOnly(), ok && !inner
	case ast.CallKind:
		c := e.AsCall()
		if c.FunctionName() != operators.Index || len(c.Args()) != 2 || c.Args()[1].Kind() != ast.LiteralKind {
			return nil, false, false
		}
		name, text := c.Args()[1].AsLiteral().(types.String)
		path, inner, ok := fieldPath(c.Args()[0])
		return append(path, string(name)), false, ok && !inner && text
	default:
		return nil, false, false
	}
}

// ask marks a field as not known, unless the resource tells it.
func (r *reader) ask(path []string, has bool) {
	var at any = r.resource
	pattern := cel.AttributePattern("resource")
	for i, name := range path {
		fields, object := at.(map[string]any)
		value, there := fields[name]
		if !object || !there {
			r.unknown = append(r.unknown, whole(path[:i+1]))
			return
		}
		at, pattern = value, pattern.QualString(name)
	}
	if has && !empty(at) || !has && known(at) {
		return
	}
	r.unknown = append(r.unknown, pattern)
}

func whole(path []string) *cel.AttributePatternType {
	pattern := cel.AttributePattern("resource")
	for _, name := range path {
		pattern = pattern.QualString(name)
	}
	return pattern
}

// known reports a value that is told as a whole: no object, and no list of what is not.
func known(value any) bool {
	switch v := value.(type) {
	case bool, string, int, int32, int64, uint32, uint64, float64:
		return true
	case []string:
		return true
	case []any:
		for _, x := range v {
			if !known(x) {
				return false
			}
		}
		return true
	default:
		return false
	}
}

// empty reports a value of which it is not known whether the field counts as set.
func empty(value any) bool {
	switch v := value.(type) {
	case map[string]any:
		return len(v) == 0
	case []any:
		return len(v) == 0
	case []string:
		return len(v) == 0
	case bool:
		return !v
	case string:
		return v == ""
	default:
		return true
	}
}
