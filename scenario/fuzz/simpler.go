package fuzz

import (
	"maps"
	"reflect"
	"slices"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// simpler lists how a fact of a world may be said more simply, the greatest step first. Each way leads strictly on: no
// chain of them comes back to where it began, so that Shrink ends.
func simpler(f fleet.Fact, facts []fleet.Fact) []fleet.Fact {
	switch f := f.(type) {
	case fleet.Folder:
		return ways(f, func(f *fleet.Folder) { f.Parent = fleet.Resource{} })
	case fleet.Project:
		return ways(f, func(f *fleet.Project) { f.Parent = fleet.Resource{} }, func(f *fleet.Project) { f.Pool = pool.Name{} })
	case fleet.Cluster:
		return simplerCluster(f)
	case fleet.Fleet:
		return ways(f, func(f *fleet.Fleet) { f.TenancyPool = pool.Name{} })
	case fleet.Membership:
		return simplerMembership(f, facts)
	case fleet.KSA:
		return ways(f, func(f *fleet.KSA) { f.UID = "" }, func(f *fleet.KSA) { f.Annotation = "" })
	case fleet.GSA:
		return ways(f, func(f *fleet.GSA) { f.Disabled = false }, func(f *fleet.GSA) { f.Project = "" })
	case fleet.NodePool:
		return simplerNodePool(f)
	case fleet.Pod:
		return simplerPod(f)
	case fleet.Secret:
		return ways(f, func(f *fleet.Secret) { f.Token = "" }, func(f *fleet.Secret) { f.Key = "" })
	default:
		return simplerPolicy(f, facts)
	}
}

// simplerPolicy is simpler of what says who may do what. Facts that are a name and nothing else cannot be simpler.
func simplerPolicy(f fleet.Fact, facts []fleet.Fact) []fleet.Fact {
	switch f := f.(type) {
	case fleet.Role:
		return shorter(f, func(f *fleet.Role) *[]string { return &f.Permissions })
	case fleet.Binding:
		return ways(f, func(f *fleet.Binding) { f.Condition = "" }, func(f *fleet.Binding) { f.On = byID(f.On, facts) },
			func(f *fleet.Binding) { f.Role = "roles/iam.workloadIdentityUser" })
	case fleet.Permit:
		return ways(f, func(f *fleet.Permit) { f.Object = "" }, func(f *fleet.Permit) { f.Namespace = "" })
	case fleet.Group:
		return shorter(f, func(f *fleet.Group) *[]pool.Principal { return &f.Members })
	case fleet.Deny:
		return simplerDeny(f, facts)
	case fleet.Boundary:
		return slices.Concat(ways(f, func(f *fleet.Boundary) { f.Condition = "" }, func(f *fleet.Boundary) { f.Version = 0 }),
			shorter(f, func(f *fleet.Boundary) *[]fleet.Resource { return &f.Resources }))
	case fleet.Constraint:
		return slices.Concat(ways(f, func(f *fleet.Constraint) { f.Condition = "true" }),
			shorter(f, func(f *fleet.Constraint) *[]string { return &f.Types }),
			shorter(f, func(f *fleet.Constraint) *[]string { return &f.Methods }))
	case fleet.OrgPolicy:
		return slices.Concat(ways(f, func(f *fleet.OrgPolicy) { f.Reset = false }, func(f *fleet.OrgPolicy) { f.On = byID(f.On, facts) }),
			settled(f, func(f *fleet.OrgPolicy) *fleet.Setting { return &f.Enforced }))
	case fleet.Gap:
		return ways(f, func(f *fleet.Gap) { f.On = byID(f.On, facts) })
	default:
		return nil
	}
}

func simplerCluster(c fleet.Cluster) []fleet.Fact {
	return slices.Concat(
		ways(c, func(c *fleet.Cluster) { c.Mode = fleet.Standard }, func(c *fleet.Cluster) { c.Pool = pool.Name{} }, func(c *fleet.Cluster) { c.Route = fleet.Unknown }),
		settled(c, func(c *fleet.Cluster) *fleet.Setting { return &c.WorkloadIdentity }))
}

func simplerMembership(m fleet.Membership, facts []fleet.Fact) []fleet.Fact {
	return slices.Concat(
		ways(m, func(m *fleet.Membership) { m.Lightweight = false }, func(m *fleet.Membership) { m.IdentityProvider = "" },
			func(m *fleet.Membership) { m.Pool = pool.Name{} }, func(m *fleet.Membership) { m.ClusterMissing = false },
			func(m *fleet.Membership) { m.Fleet = idOf(m.Fleet, facts) },
			func(m *fleet.Membership) { m.Location = m.Cluster.Location }, func(m *fleet.Membership) { m.Name = m.Cluster.Name }),
		settled(m, func(m *fleet.Membership) *fleet.Setting { return &m.Issuer }))
}

func simplerNodePool(n fleet.NodePool) []fleet.Fact {
	return slices.Concat(
		ways(n, func(n *fleet.NodePool) { n.Account = "" }, func(n *fleet.NodePool) { n.Scopes = nil },
			func(n *fleet.NodePool) { n.Windows = false }, func(n *fleet.NodePool) { n.Labels = nil }),
		shorter(n, func(n *fleet.NodePool) *[]string { return &n.Scopes }),
		fewer(n, func(n *fleet.NodePool) *map[string]string { return &n.Labels }))
}

func simplerPod(p fleet.Pod) []fleet.Fact {
	return slices.Concat(
		ways(p, func(p *fleet.Pod) { p.ServiceAccount = "" }, func(p *fleet.Pod) { p.HostNetwork = false },
			func(p *fleet.Pod) { p.NodePool = "" }, func(p *fleet.Pod) { p.NodeSelector = nil }),
		fewer(p, func(p *fleet.Pod) *map[string]string { return &p.NodeSelector }),
		shorter(p, func(p *fleet.Pod) *[]string { return &p.Secrets }))
}

func simplerDeny(d fleet.Deny, facts []fleet.Fact) []fleet.Fact {
	return slices.Concat(
		ways(d, func(d *fleet.Deny) { d.Condition = "" }, func(d *fleet.Deny) { d.Unread = "" }, func(d *fleet.Deny) { d.On = byID(d.On, facts) }),
		shorter(d, func(d *fleet.Deny) *[]string { return &d.Permissions }),
		shorter(d, func(d *fleet.Deny) *[]string { return &d.ExceptPermissions }),
		shorter(d, func(d *fleet.Deny) *[]pool.Principal { return &d.Principals }),
		shorter(d, func(d *fleet.Deny) *[]pool.Principal { return &d.ExceptPrincipals }))
}

// ways makes each change to a copy of a fact, and keeps those that change something.
func ways[F fleet.Fact](f F, changes ...func(*F)) []fleet.Fact {
	var all []fleet.Fact
	for _, change := range changes {
		g := f
		if change(&g); !reflect.DeepEqual(f, g) {
			all = append(all, g)
		}
	}
	return all
}

// settled makes a setting on, which is simplest, or off where it is not known.
func settled[F fleet.Fact](f F, setting func(*F) *fleet.Setting) []fleet.Fact {
	all := ways(f, func(f *F) { *setting(f) = fleet.On })
	if *setting(&f) == fleet.Unknown {
		all = append(all, ways(f, func(f *F) { *setting(f) = fleet.Off })...)
	}
	return all
}

// shorter leaves one entry of a list out, each in turn. A list of one becomes nil.
func shorter[F fleet.Fact, V any](f F, list func(*F) *[]V) []fleet.Fact {
	var all []fleet.Fact
	whole := *list(&f)
	for i := range whole {
		g := f
		*list(&g) = slices.Concat(whole[:i], whole[i+1:])
		all = append(all, g)
	}
	return all
}

// fewer leaves one key of a map out, each in turn, in order.
func fewer[F fleet.Fact](f F, labels func(*F) *map[string]string) []fleet.Fact {
	var all []fleet.Fact
	whole := *labels(&f)
	for _, key := range slices.Sorted(maps.Keys(whole)) {
		g, less := f, maps.Clone(whole)
		delete(less, key)
		*labels(&g) = less
		all = append(all, g)
	}
	return all
}

// byID names a project by its ID, where it is named by its number.
func byID(r fleet.Resource, facts []fleet.Fact) fleet.Resource {
	for _, p := range of[fleet.Project](facts) {
		if p.Number != 0 && r == fleet.InProject(p.Number.String()) {
			return fleet.InProject(p.ID)
		}
	}
	return r
}

func idOf(project string, facts []fleet.Fact) string {
	for _, p := range of[fleet.Project](facts) {
		if p.Number != 0 && project == p.Number.String() {
			return p.ID
		}
	}
	return project
}
