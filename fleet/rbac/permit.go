package rbac

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"fleettrust.example/fleet"
	rbacv1 "k8s.io/api/rbac/v1"
)

// Objects are the objects of RBAC that one cluster has, in any order. What is not among them grants nothing, save the roles
// that every cluster makes for itself.
type Objects struct {
	Roles               []rbacv1.Role
	ClusterRoles        []rbacv1.ClusterRole
	RoleBindings        []rbacv1.RoleBinding
	ClusterRoleBindings []rbacv1.ClusterRoleBinding
}

// A Note says of an object what could not be read, so that more may be permitted in the cluster than the permits say.
// Whoever builds a world of them tells a [fleet.Gap] of kind [fleet.GapRBAC] too, unless every Note is of an absent role and
// the objects are all that the cluster has: then there is no such role, and what refers to it gives nothing.
type Note struct {
	Object  string // "RoleBinding payroll/devs"
	Problem string // "ClusterRole payer is not among the objects"
	Absent  bool   // the problem is a role that is not among the objects
}

// String gives "OBJECT: PROBLEM".
func (n Note) String() string { return n.Object + ": " + n.Problem }

// Permits reads objects into the rights that they give in a cluster, and notes what they do not settle. A permit names
// the binding and the role that give it: the first, in order of text, where several do. Because begins with the binding as
// a Note would name it: "RoleBinding payroll/devs to ClusterRole edit". A permit that another of the same subject and
// right covers, by namespace or by object, is left out.
//
// Permits come sorted by subject, right, namespace and object; notes by text. Both are the same for the same objects in
// any order. It costs O(rules + aggregating roles × cluster roles + subjects of bindings × names in their roles), of
// which no role has more than a hundred for one kind of object.
func Permits(cluster fleet.ClusterName, o Objects) ([]fleet.Permit, []Note) {
	c := newCatalogue(o)
	actors := c.actors(o)
	var permits []fleet.Permit
	halves := &halves{}
	for _, s := range slices.SortedFunc(maps.Keys(actors), compareSubjects) {
		permits = append(permits, c.permits(cluster, s, actors[s], halves)...)
	}
	c.notes = append(c.notes, halves.notes()...)
	slices.SortFunc(permits, compare)
	slices.SortFunc(c.notes, func(a, b Note) int { return strings.Compare(a.String(), b.String()) })
	return permits, slices.Compact(c.notes)
}

// permits are those of one subject: what it has everywhere, and what it has in single namespaces beyond that.
func (c *catalogue) permits(cluster fleet.ClusterName, s fleet.Subject, a *actor, h *halves) []fleet.Permit {
	everywhere := granted{}
	c.take(everywhere, a.everywhere, true)
	all := everywhere.rightsIn(cluster, s, "")
	h.add(s, everywhere)
	has := map[fleet.Permit]bool{}
	for _, p := range all {
		has[fleet.Permit{Right: p.Right, Object: p.Object}] = true
	}
	for _, namespace := range slices.Sorted(maps.Keys(a.namespaces)) {
		v := everywhere.clone()
		c.take(v, a.namespaces[namespace], false)
		h.add(s, v)
		for _, p := range v.rightsIn(cluster, s, namespace) {
			if !has[fleet.Permit{Right: p.Right}] && !has[fleet.Permit{Right: p.Right, Object: p.Object}] {
				all = append(all, p)
			}
		}
	}
	return all
}

func compare(a, b fleet.Permit) int {
	return cmp.Or(compareSubjects(a.Subject, b.Subject), cmp.Compare(a.Right, b.Right), strings.Compare(a.Namespace, b.Namespace), strings.Compare(a.Object, b.Object))
}
