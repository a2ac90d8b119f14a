package fleet

import (
	"cmp"
	"fmt"
	"strings"

	"fleettrust.example/pool"
)

// A ResourceKind says what a Resource is.
type ResourceKind uint8

// The resources that carry an allow policy which can reach a Google service account (GSA).
const (
	NoResource ResourceKind = iota
	OrganizationResource
	FolderResource
	ProjectResource
	AccountResource
)

// A Resource is a place where a policy can hang: an organization, a folder, a project or a Google service account.
// The zero Resource is none.
type Resource struct {
	kind ResourceKind
	id   string
}

// InOrganization is the organization of that number.
func InOrganization(n pool.Number) Resource { return Resource{OrganizationResource, n.String()} }

// InFolder is the folder of that number.
func InFolder(n pool.Number) Resource { return Resource{FolderResource, n.String()} }

// InProject is the project of that ID, or of that number written in digits.
func InProject(id string) Resource { return Resource{ProjectResource, id} }

// OnAccount is the Google service account of that e-mail.
func OnAccount(email string) Resource { return Resource{AccountResource, email} }

// Kind says what the resource is; NoResource for the zero Resource.
func (r Resource) Kind() ResourceKind { return r.kind }

// ID is the number, project ID or e-mail.
func (r Resource) ID() string { return r.id }

// String gives organizations/N, folders/N, projects/ID or serviceAccounts/EMAIL, and "" for the zero Resource.
func (r Resource) String() string {
	switch r.kind {
	case NoResource:
		return ""
	case OrganizationResource:
		return "organizations/" + r.id
	case FolderResource:
		return "folders/" + r.id
	case ProjectResource:
		return "projects/" + r.id
	case AccountResource:
		return "serviceAccounts/" + r.id
	default:
		return fmt.Sprintf("resource(%d)/%s", r.kind, r.id)
	}
}

// ParseResource reads what String writes, and projects/P/serviceAccounts/EMAIL besides.
func ParseResource(s string) (Resource, error) {
	what, id, _ := strings.Cut(s, "/")
	n, numErr := pool.ParseNumber(id)
	switch {
	case what == "organizations" && numErr == nil:
		return InOrganization(n), nil
	case what == "folders" && numErr == nil:
		return InFolder(n), nil
	case what == "serviceAccounts" && id != "" && !strings.Contains(id, "/"):
		return OnAccount(id), nil
	case what == "projects":
		return parseInProject(s, id)
	}
	return Resource{}, fmt.Errorf("resource %q: want organizations/N, folders/N, projects/ID or projects/ID/serviceAccounts/EMAIL", s)
}

func parseInProject(s, rest string) (Resource, error) {
	id, account, nested := strings.Cut(rest, "/serviceAccounts/")
	switch {
	case nested && account != "" && !strings.Contains(account, "/"):
		return OnAccount(account), nil
	case !nested && id != "" && !strings.Contains(id, "/"):
		return InProject(id), nil
	}
	return Resource{}, fmt.Errorf("resource %q: want projects/ID or projects/ID/serviceAccounts/EMAIL", s)
}

func (r Resource) compare(q Resource) int {
	return cmp.Or(cmp.Compare(r.kind, q.kind), strings.Compare(r.id, q.id))
}
