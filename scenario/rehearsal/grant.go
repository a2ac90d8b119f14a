package rehearsal

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/load"
	"fleettrust.example/pool"
)

var grantDeeds = func() map[string]deed {
	all := map[string]deed{
		"gcloud projects get-ancestors-iam-policy":         (*turn).getAncestors,
		"gcloud storage buckets add-iam-policy-binding":    (*turn).grantBucket,
		"gcloud storage buckets remove-iam-policy-binding": (*turn).grantBucket,
	}
	for _, holder := range []string{"gcloud projects", "gcloud resource-manager folders", "gcloud organizations", "gcloud iam service-accounts"} {
		all[holder+" get-iam-policy"] = (*turn).getPolicy
		all[holder+" add-iam-policy-binding"] = (*turn).grant
		all[holder+" remove-iam-policy-binding"] = (*turn).revoke
		all[holder+" set-iam-policy"] = (*turn).setPolicy
	}
	return all
}()

// on is the resource whose policy a command is about. It must have been told.
func (t *turn) on() (fleet.Resource, error) {
	name := t.Argument(0)
	switch words := strings.Fields(t.Words); words[len(words)-2] {
	case "projects":
		p, ok := t.projectFact(name)
		if !ok {
			return fleet.Resource{}, fail("PERMISSION_DENIED: project %q does not exist, or nobody may see it", name)
		}
		return fleet.InProject(p.ID), nil
	case "service-accounts":
		return t.onAccount(name)
	default:
		return resource(words[len(words)-2], name)
	}
}

// binding is the grant that a command speaks of.
func (t *turn) binding() (fleet.Binding, error) {
	on, err := t.on()
	if err != nil {
		return fleet.Binding{}, err
	}
	who, err := t.grantee()
	if err != nil {
		return fleet.Binding{}, err
	}
	condition, err := t.condition()
	return fleet.Binding{On: on, Role: t.Value("role"), Member: who, Condition: condition}, err
}

func (t *turn) grantee() (pool.Principal, error) {
	if t.Value("member") == "" || t.Value("role") == "" {
		return pool.Principal{}, fail("argument --member --role: Must be specified.")
	}
	p, err := pool.Parse(t.Value("member"))
	if err != nil {
		return p, fail("INVALID_ARGUMENT: %v", err)
	}
	return p, nil
}

// condition reads --condition=expression=…,title=… with the separator of gcloud's choice, or a file that says the same.
// Source: https://docs.cloud.google.com/sdk/gcloud/reference/topic/escaping
func (t *turn) condition() (string, error) {
	text := t.Value("condition")
	switch {
	case t.Has("condition-from-file"):
		return t.conditionFile()
	case text == "" || text == "None":
		return "", nil
	}
	separator := ","
	if rest, ok := strings.CutPrefix(text, "^"); ok {
		if separator, text, ok = strings.Cut(rest, "^"); !ok || separator == "" {
			return "", fail("argument --condition: bad separator in %q", text)
		}
	}
	said := map[string]string{}
	for part := range strings.SplitSeq(text, separator) {
		key, value, ok := strings.Cut(part, "=")
		if !ok || !slices.Contains([]string{"expression", "title", "description"}, key) || said[key] != "" {
			return "", fail("argument --condition: bad syntax for dict arg: [%s]; another separator may be put before it, as ^;^", part)
		}
		said[key] = value
	}
	return conditioned(said["expression"], said["title"])
}

func conditioned(expression, title string) (string, error) {
	if expression == "" || title == "" {
		return "", fail("argument --condition: wants expression and title")
	}
	return expression, nil
}

func (t *turn) conditionFile() (string, error) {
	data, err := t.file(t.Value("condition-from-file"))
	if err != nil {
		return "", err
	}
	var c struct{ Expression, Title, Description string }
	if err := yaml.Unmarshal(data, &c); err != nil {
		return "", fail("%s: %v", t.Value("condition-from-file"), err)
	}
	return conditioned(c.Expression, c.Title)
}

// grant adds a grant. One that is there is there already, and nothing changes.
func (t *turn) grant() error {
	b, err := t.binding()
	if err != nil {
		return err
	}
	if !has(t.Session, func(f fleet.Binding) bool { return f == b }) {
		t.create(b)
	}
	t.note("Updated IAM policy for %s.", policyName(b.On))
	return t.describe(func() any { return t.showPolicy(b.On) })
}

func policyName(on fleet.Resource) string {
	if on.Kind() == fleet.AccountResource {
		return "serviceAccount [" + on.ID() + "]"
	}
	return fmt.Sprintf("%s [%s]", kindOf(on), on.ID())
}

func (t *turn) revoke() error {
	b, err := t.binding()
	if err != nil {
		return err
	}
	is := func(f fleet.Binding) bool { return f == b }
	if t.Is("all") {
		is = func(f fleet.Binding) bool { return f.On == b.On && f.Role == b.Role && f.Member == b.Member }
	}
	gone := all(t.Session, is)
	if len(gone) == 0 {
		return fail("Policy binding with the specified principal, role, and condition not found!")
	}
	for _, f := range slices.Compact(gone) {
		t.delete(f)
	}
	t.note("Updated IAM policy for %s.", policyName(b.On))
	return t.describe(func() any { return t.showPolicy(b.On) })
}

func (t *turn) getPolicy() error {
	on, err := t.on()
	if err != nil {
		return err
	}
	return t.describe(func() any { return t.showPolicy(on) })
}

// getAncestors lists the policies from a project up, the innermost first.
func (t *turn) getAncestors() error {
	p, ok := t.projectFact(t.Argument(0))
	if !ok {
		return fail("PERMISSION_DENIED: project %q does not exist, or nobody may see it", t.Argument(0))
	}
	return t.list(func() []any {
		var chain []any
		for on := fleet.InProject(p.ID); on.Kind() != fleet.NoResource && len(chain) <= len(t.facts); on = t.parent(on) {
			chain = append(chain, map[string]any{"id": on.ID(), "type": kindOf(on), "policy": t.showPolicy(on)})
		}
		return chain
	}, "id", "type")
}

// setPolicy replaces the grants on a resource by those of a file.
func (t *turn) setPolicy() error {
	on, err := t.on()
	if err != nil {
		return err
	}
	data, err := t.file(t.Argument(1))
	if err != nil {
		return err
	}
	want, err := load.Text{Name: t.Argument(1), Data: data}.Policy(on)
	if err != nil {
		return err
	}
	t.replace(all(t.Session, func(f fleet.Binding) bool { return f.On == on }), want)
	t.note("Updated IAM policy for %s.", policyName(on))
	return t.describe(func() any { return t.showPolicy(on) })
}

// replace takes facts away and tells others, and leaves those alone that are among both.
func (t *turn) replace(was []fleet.Binding, is []fleet.Fact) {
	kept := map[fleet.Fact]bool{}
	for _, b := range was {
		if slices.Contains(is, fleet.Fact(b)) {
			kept[b] = true
		} else if !kept[b] {
			t.delete(b)
			kept[b] = true
		}
	}
	for _, f := range is {
		if !kept[f] {
			t.create(f)
			kept[f] = true
		}
	}
}

// showPolicy has a binding for each role and condition, with its members.
func (t *turn) showPolicy(on fleet.Resource) any {
	type key struct{ role, condition string }
	members := map[key][]string{}
	for _, b := range all(t.Session, func(b fleet.Binding) bool { return b.On == on }) {
		k := key{b.Role, b.Condition}
		members[k] = append(members[k], cmp.Or(b.Unread, b.Member.String()))
	}
	policy := map[string]any{"etag": "ACAB", "version": 1}
	var bindings []any
	for _, k := range slices.SortedFunc(maps.Keys(members), func(a, b key) int {
		return cmp.Or(strings.Compare(a.role, b.role), strings.Compare(a.condition, b.condition))
	}) {
		slices.Sort(members[k])
		b := map[string]any{"role": k.role, "members": anys(slices.Compact(members[k]))}
		if k.condition != "" {
			b["condition"], policy["version"] = map[string]any{"expression": k.condition, "title": "condition"}, 3
		}
		bindings = append(bindings, b)
	}
	if bindings != nil {
		policy["bindings"] = bindings
	}
	return policy
}

// grantBucket reads a grant on a bucket, which is no step to another identity: the member has it, and with it nobody becomes anybody.
func (t *turn) grantBucket() error {
	if _, err := t.grantee(); err != nil {
		return err
	}
	if _, err := t.condition(); err != nil {
		return err
	}
	t.note("Updated IAM policy for bucket [%s].", last(t.Argument(0)))
	return nil
}
