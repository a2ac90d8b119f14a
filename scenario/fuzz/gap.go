package fuzz

import (
	"fleettrust.example/fleet"
	"pgregory.net/rapid"
)

// Gap draws something that was not read of a world. The world must have a project.
func Gap(facts []fleet.Fact) *rapid.Generator[fleet.Gap] {
	return rapid.Custom(func(t *rapid.T) fleet.Gap {
		kinds := []fleet.GapKind{fleet.GapPolicy, fleet.GapClusters, fleet.GapMemberships, fleet.GapAccounts, fleet.GapScopes, fleet.GapOrgPolicies}
		if len(of[fleet.Cluster](facts)) > 0 {
			kinds = append([]fleet.GapKind{fleet.GapObjects, fleet.GapRBAC, fleet.GapNodePools, fleet.GapPods}, kinds...)
		}
		what := pick(t, "what", kinds...)
		switch what {
		case fleet.GapObjects, fleet.GapRBAC, fleet.GapNodePools, fleet.GapPods:
			return fleet.Gap{What: what, Cluster: pick(t, "cluster", of[fleet.Cluster](facts)...).Name}
		case fleet.GapPolicy:
			holders := nodes(facts)
			for _, e := range emails(facts) {
				holders = append(holders, fleet.OnAccount(e))
			}
			return fleet.Gap{What: what, On: pick(t, "on", holders...)}
		case fleet.GapOrgPolicies:
			return fleet.Gap{What: what, On: pick(t, "on", nodes(facts)...)}
		default:
			return fleet.Gap{What: what, On: fleet.InProject(pick(t, "project", of[fleet.Project](facts)...).ID)}
		}
	})
}
