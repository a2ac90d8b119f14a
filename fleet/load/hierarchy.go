package load

import (
	"fmt"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// A node is a folder or an organization.
type node struct {
	resource fleet.Resource
	at       fleet.Source
	parent   parent
}

// A parent is what lies above, and where that stands. The zero parent is not known, or none.
type parent struct {
	resource fleet.Resource
	at       fleet.Source
}

// readFolder reads what gcloud resource-manager folders describe prints.
func (f *file) readFolder(it item) int {
	on, ok := f.holder()
	if !ok {
		return 0
	}
	if name := it.field("name"); name.need() != on.String() {
		name.fault("is %q, and the folder says %q", shorten(name.text()), on)
		return 0
	}
	if up, ok := f.readParent(it.field("parent")); ok {
		f.setParent(&f.nodes[on].parent, on, parent{up, it.field("parent").source()})
	}
	return 1
}

// readParent reads {type, id} or "folders/NUMBER".
func (f *file) readParent(it item) (fleet.Resource, bool) {
	if !it.present() {
		return fleet.Resource{}, false
	}
	if it.v.shape != text {
		return f.above(it, it.field("type").need(), it.field("id").digits())
	}
	for _, kind := range []string{"folder", "organization"} {
		if id, ok := strings.CutPrefix(it.text(), kind+"s/"); ok {
			return f.above(it, kind, id)
		}
	}
	it.fault("%q is no parent: want folders/NUMBER or organizations/NUMBER", shorten(it.text()))
	return fleet.Resource{}, false
}

// above gives a folder or organization, which from now on is part of the world.
func (f *file) above(it item, kind, id string) (fleet.Resource, bool) {
	n, err := pool.ParseNumber(id)
	var res fleet.Resource
	switch {
	case err != nil:
		it.fault("%s %q: %v", kind, id, err)
		return res, false
	case kind == "folder":
		res = fleet.InFolder(n)
	case kind == "organization":
		res = fleet.InOrganization(n)
	default:
		it.fault("is a %q, which is neither a folder nor an organization", kind)
		return res, false
	}
	f.node(res, it.source())
	return res, true
}

// node gives the folder or organization, which from now on is part of the world.
func (r *reader) node(on fleet.Resource, at fleet.Source) *node {
	n := r.nodes[on]
	if n == nil {
		n = &node{resource: on, at: at}
		r.nodes[on] = n
	}
	return n
}

func (f *file) setParent(of *parent, child fleet.Resource, to parent) {
	if of.resource != (fleet.Resource{}) && of.resource != to.resource {
		f.fault(to.at, child.String(), fmt.Sprintf("lies below %v, and below %v at %v", to.resource, of.resource, of.at))
		return
	}
	if of.resource == (fleet.Resource{}) {
		*of = to
	}
}

// settleNode tells a folder or organization. A folder lies below something, so one without a parent is a hierarchy
// cut off: what was granted further up is not known.
func (r *reader) settleNode(n *node) {
	number := pool.Must(pool.ParseNumber(n.resource.ID()))
	r.settleOrgPolicies(n.resource, n.at)
	cut := !r.policies[n.resource]
	if n.resource.Kind() == fleet.OrganizationResource {
		r.tell(n.at, fleet.Organization{Number: number})
	} else {
		r.tell(n.at, fleet.Folder{Number: number, Parent: n.parent.resource})
		if n.parent.resource == (fleet.Resource{}) {
			cut = true
			r.miss(n.at, fmt.Sprintf("what lies above %v is not known", n.resource), n.resource.String()+"/folder", "resource-manager", "folders", "describe", n.resource.ID())
		}
	}
	if cut {
		r.gap(n.at, fleet.GapPolicy, n.resource)
	}
	if r.policies[n.resource] {
		return
	}
	words := []string{"organizations", "get-iam-policy", n.resource.ID()}
	if n.resource.Kind() == fleet.FolderResource {
		words = append([]string{"resource-manager"}, "folders", "get-iam-policy", n.resource.ID())
	}
	r.miss(n.at, fmt.Sprintf("the grants on %v are not known", n.resource), n.resource.String()+"/iam-policy", words...)
}
