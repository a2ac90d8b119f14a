package scenario

import "fleettrust.example/pool"

// twoProjects is scenario 3.
func twoProjects() Scenario {
	own := []site{{1, 1, true, payroll}, {1, 2, true, payroll}, {1, 3, false, payroll}}
	sites := append(own[:3:3], site{2, 4, true, payroll}, site{2, 5, false, payroll})
	g := Grant{
		Facts:      world(1, sites...),
		Principals: []pool.Principal{project(1).payrollApp()},
		Intended:   apps(own...),
	}
	return Scenario{
		Number: 3,
		Title:  "Two projects, one fleet",
		Story: "Project project-1 runs three clusters and hosts a fleet. Project project-2 runs two. cluster-1 and cluster-2 of the first and cluster-4 of the second are members; cluster-3 and cluster-5 are not. Workload Identity is on in all of them, and each runs the app of the namespace payroll.\n\n" +
			"The administrator thinks of no fleet. They mean the app in every cluster of project-1, registered or not, and grant to its name at the pool of project-1.\n\n" +
			"That pool is also the pool of the fleet. cluster-4 feeds it by its membership, from another project, and its app has the same access. cluster-5 has not: it feeds the pool of project-2 alone.",
		Grant: g,
		Mitigations: []Mitigation{
			{
				Title: "A host project without clusters",
				Why: "The fleet moves to project-0, which runs no clusters. The grant stays where it is: the pool of project-1 is fed by the clusters of project-1 alone, and whoever means the fleet grants at the pool of project-0. " +
					"For that project-1 must host no fleet again, and organization policy has to keep project-0 without clusters.",
				Cost:  "No intended workload is shut out, and none has to change. What was meant for the whole fleet has to be granted anew at the pool of project-0. A member has to leave the old fleet before it can join the new one.",
				Grant: Grant{Facts: world(0, sites...), Principals: g.Principals, Intended: g.Intended},
			},
			oneObjectEach(g, 1),
		},
		Narrower: []Mitigation{oneSetEach(g, own)},
	}
}
