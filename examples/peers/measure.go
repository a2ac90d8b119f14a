package main

import (
	"context"
	"io"
	"strings"

	large "fleettrust.example/scenario/organization"
	"peers.example/contest"
)

// measure prints the table of peers. It reports that no answer of theirs is another than the library's.
func measure(ctx context.Context, o options, out, progress io.Writer) (bool, error) {
	names := append(contest.Names(), contest.Itself)
	if o.peers != "" {
		names = strings.Split(o.peers, ",")
	}
	size := large.Size{KSAs: o.n, Seed: uint64(o.seed), Skewed: o.skewed}
	var what []string
	if o.what != "" {
		what = strings.Split(o.what, ",")
	}
	r, err := contest.Run(ctx, contest.Options{Size: size, Peers: names, Rounds: o.rounds, Bound: o.bound, What: what}, progress)
	if err != nil {
		return false, err
	}
	return r.Agreed(), r.Print(out, o.json)
}
