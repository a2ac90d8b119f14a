package fuzz

import (
	"slices"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"pgregory.net/rapid"
)

// The roles that are drawn: those of one decisive permission or a few, those of many, those of none, and one that
// nobody knows. Custom roles come four times: they alone can delegate without minting.
var roles = []string{
	"roles/iam.workloadIdentityUser",
	projectRole,
	"roles/iam.serviceAccountTokenCreator",
	organizationRole,
	"roles/iam.serviceAccountKeyAdmin",
	"roles/iam.serviceAccountAdmin",
	"roles/iam.serviceAccountOpenIdTokenCreator",
	"roles/resourcemanager.projectIamAdmin",
	"roles/resourcemanager.folderAdmin",
	"roles/resourcemanager.organizationAdmin",
	"roles/owner",
	"roles/viewer",
	"roles/iam.serviceAccountUser",
	"roles/example.unheardOf",
	"roles/securesourcemanager.serviceAgent",
	otherProjectRole,
	organizationRole,
}

const (
	projectRole      = "projects/alpha/roles/custom"
	otherProjectRole = "projects/alpha/roles/Custom" // IDs of roles are case sensitive
	organizationRole = "organizations/1/roles/custom"
)

var permissions = []string{
	"iam.serviceAccounts.implicitDelegation",
	"iam.serviceAccounts.signJwt",
	"iam.serviceAccounts.getAccessToken",
	"iam.serviceAccounts.implicitDelegation",
	"iam.serviceAccountKeys.create",
	"iam.serviceAccounts.setIamPolicy",
	"resourcemanager.projects.setIamPolicy",
	"resourcemanager.folders.setIamPolicy",
	"resourcemanager.organizations.setIamPolicy",
	"iam.serviceAccounts.actAs",
}

// deniedPermissions are in both spellings.
var deniedPermissions = []string{
	"iam.googleapis.com/serviceAccounts.getAccessToken",
	"iam.serviceAccounts.signBlob",
	"iam.googleapis.com/serviceAccounts.*",
	"cloudresourcemanager.googleapis.com/projects.setIamPolicy",
	"storage.googleapis.com/objects.get",
}

func (w *world) drawAccounts() {
	var all []fleet.GSA
	for _, p := range of[fleet.Project](w.facts) {
		all = append(all, accountsOf(p)...)
	}
	seen := map[string]bool{}
	for range pick(w.t, "accounts", 0, 1, 2, 3, 4, 5) {
		a := pick(w.t, "account", all...)
		if seen[a.Email] {
			continue
		}
		seen[a.Email] = true
		a.Disabled = rarely(w.t, 8, "disabled")
		w.add(a)
	}
}

// accountsOf lists the accounts that a project may have. Where the e-mail tells the project, the fact need not.
func accountsOf(p fleet.Project) []fleet.GSA {
	if p.Pool.IsValid() {
		return []fleet.GSA{{Email: "app@gamma.acme.example.iam.gserviceaccount.com", Project: p.ID}}
	}
	all := []fleet.GSA{
		{Email: "app@" + p.ID + ".iam.gserviceaccount.com"},
		{Email: "job@" + p.ID + ".iam.gserviceaccount.com", Project: p.ID},
	}
	if p.Number != 0 {
		all = append(all, fleet.GSA{Email: p.Number.String() + "-compute@developer.gserviceaccount.com"})
	}
	return all
}

func (w *world) drawRoles() {
	for _, name := range []string{projectRole, otherProjectRole, organizationRole} {
		if !rarely(w.t, 4, "role not told") {
			r := fleet.Role{Name: name}
			for range 1 + upTo(w.t, 1, "permissions") {
				r.Permissions = append(r.Permissions, pick(w.t, "permission", permissions...))
			}
			w.add(r)
		}
	}
}

func (w *world) drawBindings() {
	for range upTo(w.t, 10, "bindings") {
		b := fleet.Binding{Role: pick(w.t, "role", roles...), Member: Principal(w.facts).Draw(w.t, "member")}
		b.On = pick(w.t, "on", w.policyHolders()...)
		if rarely(w.t, 10, "conditional") {
			w.addSibling(b)
			b.Condition = w.condition()
		}
		if rarely(w.t, 20, "unread") {
			b.Member, b.Unread = pool.Principal{}, "serviceAccount:${PROJECT}.svc.id.goog[shop/app]"
		}
		w.add(b)
	}
}

// addSibling adds, half the time, the binding without a condition to one that gets one.
func (w *world) addSibling(b fleet.Binding) {
	if rarely(w.t, 2, "without a condition too") {
		w.add(b)
	}
}

// policyHolders lists the resources whose allow policy may be drawn: accounts, those too that are only named by a
// grant, and then their projects, folders and organization. Accounts come three times, so that they are drawn more often.
func (w *world) policyHolders() []fleet.Resource {
	var accounts []fleet.Resource
	for _, e := range emails(w.facts) {
		accounts = append(accounts, fleet.OnAccount(e))
	}
	return slices.Concat(accounts, accounts, accounts, nodes(w.facts))
}

// emails lists the accounts that were told or that a grant names.
func emails(facts []fleet.Fact) []string {
	var all []string
	for _, a := range of[fleet.GSA](facts) {
		all = append(all, a.Email)
	}
	for _, b := range of[fleet.Binding](facts) {
		if m := b.Member.Canonical(); m.Kind() == pool.KindServiceAccount && !slices.Contains(all, m.Email()) {
			all = append(all, m.Email())
		}
	}
	for _, g := range of[fleet.Group](facts) {
		for _, m := range g.Members {
			if m = m.Canonical(); m.Kind() == pool.KindServiceAccount && !slices.Contains(all, m.Email()) {
				all = append(all, m.Email())
			}
		}
	}
	return all
}

// nodes lists projects by ID and by number, folders and the organization.
func nodes(facts []fleet.Fact) []fleet.Resource {
	var all []fleet.Resource
	for _, p := range of[fleet.Project](facts) {
		all = append(all, fleet.InProject(p.ID))
		if p.Number != 0 {
			all = append(all, fleet.InProject(p.Number.String()))
		}
	}
	for _, f := range of[fleet.Folder](facts) {
		all = append(all, fleet.InFolder(f.Number))
	}
	for _, o := range of[fleet.Organization](facts) {
		all = append(all, fleet.InOrganization(o.Number))
	}
	return all
}

// drawGroups tells the members of a group or two: people, accounts, and groups, those not told and itself among them.
func (w *world) drawGroups() {
	for _, name := range groups {
		if !rarely(w.t, 2, "group told") {
			continue
		}
		g := fleet.Group{Name: parse(name)}
		a := &aim{w.t, w.facts}
		for range upTo(w.t, 3, "in group") {
			g.Members = append(g.Members, pick(w.t, "member of group", a.account, a.account, a.group, a.person)())
		}
		g.Members = slices.DeleteFunc(g.Members, func(p pool.Principal) bool { return p.Kind() == pool.KindProjectOwner })
		w.add(g)
	}
}

func (w *world) drawDenies() {
	if rarely(w.t, 3, "deny") {
		w.add(w.drawDeny())
	}
}

// Deny draws a deny rule aimed at a world, which must have a project.
func Deny(facts []fleet.Fact) *rapid.Generator[fleet.Deny] {
	return rapid.Custom(func(t *rapid.T) fleet.Deny {
		d := (&world{t, facts}).drawDeny()
		d.Name = "deny-2"
		return d
	})
}

func (w *world) drawDeny() fleet.Deny {
	d := fleet.Deny{On: pick(w.t, "on", nodes(w.facts)...), Name: "deny-1", Permissions: []string{pick(w.t, "denied", deniedPermissions...)}}
	for range upTo(w.t, 2, "denied to") {
		d.Principals = append(d.Principals, w.denied("denied principal"))
	}
	if rarely(w.t, 2, "exempt") {
		d.ExceptPrincipals = append(d.ExceptPrincipals, w.denied("exempt principal"))
	}
	if rarely(w.t, 4, "but for") {
		d.ExceptPermissions = append(d.ExceptPermissions, pick(w.t, "permission but for", deniedPermissions...))
	}
	if rarely(w.t, 3, "denied if") {
		d.Condition = w.condition()
	}
	return d
}

// denied draws whom a deny rule means: mostly somebody whom a grant means.
func (w *world) denied(label string) pool.Principal {
	all := []pool.Principal{Principal(w.facts).Draw(w.t, label)}
	for _, b := range of[fleet.Binding](w.facts) {
		if b.Unread == "" {
			all = append(all, b.Member)
		}
	}
	return pick(w.t, label, all...)
}

func (w *world) drawGaps() {
	if rarely(w.t, 6, "gap") {
		w.add(Gap(w.facts).Draw(w.t, "gap"))
	}
}
