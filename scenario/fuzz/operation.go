package fuzz

import (
	"slices"

	"fleettrust.example/fleet"
	"pgregory.net/rapid"
)

// Operation draws a change of a world: what a person could do next. Most are carried out by fleet.Graph.With, some it refuses.
// What is created has names of the world, or of the lists that worlds are drawn from, so that it collides with what is there;
// what is altered or deleted is there. Any world gives some operation, and so does none. Values shrink towards a namespace or
// a service account more in a cluster.
func Operation(facts []fleet.Fact) *rapid.Generator[fleet.Operation] {
	return rapid.Custom(func(t *rapid.T) fleet.Operation {
		c := &change{world{t, slices.Clip(facts)}}
		return pick(t, "change", c.possible()...).draw()
	})
}

// change is an operation while it is drawn.
type change struct{ world }

// A deed is one sort of operation. A world must have what it needs.
type deed struct {
	needs bool
	draw  func() fleet.Operation
}

// possible lists what can be done in a world, the plainest first. The last needs nothing.
func (c *change) possible() []deed {
	projects := len(of[fleet.Project](c.facts)) > 0
	clusters := len(of[fleet.Cluster](c.facts)) > 0
	all := slices.Concat(c.inClusters(clusters), c.inProjects(projects), c.inFleets(clusters), c.inPolicies(projects), c.alterations(), c.deletions(),
		[]deed{{true, c.newProject}})
	return slices.DeleteFunc(all, func(d deed) bool { return !d.needs })
}

// creation gives a deed that creates what is drawn.
func creation[F fleet.Fact](needs bool, draw func() F) deed {
	return deed{needs, func() fleet.Operation { return fleet.Create{Fact: draw()} }}
}

// alteration gives a deed that alters some fact of a sort, if there is one.
func alteration[F fleet.Fact](c *change, alter func(F) F) deed {
	all := of[F](c.facts)
	return deed{len(all) > 0, func() fleet.Operation {
		return fleet.Update{Fact: alter(pick(c.t, "altered", all...))}
	}}
}

// deletion gives a deed that deletes some fact of a sort, if there is one.
func deletion[F fleet.Fact](c *change) deed {
	all := of[F](c.facts)
	return deed{len(all) > 0, func() fleet.Operation { return fleet.Delete{Fact: pick(c.t, "deleted", all...)} }}
}

func (c *change) deletions() []deed {
	return []deed{
		deletion[fleet.Membership](c),
		deletion[fleet.Cluster](c),
		deletion[fleet.Namespace](c),
		deletion[fleet.KSA](c),
		deletion[fleet.Binding](c),
		deletion[fleet.Deny](c),
		deletion[fleet.GSA](c),
		deletion[fleet.ScopeBinding](c),
		deletion[fleet.FleetNamespace](c),
		deletion[fleet.Scope](c),
		deletion[fleet.Permit](c),
		deletion[fleet.Pod](c),
		deletion[fleet.Secret](c),
		deletion[fleet.NodePool](c),
		deletion[fleet.OrgPolicy](c),
		deletion[fleet.Constraint](c),
		deletion[fleet.Boundary](c),
		deletion[fleet.Role](c),
		deletion[fleet.Fleet](c),
	}
}

func (c *change) newProject() fleet.Operation {
	return fleet.Create{Fact: pick(c.t, "project", append(possibleProjects(), fleet.Project{ID: "delta", Number: 1004})...)}
}
