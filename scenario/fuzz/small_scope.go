package fuzz

import (
	"iter"
	"slices"

	"fleettrust.example/fleet"
)

// A Scope is a finite set of worlds: all of those with at most so many projects, clusters, names of namespaces and names of
// service accounts. Worlds that differ by names alone, or by the order of clusters, are one.
//
// What is chosen freely, and all that is: how many projects there are, at least one; which of them host a fleet; how many
// clusters there are; and of each cluster
//
//	its project
//	Workload Identity           on, off
//	membership                  none, or in the fleet of either project
//	  its issuer                on, off
//	  lightweight               yes, no
//	its service accounts        each set of pairs of a namespace and a name
//
// A namespace is there when an account in it is, with the account default that Kubernetes gives it, which is none of the names.
// Clusters are of mode Standard, every setting is known, each account has a UID of its own, and nothing is granted: a caller
// adds grants.
//
// What was found to hold in all of them is in THEOREMS.md, beside this file. The zero Scope has no world. Scopes come from [SmallScope].
type Scope struct {
	projects, clusters, namespaces, accounts int
}

// SmallScope is that of up to two projects, three clusters, two namespaces and two service accounts: 5 893 189 worlds.
func SmallScope() Scope { return Scope{2, 3, 2, 2} }

// Within gives the part of a scope that has at most so many of each.
func (s Scope) Within(projects, clusters, namespaces, accounts int) Scope {
	return Scope{min(s.projects, projects), min(s.clusters, clusters), min(s.namespaces, namespaces), min(s.accounts, accounts)}
}

// Worlds yields every world of the scope once, those with fewer projects, fleets and clusters first.
func (s Scope) Worlds() iter.Seq[[]fleet.Fact] { return s.Share(0, 1) }

// Len counts the worlds of the scope, by going over all of them.
func (s Scope) Len() int {
	n := 0
	for f := range s.frames() {
		for range f.worlds() {
			n++
		}
	}
	return n
}

// Share yields every nth world of the scope from the ith on: n shares, with i from 0 to n-1, are the whole. It is for
// those who go over a scope in parallel, or over a part of it. There is no share but those.
func (s Scope) Share(i, n int) iter.Seq[[]fleet.Fact] {
	return func(yield func([]fleet.Fact) bool) {
		if i < 0 || i >= n {
			return
		}
		at := 0
		for f := range s.frames() {
			for world := range f.worlds() {
				if at%n == i && !yield(f.facts(world)) {
					return
				}
				at++
			}
		}
	}
}

// A frame is what the worlds of one number of projects, of fleets and of clusters have in common.
type frame struct {
	Scope
	fleets    int // hosted by the first projects
	shapes    int // of a cluster
	renamings []renaming
}

// frames yields those of a scope, small ones first. That the first projects host the fleets is no loss: projects are renamed.
func (s Scope) frames() iter.Seq[frame] {
	return func(yield func(frame) bool) {
		for projects := 1; projects <= s.projects; projects++ {
			for fleets := range projects + 1 {
				for clusters := range s.clusters + 1 {
					if !yield(newFrame(Scope{projects, clusters, s.namespaces, s.accounts}, fleets)) {
						return
					}
				}
			}
		}
	}
}

func newFrame(s Scope, fleets int) frame {
	f := frame{Scope: s, fleets: fleets, shapes: s.projects * 2 * (1 + 4*fleets) << (s.namespaces * s.accounts)}
	f.renamings = f.allRenamings()
	return f
}

// worlds yields the clusters of each world by the numbers of their shapes, sorted. Of the worlds that a renaming makes one, it is the one
// whose numbers come first.
func (f frame) worlds() iter.Seq[[]int] {
	return func(yield func([]int) bool) { f.extend(make([]int, 0, f.clusters), yield) }
}

func (f frame) extend(world []int, yield func([]int) bool) bool {
	if len(world) == f.clusters {
		return !f.isFirst(world) || yield(world)
	}
	from := 0
	if len(world) > 0 {
		from = world[len(world)-1]
	}
	for shape := from; shape < f.shapes; shape++ {
		// A renaming that makes the least number smaller makes a world that comes before, whatever the other clusters are.
		if len(world) == 0 && !f.isFirst([]int{shape}) {
			continue
		}
		if !f.extend(append(world, shape), yield) {
			return false
		}
	}
	return true
}

// isFirst reports that no renaming of a world comes before it. Most are told apart by their least number.
func (f frame) isFirst(world []int) bool {
	moved := make([]int, len(world))
	for _, r := range f.renamings {
		least := f.shapes
		for _, shape := range world {
			least = min(least, r[shape])
		}
		if len(world) > 0 && (least < world[0] || least == world[0] && slices.Compare(r.of(moved, world), world) < 0) {
			return false
		}
	}
	return true
}

// of renames the clusters of a world, in room that is given, and sorts them again.
func (r renaming) of(moved, world []int) []int {
	for i, shape := range world {
		moved[i] = r[shape]
	}
	slices.Sort(moved)
	return moved
}
