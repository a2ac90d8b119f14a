package pool

import "strings"

// AccountKind says who made a service account, as far as its address tells. The
// zero AccountKind is none.
type AccountKind uint8

// The kinds of service account.
const (
	AccountUserManaged    AccountKind = iota + 1 // NAME@PROJECT.iam.gserviceaccount.com
	AccountDefaultCompute                        // NUMBER-compute@developer.gserviceaccount.com
	AccountAppEngine                             // PROJECT@appspot.gserviceaccount.com
	AccountServiceAgent                          // service-NUMBER@gcp-sa-….iam.gserviceaccount.com and the like
	AccountGoogleAPIs                            // NUMBER@cloudservices.gserviceaccount.com
	AccountCloudBuild                            // NUMBER@cloudbuild.gserviceaccount.com
	AccountOther                                 // any other address
)

var accountNames = [...]string{
	"none", "user-managed", "default-compute", "app-engine", "service-agent", "google-apis", "cloud-build", "other",
}

// String gives the word for the kind, lower case and hyphenated.
func (k AccountKind) String() string {
	if int(k) < len(accountNames) {
		return accountNames[k]
	}
	return accountNames[0]
}

// Account is what the address of a service account says about it. Project is the
// ID of the project that owns it and Number that project's number; each is zero if the
// address does not show it. For a service agent the number is that of the project it
// works for, which does not own it.
type Account struct {
	Kind    AccountKind
	Project string
	Number  Number
}

// Account reads the address of a service account. It is false for other kinds.
//
// In another universe the address does not say how the project ID is joined to the
// universe, and Project is empty. A service agent whose domain is not known to this
// package is taken for user-managed, in a project of that name.
func (p Principal) Account() (Account, bool) {
	if p.kind != KindServiceAccount {
		return Account{}, false
	}
	local, domain, _ := cutLast(p.a, "@")
	if owner, ok := strings.CutSuffix(domain, ".iam."+accountDomain); ok {
		return ownedAccount(local, owner), true
	}
	host, _ := strings.CutSuffix(domain, "."+accountDomain)
	return builtInAccount(local, host), true
}

func builtInAccount(local, host string) Account {
	number, suffix := leadingNumber(local)
	switch {
	case host == "developer" && number != 0 && suffix == "-compute":
		return Account{Kind: AccountDefaultCompute, Number: number}
	case host == "cloudservices" && number != 0 && suffix == "":
		return Account{Kind: AccountGoogleAPIs, Number: number}
	case host == "cloudbuild" && number != 0 && suffix == "":
		return Account{Kind: AccountCloudBuild, Number: number}
	case host == "appspot" && checkProject(local) == nil:
		return Account{Kind: AccountAppEngine, Project: local}
	case host == "appspot":
		return Account{Kind: AccountAppEngine}
	case host == "developer":
		return Account{Kind: AccountOther, Number: number}
	default:
		return Account{Kind: AccountOther}
	}
}

// leadingNumber splits 123-compute into 123 and -compute. The number is zero if
// there is none.
func leadingNumber(s string) (Number, string) {
	suffix := strings.TrimLeft(s, "0123456789")
	n, _ := parseNumber(s[:len(s)-len(suffix)])
	return n, suffix
}

// ownedAccount reads LOCAL@OWNER.iam.gserviceaccount.com. The owner is a project,
// PROJECT.UNIVERSE, or a domain-scoped project written PROJECT.DOMAIN with a dot in the
// domain.
func ownedAccount(local, owner string) Account {
	if isAgentDomain(owner) {
		return Account{Kind: AccountServiceAgent, Number: agentNumber(local)}
	}
	project, domain, scoped := strings.Cut(owner, ".")
	switch {
	case checkProject(project) != nil:
		return Account{Kind: AccountOther}
	case !scoped:
		return Account{Kind: AccountUserManaged, Project: project}
	case strings.Contains(domain, "."):
		return Account{Kind: AccountUserManaged, Project: domain + ":" + project}
	default:
		return Account{Kind: AccountUserManaged}
	}
}

// agentNumber reads service-NUMBER and project-NUMBER. The agents of a folder or
// an organization say so (service-org-NUMBER), and their number is no project's.
func agentNumber(local string) Number {
	for _, prefix := range []string{"service-", "project-"} {
		if digits, ok := strings.CutPrefix(local, prefix); ok {
			if n, f := parseNumber(digits); f == nil {
				return n
			}
		}
	}
	return 0
}

// isAgentDomain: gcp-sa-NAME is reserved for service agents; older agents have
// domains of their own, which are listed.
func isAgentDomain(owner string) bool {
	return strings.HasPrefix(owner, "gcp-sa-") || strings.HasPrefix(owner, "gcp-ri-") || agentDomains[owner]
}
