package fleet

import "fmt"

// poolGaps says who may be missing among those a principal of a pool matches.
func (g *Graph) poolGaps(s selector) []Reason {
	at := &g.pools[s.pool]
	var rs []Reason
	for _, f := range g.gaps {
		if f.node != at.project {
			continue
		}
		switch f.fact.What {
		case GapClusters:
			rs = append(rs, Reason{fmt.Sprintf("the clusters of %s were not read: any of them may provide pool %s", f.fact.On, at.name), "gcloud container clusters list --project " + f.fact.On.id})
		case GapMemberships:
			rs = append(rs, Reason{fmt.Sprintf("the memberships of the fleet of %s were not read: any member may provide pool %s", f.fact.On, at.name), "gcloud container fleet memberships list --project " + f.fact.On.id})
		}
	}
	for _, p := range at.providers {
		rs = append(rs, g.providerGaps(s, p)...)
	}
	return rs
}

// providerGaps says what is not known of one cluster of the pool.
func (g *Graph) providerGaps(s selector, at entry) []Reason {
	c := &g.clusters[at.w]
	var rs []Reason
	if s.selects == clusters {
		if _, ok := g.matchProvider(s, at); !ok && c.fact.Mode != Outside && s.principal.Provider() == c.name.provider() {
			rs = append(rs, g.providerDoubt(c, c.provisions[at.provision]))
		}
		if _, ok := g.matchProvider(s, at); !ok {
			return rs
		}
	}
	if c.gap {
		rs = append(rs, Reason{fmt.Sprintf("the namespaces and service accounts of cluster %v were not read", c.name), fmt.Sprintf("kubectl get namespaces,serviceaccounts -A -o yaml in %v", c.name)})
	}
	return rs
}

// policyGaps says which policies over an account were not read.
func (g *Graph) policyGaps(a int32) []Reason {
	row := &g.accounts[a]
	var rs []Reason
	if !row.told {
		rs = append(rs, Reason{fmt.Sprintf("service account %s is only named by a grant: its own allow policy was not told", row.email), "gcloud iam service-accounts get-iam-policy " + row.email})
	}
	for _, f := range g.gaps {
		if f.fact.What == GapPolicy && (f.fact.On == OnAccount(row.email) || g.above(f.fact.On, a)) {
			rs = append(rs, Reason{fmt.Sprintf("the allow policy of %s was not read", f.fact.On), "that policy"})
		}
	}
	for _, b := range g.unread {
		if b.fact.On == OnAccount(row.email) || g.above(b.fact.On, a) {
			rs = append(rs, Reason{fmt.Sprintf("%s on %s is granted to %q, which is no member that can be read", b.fact.Role, b.fact.On, b.fact.Unread), "who was meant"})
		}
	}
	return rs
}

// accountGaps says which projects below a node have service accounts that were not read.
func (g *Graph) accountGaps(above int32) []Reason {
	var rs []Reason
	for _, f := range g.gaps {
		if f.fact.What != GapAccounts {
			continue
		}
		for at := range g.chain(f.node) {
			if at == above {
				rs = append(rs, Reason{fmt.Sprintf("the service accounts of %s were not read", f.fact.On), "gcloud iam service-accounts list --project " + f.fact.On.id})
			}
		}
	}
	return rs
}
