// Package fuzz draws worlds for property tests: valid facts of package fleet, principals aimed at them, and what could be done
// next. It starts searches in worlds of your own, shrinks what is broken, and goes over every world of a small scope.
//
// # Worlds
//
// A world has at most one organization, two folders, three projects, five clusters and two fleets with two scopes each, five
// rights by RBAC, three grants of rights by IAM, and an organization policy for each resource. A third of worlds have node
// pools and pods, a third Secrets with keys and tokens, and a third one principal access boundary or two. Names come from
// lists of two to four, so that what differs in the real cloud only by its place often has one name here: namespaces
// and service accounts of one name in many clusters, clusters of one name in many projects, a folder with the number of
// a project. Joined by a hyphen, some names are others: shop with app-default is shop-app with default; and two custom roles
// differ in case alone. Every form of member occurs, also those that match nobody, and everything that may be unknown sometimes is.
//
//	organizations/1 ── folders/1001 ── folders/12
//	       └── alpha (1001)   beta (1002)   acme.example:gamma (1003)
//	              └── us/c1, us/c2, eu/c1, eu/c2 ── payroll, shop, default ── app, default, job
//	                      └── np1, np2                └── pods a, b, c; Secrets key, token
//
// Builder.Build accepts every world that is drawn. Values shrink towards few facts, known settings, and members that
// name one workload.
//
// # Use
//
//	rapid.Check(t, func(t *rapid.T) {
//		facts := fuzz.World().Draw(t, "world")
//		p := fuzz.Principal(facts).Draw(t, "principal")
//		…
//		t.Fatalf("…\n%s", fuzz.Text(facts))
//	})
//
// Directed draws smaller worlds of one sort: a fleet, and a grant on names of its pool. What breaks a property, Shrink cuts down
// to a world of which no fact can go. REDISCOVERED.md shows scenarios 2, 3 and 4 of package scenario found in this way, given two
// invariants and nothing else.
//
// # Your own fleet
//
// Operation draws what a person could do next in a world, Operations a sequence that is carried out, and From searches a graph of
// your own for the shortest sequence that breaks an invariant; package search, which needs no test, says what is tried:
//
//	fuzz.From(graph).Never(intent).Check(t)
//
// # Every small world
//
// SmallScope is every world of up to two projects, three clusters, two namespaces and two service accounts, up to renaming:
// 5,893,189. Range over its Worlds, or over a Share of them. Fleet and the slow model are compared on them, and THEOREMS.md says
// what holds: with a host project that runs no clusters, no world of the scope gives the fleet's identity to a non-member.
//
// # Laws and models
//
// Package law has the laws of the graph as functions of a world, package slow the rules once more, read aloud. MUTANTS.md has
// wrong rules, and the law that notices each.
//
// This package imports pgregory.net/rapid, which registers flags when a program starts: import it in tests only.
//
// # What is not drawn
//
// Worlds of more than a few dozen facts, other universes, and facts that Build refuses.
package fuzz
