// Package slow is the slow model: the rules of package fleet read aloud, for comparison. It turns facts into strings, maps and
// sets, and answers by going over everything until nothing changes. Of a fact it reads the fields, of a member the text; it
// shares no code with fleet and none with package pool. It knows no paths, no order and no cost. What it says twice is
// meant to be read beside the rules of package fleet, not to be fast.
//
//	w := slow.New(facts, assumptions, nil)
//	w.Who("serviceAccount:deployer@acme.iam.gserviceaccount.com").Can("acme/us/c1 payroll/app")   // R1 to R18
//
//	r := slow.NewRights(facts, assumptions, members)
//	r.Actors(member)   // who might do something, and what each Becomes: R20 to R34
//
// Package law compares it with fleet: [law.SlowAgrees] and [law.SlowBecomes].
//
// # What it does not know
//
// Of who could become somebody it knows no principal access boundaries and evaluates no conditions. It leaves out which of
// several ways is meant, and what was not read.
//
// [law.SlowAgrees]: https://pkg.go.dev/fleettrust.example/scenario/fuzz/law#SlowAgrees
// [law.SlowBecomes]: https://pkg.go.dev/fleettrust.example/scenario/fuzz/law#SlowBecomes
package slow
