package fleet

import (
	"fmt"
	"slices"
)

// fleetGaps says which fleets may have clusters on the way as members, and which may have members in team scopes that were not
// read: whoever has rights over a fleet or a scope has them over its clusters.
func (q *question) fleetGaps() []Reason {
	alone, members := q.membersOnWay()
	var rs []Reason
	for i := range q.g.nodes {
		n := &q.g.nodes[i]
		if n.gaps[GapMemberships] && len(alone) > 0 {
			rs = append(rs, Reason{fmt.Sprintf("the memberships of the fleet of %s were not read, and its administrators have rights over its members: one may be of %s", n.resource, someOf(alone)), "gcloud container fleet memberships list --project " + n.resource.id})
		}
		if of := members[n.resource.id]; n.gaps[GapScopes] && len(of) > 0 {
			rs = append(rs, Reason{fmt.Sprintf("the team scopes of the fleet of %s were not read, and their administrators have rights over the clusters bound to them: of %s", n.resource, someOf(of)), "gcloud container fleet scopes list --project " + n.resource.id})
		}
	}
	return rs
}

// membersOnWay names the clusters that somebody may have rights in: those that are in no fleet, and the others by fleet.
func (q *question) membersOnWay() (alone []string, members map[string][]string) {
	members = map[string][]string{}
	for i := range q.g.clusters {
		row := &q.g.clusters[i]
		switch {
		case !q.in[area{int32(i), ""}]:
		case len(row.memberships) == 0:
			alone = append(alone, row.name.String())
		default:
			for _, m := range row.memberships {
				members[m.fact.Fleet] = append(members[m.fact.Fleet], row.name.String())
			}
		}
	}
	for host := range members {
		members[host] = slices.Compact(members[host])
	}
	return alone, members
}

// nodeGaps says what is not known of nodes on which whoever may create pods could run one.
func (q *question) nodeGaps() []Reason {
	open := q.g.openToMakers()
	var rs []Reason
	for _, a := range append([]*Answer{q.answer}, q.pivots...) {
		seen := *a
		seen.g = open
		rs = append(rs, seen.nodeGaps()...)
	}
	return rs
}
