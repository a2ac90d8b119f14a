package load

import (
	"cmp"
	"fmt"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// An account is a Google service account of which a list or a policy file speaks.
type account struct {
	email  string
	at     fleet.Source // of the list's entry, or else of the policy
	listed bool
	policy bool
	owner  *project // in whose folder the policy lies
}

func (r *reader) account(email string, at fleet.Source) *account {
	a := r.accounts[email]
	if a == nil {
		a = &account{email: email, at: at}
		r.accounts[email] = a
	}
	return a
}

// readAccounts reads what gcloud iam service-accounts list prints.
func (f *file) readAccounts(docs []item) int {
	return f.ofProject(docs, "accounts", f.readAccount)
}

func (f *file) readAccount(it item, p *project) {
	email := it.field("email").need()
	if email == "" || !isAccount(it.field("email"), email) {
		return
	}
	if owner := it.field("projectId"); owner.present() && !f.isOwner(owner, owner.text(), p) {
		return
	}
	a := f.account(email, it.source())
	a.listed, a.owner = true, cmp.Or(a.owner, p)
	if id := it.field("uniqueId"); id.present() {
		f.emails[id.digits()] = email
	}
	f.tell(it.source(), fleet.GSA{Email: email, Project: p.id, Disabled: it.field("disabled").truth()})
}

func isAccount(it item, email string) bool {
	if pool.ServiceAccount(email).IsValid() {
		return true
	}
	if mark := placeholder(email); mark != "" {
		it.fault("service account %q holds the unresolved placeholder %q", shorten(email), mark)
	} else {
		it.fault("%q is not the e-mail of a service account", shorten(email))
	}
	return false
}

// readAccountPolicy reads what gcloud iam service-accounts get-iam-policy prints. Only the name of the file says
// whose policy it is.
func (f *file) readAccountPolicy(it item) int {
	p, ok := f.owner()
	email := f.spot.name
	if !ok || !isAccount(it, email) {
		return 0
	}
	a := f.account(email, it.source())
	a.owner = p
	n := f.readPolicy(it, fleet.OnAccount(email))
	a.policy = f.policies[fleet.OnAccount(email)]
	return n
}

// ownerOf gives the project in whose folder the policy of an account has its place.
func (r *reader) ownerOf(a *account) string {
	if a.owner != nil {
		return a.owner.id
	}
	of, _ := pool.ServiceAccount(a.email).Account()
	return of.Project
}

// settleAccount tells an account that no list has, and admits a policy that was not read.
func (r *reader) settleAccount(a *account) {
	if !a.policy {
		r.gap(a.at, fleet.GapPolicy, fleet.OnAccount(a.email))
		r.miss(a.at, fmt.Sprintf("the grants on service account %s are not known", a.email), fmt.Sprintf("projects/%s/service-accounts/%s", r.ownerOf(a), a.email), "iam", "service-accounts", "get-iam-policy", a.email)
	}
	if a.listed {
		return
	}
	owner := ""
	if a.owner != nil {
		owner = a.owner.id
	}
	of, ok := pool.ServiceAccount(a.email).Account()
	if ok && of.Kind == pool.AccountUserManaged && of.Project != "" && a.owner == nil {
		owner = r.project(of.Project, a.at).id
	} else if ok && of.Kind == pool.AccountUserManaged && of.Project != "" && of.Project != owner {
		r.warn(a.at, fmt.Sprintf("service account %q", a.email), "", "lies in the folder of project %q, and is of project %q", owner, of.Project)
		owner = r.project(of.Project, a.at).id
	} else if a.owner != nil && a.owner.whole[accountsFile] {
		r.warn(a.at, fmt.Sprintf("service account %q", a.email), "", "is not in the list of its project's service accounts")
	}
	r.tell(a.at, fleet.GSA{Email: a.email, Project: owner})
}
