package law

import (
	"cmp"
	"slices"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"pgregory.net/rapid"
)

// What may not have been read of a cluster or of the scopes of a fleet. Secrets are told by hand and stay: no gap speaks of them.

// tellRunning tells the service accounts that only pods and Secrets speak of. Whoever read the objects of a cluster knows them.
func tellRunning(facts []fleet.Fact) []fleet.Fact {
	for _, p := range factsOf[fleet.Pod](facts) {
		facts = tellServiceAccount(facts, p.Cluster, p.Namespace, p.ServiceAccount)
	}
	for _, s := range factsOf[fleet.Secret](facts) {
		facts = tellServiceAccount(facts, s.Cluster, s.Namespace, s.Token)
	}
	return facts
}

func tellServiceAccount(facts []fleet.Fact, c fleet.ClusterName, namespace, name string) []fleet.Fact {
	k := fleet.KSA{Cluster: c, Namespace: namespace, Name: cmp.Or(name, "default")}
	if slices.ContainsFunc(factsOf[fleet.KSA](facts), func(o fleet.KSA) bool {
		return o.Cluster == k.Cluster && o.Namespace == k.Namespace && o.Name == k.Name
	}) {
		return facts
	}
	return append(slices.Clip(facts), k)
}

// dropped leaves out facts, and tells the gap.
func dropped(facts []fleet.Fact, gap fleet.Gap, gone func(fleet.Fact) bool) []fleet.Fact {
	return grounded(append(slices.DeleteFunc(slices.Clone(facts), gone), gap))
}

func forgetObjects(c fleet.ClusterName, facts []fleet.Fact) []fleet.Fact {
	return dropped(facts, fleet.Gap{What: fleet.GapObjects, Cluster: c}, func(f fleet.Fact) bool {
		switch f := f.(type) {
		case fleet.KSA:
			return f.Cluster == c
		case fleet.Namespace:
			return f.Cluster == c
		default:
			return false
		}
	})
}

// forgetNodePools leaves out those of a cluster, but for some.
func forgetNodePools(c fleet.ClusterName, read []fleet.NodePool, facts []fleet.Fact) []fleet.Fact {
	return dropped(facts, fleet.Gap{What: fleet.GapNodePools, Cluster: c}, func(f fleet.Fact) bool {
		p, ok := f.(fleet.NodePool)
		return ok && p.Cluster == c && !slices.ContainsFunc(read, func(o fleet.NodePool) bool { return same(o, p) })
	})
}

func forgetPods(c fleet.ClusterName, facts []fleet.Fact) []fleet.Fact {
	return dropped(facts, fleet.Gap{What: fleet.GapPods, Cluster: c}, func(f fleet.Fact) bool {
		p, ok := f.(fleet.Pod)
		return ok && p.Cluster == c
	})
}

func forgetPermits(c fleet.ClusterName, facts []fleet.Fact) []fleet.Fact {
	return dropped(facts, fleet.Gap{What: fleet.GapRBAC, Cluster: c}, func(f fleet.Fact) bool {
		p, ok := f.(fleet.Permit)
		return ok && p.Cluster == c
	})
}

func forgetScopes(host string, facts []fleet.Fact) []fleet.Fact {
	return dropped(facts, fleet.Gap{What: fleet.GapScopes, On: fleet.InProject(host)}, func(f fleet.Fact) bool {
		switch f := f.(type) {
		case fleet.Scope:
			return projectID(facts, f.Fleet) == host
		case fleet.ScopeBinding:
			return projectID(facts, f.Fleet) == host
		case fleet.FleetNamespace:
			return projectID(facts, f.Fleet) == host
		default:
			return false
		}
	})
}

// forgetCluster forgets all that a reader of the cluster would have told.
func forgetCluster(c fleet.ClusterName, facts []fleet.Fact) []fleet.Fact {
	return forgetObjects(c, forgetNodePools(c, nil, forgetPods(c, forgetPermits(c, facts))))
}

// forgetClusters: of a cluster that is a fleet member the membership still tells, and nothing else does.
func forgetClusters(p fleet.Project, facts []fleet.Fact) []fleet.Fact {
	for _, c := range factsOf[fleet.Cluster](facts) {
		member := slices.ContainsFunc(factsOf[fleet.Membership](facts), func(m fleet.Membership) bool { return m.Cluster == c.Name })
		switch {
		case c.Name.Project != p.ID || c.Mode == fleet.Outside:
		case member:
			i := slices.Index(facts, fleet.Fact(c))
			facts = slices.Replace(slices.Clone(facts), i, i+1, fleet.Fact(fleet.Cluster{Name: c.Name}))
			facts = forgetCluster(c.Name, facts)
		default:
			facts = without(facts, c)
		}
	}
	return append(facts, fleet.Gap{What: fleet.GapClusters, On: fleet.InProject(p.ID)})
}

// CouldForgettingShows is ForgettingShows for who could become a principal: whoever drops out because something was not
// read leaves an answer that may lack some, or one that names a member in doubt in their stead.
func CouldForgettingShows(t *rapid.T, full World) {
	full = full.with(t, tellRunning(tellNamed(full.Facts)))
	less := full.with(t, forget(t, full.Facts))
	for _, p := range full.few(t) {
		checkCouldForgotten(t, full, less, p)
	}
}

func checkCouldForgotten(t *rapid.T, full, less World, p pool.Principal) {
	was, is := full.Graph.CouldBecome(p), less.Graph.CouldBecome(p)
	still, today := couldBecomers(is), assumers(less.Graph.Assumers(p))
	for name, x := range couldBecomers(was) {
		_, could := still[name]
		_, assumes := today[name]
		if !could && !assumes && is.Exactness() != fleet.Unsettled && !standIn(today, x.Path) && !couldStandIn(still, x.Path) && !goesWithoutSaying(still, today, x.Actor) {
			t.Fatalf("%v: %v is not in the answer, which is %v and not unknown: %s\nin truth:\n%v\nas told:\n%v", p, name, is.Exactness(), printedCould(x), full, less)
		}
	}
}

// couldStandIn is standIn for members that could become it, and for sets that an account may be in.
func couldStandIn(still map[string]fleet.Could, way fleet.Path) bool {
	return slices.ContainsFunc(way, func(e fleet.Edge) bool {
		for _, x := range still {
			if e.From.Kind == fleet.PrincipalVertex && x.Exactness() != fleet.Exact && x.Actor.Principal.Overlaps(e.From.Principal) {
				return true
			}
		}
		return false
	})
}
