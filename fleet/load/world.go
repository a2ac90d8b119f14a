package load

import (
	"fmt"
	"slices"

	"fleettrust.example/fleet"
)

// A world is facts by what makes them one: two facts of one name are the same thing, told differently. Several of one name stay
// what they are, for Build to compare.
type world struct {
	facts []told // those that were taken away have no fact
	names map[string][]int
}

func newWorld() *world { return &world{names: map[string][]int{}} }

func (w *world) clone() *world {
	c := newWorld()
	for _, f := range w.facts {
		c.add(f)
	}
	return c
}

func (w *world) tell(b *fleet.Builder) {
	for _, t := range w.facts {
		if t.fact != nil {
			b.AddFrom(t.at, t.fact)
		}
	}
}

// add tells a fact beside what is told.
func (w *world) add(t told) {
	if t.fact != nil {
		name := nameOf(t.fact)
		w.names[name] = append(w.names[name], len(w.facts))
		w.facts = append(w.facts, t)
	}
}

// find gives the first fact of the name of one.
func (w *world) find(f fleet.Fact) (told, bool) {
	if places := w.names[nameOf(f)]; len(places) > 0 {
		return w.facts[places[0]], true
	}
	return told{}, false
}

// remove takes away all of the name of a fact.
func (w *world) remove(f fleet.Fact) {
	name := nameOf(f)
	for _, i := range w.names[name] {
		w.facts[i].fact = nil
	}
	delete(w.names, name)
}

// set tells a fact in place of all of its name.
func (w *world) set(t told) {
	w.remove(t.fact)
	w.add(t)
}

// removeAll takes away what is so.
func (w *world) removeAll(is func(fleet.Fact) bool) {
	for _, t := range slices.Clone(w.facts) {
		if t.fact != nil && is(t.fact) {
			w.remove(t.fact)
		}
	}
}

// has tells whether what a gap speaks of is there.
func (w *world) has(g fleet.Gap) bool {
	return len(w.names[nameOfGap(g)]) > 0
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
