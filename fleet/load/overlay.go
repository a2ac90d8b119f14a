package load

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"fleettrust.example/fleet"
)

// An overlay lays a plan over a world. The address in the Source of a fact says which resource told it.
type overlay struct {
	base, prior, next *reader
	plan              *stack // of the world after
	deeds             map[string]deed
	said              map[string]bool // what resources say after the plan, by their address and the name of the fact
	gone              map[string]bool // what the plan takes away, by name
	report            *Report
}

// A deed is what a plan does to a resource.
type deed struct {
	kind    string // its type
	makes   bool   // it is there afterwards
	deletes bool   // it is taken away; in place of one that is replaced another is made
}

// deeds gives what a plan does, by the address of the resource. What stays as it is has none.
func (t *stack) deeds() map[string]deed {
	all := map[string]deed{}
	for _, c := range t.top.field("resource_changes").list() {
		d := deed{kind: c.field("type").text()}
		for _, a := range c.field("change").field("actions").list() {
			d.makes = d.makes || a.text() == "create" || a.text() == "update"
			d.deletes = d.deletes || a.text() == "delete"
		}
		if d.makes || d.deletes {
			all[addressOf(c)] = d
		}
	}
	return all
}

// before is the world before the plan: the base, with what Terraform found.
func (o *overlay) before() *world {
	w := newWorld(o.sought())
	for t := range o.base.all() {
		w.add(t)
	}
	known := w.clone()
	for _, t := range o.prior.facts {
		first, there := w.find(t.fact)
		switch g, isGap := t.fact.(fleet.Gap); {
		case isGap && known.has(g), isPermit(t.fact):
		case isGap, !there:
			w.add(t)
		case o.prior.speaks(t):
			o.compare(first, t)
			w.set(told{t.at, filled(t.fact, first.fact)})
		}
	}
	o.grantRights(w, o.prior, nil)
	return w
}

// sought are the names of what the plan speaks of.
func (o *overlay) sought() map[string]bool {
	names := map[string]bool{}
	for _, r := range []*reader{o.prior, o.next} {
		for _, t := range r.facts {
			names[nameOf(t.fact)] = true
			if g, ok := t.fact.(fleet.Gap); ok {
				names[nameOfGap(g)] = true
			}
		}
	}
	return names
}

// compare warns of what the base and the plan say differently of one thing.
func (o *overlay) compare(base, plan told) {
	a, b := filled(base.fact, plan.fact), filled(plan.fact, base.fact)
	if fmt.Sprintf("%+v", a) != fmt.Sprintf("%+v", b) {
		o.report.Warnings = append(o.report.Warnings, Warning{plan.at, nameOf(plan.fact), fmt.Sprintf("is not what %v says: what Terraform found is taken", base.at), ""})
	}
}

// after is the world after the plan, given that before it.
func (o *overlay) after(before *world) *world {
	w := before.clone()
	o.said, o.gone = map[string]bool{}, map[string]bool{}
	for _, t := range o.next.facts {
		o.said[t.at.Address+" "+nameOf(t.fact)] = true
	}
	o.takeAway(w)
	o.takeOver(w)
	found := newWorld(o.sought())
	for _, t := range o.prior.facts {
		found.add(t)
	}
	for i, t := range o.next.facts {
		d, first := o.deeds[t.at.Address], told{}
		first, there := w.find(t.fact)
		switch g, isGap := t.fact.(fleet.Gap); {
		case isGap && d.makes && (i < o.next.direct || !before.has(g) || o.gone[nameOfGap(g)] || g.What == fleet.GapNodePools && o.next.isListed(g.Cluster)):
			w.add(t)
		case isGap, isPermit(t.fact):
		case !there && (d.makes || o.next.speaks(t)): // what one resource took away, another may say
			w.add(t)
		case d.makes && o.next.speaks(t):
			was, _ := found.find(t.fact)
			w.set(told{t.at, filled(t.fact, lasting(first.fact, was.fact))})
		case d.makes:
			was, _ := found.find(t.fact)
			if m, changes := promoted(first.fact, was.fact, t.fact); changes {
				w.set(told{t.at, m})
			}
		}
	}
	o.outlive(w)
	o.grantRights(w, o.next, before)
	o.loosen(w)
	return w
}

// takeAway takes away what the plan deletes, and what of that cannot be without it; and what a resource does not say any more.
func (o *overlay) takeAway(w *world) {
	for _, t := range o.prior.facts {
		d, changes := o.deeds[t.at.Address]
		if !changes || !owns(d.kind, t.fact) {
			continue
		}
		if deny, ok := t.fact.(fleet.Deny); ok {
			w.removeAll(func(f fleet.Fact) bool {
				x, ok := f.(fleet.Deny)
				return ok && x.On == deny.On && path.Base(x.Name) == path.Base(deny.Name)
			})
		}
		if d.deletes || !o.said[t.at.Address+" "+nameOf(t.fact)] {
			w.remove(t.fact)
			o.gone[nameOf(t.fact)] = d.deletes
		}
	}
	if len(o.gone) == 0 {
		return
	}
	w.removeAll(func(f fleet.Fact) bool {
		return slices.ContainsFunc(homesOf(f), func(name string) bool { return o.gone[name] })
	})
}

// A hold is what a resource is all of: a role on something, with its condition, or a whole policy, with neither.
type hold struct {
	on              fleet.Resource
	role, condition string
}

// takeOver takes away the grants of others where the plan makes or changes what is all of a role, or of a policy.
// Source: https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/google_project_iam
func (o *overlay) takeOver(w *world) {
	held := map[hold]bool{}
	for _, t := range o.next.facts {
		b, ok := t.fact.(fleet.Binding)
		switch d := o.deeds[t.at.Address]; {
		case !ok || !d.makes:
		case strings.HasSuffix(d.kind, "_iam_policy"):
			held[hold{on: b.On}] = true
		case strings.HasSuffix(d.kind, "_iam_binding"):
			held[hold{b.On, b.Role, b.Condition}] = true
		}
	}
	w.removeAll(func(f fleet.Fact) bool {
		b, ok := f.(fleet.Binding)
		return ok && (held[hold{on: b.On}] || held[hold{b.On, b.Role, b.Condition}])
	})
}

// outlive makes memberships of clusters that are gone outlive them.
func (o *overlay) outlive(w *world) {
	for i, t := range w.facts {
		m, ok := t.fact.(fleet.Membership)
		if !ok || m.ClusterMissing {
			continue
		}
		if _, there := w.find(fleet.Cluster{Name: m.Cluster}); !there {
			m.ClusterMissing = true
			w.facts[i].fact = m
		}
	}
}

// grantRights works out anew what the roles of a cluster permit, where the plan speaks of some: those of the base, and those of a world
// of the plan. What the plan deletes is in the world before it only.
func (o *overlay) grantRights(w *world, of *reader, before *world) {
	r := newReader()
	for _, name := range slices.SortedFunc(mapsKeys(o.prior.inventories, o.next.inventories), fleet.ClusterName.Compare) {
		seen := &inventory{rbac: rights{at: map[string]fleet.Source{}}}
		deleted := map[string]bool{}
		if before != nil {
			deleted = o.rolesGone(name)
		}
		touched := false
		for _, layer := range []*reader{o.base, of} {
			v := layer.inventories[name]
			if v == nil {
				v = &inventory{at: seen.at}
			}
			seen.at, seen.rights = v.at, seen.rights || v.rights
			seen.rbac.lay(v.rbac, deleted)
			touched = touched || layer == of && len(v.rbac.at) > 0
		}
		if !touched && len(deleted) == 0 {
			continue
		}
		whole := seen.rights
		r.settleRights(&cluster{fact: fleet.Cluster{Name: name}}, seen)
		w.removeAll(func(f fleet.Fact) bool { p, ok := f.(fleet.Permit); return ok && p.Cluster == name })
		if whole && !seen.rights {
			r.tell(seen.at, fleet.Gap{What: fleet.GapRBAC, Cluster: name})
		}
	}
	for _, t := range r.facts {
		w.add(t)
	}
	if before != nil {
		o.report.Warnings = append(o.report.Warnings, r.report.Warnings...)
	}
}

// loosen takes away what would cut or close more than is known after the plan, and admits what the plan leaves open.
func (o *overlay) loosen(w *world) {
	var open []doubt
	for _, d := range o.next.doubts {
		if o.deeds[d.at.Address].makes {
			open = append(open, d)
		}
	}
	for address, d := range o.deeds {
		at := fleet.Source{File: o.plan.name, Address: address}
		switch {
		case strings.HasPrefix(d.kind, "google_iam_") && (strings.Contains(d.kind, "_boundary_") || strings.HasSuffix(d.kind, "_policy_binding")):
			w.removeAll(func(f fleet.Fact) bool { _, ok := f.(fleet.Boundary); return ok })
			o.report.Unread = append(o.report.Unread, Unread{at, "it changes access boundaries: all are left out after the plan, and answers may hold more than they allow"})
		case strings.HasPrefix(d.kind, "google_cloud_identity_group"):
			w.removeAll(func(f fleet.Fact) bool { _, ok := f.(fleet.Group); return ok })
			o.report.Unread = append(o.report.Unread, Unread{at, "it changes a group: the members of all groups are taken as unknown after the plan"})
		case d.deletes && !d.makes && (d.kind == "google_project" || d.kind == "google_folder"):
			o.report.Unread = append(o.report.Unread, Unread{at, "it is deleted: what lies in it is taken as still there"})
		}
	}
	o.bind(w)
	for _, g := range settleDoubts(w.facts, open) {
		w.add(g)
	}
}

// bind tells the team scopes that the plan binds memberships to which it does not have itself.
func (o *overlay) bind(w *world) {
	members := map[memberName]bool{}
	for _, t := range w.facts {
		if m, ok := t.fact.(fleet.Membership); ok {
			members[memberName{m.Fleet, m.Location, m.Name}] = true
		}
	}
	for _, p := range o.next.projects {
		for _, t := range p.tenancy.bound {
			b := t.fact.(fleet.ScopeBinding)
			name := memberName{b.Fleet, b.Location, b.Membership}
			switch {
			case !o.deeds[t.at.Address].makes || o.next.memberships[name] != nil:
			case members[name]:
				w.add(t)
			default:
				w.add(told{t.at, fleet.Gap{What: fleet.GapScopes, On: fleet.InProject(b.Fleet)}})
			}
		}
	}
}

// rolesGone gives the objects of RBAC of a cluster that the plan deletes.
func (o *overlay) rolesGone(name fleet.ClusterName) map[string]bool {
	all := map[string]bool{}
	if v := o.prior.inventories[name]; v != nil {
		for object, at := range v.rbac.at {
			if _, changes := o.deeds[at.Address]; changes {
				all[object] = true
			}
		}
	}
	return all
}
