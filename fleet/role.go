package fleet

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
)

// power is the set of decisive permissions that a role holds: those that can lead to a service account.
// Source: https://docs.cloud.google.com/iam/docs/service-account-permissions
type power uint16

const (
	mintToken             power = 1 << iota // iam.serviceAccounts.getAccessToken
	delegateThrough                         // iam.serviceAccounts.implicitDelegation
	sign                                    // iam.serviceAccounts.signBlob, signJwt
	createKey                               // iam.serviceAccountKeys.create
	setAccountPolicy                        // iam.serviceAccounts.setIamPolicy
	setProjectPolicy                        // resourcemanager.projects.setIamPolicy
	setFolderPolicy                         // resourcemanager.folders.setIamPolicy
	setOrganizationPolicy                   // resourcemanager.organizations.setIamPolicy
	allPowers             = 1<<iota - 1
)

// permissions names the powers as IAM does.
var permissions = map[string]power{
	"iam.serviceAccounts.getAccessToken":         mintToken,
	"iam.serviceAccounts.implicitDelegation":     delegateThrough,
	"iam.serviceAccounts.signBlob":               sign,
	"iam.serviceAccounts.signJwt":                sign,
	"iam.serviceAccountKeys.create":              createKey,
	"iam.serviceAccounts.setIamPolicy":           setAccountPolicy,
	"resourcemanager.projects.setIamPolicy":      setProjectPolicy,
	"resourcemanager.folders.setIamPolicy":       setFolderPolicy,
	"resourcemanager.organizations.setIamPolicy": setOrganizationPolicy,
}

// powersOf reads permission names in the spelling of allow policies and custom roles.
func powersOf(names []string) power {
	var p power
	for _, n := range names {
		p |= permissions[n]
	}
	return p
}

// deniable turns the spelling of deny policies (iam.googleapis.com/serviceAccounts.getAccessToken) into the other.
// Source: https://docs.cloud.google.com/iam/docs/deny-permissions-support
func deniable(name string) string {
	service, rest, ok := strings.Cut(name, "/")
	if !ok {
		return name
	}
	if service == "cloudresourcemanager.googleapis.com" {
		return "resourcemanager." + rest
	}
	return strings.TrimSuffix(service, ".googleapis.com") + "." + rest
}

//go:embed roles.tsv
var rolesTable string

// predefined is the table of Google's predefined roles with the decisive permissions they hold; its head names its sources.
var predefined = readRoles(rolesTable)

func readRoles(table string) map[string]power {
	roles := map[string]power{}
	for line := range strings.Lines(table) {
		name, held, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if ok && !strings.HasPrefix(name, "#") {
			roles[name] = powersOf(strings.Fields(held))
		}
	}
	return roles
}

func (c *compiler) compileRoles() {
	c.roles = map[string]power{}
	key := func(a, b Role) int { return compareText(a.Name, b.Name) }
	same := func(a, b Role) bool { return slices.Equal(sortedText(a.Permissions), sortedText(b.Permissions)) }
	for _, r := range distinct(c, c.builder.roles, key, same, func(r Role) string { return fmt.Sprintf("role %q", r.Name) }) {
		if !customRole(r.fact.Name) {
			c.fault(r.at, fmt.Sprintf("role %q", r.fact.Name), "want organizations/N/roles/ID or projects/ID/roles/ID: predefined roles are known already")
		}
		c.roles[r.fact.Name] = powersOf(r.fact.Permissions)
	}
}

func sortedText(s []string) []string {
	s = slices.Clone(s)
	slices.Sort(s)
	return slices.Compact(s)
}

// customRole reports the spelling of a custom role. Role IDs are case sensitive.
func customRole(name string) bool {
	parts := strings.Split(name, "/")
	return len(parts) == 4 && (parts[0] == "organizations" || parts[0] == "projects") && parts[1] != "" && parts[2] == "roles" && parts[3] != ""
}

// powers is what a role can do, and why that is not certain. A role that nobody defined may hold anything.
func (c *compiler) powers(b told[Binding]) (power, []Reason) {
	role := b.fact.Role
	if p, ok := c.roles[role]; ok {
		return p, nil
	}
	if customRole(role) {
		return allPowers, []Reason{{fmt.Sprintf("what role %q holds was not told", role), "the permissions of the role"}}
	}
	if id, ok := strings.CutPrefix(role, "roles/"); !ok || id == "" || strings.Contains(id, "/") {
		c.fault(b.at, nameBinding(b.fact), fmt.Sprintf("%q is not a role: want roles/ID, projects/ID/roles/ID or organizations/N/roles/ID", role))
	}
	// A policy read without asking for version 3 hides its conditions and renames the role, so the grant
	// that is left is not the one that holds: https://docs.cloud.google.com/iam/docs/troubleshooting-withcond
	if strings.Contains(role, "_withcond_") {
		c.fault(b.at, nameBinding(b.fact), fmt.Sprintf("role %q shows that the policy was read without its conditions: read it again with version 3", role))
	}
	if p, ok := predefined[role]; ok {
		return p, nil
	}
	return allPowers, []Reason{{fmt.Sprintf("what role %q holds is not known: it is not among the predefined roles as they were read", role), "the permissions of the role"}}
}
