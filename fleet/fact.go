package fleet

import "fleettrust.example/pool"

// A Fact is one thing the world is told to have, by value. The set is closed: Organization, Folder, Project; Cluster,
// NodePool, Fleet, Membership, Scope, ScopeBinding, FleetNamespace; Namespace, KSA, Pod, Secret, Permit; GSA, Role, Binding,
// Group, Deny, Boundary, Constraint, OrgPolicy; and Gap, which says what was not read.
type Fact interface{ fact() }

// Organization is the root of a resource hierarchy.
type Organization struct{ Number pool.Number }

// Folder lies below an organization or another folder. A zero Parent is a folder whose parent was not told.
type Folder struct {
	Number pool.Number
	Parent Resource
}

// Project has an ID, which pool names use, and a number, which principals use; zero means that the number is not known.
// A zero Parent is a project without an organization. Pool names the project's workload identity pool where it cannot
// be derived from the ID (domain-scoped projects, other universes), and says that the pool exists even when no
// cluster shows it: GKE never removes one.
// Source: https://docs.cloud.google.com/kubernetes-engine/docs/concepts/workload-identity, read 2026-04-10.
type Project struct {
	ID     string
	Number pool.Number
	Parent Resource
	Pool   pool.Name
}

// Cluster is a Kubernetes cluster. Its Project must be told too. WorkloadIdentity says whether Workload Identity
// Federation for GKE is on; Autopilot has it always on, a cluster Outside has none of its own. Pool is the pool its
// description names (workloadIdentityConfig.workloadPool), zero when the ID of the project tells it. Route says whether its
// nodes reach Google APIs: a private cluster does by Private Google Access or Cloud NAT. A route is no authorization.
type Cluster struct {
	Name             ClusterName
	Mode             Mode
	WorkloadIdentity Setting
	Pool             pool.Name
	Route            Setting
}

// Fleet is the one fleet that a project may host. TenancyPool is its scope-tenancy pool, a self-managed pool that gives
// the fleet namespaces of its scopes identities of their own; zero for none.
// Source: https://docs.cloud.google.com/kubernetes-engine/fleet-management/docs/authenticate-mixed-trust-workloads
type Fleet struct {
	Host        string
	TenancyPool pool.Name
}

// Membership registers a cluster to the fleet hosted by the project Fleet. Issuer says whether authority.issuer is
// set: without it a member has no fleet identity, nor has a Lightweight one. IdentityProvider and Pool are what
// authority says of itself; zero when not read. ClusterMissing marks a membership that outlived its cluster.
// Source: googleapis/googleapis google/cloud/gkehub/v1/membership.proto at f8291d2.
type Membership struct {
	Fleet            string
	Location, Name   string
	Cluster          ClusterName
	Issuer           Setting
	Lightweight      bool
	IdentityProvider string
	Pool             pool.Name
	ClusterMissing   bool
}

// Namespace exists in a cluster. Kubernetes gives every namespace a service account named default.
// Source: https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/
type Namespace struct {
	Cluster ClusterName
	Name    string
}

// KSA is a Kubernetes service account; its namespace need not be told besides. UID is "" when not read.
// Annotation is the value of iam.gke.io/gcp-service-account: a choice of account, never a right to it.
type KSA struct {
	Cluster         ClusterName
	Namespace, Name string
	UID             string
	Annotation      string
}

// GSA is a Google service account. Project is its project's ID, or "" to read it off the e-mail.
type GSA struct {
	Email    string
	Project  string
	Disabled bool
}

// Role defines a custom role by its permissions. Predefined roles are known already.
type Role struct {
	Name        string
	Permissions []string
}

// Binding grants a role on a resource, and on all that lies below it, to one member. A Condition that is
// not "" is kept as text; this version does not evaluate it, so the grant widens an answer to an upper bound.
// Unread is the member as it was written when it cannot be read; Member is zero then, and nobody can tell who holds
// the grant.
type Binding struct {
	On        Resource
	Role      string
	Member    pool.Principal
	Condition string
	Unread    string
}

// Deny is one rule of a deny policy attached to an organization, folder or project. Permissions are in either
// spelling (iam.serviceAccounts.getAccessToken or iam.googleapis.com/serviceAccounts.getAccessToken). No
// Principals means: anyone. An exception holds within this rule only. Unread is what of the rule could not be read, as it
// was written: whom or what it denies is in doubt then, and it cuts nothing.
// Source: https://docs.cloud.google.com/iam/docs/deny-overview, read 2026-05-30.
type Deny struct {
	On                Resource
	Name              string
	Permissions       []string
	ExceptPermissions []string
	Principals        []pool.Principal
	ExceptPrincipals  []pool.Principal
	Condition         string
	Unread            string
}

// Gap admits that something was not read, so that no answer takes its absence for a fact.
// On is the project (clusters, memberships, accounts) or the resource (policy); Cluster is for GapObjects.
type Gap struct {
	What    GapKind
	On      Resource
	Cluster ClusterName
}

func (Organization) fact() {}
func (Folder) fact()       {}
func (Project) fact()      {}
func (Cluster) fact()      {}
func (Fleet) fact()        {}
func (Membership) fact()   {}
func (Namespace) fact()    {}
func (KSA) fact()          {}
func (GSA) fact()          {}
func (Role) fact()         {}
func (Binding) fact()      {}
func (Deny) fact()         {}
func (Gap) fact()          {}
