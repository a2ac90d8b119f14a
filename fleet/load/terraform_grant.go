package load

import (
	"fmt"
	"strings"

	"fleettrust.example/fleet"
)

// What stands where a plan does not know who holds a grant, and under which condition. The latter no evaluator takes for true or false.
const (
	knownAfterApply  = "known after apply"
	unknownCondition = "known_after_apply"
)

// grantTypes are the resources whose grants matter, by the start of the type.
var grantTypes = []struct {
	prefix string
	on     func(*stack, *resource) (fleet.Resource, bool)
	kind   fleet.ResourceKind
}{
	{"google_project_iam_", (*stack).onProject, fleet.ProjectResource},
	{"google_folder_iam_", (*stack).onFolder, fleet.FolderResource},
	{"google_organization_iam_", (*stack).onOrganization, fleet.OrganizationResource},
	{"google_service_account_iam_", (*stack).onAccount, fleet.AccountResource},
}

// readGrant reads one member, all members of one role, or a whole policy. Where it is not known on what, the policy of any resource of
// that kind is in doubt.
// Source: https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/google_project_iam
func (t *stack) readGrant(r *resource) {
	for _, g := range grantTypes {
		if form, ok := strings.CutPrefix(r.kind, g.prefix); ok {
			on, known := g.on(t, r)
			switch {
			case known && form == "policy":
				t.readPolicyData(r, on)
			case known:
				t.readMembers(r, on, t.condition(r))
			case t.faulty == 0 && !r.isData:
				t.readGrantSomewhere(r, g.kind)
			}
		}
	}
}

// readGrantSomewhere admits a grant on what is not known. Where it surely is on one of some accounts of the file, no others are in
// doubt; it is told of the one with the same key, as it may be on that one.
func (t *stack) readGrantSomewhere(r *resource, kind fleet.ResourceKind) {
	among, sure := t.oneOf(r, "service_account_id", "google_service_account")
	if !sure || len(among) == 0 {
		t.doubt(r, fleet.GapPolicy, kind, "the grant is on what is "+knownAfterApply)
		return
	}
	t.lack("on which account the grant is, is " + knownAfterApply + ": " + t.pointing(r, "service_account_id"))
	for _, account := range among {
		email, known := t.email(account)
		if alike := account.index == r.index && r.index != ""; alike && known && !strings.HasSuffix(r.kind, "_policy") {
			t.readMembers(r, fleet.OnAccount(email), nested("condition", said("expression", unknownCondition)))
		}
	}
	if t.doubted[among[0]] {
		return // as another grant on one of them has left them all
	}
	t.doubted[among[0]] = true
	for _, account := range among {
		if email, known := t.email(account); known && t.accounts[email] != nil {
			t.gap(r.values.source(), fleet.GapPolicy, fleet.OnAccount(email))
		}
	}
}

func (t *stack) onProject(r *resource) (fleet.Resource, bool) {
	p, ok := t.projectAt(r)
	if !ok {
		return fleet.Resource{}, false
	}
	return fleet.InProject(p.id), true
}

// projectAt gives the project that a resource is in, which from now on is part of the world.
func (t *stack) projectAt(r *resource) (*project, bool) {
	said, known := t.projectOf(r)
	at := r.attribute("project")
	if !known || at.present() && at.v.shape == text && !t.isFilledIn(at) {
		return nil, false
	}
	if mark := placeholder(said); mark != "" {
		r.values.fault("project %q holds the unresolved placeholder %q", shorten(said), mark)
		return nil, false
	}
	id, ok := t.projectID(said)
	if !ok {
		t.lack(fmt.Sprintf("it is of project %q, and nothing says the ID of that project: gcloud projects describe %s", shorten(said), shorten(said)))
		return nil, false
	}
	return t.project(id, r.values.source()), true
}

func (t *stack) onFolder(r *resource) (fleet.Resource, bool) {
	return t.onNode(r, "folder", "folders/")
}
func (t *stack) onOrganization(r *resource) (fleet.Resource, bool) {
	return t.onNode(r, "org_id", "organizations/")
}

// onNode gives the folder or organization that an attribute names, with or without what it is.
func (t *stack) onNode(r *resource, attribute, kind string) (fleet.Resource, bool) {
	said, known := t.text(r, attribute)
	at := r.attribute(attribute)
	if !known {
		return fleet.Resource{}, false
	}
	on, err := fleet.ParseResource(kind + strings.TrimPrefix(said, kind))
	if mark := placeholder(said); err != nil || mark != "" {
		at.fault("%q is not the number of one of %s", shorten(said), strings.TrimSuffix(kind, "/"))
		return on, false
	}
	t.node(on, r.values.source())
	return on, true
}

// onAccount gives the service account that a resource names in full, or by its e-mail.
func (t *stack) onAccount(r *resource) (fleet.Resource, bool) {
	said, known := t.text(r, "service_account_id")
	if !known {
		return fleet.Resource{}, false
	}
	at := r.attribute("service_account_id")
	email, full := emailOf(said), strings.Contains(said, "/")
	if !at.isUnknown() && !t.isFilledIn(at) || !isAccount(at, email) {
		return fleet.Resource{}, false
	}
	a := t.account(email, r.values.source())
	if owner, _, _ := strings.Cut(strings.TrimPrefix(said, "projects/"), "/"); a.owner == nil && full && owner != "-" {
		if id, ok := t.projectID(owner); ok {
			a.owner = t.project(id, r.values.source())
		}
	}
	return fleet.OnAccount(email), true
}

// emailOf gives that of an account which is named in full, or by it alone.
func emailOf(said string) string {
	if _, email, full := strings.Cut(said, "/serviceAccounts/"); full {
		return email
	}
	return said
}

// readPolicyData reads a whole policy, which stands as JSON in a text.
func (t *stack) readPolicyData(r *resource, on fleet.Resource) {
	data := r.attribute("policy_data")
	switch {
	case data.isUnknown():
		t.doubtOn(r, fleet.GapPolicy, on, "its policy is "+knownAfterApply+": "+t.pointing(r, "policy_data"))
		return
	case data.text() == "":
		data.need()
		return
	}
	v, flaw := parseJSON([]byte(data.text()))
	if flaw != nil {
		data.fault("%s", flaw.wrong)
		return
	}
	v.moveTo(data.line())
	t.readPolicy(item{t.file, v, &data, "policy"}, on)
	if a := t.accounts[on.ID()]; a != nil && on.Kind() == fleet.AccountResource {
		a.policy = t.policies[on]
	}
}

// moveTo gives a value and all in it the line of the text it stands in.
func (v *value) moveTo(line int) {
	v.line = line
	for i := range v.items {
		v.items[i].moveTo(line)
	}
}

// readMembers reads a role and who holds it. A member that is not known is somebody.
func (t *stack) readMembers(r *resource, on fleet.Resource, condition part) {
	role, known := t.text(r, "role")
	if !known {
		t.doubtOn(r, fleet.GapPolicy, on, "its role is "+knownAfterApply+": "+t.pointing(r, "role"))
		return
	}
	members, unread := t.members(r)
	of := kept("role", r.attribute("role"))
	if r.attribute("role").isUnknown() {
		of = said("role", role)
	}
	b := r.values.made(of, condition, part{"members", value{shape: list, items: members}})
	t.readBinding(b, on)
	for _, what := range unread {
		t.tell(r.values.source(), fleet.Binding{On: on, Role: role, Condition: b.field("condition").field("expression").text(), Unread: shorten(what)})
	}
}

// condition gives that of a grant, if it has one.
func (t *stack) condition(r *resource) part {
	switch e := r.attribute("condition", "expression"); {
	case !e.present():
		return part{}
	case e.isUnknown():
		return nested("condition", said("expression", unknownCondition))
	default:
		return nested("condition", kept("expression", e))
	}
}

// members gives those that are known, and what the others are to be.
func (t *stack) members(r *resource) (known []value, unread []string) {
	name, all := "member", []item{r.attribute("member")}
	if strings.HasSuffix(r.kind, "_binding") {
		name = "members"
		if all[0] = r.attribute(name); all[0].present() && !all[0].isUnknown() {
			all = all[0].list()
		}
	}
	later := 0
	for _, m := range all {
		switch {
		case m.isUnknown():
			later++
		case !m.present():
			m.fault("is missing: who holds the role?")
		case m.v.shape != text || !t.isHollow(m):
			known = append(known, *m.v)
		}
	}
	switch {
	case later == 0:
		return known, nil
	case name == "members" && r.attribute(name).isUnknown(): // what else is in the list is lost
		return nil, []string{knownAfterApply + ": " + t.pointing(r, name)}
	}
	return t.laterMembers(r, name, known, later)
}

// laterMembers adds the members that are known after apply, where each surely is a service account of the plan.
func (t *stack) laterMembers(r *resource, name string, known []value, count int) ([]value, []string) {
	refs, sure := t.references(r, name)
	var made []value
	for _, ref := range refs {
		email, ok := t.accountOf(ref)
		sure = sure && ok
		made = append(made, value{shape: text, line: r.values.line(), text: "serviceAccount:" + email})
	}
	if sure && len(made) == count {
		return append(known, made...), nil
	}
	return known, []string{knownAfterApply + ": " + t.pointing(r, name)}
}

// accountOf gives the e-mail of the service account that a reference makes a member of.
func (t *stack) accountOf(ref reference) (string, bool) {
	if ref.to.kind != "google_service_account" || ref.attribute != "email" && ref.attribute != "member" {
		return "", false
	}
	return t.email(ref.to)
}
