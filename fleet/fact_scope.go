package fleet

// Scope is a team scope of a fleet.
// Source: https://cloud.google.com/kubernetes-engine/fleet-management/docs/team-management
type Scope struct{ Fleet, Name string }

// ScopeBinding binds a member cluster, by its membership, to a team scope of its fleet.
type ScopeBinding struct {
	Fleet                string
	Location, Membership string
	Scope                string
}

// FleetNamespace is a namespace that belongs to a team scope. The fleet creates it in every cluster bound to the scope.
type FleetNamespace struct{ Fleet, Scope, Name string }

func (Scope) fact()          {}
func (ScopeBinding) fact()   {}
func (FleetNamespace) fact() {}
