package load

import "fleettrust.example/fleet"

// A reading says how a kind of object is read, and in which turn; or why it is not, though it matters.
type reading struct {
	stage kind
	take  func(*file, *connector)
	why   string
}

// connectorKinds are the kinds of Config Connector that matter here. Each object becomes what gcloud prints of the resource, and is
// read as that.
// Source: https://docs.cloud.google.com/config-connector/docs/reference/overview; GoogleCloudPlatform/k8s-config-connector apis and
// pkg/clients/generated/apis at 2a8c355, read 2026-11-22.
var connectorKinds = map[string]reading{
	"Project":                    {stage: projectFile, take: (*file).takeProject},
	"Folder":                     {stage: projectFile, take: (*file).takeFolder},
	"IAMDenyPolicy":              {stage: denyFile, take: (*file).takeDenyPolicy},
	"ContainerCluster":           {stage: clustersFile, take: (*file).takeCluster},
	"GKEHubMembership":           {stage: membershipsFile, take: (*file).takeMembership},
	"ContainerNodePool":          {stage: membershipsFile, take: (*file).takeNodePool}, // after the clusters
	"GKEHubFleet":                {stage: membershipsFile, take: (*file).takeFleet},
	"GKEHubScope":                {stage: scopesFile, take: (*file).takeScope},
	"GKEHubNamespace":            {stage: scopeFile, take: (*file).takeFleetNamespace},
	"GKEHubMembershipBinding":    {stage: bindingsFile, take: (*file).takeScopeBinding},
	"GKEHubFeature":              {stage: featuresFile, take: (*file).takeFeature},
	"IAMServiceAccount":          {stage: accountsFile, take: (*file).takeAccount},
	"IAMPolicyMember":            {stage: accountFile, take: (*file).takePolicyMember},
	"IAMPartialPolicy":           {stage: accountFile, take: (*file).takePolicy},
	"IAMPolicy":                  {stage: accountFile, take: (*file).takePolicy},
	"IAMCustomRole":              {stage: roleFile, take: (*file).takeRole},
	"OrgPolicyPolicy":            {stage: orgPolicyFile, take: (*file).takeOrgPolicy},
	"ResourceManagerPolicy":      {stage: orgPolicyFile, take: (*file).takeManagerPolicy},
	"OrgPolicyCustomConstraint":  {stage: constraintsFile, take: (*file).takeConstraint},
	"IAMServiceAccountKey":       {stage: keysFile, take: (*file).takeKey},
	"GKEHubScopeRBACRoleBinding": {why: "the roles of a team scope are read where they have effect, in the clusters"},
	"CloudIdentityGroup":         {why: wholeGroup},
	"CloudIdentityMembership":    {why: wholeGroup},
	"IAMPolicyBinding":           {why: "access boundaries are left out, and answers may hold more than they allow: gcloud iam policy-bindings list"},
}

const wholeGroup = "the members of a group are read all at once: gcloud identity groups memberships list --view=full --group-email="

// homeOf gives what an object lies in, of the kinds given, and makes it part of the world. It lists the object as not read where nothing
// says what that is.
func (f *file) homeOf(c *connector, kinds ...string) (fleet.Resource, bool) {
	on, why := c.home(kinds...)
	if why != "" {
		return on, f.missed(c, why)
	}
	f.hold(on, c.item)
	return on, true
}

// missed lists an object as not read.
func (f *file) missed(c *connector, why string) bool {
	f.notRead(c.item, "%s %q: %s", c.kind, c.name, why)
	return false
}

// hold makes a project, folder or organization part of the world.
func (f *file) hold(on fleet.Resource, at item) {
	switch on.Kind() {
	case fleet.ProjectResource:
		f.project(on.ID(), at.source())
	case fleet.FolderResource, fleet.OrganizationResource:
		f.node(on, at.source())
	}
}

// numberProject reads the number of a Project at once, since others name it by that. The service gives it, and it stands in the status of an
// object of a running cluster.
func (f *file) numberProject(c *connector) {
	made := c.made(kept("projectNumber", c.field("status").field("number")))
	if n, id := f.projectNumber(made), c.id(); n != 0 && id != "" {
		p := f.project(id, c.source())
		f.setNumber(p, n, made)
		p.whole[projectFile] = true
	}
}

// takeProject reads what a Project lies in.
func (f *file) takeProject(c *connector) {
	id := c.id()
	if id == "" {
		return
	}
	p := f.project(id, c.source())
	if up, why := c.home("Folder", "Organization"); why == "" {
		f.node(up, c.source())
		f.setParent(&p.parent, fleet.InProject(id), parent{up, c.source()})
	}
}

func (f *file) takeFolder(c *connector) {
	on, why := c.folder()
	if why != "" {
		f.missed(c, why)
		return
	}
	n := f.node(on, c.source())
	if up, why := c.home("Folder", "Organization"); why == "" {
		f.node(up, c.source())
		f.setParent(&n.parent, on, parent{up, c.source()})
	}
}

// takeRole reads an IAMCustomRole of a project or of an organization.
func (f *file) takeRole(c *connector) {
	if on, ok := f.homeOf(c, "Organization", "Project"); ok && c.id() != "" {
		f.tellRole(c.made(kept("includedPermissions", c.spec("permissions")), kept("stage", c.spec("stage")), kept("deleted", c.field("status").field("deleted"))),
			on.String()+"/roles/"+c.id())
	}
}

// takeKey reads an IAMServiceAccountKey: Config Connector writes the key into the Secret of the same name in its cluster.
// Source: https://docs.cloud.google.com/config-connector/docs/reference/resource-docs/iam/iamserviceaccountkey
func (f *file) takeKey(c *connector) {
	on, why := c.referred(c.spec("serviceAccountRef"), "IAMServiceAccount")
	switch {
	case why != "":
	case f.cluster == (fleet.ClusterName{}):
		why = "the Secret of that name in the cluster of Config Connector holds a key of " + on.ID() + ": " + whichCluster
	case !isObjectName(c.field("metadata").field("name"), c.namespace, "default"):
		why = "it does not say the namespace of the Secret that holds the key of " + on.ID()
	default:
		f.named(f.cluster, fleet.Standard, c.source())
		f.tell(c.source(), fleet.Secret{Cluster: f.cluster, Namespace: c.namespace, Name: c.name, Key: on.ID()})
		return
	}
	f.missed(c, why)
}
