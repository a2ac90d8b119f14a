// Package scenario holds the four scenarios of Google's best practices for using fleet Workload Identity as values:
// a world, a grant, what the administrator meant by it, and what can be done when the grant reaches further.
//
//	s, _ := scenario.Number(2)
//	o, _ := s.Run()       // who is admitted, who of them nobody meant, each with its path
//	o, _ = s.Mitigations[0].Run()
//
// Only the facts and the intent are written down. Who is admitted, in excess, lost or could still come is worked out by
// package fleet from the facts, by the rules that its package comment numbers. A [Grant] of your own runs the same way.
//
// # Source
//
// https://cloud.google.com/kubernetes-engine/fleet-management/docs/best-practices-workload-identity, read in a Japanese
// copy on 2026-11-21. The stories are told in this package's own words, with its own names and numbers. The copy spells
// the suffix of a pool svc.goog.id in most places. That is a slip for svc.id.goog, as its own identity format shows, and
// this package has the right one everywhere.
//
// # The scenarios
//
//  1. One project, every cluster registered. The pool of a fleet is that of its host project, and both have the same
//     clusters: the grant means the same with the fleet as without it. No excess.
//  2. One project, one cluster not registered. The grant is meant for the fleet; the cluster left out feeds the same
//     pool and is in it all the same.
//  3. Two projects, one fleet. The grant is meant for the clusters of the host project; a member from the other project
//     is in it too.
//  4. Namespace sameness. The grant is meant for a namespace in two clusters; someone makes a namespace of that name in
//     a third member.
//
// # The mitigations
//
// Of the source: for 2 and 3 a host project that runs no clusters, and the same kept so by organization policy: two
// mitigations, since Outcome.Could names who may undo the first, and only who may lift the policy in the second. For 4 few
// people who may create namespaces: Outcome.Untrusted names those outside of that few who could still make one.
//
// Beyond the source: narrower principals, which name one cluster or one service account object
// (https://docs.cloud.google.com/iam/docs/principal-identifiers, read 2026-05-30), and for 4 a self-managed pool as the
// scope-tenancy pool of the fleet
// (https://docs.cloud.google.com/kubernetes-engine/fleet-management/docs/authenticate-mixed-trust-workloads).
// Not every one of them leaves the excess empty: a cluster set has no namespace in it, and trades one excess for another.
// Outcome.Contained says which of them are proven to let in nobody who was not meant.
package scenario
