package fleet

// alteration is a membership that gives the names of a pool, or would once its issuer is another.
type alteration struct {
	cluster int32
	doubts  []Reason
}

// alterations lists the memberships of a pool's fleet that could give a name: those that the URL of a set of clusters asks
// for, or else one for all, and for a scope-tenancy pool each that is bound to a team scope.
func (g *Graph) alterations(row *poolRow, s selector) []alteration {
	var all []alteration
	spare := true
	for c := range g.clusters {
		doubts, ok := g.alters(int32(c), row, s)
		bound := !row.name.IsManaged() && g.isBound(int32(c), row.project)
		if ok && (spare || bound || s.selects == clusters) {
			all, spare = append(all, alteration{int32(c), doubts}), false
		}
	}
	return all
}

func (g *Graph) alters(c int32, row *poolRow, s selector) ([]Reason, bool) {
	for _, m := range g.clusters[c].memberships {
		if f := m.fact; f.Fleet == g.nodes[row.project].resource.id && !f.Lightweight && (!row.name.IsManaged() || f.Pool.IsHub() == row.name.IsHub()) {
			if doubts, ok := g.altersURL(&g.clusters[c], f, row, s); ok {
				return doubts, true
			}
		}
	}
	return nil, false
}

// altersURL holds the URL that a membership has at a pool against the one that is asked for, if any is.
func (g *Graph) altersURL(c *cluster, f Membership, row *poolRow, s selector) ([]Reason, bool) {
	if s.selects != clusters {
		return s.doubts, s.provider == "" || c.fleetProvider(f) == s.provider
	}
	p := provision{pool: s.pool}
	if row.name.IsManaged() {
		p.provider = c.fleetProvider(f)
	}
	return g.matchURL(s, c, &p)
}
