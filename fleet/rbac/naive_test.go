package rbac_test

import (
	"fmt"
	"slices"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/rbac"
	rbacv1 "k8s.io/api/rbac/v1"
)

// The naive authorizer: rules as Kubernetes writes them, matched by hand, one request at a time. It shares no code with
// the package and none with Kubernetes.
type naive struct {
	o rbac.Objects
	s fleet.Subject
}

type rule struct {
	rbacv1.PolicyRule
	everywhere bool
}

func (n naive) rules(namespace string) (rs []rule) {
	for _, b := range n.o.ClusterRoleBindings {
		if n.among(b.Subjects, "") {
			rs = append(rs, n.clusterRole(b.RoleRef.Name, true)...)
		}
	}
	for _, b := range n.o.RoleBindings {
		if b.Namespace != namespace || !n.among(b.Subjects, b.Namespace) {
			continue
		}
		if b.RoleRef.Kind == "ClusterRole" {
			rs = append(rs, n.clusterRole(b.RoleRef.Name, false)...)
		}
		for _, r := range n.o.Roles {
			for _, p := range r.Rules {
				if b.RoleRef.Kind == "Role" && r.Name == b.RoleRef.Name && r.Namespace == b.Namespace {
					rs = append(rs, rule{p, false})
				}
			}
		}
	}
	return rs
}

func (n naive) clusterRole(name string, everywhere bool) (rs []rule) {
	for _, r := range n.o.ClusterRoles {
		for _, p := range r.Rules {
			if r.Name == name {
				rs = append(rs, rule{p, everywhere})
			}
		}
	}
	return rs
}

func (n naive) among(subjects []rbacv1.Subject, namespace string) bool {
	for _, s := range subjects {
		if s.Kind == "User" && n.s.Kind == fleet.UserSubject && s.Name == n.s.Name ||
			s.Kind == "ServiceAccount" && n.s.Kind == fleet.AccountSubject && s.Name == n.s.Name && namespace == n.s.Namespace {
			return true
		}
	}
	return false
}

var clusterWide = []string{"users", "namespaces", "clusterrolebindings", "clusterroles"}

// may asks for one request; name "" is a request that names no object.
func may(rs []rule, verb, group, resource, name string) bool {
	for _, r := range rs {
		_, sub, isSub := strings.Cut(resource, "/")
		if (slices.Contains(r.Verbs, verb) || slices.Contains(r.Verbs, "*")) &&
			(slices.Contains(r.APIGroups, group) || slices.Contains(r.APIGroups, "*")) &&
			(slices.Contains(r.Resources, resource) || slices.Contains(r.Resources, "*") || isSub && slices.Contains(r.Resources, "*/"+sub)) &&
			(len(r.ResourceNames) == 0 || slices.Contains(r.ResourceNames, name)) &&
			(r.everywhere || verb == "bind" || !slices.Contains(clusterWide, resource)) {
			return true
		}
	}
	return false
}

const rbacGroup = "rbac.authorization.k8s.io"

func anyName(rs []rule, verb, group, resource string) bool {
	return slices.ContainsFunc([]string{"x", "y", "r1", "r2", "r3", "other"}, func(name string) bool { return may(rs, verb, group, resource, name) })
}

func writes(rs []rule, resource string) bool {
	return may(rs, "create", rbacGroup, resource, "") || anyName(rs, "patch", rbacGroup, resource) || anyName(rs, "update", rbacGroup, resource)
}

// climb adds the cluster roles that the rules let their holder bind to itself, until there are no more.
func (n naive) climb(rs []rule) []rule {
	for {
		before := len(rs)
		for _, name := range words.roles {
			if writes(rs, "clusterrolebindings") && mayWide(rs, "bind", "clusterroles", name) {
				rs = union(rs, n.clusterRole(name, true))
			}
			if writes(rs, "rolebindings") && may(rs, "bind", rbacGroup, "clusterroles", name) {
				rs = union(rs, n.clusterRole(name, false))
			}
		}
		if len(rs) == before {
			return rs
		}
	}
}

func union(a, b []rule) []rule {
	for _, r := range b {
		if !slices.ContainsFunc(a, func(x rule) bool { return fmt.Sprint(x) == fmt.Sprint(r) }) {
			a = append(a, r)
		}
	}
	return a
}

// mayWide asks for leave that is not confined to a namespace.
func mayWide(rs []rule, verb, resource, name string) bool {
	return may(slices.DeleteFunc(slices.Clone(rs), func(r rule) bool { return !r.everywhere }), verb, rbacGroup, resource, name)
}

// templates asks for a change of what makes pods. The words have no group but apps for them, save by star.
func templates(rs []rule) bool {
	for _, x := range []struct{ group, resource string }{
		{"apps", "deployments"}, {"apps", "daemonsets"}, {"extensions", "deployments"}, {"batch", "cronjobs"}, {"", "replicationcontrollers"},
	} {
		if may(rs, "create", x.group, x.resource, "") || anyName(rs, "patch", x.group, x.resource) || anyName(rs, "update", x.group, x.resource) {
			return true
		}
	}
	return false
}
