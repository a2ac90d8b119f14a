package fuzz

import (
	"fleettrust.example/fleet"
)

const (
	noClusters = "custom.noClusters"
	noMembers  = "custom.noMembers"
)

// constraintNames are those that a policy may name: custom ones, told or not, and those that are predefined.
var constraintNames = []string{
	noClusters, "iam.disableServiceAccountKeyCreation", noMembers, "constraints/iam.disableWorkloadIdentityClusterCreation",
	"iam.managed.disableServiceAccountKeyCreation", "compute.disableSerialPortAccess",
}

// drawConstraints draws custom constraints of the organization, and policies that enforce these and predefined ones, often one
// and the same at several levels.
func (w *world) drawConstraints() {
	for _, o := range of[fleet.Organization](w.facts) {
		w.drawConstraint(o, noClusters, "container.googleapis.com/Cluster")
		w.drawConstraint(o, noMembers, "gkehub.googleapis.com/Membership")
	}
	usual := pick(w.t, "constraint", constraintNames...)
	for _, on := range distinctNodes(w.facts) {
		if !rarely(w.t, 2, "organization policy") {
			continue
		}
		p := fleet.OrgPolicy{On: on, Constraint: pick(w.t, "constraint", append([]string{usual, usual, usual}, constraintNames...)...)}
		p.Enforced = pick(w.t, "enforced", fleet.On, fleet.On, fleet.Off, fleet.Unknown)
		p.Reset = p.Enforced != fleet.On && rarely(w.t, 4, "reset")
		w.add(p)
	}
}

func (w *world) drawConstraint(o fleet.Organization, name, kind string) {
	if !rarely(w.t, 2, "constraint") {
		return
	}
	w.add(fleet.Constraint{
		Organization: o.Number, Name: name, Types: []string{kind},
		Methods:   pick(w.t, "methods", []string{"CREATE"}, []string{"CREATE", "UPDATE"}, []string{"UPDATE"}),
		Condition: pick(w.t, "condition", "true", "resource.autopilot.enabled == true", "false"),
		Denies:    !rarely(w.t, 4, "allows"),
	})
}

// distinctNodes lists projects, by ID or by number, folders and the organization, each once.
func distinctNodes(facts []fleet.Fact) []fleet.Resource {
	var all []fleet.Resource
	for i, p := range of[fleet.Project](facts) {
		if i == 1 && p.Number != 0 {
			all = append(all, fleet.InProject(p.Number.String()))
		} else {
			all = append(all, fleet.InProject(p.ID))
		}
	}
	for _, f := range of[fleet.Folder](facts) {
		all = append(all, fleet.InFolder(f.Number))
	}
	for _, o := range of[fleet.Organization](facts) {
		all = append(all, fleet.InOrganization(o.Number))
	}
	return all
}
