package load

import (
	"fmt"
	"maps"
	"slices"

	"fleettrust.example/fleet"
)

// A world is facts, of which some can be found by what makes them one: two facts of one name are the same thing, told differently.
// Several of one name stay what they are, for Build to compare.
type world struct {
	facts  []told // those that were taken away have no fact
	sought map[string]bool
	names  map[string][]int // where the facts of names that are sought are, and all clusters
}

// newWorld begins a world in which facts of some names are to be found.
func newWorld(sought map[string]bool) *world {
	return &world{sought: sought, names: map[string][]int{}}
}

func (w *world) clone() *world { return &world{slices.Clone(w.facts), w.sought, maps.Clone(w.names)} }

func (w *world) tell(b *fleet.Builder) {
	for _, t := range w.facts {
		if t.fact != nil {
			b.AddFrom(t.at, t.fact)
		}
	}
}

// add tells a fact beside what is told.
func (w *world) add(t told) {
	_, isCluster := t.fact.(fleet.Cluster)
	if name := nameOf(t.fact); isCluster || w.sought[name] {
		w.names[name] = append(slices.Clip(w.names[name]), len(w.facts))
	}
	w.facts = append(w.facts, t)
}

// find gives the first fact of the name of one.
func (w *world) find(f fleet.Fact) (told, bool) {
	for _, i := range w.names[nameOf(f)] {
		if w.facts[i].fact != nil {
			return w.facts[i], true
		}
	}
	return told{}, false
}

// remove takes away all of the name of a fact.
func (w *world) remove(f fleet.Fact) {
	for _, i := range w.names[nameOf(f)] {
		w.facts[i].fact = nil
	}
}

// set tells a fact in place of all of its name.
func (w *world) set(t told) {
	w.remove(t.fact)
	w.add(t)
}

// removeAll takes away what is so.
func (w *world) removeAll(is func(fleet.Fact) bool) {
	for i, t := range w.facts {
		if t.fact != nil && is(t.fact) {
			w.facts[i].fact = nil
		}
	}
}

// has tells whether what a gap speaks of is there.
func (w *world) has(g fleet.Gap) bool {
	return slices.ContainsFunc(w.names[nameOfGap(g)], func(i int) bool { return w.facts[i].fact != nil })
}

// nameOfGap names what a gap speaks of.
func nameOfGap(g fleet.Gap) string {
	if g.On.Kind() == fleet.NoResource {
		return nameOf(fleet.Cluster{Name: g.Cluster})
	}
	return g.On.String()
}

// nameOf names a fact. What says nothing but its name is named by all that it says.
func nameOf(f fleet.Fact) string {
	switch f := f.(type) {
	case fleet.Organization, fleet.Folder, fleet.Project, fleet.GSA:
		return resourceOf(f).String()
	case fleet.Cluster:
		return fmt.Sprintf("cluster %v", f.Name)
	case fleet.NodePool:
		return fmt.Sprintf("node pool %v %q", f.Cluster, f.Name)
	case fleet.Fleet:
		return "fleet " + f.Host
	case fleet.Membership:
		return fmt.Sprintf("membership %s/%s/%s", f.Fleet, f.Location, f.Name)
	case fleet.Namespace:
		return fmt.Sprintf("namespace %v %q", f.Cluster, f.Name)
	case fleet.KSA:
		return fmt.Sprintf("ksa %v %q/%q", f.Cluster, f.Namespace, f.Name)
	case fleet.Pod:
		return fmt.Sprintf("pod %v %q/%q", f.Cluster, f.Namespace, f.Name)
	case fleet.Role:
		return "role " + f.Name
	case fleet.Group:
		return fmt.Sprintf("group %v", f.Name)
	case fleet.Constraint:
		return fmt.Sprintf("constraint %v %s", f.Organization, f.Name)
	case fleet.OrgPolicy:
		return fmt.Sprintf("policy %v %s", f.On, f.Constraint)
	case fleet.Binding:
		return fmt.Sprintf("binding %v %q %q %q %q", f.On, f.Role, f.Member.String(), f.Condition, f.Unread)
	default:
		return fmt.Sprintf("%T %+v", f, f)
	}
}
