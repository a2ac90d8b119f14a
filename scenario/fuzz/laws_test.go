package fuzz_test

import (
	"flag"
	"os"
	"strings"
	"sync"
	"testing"

	"fleettrust.example/scenario/fuzz/law"
	"pgregory.net/rapid"
)

// TestLaws holds every law against two thousand worlds, SlowBecomes, which takes as long as ten others, against six hundred. They
// are the same in every run, so that a change is judged by what it changes. New ones come in any number, by night:
//
//	go test ./scenario/fuzz -run 'Laws$' -rapid.seed=0 -rapid.checks=100000 -timeout 0        # by the hundred thousand
//	go test ./scenario/fuzz -run 'Laws/Path$' -rapid.seed=0 -rapid.checks=100000 -timeout 0   # one law
//
// A law that is broken prints the world, shrunk. The flag -short asks for a fifth.
func TestLaws(t *testing.T) {
	unlessAsked(t, "rapid.seed", "20261122")
	unlessAsked(t, "rapid.checks", "600")
	t.Run("SlowBecomes", func(t *testing.T) { rapid.Check(t, everywhere(law.SlowBecomes)) })
	unlessAsked(t, "rapid.checks", "2000")
	for _, l := range law.All() {
		if l.Name == "SlowBecomes" {
			continue
		}
		t.Run(l.Name, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, everywhere(l.Holds))
		})
	}
}

// given are the flags of the command line.
var given = sync.OnceValue(func() map[string]bool {
	names := map[string]bool{}
	flag.Visit(func(f *flag.Flag) { names[f.Name] = true })
	return names
})

// unlessAsked gives a flag another value for the time of a test, unless the command line has one.
func unlessAsked(t *testing.T, name, value string) {
	if given()[name] {
		return
	}
	before := flag.Lookup(name).Value.String()
	flag.Set(name, value)
	t.Cleanup(func() { flag.Set(name, before) })
}

// everywhere is a law of any world.
func everywhere(holds func(*rapid.T, law.World)) func(*rapid.T) {
	return func(t *rapid.T) { holds(t, law.Draw(t)) }
}

// TestEveryLawIsFuzzed: each law has a fuzz target of its name.
func TestEveryLawIsFuzzed(t *testing.T) {
	text, err := os.ReadFile("laws_test.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range law.All() {
		if target := "func Fuzz" + l.Name + "(f *testing.F)"; !strings.Contains(string(text), target) {
			t.Errorf("no %s", target)
		}
	}
}

func FuzzQuestionsAgree(f *testing.F)       { fuzzLaw(f, everywhere(law.QuestionsAgree)) }
func FuzzAnswerInOrder(f *testing.F)        { fuzzLaw(f, everywhere(law.AnswerInOrder)) }
func FuzzLadder(f *testing.F)               { fuzzLaw(f, everywhere(law.Ladder)) }
func FuzzNeverWithoutReason(f *testing.F)   { fuzzLaw(f, everywhere(law.NeverWithoutReason)) }
func FuzzPath(f *testing.F)                 { fuzzLaw(f, everywhere(law.Path)) }
func FuzzMonotone(f *testing.F)             { fuzzLaw(f, everywhere(law.Monotone)) }
func FuzzForbidding(f *testing.F)           { fuzzLaw(f, everywhere(law.Forbidding)) }
func FuzzUnknownNeverNarrows(f *testing.F)  { fuzzLaw(f, everywhere(law.UnknownNeverNarrows)) }
func FuzzUnknownNeverSettles(f *testing.F)  { fuzzLaw(f, everywhere(law.UnknownNeverSettles)) }
func FuzzForgettingShows(f *testing.F)      { fuzzLaw(f, everywhere(law.ForgettingShows)) }
func FuzzDiff(f *testing.F)                 { fuzzLaw(f, everywhere(law.Diff)) }
func FuzzExcess(f *testing.F)               { fuzzLaw(f, everywhere(law.Excess)) }
func FuzzIntent(f *testing.F)               { fuzzLaw(f, everywhere(law.Intent)) }
func FuzzOrderNeverMatters(f *testing.F)    { fuzzLaw(f, everywhere(law.OrderNeverMatters)) }
func FuzzSpelling(f *testing.F)             { fuzzLaw(f, everywhere(law.Spelling)) }
func FuzzIndexAgrees(f *testing.F)          { fuzzLaw(f, everywhere(law.IndexAgrees)) }
func FuzzSnapshotAgrees(f *testing.F)       { fuzzLaw(f, everywhere(law.SnapshotAgrees)) }
func FuzzWithIsBuilding(f *testing.F)       { fuzzLaw(f, everywhere(law.WithIsBuilding)) }
func FuzzWithLeavesAlone(f *testing.F)      { fuzzLaw(f, everywhere(law.WithLeavesAlone)) }
func FuzzRenaming(f *testing.F)             { fuzzLaw(f, everywhere(law.Renaming)) }
func FuzzUnconnected(f *testing.F)          { fuzzLaw(f, everywhere(law.Unconnected)) }
func FuzzGarbage(f *testing.F)              { fuzzLaw(f, everywhere(law.Garbage)) }
func FuzzFaultsInAnyOrder(f *testing.F)     { fuzzLaw(f, everywhere(law.FaultsInAnyOrder)) }
func FuzzCouldPath(f *testing.F)            { fuzzLaw(f, everywhere(law.CouldPath)) }
func FuzzCouldMonotone(f *testing.F)        { fuzzLaw(f, everywhere(law.CouldMonotone)) }
func FuzzOrgPolicyNeverAdds(f *testing.F)   { fuzzLaw(f, everywhere(law.OrgPolicyNeverAdds)) }
func FuzzCouldUnknown(f *testing.F)         { fuzzLaw(f, everywhere(law.CouldUnknown)) }
func FuzzCouldForgettingShows(f *testing.F) { fuzzLaw(f, everywhere(law.CouldForgettingShows)) }
func FuzzCouldOrder(f *testing.F)           { fuzzLaw(f, everywhere(law.CouldOrder)) }
func FuzzCouldRenaming(f *testing.F)        { fuzzLaw(f, everywhere(law.CouldRenaming)) }
func FuzzUnrelatedPermits(f *testing.F)     { fuzzLaw(f, everywhere(law.UnrelatedPermits)) }
func FuzzSlowAgrees(f *testing.F)           { fuzzLaw(f, everywhere(law.SlowAgrees)) }
func FuzzSlowBecomes(f *testing.F)          { fuzzLaw(f, everywhere(law.SlowBecomes)) }
