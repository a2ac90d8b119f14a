package fuzz

import (
	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"pgregory.net/rapid"
)

func (w *world) drawBoundaries() {
	if !rarely(w.t, 3, "boundary") {
		return
	}
	first := w.drawBoundary("boundary-1")
	w.add(first)
	if rarely(w.t, 2, "two boundaries") {
		second := w.drawBoundary("boundary-2")
		second.Set = pick(w.t, "bound", second.Set, first.Set)
		w.add(second)
	}
}

// Boundary draws a principal access boundary aimed at a world, which must have a project.
func Boundary(facts []fleet.Fact) *rapid.Generator[fleet.Boundary] {
	return rapid.Custom(func(t *rapid.T) fleet.Boundary { return (&world{t, facts}).drawBoundary("boundary-3") })
}

// drawBoundary draws a boundary that is mostly bound to accounts or to a pool. Some of the places that it reaches are in no
// world.
func (w *world) drawBoundary(name string) fleet.Boundary {
	a := &aim{w.t, w.facts}
	b := fleet.Boundary{Name: name, Set: pick(w.t, "bound", a.accountSet, a.wholePool, a.account, a.anyone, a.tenant)()}
	for range upTo(w.t, 2, "places") {
		b.Resources = append(b.Resources, pick(w.t, "place", append(nodes(w.facts), fleet.InProject("elsewhere"))...))
	}
	if rarely(w.t, 4, "bound if") {
		b.Condition = w.condition()
	}
	b.Version = pick(w.t, "version", 3, 3, 3, 4, 1, 2, 0)
	return b
}

// anyone draws whoever a grant of the world means, or any principal.
func (a *aim) anyone() pool.Principal { return (&world{a.t, a.facts}).denied("whoever") }
