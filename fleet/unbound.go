package fleet

import (
	"fmt"
	"slices"
)

// noteUnbound says which member of a fleet could get an identity at the scope-tenancy pool by a scope binding or a fleet
// namespace that it does not have: that is not followed for clusters that exist.
func (q *question) noteUnbound(s selector) {
	row := &q.g.pools[s.pool]
	for c := range q.g.clusters {
		provides := slices.ContainsFunc(row.providers, func(at entry) bool { return at.w == int32(c) })
		if !provides && q.g.isMemberOf(int32(c), row.project) {
			q.unbound = append(q.unbound, Reason{
				fmt.Sprintf("cluster %v is a member of the fleet of project %s, and who could bind it to a team scope and run something in it was not followed", q.g.clusters[c].name, q.g.nodes[row.project].resource.id),
				"who may create scope bindings, and pods in that cluster"})
			return
		}
	}
}
