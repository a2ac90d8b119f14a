package fleet

import (
	"fmt"
	"slices"
	"strings"
)

// creation is a call that custom constraints are about: of each shape, what is known of the resource, as REST has it.
type creation struct {
	project      int32
	kind, method string
	shapes       []map[string]any
}

const (
	clusterType    = "container.googleapis.com/Cluster"
	membershipType = "gkehub.googleapis.com/Membership"

	// New clusters must have Workload Identity off where it is enforced. It is checked at creation; what it does to
	// Autopilot, where Workload Identity is always on, is not documented.
	// Source: https://docs.cloud.google.com/organization-policy/restrict-service-accounts
	withoutIdentity = "iam.disableWorkloadIdentityClusterCreation"
)

// forbidsCluster says whether organization policies forbid, from now on, to create a cluster in a project that provides its
// pool: Off when some such cluster can be created. O(policies and constraints above the project), each evaluated twice.
// Source: https://docs.cloud.google.com/resource-manager/docs/organization-policy/creating-managing-custom-constraints
func (g *Graph) forbidsCluster(project int32) (Setting, []Reason) {
	return g.forbids(g.clusterCreation(project))
}

func (g *Graph) clusterCreation(project int32) creation {
	return creation{project, clusterType, "CREATE", []map[string]any{
		g.clusterShape(project, Cluster{Mode: Autopilot}),
		g.clusterShape(project, Cluster{Mode: Standard, WorkloadIdentity: On}),
	}}
}

// clusterShape is a cluster as a custom constraint sees it. What a fact does not say is not in it.
// Source: googleapis/googleapis google/container/v1/cluster_service.proto at f8291d2, message Cluster.
func (g *Graph) clusterShape(project int32, c Cluster) map[string]any {
	shape := map[string]any{"autopilot": map[string]any{"enabled": c.Mode == Autopilot}}
	name := g.nodes[project].pool.String()
	switch {
	case c.Pool.IsValid():
		name = c.Pool.String()
	case !g.nodes[project].pool.IsValid():
		return shape
	}
	switch {
	case c.Mode == Autopilot || c.WorkloadIdentity == On:
		shape["workloadIdentityConfig"] = map[string]any{"workloadPool": name}
	case c.WorkloadIdentity == Off:
		shape["workloadIdentityConfig"] = map[string]any{"workloadPool": ""}
	}
	if c.Name.Name != "" {
		shape["name"], shape["location"] = c.Name.Name, c.Name.Location
	}
	return shape
}

// forbidsMembership says the same of registering a cluster to the fleet of a project. No page lists memberships among the
// types of custom constraints: see Assumptions.HubConstraints.
func (g *Graph) forbidsMembership(project int32) (Setting, []Reason) {
	if !g.assume.HubConstraints {
		return Off, nil
	}
	s, rs := g.forbids(membershipCreation(project))
	if s != Off {
		rs = append(rs, Reason{"that custom constraints can be about " + membershipType + " is assumed", "Assumptions.HubConstraints"})
	}
	return s, reasons(rs)
}

func membershipCreation(project int32) creation {
	return creation{project, membershipType, "CREATE", []map[string]any{{}}}
}

// constraintsAbove lists the policies that forbid or may forbid to create a cluster in a project or, if assumed, to register
// one to its fleet. Who may lift one of them undoes it.
func (g *Graph) constraintsAbove(project int32) []ruling {
	return slices.DeleteFunc(g.rulings(project), func(r ruling) bool {
		for _, c := range []creation{g.clusterCreation(project), membershipCreation(project)} {
			if c.kind == membershipType && !g.assume.HubConstraints {
				continue
			}
			for _, shape := range c.shapes {
				if s, _ := g.rules(r, c, shape); s != Off {
					return false
				}
			}
		}
		return true
	})
}

// forbids decides over all shapes: On when each is forbidden, Off when one is not.
func (g *Graph) forbids(c creation) (Setting, []Reason) {
	var all []Reason
	verdict := On
	for _, shape := range c.shapes {
		s, rs := g.forbidsShape(c, shape)
		switch s {
		case Off:
			return Off, nil
		case Unknown:
			verdict = Unknown
		}
		all = append(all, rs...)
	}
	return verdict, reasons(all)
}

// forbidsShape decides over all constraints: one that forbids is enough.
func (g *Graph) forbidsShape(c creation, shape map[string]any) (Setting, []Reason) {
	var rs []Reason
	for at := range g.chain(c.project) {
		rs = append(rs, orgPolicyGap(&g.nodes[at])...)
	}
	for _, r := range g.rulings(c.project) {
		s, why := g.rules(r, c, shape)
		if s == On {
			return On, why
		}
		if s == Unknown {
			rs = append(rs, why...)
		}
	}
	if len(rs) > 0 {
		return Unknown, rs
	}
	return Off, nil
}

// rules applies one constraint to one shape: On when it forbids it.
func (g *Graph) rules(r ruling, c creation, shape map[string]any) (Setting, []Reason) {
	if r.constraint == withoutIdentity && c.kind == clusterType && c.method == "CREATE" {
		return g.rulesIdentity(r, shape)
	}
	if !strings.HasPrefix(r.constraint, "custom.") {
		return Off, nil
	}
	custom, ok := g.customConstraint(c.project, r.constraint)
	if !ok {
		return Unknown, append(slices.Clip(r.reasons), Reason{fmt.Sprintf("custom constraint %s, of which %s has a policy, was not told", r.constraint, g.nodes[r.node].resource), "gcloud org-policies describe-custom-constraint " + r.constraint})
	}
	if !slices.Contains(custom.Types, c.kind) || !slices.Contains(custom.Methods, c.method) {
		return Off, nil
	}
	s, rest := g.evaluates(custom, shape)
	return g.enforces(r, s, rest)
}

// evaluates says whether a custom constraint forbids a shape. A condition that always holds needs no evaluator.
func (g *Graph) evaluates(custom Constraint, shape map[string]any) (Setting, string) {
	holds, rest := Unknown, custom.Condition
	switch text := strings.TrimSpace(custom.Condition); {
	case text == "true":
		holds = On
	case text == "false":
		holds = Off
	case g.evaluator != nil:
		holds, rest = g.evaluator.Constraint(custom.Condition, shape)
	}
	if custom.Denies || holds == Unknown {
		return holds, rest
	}
	return On + Off - holds, rest // what an allowing constraint does not allow, it forbids
}

// enforces says what comes of a constraint that forbids, by the policy that enforces it.
func (g *Graph) enforces(r ruling, forbids Setting, rest string) (Setting, []Reason) {
	switch {
	case forbids == Off:
		return Off, nil
	case r.enforced == Unknown:
		return Unknown, r.reasons
	case forbids == Unknown:
		return Unknown, []Reason{{fmt.Sprintf("%s, enforced on %s, may forbid it: that depends on %s", r.constraint, g.nodes[r.node].resource, oneLine(rest)), "whether the condition holds"}}
	default:
		return On, []Reason{{fmt.Sprintf("%s, enforced on %s, forbids it", r.constraint, g.nodes[r.node].resource), ""}}
	}
}

// rulesIdentity applies the predefined constraint on Workload Identity.
func (g *Graph) rulesIdentity(r ruling, shape map[string]any) (Setting, []Reason) {
	if r.enforced == Unknown {
		return Unknown, r.reasons
	}
	text := "%s, enforced on %s, forbids to create a cluster with Workload Identity, which may be turned on later"
	if a, ok := shape["autopilot"].(map[string]any); ok && a["enabled"] == true {
		text = "%s is enforced on %s, and what it does to Autopilot is not documented"
	}
	return Unknown, []Reason{{fmt.Sprintf(text, r.constraint, g.nodes[r.node].resource), "a test against the real API"}}
}
