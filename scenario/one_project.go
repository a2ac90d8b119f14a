package scenario

import "fleettrust.example/pool"

// allRegistered is scenario 1.
func allRegistered() Scenario {
	sites := []site{{1, 1, true, payroll}, {1, 2, true, payroll}}
	return Scenario{
		Number: 1,
		Title:  "One project, every cluster registered",
		Story: "Project project-1 runs two clusters. It also hosts a fleet, and both clusters are members of it. Each of them runs the app of the namespace payroll.\n\n" +
			"The administrator means the app in every cluster of the fleet.\n\n" +
			"That is what they get. The pool of the fleet is the pool of its host project, and the same two clusters feed it with the fleet and without. " +
			"Nobody comes in who was not meant, and turning fleet identity off would change no answer.",
		Grant: Grant{
			Facts:      world(1, sites...),
			Principals: []pool.Principal{project(1).payrollApp()},
			Intended:   apps(sites...),
		},
	}
}

// oneUnregistered is scenario 2. That an organization policy holds for new clusters only:
// https://cloud.google.com/kubernetes-engine/docs/how-to/custom-org-policies.
func oneUnregistered() Scenario {
	members := []site{{1, 1, true, payroll}, {1, 2, true, payroll}}
	sites := append(members[:2:2], site{1, 3, false, payroll})
	g := Grant{
		Facts:      world(1, sites...),
		Principals: []pool.Principal{project(1).payrollApp()},
		Intended:   apps(members...),
	}
	return Scenario{
		Number: 2,
		Title:  "One project, one cluster not registered",
		Story: "Project project-1 runs three clusters and hosts a fleet. cluster-1 and cluster-2 are members. cluster-3 is not, but Workload Identity is on in it, as it is in the others. Each of them runs the app of the namespace payroll.\n\n" +
			"The administrator means the app in the clusters of the fleet, and grants to its name at the pool of the fleet.\n\n" +
			"That pool is the pool of project-1, and cluster-3 feeds it because it lives there. Its app has the same name, so it has the same access, and never joined anything.",
		Grant: g,
		Mitigations: append(dedicatedHost(g, sites, []pool.Principal{project(0).payrollApp()},
			"The fleet moves to project-0, which runs no clusters, and the grant to the pool of project-0. Only memberships feed that pool, so it means the members and no one else; members outside Google Cloud too.",
			dedicatedHostCost), oneObjectEach(g, 1)),
		Narrower: []Mitigation{oneSetEach(g, members)},
	}
}

// dedicatedHostCost rests on https://cloud.google.com/kubernetes-engine/fleet-management/docs/use-workload-identity for
// the credential configuration; that the metadata server never hands out the fleet's identity is inferred from it. That a
// cluster has to leave its fleet first: googleapis/googleapis google/container/v1/cluster_service.proto at f8291d2,
// message Fleet, read 2026-08-22.
const dedicatedHostCost = "No intended workload is shut out, but each has to ask differently: the metadata server of GKE hands out the identity at the pool of the cluster's own project, so a pod that wants the fleet's needs a credential configuration that names the pool of project-0. " +
	"A member has to leave the old fleet before it can join the new one."

// oneSetEach grants to whole clusters.
func oneSetEach(g Grant, sites []site) Mitigation {
	return Mitigation{
		Title: "One cluster set for each cluster that is meant",
		Why:   "A kubernetes.cluster set holds the workloads of one cluster, by the URL of its identity provider. A cluster that is not named is not in.",
		Cost:  "The set has no namespace in it. Every service account of a cluster that is named comes in, made today or tomorrow; the excess shows those of today. Each cluster that joins later needs a grant of its own.",
		Grant: Grant{Facts: g.Facts, Principals: clusterSets(sites...), Intended: g.Intended, Trusted: g.Trusted},
	}
}

// oneObjectEach grants to service account objects. That the UID names one object is documented, see
// https://docs.cloud.google.com/iam/docs/principal-identifiers, read 2026-05-30. That an object made anew is not in is
// inferred from that; that an issuer can sign any UID, from the issuer being what vouches for a member's tokens:
// googleapis/googleapis google/cloud/gkehub/v1/membership.proto at f8291d2, message Authority, read 2026-08-22.
func oneObjectEach(g Grant, p project) Mitigation {
	return Mitigation{
		Title: "One service account object for each workload that is meant",
		Why: "A kubernetes.serviceaccount.uid principal names one object and no name. A service account of the same name, in another cluster or made later, is another object. " +
			"This trusts every cluster of the pool to say UIDs truly: whoever registers a cluster with an issuer of their own can sign any.",
		Cost:  "A service account that is deleted and made anew has lost its access, until the grant is written again with the new UID. Each cluster that joins later needs a grant of its own.",
		Grant: Grant{Facts: g.Facts, Principals: objects(p, g.Intended), Intended: g.Intended, Trusted: g.Trusted},
	}
}
