package scenario

import (
	"slices"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// namespaceSameness is scenario 4.
func namespaceSameness() Scenario {
	meant := []site{{1, 1, true, []string{"payroll", "web"}}, {1, 2, true, payroll}}
	intended := slices.Concat(meant[0].workloads("payroll"), meant[1].workloads("payroll"))
	sites := append(meant[:2:2], site{1, 3, true, payroll})
	g := Grant{
		Facts:      append(world(1, sites...), teams(sites, true)...),
		Principals: []pool.Principal{pool.Namespace(project(1).pool(), project(1).number(), "payroll")},
		Intended:   intended,
		Trusted:    platform.Members,
	}
	return Scenario{
		Number: 4,
		Title:  "A namespace of the same name",
		Story: "Project project-1 runs three clusters and hosts a fleet, and all three are members. The namespace payroll lives in cluster-1, beside a namespace web, and in cluster-2. Then a developer, who may create namespaces in cluster-3, makes one there and calls it payroll too, by accident or on purpose.\n\n" +
			"The administrator means the workloads of payroll in cluster-1 and cluster-2, and grants to the namespace.\n\n" +
			"A fleet takes namespaces of one name for one namespace, and the identity of a workload has no cluster in it. Whatever runs in payroll of cluster-3 has the same access. No pool is to blame, and no choice of host project would help: cluster-3 is a member like the others.",
		Grant: g,
		Mitigations: []Mitigation{
			{
				Title: "Few may create namespaces",
				Why:   "Only the platform team may create namespaces in the clusters of the pool; the developers of cluster-3 get one of their own, which has another name. The namespace in cluster-3 is not made, and the list of those who could make it is the platform team. The grant does not change. The clusters listed as open are those where the platform team could make it tomorrow.",
				Cost:  "Teams have to ask that group for every namespace, in every cluster of the pool, members or not.",
				Grant: Grant{Facts: append(world(1, append(meant[:2:2], site{1, 3, true, nil})...), teams(sites, false)...), Principals: g.Principals, Intended: intended, Trusted: g.Trusted},
			},
			oneObjectEach(g, 1),
			scopeTenancy(g, meant),
		},
		Narrower: []Mitigation{oneSetEach(g, meant)},
	}
}

// scopeTenancy grants at a pool of the team's own.
// Source: https://docs.cloud.google.com/kubernetes-engine/fleet-management/docs/authenticate-mixed-trust-workloads.
func scopeTenancy(g Grant, meant []site) Mitigation {
	team := pool.Must(pool.ParseName("payroll-team"))
	number := project(1).number()
	return Mitigation{
		Title: "A self-managed pool for the team's scope",
		Why:   "The fleet gets a scope-tenancy pool, payroll-team, and payroll becomes a fleet namespace of a team scope to which cluster-1 and cluster-2 are bound. Only such namespaces in such clusters have a name at that pool; payroll in cluster-3 has none.",
		Cost:  "The team has to work with scopes and fleet namespaces, and its pods need a credential configuration for the new pool. A namespace set is not offered for such a pool: each service account is granted by name.",
		Grant: Grant{
			Facts:      scoped(g.Facts, team, meant),
			Principals: []pool.Principal{pool.Subject(team, number, "payroll", "app"), pool.Subject(team, number, "payroll", "default")},
			Intended:   g.Intended,
			Trusted:    g.Trusted,
		},
	}
}

// scoped gives the fleet of a world a scope-tenancy pool, and a team scope with the namespace payroll in the sites.
func scoped(facts []fleet.Fact, team pool.Name, sites []site) []fleet.Fact {
	host := project(1).id()
	facts = slices.Clone(facts)
	for i, f := range facts {
		if f, ok := f.(fleet.Fleet); ok {
			f.TenancyPool = team
			facts[i] = f
		}
	}
	facts = append(facts, fleet.Scope{Fleet: host, Name: "payroll"}, fleet.FleetNamespace{Fleet: host, Scope: "payroll", Name: "payroll"})
	for _, s := range sites {
		c := s.cluster()
		facts = append(facts, fleet.ScopeBinding{Fleet: host, Location: c.Location, Membership: c.Name, Scope: "payroll"})
	}
	return facts
}
