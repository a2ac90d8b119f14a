package load

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// boundaries are what the files say of principal access boundaries. Boundaries bound to one principal add to what it can
// reach, so one that was not read would make the others cut too much: they are told all, or not at all.
type boundaries struct {
	policies map[string]fleet.Boundary // those that could be read, bound to nothing
	bound    []told                    // Boundaries
	lists    map[fleet.Resource]bool   // resources whose policy bindings were read: true if all of them
	unread   []fleet.Source            // what could not be read
}

func newBoundaries() boundaries {
	return boundaries{policies: map[string]fleet.Boundary{}, lists: map[fleet.Resource]bool{}}
}

// readBoundaries reads what gcloud iam principal-access-boundary-policies list prints.
// Source: https://docs.cloud.google.com/iam/docs/reference/rest/v3/organizations.locations.principalAccessBoundaryPolicies
func (f *file) readBoundaries(docs []item) int {
	if _, ok := f.holder(); !ok {
		return 0
	}
	entries, _ := f.entries(docs, "principalAccessBoundaryPolicies")
	for _, e := range entries {
		f.readBoundary(e)
	}
	return len(entries)
}

func (f *file) readBoundary(it item) {
	details := it.field("details")
	rules := details.field("rules")
	b, readable := fleet.Boundary{Name: it.field("name").need(), Version: enforcementVersion(details.field("enforcementVersion"))}, rules.present()
	for _, rule := range rules.list() {
		for _, r := range rule.field("resources").list() {
			on, ok := f.eligible(r)
			b.Resources = append(b.Resources, on)
			readable = readable && ok
		}
	}
	if readable {
		f.boundaries.policies[b.Name] = b
	}
}

// enforcementVersion reads the version of what a boundary can block. One that follows the newest blocks what the newest known here
// does, or more; of one that is not there, or not a number, nothing is known.
// Source: https://docs.cloud.google.com/iam/docs/pab-blocked-permissions, read 2026-11-21.
func enforcementVersion(it item) int {
	const newest = 3
	n, err := strconv.Atoi(it.digits())
	switch {
	case !it.present():
		return 0
	case it.digits() == "latest":
		return newest
	case err != nil || n < 1:
		it.warn("", "%q is no enforcement version, so what the boundary can block is not known", shorten(it.digits()))
		return 0
	}
	return n
}

// eligible reads //cloudresourcemanager.googleapis.com/{projects,folders,organizations}/ID.
func (f *file) eligible(it item) (fleet.Resource, bool) {
	s, _ := strings.CutPrefix(it.need(), resourceManager)
	on, err := fleet.ParseResource(s)
	if err != nil || on.Kind() == fleet.AccountResource {
		it.warn("", "%q is neither a project nor a folder nor an organization", shorten(it.text()))
		return on, false
	}
	return on, true
}

// readPolicyBindings reads what gcloud iam policy-bindings list prints: which boundary binds which set of principals.
// Source: https://docs.cloud.google.com/iam/docs/reference/rest/v3/organizations.locations.policyBindings
func (f *file) readPolicyBindings(docs []item) int {
	return f.ofHolder(docs, "policyBindings", f.boundaries.lists, func(it item, on fleet.Resource) {
		f.later(boundFile, func() { f.readPolicyBinding(it, on) }) // what it binds, any file may have
	})
}

func (f *file) readPolicyBinding(it item, _ fleet.Resource) {
	if kind := it.field("policyKind"); kind.present() && kind.text() != "PRINCIPAL_ACCESS_BOUNDARY" {
		kind.warn("", "binds a policy of kind %q, which is not read", shorten(kind.text()))
		return
	}
	policy := it.field("policy").need()
	b, known := f.boundaries.policies[policy]
	set, readable := f.boundSet(it.field("target").field("principalSet"))
	if !known {
		it.warn("", "binds %q, which no file has in a form that can be read", shorten(policy))
	}
	if !known || !readable {
		f.boundaries.unread = append(f.boundaries.unread, it.source())
		return
	}
	b.Set = set
	if c := it.field("condition"); c.present() {
		b.Condition = c.field("expression").need()
	}
	f.boundaries.bound = append(f.boundaries.bound, told{it.source(), b})
}

// boundSet reads the set of principals that a boundary binds: a pool by its name, a project, folder or organization.
// Source: https://docs.cloud.google.com/iam/docs/principal-access-boundary-policies (principal sets), read 2026-11-21.
func (f *file) boundSet(it item) (pool.Principal, bool) {
	s := it.need()
	if on, ok := strings.CutPrefix(s, resourceManager); ok {
		return f.setWithin(it, on)
	}
	if strings.HasPrefix(s, "//iam.googleapis.com/") {
		s += "/*"
	}
	p, err := pool.Parse("principalSet:" + s)
	if err != nil && s != "" {
		it.warn("", "%q is no set of principals that is known here", shorten(it.text()))
	}
	return p, err == nil
}

// setWithin is the set of those in a project, folder or organization. It has a number, and a project may be named by its ID.
func (f *file) setWithin(it item, name string) (pool.Principal, bool) {
	on, err := fleet.ParseResource(name)
	number, _ := pool.ParseNumber(on.ID())
	if p := f.projects[on.ID()]; p != nil && on.Kind() == fleet.ProjectResource && number == 0 {
		number = p.number
	}
	set := pool.ServiceAccounts(nodeKinds[on.Kind()], number)
	if err != nil || !set.IsValid() {
		it.warn("", "%q is no set of principals that is known here, or one of a project whose number no file says", shorten(it.text()))
	}
	return set, err == nil && set.IsValid()
}

const resourceManager = "//cloudresourcemanager.googleapis.com/"

var nodeKinds = map[fleet.ResourceKind]pool.NodeKind{
	fleet.ProjectResource: pool.NodeProject, fleet.FolderResource: pool.NodeFolder, fleet.OrganizationResource: pool.NodeOrganization,
}

// settleBoundaries tells the boundaries if all that may be bound was read. Without them answers hold more, not less.
func (r *reader) settleBoundaries() {
	b := r.boundaries
	if len(b.bound) == 0 {
		return
	}
	without := slices.Clone(b.unread)
	for id, p := range r.projects {
		if above := p.parent.resource != (fleet.Resource{}) || p.whole[ancestorsFile]; !above || !b.lists[fleet.InProject(id)] {
			without = append(without, p.at)
		}
	}
	for on, n := range r.nodes {
		if above := n.parent.resource != (fleet.Resource{}) || on.Kind() == fleet.OrganizationResource; !above || !b.lists[on] {
			without = append(without, n.at)
		}
	}
	if len(without) == 0 {
		for _, t := range b.bound {
			r.tell(t.at, t.fact)
		}
		return
	}
	slices.SortFunc(without, compareSources)
	r.report.Unread = append(r.report.Unread, Unread{without[0], fmt.Sprintf("the policy bindings of %d places, so %d access boundaries are left out, and answers may hold more than they allow: gcloud iam policy-bindings list --location=global of every project, folder and organization", len(without), len(b.bound))})
}
