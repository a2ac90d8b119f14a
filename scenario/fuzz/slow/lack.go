package slow

import (
	"slices"
	"strings"

	"fleettrust.example/fleet"
)

// What the slow model knows of its own ignorance. Strangers are identities that the facts do not show; of a word that
// is missing nothing is known. That they are in allUsers and allAuthenticatedUsers is no news: an answer names these
// two as they are.

// outsiders are members whose own members nobody told: groups, domains, self-managed pools. An answer that they lead
// to must name them, and cannot be exact.
func outsiders() []identity {
	return []identity{{map[string]string{"stranger": "yes", "is in": "opaque selfmanaged"}, Untold}}
}

// unseen are those that a gap hides: whoever an unread member means, workloads of unread clusters, accounts of unread
// projects. An answer that they lead to may lack some.
func (w *World) unseen(facts []fleet.Fact) []identity {
	ids := []identity{{map[string]string{"stranger": "yes", "is in": "unread"}, Untold}}
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
			ids = append(ids, identity{w.shown(project, w.pool[project], ""), Untold})
			ids = append(ids, identity{w.shown(project, w.tenancy[project], ""), Untold})
		case fleet.GapScopes:
			ids = append(ids, identity{w.shown(project, w.tenancy[project], ""), Untold})
		case fleet.GapAccounts:
			w.home["unseen@"+project] = project
			ids = append(ids, identity{map[string]string{"email": "unseen@" + project}, Untold})
		}
	}
	for _, id := range ids {
		id.words["stranger"] = "yes"
	}
	return ids
}

// hidden are the accounts over which some policy was not told: anyone may be named by it.
func (w *World) hidden(facts []fleet.Fact) map[string]Surety {
	emails := map[string]Surety{}
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
			emails[email] = Untold
		}
	}
	return emails
}

// strangers are those whom the facts do not show, with all that they come to hold.
type strangers struct {
	of              *World // with the accounts that were not read in it, if any were not
	unseen, outside []identity
}

func (w *World) meetStrangers() *strangers {
	if w.strange == nil {
		other := w
		if slices.ContainsFunc(w.facts, func(f fleet.Fact) bool { g, ok := f.(fleet.Gap); return ok && g.What == fleet.GapAccounts }) {
			other = New(w.facts, w.assumed, w.evaluator)
		}
		own := other.unseen(w.facts)
		tokens := both(other.hidden(w.facts), other.unseenNodes(w.facts))
		w.strange = &strangers{
			of:      other,
			unseen:  other.reachFrom(reached{own, tokens, map[string]Surety{}}).holders(),
			outside: other.reach(outsiders()).holders(),
		}
	}
	return w.strange
}

// Unseen: may somebody that a gap hides come to be the principal? Then an answer may lack some.
func (w *World) Unseen(member string) bool {
	s := w.meetStrangers()
	return slices.ContainsFunc(s.unseen, func(id identity) bool { return s.of.holds(member, id) > Never })
}

// Outside: may somebody in a member whose own members nobody told come to be the principal? Then an answer is not exact.
func (w *World) Outside(member string) bool {
	s := w.meetStrangers()
	return slices.ContainsFunc(s.outside, func(id identity) bool { return s.of.holds(member, id) > Never })
}
