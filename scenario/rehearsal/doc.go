// Package rehearsal carries out gcloud and kubectl commands on a model of the cloud: what a runbook would do, before it is run.
//
//	s := rehearsal.New(graph, rehearsal.Options{})
//	r, err := s.Run(nil, "gcloud", "container", "fleet", "memberships", "register", "lab", "--gke-cluster=us-east1/lab", "--project=acme", "--enable-workload-identity")
//	for c := range fleet.Diff(graph, s.Graph()) { … }
//
// A Session is what a terminal knows: the world, the current project, the contexts of kubectl, the files that commands made. It
// reads a command by the table of package scenario/command, turns it into operations of package fleet, and has fleet.Graph.With carry
// them out. What the real cloud would refuse it refuses, with a message on standard error and a status that is not zero; then nothing has changed.
// It contacts nobody, and asks for no right: whoever types a command is taken to be allowed to.
//
// # What is read and what is not
//
// A command or a flag that is in no table is an error that names it, and so is what of a flag cannot be read, such as --format=csv. Flags
// that cannot matter to identity are accepted, and the table says which they are. Nothing else is ignored.
//
// Output has the shape of the real tools' for --format=json, yaml, value(KEY, …), and -o yaml, json, name, jsonpath={.a.b}; by default gcloud
// describes in YAML and lists in a table of those columns that are known here. What the model does not hold is not in it.
//
// # What comes besides
//
// A command brings about what it does in the real cloud:
//
//   - A project has a number, and a folder too: it is made up. Whoever --account or config set account says owns a project that is
//     made; without an account that is said on standard error.
//   - With the API of Compute Engine or GKE, and with a cluster, comes the default service account of Compute Engine. It is given
//     roles/editor where an organization policy is known not to forbid that; organizations made since May 2024 forbid it, and where
//     nothing is known standard error says so. https://docs.cloud.google.com/iam/docs/service-account-types (2026-05-30)
//   - The service agents of Google are not made, nor given their roles.
//   - A cluster has a node pool default-pool, which in Autopilot stands for all that GKE makes; a node pool of a cluster with Workload Identity has the metadata server of GKE unless told otherwise.
//     https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
//   - A fleet comes with its first member. A member that is registered without --enable-workload-identity has perhaps an issuer: the
//     sources conflict. One that is registered with its cluster (--enable-fleet) has one when Workload Identity is on.
//   - A deployment, or anything that makes pods of a template, is told as one pod of its name, from when its service account is there.
//   - kubectl reads roles and role bindings as package fleet/rbac does. Of a cluster whose roles were not all told, a binding of a role
//     that is not known leaves the rights there unknown.
//   - A key that is made lies in a file; whoever mounts the Secret that is made of it is followed, and whoever reads the file is not.
//
// Contexts are those that get-credentials makes, gke_PROJECT_LOCATION_NAME and connectgateway_PROJECT_LOCATION_MEMBERSHIP. One of
// these names is understood without get-credentials too, as on a terminal that has been used before.
package rehearsal
