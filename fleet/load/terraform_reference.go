package load

import (
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"
)

// maxReferences bounds how far a reference is followed through variables and outputs of modules.
const maxReferences = 32

// A reference is an attribute of a resource that an expression refers to.
type reference struct {
	to        *resource
	attribute string
}

// module gives the configuration of the module that a resource is in.
func (t *stack) module(address string) *tfjson.ConfigModule {
	if t.plan == nil || t.plan.Config == nil {
		return nil
	}
	m := t.plan.Config.RootModule
	for _, name := range moduleNames(address) {
		call := callOf(m, name)
		if call == nil {
			return nil
		}
		m = call.Module
	}
	return m
}

func callOf(m *tfjson.ConfigModule, name string) *tfjson.ModuleCall {
	if m == nil {
		return nil
	}
	return m.ModuleCalls[name]
}

// moduleNames gives the names in the address of an instance of a module, as a and b of module.a["x"].module.b.
func moduleNames(address string) []string {
	var names []string
	for _, step := range addressSteps(address) {
		if step != "module" {
			names = append(names, bare(step))
		}
	}
	return names
}

// addressSteps parts an address at its dots. Dots in the keys of instances are no such.
func addressSteps(address string) []string {
	var steps []string
	from, quoted := 0, false
	for i := range len(address) {
		switch {
		case address[i] == '"' && (i == 0 || address[i-1] != '\\'):
			quoted = !quoted
		case address[i] == '.' && !quoted:
			steps = append(steps, address[from:i])
			from = i + 1
		}
	}
	if from < len(address) {
		steps = append(steps, address[from:])
	}
	return steps
}

// bareAddress is an address without the keys of instances.
func bareAddress(address string) string {
	steps := addressSteps(address)
	for i := range steps {
		steps[i] = bare(steps[i])
	}
	return strings.Join(steps, ".")
}

// bare is a step without the key of its instance.
func bare(step string) string {
	name, _, _ := strings.Cut(step, "[")
	return name
}

// configuration gives what the configuration says of a resource, or nil.
func (t *stack) configuration(r *resource) *tfjson.ConfigResource {
	m := t.module(r.module)
	if m == nil {
		return nil
	}
	if t.configured[m] == nil {
		t.configured[m] = map[string]*tfjson.ConfigResource{}
		for _, c := range m.Resources {
			if c != nil {
				t.configured[m][c.Address] = c
			}
		}
	}
	return t.configured[m][r.head()]
}

// expression gives that of an attribute, through blocks of which there is one.
func (t *stack) expression(r *resource, path []string) *tfjson.Expression {
	c := t.configuration(r)
	if c == nil {
		return nil
	}
	within := c.Expressions
	for i, name := range path {
		e := within[name]
		if e == nil || e.ExpressionData == nil || i == len(path)-1 {
			return e
		}
		if len(e.NestedBlocks) != 1 {
			return nil
		}
		within = e.NestedBlocks[0]
	}
	return nil
}

// references gives what an attribute refers to; sure is false when not all of it is a known attribute of a known resource.
func (t *stack) references(r *resource, path ...string) (all []reference, sure bool) {
	return t.follow(t.expression(r, path), r.module, maxReferences)
}

// follow resolves an expression in an instance of a module.
func (t *stack) follow(e *tfjson.Expression, module string, left int) (all []reference, sure bool) {
	if t.steps++; e == nil || e.ExpressionData == nil || len(e.References) == 0 || left == 0 || t.steps > maxValues {
		return nil, false
	}
	sure = true
	for _, to := range longest(e.References) {
		found, ok := t.resolve(to, module, left-1)
		all, sure = append(all, found...), sure && ok
	}
	return all, sure
}

// longest leaves out what stands only as the beginning of another: of x.y.email also x.y is in the list.
func longest(references []string) []string {
	refs := slices.Sorted(slices.Values(references))
	var all []string
	for i, s := range refs {
		if i+1 == len(refs) || !strings.HasPrefix(refs[i+1], s+".") && !strings.HasPrefix(refs[i+1], s+"[") && refs[i+1] != s {
			all = append(all, s)
		}
	}
	return all
}

// resolve finds one reference: a variable in what the module was called with, an output in the module it comes from, a resource by its
// address.
func (t *stack) resolve(to, module string, left int) ([]reference, bool) {
	steps := addressSteps(to)
	switch {
	case len(steps) == 2 && steps[0] == "var" && module != "":
		outer, name := parentModule(module)
		call := callOf(t.module(outer), name)
		if call == nil {
			return nil, false
		}
		return t.follow(call.Expressions[steps[1]], outer, left)
	case len(steps) == 3 && steps[0] == "module":
		inner := joined(module, "module."+steps[1])
		m := t.module(inner)
		if m == nil || m.Outputs[steps[2]] == nil {
			return nil, false
		}
		return t.follow(m.Outputs[steps[2]].Expression, inner, left)
	}
	return t.resolveResource(steps, module)
}

// oneOf gives the instances of the one resource of a type that an attribute refers to, by whatever key.
func (t *stack) oneOf(r *resource, name, kind string) (all []*resource, sure bool) {
	e := t.expression(r, []string{name})
	if e == nil || e.ExpressionData == nil {
		return nil, false
	}
	head := ""
	for _, to := range longest(e.References) {
		steps := addressSteps(to)
		switch {
		case steps[0] == "each" || steps[0] == "count":
		case steps[0] != kind || len(steps) < 2 || head != "" && head != bare(steps[1]):
			return nil, false
		default:
			head = bare(steps[1])
		}
	}
	return t.heads[joined(r.module, kind+"."+head)], head != ""
}

func (t *stack) resolveResource(steps []string, module string) ([]reference, bool) {
	length := 2
	if steps[0] == "data" {
		length = 3
	}
	if len(steps) < length+1 {
		return nil, false
	}
	r := t.only(joined(module, strings.Join(steps[:length], ".")))
	if r == nil {
		return nil, false
	}
	return []reference{{r, bare(steps[length])}}, true
}

// only gives the resource of an address, or the one instance of it.
func (t *stack) only(address string) *resource {
	if r := t.places[address]; r != nil {
		return r
	}
	if strings.HasSuffix(address, "]") {
		return nil
	}
	return t.single[address]
}

func joined(module, rest string) string {
	if module == "" {
		return rest
	}
	return module + "." + rest
}

// parentModule parts the address of an instance of a module into that of the module around it and the name of its call.
func parentModule(address string) (outer, name string) {
	steps := addressSteps(address)
	if len(steps) < 2 {
		return "", bare(address)
	}
	return strings.Join(steps[:len(steps)-2], "."), bare(steps[len(steps)-1])
}

// pointing says what an attribute refers to, for a person.
func (t *stack) pointing(r *resource, path ...string) string {
	e := t.expression(r, path)
	if e == nil || e.ExpressionData == nil || len(e.References) == 0 {
		return strings.Join(path, ".")
	}
	return strings.Join(longest(e.References), ", ")
}
