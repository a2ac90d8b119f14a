package fuzz_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"fleettrust.example/scenario/fuzz/law"
	"pgregory.net/rapid"
)

// TestLaws holds every law against a thousand worlds that are drawn anew in every run, SlowBecomes, which takes as long as all
// others, against three hundred; or against as many as are asked for:
//
//	go test ./scenario/fuzz -run Laws -rapid.checks=100000 -timeout 0           # by the hundred thousand
//	go test ./scenario/fuzz -run 'Laws/Path$' -rapid.checks=100000 -timeout 0   # one law
//
// A law that is broken prints the world, shrunk. The flag -short asks for a fifth.
func TestLaws(t *testing.T) {
	checks := flag.Lookup("rapid.checks")
	asked := checks.Value.String() != checks.DefValue
	t.Cleanup(func() {
		if !asked {
			checks.Value.Set(checks.DefValue)
		}
	})
	worlds := func(n string) {
		if !asked {
			checks.Value.Set(n)
		}
	}
	worlds("300")
	t.Run("SlowBecomes", func(t *testing.T) { rapid.Check(t, everywhere(law.SlowBecomes)) })
	worlds("1000")
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
