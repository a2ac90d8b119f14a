package condition

import (
	"fmt"
	"strings"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
)

// providerID is a variable of its own, longer than the one that holds all claims: of the claims no other is ever known.
const providerID = "request.auth.claims.google.providerId"

// attributes are the variables of IAM conditions. The last are what functions are called on.
// Source: https://docs.cloud.google.com/iam/docs/conditions-attribute-reference, read 2026-11-21.
var attributes = []struct {
	name string
	kind *cel.Type
}{
	{"resource.service", cel.StringType},
	{"resource.type", cel.StringType},
	{"resource.name", cel.StringType},
	{"principal.type", cel.StringType},
	{"principal.subject", cel.StringType},
	{"request.time", cel.TimestampType},
	{"request.path", cel.StringType},
	{"request.host", cel.StringType},
	{"request.auth.access_levels", cel.ListType(cel.StringType)},
	{"request.auth.claims", cel.MapType(cel.StringType, cel.DynType)},
	{providerID, cel.StringType},
	{"destination.ip", cel.StringType},
	{"destination.port", cel.IntType},
	{"resource", tagged},
	{"api", cel.OpaqueType("api")},
	{"compute", cel.OpaqueType("compute")},
}

var tagged = cel.OpaqueType("resource")

// unknownOf gives the attributes that are not among those known.
func unknownOf(known map[string]any) []*cel.AttributePatternType {
	var unknown []*cel.AttributePatternType
	for _, a := range attributes {
		if _, ok := known[a.name]; !ok {
			unknown = append(unknown, cel.AttributePattern(a.name))
		}
	}
	return unknown
}

func requestEnv() *cel.Env {
	options := append(bounds(), functions()...)
	for _, a := range attributes {
		options = append(options, cel.Variable(a.name, a.kind))
	}
	options = append(options, tags(tagged)...)
	options = append(options,
		never("getAttribute", []*cel.Type{cel.OpaqueType("api"), cel.StringType, cel.DynType}, cel.DynType),
		never("isForwardingRuleCreationOperation", []*cel.Type{cel.OpaqueType("compute")}, cel.BoolType),
		never("matchLoadBalancingSchemes", []*cel.Type{cel.OpaqueType("compute"), cel.ListType(cel.StringType)}, cel.BoolType))
	return mustEnv(options)
}

func bounds() []cel.EnvOption {
	return []cel.EnvOption{cel.ParserRecursionLimit(100), cel.ParserExpressionSizeLimit(maxLength)}
}

// mustEnv panics when the declarations above contradict each other.
func mustEnv(options []cel.EnvOption) *cel.Env {
	env, err := cel.NewEnv(options...)
	if err != nil {
		panic(fmt.Sprintf("condition: the declarations of conditions: %v", err))
	}
	return env
}

// tags are the functions about the tags of a resource, which are never known.
func tags(of *cel.Type) []cel.EnvOption {
	one, two := []*cel.Type{of, cel.StringType}, []*cel.Type{of, cel.StringType, cel.StringType}
	return []cel.EnvOption{
		never("hasTagKey", one, cel.BoolType), never("hasTagKeyId", one, cel.BoolType),
		never("matchTag", two, cel.BoolType), never("matchTagId", two, cel.BoolType),
	}
}

// never is a function of something that is not known, so that it is never called.
func never(name string, of []*cel.Type, result *cel.Type) cel.EnvOption {
	return cel.Function(name, cel.MemberOverload(name+"_never", of, result, cel.FunctionBinding(func(...ref.Val) ref.Val {
		return types.NewErr("%s is not known", name)
	})))
}

// functions are those of IAM conditions that CEL has not.
func functions() []cel.EnvOption {
	list := cel.ListType(cel.TypeParamType("T"))
	return []cel.EnvOption{
		cel.Function("extract", cel.MemberOverload("string_extract", []*cel.Type{cel.StringType, cel.StringType}, cel.StringType,
			cel.BinaryBinding(func(s, template ref.Val) ref.Val {
				return types.String(extract(string(s.(types.String)), string(template.(types.String))))
			}))),
		cel.Function("date", cel.Overload("date_string", []*cel.Type{cel.StringType}, cel.TimestampType, cel.UnaryBinding(date))),
		cel.Function("hasOnly", cel.MemberOverload("list_hasonly", []*cel.Type{list, list}, cel.BoolType, cel.BinaryBinding(hasOnly))),
	}
}

// extract gives what stands in the place of {NAME} in a template, between the first of its prefix and the next of its suffix;
// "" when they are not there. A template without a place extracts nothing.
func extract(s, template string) string {
	prefix, rest, ok := strings.Cut(template, "{")
	_, suffix, closed := strings.Cut(rest, "}")
	if !ok || !closed {
		return ""
	}
	_, s, found := strings.Cut(s, prefix)
	if !found || suffix == "" {
		return s
	}
	value, _, found := strings.Cut(s, suffix)
	if !found {
		return ""
	}
	return value
}

func date(s ref.Val) ref.Val {
	t, err := time.Parse(time.DateOnly, string(s.(types.String)))
	if err != nil {
		return types.NewErr("date %q: want YYYY-MM-DD", s.Value())
	}
	return types.Timestamp{Time: t}
}

// hasOnly reports that a list holds nothing but some values.
func hasOnly(list, of ref.Val) ref.Val {
	some := of.(traits.Lister)
	for i := list.(traits.Lister).Iterator(); i.HasNext() == types.True; {
		if some.Contains(i.Next()) != types.True {
			return types.False
		}
	}
	return types.True
}
