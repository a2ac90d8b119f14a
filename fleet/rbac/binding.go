package rbac

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"fleettrust.example/fleet"
	rbacv1 "k8s.io/api/rbac/v1"
)

// grant is a role, with the words that say how a subject comes to it.
type grant struct {
	because string
	role    roleKey
}

// actor is a subject with what it is bound to: everywhere, and in single namespaces.
type actor struct {
	everywhere []grant
	namespaces map[string][]grant
}

// binding is either kind of binding; a cluster role binding has no namespace.
type binding struct {
	object    string
	namespace string
	role      rbacv1.RoleRef
	subjects  []rbacv1.Subject
}

// bindings reads both kinds into one, and notes those of which nothing can be said.
func (c *catalogue) bindings(o Objects) (bs []binding) {
	for _, b := range o.ClusterRoleBindings {
		if b.RoleRef.Kind == "Role" {
			c.note("ClusterRoleBinding "+b.Name, "is to a Role, which Kubernetes refuses")
			continue
		}
		bs = append(bs, binding{"ClusterRoleBinding " + b.Name, "", b.RoleRef, b.Subjects})
	}
	for _, b := range o.RoleBindings {
		if b.Namespace == "" {
			c.note("RoleBinding "+b.Name, "has no namespace")
			continue
		}
		bs = append(bs, binding{"RoleBinding " + b.Namespace + "/" + b.Name, b.Namespace, b.RoleRef, b.Subjects})
	}
	return bs
}

// actors are the subjects of all bindings whose roles are known.
func (c *catalogue) actors(o Objects) map[fleet.Subject]*actor {
	actors := map[fleet.Subject]*actor{}
	for _, b := range c.bindings(o) {
		role, ok := c.roleOf(b)
		if !ok || len(c.roles[role]) == 0 {
			continue
		}
		for _, s := range b.subjects {
			if subject, ok := c.subject(b, s); ok {
				add(actors, subject, b.namespace, grant{b.object + " to " + role.String(), role})
			}
		}
	}
	return actors
}

func add(actors map[fleet.Subject]*actor, s fleet.Subject, namespace string, g grant) {
	a := actors[s]
	if a == nil {
		a = &actor{namespaces: map[string][]grant{}}
		actors[s] = a
	}
	if namespace == "" {
		a.everywhere = append(a.everywhere, g)
		return
	}
	a.namespaces[namespace] = append(a.namespaces[namespace], g)
}

// roleOf is the role that a binding refers to. Nothing is known of a role that is not among the objects.
func (c *catalogue) roleOf(b binding) (roleKey, bool) {
	var k roleKey
	switch b.role.Kind {
	case "ClusterRole":
		k = roleKey{"", b.role.Name}
	case "Role":
		k = roleKey{b.namespace, b.role.Name}
	default:
		c.note(b.object, fmt.Sprintf("is to a %q, which is neither Role nor ClusterRole", b.role.Kind))
		return k, false
	}
	_, ok := c.roles[k]
	if !ok && len(b.subjects) > 0 {
		c.noteAbsent(b.object, "", k)
	}
	return k, ok
}

// subject reads a subject as the authorizer of Kubernetes does: a service account without a namespace is one of the
// binding's. kubernetes/kubernetes plugin/pkg/auth/authorizer/rbac/rbac.go and pkg/registry/rbac/validation/rule.go,
// appliesToUser.
func (c *catalogue) subject(b binding, s rbacv1.Subject) (fleet.Subject, bool) {
	namespace := cmp.Or(s.Namespace, b.namespace)
	switch {
	case s.Name == "":
		c.note(b.object, "has a subject without a name")
	case s.Kind == rbacv1.UserKind:
		return c.user(b, s.Name)
	case s.Kind == rbacv1.GroupKind:
		return fleet.Subject{Kind: fleet.GroupSubject, Name: s.Name}, true
	case s.Kind != rbacv1.ServiceAccountKind:
		c.note(b.object, fmt.Sprintf("has a subject of kind %q", s.Kind))
	case namespace == "":
		c.note(b.object, fmt.Sprintf("has service account %q without a namespace", s.Name))
	default:
		return fleet.Subject{Kind: fleet.AccountSubject, Namespace: namespace, Name: s.Name}, true
	}
	return fleet.Subject{}, false
}

// user is a user by name; some names are service accounts, and some that begin like one are nobody.
// Source: https://kubernetes.io/docs/reference/access-authn-authz/rbac/ (referring to subjects; 2026-11-21)
func (c *catalogue) user(b binding, name string) (fleet.Subject, bool) {
	of, ok := strings.CutPrefix(name, "system:serviceaccount:")
	if !ok {
		return fleet.Subject{Kind: fleet.UserSubject, Name: name}, true
	}
	namespace, account, _ := strings.Cut(of, ":")
	if namespace == "" || account == "" {
		c.note(b.object, fmt.Sprintf("has user %q, which is no service account", name))
		return fleet.Subject{}, false
	}
	return fleet.Subject{Kind: fleet.AccountSubject, Namespace: namespace, Name: account}, true
}

func compareSubjects(a, b fleet.Subject) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), strings.Compare(a.Namespace, b.Namespace), strings.Compare(a.Name, b.Name))
}

// inOrder sorts grants, so that the same one is named at every call.
func inOrder(gs []grant) []grant {
	slices.SortFunc(gs, func(a, b grant) int { return strings.Compare(a.because, b.because) })
	return slices.Compact(gs)
}
