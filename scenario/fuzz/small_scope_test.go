package fuzz_test

import (
	"fmt"
	"testing"

	"fleettrust.example/scenario/fuzz"
)

// TestSmallScopeCount counts the worlds of each scope by Burnside's lemma and by going over them. A scope that shrinks fails.
func TestSmallScopeCount(t *testing.T) {
	for _, s := range []struct{ projects, clusters, namespaces, accounts, worlds int }{
		{1, 1, 1, 1, 26},
		{2, 2, 1, 1, 2_501},
		{2, 2, 2, 2, 45_025},
		{2, 3, 1, 1, 48_013},
		{2, 3, 2, 1, 207_325},
		{2, 3, 2, 2, 5_893_189},
	} {
		t.Run(fmt.Sprint(s), func(t *testing.T) {
			worlds := fuzz.SmallScope().Within(s.projects, s.clusters, s.namespaces, s.accounts).Len()
			want := 0
			for projects := range s.projects {
				for fleets := range projects + 2 {
					for clusters := range s.clusters + 1 {
						want += burnside(projects+1, fleets, clusters, s.namespaces, s.accounts)
					}
				}
			}
			t.Logf("%d worlds of up to %d projects, %d clusters, %d namespaces, %d service accounts", worlds, s.projects, s.clusters, s.namespaces, s.accounts)
			if worlds != want || worlds != s.worlds {
				t.Errorf("%d worlds: Burnside's lemma has %d, and this test was written with %d", worlds, want, s.worlds)
			}
		})
	}
}

// burnside counts the worlds of so many projects and clusters, of which so many projects host a fleet: the mean, over all
// renamings, of the worlds that a renaming leaves as they are. A cluster is of one of
//
//	projects × 2 × (1 + 4 × fleets) × 2^(namespaces × accounts)
//
// shapes. A renaming that swaps projects leaves no shape as it is; one that swaps names leaves those whose set of pairs is the
// same, which is free in each cycle of pairs. All other shapes it swaps in twos. A world that stays as it is takes both shapes
// of two, or none of them.
func burnside(projects, fleets, clusters, namespaces, accounts int) int {
	flags := projects * 2 * (1 + 4*fleets)
	shapes := flags << (namespaces * accounts)
	swapsOfProjects := 0
	if projects == 2 && fleets != 1 {
		swapsOfProjects = 1
	}
	sum, renamings := 0, 0
	for swapped := range swapsOfProjects + 1 {
		for n := range namespaces {
			for a := range accounts {
				same := flags << cycles(namespaces, accounts, n, a)
				if swapped == 1 {
					same = 0
				}
				for twos := 0; 2*twos <= clusters; twos++ {
					sum += multisets((shapes-same)/2, twos) * multisets(same, clusters-2*twos)
				}
				renamings++
			}
		}
	}
	return sum / renamings
}

// cycles counts those of the pairs of a namespace and an account when none or two of either are swapped.
func cycles(namespaces, accounts, swapNamespaces, swapAccounts int) int {
	pairs := namespaces * accounts
	if swapNamespaces+swapAccounts == 0 {
		return pairs
	}
	return pairs / 2
}

// multisets counts the ways to take so many of n, some more than once.
func multisets(n, taken int) int {
	ways := 1
	for i := range taken {
		ways = ways * (n + i) / (i + 1)
	}
	return ways
}
