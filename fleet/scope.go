package fleet

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"fleettrust.example/pool"
)

// scope is a team scope: the namespaces that belong to it, and the member clusters bound to it.
type scope struct {
	fleet      int32 // node of the host project
	name       string
	at         Source
	namespaces []string // sorted
	clusters   []int32  // sorted
}

// compileScopes lists the team scopes and what belongs to them. Without a scope-tenancy pool they change nothing about
// identity: namespaces of one name are one, inside a scope and outside.
// Source: https://cloud.google.com/kubernetes-engine/fleet-management/docs/team-management
func (c *compiler) compileScopes() {
	key := func(a, b Scope) int { return cmp.Or(compareText(a.Fleet, b.Fleet), compareText(a.Name, b.Name)) }
	for _, s := range distinct(c, c.inHosts(c.builder.scopes), key, equal, nameScope) {
		c.addScope(s)
	}
	slices.SortFunc(c.g.scopes, func(a, b scope) int { return cmp.Or(cmp.Compare(a.fleet, b.fleet), compareText(a.name, b.name)) })
	for _, n := range c.builder.fleetNamespaces {
		c.addFleetNamespace(n)
	}
	for _, b := range c.builder.scopeBindings {
		c.bindScope(b)
	}
	for i := range c.g.scopes {
		s := &c.g.scopes[i]
		slices.Sort(s.namespaces)
		s.namespaces = slices.Compact(s.namespaces)
		slices.Sort(s.clusters)
		s.clusters = slices.Compact(s.clusters)
	}
}

// inHosts gives the scopes with the IDs of hosts for their numbers.
func (c *compiler) inHosts(scopes []told[Scope]) []told[Scope] {
	scopes = slices.Clone(scopes)
	for i := range scopes {
		scopes[i].fact.Fleet = c.projectID(scopes[i].fact.Fleet)
	}
	return scopes
}

func nameScope(s Scope) string { return fmt.Sprintf("scope %q", scopePath(s.Fleet, s.Name)) }

func scopePath(fleet, name string) string {
	return "projects/" + fleet + "/locations/global/scopes/" + name
}

func (c *compiler) addScope(s told[Scope]) {
	host, ok := c.project(s.fact.Fleet)
	switch {
	case s.fact.Name == "" || strings.ContainsAny(s.fact.Name, "/ \t\r\n"):
		c.fault(s.at, nameScope(s.fact), "want a name without slashes or spaces")
	case !ok || !c.hosts[host]:
		c.fault(s.at, nameScope(s.fact), fmt.Sprintf("project %q hosts no fleet that was told", s.fact.Fleet))
	default:
		c.g.scopes = append(c.g.scopes, scope{fleet: host, name: s.fact.Name, at: s.at})
	}
}

func (g *Graph) findScope(host int32, name string) (int32, bool) {
	i, ok := slices.BinarySearchFunc(g.scopes, name, func(s scope, name string) int {
		return cmp.Or(cmp.Compare(s.fleet, host), compareText(s.name, name))
	})
	return int32(i), ok
}

// scope finds a scope that a fact about it names, and reports one that was not told.
func (c *compiler) scope(at Source, about, fleet, name string) (*scope, bool) {
	host, ok := c.project(fleet)
	if i, found := c.g.findScope(host, name); ok && found {
		return &c.g.scopes[i], true
	}
	c.fault(at, about, fmt.Sprintf("%s was not told", nameScope(Scope{fleet, name})))
	return nil, false
}

func nameFleetNamespace(n FleetNamespace) string {
	return fmt.Sprintf("fleet namespace %q", scopePath(n.Fleet, n.Scope)+"/namespaces/"+n.Name)
}

// addFleetNamespace gives a scope a namespace. Whether two scopes of one fleet may have namespaces of one name is stated
// nowhere, and nothing here depends on it.
func (c *compiler) addFleetNamespace(n told[FleetNamespace]) {
	about := nameFleetNamespace(n.fact)
	if !pool.Namespace(anyPool, 0, n.fact.Name).IsValid() {
		c.fault(n.at, about, "want a DNS label of at most 63 characters for the namespace")
		return
	}
	if s, ok := c.scope(n.at, about, n.fact.Fleet, n.fact.Scope); ok {
		s.namespaces = append(s.namespaces, n.fact.Name)
	}
}

func nameScopeBinding(b ScopeBinding) string {
	return fmt.Sprintf("binding of membership %q to scope %q", "projects/"+b.Fleet+"/locations/"+b.Location+"/memberships/"+b.Membership, b.Scope)
}

// bindScope binds a cluster to a scope. A membership that outlived its cluster has nothing to bind.
func (c *compiler) bindScope(b told[ScopeBinding]) {
	about := nameScopeBinding(b.fact)
	s, ok := c.scope(b.at, about, b.fact.Fleet, b.fact.Scope)
	m, member := c.membership(b.fact)
	if !member {
		c.fault(b.at, about, "the membership was not told")
	}
	if i, found := c.g.findCluster(m.fact.Cluster); ok && member && found {
		s.clusters = append(s.clusters, i)
	}
}

func (c *compiler) membership(b ScopeBinding) (told[Membership], bool) {
	fleet := c.projectID(b.Fleet)
	i := slices.IndexFunc(c.members, func(m told[Membership]) bool {
		return m.fact.Fleet == fleet && m.fact.Location == b.Location && m.fact.Name == b.Membership
	})
	if i < 0 {
		return told[Membership]{}, false
	}
	return c.members[i], true
}
