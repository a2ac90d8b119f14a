package law

import (
	"slices"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"pgregory.net/rapid"
)

// ForgettingShows: whoever drops out of an answer because something was not read, and a gap says so, leaves an answer
// that may lack some, or one that names a member in doubt in their stead, through whom they come. Nobody is said only when
// proven, and no rung of their ladder says no.
func ForgettingShows(t *rapid.T, full World) {
	full = full.with(t, tellRunning(tellNamed(full.Facts)))
	less := full.with(t, forget(t, full.Facts))
	for _, p := range full.principals(t) {
		checkForgotten(t, full, less, p)
	}
	for id, w := range full.Graph.Workloads() {
		if in, ok := less.Graph.WorkloadID(w); ok {
			checkHoldings(t, full, less, id, in)
		}
	}
}

// checkHoldings asks the same from the side of a workload. That it has a UID when its UID is not known, and is in the set of
// accounts of a project when the project's number is not, goes without saying.
func checkHoldings(t rapid.TB, full, less World, id, in fleet.WorkloadID) {
	is := less.Graph.Principals(in)
	still := map[string]fleet.Assumer{}
	for email := range less.Graph.Accounts() {
		for x := range less.Graph.Assumers(pool.ServiceAccount(email)).All() {
			still[who(x)] = x
		}
	}
	for h := range full.Graph.Principals(id).All() {
		if k := h.Principal.Kind(); k == pool.KindUID || k == pool.KindServiceAccountSet {
			continue
		}
		if _, can := less.Graph.CanAssume(in, h.Principal); !can && is.Exactness() != fleet.Unsettled && !standIn(still, h.Path) {
			t.Fatalf("%v: %v is not among what it holds, which is %v and not unknown:%s\nin truth:\n%v\nas told:\n%v",
				full.Graph.Workload(id), h.Principal, is.Exactness(), printedPath(h.Path), full, less)
		}
	}
}

func checkForgotten(t rapid.TB, full, less World, p pool.Principal) {
	was, is := full.Graph.Assumers(p), less.Graph.Assumers(p)
	truth, still := assumers(was), assumers(is)
	for name, x := range truth {
		if _, ok := still[name]; !ok && is.Exactness() != fleet.Unsettled && !standIn(still, x.Path) {
			t.Fatalf("%v: %v is not in the answer, which is %v and not unknown: %s\nin truth:\n%v\nas told:\n%v", p, name, is.Exactness(), printedAssumer(x), full, less)
		}
		if _, ok := still[name]; !ok && !standIn(still, x.Path) {
			checkLadderForgotten(t, full, less, x, p)
		}
	}
	for name, x := range still {
		if _, ok := truth[name]; !ok && was.Exactness() == fleet.Exact && is.Exactness() == fleet.Exact {
			t.Fatalf("%v: %v is in an exact answer, and in truth is not it: %s\nin truth:\n%v\nas told:\n%v", p, name, printedAssumer(x), full, less)
		}
	}
}

// checkLadderForgotten asks why a workload is no longer in an answer: no rung may say no. A UID that another is known to have is
// taken to be no other's.
func checkLadderForgotten(t rapid.TB, full, less World, x fleet.Assumer, p pool.Principal) {
	if x.Member.IsValid() || p.Kind() == pool.KindUID {
		return
	}
	if l := less.Graph.WhyNot(x.Workload, p); fails(l) {
		t.Fatalf("%v: the ladder says no to %v: %v\n%s\nin truth:\n%v\nas told:\n%v", p, x, l, printedAssumer(x), full, less)
	}
}

// standIn reports a way that passes a member in doubt of an answer, or delegates through an account that may be in one.
func standIn(still map[string]fleet.Assumer, way fleet.Path) bool {
	return slices.ContainsFunc(way, func(e fleet.Edge) bool {
		for _, x := range still {
			if x.Member.IsValid() && x.Exactness() != fleet.Exact &&
				(x.Member == e.From.Principal || e.From.Kind == fleet.DelegateVertex && x.Member.Overlaps(e.From.Principal)) {
				return true
			}
		}
		return false
	})
}

// tellNamed tells the accounts that only others name, and leaves out what names those of other worlds. In truth none is missing.
func tellNamed(facts []fleet.Fact) []fleet.Fact {
	for _, b := range factsOf[fleet.Binding](facts) {
		var home bool
		if facts, home = tellAccount(facts, b.Member); !home {
			facts = without(facts, b)
		}
	}
	for _, p := range factsOf[fleet.NodePool](facts) {
		var home bool
		if facts, home = tellAccount(facts, pool.ServiceAccount(nodeAccount(facts, p))); !home {
			facts = without(facts, p)
		}
	}
	for _, s := range factsOf[fleet.Secret](facts) {
		var home bool
		if facts, home = tellAccount(facts, pool.ServiceAccount(s.Key)); !home {
			facts = without(facts, s)
		}
	}
	for i := range facts {
		if g, ok := facts[i].(fleet.Group); ok {
			all := g.Members
			g.Members = nil
			for _, p := range all {
				var home bool
				if facts, home = tellAccount(facts, p); home {
					g.Members = append(g.Members, p)
				}
			}
			facts = slices.Replace(slices.Clone(facts), i, i+1, fleet.Fact(g))
		}
	}
	return grounded(facts)
}

// tellAccount tells an account that only others name, and reports whether it is of this world.
func tellAccount(facts []fleet.Fact, member pool.Principal) ([]fleet.Fact, bool) {
	email := member.Canonical().Email()
	of, ok := pool.ServiceAccount(email).Account()
	told := slices.ContainsFunc(factsOf[fleet.GSA](facts), func(a fleet.GSA) bool { return a.Email == email })
	home := slices.ContainsFunc(factsOf[fleet.Project](facts), func(p fleet.Project) bool {
		return p.ID == of.Project || p.Number == of.Number && of.Number != 0
	})
	switch {
	case !ok || told:
		return facts, true
	case home:
		return append(facts, fleet.GSA{Email: email}), true
	default:
		return facts, false
	}
}

// forget drops facts that a reader may not have got, and tells the gap.
func forget(t *rapid.T, facts []fleet.Fact) []fleet.Fact {
	forgotten := []func() []fleet.Fact{
		func() []fleet.Fact { return forgetClusters(drawProject(t, facts), facts) },
		func() []fleet.Fact { return forgetAccounts(drawProject(t, facts), facts) },
		func() []fleet.Fact { return forgetNumber(drawProject(t, facts), facts) },
		func() []fleet.Fact { return forgetPolicy(rapid.SampledFrom(policies(facts)).Draw(t, "policy"), facts) },
	}
	for _, c := range factsOf[fleet.Cluster](facts) {
		forgotten = append(forgotten,
			func() []fleet.Fact { return forgetObjects(c.Name, facts) },
			func() []fleet.Fact { return forgetNodePools(c.Name, some(t, 1, factsOf[fleet.NodePool](facts)), facts) },
			func() []fleet.Fact { return forgetPods(c.Name, facts) },
			func() []fleet.Fact { return forgetPermits(c.Name, facts) })
	}
	for _, f := range factsOf[fleet.Fleet](facts) {
		forgotten = append(forgotten,
			func() []fleet.Fact { return forgetMemberships(f.Host, facts) },
			func() []fleet.Fact { return forgetScopes(f.Host, facts) })
	}
	for _, k := range factsOf[fleet.KSA](facts) {
		if !sharesUID(facts, k) {
			forgotten = append(forgotten, func() []fleet.Fact {
				nameless := k
				nameless.UID = ""
				return append(without(facts, k), nameless)
			})
		}
	}
	return rapid.SampledFrom(forgotten).Draw(t, "forgotten")()
}

// sharesUID: worlds are drawn in which two service accounts have one UID. In the real cloud the one that is known would
// be the only one.
func sharesUID(facts []fleet.Fact, k fleet.KSA) bool {
	return slices.ContainsFunc(factsOf[fleet.KSA](facts), func(o fleet.KSA) bool { return o.UID == k.UID && o != k })
}

func drawProject(t *rapid.T, facts []fleet.Fact) fleet.Project {
	return rapid.SampledFrom(factsOf[fleet.Project](facts)).Draw(t, "project")
}

func forgetMemberships(host string, facts []fleet.Fact) []fleet.Fact {
	for _, m := range factsOf[fleet.Membership](facts) {
		if projectID(facts, m.Fleet) == host {
			facts = without(facts, m)
		}
	}
	return append(facts, fleet.Gap{What: fleet.GapMemberships, On: fleet.InProject(host)})
}

// projectID gives the ID of a project that is named by ID or number.
func projectID(facts []fleet.Fact, id string) string {
	for _, p := range factsOf[fleet.Project](facts) {
		if p.Number.String() == id {
			return p.ID
		}
	}
	return id
}

// forgetAccounts: the policy of an account that was not read was not read either.
func forgetAccounts(p fleet.Project, facts []fleet.Fact) []fleet.Fact {
	for _, a := range factsOf[fleet.GSA](facts) {
		of, _ := pool.ServiceAccount(a.Email).Account()
		if a.Project == p.ID || of.Project == p.ID || of.Number == p.Number && p.Number != 0 {
			facts = without(facts, a)
			facts = slices.DeleteFunc(facts, func(f fleet.Fact) bool {
				b, ok := f.(fleet.Binding)
				return ok && b.On == fleet.OnAccount(a.Email)
			})
		}
	}
	return append(without(facts, fleet.Gap{}), fleet.Gap{What: fleet.GapAccounts, On: fleet.InProject(p.ID)})
}

// forgetNumber writes the ID wherever the number stood for the project.
func forgetNumber(p fleet.Project, facts []fleet.Fact) []fleet.Fact {
	facts = slices.Clone(facts)
	for i, f := range facts {
		switch f := f.(type) {
		case fleet.Project:
			if f == p {
				f.Number = 0
			}
			facts[i] = f
		case fleet.Membership:
			f.Fleet = projectID([]fleet.Fact{p}, f.Fleet)
			facts[i] = f
		case fleet.GSA:
			if of, _ := pool.ServiceAccount(f.Email).Account(); of.Number == p.Number && p.Number != 0 {
				f.Project = p.ID
			}
			facts[i] = f
		case fleet.Binding:
			f.On = byID(p, f.On)
			facts[i] = f
		case fleet.Deny:
			f.On = byID(p, f.On)
			facts[i] = f
		case fleet.OrgPolicy:
			f.On = byID(p, f.On)
			facts[i] = f
		case fleet.Gap:
			f.On = byID(p, f.On)
			facts[i] = f
		}
	}
	return facts
}

func byID(p fleet.Project, r fleet.Resource) fleet.Resource {
	if p.Number != 0 && r == fleet.InProject(p.Number.String()) {
		return fleet.InProject(p.ID)
	}
	return r
}

func policies(facts []fleet.Fact) []fleet.Resource {
	all := []fleet.Resource{fleet.InProject(factsOf[fleet.Project](facts)[0].ID)}
	for _, b := range factsOf[fleet.Binding](facts) {
		all = append(all, b.On)
	}
	return all
}

func forgetPolicy(r fleet.Resource, facts []fleet.Fact) []fleet.Fact {
	facts = append(slices.Clone(facts), fleet.Gap{What: fleet.GapPolicy, On: r})
	for _, b := range factsOf[fleet.Binding](facts) {
		if sameResource(facts, b.On, r) {
			facts = without(facts, b)
		}
	}
	return facts
}

func sameResource(facts []fleet.Fact, a, b fleet.Resource) bool {
	if a.Kind() == fleet.ProjectResource && b.Kind() == fleet.ProjectResource {
		return projectID(facts, a.ID()) == projectID(facts, b.ID())
	}
	return a == b
}
