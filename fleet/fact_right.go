package fleet

import "fmt"

// Permit says that a subject of a cluster's Kubernetes API has a right there. Namespace "" is every namespace, those not
// yet created among them; Object "" is every object, otherwise the one of that name: a service account, a Secret, a user or
// a group. Because names the role binding. Package fleet/rbac derives permits from roles and role bindings.
// Source: https://kubernetes.io/docs/concepts/security/rbac-good-practices/
type Permit struct {
	Cluster   ClusterName
	Subject   Subject
	Right     Right
	Namespace string
	Object    string
	Because   string
}

// A Subject is who a role binding names: a user, a group, or a service account of a namespace of the same cluster. In GKE
// a user or group that is an e-mail is the user, service account or group of IAM that has it.
// Source: https://cloud.google.com/kubernetes-engine/docs/how-to/role-based-access-control
type Subject struct {
	Kind            SubjectKind
	Namespace, Name string // Namespace of a service account only
}

// A SubjectKind says what a Subject is. The zero SubjectKind is none.
type SubjectKind uint8

// The subjects of Kubernetes RBAC.
const (
	NoSubject SubjectKind = iota
	UserSubject
	GroupSubject
	AccountSubject
)

// String gives "user NAME", "group NAME" or "service account NS/NAME", and "" for the zero Subject.
func (s Subject) String() string {
	switch s.Kind {
	case UserSubject:
		return "user " + s.Name
	case GroupSubject:
		return "group " + s.Name
	case AccountSubject:
		return "service account " + s.Namespace + "/" + s.Name
	default:
		return ""
	}
}

// A Right is something that lets an actor become what it is not. The set is closed, and no policy language is in it: RBAC
// and IAM are both read into rights. The zero Right is none.
type Right uint8

// The rights that a Permit can give, and those that IAM alone gives.
const (
	CreatePods          Right = iota + 1 // create a pod, or a workload that makes pods, or change its template
	ExecPods                             // run commands in pods that run: exec, attach, ephemeral containers
	MintTokens                           // create tokens of a service account (serviceaccounts/token)
	ImpersonateAccounts                  // act in the Kubernetes API as a service account
	ImpersonateUsers                     // … as a user
	ImpersonateGroups                    // … as a member of a group
	CreateAccounts                       // create service accounts
	CreateNamespaces                     // create namespaces
	BindRoles                            // bind any role to anyone
	EscalateRoles                        // add any rule to a role that it is bound to
	ReadSecrets                          // get, list or watch Secrets
	ProxyNodes                           // reach the kubelet of a node, and through it any pod on it
	ControlAdmission                     // alter pods of others as they are created: mutating webhooks

	CreateClusters        // create a cluster in a project, or
	RegisterClusters      // register one to a fleet
	AlterMemberships      // change the issuer of a membership
	BindScopes            // bind a member cluster to a team scope
	CreateFleetNamespaces // create namespaces in all clusters of a team scope
	BindScopeRoles        // bind roles in all namespaces of a team scope
	RewritePolicies       // grant itself any role on a project or above
	LiftConstraints       // take back an organization policy
	EnableAccounts        // enable a disabled service account
)

var rightNames = [...]string{
	"none", "create pods", "exec in pods", "mint tokens", "impersonate service accounts", "impersonate users", "impersonate groups",
	"create service accounts", "create namespaces", "bind roles", "escalate roles", "read secrets", "proxy nodes", "control admission",
	"create clusters", "register clusters", "alter memberships", "bind scopes", "create fleet namespaces", "bind scope roles",
	"rewrite policies", "lift constraints", "enable service accounts",
}

// String gives the right in words, which are part of the compatibility promise: they stand in JSON.
func (r Right) String() string {
	if int(r) < len(rightNames) {
		return rightNames[r]
	}
	return fmt.Sprintf("right(%d)", uint8(r))
}

// Kubernetes reports a right that RBAC gives, and so a Permit may.
func (r Right) Kubernetes() bool { return r >= CreatePods && r <= ControlAdmission }

// rule is the one by which the right makes its holder more than it is.
func (r Right) rule() Rule {
	switch r {
	case CreatePods:
		return R20
	case MintTokens:
		return R21
	case ImpersonateAccounts, ImpersonateUsers, ImpersonateGroups:
		return R22
	case CreateAccounts:
		return R23
	case CreateNamespaces:
		return R24
	case BindRoles, EscalateRoles:
		return R25
	case CreateClusters:
		return R26
	case RegisterClusters:
		return R27
	case AlterMemberships:
		return R28
	case BindScopes, CreateFleetNamespaces, BindScopeRoles:
		return R29
	case RewritePolicies:
		return R30
	case ExecPods, ProxyNodes, ControlAdmission:
		return R31
	case ReadSecrets:
		return R32
	case LiftConstraints:
		return R33
	case EnableAccounts:
		return R34
	default:
		return 0
	}
}

func (Permit) fact() {}
