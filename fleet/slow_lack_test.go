package fleet_test

import (
	"maps"
	"slices"
	"strings"

	"fleettrust.example/fleet"
)

// What the slow model knows of its own ignorance. Strangers are identities that the facts do not show; of a word that
// is missing nothing is known. That they are in allUsers and allAuthenticatedUsers is no news: an answer names these
// two as they are.

// outsiders are members whose own members nobody told: groups, domains, self-managed pools. An answer that they lead
// to must name them, and cannot be exact.
func outsiders() []slowID {
	return []slowID{{map[string]string{"stranger": "yes", "is in": "opaque selfmanaged"}, untold}}
}

// unseen are those that a gap hides: whoever an unread member means, workloads of unread clusters, accounts of unread
// projects. An answer that they lead to may lack some.
func (w *slowWorld) unseen(facts []fleet.Fact) []slowID {
	ids := []slowID{{map[string]string{"stranger": "yes", "is in": "unread"}, untold}}
	for _, f := range facts {
		gap, ok := f.(fleet.Gap)
		if !ok {
			continue
		}
		project := strings.TrimPrefix(w.node(gap.On.String()), "projects/")
		switch gap.What {
		case fleet.GapObjects:
			ids = append(ids, w.credentials(facts, gap.Cluster.String())...)
		case fleet.GapClusters, fleet.GapMemberships:
			ids = append(ids, slowID{w.shown(project, w.pool[project], ""), untold})
			ids = append(ids, slowID{w.shown(project, w.tenancy[project], ""), untold})
		case fleet.GapScopes:
			ids = append(ids, slowID{w.shown(project, w.tenancy[project], ""), untold})
		case fleet.GapAccounts:
			w.home["unseen@"+project] = project
			ids = append(ids, slowID{map[string]string{"email": "unseen@" + project}, untold})
		}
	}
	for _, id := range ids {
		id.words["stranger"] = "yes"
	}
	return ids
}

// hidden are the accounts over which some policy was not told: anyone may be named by it.
func (w *slowWorld) hidden(facts []fleet.Fact) map[string]surety {
	emails := map[string]surety{}
	for email := range w.home {
		if w.disabled[email] {
			continue
		}
		nodes := w.above(email)
		unread := slices.ContainsFunc(facts, func(f fleet.Fact) bool {
			gap, ok := f.(fleet.Gap)
			return ok && gap.What == fleet.GapPolicy && slices.Contains(nodes, w.node(gap.On.String()))
		})
		if top := nodes[len(nodes)-1]; unread || !w.toldHome(email) || w.orphan[top] || w.unheard(top) {
			emails[email] = untold
		}
	}
	return emails
}

// leadTo: does a stranger come to be the principal?
func (w *slowWorld) leadTo(member string, own []slowID, tokens map[string]surety) bool {
	r := w.reachFrom(reached{own, maps.Clone(tokens), map[string]surety{}})
	return slices.ContainsFunc(r.holders(), func(id slowID) bool { return w.holds(member, id) > never })
}
