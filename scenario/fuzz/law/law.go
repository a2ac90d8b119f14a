package law

import (
	"fmt"

	"pgregory.net/rapid"
)

// A Law holds in every world.
type Law struct {
	Name  string
	Holds func(*rapid.T, World) // fails where it does not; draws what it changes or asks
}

// All lists the laws: first those that compare fleet with itself, then those that compare it with the slow model.
func All() []Law {
	return []Law{
		{"QuestionsAgree", QuestionsAgree},
		{"AnswerInOrder", AnswerInOrder},
		{"Ladder", Ladder},
		{"NeverWithoutReason", NeverWithoutReason},
		{"Path", Path},
		{"Monotone", Monotone},
		{"Forbidding", Forbidding},
		{"UnknownNeverNarrows", UnknownNeverNarrows},
		{"UnknownNeverSettles", UnknownNeverSettles},
		{"ForgettingShows", ForgettingShows},
		{"Diff", Diff},
		{"Excess", Excess},
		{"Intent", Intent},
		{"OrderNeverMatters", OrderNeverMatters},
		{"Spelling", Spelling},
		{"IndexAgrees", IndexAgrees},
		{"SnapshotAgrees", SnapshotAgrees},
		{"WithIsBuilding", WithIsBuilding},
		{"WithLeavesAlone", WithLeavesAlone},
		{"Renaming", Renaming},
		{"Unconnected", Unconnected},
		{"Garbage", Garbage},
		{"FaultsInAnyOrder", FaultsInAnyOrder},
		{"CouldPath", CouldPath},
		{"CouldMonotone", CouldMonotone},
		{"OrgPolicyNeverAdds", OrgPolicyNeverAdds},
		{"CouldUnknown", CouldUnknown},
		{"CouldForgettingShows", CouldForgettingShows},
		{"CouldOrder", CouldOrder},
		{"CouldRenaming", CouldRenaming},
		{"UnrelatedPermits", UnrelatedPermits},
		{"SlowAgrees", SlowAgrees},
		{"SlowBecomes", SlowBecomes},
	}
}

// Broken holds one law against one world, with what it draws fixed by a seed, and tells how it is broken. A panic of the
// code under test breaks a law too. It needs no test.
func Broken(l Law, w World, seed int) (how string, broken bool) {
	rapid.Custom(func(t *rapid.T) bool {
		defer func() {
			if r := recover(); r != nil {
				if isSkip(r) {
					panic(r)
				}
				how, broken = fmt.Sprint(r), true
			}
		}()
		rapid.Bool().Draw(t, "drawn at all") // a law that draws nothing would seem to lead nowhere
		l.Holds(t, w)
		return true
	}).Example(seed)
	return how, broken
}

// isSkip reports a panic by which rapid leaves draws that lead nowhere.
func isSkip(r any) bool { return fmt.Sprintf("%T", r) == "rapid.invalidData" }
