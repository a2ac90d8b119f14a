package fleet_test

import (
	"flag"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

func TestQuestionsAgree(t *testing.T)      { rapid.Check(t, lawQuestionsAgree) }
func TestAnswerInOrder(t *testing.T)       { rapid.Check(t, lawAnswerInOrder) }
func TestLadder(t *testing.T)              { rapid.Check(t, lawLadder) }
func TestNeverWithoutReason(t *testing.T)  { rapid.Check(t, lawNeverWithoutReason) }
func TestPath(t *testing.T)                { rapid.Check(t, lawPath) }
func TestMonotone(t *testing.T)            { rapid.Check(t, lawMonotone) }
func TestForbidding(t *testing.T)          { rapid.Check(t, lawForbidding) }
func TestUnknownNeverNarrows(t *testing.T) { rapid.Check(t, lawUnknownNeverNarrows) }
func TestUnknownNeverSettles(t *testing.T) { rapid.Check(t, lawUnknownNeverSettles) }
func TestForgettingShows(t *testing.T)     { rapid.Check(t, lawForgettingShows) }
func TestDiff(t *testing.T)                { rapid.Check(t, lawDiff) }
func TestExcess(t *testing.T)              { rapid.Check(t, lawExcess) }
func TestIntent(t *testing.T)              { rapid.Check(t, lawIntent) }
func TestOrderNeverMatters(t *testing.T)   { rapid.Check(t, lawOrderNeverMatters) }
func TestSpelling(t *testing.T)            { rapid.Check(t, lawSpelling) }
func TestWithIsBuilding(t *testing.T)      { rapid.Check(t, lawWithIsBuilding) }
func TestWithLeavesAlone(t *testing.T)     { rapid.Check(t, lawWithLeavesAlone) }
func TestRenaming(t *testing.T)            { rapid.Check(t, lawRenaming) }
func TestUnconnected(t *testing.T)         { rapid.Check(t, lawUnconnected) }
func TestGarbage(t *testing.T)             { rapid.Check(t, lawGarbage) }
func TestFaultsInAnyOrder(t *testing.T)    { rapid.Check(t, lawFaultsInAnyOrder) }
func TestCouldPath(t *testing.T)           { rapid.Check(t, lawCouldPath) }
func TestCouldMonotone(t *testing.T)       { rapid.Check(t, lawCouldMonotone) }
func TestOrgPolicyNeverAdds(t *testing.T)  { rapid.Check(t, lawOrgPolicyNeverAdds) }
func TestCouldUnknown(t *testing.T)        { rapid.Check(t, lawCouldUnknown) }
func TestCouldForgetting(t *testing.T)     { rapid.Check(t, lawCouldForgettingShows) }
func TestCouldOrder(t *testing.T)          { rapid.Check(t, lawCouldOrder) }
func TestCouldRenaming(t *testing.T)       { rapid.Check(t, lawCouldRenaming) }
func TestUnrelatedPermits(t *testing.T)    { rapid.Check(t, lawUnrelatedPermits) }
func FuzzQuestionsAgree(f *testing.F)      { fuzzLaw(f, lawQuestionsAgree) }
func FuzzAnswerInOrder(f *testing.F)       { fuzzLaw(f, lawAnswerInOrder) }
func FuzzLadder(f *testing.F)              { fuzzLaw(f, lawLadder) }
func FuzzNeverWithoutReason(f *testing.F)  { fuzzLaw(f, lawNeverWithoutReason) }
func FuzzPath(f *testing.F)                { fuzzLaw(f, lawPath) }
func FuzzMonotone(f *testing.F)            { fuzzLaw(f, lawMonotone) }
func FuzzForbidding(f *testing.F)          { fuzzLaw(f, lawForbidding) }
func FuzzUnknownNeverNarrows(f *testing.F) { fuzzLaw(f, lawUnknownNeverNarrows) }
func FuzzUnknownNeverSettles(f *testing.F) { fuzzLaw(f, lawUnknownNeverSettles) }
func FuzzForgettingShows(f *testing.F)     { fuzzLaw(f, lawForgettingShows) }
func FuzzDiff(f *testing.F)                { fuzzLaw(f, lawDiff) }
func FuzzExcess(f *testing.F)              { fuzzLaw(f, lawExcess) }
func FuzzIntent(f *testing.F)              { fuzzLaw(f, lawIntent) }
func FuzzOrderNeverMatters(f *testing.F)   { fuzzLaw(f, lawOrderNeverMatters) }
func FuzzSpelling(f *testing.F)            { fuzzLaw(f, lawSpelling) }
func FuzzWithIsBuilding(f *testing.F)      { fuzzLaw(f, lawWithIsBuilding) }
func FuzzWithLeavesAlone(f *testing.F)     { fuzzLaw(f, lawWithLeavesAlone) }
func FuzzRenaming(f *testing.F)            { fuzzLaw(f, lawRenaming) }
func FuzzUnconnected(f *testing.F)         { fuzzLaw(f, lawUnconnected) }
func FuzzGarbage(f *testing.F)             { fuzzLaw(f, lawGarbage) }
func FuzzFaultsInAnyOrder(f *testing.F)    { fuzzLaw(f, lawFaultsInAnyOrder) }
func FuzzCouldPath(f *testing.F)           { fuzzLaw(f, lawCouldPath) }
func FuzzCouldMonotone(f *testing.F)       { fuzzLaw(f, lawCouldMonotone) }
func FuzzOrgPolicyNeverAdds(f *testing.F)  { fuzzLaw(f, lawOrgPolicyNeverAdds) }
func FuzzCouldUnknown(f *testing.F)        { fuzzLaw(f, lawCouldUnknown) }
func FuzzCouldForgetting(f *testing.F)     { fuzzLaw(f, lawCouldForgettingShows) }
func FuzzCouldOrder(f *testing.F)          { fuzzLaw(f, lawCouldOrder) }
func FuzzCouldRenaming(f *testing.F)       { fuzzLaw(f, lawCouldRenaming) }
func FuzzUnrelatedPermits(f *testing.F)    { fuzzLaw(f, lawUnrelatedPermits) }

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
