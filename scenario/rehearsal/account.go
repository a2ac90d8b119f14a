package rehearsal

import (
	"cmp"
	"encoding/json"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

var accountDeeds = map[string]deed{
	"gcloud iam service-accounts create":      (*turn).createAccount,
	"gcloud iam service-accounts delete":      (*turn).deleteAccount,
	"gcloud iam service-accounts disable":     (*turn).disableAccount,
	"gcloud iam service-accounts enable":      (*turn).enableAccount,
	"gcloud iam service-accounts describe":    (*turn).describeAccount,
	"gcloud iam service-accounts list":        (*turn).listAccounts,
	"gcloud iam service-accounts keys create": (*turn).createKey,
}

func (t *turn) createAccount() error {
	project, err := t.inProject()
	if err != nil {
		return err
	}
	email := t.Argument(0) + "@" + domain(project) + ".iam.gserviceaccount.com"
	if !pool.ServiceAccount(email).IsValid() {
		return fail("INVALID_ARGUMENT: %q is no ID of a service account", t.Argument(0))
	}
	f := fleet.GSA{Email: email}
	if addressed(email).Project != project {
		f.Project = project
	}
	t.create(f)
	t.note("Created service account [%s].", t.Argument(0))
	return nil
}

// addressed is what the e-mail of a service account says about it.
func addressed(email string) pool.Account {
	a, _ := pool.ServiceAccount(email).Account()
	return a
}

// domain is the project in an e-mail: example.com:p is p.example.com.
func domain(project string) string {
	if of, id, ok := strings.Cut(project, ":"); ok {
		return id + "." + of
	}
	return project
}

// onAccount is the service account that a command names, by e-mail or by its path: one that was told or that something names, or any
// of a project whose accounts were not told.
func (t *turn) onAccount(name string) (fleet.Resource, error) {
	email := last(name)
	for known := range t.graph.Accounts() {
		if known == email {
			return fleet.OnAccount(email), nil
		}
	}
	project := t.ownerOf(fleet.GSA{Email: email})
	if _, told := t.projectFact(project); told && !has(t.Session, func(f fleet.Gap) bool { return f.What == fleet.GapAccounts && f.On == fleet.InProject(project) }) {
		return fleet.Resource{}, fail("NOT_FOUND: Unknown service account: %s", email)
	}
	return fleet.OnAccount(email), nil
}

func (t *turn) accountFact() (fleet.GSA, error) {
	on, err := t.onAccount(t.Argument(0))
	f, told := one(t.Session, func(f fleet.GSA) bool { return f.Email == on.ID() })
	if !told {
		f.Email = on.ID()
	}
	return f, err
}

func (t *turn) deleteAccount() error {
	f, err := t.accountFact()
	if err != nil {
		return err
	}
	t.delete(f)
	t.note("deleted service account [%s]", f.Email)
	return nil
}

func (t *turn) disableAccount() error { return t.setDisabled(true, "Disabled") }
func (t *turn) enableAccount() error  { return t.setDisabled(false, "Enabled") }

func (t *turn) setDisabled(disabled bool, word string) error {
	f, err := t.accountFact()
	if err != nil {
		return err
	}
	if f.Disabled != disabled {
		f.Disabled = disabled
		t.update(f)
	}
	t.note("%s service account [%s].", word, f.Email)
	return nil
}

func (t *turn) describeAccount() error {
	f, err := t.accountFact()
	if err != nil {
		return err
	}
	return t.describe(func() any { return showAccount(f) })
}

func (t *turn) listAccounts() error {
	project, err := t.inProject()
	if err != nil {
		return err
	}
	return t.list(func() []any {
		return each(all(t.Session, func(f fleet.GSA) bool { return t.ownerOf(f) == project }), showAccount)
	}, "displayName", "email", "disabled")
}

// ownerOf is the ID of the project that owns an account.
func (s *Session) ownerOf(f fleet.GSA) string {
	a := addressed(f.Email)
	if a.Number != 0 && f.Project == "" {
		return s.projectID(a.Number.String())
	}
	return cmp.Or(f.Project, a.Project)
}

func showAccount(f fleet.GSA) any {
	project := cmp.Or(f.Project, addressed(f.Email).Project, "-")
	return map[string]any{"email": f.Email, "name": "projects/" + project + "/serviceAccounts/" + f.Email, "projectId": project, "disabled": f.Disabled}
}

// The constraints on keys of service accounts.
// Source: https://docs.cloud.google.com/organization-policy/restrict-service-accounts
var keyConstraints = []string{"iam.disableServiceAccountKeyCreation", "iam.managed.disableServiceAccountKeyCreation"}

// createKey makes a key in a file. Whom the file reaches is not followed.
func (t *turn) createKey() error {
	if !t.Has("iam-account") {
		return fail("argument --iam-account: Must be specified.")
	}
	on, err := t.onAccount(t.Value("iam-account"))
	if err != nil {
		return err
	}
	f, told := one(t.Session, func(f fleet.GSA) bool { return f.Email == on.ID() })
	if !told {
		f.Email = on.ID()
	}
	for _, constraint := range keyConstraints {
		if t.ruled(fleet.InProject(t.ownerOf(f)), constraint) == fleet.On {
			return fail("FAILED_PRECONDITION: Key creation is not allowed on this service account. Constraint `constraints/%s` violated.", constraint)
		}
	}
	name, key := t.Argument(0), keyOf(f.Email, t.ownerOf(f))
	t.do(func() { t.files[name] = key })
	t.note("created key of type [json] as [%s] for [%s]", name, f.Email)
	t.note("note: whoever reads %s can act as %s. Only the Secrets that are made of it are followed.", name, f.Email)
	return nil
}

// keyOf is a key as the service hands it out, without what makes it one.
// Source: https://docs.cloud.google.com/iam/docs/keys-create-delete
func keyOf(email, project string) []byte {
	key, _ := json.MarshalIndent(map[string]string{"type": "service_account", "project_id": project, "client_email": email, "private_key": "not a key: this one was rehearsed"}, "", "  ")
	return append(key, '\n')
}
