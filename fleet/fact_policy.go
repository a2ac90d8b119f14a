package fleet

import "fleettrust.example/pool"

// Group tells all direct members of a Google group or of a domain: users, service accounts, other groups. Of a group that
// is not told the members are not known, and every answer that meets it is an upper bound.
type Group struct {
	Name    pool.Principal
	Members []pool.Principal
}

// Boundary is a principal access boundary policy bound to a set of principals: those in the set can reach what lies in
// Resources, and nothing else, unless another boundary bound to them adds it. The set of a project, folder or organization,
// which holds its service accounts and workload identity pools, is written as pool.ServiceAccounts. Version is the enforcement
// version, 0 when not told: what an early one can block leaves service accounts out.
// Source: https://docs.cloud.google.com/iam/docs/principal-access-boundary-policies, read 2026-05-30.
type Boundary struct {
	Name      string
	Set       pool.Principal
	Resources []Resource
	Condition string
	Version   int
}

// Constraint is a custom constraint of an organization: Name is custom.ID, Types such as container.googleapis.com/Cluster,
// Methods CREATE and UPDATE. Denies forbids what Condition (CEL over resource) holds for; otherwise only that is allowed. A
// constraint does nothing until an OrgPolicy enforces it.
// Source: https://docs.cloud.google.com/resource-manager/docs/organization-policy/creating-managing-custom-constraints
type Constraint struct {
	Organization pool.Number
	Name         string
	Types        []string
	Methods      []string
	Condition    string
	Denies       bool
}

// OrgPolicy is an organization policy set on an organization, folder or project for one constraint, custom or predefined.
// Enforced is Unknown where rules depend on tags. Reset restores the constraint's default. What is not set is inherited,
// and what is set on a child replaces what its parent says.
// Source: https://docs.cloud.google.com/organization-policy/hierarchy-evaluation
type OrgPolicy struct {
	On         Resource
	Constraint string
	Enforced   Setting
	Reset      bool
}

func (Group) fact()      {}
func (Boundary) fact()   {}
func (Constraint) fact() {}
func (OrgPolicy) fact()  {}
