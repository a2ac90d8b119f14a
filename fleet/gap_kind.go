package fleet

// A GapKind says what was not read.
type GapKind uint8

// What may be missing from a world.
const (
	NoGap          GapKind = iota
	GapObjects             // the namespaces and service accounts of a cluster
	GapClusters            // the clusters of a project
	GapMemberships         // the memberships of the fleet a project hosts
	GapAccounts            // the Google service accounts of a project
	GapPolicy              // the allow policy of a resource
	GapNodePools           // the node pools of a cluster
	GapPods                // the pods of a cluster
	GapRBAC                // the roles and role bindings of a cluster
	GapScopes              // the scopes, scope bindings and fleet namespaces of the fleet a project hosts
	GapOrgPolicies         // the organization policies set on a project, folder or organization
)
