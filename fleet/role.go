package fleet

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
)

// power is the set of decisive permissions that a role holds: those that can lead to a service account, and those that
// let somebody become what it is not.
// Source: https://docs.cloud.google.com/iam/docs/service-account-permissions
type power uint64

const (
	mintToken             power = 1 << iota // iam.serviceAccounts.getAccessToken
	delegateThrough                         // iam.serviceAccounts.implicitDelegation
	signBlob                                // iam.serviceAccounts.signBlob
	signJwt                                 // iam.serviceAccounts.signJwt
	createKey                               // iam.serviceAccountKeys.create
	setAccountPolicy                        // iam.serviceAccounts.setIamPolicy
	setProjectPolicy                        // resourcemanager.projects.setIamPolicy
	setFolderPolicy                         // resourcemanager.folders.setIamPolicy
	setOrganizationPolicy                   // resourcemanager.organizations.setIamPolicy
	createPods                              // and the permissions below: see permissions
	execPods
	mintKSATokens
	impersonate
	createKSAs
	createNamespaces
	writeBindings
	bindRoles
	escalateRoles
	readSecrets
	proxyNodes
	controlAdmission
	createClusters
	registerClusters
	alterMemberships
	bindScopes
	createFleetNamespaces
	bindScopeRoles
	liftConstraints
	enableAccounts
	attach
	allPowers = 1<<iota - 1
)

const (
	sign          = signBlob | signJwt
	policyPowers  = setProjectPolicy | setFolderPolicy | setOrganizationPolicy
	accountPowers = createPods - 1                // lead to a service account
	rightPowers   = allPowers &^ (createPods - 1) // let their holder become what it is not
)

// permissions names the powers as IAM does.
// Sources: https://docs.cloud.google.com/iam/docs/service-account-permissions;
// https://docs.cloud.google.com/iam/docs/roles-permissions/container and /gkehub, read 2026-11-21.
var permissions = map[string]power{
	"iam.serviceAccounts.getAccessToken":         mintToken,
	"iam.serviceAccounts.implicitDelegation":     delegateThrough,
	"iam.serviceAccounts.signBlob":               signBlob,
	"iam.serviceAccounts.signJwt":                signJwt,
	"iam.serviceAccountKeys.create":              createKey,
	"iam.serviceAccounts.setIamPolicy":           setAccountPolicy,
	"resourcemanager.projects.setIamPolicy":      setProjectPolicy,
	"resourcemanager.folders.setIamPolicy":       setFolderPolicy,
	"resourcemanager.organizations.setIamPolicy": setOrganizationPolicy,

	"container.pods.create":                          createPods,
	"container.deployments.create":                   createPods,
	"container.deployments.update":                   createPods,
	"container.daemonSets.create":                    createPods,
	"container.daemonSets.update":                    createPods,
	"container.statefulSets.create":                  createPods,
	"container.statefulSets.update":                  createPods,
	"container.replicaSets.create":                   createPods,
	"container.replicaSets.update":                   createPods,
	"container.replicationControllers.create":        createPods,
	"container.replicationControllers.update":        createPods,
	"container.jobs.create":                          createPods,
	"container.cronJobs.create":                      createPods,
	"container.cronJobs.update":                      createPods,
	"container.pods.exec":                            execPods,
	"container.pods.attach":                          execPods,
	"container.serviceAccounts.createToken":          mintKSATokens,
	"container.clusters.impersonate":                 impersonate,
	"container.serviceAccounts.create":               createKSAs,
	"container.namespaces.create":                    createNamespaces,
	"container.roleBindings.create":                  writeBindings,
	"container.clusterRoleBindings.create":           writeBindings,
	"container.roles.bind":                           bindRoles,
	"container.clusterRoles.bind":                    bindRoles,
	"container.roles.escalate":                       escalateRoles,
	"container.clusterRoles.escalate":                escalateRoles,
	"container.secrets.get":                          readSecrets,
	"container.secrets.list":                         readSecrets,
	"container.nodes.proxy":                          proxyNodes,
	"container.mutatingWebhookConfigurations.create": controlAdmission,
	"container.mutatingWebhookConfigurations.update": controlAdmission,
	"container.clusters.create":                      createClusters,
	"gkehub.memberships.create":                      registerClusters,
	"gkehub.memberships.update":                      alterMemberships,
	"gkehub.membershipbindings.create":               bindScopes,
	"gkehub.namespaces.create":                       createFleetNamespaces,
	"gkehub.rbacrolebindings.create":                 bindScopeRoles,
	"orgpolicy.policy.set":                           liftConstraints,
	"orgpolicy.policies.create":                      liftConstraints,
	"orgpolicy.policies.update":                      liftConstraints,
	"orgpolicy.policies.delete":                      liftConstraints,
	"iam.serviceAccounts.enable":                     enableAccounts,
	"iam.serviceAccounts.actAs":                      attach,
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

// RoleTable is the table of the predefined roles that are known without being told, as text: lines of a role, a tab, and those
// of its permissions that count here, divided by blanks; and first its sources, behind #.
func RoleTable() string { return rolesTable }

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
	c.roles, c.meanings = map[string]power{}, map[string]meaning{}
	key := func(a, b Role) int { return compareText(a.Name, b.Name) }
	same := func(a, b Role) bool { return slices.Equal(sortedText(a.Permissions), sortedText(b.Permissions)) }
	for _, r := range distinct(c, c.builder.roles, key, same, nameRole) {
		if !customRole(r.fact.Name) {
			c.fault(r.at, nameRole(r.fact), "want organizations/N/roles/ID or projects/ID/roles/ID: predefined roles are known already")
		}
		c.roles[r.fact.Name] = powersOf(r.fact.Permissions)
	}
}

func nameRole(r Role) string { return fmt.Sprintf("role %q", r.Name) }

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

// meaning reads a role. One that nobody defined may hold anything.
func (c *compiler) meaning(role string) meaning {
	if p, ok := c.roles[role]; ok {
		return meaning{powers: p}
	}
	if customRole(role) {
		return meaning{powers: allPowers, doubts: []Reason{{fmt.Sprintf("what role %q holds was not told", role), "the permissions of the role"}}}
	}
	var wrong []string
	if id, ok := strings.CutPrefix(role, "roles/"); !ok || id == "" || strings.Contains(id, "/") {
		wrong = append(wrong, fmt.Sprintf("%q is not a role: want roles/ID, projects/ID/roles/ID or organizations/N/roles/ID", role))
	}
	// A policy read without asking for version 3 hides its conditions and renames the role, so the grant
	// that is left is not the one that holds: https://docs.cloud.google.com/iam/docs/troubleshooting-withcond
	if strings.Contains(role, "_withcond_") {
		wrong = append(wrong, fmt.Sprintf("role %q shows that the policy was read without its conditions: read it again with version 3", role))
	}
	if p, ok := predefined[role]; ok {
		return meaning{p, nil, wrong}
	}
	return meaning{allPowers, []Reason{{fmt.Sprintf("what role %q holds is not known: it is not among the predefined roles as they were read", role), "the permissions of the role"}}, wrong}
}
