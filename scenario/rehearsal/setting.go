package rehearsal

import (
	"slices"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

var settingDeeds = map[string]deed{
	"gcloud config set":       (*turn).set,
	"gcloud config get":       (*turn).get,
	"gcloud config get-value": (*turn).get,
	"gcloud auth list":        (*turn).accounts,
	"gcloud services enable":  (*turn).enable,
}

// idleProperties cannot matter to identity.
// Source: https://docs.cloud.google.com/sdk/gcloud/reference/config/set
var idleProperties = []string{"disable_prompts", "verbosity", "disable_usage_reporting", "disable_color", "show_structured_logs"}

func (t *turn) set() error {
	property, value := strings.TrimPrefix(t.Argument(0), "core/"), t.Argument(1)
	switch {
	case property == "project":
		t.do(func() { t.Session.project = t.projectID(value) })
	case property == "account":
		t.do(func() { t.Session.account = value })
	case property == "compute/zone" || property == "compute/region":
		t.do(func() { t.Session.location = value })
	case !slices.Contains(idleProperties, property):
		return t.cannot("property %q is not one that is read: want project, account, compute/zone or compute/region", property)
	}
	t.note("Updated property [%s].", property)
	return nil
}

func (t *turn) get() error {
	values := map[string]string{"project": t.Session.project, "account": t.Session.account, "compute/zone": t.Session.location, "compute/region": t.Session.location}
	property := strings.TrimPrefix(t.Argument(0), "core/")
	value, ok := values[property]
	if !ok {
		return t.cannot("property %q is not one that is read", property)
	}
	if value == "" {
		t.note("(unset)")
		return nil
	}
	t.say("%s", value)
	return nil
}

// typist is the account that a command is typed as, "" when nothing says.
func (t *turn) typist() string {
	for _, flag := range []string{"impersonate-service-account", "account"} {
		if v := t.Value(flag); v != "" {
			return v
		}
	}
	return t.Session.account
}

// member is the member of IAM that an account is.
func member(email string) (pool.Principal, error) {
	prefix := "user:"
	if strings.HasSuffix(email, ".gserviceaccount.com") {
		prefix = "serviceAccount:"
	}
	p, err := pool.Parse(prefix + email)
	if err != nil {
		return p, fail("INVALID_ARGUMENT: %v", err)
	}
	return p, nil
}

func (t *turn) accounts() error {
	if t.Session.account == "" {
		t.note("No credentialed accounts.")
		return nil
	}
	return t.credentialed([]string{t.Session.account})
}

// credentialed lists accounts as gcloud auth list does, the first of which is active.
func (t *turn) credentialed(emails []string) error {
	if t.Has("format") {
		var rows []any
		for i, email := range emails {
			rows = append(rows, map[string]any{"account": email, "status": []string{"ACTIVE", ""}[min(i, 1)]})
		}
		return t.list(func() []any { return rows }, "status", "account")
	}
	t.say("%24s%s\n%s", "", "Credentialed Accounts", "ACTIVE  ACCOUNT")
	for i, email := range emails {
		t.say("%-8s%s", []string{"*", ""}[min(i, 1)], email)
	}
	t.say("\nTo set the active account, run:\n    $ gcloud config set account `ACCOUNT`\n")
	return nil
}

func (t *turn) enable() error {
	project, err := t.inProject()
	if err != nil {
		return err
	}
	if _, ok := t.projectFact(project); !ok {
		return fail("PERMISSION_DENIED: project %q does not exist", project)
	}
	for _, service := range t.Given {
		if service == "compute.googleapis.com" || service == "container.googleapis.com" {
			t.defaultAccount(project)
		}
	}
	t.note("Operation finished successfully.")
	return nil
}

const (
	automaticGrants = "iam.automaticIamGrantsForDefaultServiceAccounts"
	computeSuffix   = "-compute@developer.gserviceaccount.com"
)

// defaultAccount makes the default service account of Compute Engine of a project whose number is known, once.
// Source: https://docs.cloud.google.com/iam/docs/service-account-types, read 2026-05-30.
func (t *turn) defaultAccount(project string) {
	p, _ := t.projectFact(project)
	email := p.Number.String() + computeSuffix
	made := slices.ContainsFunc(t.operations, func(op fleet.Operation) bool {
		c, ok := op.(fleet.Create)
		return ok && c.Fact == fleet.Fact(fleet.GSA{Email: email, Project: p.ID})
	})
	if p.Number == 0 || made || has(t.Session, func(f fleet.GSA) bool { return f.Email == email }) || has(t.Session, func(f fleet.Gap) bool { return f.What == fleet.GapAccounts && f.On == fleet.InProject(p.ID) }) {
		return
	}
	t.create(fleet.GSA{Email: email, Project: p.ID})
	switch t.ruled(fleet.InProject(p.ID), automaticGrants) {
	case fleet.Off:
		t.create(fleet.Binding{On: fleet.InProject(p.ID), Role: "roles/editor", Member: pool.ServiceAccount(email)})
	case fleet.Unknown:
		t.note("note: %s comes with it. Where %s is not enforced it is given roles/editor on the project: that is not done here.", email, automaticGrants)
	}
}

// ruled says whether a constraint is enforced on a resource: the policy of the nearest counts. It is not known where none was told.
// Source: https://docs.cloud.google.com/organization-policy/hierarchy-evaluation
func (s *Session) ruled(on fleet.Resource, constraint string) fleet.Setting {
	for range len(s.facts) + 1 {
		if p, ok := one(s, func(f fleet.OrgPolicy) bool { return f.On == on && f.Constraint == constraint }); ok {
			return p.Enforced
		}
		if on = s.parent(on); on.Kind() == fleet.NoResource {
			break
		}
	}
	return fleet.Unknown
}

func (s *Session) parent(on fleet.Resource) fleet.Resource {
	if on.Kind() == fleet.ProjectResource {
		p, _ := s.projectFact(on.ID())
		return p.Parent
	}
	f, _ := one(s, func(f fleet.Folder) bool { return fleet.InFolder(f.Number) == on && on.Kind() == fleet.FolderResource })
	return f.Parent
}
