// Package law holds the laws of the trust graph: each is one function that takes a world and fails where the world breaks it.
//
//	for _, l := range law.All() {
//		rapid.Check(t, func(t *rapid.T) { l.Holds(t, law.Draw(t)) })
//	}
//
// The same functions are properties of worlds that package fuzz draws, native fuzz targets, checks of every text case of
// package fleet (Broken), and what kills the mutants.
//
// # The laws
//
// One answer: QuestionsAgree, AnswerInOrder, Ladder, NeverWithoutReason, Path. What more or less does: Monotone, Forbidding,
// UnknownNeverNarrows, UnknownNeverSettles, ForgettingShows. Change: Diff, Excess, Intent, WithIsBuilding, WithLeavesAlone.
// What must not matter: OrderNeverMatters, Spelling, Renaming, Unconnected. What is no world: Garbage, FaultsInAnyOrder.
// Who could become a principal: CouldPath, CouldMonotone, CouldUnknown, CouldForgettingShows, CouldOrder, CouldRenaming,
// OrgPolicyNeverAdds, UnrelatedPermits. And against the second model, package slow: SlowAgrees, SlowBecomes.
//
// Laws about members that are text are properties of package pool, and those of the readers of package load stand there.
package law
