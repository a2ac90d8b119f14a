package scenario

import "fmt"

// A Scenario is one of the four of the package comment. The zero Scenario is none of them.
type Scenario struct {
	Number int // from 1
	Title  string
	// Story tells in plain words the world, what the administrator meant, and what comes of it: a paragraph each,
	// with an empty line between them and no other line breaks.
	Story string
	Grant
	// Mitigations leave no excess, and that is proven; those of the source come first. Narrower grants keep out those
	// who were in excess and let others in, or are not proven to leave none. Scenario 1 has no excess and none of them.
	Mitigations, Narrower []Mitigation
}

// A Mitigation is a change against an excess: another world, another grant, or both. The intended workloads are those
// of its scenario.
type Mitigation struct {
	Title string
	Why   string // how it keeps them out, and what has to hold for that
	Cost  string // what it asks in return, besides the workloads in Outcome.Lost
	Grant
}

// All gives the four scenarios in order. Each call makes them anew: the caller owns them.
func All() []Scenario {
	return []Scenario{allRegistered(), oneUnregistered(), twoProjects(), namespaceSameness()}
}

// Number gives the scenario of a number from 1 to 4, and an error for any other number.
func Number(n int) (Scenario, error) {
	all := All()
	if n < 1 || n > len(all) {
		return Scenario{}, fmt.Errorf("scenario %d: want a number from 1 to %d", n, len(all))
	}
	return all[n-1], nil
}
