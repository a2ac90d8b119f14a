// Package organization draws large organizations from a seed: what to measure on, and what to try a tool on before it is
// shown the real one. The same [Size] is the same organization, record for record, on every platform and in every run.
//
//	o, err := organization.Draw(organization.Size{KSAs: 1_000_000, Seed: 1})
//	o.Tell(&builder)                            // a world of package fleet
//	err = o.WriteFolder("acme")                 // the same, as files that package fleet/load reads
//	err = o.WriteExport(out)                    // the same, as an export of Cloud Asset Inventory, which it reads too
//
// Programs that know nothing of package fleet read the records: [Organization.Project], [Organization.Cluster],
// [Organization.Workload] and [Organization.Account] by index, [Organization.Grants] and [Organization.Delegations].
//
// # What is drawn
//
// S is Size.KSAs. What is told is told whole: nothing is unknown, there is no gap, and so every answer of package fleet is
// exact, unless Size.Policies asks for more.
//
//	projects        S/1000 rounded up, at least 3
//	fleets          one for each 10 projects; the first of them hosts it
//	clusters        10 a project; 95 % have Workload Identity on
//	members         60 % of the clusters are members of the fleet; with an issuer if Workload Identity is on
//	namespaces      20 a cluster: kube-system, and 19 others; 70 % of the 20 bear one of 50 names that all clusters share,
//	                the rest a name of their own
//	KSAs            5 a namespace: default, and 4 of which 80 % bear one of 30 shared names, the rest a name of their own
//	accounts        50 Google service accounts a project
//	grants          3 an account: 60 % to a subject, 20 % to a namespace, 10 % to a cluster, 5 % to a whole pool, 5 % to
//	                another account, which is a delegation. One that the account has already is left out
//	pools           60 % of the first four are of the pool of the account's project, 40 % of that of its fleet
//	subjects        those of real workloads in a cluster of that pool, but 5 %, which no workload has
//	chains          45 % of the accounts that hold a delegation are targets of an earlier one in the same fleet, so that
//	                chains grow; 5 % of delegations are answered by one back, which makes a circle
//
// A project of less than 1,000 KSAs has fewer clusters, and the last cluster fewer namespaces, when S asks for that.
//
// Nobody is granted anything in kube-system, which every cluster has. Subjects and namespaces of it are reached by the
// wider grants alone. A grant to a cluster of the fleet's pool names a cluster of the host project, by the URL that is
// documented; what a member from elsewhere answers to is documented nowhere.
//
// With Size.Skewed names are drawn by Zipf's law, the n-th of them 1/n as often as the first, and one fleet spans half of
// all projects: thousands of clusters in one pool, and a name that most of them have.
//
// With Size.Policies there is more of IAM. The rest stays as it was, record for record:
//
//	hierarchy       one organization, a folder for each 100 projects, in it one for each 10
//	inherited       every 8th folder of projects lets a subject of the first of them mint for all accounts below; every
//	                16th project lets a namespace of its own do so
//	conditions      3 % of the accounts have one more grant, until a date
//	members         2 % have one more, to a member cluster from another project, which leaves its answer in doubt
//	deny rules      every 16th folder of projects forbids all but one subject to mint
//	RBAC            in each cluster a service account that may create namespaces, and in every 4th namespace a group that
//	                may create pods
//
// # Cost
//
// Draw takes O(S) time, and what it gives about 21 bytes a KSA with all names. Facts and records allocate what they yield, if anything.
package organization
