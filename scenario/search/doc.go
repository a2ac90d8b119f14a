// Package search looks for the shortest way in which a world goes wrong: a sequence of operations, each of which somebody could
// carry out tomorrow, after which an invariant of yours no longer holds.
//
//	outcome, err := search.From(graph).Never(intent).Run(ctx, search.Bounds{Operations: 3})
//	…
//	for _, line := range outcome.Breach.Commands {
//		fmt.Println(line) // kubectl --context=gke_acme-fleet_us-central1_prod-1 create namespace payroll
//	}
//	fmt.Println(outcome.Breach.Why) // … obtains serviceAccount:…, and was not meant to: … -R4-> …
//
// # Invariants
//
// [Plan.Never]: nobody who is not meant can act as a principal. [Plan.Only]: nobody but these could make itself the principal.
// [Plan.Holds]: any function of a graph. Several may be stated, and the first that breaks is told. One that is broken before
// anything is done comes back as a breach without operations; [Plan.BeyondToday] takes those who are in excess already as
// known, and looks for others.
//
// # The menu
//
// In each world there is a finite menu of operations, and only these are tried ([Plan.Menu] lists them): namespaces and service
// accounts of the names that a grant on the way to the principal has, in each cluster that gives an identity at the pool of the
// grant and lacks them; one more cluster in each project, in Autopilot, and in Standard with Workload Identity and without where an
// organization policy may forbid one of these; each cluster that is no member registered to each fleet whose pool such a grant
// names, and each member taken out; fleets, fleet namespaces and scope bindings that lead there; Workload Identity, issuers and
// disabled service accounts turned on; nodes of an account on the way put on the metadata server of Compute Engine; deny policies
// and boundaries taken back, and organization policies on clusters and memberships no longer enforced. What is made has the name
// "new" where no grant has one. After each operation there is another menu: a cluster that has just been registered needs its names.
//
// Where an invariant of yours may break for want of access ([Plan.Holds]), what takes access away is on the menu too, and names are
// those of all grants.
//
// Grants, keys, members of groups, roles and role bindings are not on it unless asked for by [Plan.WithGrants]: whoever may make
// one needs no other operation. [Plan.Trying] leaves out more.
//
// # What is promised
//
// First all sequences of one operation are tried, then all of two, and so on, while the number of tries allows for the next
// length; then longer ones are drawn at random. Each goes through fleet.Graph.With, so what the real cloud would refuse ends there.
// A breach is minimal: with any one of its operations left out, the rest is refused or the invariant holds. If all shorter sequences
// of the menu were tried it is the shortest, and says so. Two operations that do not depend on each other are tried in one order.
//
// Nothing found is no proof: an operation that is not on the menu may do it, or one more than were asked for, or a name that no grant
// has; and where lengths were not tried in full, one of those. What was not told of the world may break the invariant already. An
// [Outcome] says how far the search came, and what was not told.
//
// The same graph, plan, bounds and seed give the same outcome, but for one that a context ended. Memory is that of a few graphs and
// the names of the operations of one menu for each length.
//
// The package imports no test library: a program may use it. In a test, package scenario/fuzz gives it beside the generators.
package search
