package load

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// A setting is an organization policy that a list names: which constraint it sets, and on what.
type setting struct {
	on         fleet.Resource
	constraint string
}

func (s setting) compare(t setting) int {
	return cmp.Or(compareResources(s.on, t.on), strings.Compare(s.constraint, t.constraint))
}

// readOrgPolicies reads what gcloud org-policies list prints: {constraint, listPolicy, booleanPolicy} of each policy set
// on a resource, where SET and LIVE_AND_DRY_RUN_SET mean that it is in force; or whole policies, as REST lists them.
// Source: gcloud lib/surface/org_policies/list.py in google-cloud-sdk-unofficial/google-cloud-sdk at 8399038, read 2026-11-21.
func (f *file) readOrgPolicies(docs []item) int {
	return f.ofHolder(docs, "policies", f.orgPolicies, f.readListedPolicy)
}

func (f *file) readListedPolicy(it item, on fleet.Resource) {
	if it.field("name").present() {
		f.readOrgPolicy(it, on)
	} else {
		f.readSetting(it, on)
	}
}

// readSetting notes a policy of which only the list speaks so far. A list policy allows and denies values, which no
// rule asks about; one that only runs dry forbids nothing.
func (f *file) readSetting(e item, on fleet.Resource) {
	s := setting{on, strings.TrimPrefix(e.field("constraint").need(), "constraints/")}
	boolean, list := e.field("booleanPolicy").text(), e.field("listPolicy").text()
	switch {
	case s.constraint == "" || boolean == "DRY_RUN_SET" || list == "DRY_RUN_SET" && boolean == "-":
	case strings.HasSuffix(list, "SET") && boolean == "-":
	case boolean == "-" && list == "-" && !e.field("etag").present(): // --show-unset
	default:
		if _, ok := f.settings[s]; !ok {
			f.settings[s] = e.source()
		}
	}
}

// readOrgPolicyFile reads what gcloud org-policies describe prints.
func (f *file) readOrgPolicyFile(it item) int {
	on, ok := f.holder()
	if !ok {
		return 0
	}
	return f.readOrgPolicy(it, on)
}

func (f *file) readOrgPolicy(it item, on fleet.Resource) int {
	name := it.field("name")
	place, constraint, ok := strings.Cut(name.need(), "/policies/")
	if !ok || constraint == "" || f.spot.kind == orgPolicyFile && constraint != f.spot.name {
		if name.text() != "" {
			name.fault("%q is not the policy that the file's place says", shorten(name.text()))
		}
		return 0
	}
	if !f.isPlace(name, place, on) {
		return 0
	}
	f.described[setting{on, constraint}] = true
	if p, ok := enforcement(it); ok {
		p.On, p.Constraint = on, constraint
		f.tell(it.source(), p)
	}
	return 1
}

// isPlace holds the resource that a policy names to the folder of the layout: projects/NUMBER, folders/N, organizations/N.
func (f *file) isPlace(it item, place string, on fleet.Resource) bool {
	said, err := fleet.ParseResource(place)
	switch {
	case err != nil || said.Kind() != on.Kind():
	case said.Kind() == fleet.ProjectResource:
		return f.isOwner(it, said.ID(), f.project(on.ID(), it.source()))
	case said == on:
		return true
	}
	it.fault("speaks of %q, and lies in the folder of %q", shorten(place), on)
	return false
}

// enforcement reads what a policy enforces. It is false for a policy of values, and for one that only runs dry. Rules
// with conditions depend on tags, which are not read: where they differ, whether it is enforced is not known.
// Source: https://docs.cloud.google.com/organization-policy/hierarchy-evaluation
func enforcement(it item) (fleet.OrgPolicy, bool) {
	spec := it.field("spec")
	if !spec.present() && it.field("dryRunSpec").present() {
		return fleet.OrgPolicy{}, false
	}
	if spec.field("reset").truth() {
		return fleet.OrgPolicy{Reset: true}, true
	}
	var p fleet.OrgPolicy
	values, always := false, false
	for _, r := range spec.field("rules").list() {
		if !r.field("enforce").present() {
			values = values || r.has("values", "allowAll", "denyAll") > 0
			continue
		}
		p.Enforced = merge(p.Enforced, r.field("enforce").truth(), !always && p.Enforced == fleet.Unknown)
		always = always || !r.field("condition").present()
	}
	if !always {
		p.Enforced = fleet.Unknown
	}
	return p, !values
}

// merge gives On or Off as long as all rules say the same.
func merge(so fleet.Setting, on, first bool) fleet.Setting {
	said := fleet.Off
	if on {
		said = fleet.On
	}
	if first || so == said {
		return said
	}
	return fleet.Unknown
}

// readConstraints reads what gcloud org-policies list-custom-constraints prints.
// Source: https://docs.cloud.google.com/resource-manager/docs/organization-policy/creating-managing-custom-constraints
func (f *file) readConstraints(docs []item) int {
	return f.ofHolder(docs, "customConstraints", f.constraints, f.readConstraint)
}

func (f *file) readConstraint(it item, on fleet.Resource) {
	name := it.field("name")
	place, constraint, ok := strings.Cut(name.need(), "/customConstraints/")
	if !ok || !strings.HasPrefix(constraint, "custom.") {
		name.fault("%q is no custom constraint: want organizations/NUMBER/customConstraints/custom.NAME", shorten(name.text()))
		return
	}
	action := it.field("actionType")
	if kind := action.need(); kind != "ALLOW" && kind != "DENY" {
		action.fault("%q is neither ALLOW nor DENY", shorten(kind))
		return
	}
	if f.isPlace(name, place, on) {
		f.tell(it.source(), fleet.Constraint{
			Organization: pool.Must(pool.ParseNumber(on.ID())), Name: constraint, Denies: action.text() == "DENY",
			Types: it.field("resourceTypes").texts(), Methods: it.field("methodTypes").texts(), Condition: it.field("condition").need(),
		})
	}
}

// settleSettings tells what only a list speaks of: that it is set, and not what it says.
func (r *reader) settleSettings() {
	for _, s := range slices.SortedFunc(maps.Keys(r.settings), setting.compare) {
		if r.described[s] {
			continue
		}
		at := r.settings[s]
		r.tell(at, fleet.OrgPolicy{On: s.on, Constraint: s.constraint})
		r.miss(at, fmt.Sprintf("whether %s is enforced on %v is not known", s.constraint, s.on), fmt.Sprintf("%v/org-policies/%s", s.on, s.constraint), "org-policies", "describe", s.constraint, "--"+flagOf(s.on))
	}
}

// flagOf gives the flag of gcloud that names a resource.
func flagOf(on fleet.Resource) string {
	kind, id, _ := strings.Cut(on.String(), "s/")
	return kind + "=" + id
}

// settleOrgPolicies admits that the organization policies of a resource, or the constraints they enforce, were not read.
func (r *reader) settleOrgPolicies(on fleet.Resource, at fleet.Source) {
	unread := func(file, what, command string) {
		r.miss(at, fmt.Sprintf("the %s %v are not known", what, on), fmt.Sprintf("%v/%s", on, file), "org-policies", command, "--"+flagOf(on))
	}
	if !r.orgPolicies[on] {
		unread("org-policies", "organization policies set on", "list")
	}
	constrained := on.Kind() != fleet.OrganizationResource || r.constraints[on]
	if !constrained {
		unread("custom-constraints", "custom constraints of", "list-custom-constraints")
	}
	if !r.orgPolicies[on] || !constrained {
		r.gap(at, fleet.GapOrgPolicies, on)
	}
}
