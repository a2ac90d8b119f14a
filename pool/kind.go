package pool

// Kind says what sort of principal a member is. The zero Kind belongs to the zero
// Principal and prints as "invalid".
type Kind uint8

// The kinds, in the order in which Compare sorts them.
const (
	KindSubject               Kind = iota + 1 // one subject of a workload identity pool
	KindUID                                   // one Kubernetes service account object
	KindNamespace                             // every workload in the namespaces of one name
	KindCluster                               // every workload that one provider vouches for
	KindPool                                  // every identity of a workload identity pool
	KindGroup                                 // a group mapped by a self-managed pool
	KindAttribute                             // an attribute mapped by a self-managed pool
	KindWorkforce                             // people: identities of a workforce pool
	KindPoolResource                          // the pool itself as a resource, not its members
	KindServiceAccount                        // one Google service account
	KindServiceAccountSet                     // every service account below a project, folder or organization
	KindServiceAgentSet                       // every service agent below a project, folder or organization
	KindUser                                  // a Google Account
	KindGoogleGroup                           // a Google group; its members are not in the name
	KindDomain                                // every Google Account of a domain
	KindCustomer                              // every principal of a Cloud Identity customer
	KindAllUsers                              // everyone
	KindAllAuthenticatedUsers                 // every Google Account and Google service account
	KindProjectOwner                          // whoever holds roles/owner on a project
	KindProjectEditor                         // whoever holds roles/editor on a project
	KindProjectViewer                         // whoever holds roles/viewer on a project
	KindResource                              // the built-in identity of another resource, or of an agent
	KindDeleted                               // a principal that was deleted: nobody
)

var kindNames = [...]string{
	"invalid", "subject", "uid", "namespace", "cluster", "pool", "group", "attribute", "workforce", "pool-resource",
	"service-account", "service-account-set", "service-agent-set", "user", "google-group", "domain", "customer",
	"all-users", "all-authenticated-users", "project-owner", "project-editor", "project-viewer", "resource", "deleted",
}

// String gives the word for the kind, lower case and hyphenated. The words are
// part of the compatibility promise: they stand in JSON.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return kindNames[0]
}

// NodeKind says what a Number counts in a set of service accounts. The zero
// NodeKind is none.
type NodeKind uint8

// The nodes of the resource hierarchy.
const (
	NodeProject NodeKind = iota + 1
	NodeFolder
	NodeOrganization
)

var nodeNames = [...]string{"none", "projects", "folders", "organizations"}

// String gives the word that stands in a member: projects, folders or
// organizations.
func (k NodeKind) String() string {
	if int(k) < len(nodeNames) {
		return nodeNames[k]
	}
	return nodeNames[0]
}
