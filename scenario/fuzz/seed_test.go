package fuzz_test

import (
	"flag"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// fuzzLaw makes a law a native fuzz target. Its seeds are pseudo-random and always the same: from an empty corpus rapid's
// targets find nothing. A law that runs out of bytes is skipped, so some seed must reach the law's end.
func fuzzLaw(f *testing.F, law func(*rapid.T)) {
	for seed := range byte(8) {
		draws := make([]byte, 16<<10)
		rand.NewChaCha8([32]byte{seed}).Read(draws)
		f.Add(draws)
	}
	held := 0
	f.Fuzz(rapid.MakeFuzz(func(t *rapid.T) {
		law(t)
		held++
	}))
	if fuzzing := flag.Lookup("test.fuzz"); held == 0 && !f.Failed() && (fuzzing == nil || fuzzing.Value.String() == "") {
		f.Error("no seed has bytes enough to reach the end of the law")
	}
}
