package fleet

import "fmt"

// A Rule is the number of a rule in the package comment. Numbers are never reused; the zero Rule is none.
type Rule uint8

// The rules this version applies. What each says, and on whose word, stands in the package comment.
const (
	R1  Rule = 1
	R2  Rule = 2
	R3  Rule = 3
	R4  Rule = 4
	R5  Rule = 5
	R6  Rule = 6
	R7  Rule = 7
	R8  Rule = 8
	R9  Rule = 9
	R10 Rule = 10
	R11 Rule = 11
	R12 Rule = 12
	R13 Rule = 13
	R14 Rule = 14
	R15 Rule = 15
	R16 Rule = 16
	R17 Rule = 17
	R18 Rule = 18
	R19 Rule = 19
	R20 Rule = 20
	R21 Rule = 21
	R22 Rule = 22
	R23 Rule = 23
	R24 Rule = 24
	R25 Rule = 25
	R26 Rule = 26
	R27 Rule = 27
	R28 Rule = 28
	R29 Rule = 29
	R30 Rule = 30
	R31 Rule = 31
	R32 Rule = 32
	R33 Rule = 33
	R34 Rule = 34
)

// String gives the number with an R before it.
func (r Rule) String() string { return fmt.Sprintf("R%d", uint8(r)) }

// Text says the rule in one line.
func (r Rule) Text() string {
	switch r {
	case R1:
		return "a workload has a credential at the pool of its cluster's project when Workload Identity is on"
	case R2:
		return "a workload of a fleet member has a credential at the pool of the fleet's host project when the membership has an issuer and is not lightweight"
	case R3:
		return "a workload in a fleet namespace of a team scope that its cluster is bound to has a credential at the scope-tenancy pool of the fleet"
	case R4:
		return "a credential stands for the subject ns/NAMESPACE/sa/KSA: the cluster is not in the name"
	case R5:
		return "a credential stands for the UID of its service account"
	case R6:
		return "a credential stands for its namespace, in every cluster of the pool"
	case R7:
		return "a credential stands for its cluster"
	case R8:
		return "a credential stands for its whole pool"
	case R9:
		return "everyone is in allUsers"
	case R10:
		return "whoever may mint a token of a service account obtains it"
	case R11:
		return "whoever may delegate through a service account obtains what that account may mint or sign"
	case R12:
		return "whoever may sign as a service account obtains it"
	case R13:
		return "whoever may create a key of a service account obtains it"
	case R14:
		return "whoever may rewrite a policy over a service account obtains it"
	case R15:
		return "a pod gets the service account of its node where there is no GKE metadata server, or by the network of the node, within the scopes of the node"
	case R16:
		return "whoever mounts a Secret with a key of a service account obtains it"
	case R17:
		return "a service account is in the sets of its project, folders and organization, in allAuthenticatedUsers and in allUsers"
	case R18:
		return "a member of a group or domain is the group to IAM"
	case R19:
		return "whoever may attach a service account to a resource may run code as it there"
	case R20:
		return "whoever may create a pod in a namespace may run as any service account of it"
	case R21:
		return "whoever may mint a service account's tokens holds its identity"
	case R22:
		return "whoever may impersonate a subject has its rights in that cluster"
	case R23:
		return "whoever may create a service account may create the one that is missing"
	case R24:
		return "whoever may create a namespace may create the one that is missing"
	case R25:
		return "whoever may bind or escalate roles may grant itself every right they can hold"
	case R26:
		return "whoever may create a cluster in the project of a pool, and act in it, may run as any name of that pool"
	case R27:
		return "whoever may register a cluster to a fleet may register one of its own, and run as any name of the fleet's pool"
	case R28:
		return "whoever may change the issuer of a membership may forge any name of the fleet's pool"
	case R29:
		return "whoever may bind clusters to a team scope, or create namespaces or bind roles in one, may do so in its clusters"
	case R30:
		return "whoever may rewrite the policy of a project or above it may grant itself every right in it"
	case R31:
		return "whoever may run commands in pods, reach their nodes or alter them as they are created may act as them"
	case R32:
		return "whoever may read a Secret has the credential in it"
	case R33:
		return "whoever may set an organization policy may take back what forbids it"
	case R34:
		return "whoever may enable a service account may bring it back into use"
	default:
		return "no such rule"
	}
}
