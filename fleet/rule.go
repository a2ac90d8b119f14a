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
	R17 Rule = 17
	R18 Rule = 18
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
	case R17:
		return "a service account is in the sets of its project, folders and organization, in allAuthenticatedUsers and in allUsers"
	case R18:
		return "a member of a group or domain is the group to IAM"
	default:
		return "no such rule"
	}
}
