package rbac

import (
	"maps"
	"slices"
	"strings"

	"fleettrust.example/fleet"
)

// reasons is on which objects a request is allowed, and by what: on all, unless all is "", and on those of some names.
type reasons struct {
	all   string
	names map[string]string
}

// granted is what a subject may request in one scope. The reason that is kept is the first that was added.
type granted map[request]*reasons

// add gives what a role allows; a role that is bound in a namespace gives nothing that has none.
func (v granted) add(a allowed, because string, everywhere bool) {
	for q, e := range a {
		if q.unscoped && !everywhere {
			continue
		}
		if v[q] == nil {
			v[q] = &reasons{}
		}
		v[q].add(e, because)
	}
}

func (r *reasons) add(e *extent, because string) {
	if e.all && r.all == "" {
		r.all = because
	}
	if r.names == nil && len(e.names) > 0 {
		r.names = map[string]string{}
	}
	for n := range e.names {
		if r.names[n] == "" {
			r.names[n] = because
		}
	}
}

func (v granted) clone() granted {
	c := make(granted, len(v))
	for q, r := range v {
		c[q] = &reasons{r.all, maps.Clone(r.names)}
	}
	return c
}

// by is why a request is allowed on some object, "" when it is not.
func (v granted) by(q request) string {
	r := v[q]
	switch {
	case r == nil:
		return ""
	case r.all != "" || q.whole || len(r.names) == 0:
		return r.all
	default:
		return r.names[slices.Min(slices.Collect(maps.Keys(r.names)))]
	}
}

func (v granted) byOneOf(part []request) string {
	for _, q := range part {
		if because := v.by(q); because != "" {
			return because
		}
	}
	return ""
}

// take adds roles in one scope, and then what the roles allow that they let the subject bind by name.
func (c *catalogue) take(v granted, gs []grant, everywhere bool) {
	for _, g := range inOrder(gs) {
		v.add(c.roles[g.role], g.because, everywhere)
	}
	c.bindNamed(v, everywhere)
}

// bindNamed: who may bind certain cluster roles, and write a binding, may bind them to itself.
func (c *catalogue) bindNamed(v granted, everywhere bool) {
	type bound struct {
		name string
		wide bool
	}
	for done := map[bound]bool{}; ; {
		leave := v[bindClusterRoles]
		wide := everywhere && v.byOneOf(writeClusterBindings) != ""
		if leave == nil || leave.all != "" || !wide && v.byOneOf(writeBindings) == "" {
			return
		}
		names := slices.Sorted(maps.Keys(leave.names))
		i := slices.IndexFunc(names, func(n string) bool { return !done[bound{n, wide}] })
		if i < 0 {
			return
		}
		done[bound{names[i], wide}] = true
		c.bind(v, names[i], leave.names[names[i]], wide)
	}
}

func (c *catalogue) bind(v granted, name, leave string, wide bool) {
	k := roleKey{"", name}
	role, ok := c.roles[k]
	if !ok {
		c.noteAbsent(leave, "gives leave to bind a role: ", k)
	}
	v.add(role, leave+", with leave to bind "+k.String(), wide)
}

// objects are the objects on which a right is had, each with the reason; "" is every object.
func (v granted) objects(w way, named bool) map[string]string {
	found := map[string]string{}
	if named && len(w) == 1 {
		for _, q := range w[0] {
			v.addObjects(q, found)
		}
		return found
	}
	if because, ok := v.together(w); ok {
		found[""] = because
	}
	return found
}

func (v granted) addObjects(q request, found map[string]string) {
	r := v[q]
	if r == nil {
		return
	}
	if r.all != "" && found[""] == "" {
		found[""] = r.all
	}
	for n, because := range r.names {
		if found[n] == "" {
			found[n] = because
		}
	}
}

// together is why each part of a way is allowed, if each is.
func (v granted) together(w way) (string, bool) {
	var because []string
	for _, part := range w {
		by := v.byOneOf(part)
		if by == "" {
			return "", false
		}
		if !slices.Contains(because, by) {
			because = append(because, by)
		}
	}
	return strings.Join(because, " and "), true
}

// touches tells that something of some ways is allowed.
func (v granted) touches(ways []way) bool {
	for _, w := range ways {
		for _, part := range w {
			if slices.ContainsFunc(part, func(q request) bool { return v[q] != nil }) {
				return true
			}
		}
	}
	return false
}

// rightsIn are the permits that a scope gives.
func (v granted) rightsIn(cluster fleet.ClusterName, s fleet.Subject, namespace string) (ps []fleet.Permit) {
	for _, r := range rights {
		if !v.touches(r.ways) {
			continue
		}
		found := map[string]string{}
		for _, w := range r.ways {
			for object, because := range v.objects(w, r.objects) {
				if found[object] == "" {
					found[object] = because
				}
			}
		}
		for _, object := range slices.Sorted(maps.Keys(found)) {
			if object == "" || found[""] == "" {
				ps = append(ps, fleet.Permit{Cluster: cluster, Subject: s, Right: r.right, Namespace: namespace, Object: object, Because: found[object]})
			}
		}
	}
	return ps
}
