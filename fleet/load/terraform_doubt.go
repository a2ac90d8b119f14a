package load

import (
	"slices"

	"fleettrust.example/fleet"
)

// A doubt is something that a plan does to what it does not know: of every resource of a kind, or of all clusters, it leaves open what
// is said of them.
type doubt struct {
	at   fleet.Source
	what fleet.GapKind
	kind fleet.ResourceKind // zero for clusters
}

// doubt admits that a resource is of what is not known.
func (t *stack) doubt(r *resource, what fleet.GapKind, kind fleet.ResourceKind, why string) {
	t.lack(why)
	t.doubts = append(t.doubts, doubt{r.values.source(), what, kind})
}

// doubtOn admits that what a resource says of a known one is not known.
func (t *stack) doubtOn(r *resource, what fleet.GapKind, on fleet.Resource, why string) {
	t.lack(why)
	t.gap(r.values.source(), what, on)
}

// doubtAt is doubtOn if the project is known, and doubt if not.
func (t *stack) doubtAt(r *resource, what fleet.GapKind, why string) {
	if p, ok := t.projectAt(r); ok {
		t.doubtOn(r, what, fleet.InProject(p.id), why)
	} else if t.faulty == 0 {
		t.doubt(r, what, fleet.ProjectResource, why)
	}
}

// doubtObjects admits that something is done to the objects of a cluster, or of any.
func (t *stack) doubtObjects(r *resource, why string) {
	t.lack(why)
	cluster, ok := t.clusterOfProvider(r)
	for _, what := range []fleet.GapKind{fleet.GapObjects, fleet.GapPods, fleet.GapRBAC} {
		if ok {
			t.tell(r.values.source(), fleet.Gap{What: what, Cluster: cluster})
		} else {
			t.doubts = append(t.doubts, doubt{at: r.values.source(), what: what})
		}
	}
}

// settleDoubts gives the gaps that doubts leave among facts. Of doubts of one kind the first does.
func settleDoubts(facts []told, doubts []doubt) []told {
	var gaps []told
	seen := map[doubt]bool{}
	for _, d := range doubts {
		if alike := (doubt{what: d.what, kind: d.kind}); seen[alike] {
			continue
		} else {
			seen[alike] = true
		}
		for _, f := range facts {
			if c, ok := f.fact.(fleet.Cluster); ok && d.kind == fleet.NoResource {
				gaps = append(gaps, told{d.at, fleet.Gap{What: d.what, Cluster: c.Name}})
			} else if on := resourceOf(f.fact); on.Kind() != fleet.NoResource && on.Kind() == d.kind {
				gaps = append(gaps, told{d.at, fleet.Gap{What: d.what, On: on}})
			}
		}
	}
	return slices.Clip(gaps)
}

// resourceOf gives what a fact tells to be there and policies can hang on; a zero Resource for other facts.
func resourceOf(f fleet.Fact) fleet.Resource {
	switch f := f.(type) {
	case fleet.Project:
		return fleet.InProject(f.ID)
	case fleet.Folder:
		return fleet.InFolder(f.Number)
	case fleet.Organization:
		return fleet.InOrganization(f.Number)
	case fleet.GSA:
		return fleet.OnAccount(f.Email)
	default:
		return fleet.Resource{}
	}
}
