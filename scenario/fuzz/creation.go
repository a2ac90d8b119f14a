package fuzz

import (
	"slices"

	"fleettrust.example/fleet"
	"pgregory.net/rapid"
)

// inClusters creates what lies in a cluster.
func (c *change) inClusters(needs bool) []deed {
	return []deed{
		creation(needs, c.newNamespace),
		creation(needs, c.newServiceAccount),
		creation(needs, c.newPermit),
		creation(needs, c.newPod),
		creation(needs, c.newSecret),
		creation(needs, c.newNodePool),
	}
}

// inProjects creates what lies in a project.
func (c *change) inProjects(needs bool) []deed {
	return []deed{
		creation(needs, c.drawCluster),
		creation(needs, c.newAccount),
		creation(needs, c.newFleet),
	}
}

// inFleets creates what lies in a fleet, of clusters that may be in it.
func (c *change) inFleets(clusters bool) []deed {
	hosts, scopes := len(of[fleet.Fleet](c.facts)) > 0, len(of[fleet.Scope](c.facts)) > 0
	return []deed{
		creation(hosts && clusters, c.newMembership),
		creation(hosts, c.newScope),
		creation(scopes, c.newFleetNamespace),
		creation(scopes && len(of[fleet.Membership](c.facts)) > 0, c.newScopeBinding),
	}
}

// inPolicies creates what says who may do what, and what may be done.
func (c *change) inPolicies(needs bool) []deed {
	return []deed{
		creation(needs, c.newGrant),
		creation(needs, c.newAuthority),
		creation(needs, func() fleet.Deny { return Deny(c.facts).Draw(c.t, "deny") }),
		creation(needs, func() fleet.Boundary { return Boundary(c.facts).Draw(c.t, "boundary") }),
		creation(needs, c.newOrgPolicy),
	}
}

func (c *change) cluster() fleet.ClusterName {
	return pick(c.t, "cluster", of[fleet.Cluster](c.facts)...).Name
}

// names lists the names that one thing has in the world, each once, and then those of a list.
func names[F fleet.Fact](facts []fleet.Fact, name func(F) string, more ...string) []string {
	var all []string
	for _, f := range of[F](facts) {
		all = append(all, name(f))
	}
	return distinct(append(all, more...))
}

// distinct leaves the first of each name.
func distinct(names []string) []string {
	var kept []string
	for _, name := range names {
		if name != "" && !slices.Contains(kept, name) {
			kept = append(kept, name)
		}
	}
	return kept
}

// namespace draws a namespace: one that some cluster has, that some grant names, or that worlds have.
func (c *change) namespace() string {
	granted := names(c.facts, func(b fleet.Binding) string { return b.Member.Namespace() })
	there := names(c.facts, func(n fleet.Namespace) string { return n.Name })
	also := names(c.facts, func(k fleet.KSA) string { return k.Namespace })
	return pick(c.t, "namespace", distinct(slices.Concat(granted, there, also, namespaces))...)
}

func (c *change) accountName() string {
	granted := names(c.facts, func(b fleet.Binding) string { return b.Member.ServiceAccount() })
	return pick(c.t, "service account", distinct(append(granted, names(c.facts, func(k fleet.KSA) string { return k.Name }, accountNames...)...))...)
}

// placed draws a namespace that a cluster has, if it has any.
func (c *change) placed(at fleet.ClusterName) string {
	var there []string
	for _, n := range of[fleet.Namespace](c.facts) {
		if n.Cluster == at {
			there = append(there, n.Name)
		}
	}
	for _, k := range of[fleet.KSA](c.facts) {
		if k.Cluster == at {
			there = append(there, k.Namespace)
		}
	}
	if len(there) == 0 {
		return c.namespace()
	}
	return pick(c.t, "namespace", distinct(there)...)
}

func (c *change) newNamespace() fleet.Namespace {
	return fleet.Namespace{Cluster: c.cluster(), Name: c.namespace()}
}

func (c *change) newServiceAccount() fleet.KSA {
	at := c.cluster()
	return fleet.KSA{Cluster: at, Namespace: c.placed(at), Name: c.accountName(), UID: pick(c.t, "uid", "uid-3", "", "uid-1")}
}

// newPod draws a pod of a service account that is there, or of the one that each namespace has.
func (c *change) newPod() fleet.Pod {
	at := c.cluster()
	p := fleet.Pod{Cluster: at, Namespace: c.placed(at), Name: pick(c.t, "pod", "d", "a"), HostNetwork: rarely(c.t, 3, "host network")}
	accounts := []string{""}
	for _, k := range of[fleet.KSA](c.facts) {
		if k.Cluster == at && k.Namespace == p.Namespace {
			accounts = append(accounts, k.Name)
		}
	}
	p.ServiceAccount = pick(c.t, "runs as", accounts...)
	return p
}

func (c *change) newSecret() fleet.Secret {
	at := c.cluster()
	s := fleet.Secret{Cluster: at, Namespace: c.placed(at), Name: pick(c.t, "secret", secretNames...)}
	if s.Key = pick(c.t, "key of", append(emails(c.facts), "")...); s.Key == "" {
		s.Token = c.accountName()
	}
	return s
}

func (c *change) newNodePool() fleet.NodePool {
	inside := slices.DeleteFunc(of[fleet.Cluster](c.facts), func(f fleet.Cluster) bool { return f.Mode == fleet.Outside })
	at := fleet.Cluster{Name: c.cluster()}
	if len(inside) > 0 {
		at = pick(c.t, "cluster", inside...)
	}
	return fleet.NodePool{
		Cluster: at.Name, Name: pick(c.t, "node pool", "np3", "np1"), Metadata: pick(c.t, "metadata", metadataModes(at)...),
		Account: pick(c.t, "node account", append([]string{""}, emails(c.facts)...)...),
		Scopes:  pick(c.t, "scopes", []string{"cloud-platform"}, nil, []string{"logging.write"}),
	}
}

func (c *change) newPermit() fleet.Permit {
	p := fleet.Permit{Cluster: c.cluster(), Subject: c.subject(), Right: pick(c.t, "right", rights...), Because: "role binding more"}
	if !slices.Contains(clusterWide, p.Right) && rapid.Bool().Draw(c.t, "in one namespace") {
		p.Namespace = c.placed(p.Cluster)
	}
	return p
}

func (c *change) newAccount() fleet.GSA {
	var all []fleet.GSA
	for _, p := range of[fleet.Project](c.facts) {
		all = append(all, accountsOf(p)...)
	}
	fresh := slices.DeleteFunc(slices.Clone(all), func(a fleet.GSA) bool {
		return slices.Contains(names(c.facts, func(g fleet.GSA) string { return g.Email }), a.Email)
	})
	if len(fresh) > 0 {
		all = fresh
	}
	return pick(c.t, "account", all...)
}

func (c *change) newFleet() fleet.Fleet {
	hosts := names(c.facts, func(p fleet.Project) string { return p.ID })
	free := slices.DeleteFunc(slices.Clone(hosts), func(id string) bool {
		return slices.ContainsFunc(of[fleet.Fleet](c.facts), func(f fleet.Fleet) bool { return projectOf(c.facts, f.Host).ID == id })
	})
	if len(free) > 0 {
		hosts = free
	}
	return fleet.Fleet{Host: pick(c.t, "host", hosts...)}
}

// newMembership registers a cluster, one that is in no fleet if there is any.
func (c *change) newMembership() fleet.Membership {
	var all, free []fleet.ClusterName
	for _, f := range of[fleet.Cluster](c.facts) {
		all = append(all, f.Name)
		if !slices.ContainsFunc(of[fleet.Membership](c.facts), func(m fleet.Membership) bool { return m.Cluster == f.Name && !m.ClusterMissing }) {
			free = append(free, f.Name)
		}
	}
	if len(free) > 0 {
		all = free
	}
	at := pick(c.t, "cluster", all...)
	host := pick(c.t, "fleet", of[fleet.Fleet](c.facts)...).Host
	m := fleet.Membership{Fleet: projectOf(c.facts, host).ID, Location: pick(c.t, "location", at.Location, "global"), Name: at.Name, Cluster: at}
	for c.isMember(m) {
		m.Name += "-again"
	}
	m.Issuer = pick(c.t, "issuer", fleet.On, fleet.On, fleet.Off)
	m.Lightweight = rarely(c.t, 8, "lightweight")
	return m
}

func (c *change) newScope() fleet.Scope {
	return fleet.Scope{Fleet: pick(c.t, "fleet", of[fleet.Fleet](c.facts)...).Host, Name: pick(c.t, "scope", append(slices.Clone(scopeNames), "team-c")...)}
}

func (c *change) newFleetNamespace() fleet.FleetNamespace {
	s := pick(c.t, "scope", of[fleet.Scope](c.facts)...)
	return fleet.FleetNamespace{Fleet: s.Fleet, Scope: s.Name, Name: c.namespace()}
}

// newScopeBinding binds a member of the scope's fleet, if there is one.
func (c *change) newScopeBinding() fleet.ScopeBinding {
	s := pick(c.t, "scope", of[fleet.Scope](c.facts)...)
	all := of[fleet.Membership](c.facts)
	host := projectOf(c.facts, s.Fleet).ID
	if of := slices.DeleteFunc(slices.Clone(all), func(m fleet.Membership) bool { return projectOf(c.facts, m.Fleet).ID != host }); len(of) > 0 {
		all = of
	}
	m := pick(c.t, "membership", all...)
	return fleet.ScopeBinding{Fleet: s.Fleet, Location: m.Location, Membership: m.Name, Scope: s.Name}
}

// newGrant draws a grant that may lead to an account: of a role that Google defines, or that was told.
func (c *change) newGrant() fleet.Binding {
	b := fleet.Binding{On: pick(c.t, "on", c.policyHolders()...), Role: c.role(roles), Member: Principal(c.facts).Draw(c.t, "member")}
	if rarely(c.t, 10, "conditional") {
		b.Condition = c.condition()
	}
	return b
}

// newAuthority draws a grant of rights over what lies below a resource.
func (c *change) newAuthority() fleet.Binding {
	return fleet.Binding{
		On: pick(c.t, "on", nodes(c.facts)...), Role: c.role(authorityRoles),
		Member: pick(c.t, "member", parse("user:ann@example.com"), Principal(c.facts).Draw(c.t, "member")),
	}
}

func (c *change) role(among []string) string {
	custom := []string{projectRole, otherProjectRole, organizationRole, operatorRole}
	defined := slices.DeleteFunc(slices.Clone(among), func(name string) bool { return slices.Contains(custom, name) })
	return pick(c.t, "role", append(defined, names(c.facts, func(r fleet.Role) string { return r.Name })...)...)
}

func (c *change) newOrgPolicy() fleet.OrgPolicy {
	known := distinct(append(names(c.facts, func(k fleet.Constraint) string { return k.Name }), constraintNames...))
	return fleet.OrgPolicy{On: pick(c.t, "on", nodes(c.facts)...), Constraint: pick(c.t, "constraint", known...), Enforced: pick(c.t, "enforced", fleet.On, fleet.Off)}
}
