package main

import (
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"fleettrust.example/fleet"
)

// An assumption is a reading of the cloud that a caller may choose where no source settles the matter.
type assumption struct {
	name, meaning string
	choose        func(*fleet.Assumptions)
}

// assumptions are the fields of fleet.Assumptions, in their order.
var assumptions = []assumption{
	{"cluster-by-container-url", "a kubernetes.cluster principal under a fleet's pool matches the container URL of members of other projects too",
		func(a *fleet.Assumptions) { a.ClusterByContainerURL = true }},
	{"scoped-identity-replaces", "an identity at the scope-tenancy pool takes the place of the one at the fleet's own pool",
		func(a *fleet.Assumptions) { a.ScopedIdentityReplaces = true }},
	{"deny-binds-pods", "deny policies and access boundaries bind Kubernetes identities that they name by subject or as a whole pool",
		func(a *fleet.Assumptions) { a.DenyBindsPods = true }},
	{"conditions-see-provider", "conditions on the provider claim are told the identity provider of the workload",
		func(a *fleet.Assumptions) { a.ConditionsSeeProvider = true }},
	{"pool-set-without-outside", "the set of a whole pool leaves out clusters outside Google Cloud",
		func(a *fleet.Assumptions) { a.PoolSetWithoutOutside = true }},
	{"derived-scoped-pools", "the pool of a domain-scoped project has the name that its ID suggests",
		func(a *fleet.Assumptions) { a.DerivedScopedPools = true }},
	{"issuer-needs-cluster-identity", "a GKE member has no fleet identity while Workload Identity is off on the cluster",
		func(a *fleet.Assumptions) { a.IssuerNeedsClusterIdentity = true }},
	{"hub-constraints", "a custom constraint on memberships can forbid a registration",
		func(a *fleet.Assumptions) { a.HubConstraints = true }},
}

// assumed chooses the assumptions of those names.
func assumed(names []string) (fleet.Assumptions, error) {
	var chosen fleet.Assumptions
	for _, name := range names {
		found := false
		for _, a := range assumptions {
			if a.name == name {
				a.choose(&chosen)
				found = true
			}
		}
		if !found {
			known := each(assumptions, func(a assumption) string { return a.name })
			return chosen, fmt.Errorf("--assume %q: no such assumption; want %s", name, strings.Join(known, ", "))
		}
	}
	return chosen, nil
}

// helpWidth is how wide the help is beside its margin.
const helpWidth = 72

// aboutAssumptions lists them for the help.
func aboutAssumptions() string {
	var b strings.Builder
	for _, a := range assumptions {
		fmt.Fprintf(&b, "\n  %s", a.name)
		for line := range strings.SplitSeq(text.WrapSoft(a.meaning, helpWidth), "\n") {
			fmt.Fprintf(&b, "\n      %s", strings.TrimRight(line, " "))
		}
	}
	return b.String()
}
