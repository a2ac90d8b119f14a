package fleet_test

import (
	"strings"
	"time"

	"fleettrust.example/fleet"
)

func (s *story) policy(what string, args []string) fleet.Fact {
	switch what {
	case "permit":
		return permit(args)
	case "grant":
		text := " " + strings.Join(args, " ")
		_, condition, _ := strings.Cut(text, " if ")
		b := fleet.Binding{Role: args[0], On: s.resource(args[2]), Condition: condition}
		if args[3] == "unread" {
			b.Unread = args[4]
		} else {
			b.Member = s.principal(args[4])
		}
		return b
	case "deny":
		return s.deny(args)
	case "boundary":
		return s.boundary(args)
	case "group":
		return fleet.Group{Name: s.principal(args[0]), Members: s.principals(args[2:])}
	case "constraint":
		return constraintFact(args)
	case "enforce":
		p := fleet.OrgPolicy{Constraint: args[0], On: s.resource(args[2]), Enforced: fleet.On, Reset: flagged(args, "reset")}
		if len(args) > 3 {
			p.Enforced = setting(args[3])
		}
		return p
	case "gap":
		return s.gap(args)
	case "time":
		at, err := time.Parse(time.RFC3339, args[0])
		if err != nil {
			panic(err)
		}
		s.time = at
		return nil
	case "assume":
		s.assume.ClusterByContainerURL = s.assume.ClusterByContainerURL || flagged(args, "by-container-url")
		s.assume.PoolSetWithoutOutside = s.assume.PoolSetWithoutOutside || flagged(args, "without-outside")
		s.assume.IssuerNeedsClusterIdentity = s.assume.IssuerNeedsClusterIdentity || flagged(args, "issuer-needs-identity")
		s.assume.ScopedIdentityReplaces = s.assume.ScopedIdentityReplaces || flagged(args, "scoped-replaces")
		s.assume.DerivedScopedPools = s.assume.DerivedScopedPools || flagged(args, "derived-pools")
		s.assume.ConditionsSeeProvider = s.assume.ConditionsSeeProvider || flagged(args, "conditions-see-provider")
		s.assume.DenyBindsPods = s.assume.DenyBindsPods || flagged(args, "deny-binds-pods")
		s.assume.HubConstraints = s.assume.HubConstraints || flagged(args, "hub-constraints")
		return nil
	default:
		panic("no such fact")
	}
}

func (s *story) boundary(args []string) fleet.Fact {
	b := fleet.Boundary{Name: args[0], Set: s.principal(args[2]), Version: option(args, "version", func(v string) int { return int(number(v)) })}
	rest, condition, _ := strings.Cut(strings.Join(args[3:], " ")+" ", " if ")
	b.Condition = strings.TrimSpace(condition)
	for _, r := range strings.Fields(rest) {
		if !strings.Contains(r, "=") {
			b.Resources = append(b.Resources, s.resource(r))
		}
	}
	return b
}

func (s *story) deny(args []string) fleet.Fact {
	d := fleet.Deny{Name: args[0], On: s.resource(args[2])}
	rest, condition, _ := strings.Cut(strings.Join(args[3:], " ")+" ", " if ")
	d.Condition = strings.TrimSpace(condition)
	permissions, members, _ := strings.Cut(rest+" ", " to ")
	permissions, spared, _ := strings.Cut(permissions+" ", " but ")
	members, exempt, _ := strings.Cut(members+" ", " except ")
	d.Permissions, d.ExceptPermissions = strings.Fields(permissions), strings.Fields(spared)
	d.Principals, d.ExceptPrincipals = s.principals(strings.Fields(members)), s.principals(strings.Fields(exempt))
	return d
}

// constraintFact reads ORGANIZATION NAME on TYPE METHOD denies|allows CONDITION.
func constraintFact(args []string) fleet.Fact {
	return fleet.Constraint{
		Organization: number(args[0]), Name: args[1], Types: args[3:4], Methods: strings.Split(args[4], ","),
		Denies: args[5] == "denies", Condition: strings.Join(args[6:], " "),
	}
}

func (s *story) gap(args []string) fleet.Fact {
	switch args[0] {
	case "objects":
		return fleet.Gap{What: fleet.GapObjects, Cluster: clusterName(args[1])}
	case "nodepools":
		return fleet.Gap{What: fleet.GapNodePools, Cluster: clusterName(args[1])}
	case "pods":
		return fleet.Gap{What: fleet.GapPods, Cluster: clusterName(args[1])}
	case "clusters":
		return fleet.Gap{What: fleet.GapClusters, On: fleet.InProject(args[1])}
	case "rbac":
		return fleet.Gap{What: fleet.GapRBAC, Cluster: clusterName(args[1])}
	case "memberships":
		return fleet.Gap{What: fleet.GapMemberships, On: fleet.InProject(args[1])}
	case "scopes":
		return fleet.Gap{What: fleet.GapScopes, On: fleet.InProject(args[1])}
	case "org-policies":
		return fleet.Gap{What: fleet.GapOrgPolicies, On: s.resource(args[1])}
	case "accounts":
		return fleet.Gap{What: fleet.GapAccounts, On: fleet.InProject(args[1])}
	default:
		return fleet.Gap{What: fleet.GapPolicy, On: s.resource(args[1])}
	}
}
