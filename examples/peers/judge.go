package main

import (
	"context"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// A judge says by rules of its own who is a principal. It is safe for concurrent use.
type judge interface {
	// String is its name.
	String() string
	// part gives the facts of a world that the judge has rules for; or why it can say nothing of the rest either.
	part(facts []fleet.Fact) (known []fleet.Fact, outside string)
	// verdicts asks about principals of a world. A verdict is found by the text of its principal.
	verdicts(ctx context.Context, facts []fleet.Fact, principals []pool.Principal) (map[string]verdict, error)
	// derivation tells by which steps an actor is a principal of a world, or how far it gets.
	derivation(ctx context.Context, facts []fleet.Fact, p pool.Principal, actor string) (string, error)
}

// A verdict is what a judge says of one principal: who surely is it, who perhaps, and who may delegate through one who is.
type verdict struct{ surely, perhaps, through map[string]bool }

func (v verdict) of(actor string) string {
	switch {
	case v.surely[actor]:
		return "surely"
	case v.perhaps[actor]:
		return "perhaps"
	default:
		return "never"
	}
}
