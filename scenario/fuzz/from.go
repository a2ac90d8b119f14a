package fuzz

import (
	"slices"

	"fleettrust.example/fleet"
	"fleettrust.example/scenario/search"
	"pgregory.net/rapid"
)

// From starts a search at a world of your own: state what must hold, and it looks for the shortest sequence of operations that
// breaks it.
//
//	fuzz.From(graph).Never(intent).Check(t)
//
// Package search says what is tried and what is promised. It needs no test, so a program may use it without this package.
func From(g *fleet.Graph) *search.Plan { return search.From(g) }

// Operations draws a sequence of at most so many operations that a graph carries out one after the other, each aimed at the world
// that the ones before it leave. Values shrink towards fewer and plainer operations.
func Operations(g *fleet.Graph, most int) *rapid.Generator[[]fleet.Operation] {
	return rapid.Custom(func(t *rapid.T) []fleet.Operation {
		var done []fleet.Operation
		at := g
		for range upTo(t, most, "operations") {
			op := Operation(at.Facts()).Draw(t, "operation")
			if after, err := at.With(op); err == nil {
				at, done = after, append(done, op)
			}
		}
		return slices.Clip(done)
	})
}
