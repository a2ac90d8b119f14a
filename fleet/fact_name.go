package fleet

import (
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"fleettrust.example/pool"
)

// factName names a fact by what makes it one: two facts of one name are the same thing, told differently. A binding, a deny
// rule, a permit and a gap are what they say, and a Secret is what it holds.
func factName(f Fact) string {
	switch f := f.(type) {
	case nil:
		return "nothing"
	case Organization:
		return nameOrganization(f)
	case Folder:
		return nameFolder(f)
	case Project:
		return nameProject(f)
	case Fleet:
		return nameFleet(f)
	case Membership:
		return nameMembership(f)
	case Scope:
		return nameScope(f)
	case ScopeBinding:
		return nameScopeBinding(f)
	case FleetNamespace:
		return nameFleetNamespace(f)
	case GSA:
		return nameGSA(f)
	default:
		if name := policyName(f); name != "" {
			return name
		}
		return objectName(f)
	}
}

func policyName(f Fact) string {
	switch f := f.(type) {
	case Role:
		return nameRole(f)
	case Binding:
		name := fmt.Sprintf("binding of %q to %q on %q", f.Role, bound(f), f.On)
		if f.Condition != "" {
			name += fmt.Sprintf(" if %q", f.Condition)
		}
		return name
	case Deny:
		return fmt.Sprintf("deny policy %q on %q: %q except %q to %q except %q if %q", f.Name, f.On, f.Permissions, f.ExceptPermissions, f.Principals, f.ExceptPrincipals, f.Condition)
	case Group:
		return fmt.Sprintf("group %q", f.Name)
	case Boundary:
		return fmt.Sprintf("boundary %q bound to %q", f.Name, f.Set)
	case Constraint:
		return nameConstraint(f)
	case OrgPolicy:
		return nameOrgPolicy(f)
	case Gap:
		return fmt.Sprintf("gap %d on %q of cluster %q", f.What, f.On, f.Cluster)
	default:
		return ""
	}
}

// bound is the member of a binding as it is written.
func bound(b Binding) string {
	if b.Unread != "" {
		return b.Unread
	}
	return b.Member.String()
}

func objectName(f Fact) string {
	switch f := f.(type) {
	case Cluster:
		return nameCluster(f)
	case NodePool:
		return nameNodePool(f)
	case Namespace:
		return nameNamespace(f)
	case KSA:
		return nameKSA(f)
	case Pod:
		return namePod(f)
	case Secret:
		return fmt.Sprintf("secret %q of cluster %q with the key of %q and the token of %q", f.Namespace+"/"+f.Name, f.Cluster, f.Key, f.Token)
	case Permit:
		return fmt.Sprintf("permit %q to %v %q in namespace %q of cluster %q because %q", f.Subject.plain(), f.Right, f.Object, f.Namespace, f.Cluster, f.Because)
	default:
		panic(fmt.Sprintf("fleet: %T is not a fact by value", f))
	}
}

// spelled gives a fact with the IDs of projects that were told where it has their numbers. Members stay as they are written:
// IAM keeps two spellings of one member apart.
func (g *Graph) spelled(f Fact) Fact {
	switch f := f.(type) {
	case Fleet:
		f.Host = g.projectID(f.Host)
		return f
	case Membership:
		f.Fleet = g.projectID(f.Fleet)
		return f
	case Scope:
		f.Fleet = g.projectID(f.Fleet)
		return f
	case ScopeBinding:
		f.Fleet = g.projectID(f.Fleet)
		return f
	case FleetNamespace:
		f.Fleet = g.projectID(f.Fleet)
		return f
	case OrgPolicy:
		f.On, f.Constraint = g.spelledResource(f.On), strings.TrimPrefix(f.Constraint, "constraints/")
		return f
	case Deny:
		f.On = g.spelledResource(f.On)
		return f
	case Gap:
		f.On = g.spelledResource(f.On)
		return f
	case Binding:
		f.On = g.spelledResource(f.On)
		return f
	default:
		return f
	}
}

func (g *Graph) projectID(id string) string { return g.spelledResource(InProject(id)).id }

func (g *Graph) spelledResource(r Resource) Resource {
	number, err := pool.ParseNumber(r.id)
	if r.kind != ProjectResource || err != nil {
		return r
	}
	i := slices.IndexFunc(g.nodes, func(n node) bool { return n.resource.kind == ProjectResource && n.number == number })
	if i < 0 {
		return r
	}
	return g.nodes[i].resource
}

// all yields every fact and where it was read.
func (b *Builder) all() iter.Seq2[Source, Fact] {
	return func(yield func(Source, Fact) bool) {
		_ = each(b.organizations, yield) && each(b.folders, yield) && each(b.projects, yield) &&
			each(b.clusters, yield) && each(b.nodePools, yield) && each(b.fleets, yield) && each(b.memberships, yield) &&
			each(b.scopes, yield) && each(b.scopeBindings, yield) && each(b.fleetNamespaces, yield) &&
			each(b.namespaces, yield) && b.ksas.each(yield) && each(b.pods, yield) && each(b.secrets, yield) && each(b.permits, yield) &&
			each(b.gsas, yield) && each(b.roles, yield) && b.eachBinding(yield) && each(b.groups, yield) &&
			each(b.denies, yield) && each(b.boundaries, yield) && each(b.constraints, yield) && each(b.orgPolicies, yield) && each(b.gaps, yield)
	}
}

func (b *Builder) eachBinding(yield func(Source, Fact) bool) bool {
	for _, f := range b.bindings.all() {
		if !yield(f.at, f.fact) {
			return false
		}
	}
	return true
}

// each yields the facts of one kind, and reports that more are wanted.
func each[F Fact](facts []told[F], yield func(Source, Fact) bool) bool {
	for _, f := range facts {
		if !yield(f.at, f.fact) {
			return false
		}
	}
	return true
}

// owned gives a fact that shares no list with its teller, who may go on and alter them.
func owned(f Fact) Fact {
	switch f := f.(type) {
	case NodePool:
		f.Scopes, f.Labels = slices.Clone(f.Scopes), maps.Clone(f.Labels)
		return f
	case Pod:
		f.NodeSelector, f.Secrets = maps.Clone(f.NodeSelector), slices.Clone(f.Secrets)
		return f
	case Role:
		f.Permissions = slices.Clone(f.Permissions)
		return f
	case Deny:
		f.Permissions, f.ExceptPermissions = slices.Clone(f.Permissions), slices.Clone(f.ExceptPermissions)
		f.Principals, f.ExceptPrincipals = slices.Clone(f.Principals), slices.Clone(f.ExceptPrincipals)
		return f
	case Group:
		f.Members = slices.Clone(f.Members)
		return f
	case Boundary:
		f.Resources = slices.Clone(f.Resources)
		return f
	case Constraint:
		f.Types, f.Methods = slices.Clone(f.Types), slices.Clone(f.Methods)
		return f
	default:
		return f
	}
}
