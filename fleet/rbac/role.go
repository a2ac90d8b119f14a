package rbac

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/component-helpers/auth/rbac/validation"
	"sigs.k8s.io/yaml"
)

// most is how many objects of one kind a role may name before it is read as if it named all.
const most = 100

// extent is on which objects a request is allowed: on all, or on those of some names.
type extent struct {
	all   bool
	names map[string]bool
}

// join adds what b allows to a, and reports whether that changed it.
func (a *extent) join(b *extent) bool {
	if a.all {
		return false
	}
	before := len(a.names)
	if a.names == nil && len(b.names) > 0 {
		a.names = map[string]bool{}
	}
	for n := range b.names {
		a.names[n] = true
	}
	if a.all = b.all || len(a.names) > most; a.all {
		a.names = nil
	}
	return a.all || len(a.names) > before
}

// allowed is what a role allows of the requests that matter here.
type allowed map[request]*extent

// join adds what b allows to a, and reports whether that changed it.
func (a allowed) join(b allowed) (changed bool) {
	for q, e := range b {
		if a[q] == nil {
			a[q] = &extent{}
		}
		changed = a[q].join(e) || changed
	}
	return changed
}

// has tells that b adds nothing to what a allows.
func (a allowed) has(b allowed) bool {
	for q, e := range b {
		if a[q] == nil || !a[q].has(e) {
			return false
		}
	}
	return true
}

func (a *extent) has(b *extent) bool {
	if a.all {
		return true
	}
	for n := range b.names {
		if !a.names[n] {
			return false
		}
	}
	return !b.all
}

// allowedBy reads rules. It costs O(rules) for each request, of which there are about sixty.
func allowedBy(rules []rbacv1.PolicyRule) allowed {
	rules = relevant(rules)
	a := allowed{}
	for _, q := range requests {
		if !slices.ContainsFunc(rules, q.mayBeIn) {
			continue
		}
		if e := q.extent(rules); e.all || len(e.names) > 0 {
			a.join(allowed{q: e})
		}
	}
	return a
}

func (q request) extent(rules []rbacv1.PolicyRule) *extent {
	if q.unnamed {
		return &extent{all: q.covered(rules, "")}
	}
	e := &extent{all: q.covered(rules)}
	for _, r := range rules {
		if !e.all && len(r.ResourceNames) > 0 && q.covered([]rbacv1.PolicyRule{r}, r.ResourceNames[0]) {
			q.addNames(e, r.ResourceNames)
		}
	}
	return e
}

// mayBeIn tells a rule of the request's verb and group. Whether it covers the request, Kubernetes' library says.
func (q request) mayBeIn(r rbacv1.PolicyRule) bool {
	return hasOrAll(r.Verbs, q.verb) && hasOrAll(r.APIGroups, q.group)
}

func hasOrAll(list []string, s string) bool {
	return slices.Contains(list, s) || slices.Contains(list, "*")
}

func (q request) addNames(e *extent, names []string) {
	for _, n := range names {
		if n != "" && (q.only == "" || slices.Contains(strings.Fields(q.only), n)) {
			if e.names == nil {
				e.names = map[string]bool{}
			}
			e.names[n] = true
		}
	}
}

// covered asks Kubernetes' library. Without a name it asks about every object.
func (q request) covered(rules []rbacv1.PolicyRule, name ...string) bool {
	ok, _ := validation.Covers(rules, []rbacv1.PolicyRule{{
		Verbs: []string{q.verb}, APIGroups: []string{q.group}, Resources: []string{q.resource}, ResourceNames: name,
	}})
	return ok
}

// relevant leaves out rules that no request here is about, which are most rules of most roles.
func relevant(rules []rbacv1.PolicyRule) []rbacv1.PolicyRule {
	return slices.DeleteFunc(slices.Clone(rules), func(r rbacv1.PolicyRule) bool {
		return !slices.ContainsFunc(r.Resources, func(s string) bool { return requested[s] || strings.HasPrefix(s, "*") })
	})
}

// requested are the resources of all requests.
var requested = func() map[string]bool {
	all := map[string]bool{}
	for _, q := range requests {
		all[q.resource] = true
	}
	return all
}()

//go:embed bootstrap.yaml
var bootstrapText []byte

// builtIn are the cluster roles that every cluster makes for itself.
type builtIn struct {
	roles    []rbacv1.ClusterRole
	relevant map[string][]rbacv1.PolicyRule // by name
	allowed  map[roleKey]allowed            // by their own rules
	joined   map[roleKey]allowed            // and by those of the roles that they select
}

// bootstrap are those roles, read once.
var bootstrap = sync.OnceValues(func() (*builtIn, error) {
	var list rbacv1.ClusterRoleList
	err := yaml.UnmarshalStrict(bootstrapText, &list)
	b := &builtIn{roles: list.Items, relevant: map[string][]rbacv1.PolicyRule{}, allowed: map[roleKey]allowed{}}
	for _, r := range b.roles {
		b.relevant[r.Name], b.allowed[roleKey{"", r.Name}] = relevant(r.Rules), allowedBy(r.Rules)
	}
	c := &catalogue{roles: maps.Clone(b.allowed), own: map[roleKey]bool{}}
	c.aggregate(b.roles)
	b.joined = c.roles
	return b, err
})

// roleKey names a role; a cluster role has no namespace.
type roleKey struct{ namespace, name string }

func (k roleKey) String() string {
	if k.namespace == "" {
		return "ClusterRole " + k.name
	}
	return "Role " + k.namespace + "/" + k.name
}

// catalogue is what each role allows.
type catalogue struct {
	roles map[roleKey]allowed
	own   map[roleKey]bool // roles that are not shared by all catalogues: the others are copied before they change
	notes []Note
}

func newCatalogue(o Objects) *catalogue {
	known, err := bootstrap()
	base, joined := known.under(o.ClusterRoles)
	c := &catalogue{roles: maps.Clone(base), own: map[roleKey]bool{}}
	if err != nil {
		c.note("built-in cluster roles", err.Error())
	}
	for _, r := range o.Roles {
		if r.Namespace == "" {
			c.note("Role "+r.Name, "has no namespace")
			continue
		}
		c.join(roleKey{r.Namespace, r.Name}, allowedBy(r.Rules))
	}
	names := map[string]bool{}
	for _, r := range o.ClusterRoles {
		c.addCluster(r, known, names[r.Name])
		names[r.Name] = true
	}
	if !joined {
		c.aggregate(withBootstrap(o.ClusterRoles, known, names))
	}
	return c
}

func (c *catalogue) note(object, problem string) {
	c.notes = append(c.notes, Note{Object: object, Problem: problem})
}

// noteAbsent notes what refers to a role that is not among the objects.
func (c *catalogue) noteAbsent(object, before string, k roleKey) {
	c.notes = append(c.notes, Note{object, before + k.String() + " is not among the objects", true})
}

// under is what the built-in roles allow in a cluster with these roles; joined with what they select, if none of these could have to do with
// that.
func (b *builtIn) under(roles []rbacv1.ClusterRole) (base map[roleKey]allowed, joined bool) {
	for _, r := range roles {
		known := slices.IndexFunc(b.roles, func(known rbacv1.ClusterRole) bool { return known.Name == r.Name })
		if r.AggregationRule != nil || len(r.Labels) > 0 || known >= 0 && (b.roles[known].AggregationRule != nil || len(b.roles[known].Labels) > 0) {
			return b.allowed, false
		}
	}
	return b.joined, true
}

// withBootstrap adds the roles of every cluster whose names are not among the roles.
func withBootstrap(roles []rbacv1.ClusterRole, known *builtIn, names map[string]bool) []rbacv1.ClusterRole {
	roles = slices.Clip(roles)
	for _, r := range known.roles {
		if !names[r.Name] {
			roles = append(roles, r)
		}
	}
	return roles
}

// addCluster adds a cluster role, in place of the one that every cluster makes under that name. Most are just those.
func (c *catalogue) addCluster(r rbacv1.ClusterRole, known *builtIn, again bool) {
	k := roleKey{"", r.Name}
	builtIn, ok := known.relevant[r.Name]
	switch {
	case !ok || again:
		c.join(k, allowedBy(r.Rules))
	case !slices.EqualFunc(builtIn, relevant(r.Rules), sameRule):
		c.roles[k], c.own[k] = allowedBy(r.Rules), true
	}
}

func sameRule(a, b rbacv1.PolicyRule) bool {
	return slices.Equal(a.Verbs, b.Verbs) && slices.Equal(a.APIGroups, b.APIGroups) && slices.Equal(a.Resources, b.Resources) &&
		slices.Equal(a.ResourceNames, b.ResourceNames)
}

// join adds to what a role allows, and reports whether that changed it.
func (c *catalogue) join(k roleKey, a allowed) bool {
	if c.roles[k] != nil && c.roles[k].has(a) {
		return false
	}
	if !c.own[k] {
		was := c.roles[k]
		c.roles[k], c.own[k] = allowed{}, true
		c.roles[k].join(was)
	}
	return c.roles[k].join(a)
}

// aggregate gives each role that has an aggregation rule what the roles that it selects allow, to any depth: the rules
// in its own list are those that the controller of the cluster put there. It costs O(aggregating roles × roles).
// Source: https://kubernetes.io/docs/reference/access-authn-authz/rbac/ (aggregated ClusterRoles; 2026-11-21)
func (c *catalogue) aggregate(roles []rbacv1.ClusterRole) {
	into := map[string][]string{} // selected role → roles that select it
	for _, r := range roles {
		for name := range c.selected(r, roles) {
			into[name] = append(into[name], r.Name)
		}
	}
	for todo := slices.Sorted(maps.Keys(into)); len(todo) > 0; {
		name := todo[0]
		todo = todo[1:]
		for _, to := range into[name] {
			if c.join(roleKey{"", to}, c.roles[roleKey{"", name}]) {
				todo = append(todo, to)
			}
		}
	}
}

// selected are the names of the roles that the aggregation rule of a role selects.
func (c *catalogue) selected(r rbacv1.ClusterRole, roles []rbacv1.ClusterRole) map[string]bool {
	names := map[string]bool{}
	if r.AggregationRule == nil {
		return names
	}
	for _, s := range r.AggregationRule.ClusterRoleSelectors {
		selector, err := metav1.LabelSelectorAsSelector(&s)
		if err != nil {
			c.note("ClusterRole "+r.Name, fmt.Sprintf("its aggregation rule cannot be read: %v", err))
			continue
		}
		for _, other := range roles {
			if other.Name != r.Name && selector.Matches(labels.Set(other.Labels)) {
				names[other.Name] = true
			}
		}
	}
	return names
}
