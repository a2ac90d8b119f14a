package fleet

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"fleettrust.example/pool"
)

// compiler turns the facts of one Builder into a Graph, collecting every fault on its way.
type compiler struct {
	g        *Graph
	builder  *Builder
	faults   []Fault
	folders  []told[Folder]
	projects []told[Project]
	clusters []told[Cluster]
	members  []told[Membership]
	pods     []told[Pod]
	numbers  map[pool.Number]int32 // project nodes by number
	roles    map[string]power      // custom roles
	hosts    map[int32]bool        // projects that host a fleet

	principals []pool.Principal   // whoever a binding or a group names, sorted
	memberOf   []uint32           // by binding told: its member
	meanings   map[string]meaning // of roles
}

func (c *compiler) fault(at Source, about, wrong string) {
	c.faults = append(c.faults, Fault{at, about, wrong})
}

func (c *compiler) compile() {
	c.compileNodes()
	c.compilePools()
	c.compileClusters()
	c.compileScopes()
	c.compileTenancy()
	rank, finish := c.begin()
	c.compileNodePools()
	c.compileToldAccounts()
	rank()
	c.compileAccounts()
	c.compileSecrets()
	c.compileRunning()
	c.compileGaps()
	c.compileRoles()
	c.compileGroups()
	c.compileGrants()
	c.compileBoundaries()
	c.compileMembers()
	c.compileAuthority()
	c.compilePermits()
	c.compileConstraints()
	finish()
	c.compilePods()
	c.compileBlindness()
}

func compareText(a, b string) int { return strings.Compare(a, b) }

func (c *compiler) compileNodes() {
	b, g := c.builder, c.g
	for _, o := range distinct(c, b.organizations, byNumber(func(o Organization) pool.Number { return o.Number }), equal, nameOrganization) {
		c.checkNumber(o.at, "organization", o.fact.Number)
		g.nodes = append(g.nodes, node{resource: InOrganization(o.fact.Number), parent: -1, number: o.fact.Number, at: o.at, told: true})
	}
	c.folders = distinct(c, b.folders, byNumber(func(f Folder) pool.Number { return f.Number }), equal, nameFolder)
	for _, f := range c.folders {
		c.checkNumber(f.at, "folder", f.fact.Number)
		g.nodes = append(g.nodes, node{resource: InFolder(f.fact.Number), parent: -1, number: f.fact.Number, at: f.at, told: true})
	}
	c.projects = distinct(c, b.projects, func(a, b Project) int { return compareText(a.ID, b.ID) }, equal, nameProject)
	for _, p := range c.projects {
		c.checkProjectID(p.at, p.fact.ID)
		g.nodes = append(g.nodes, node{resource: InProject(p.fact.ID), parent: -1, number: p.fact.Number, at: p.at, told: true, pool: p.fact.Pool, poolTold: p.fact.Pool.IsValid()})
	}
	slices.SortFunc(g.nodes, func(a, b node) int { return a.resource.compare(b.resource) })
	g.nodeOf = make(map[Resource]int32, len(g.nodes))
	for i := range g.nodes {
		g.nodeOf[g.nodes[i].resource] = int32(i)
	}
	c.compileNumbers()
	c.compileParents()
}

func (c *compiler) checkNumber(at Source, what string, n pool.Number) {
	if n == 0 {
		c.fault(at, what, "has no number")
	}
}

func byNumber[F any](number func(F) pool.Number) func(a, b F) int {
	return func(a, b F) int { return cmp.Compare(number(a), number(b)) }
}

// nameResource quotes what need not be a number or a legal ID.
func nameResource(r Resource) string { return fmt.Sprintf("%q", r) }

func nameOrganization(o Organization) string { return nameResource(InOrganization(o.Number)) }
func nameFolder(f Folder) string             { return nameResource(InFolder(f.Number)) }
func nameProject(p Project) string           { return fmt.Sprintf("project %q", p.ID) }

func (c *compiler) checkProjectID(at Source, id string) {
	if !pool.IsProjectID(id) {
		c.fault(at, fmt.Sprintf("project %q", id), "not a project ID: want lower-case letters, digits and hyphens, a letter first")
	}
}

// compileNumbers refuses two projects of one number: the number is what principals carry.
func (c *compiler) compileNumbers() {
	c.numbers = map[pool.Number]int32{}
	for i, n := range c.g.nodes {
		if n.resource.kind != ProjectResource || n.number == 0 {
			continue
		}
		if first, ok := c.numbers[n.number]; ok {
			c.fault(n.at, fmt.Sprintf("project %q", n.resource.id), fmt.Sprintf("number %v is also that of project %q", n.number, c.g.nodes[first].resource.id))
			continue
		}
		c.numbers[n.number] = int32(i)
	}
}

func (c *compiler) compileParents() {
	for _, f := range c.folders {
		if i, ok := c.g.findNode(InFolder(f.fact.Number)); ok {
			c.g.nodes[i].orphan = f.fact.Parent == Resource{}
		}
		c.setParent(f.at, InFolder(f.fact.Number), f.fact.Parent)
	}
	for _, p := range c.projects {
		c.setParent(p.at, InProject(p.fact.ID), p.fact.Parent)
	}
	for i := range c.g.nodes {
		c.checkNoCycle(int32(i))
	}
}

func (c *compiler) setParent(at Source, child, parent Resource) {
	if parent == (Resource{}) {
		return
	}
	up, ok := c.g.findNode(parent)
	switch {
	case parent.kind != OrganizationResource && parent.kind != FolderResource:
		c.fault(at, nameResource(child), fmt.Sprintf("parent %q is neither a folder nor an organization", parent))
	case !ok:
		c.fault(at, nameResource(child), fmt.Sprintf("parent %q was not told", parent))
	default:
		i, _ := c.g.findNode(child)
		c.g.nodes[i].parent = up
	}
}

// maxDepth is far beyond the ten levels of folders that Google allows:
// https://docs.cloud.google.com/resource-manager/docs/limits
const maxDepth = 64

// checkNoCycle cuts and reports a node that lies below itself, or too deep.
func (c *compiler) checkNoCycle(start int32) {
	steps := 0
	for at := c.g.nodes[start].parent; at >= 0; at = c.g.nodes[at].parent {
		if steps++; at == start || steps > maxDepth {
			n := &c.g.nodes[start]
			c.fault(n.at, nameResource(n.resource), "lies below itself, or more than 64 levels deep")
			n.parent = -1
			return
		}
	}
}

// project finds a project by ID, or by number in digits.
func (c *compiler) project(id string) (int32, bool) {
	if pool.IsProjectID(id) { // and no number, whose refusal would take longer to write than all the rest
		return c.g.findNode(InProject(id))
	}
	if n, err := pool.ParseNumber(id); err == nil {
		i, ok := c.numbers[n]
		return i, ok
	}
	return c.g.findNode(InProject(id))
}

// resource resolves a project given by number; other resources are as they are.
func (c *compiler) resource(r Resource) (Resource, bool) {
	if r.kind != ProjectResource {
		_, ok := c.g.findNode(r)
		return r, ok || r.kind == AccountResource
	}
	i, ok := c.project(r.id)
	if !ok {
		return r, false
	}
	return c.g.nodes[i].resource, true
}
