package main

import (
	"fmt"
	"iter"
	"slices"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"fleettrust.example/scenario/fuzz"
)

// spread gives n worlds of the small scope, or all of them: every so many-th of its order, from the first-th on. The worlds
// hold no grants, so some are added, which every name in them has a use for.
func spread(s fuzz.Scope, first, n int) iter.Seq[candidate] {
	step := max(1, s.Len()/n)
	return func(yield func(candidate) bool) {
		number := first % step
		for facts := range s.Share(number, step) {
			if n--; n < 0 || !yield(candidate{fmt.Sprintf("world %d of the scope", number), func() ([]fleet.Fact, []pool.Principal) { return granted(facts) }}) {
				return
			}
			number += step
		}
	}
}

// granted adds an account to each project, which the first subject of its pool obtains, and asks about that account and about
// every name of the pool: each subject and each namespace that some cluster has, wherever it is, and the whole pool.
func granted(facts []fleet.Fact) ([]fleet.Fact, []pool.Principal) {
	var ask []pool.Principal
	for _, f := range slices.Clone(facts) {
		if p, ok := f.(fleet.Project); ok {
			names := poolNames(p, facts)
			email := "app@" + p.ID + ".iam.gserviceaccount.com"
			facts = append(facts, fleet.GSA{Email: email}, fleet.Binding{On: fleet.OnAccount(email), Role: "roles/iam.workloadIdentityUser", Member: names[0]})
			ask = append(append(ask, pool.ServiceAccount(email)), names...)
		}
	}
	return facts, ask
}

// poolNames gives the names of a project's pool, subjects first: that of default/default if there is no other.
func poolNames(p fleet.Project, facts []fleet.Fact) []pool.Principal {
	set := fmt.Sprintf("principalSet://iam.googleapis.com/projects/%v/locations/global/workloadIdentityPools/%s.svc.id.goog/", p.Number, p.ID)
	var subjects, namespaces []string
	for _, f := range facts {
		if k, ok := f.(fleet.KSA); ok {
			subjects = append(subjects, fmt.Sprintf("serviceAccount:%s.svc.id.goog[%s/%s]", p.ID, k.Namespace, k.Name))
			namespaces = append(namespaces, set+"namespace/"+k.Namespace)
		}
	}
	if len(subjects) == 0 {
		subjects = []string{"serviceAccount:" + p.ID + ".svc.id.goog[default/default]"}
	}
	all := slices.Concat(distinct(subjects), distinct(namespaces), []string{set + "*"})
	return parsed(all)
}

func distinct(list []string) []string { return slices.Compact(slices.Sorted(slices.Values(list))) }

func parsed(members []string) []pool.Principal {
	var all []pool.Principal
	for _, m := range members {
		all = append(all, pool.Must(pool.Parse(m)))
	}
	return all
}
