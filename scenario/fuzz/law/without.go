package law

import (
	"iter"
	"slices"

	"fleettrust.example/fleet"
	"fleettrust.example/scenario/fuzz"
)

// without leaves out a fact and what cannot stand without it: the objects and memberships of a cluster, and the policy
// of an account that nothing else tells of.
func without(facts []fleet.Fact, gone fleet.Fact) []fleet.Fact {
	return grounded(hosted(bound(slices.DeleteFunc(slices.Clone(facts), func(f fleet.Fact) bool { return same(f, gone) || inCluster(f, gone) }))))
}

// hosted leaves out pods on node pools that are not told, of clusters of which all node pools were read.
func hosted(facts []fleet.Fact) []fleet.Fact {
	return slices.DeleteFunc(facts, func(f fleet.Fact) bool {
		p, ok := f.(fleet.Pod)
		if !ok || p.NodePool == "" {
			return false
		}
		return !slices.ContainsFunc(facts, func(f fleet.Fact) bool {
			switch f := f.(type) {
			case fleet.NodePool:
				return f.Cluster == p.Cluster && f.Name == p.NodePool
			case fleet.Gap:
				return f.Cluster == p.Cluster && f.What == fleet.GapNodePools
			default:
				return false
			}
		})
	})
}

// bound leaves out what binds memberships that are not told to scopes.
func bound(facts []fleet.Fact) []fleet.Fact {
	return slices.DeleteFunc(facts, func(f fleet.Fact) bool {
		b, ok := f.(fleet.ScopeBinding)
		return ok && !slices.ContainsFunc(factsOf[fleet.Membership](facts), func(m fleet.Membership) bool {
			return projectID(facts, m.Fleet) == projectID(facts, b.Fleet) && m.Location == b.Location && m.Name == b.Membership
		})
	})
}

// grounded leaves out the policies of accounts that nothing else tells of.
func grounded(facts []fleet.Fact) []fleet.Fact {
	for {
		n := len(facts)
		known := map[string]bool{}
		for _, f := range factsOf[fleet.GSA](facts) {
			known[f.Email] = true
		}
		for _, b := range factsOf[fleet.Binding](facts) {
			known[b.Member.Canonical().Email()] = true
		}
		for _, g := range factsOf[fleet.Group](facts) {
			for _, p := range g.Members {
				known[p.Canonical().Email()] = true
			}
		}
		for email := range possessed(facts) {
			known[email] = true
		}
		facts = slices.DeleteFunc(facts, func(f fleet.Fact) bool {
			on := policyOf(f)
			return on.Kind() == fleet.AccountResource && !known[on.ID()]
		})
		if len(facts) == n {
			return facts
		}
	}
}

// possessed yields the accounts that nodes run as and Secrets hold keys of.
func possessed(facts []fleet.Fact) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, p := range factsOf[fleet.NodePool](facts) {
			if !yield(nodeAccount(facts, p)) {
				return
			}
		}
		for _, s := range factsOf[fleet.Secret](facts) {
			if !yield(s.Key) {
				return
			}
		}
	}
}

// nodeAccount is the account that nodes run as: "" if it is a default one, of a project whose number is not known.
func nodeAccount(facts []fleet.Fact, p fleet.NodePool) string {
	if p.Account != "" && p.Account != "default" {
		return p.Account
	}
	for _, in := range factsOf[fleet.Project](facts) {
		if in.ID == p.Cluster.Project && in.Number != 0 {
			return in.Number.String() + "-compute@developer.gserviceaccount.com"
		}
	}
	return ""
}

// policyOf is the resource whose allow policy a fact speaks of.
func policyOf(f fleet.Fact) fleet.Resource {
	switch f := f.(type) {
	case fleet.Binding:
		return f.On
	case fleet.Gap:
		return f.On
	default:
		return fleet.Resource{}
	}
}

// same compares facts that can be compared; roles and deny rules hold lists.
func same(a, b fleet.Fact) bool {
	switch a.(type) {
	case fleet.Role, fleet.Deny, fleet.Group, fleet.Boundary, fleet.Constraint, fleet.NodePool, fleet.Pod:
		return fuzz.Text([]fleet.Fact{a}) == fuzz.Text([]fleet.Fact{b})
	default:
		return a == b
	}
}

func inCluster(f, gone fleet.Fact) bool {
	c, ok := gone.(fleet.Cluster)
	if !ok {
		return false
	}
	switch f := f.(type) {
	case fleet.Permit:
		return f.Cluster == c.Name
	case fleet.NodePool:
		return f.Cluster == c.Name
	case fleet.Pod:
		return f.Cluster == c.Name
	case fleet.Secret:
		return f.Cluster == c.Name
	case fleet.KSA:
		return f.Cluster == c.Name
	case fleet.Namespace:
		return f.Cluster == c.Name
	case fleet.Membership:
		return f.Cluster == c.Name
	case fleet.Gap:
		return f.Cluster == c.Name
	default:
		return false
	}
}

// hasObjects reports that the namespace and the service account which a Secret tells of are there without it.
func hasObjects(facts []fleet.Fact, s fleet.Secret) bool {
	return slices.ContainsFunc(facts, func(f fleet.Fact) bool {
		k, ok := f.(fleet.KSA)
		return ok && k.Cluster == s.Cluster && k.Namespace == s.Namespace && (s.Token == "" || s.Token == "default" || s.Token == k.Name)
	})
}
