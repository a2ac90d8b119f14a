package suite

import (
	"fmt"
	"slices"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// A thing is what an assertion can touch, of a sort.
type thing struct{ sort, name string }

const (
	aPool, aClass, aPrincipal, aRule = "pool", "class", "principal", "rule"
)

// sorts are the sorts of things, in the order in which they are told, with what more of them are called.
var sorts = []struct{ one, many string }{{aPool, "pools"}, {aClass, "classes"}, {aPrincipal, "principals"}, {aRule, "rules"}}

// coverage is what the worlds of a suite have, and what of it assertions touched.
type coverage struct {
	there, touched map[thing]bool
	last           outlook
}

func newCoverage() *coverage { return &coverage{there: map[thing]bool{}, touched: map[thing]bool{}} }

// maxAsked bounds how many principals a world is asked about.
const maxAsked = 1000

// add notes what a world has.
func (c *coverage) add(g *fleet.Graph) {
	o := c.outlook(g)
	granted := members(g)
	for class := range g.Classes() {
		c.there[thing{aPool, class.Pool.String()}] = true
		meant := func(p pool.Principal) bool { return p.Overlaps(class.Subject) }
		if len(class.Workloads) > 1 && slices.ContainsFunc(granted, meant) {
			c.there[thing{aClass, class.String()}] = true
		}
	}
	for email := range g.Accounts() {
		granted = append(granted, pool.ServiceAccount(email))
	}
	for _, p := range granted {
		if len(granted) > maxAsked {
			c.there[o.principal(p)] = true
			continue
		}
		for a := range g.Assumers(p).All() {
			c.reached(o.principal(p), a.Path)
		}
		for b := range g.CouldBecome(p).All() {
			c.reached(o.principal(p), b.Path)
		}
	}
}

// reached notes a principal that somebody can or could come to, and by which rules.
func (c *coverage) reached(p thing, path fleet.Path) {
	c.there[p] = true
	for _, r := range path.Rules() {
		c.there[thing{aRule, r.String()}] = true
	}
}

// members are what grants name of pools.
func members(g *fleet.Graph) []pool.Principal {
	var all []pool.Principal
	for _, f := range g.Facts() {
		if b, ok := f.(fleet.Binding); ok && b.Member.Pool().IsValid() {
			all = append(all, b.Member)
		}
	}
	return all
}

// touch notes that an assertion is about a principal.
func (c *coverage) touch(g *fleet.Graph, p pool.Principal) {
	if !p.IsValid() {
		return
	}
	o := c.outlook(g)
	c.touched[o.principal(p)] = true
	if p.Pool().IsValid() {
		c.touched[thing{aPool, p.Pool().String()}] = true
	}
	if class, ok := o.classes[o.principal(p)]; ok {
		c.touched[class] = true
	}
}

// follow notes what a path goes through.
func (c *coverage) follow(g *fleet.Graph, path fleet.Path) {
	for _, e := range path {
		c.touched[thing{aRule, e.Rule.String()}] = true
		for _, v := range []fleet.Vertex{e.From, e.To} {
			if v.Pool.IsValid() {
				c.touched[thing{aPool, v.Pool.String()}] = true
			}
			c.touch(g, v.Principal)
		}
	}
}

// classes notes that an assertion is about all classes.
func (c *coverage) classes(g *fleet.Graph) {
	for class := range g.Classes() {
		c.touch(g, class.Subject)
	}
}

// An outlook is what names of a world mean: the numbers of pools, by which two spellings are one, and the class that a subject names.
type outlook struct {
	world   *fleet.Graph
	numbers map[pool.Name]pool.Number
	classes map[thing]thing
}

// outlook gives that of a world. Most questions are about the world of the last one.
func (c *coverage) outlook(g *fleet.Graph) outlook {
	if c.last.world == g {
		return c.last
	}
	o := outlook{g, map[pool.Name]pool.Number{}, map[thing]thing{}}
	for class := range g.Classes() {
		o.numbers[class.Pool] = class.Subject.Number()
		o.classes[o.principal(class.Subject)] = thing{aClass, class.String()}
	}
	c.last = o
	return o
}

func (o outlook) principal(p pool.Principal) thing {
	return thing{aPrincipal, p.Canonical().WithNumber(o.numbers[p.Pool()]).String()}
}

// of gives how many things of a sort there are, and which of them nothing touched, sorted.
func (c *coverage) of(sort string) (all int, missed []string) {
	for x := range c.there {
		if x.sort != sort {
			continue
		}
		all++
		if !c.touched[x] {
			missed = append(missed, x.name)
		}
	}
	slices.Sort(missed)
	return all, missed
}

// String tells the coverage, a line for each sort.
func (c *coverage) String() string {
	var b strings.Builder
	b.WriteString("coverage")
	for _, s := range sorts {
		all, missed := c.of(s.one)
		fmt.Fprintf(&b, "\n%s: %d of %d", s.many, all-len(missed), all)
		if len(missed) > 0 {
			fmt.Fprintf(&b, "; no assertion touches %s", strings.Join(missed, ", "))
		}
	}
	return b.String()
}

// below names the sorts of which less than so many in a hundred are touched.
func (c *coverage) below(least int) []string {
	var short []string
	for _, s := range sorts {
		all, missed := c.of(s.one)
		if (all-len(missed))*100 < least*all {
			short = append(short, fmt.Sprintf("coverage: %d of %d %s are touched, less than %d in a hundred: no assertion touches %s",
				all-len(missed), all, s.many, least, strings.Join(missed, ", ")))
		}
	}
	return short
}
