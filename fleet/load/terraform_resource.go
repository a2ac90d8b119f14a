package load

import (
	"fmt"
	"strings"
)

// A resource is one instance of a resource or of a data source, as one of the worlds of a file has it.
type resource struct {
	address string
	module  string // the address of the instance of the module it is in; "" of the root
	kind    string // its type
	name    string // in the configuration
	index   string // [0], ["x"] or ""
	isData  bool
	values  item // its attributes
	actions []string
}

// is reports that the plan does something to a resource; of a state it does nothing.
func (r *resource) is(action string) bool {
	for _, a := range r.actions {
		if a == action {
			return true
		}
	}
	return false
}

// head is what the configuration calls a resource within its module.
func (r *resource) head() string {
	if r.isData {
		return "data." + r.kind + "." + r.name
	}
	return r.kind + "." + r.name
}

// making tells a resource that the plan makes anew: nothing but the plan has a part in it.
func (r *resource) making() bool { return r.is("create") }

// after gives the resources of the world after a plan, and what its data sources read; those of a state as it is.
func (t *stack) after() []*resource {
	if t.top.has("format_version") == 0 {
		return t.instances()
	}
	values := t.top.field("values")
	if t.plan == nil {
		return t.moduleResources(values.field("root_module"), nil)
	}
	changes := t.changes()
	all := t.moduleResources(t.top.field("planned_values").field("root_module"), changes)
	seen := map[string]bool{}
	for _, r := range all {
		seen[r.address] = true
	}
	for _, r := range t.moduleResources(t.priorValues(), nil) {
		if r.isData && !seen[r.address] {
			all = append(all, r)
		}
	}
	return all
}

func (t *stack) priorValues() item {
	return t.top.field("prior_state").field("values").field("root_module")
}

// before gives the resources of the world before a plan, as Terraform found them when it planned. Terraform 0.12 says them only of
// what it changes.
func (t *stack) before() []*resource {
	all := t.moduleResources(t.priorValues(), nil)
	seen := map[string]bool{}
	for _, r := range all {
		seen[r.address] = true
	}
	for _, c := range t.top.field("resource_changes").list() {
		if r := t.resourceAt(c, c.field("change").field("before")); r.values.present() && !seen[r.address] {
			seen[r.address] = true
			all = append(all, r)
		}
	}
	return all
}

// changes gives what a plan does, by the addresses of the resources.
func (t *stack) changes() map[string]item {
	all := map[string]item{}
	for _, c := range t.top.field("resource_changes").list() {
		all[addressOf(c)] = c
	}
	return all
}

// addressOf gives the address of a resource. What create_before_destroy has left of one is another, until it is gone.
func addressOf(it item) string {
	address := it.field("address").text()
	if key := it.field("deposed", "deposed_key").text(); key != "" {
		address += " (deposed " + key + ")"
	}
	return address
}

// moduleResources gives the resources of a module and of those within it. What is not known before the plan is applied is marked in
// their attributes.
func (t *stack) moduleResources(module item, changes map[string]item) []*resource {
	var all []*resource
	for _, it := range module.field("resources").list() {
		values := it.field("values")
		change := changes[addressOf(it)]
		if change.present() {
			values = values.masked(change.field("change").field("after_unknown"))
		}
		r := t.resourceAt(it, values)
		for _, a := range change.field("change").field("actions").list() {
			r.actions = append(r.actions, a.text())
		}
		all = append(all, r)
	}
	for _, m := range module.field("child_modules").list() {
		all = append(all, t.moduleResources(m, changes)...)
	}
	return all
}

// resourceAt gives a resource with the attributes given.
func (t *stack) resourceAt(it, values item) *resource {
	r := &resource{address: addressOf(it), kind: it.field("type").need(), name: it.field("name").text(), isData: it.field("mode").text() == "data", values: values}
	plain := it.field("address").need()
	if at := strings.LastIndex(plain, r.head()); at >= 0 {
		r.module, r.index = strings.TrimSuffix(plain[:at], "."), plain[at+len(r.head()):]
	}
	if values.present() && values.v.line == 0 {
		values.v.line = it.line()
	}
	r.values.step, r.values.up = "", nil
	return r
}

// instances gives the resources of a state as Terraform keeps it. Of what it holds only the attributes that are read here are looked
// at: it may hold secrets.
func (t *stack) instances() []*resource {
	var all []*resource
	for _, it := range t.top.field("resources").list() {
		for _, in := range it.field("instances").list() {
			r := &resource{module: it.field("module").text(), kind: it.field("type").need(), name: it.field("name").text(), isData: it.field("mode").text() == "data", values: in.field("attributes")}
			r.index = indexOf(in.field("index_key"))
			r.address = joined(r.module, r.head()) + r.index
			if key := in.field("deposed").text(); key != "" {
				r.address += " (deposed " + key + ")"
			}
			r.values.step, r.values.up = "", nil
			all = append(all, r)
		}
	}
	return all
}

func indexOf(it item) string {
	switch {
	case !it.present():
		return ""
	case it.v.shape == number:
		return "[" + it.v.text + "]"
	default:
		return fmt.Sprintf("[%q]", it.text())
	}
}

// attribute gives what stands under names in the attributes of a resource, through blocks, of which there is one. It has the shape
// unknown where that is not known before the plan is applied, and is not there where it is null.
func (r *resource) attribute(path ...string) item { return r.values.attribute(path...) }

func (it item) attribute(path ...string) item {
	for _, name := range path {
		up := it.block()
		it = item{up.file, nil, &up, name}
		switch {
		case up.v == nil:
		case up.v.shape == unknown:
			it.v = up.v
		case up.v.shape == object:
			it.v = up.v.field(name)
		}
	}
	if it.v != nil && it.v.shape == null {
		it.v = nil
	}
	return it
}

// block gives the one entry of a list; anything else as it is. An empty list is a block that is not there.
func (it item) block() item {
	if it.v == nil || it.v.shape != list {
		return it
	}
	if len(it.v.items) == 0 {
		return item{it.file, nil, it.up, it.step}
	}
	return item{it.file, &it.v.items[0], &it, "[0]"}
}

func (it item) isUnknown() bool { return it.v != nil && it.v.shape == unknown }

// masked gives a value in which each part is unknown that a mask says is: after_unknown, which has the same shape and true for these.
func (it item) masked(mask item) item {
	if it.v == nil || mask.v == nil {
		return it
	}
	v := mask.v.hide(it.v)
	return item{it.file, &v, it.up, it.step}
}

func (mask *value) hide(v *value) value {
	switch {
	case mask.shape == truth && mask.text == "true" && v.shape == null:
		return value{shape: unknown, line: v.line}
	case mask.shape == object && (v.shape == object || v.shape == null):
		return mask.hideNames(v)
	case mask.shape == list && (v.shape == list || v.shape == null):
		out := value{shape: list, line: v.line, items: append([]value{}, v.items...)}
		for i := range mask.items {
			if i == len(out.items) {
				out.items = append(out.items, value{shape: null, line: v.line})
			}
			out.items[i] = mask.items[i].hide(&out.items[i])
		}
		return out
	default:
		return *v
	}
}

func (mask *value) hideNames(v *value) value {
	out := value{shape: object, line: v.line, names: append([]string{}, v.names...), items: append([]value{}, v.items...)}
	places := make(map[string]int, len(v.names))
	for i, n := range v.names {
		places[n] = i
	}
	for i, n := range mask.names {
		at, ok := places[n]
		if !ok {
			at = len(out.names)
			out.names, out.items = append(out.names, n), append(out.items, value{shape: null, line: v.line})
		}
		out.items[at] = mask.items[i].hide(&out.items[at])
	}
	return out
}
