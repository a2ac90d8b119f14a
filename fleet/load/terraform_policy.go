package load

import (
	"net/url"
	"strings"

	"fleettrust.example/fleet"
)

func (t *stack) readAccountResource(r *resource) {
	p, ok := t.projectAt(r)
	if id := r.attribute("account_id"); id.present() && !id.isUnknown() && !t.isFilledIn(id) {
		return
	}
	if email := r.attribute("email"); email.present() && !email.isUnknown() && !t.isFilledIn(email) {
		return
	}
	email, known := t.email(r)
	if !ok || !known {
		if t.faulty == 0 {
			t.doubtAt(r, fleet.GapAccounts, "its e-mail is "+knownAfterApply)
		}
		return
	}
	t.readAccount(r.values.made(said("email", email), kept("disabled", r.attribute("disabled"))), p)
	if a := t.accounts[email]; a != nil && r.making() {
		a.policy = true // nobody but the plan can have granted anything on it
	}
}

// readKeyResource passes over a key: who has it, the Secret says that it is put into. It is a secret itself.
func (t *stack) readKeyResource(*resource) {}

// readRemoval notes that a plan takes a grant away.
func (t *stack) readRemoval(r *resource) {
	t.lack("it takes a grant away that others made: the grant is taken as there")
}

// readDefaults notes that a plan takes away what the accounts that Google makes may do, or the accounts.
func (t *stack) readDefaults(r *resource) {
	t.lack("it takes rights from the default service accounts: they are taken as they were")
}

// roleName gives the name of a custom role.
func (t *stack) roleName(r *resource) (string, bool) {
	id, known := t.text(r, "role_id")
	owner, ok := "", false
	if strings.HasPrefix(r.kind, "google_organization") {
		owner, ok = t.text(r, "org_id")
		owner = "organizations/" + strings.TrimPrefix(owner, "organizations/")
	} else {
		owner, ok = t.projectOf(r)
		owner = "projects/" + owner
	}
	return owner + "/roles/" + id, known && ok && id != ""
}

func (t *stack) readRoleResource(r *resource) {
	name, known := t.roleName(r)
	permissions := r.attribute("permissions")
	switch {
	case !known || permissions.hasUnknown():
		t.lack("what the role may is " + knownAfterApply)
	case t.isFilledIn(r.values.made(said("name", name)).field("name")):
		t.tellRole(r.values.made(said("name", name), kept("includedPermissions", permissions), kept("stage", r.attribute("stage")), kept("deleted", r.attribute("deleted"))), name)
	}
}

// hasUnknown tells what is not known before the plan is applied, or holds such.
func (it item) hasUnknown() bool { return it.v != nil && it.v.hasUnknown() }

func (v *value) hasUnknown() bool {
	if v.shape == unknown {
		return true
	}
	for i := range v.items {
		if v.items[i].hasUnknown() {
			return true
		}
	}
	return false
}

// readDenyResource reads a deny policy. Its parent is written as a part of an address.
func (t *stack) readDenyResource(r *resource) {
	encoded, known := t.text(r, "parent")
	parent, err := url.PathUnescape(encoded)
	on, bad := t.resourceNamed(strings.TrimPrefix(parent, "cloudresourcemanager.googleapis.com/"))
	name, _ := t.text(r, "name")
	name = "policies/" + url.PathEscape(parent) + "/denypolicies/" + name
	switch {
	case !known:
		t.lack("on what it hangs is " + knownAfterApply)
	case err != nil || bad != "":
		r.attribute("parent").fault("%q is nothing that a deny policy hangs on: want cloudresourcemanager.googleapis.com/projects/PROJECT, encoded for an address", shorten(encoded))
	case r.attribute("rules").hasUnknown():
		t.tell(r.values.source(), fleet.Deny{On: on, Name: name, Permissions: []string{"*"}, Unread: knownAfterApply})
	default:
		t.readDeny(r.values.made(said("name", name), kept("rules", r.values.shaped().field("rules"))), on)
	}
}

// resourceNamed gives a project, folder or organization by its name in the API, which from now on is part of the world.
func (t *stack) resourceNamed(name string) (on fleet.Resource, wrong string) {
	at := t.places[t.address].values.source()
	on, err := fleet.ParseResource(name)
	switch {
	case err != nil:
		return on, err.Error()
	case on.Kind() == fleet.ProjectResource:
		id, ok := t.projectID(on.ID())
		if !ok {
			return on, "is a project of which nothing says the ID"
		}
		return fleet.InProject(t.project(id, at).id), ""
	}
	t.node(on, at)
	return on, ""
}

// readOrgPolicyResource reads an organization policy. Of one that is not all known it is told that it is set.
func (t *stack) readOrgPolicyResource(r *resource) {
	name, known := t.text(r, "name")
	place, constraint, ok := strings.Cut(name, "/policies/")
	at := r.attribute("name")
	switch {
	case !known:
		t.lack("which policy it is, is " + knownAfterApply)
		return
	case !at.isUnknown() && !t.isFilledIn(at):
		return
	}
	on, wrong := t.resourceNamed(place)
	switch {
	case !ok || wrong != "":
		at.fault("%q is no organization policy: want RESOURCE/policies/CONSTRAINT", shorten(name))
	case r.attribute("spec", "rules").hasUnknown() || r.attribute("spec", "reset").isUnknown():
		t.tell(r.values.source(), fleet.OrgPolicy{On: on, Constraint: constraint})
	default:
		t.readOrgPolicy(r.values.made(said("name", name), kept("spec", enforced(r.values.shaped().field("spec")))), on)
	}
}

// enforced makes truths of the words that the provider has in rules.
func enforced(spec item) item {
	for _, rule := range spec.field("rules").list() {
		if e := rule.field("enforce"); e.present() && e.v.shape == text {
			e.v.shape, e.v.text = truth, strings.ToLower(e.v.text)
		}
	}
	return spec
}

func (t *stack) readConstraintResource(r *resource) {
	parent, known := t.text(r, "parent")
	name, named := t.text(r, "name")
	at := r.attribute("parent")
	if !known || !named || r.attribute("condition").isUnknown() {
		t.lack("which constraint it is, is " + knownAfterApply)
		return
	}
	on, wrong := t.resourceNamed(parent)
	if wrong != "" || on.Kind() != fleet.OrganizationResource {
		at.fault("%q is no organization: want organizations/NUMBER", shorten(parent))
		return
	}
	it := r.values.shaped()
	t.readConstraint(r.values.made(said("name", parent+"/customConstraints/"+name), kept("actionType", it.field("actionType")), kept("condition", it.field("condition")),
		kept("methodTypes", it.field("methodTypes")), kept("resourceTypes", it.field("resourceTypes"))), on)
}

// readOldOrgPolicy reads an organization policy of the first version of the API.
func (t *stack) readOldOrgPolicy(r *resource) {
	constraint, known := t.text(r, "constraint")
	on, ok := t.onOldPolicy(r)
	if !known || !ok {
		if t.faulty == 0 {
			t.lack("which policy it is, is " + knownAfterApply)
		}
		return
	}
	p := fleet.OrgPolicy{On: on, Constraint: strings.TrimPrefix(constraint, "constraints/")}
	switch enforced := r.attribute("boolean_policy", "enforced"); {
	case r.attribute("list_policy").block().present():
		return
	case r.attribute("restore_policy", "default").present():
		p.Reset = true
	case enforced.present() && !enforced.isUnknown():
		p.Enforced = merge(p.Enforced, enforced.truth(), true)
	}
	t.tell(r.values.source(), p)
}

func (t *stack) onOldPolicy(r *resource) (fleet.Resource, bool) {
	switch r.kind {
	case "google_project_organization_policy":
		return t.onProject(r)
	case "google_folder_organization_policy":
		return t.onFolder(r)
	default:
		return t.onOrganization(r)
	}
}

func (t *stack) readBoundaryResource(r *resource) {
	name, known := t.text(r, "name")
	if !known {
		org, a := t.text(r, "organization")
		id, b := t.text(r, "principal_access_boundary_policy_id")
		name, known = "organizations/"+org+"/locations/global/principalAccessBoundaryPolicies/"+id, a && b
	}
	if known && !r.attribute("details", "rules").hasUnknown() {
		t.readBoundary(r.values.made(said("name", name), kept("details", r.values.shaped().field("details"))))
	} else {
		t.lack("what the boundary allows is " + knownAfterApply)
	}
}

func (t *stack) readBoundResource(r *resource) {
	policy, known := t.text(r, "policy")
	if !known || r.attribute("target").hasUnknown() {
		t.lack("what it binds is " + knownAfterApply)
		t.boundaries.unread = append(t.boundaries.unread, r.values.source())
		return
	}
	it := r.values.shaped()
	b := r.values.made(said("policy", policy), kept("policyKind", it.field("policyKind")), kept("target", it.field("target")), kept("condition", it.field("condition")))
	t.readPolicyBinding(b, fleet.Resource{})
}

// readGroupResource and readGroupMember pass over groups: a plan does not say who else is in one.
func (t *stack) readGroupResource(r *resource) {
	t.lack("who else is in a group no plan says: its members are taken as unknown")
}

func (t *stack) readGroupMember(r *resource) {
	t.lack("who else is in a group no plan says: its members are taken as unknown")
}
