package fuzz

import (
	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"pgregory.net/rapid"
)

// World draws the facts of a valid world, parents before what lies in them.
func World() *rapid.Generator[[]fleet.Fact] {
	return rapid.Custom(func(t *rapid.T) []fleet.Fact {
		w := &world{t: t}
		w.drawPlaces()
		w.drawClusters()
		w.drawFleets()
		w.drawScopes()
		w.drawObjects()
		w.drawAccounts()
		w.drawRoles()
		w.drawBindings()
		w.drawGroups()
		w.drawDenies()
		w.drawOperator()
		w.drawAuthority()
		w.drawPermits()
		w.drawConstraints()
		w.drawGaps()
		w.drawNodes()
		w.drawSecrets()
		w.drawBoundaries()
		return w.facts
	})
}

// world is a world while it is drawn.
type world struct {
	t     *rapid.T
	facts []fleet.Fact
}

func (w *world) add(f fleet.Fact) { w.facts = append(w.facts, f) }

// of lists the facts of one sort, in order.
func of[F fleet.Fact](facts []fleet.Fact) []F {
	var found []F
	for _, f := range facts {
		if f, ok := f.(F); ok {
			found = append(found, f)
		}
	}
	return found
}

// pick draws one of a list; it shrinks to the first.
func pick[V any](t *rapid.T, label string, from ...V) V {
	return rapid.SampledFrom(from).Draw(t, label)
}

// rarely draws true about once in n times; it shrinks to false.
func rarely(t *rapid.T, n int, label string) bool {
	return rapid.IntRange(0, n-1).Draw(t, label) == n-1
}

func upTo(t *rapid.T, n int, label string) int { return rapid.IntRange(0, n).Draw(t, label) }

const organizationNumber pool.Number = 1

// folderNumbers: the first is also the number of a project.
var folderNumbers = []pool.Number{1001, 12}

func (w *world) drawPlaces() {
	parents := []fleet.Resource{{}}
	if rapid.Bool().Draw(w.t, "organization") {
		w.add(fleet.Organization{Number: organizationNumber})
		parents = append(parents, fleet.InOrganization(organizationNumber))
	}
	for _, n := range folderNumbers[:upTo(w.t, len(folderNumbers), "folders")] {
		w.add(fleet.Folder{Number: n, Parent: pick(w.t, "parent", parents...)})
		parents = append(parents, fleet.InFolder(n))
	}
	projects := possibleProjects()
	for _, p := range projects[:1+upTo(w.t, len(projects)-1, "projects")] {
		p.Parent = pick(w.t, "parent", parents...)
		if rarely(w.t, 12, "number unknown") {
			p.Number = 0
		}
		w.add(p)
	}
}

// possibleProjects: the pool of a domain-scoped project cannot be derived from its ID, so it is always told.
func possibleProjects() []fleet.Project {
	return []fleet.Project{
		{ID: "alpha", Number: 1001},
		{ID: "beta", Number: 1002},
		{ID: "acme.example:gamma", Number: 1003, Pool: pool.Must(pool.ParseName("acme.example:gamma.svc.id.goog"))},
	}
}

// poolOf is the name of a project's Google-managed pool, or of another where its ID does not tell.
func poolOf(p fleet.Project) pool.Name {
	if p.Pool.IsValid() {
		return p.Pool
	}
	if name, ok := pool.NameOf(p.ID); ok {
		return name
	}
	return pool.Must(pool.ParseName("elsewhere.svc.id.goog"))
}

// projectOf finds a project by its ID or its number. One that was not told has nothing but its name.
func projectOf(facts []fleet.Fact, id string) fleet.Project {
	for _, p := range of[fleet.Project](facts) {
		if p.ID == id || p.Number.String() == id {
			return p
		}
	}
	return fleet.Project{ID: id}
}
