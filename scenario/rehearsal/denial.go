package rehearsal

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/load"
	"fleettrust.example/pool"
)

// denialDeeds are what takes from who may do what, and the groups that grants speak of.
var denialDeeds = map[string]deed{
	"gcloud iam policies create": (*turn).createDeny,
	"gcloud iam policies update": (*turn).updateDeny,
	"gcloud iam policies delete": (*turn).deleteDeny,

	"gcloud iam principal-access-boundary-policies create": (*turn).createBoundary,
	"gcloud iam policy-bindings create":                    (*turn).bindBoundary,
	"gcloud iam policy-bindings delete":                    (*turn).unbindBoundary,

	"gcloud identity groups create":             (*turn).createGroup,
	"gcloud identity groups delete":             (*turn).deleteGroup,
	"gcloud identity groups memberships add":    (*turn).addMember,
	"gcloud identity groups memberships delete": (*turn).removeMember,

	"gcloud org-policies set-policy":               (*turn).setOrgPolicy,
	"gcloud org-policies delete":                   (*turn).deleteOrgPolicy,
	"gcloud org-policies set-custom-constraint":    (*turn).setConstraint,
	"gcloud org-policies delete-custom-constraint": (*turn).deleteConstraint,
}

// denied are the rules of the deny policy of a command, as they are.
func (t *turn) denied() (fleet.Resource, []fleet.Deny, error) {
	if t.Value("kind") != "denypolicies" {
		return fleet.Resource{}, nil, t.cannot("--kind=%q is none that is read: want denypolicies", t.Value("kind"))
	}
	point := strings.ReplaceAll(t.Value("attachment-point"), "%2F", "/")
	on, err := fleet.ParseResource(strings.TrimPrefix(point, "cloudresourcemanager.googleapis.com/"))
	if err != nil {
		return on, nil, fail("INVALID_ARGUMENT: --attachment-point: %v", err)
	}
	if on.Kind() == fleet.ProjectResource {
		on = fleet.InProject(t.projectID(on.ID()))
	}
	return on, all(t.Session, func(d fleet.Deny) bool { return d.On == on && last(d.Name) == t.Argument(0) }), nil
}

// rules reads the rules of the policy file.
func (t *turn) rules(on fleet.Resource, name string) ([]fleet.Fact, error) {
	data, err := t.file(t.Value("policy-file"))
	if err != nil {
		return nil, err
	}
	return load.Text{Name: t.Value("policy-file"), Data: data}.DenyPolicy(on, name)
}

func (t *turn) createDeny() error {
	on, was, err := t.denied()
	if err != nil {
		return err
	}
	if len(was) > 0 {
		return fail("ALREADY_EXISTS: deny policy %s on %v", t.Argument(0), on)
	}
	return t.deny(on, was, t.Argument(0))
}

func (t *turn) updateDeny() error {
	on, was, err := t.denied()
	if err != nil {
		return err
	}
	if len(was) == 0 {
		return fail("NOT_FOUND: deny policy %s on %v", t.Argument(0), on)
	}
	return t.deny(on, was, was[0].Name)
}

// deny puts the rules of the file in the place of those that are there.
func (t *turn) deny(on fleet.Resource, was []fleet.Deny, name string) error {
	is, err := t.rules(on, name)
	if err != nil {
		return err
	}
	spelled := func(f fleet.Fact) string { return fmt.Sprintf("%+v", f) }
	before, after := each(was, func(d fleet.Deny) string { return spelled(d) }), each(is, spelled)
	for i, d := range was {
		if !slices.Contains(after, before[i]) {
			t.delete(d)
		}
	}
	for i, f := range is {
		if !slices.Contains(before, after[i]) && !slices.Contains(after[:i], after[i]) {
			t.create(f)
		}
	}
	return nil
}

func (t *turn) deleteDeny() error {
	on, was, err := t.denied()
	if err != nil {
		return err
	}
	if len(was) == 0 {
		return fail("NOT_FOUND: deny policy %s on %v", t.Argument(0), on)
	}
	for _, d := range was {
		t.delete(d)
	}
	return nil
}

// createBoundary makes a policy. It bounds nobody before it is bound.
// Source: https://docs.cloud.google.com/iam/docs/principal-access-boundary-policies-create
func (t *turn) createBoundary() error {
	data, err := t.file(t.Value("details-rules"))
	if err != nil {
		return err
	}
	b := fleet.Boundary{Name: t.Argument(0)}
	if b.Resources, err = (load.Text{Name: t.Value("details-rules"), Data: data}).Boundary(); err != nil {
		return err
	}
	if v := t.Value("details-enforcement-version"); v != "" && v != "latest" {
		if b.Version, err = strconv.Atoi(v); err != nil {
			return fail("INVALID_ARGUMENT: --details-enforcement-version: %q", v)
		}
	}
	t.do(func() { t.boundaries[b.Name] = b })
	return nil
}

func (t *turn) bindBoundary() error {
	name := last(t.Value("policy"))
	b, ok := t.boundaries[name]
	if !ok {
		told, found := one(t.Session, func(b fleet.Boundary) bool { return last(b.Name) == name })
		if !found {
			return fail("NOT_FOUND: principal access boundary policy %q", name)
		}
		b = told
	}
	set, err := t.principals(t.Value("target-principal-set"))
	if err != nil {
		return err
	}
	b.Name, b.Set, b.Condition = t.Argument(0), set, t.Value("condition-expression")
	t.create(b)
	return nil
}

// principals reads how a binding names a set of principals.
func (t *turn) principals(name string) (pool.Principal, error) {
	if rest, ok := strings.CutPrefix(name, "//cloudresourcemanager.googleapis.com/"); ok {
		on, err := fleet.ParseResource(rest)
		number, badNumber := pool.ParseNumber(on.ID())
		if p, ok := t.projectFact(on.ID()); ok && on.Kind() == fleet.ProjectResource {
			number, badNumber = p.Number, nil
		}
		node, ok := map[fleet.ResourceKind]pool.NodeKind{fleet.ProjectResource: pool.NodeProject, fleet.FolderResource: pool.NodeFolder, fleet.OrganizationResource: pool.NodeOrganization}[on.Kind()]
		if err == nil && badNumber == nil && ok {
			return pool.ServiceAccounts(node, number), nil
		}
	}
	p, err := pool.Parse("principalSet:" + name + "/*")
	if err != nil {
		return p, t.cannot("--target-principal-set=%q is no set that is read: want that of a project, a folder, an organization or a pool", name)
	}
	return p, nil
}

// unbindBoundary takes a boundary from whom it was bound to, by the name of the binding.
func (t *turn) unbindBoundary() error {
	b, ok := one(t.Session, func(b fleet.Boundary) bool { return last(b.Name) == t.Argument(0) })
	if !ok {
		return fail("NOT_FOUND: policy binding %q", t.Argument(0))
	}
	t.delete(b)
	return nil
}
