package load

import (
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// A boundary is a principal access boundary policy.
type boundary struct {
	resources []fleet.Resource
	readable  bool // all of its resources could be read
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
	name := it.field("name").need()
	b := boundary{readable: it.field("details").field("rules").present()}
	for _, rule := range it.field("details").field("rules").list() {
		for _, r := range rule.field("resources").list() {
			on, ok := f.eligible(r)
			b.resources = append(b.resources, on)
			b.readable = b.readable && ok
		}
	}
	if !b.readable {
		it.warn("", "access boundary %q has resources that cannot be read: it is left out, and answers may hold more than it allows", shorten(name))
	}
	f.boundaries[name] = b
}

// eligible reads //cloudresourcemanager.googleapis.com/{projects,folders,organizations}/ID.
func (f *file) eligible(it item) (fleet.Resource, bool) {
	s, _ := strings.CutPrefix(it.need(), "//cloudresourcemanager.googleapis.com/")
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
	if _, ok := f.holder(); !ok {
		return 0
	}
	entries, _ := f.entries(docs, "policyBindings")
	for _, e := range entries {
		f.readPolicyBinding(e)
	}
	return len(entries)
}

func (f *file) readPolicyBinding(it item) {
	if kind := it.field("policyKind").text(); kind != "" && kind != "PRINCIPAL_ACCESS_BOUNDARY" {
		it.warn("", "binds a policy of kind %q, which is not read", shorten(kind))
		return
	}
	policy := it.field("policy").need()
	b, known := f.boundaries[policy]
	set, readable := boundSet(it.field("target").field("principalSet"))
	switch {
	case policy == "" || known && !b.readable || !readable:
		return
	case !known:
		it.warn("", "binds %q, which no file has: it is left out, and answers may hold more than it allows", shorten(policy))
		return
	}
	condition := ""
	if c := it.field("condition"); c.present() {
		condition = c.field("expression").need()
	}
	f.tell(it.source(), fleet.Boundary{Name: policy, Set: set, Resources: b.resources, Condition: condition})
}

// boundSet reads the set of principals that a boundary binds: a pool by its name, a project, folder or organization.
func boundSet(it item) (pool.Principal, bool) {
	s := it.need()
	if strings.HasPrefix(s, "//iam.googleapis.com/") {
		s += "/*"
	}
	p, err := pool.Parse("principalSet:" + s)
	if err != nil && s != "" {
		it.warn("", "%q is no set of principals that is known here: its boundary is left out, and answers may hold more than it allows", shorten(s))
	}
	return p, err == nil
}
