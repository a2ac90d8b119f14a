package load

import (
	"reflect"
	"strings"

	rbacv1 "k8s.io/api/rbac/v1"

	"fleettrust.example/fleet"
)

const rbacGroup = "rbac.authorization.k8s.io"

// objectKind gives the kind of objects of Kubernetes that a type of assets is; "" for a type of others, or one that matters to no rule.
// Source: https://cloud.google.com/asset-inventory/docs/asset-types
func objectKind(kind string) string {
	switch kind {
	case "k8s.io/Namespace", "k8s.io/ServiceAccount", "k8s.io/Pod", "k8s.io/Node":
		return strings.TrimPrefix(kind, "k8s.io/")
	case rbacGroup + "/Role", rbacGroup + "/ClusterRole", rbacGroup + "/RoleBinding", rbacGroup + "/ClusterRoleBinding":
		return strings.TrimPrefix(kind, rbacGroup+"/")
	default:
		return ""
	}
}

// objects are what a part of an export, or all of it, says of the inside of a cluster.
type objects struct {
	cluster string // the name of its asset
	link    link
	at      item // the first of them
	dump    *dump
	placed  bool // it is noted what the project lies in
	rows    []*rows
	facts   []told
}

// objectsOf gives the objects of a cluster, by the name of its asset; nil if it is no cluster.
func (p *parcel) objectsOf(cluster string, a asset) *objects {
	if p.latest == nil || p.latest.cluster != cluster {
		p.latest = p.clusters[cluster]
	}
	if o := p.latest; o != nil {
		o.placed = o.placed || p.lie(a)
		return o
	}
	l, ok := parseLink(cluster)
	if !ok || placeholder(cluster) != "" {
		return nil
	}
	l = link{strings.Clone(l.project), strings.Clone(l.location), strings.Clone(l.name)}
	o := &objects{cluster: strings.Clone(cluster), link: l, rows: []*rows{{line: p.line}}, at: item{file: p.file, v: &value{shape: object, line: a.line()}}}
	o.dump = p.file.newDump(l.cluster(), o.at.source())
	o.dump.inventory = newInventory(o.at.source())
	p.clusters[o.cluster] = o
	p.inOrder = append(p.inOrder, o)
	o.placed = p.lie(a)
	return o
}

// cluster is that of a link, whose project may be a number.
func (l link) cluster() fleet.ClusterName {
	return fleet.ClusterName{Project: l.project, Location: l.location, Name: l.name}
}

// object reads any object of Kubernetes.
func (u *unpacker) object(p *parcel, a asset) {
	cluster, path, ok := cutObject(a.name)
	o := p.objectsOf(cluster, a)
	if !ok || o == nil {
		a.field("name").fault("%q is no name of an object in a cluster", shorten(a.name))
		return
	}
	if it := a.kubernetes(path); it.present() {
		before := len(p.file.facts)
		o.dump.read(it)
		o.facts = append(o.facts, p.file.facts[before:]...)
		p.file.facts = p.file.facts[:before]
	}
}

// kubernetes is the object as kubectl prints it, with its version and kind, and the names that the asset has: they are right where the
// two differ.
func (a asset) kubernetes(path string) item {
	data := a.data()
	if !data.is(object) || !data.field("metadata").is(object) {
		data.field("metadata").need()
		return item{}
	}
	version := "v1"
	if strings.HasPrefix(a.kind, rbacGroup) {
		version = rbacGroup + "/v1"
	}
	space, name := objectName(path)
	v := data.v.shallow()
	m := v.field("metadata").shallow()
	meta := item{a.file, &m, &data, "metadata"}
	meta.rename("name", name)
	if space != "" {
		meta.rename("namespace", space)
	}
	v.set("metadata", m)
	line := data.line()
	v.set("apiVersion", value{shape: text, line: line, text: version})
	v.set("kind", value{shape: text, line: line, text: objectKind(a.kind)})
	return item{a.file, &v, data.up, data.step}
}

// rename gives an object the name that its asset has.
func (it item) rename(field, name string) {
	said := it.field(field)
	if said.present() && said.v.shape == text && said.text() != name {
		said.warn("", "is %q, and the name of the asset says %q: that is taken", shorten(said.text()), shorten(name))
	}
	it.v.set(field, value{shape: text, line: it.line(), text: name})
}

// set gives an object a field, in place of that of the name if there is one.
func (v *value) set(name string, to value) {
	if f := v.field(name); f != nil {
		*f = to
		return
	}
	v.names, v.items = append(v.names, name), append(v.items, to)
}

// plain counts the plain ones.
func (o *objects) plain() int {
	n := 0
	for _, r := range o.rows {
		n += len(r.rows)
	}
	return n
}

// join adds what another part of the export says of the same cluster.
func (o *objects) join(q *objects) {
	o.rows, o.facts = append(o.rows, q.rows...), append(o.facts, q.facts...)
	d, e := o.dump, q.dump
	for kind, n := range e.kinds {
		d.kinds[kind] += n
	}
	for ns, whole := range e.namespaces {
		d.namespaces[ns] = d.namespaces[ns] || whole
	}
	for _, m := range [][2]map[string]bool{{d.podsIn, e.podsIn}, {d.rolesIn, e.rolesIn}} {
		for ns := range m[1] {
			m[0][ns] = true
		}
	}
	for own := range e.own {
		d.own[own] = true
	}
	d.cut, d.count = d.cut || e.cut, d.count+e.count
	d.inventory.join(e.inventory)
}

func (v *inventory) join(w *inventory) {
	for node, pool := range w.nodes {
		v.nodes[node] = pool
	}
	v.running = append(v.running, w.running...)
	v.rbac.Roles = append(v.rbac.Roles, w.rbac.Roles...)
	v.rbac.ClusterRoles = append(v.rbac.ClusterRoles, w.rbac.ClusterRoles...)
	v.rbac.RoleBindings = append(v.rbac.RoleBindings, w.rbac.RoleBindings...)
	v.rbac.ClusterRoleBindings = append(v.rbac.ClusterRoleBindings, w.rbac.ClusterRoleBindings...)
	for place, at := range w.rbac.at {
		if _, ok := v.rbac.at[place]; !ok {
			v.rbac.at[place] = at
		}
	}
}

// distinct leaves one of roles and bindings that stand there twice and are the same.
func (r rights) distinct() rights {
	r.Roles = distinctOf(r.Roles, func(o rbacv1.Role) string { return o.Namespace + "/" + o.Name })
	r.ClusterRoles = distinctOf(r.ClusterRoles, func(o rbacv1.ClusterRole) string { return o.Name })
	r.RoleBindings = distinctOf(r.RoleBindings, func(o rbacv1.RoleBinding) string { return o.Namespace + "/" + o.Name })
	r.ClusterRoleBindings = distinctOf(r.ClusterRoleBindings, func(o rbacv1.ClusterRoleBinding) string { return o.Name })
	return r
}

func distinctOf[T any](all []T, name func(T) string) []T {
	first := map[string]int{}
	kept := all[:0]
	for _, o := range all {
		if i, ok := first[name(o)]; ok && reflect.DeepEqual(kept[i], o) {
			continue
		}
		first[name(o)] = len(kept)
		kept = append(kept, o)
	}
	return kept
}
