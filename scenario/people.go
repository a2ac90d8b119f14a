package scenario

import (
	"slices"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// The people of the worlds, in groups whose members are told.
var (
	platform   = group("platform", person("pat"))                   // trusted in every cluster
	developers = group("developers", person("dan"))                 // develop in cluster-3
	hosts      = group("host-makers", person("cho"), person("ola")) // run project-0
)

func person(name string) pool.Principal {
	return pool.Must(pool.Parse("user:" + name + "@example.com"))
}

func group(name string, members ...pool.Principal) fleet.Group {
	return fleet.Group{Name: pool.Must(pool.Parse("group:" + name + "@example.com")), Members: members}
}

// subject is a group as RBAC names it.
func subject(g fleet.Group) fleet.Subject {
	return fleet.Subject{Kind: fleet.GroupSubject, Name: g.Name.String()[len("group:"):]}
}

// organization is the one above every project of a world in which somebody sets policies.
const organization = pool.Number(1)

// noClusters forbids every cluster from now on, where it is enforced. What is always true needs no fields.
// Source: https://cloud.google.com/kubernetes-engine/docs/how-to/custom-org-policies.
var noClusters = fleet.Constraint{
	Organization: organization, Name: "custom.noClusters", Denies: true, Condition: "true",
	Types: []string{"container.googleapis.com/Cluster"}, Methods: []string{"CREATE"},
}

// governed puts every project of a world below the organization. Two people run project-0, and one of them sets the
// organization's policies too. With enforced, a policy keeps project-0 without clusters.
func governed(facts []fleet.Fact, enforced bool) []fleet.Fact {
	facts = slices.Clone(facts)
	for i, f := range facts {
		if p, ok := f.(fleet.Project); ok {
			p.Parent = fleet.InOrganization(organization)
			facts[i] = p
		}
	}
	facts = append(facts, fleet.Organization{Number: organization}, hosts, noClusters,
		fleet.Binding{On: fleet.InProject(project(0).id()), Role: "roles/container.admin", Member: hosts.Name},
		fleet.Binding{On: fleet.InOrganization(organization), Role: "roles/orgpolicy.policyAdmin", Member: person("ola")})
	if enforced {
		facts = append(facts, fleet.OrgPolicy{On: fleet.InProject(project(0).id()), Constraint: noClusters.Name, Enforced: fleet.On})
	}
	return facts
}

// dedicatedHost is the mitigation of the source for scenario 2, as a state and as a rule.
func dedicatedHost(g Grant, sites []site, principals []pool.Principal, why, cost string) []Mitigation {
	trusted := []pool.Principal{person("ola")}
	moved := Grant{Facts: governed(world(0, sites...), false), Principals: principals, Intended: g.Intended, Trusted: trusted}
	kept := Grant{Facts: governed(world(0, sites...), true), Principals: principals, Intended: g.Intended, Trusted: trusted}
	return []Mitigation{
		{
			Title: "A host project without clusters",
			Why:   why + " That is a state and no rule: whoever may create a cluster in project-0, and run something in it, undoes it.",
			Cost:  cost,
			Grant: moved,
		},
		{
			Title: "A host project without clusters, enforced",
			Why:   "The same, and a custom constraint on the clusters of project-0 forbids to create one, whatever role somebody has. It does not touch clusters that are there already. Whoever may set organization policies can still take it back, so that right belongs to few.",
			Cost:  cost + " Every cluster that is ever wanted in project-0 needs a change of policy first.",
			Grant: kept,
		},
	}
}

// teams gives the developers what they need in cluster-3, and the platform team everything in each cluster: with names, the
// developers may create namespaces there; otherwise they have a namespace of their own.
func teams(sites []site, names bool) []fleet.Fact {
	facts := []fleet.Fact{platform, developers}
	for _, s := range sites {
		for _, r := range []fleet.Right{fleet.CreateNamespaces, fleet.CreateAccounts, fleet.CreatePods, fleet.MintTokens, fleet.BindRoles} {
			facts = append(facts, fleet.Permit{Cluster: s.cluster(), Subject: subject(platform), Right: r, Because: "ClusterRoleBinding platform to ClusterRole cluster-admin"})
		}
	}
	permit := fleet.Permit{Cluster: sites[len(sites)-1].cluster(), Subject: subject(developers), Namespace: "sandbox", Because: "RoleBinding sandbox/developers to ClusterRole edit"}
	if names {
		permit.Namespace, permit.Because = "", "ClusterRoleBinding developers to ClusterRole namespace-developer"
		permit.Right = fleet.CreateNamespaces
		facts = append(facts, permit)
	}
	for _, r := range []fleet.Right{fleet.CreateAccounts, fleet.CreatePods, fleet.MintTokens} {
		permit.Right = r
		facts = append(facts, permit)
	}
	return facts
}
