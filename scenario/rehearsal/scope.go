package rehearsal

import (
	"cmp"
	"fmt"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

var scopeDeeds = map[string]deed{
	"gcloud container fleet memberships bindings create":                (*turn).bindScope,
	"gcloud container fleet memberships bindings delete":                (*turn).unbindScope,
	"gcloud container fleet memberships bindings list":                  (*turn).listBindings,
	"gcloud container fleet scopes create":                              (*turn).createScope,
	"gcloud container fleet scopes delete":                              (*turn).deleteScope,
	"gcloud container fleet scopes list":                                (*turn).listScopes,
	"gcloud container fleet scopes namespaces create":                   (*turn).createFleetNamespace,
	"gcloud container fleet scopes namespaces delete":                   (*turn).deleteFleetNamespace,
	"gcloud container fleet scopes namespaces list":                     (*turn).listFleetNamespaces,
	"gcloud container fleet workload-identity scope-tenancy-pool set":   (*turn).setTenancy,
	"gcloud container fleet workload-identity scope-tenancy-pool unset": (*turn).unsetTenancy,
	"gcloud iam workload-identity-pools create":                         (*turn).createPool,
}

// scope is the team scope of the fleet of a command.
func (t *turn) scope(name string) (fleet.Scope, error) {
	host, err := t.inFleet()
	if err == nil && name == "" {
		err = fail("argument --scope: Must be specified.")
	}
	return fleet.Scope{Fleet: host, Name: last(name)}, err
}

func scopePath(s fleet.Scope) string {
	return fmt.Sprintf("projects/%s/locations/global/scopes/%s", s.Fleet, s.Name)
}

func (t *turn) createScope() error {
	s, err := t.scope(t.Argument(0))
	if err != nil {
		return err
	}
	t.create(s)
	t.note("Created scope [%s].", scopePath(s))
	return nil
}

func (t *turn) deleteScope() error {
	s, err := t.scope(t.Argument(0))
	if err != nil {
		return err
	}
	t.delete(s)
	t.note("Deleted scope [%s].", scopePath(s))
	return nil
}

func (t *turn) listScopes() error {
	host, err := t.inFleet()
	if err != nil {
		return err
	}
	return t.list(func() []any {
		return each(all(t.Session, func(s fleet.Scope) bool { return s.Fleet == host }), func(s fleet.Scope) any { return map[string]any{"name": scopePath(s)} })
	}, "name#1")
}

func (t *turn) createFleetNamespace() error {
	s, err := t.scope(t.Value("scope"))
	if err != nil {
		return err
	}
	t.create(fleet.FleetNamespace{Fleet: s.Fleet, Scope: s.Name, Name: t.Argument(0)})
	t.note("Created namespace [%s/namespaces/%s].", scopePath(s), t.Argument(0))
	return nil
}

func (t *turn) deleteFleetNamespace() error {
	s, err := t.scope(t.Value("scope"))
	if err != nil {
		return err
	}
	t.delete(fleet.FleetNamespace{Fleet: s.Fleet, Scope: s.Name, Name: t.Argument(0)})
	t.note("Deleted namespace [%s/namespaces/%s].", scopePath(s), t.Argument(0))
	return nil
}

func (t *turn) listFleetNamespaces() error {
	s, err := t.scope(t.Value("scope"))
	if err != nil {
		return err
	}
	return t.list(func() []any {
		return each(all(t.Session, func(n fleet.FleetNamespace) bool { return n.Fleet == s.Fleet && n.Scope == s.Name }), func(n fleet.FleetNamespace) any {
			return map[string]any{"name": scopePath(s) + "/namespaces/" + n.Name, "scope": scopePath(s)}
		})
	}, "name#1")
}

// ofMembership is the member that --membership names.
func (t *turn) ofMembership() (fleet.Membership, error) {
	if !t.Has("membership") {
		return fleet.Membership{}, fail("argument --membership: Must be specified.")
	}
	return t.membership(t.Value("membership"))
}

func (t *turn) bindScope() error {
	m, err := t.ofMembership()
	if err != nil {
		return err
	}
	s, err := t.scope(t.Value("scope"))
	if err != nil {
		return err
	}
	b := fleet.ScopeBinding{Fleet: m.Fleet, Location: m.Location, Membership: m.Name, Scope: s.Name}
	name := memberPath(m) + "/bindings/" + t.Argument(0)
	t.create(b)
	t.do(func() { t.bindings[name] = b })
	t.note("Created membership binding [%s].", name)
	return nil
}

// unbindScope takes away the binding of that name. Of bindings that were told, nothing says what they are called: SCOPE-MEMBERSHIP is
// what package command calls them, and a member that is bound once has no other.
func (t *turn) unbindScope() error {
	m, err := t.ofMembership()
	if err != nil {
		return err
	}
	name := memberPath(m) + "/bindings/" + t.Argument(0)
	b, ok := t.bindings[name]
	bound := all(t.Session, func(b fleet.ScopeBinding) bool {
		return b.Fleet == m.Fleet && b.Location == m.Location && b.Membership == m.Name
	})
	for _, x := range bound {
		if !ok && (len(bound) == 1 || t.Argument(0) == x.Scope+"-"+x.Membership) {
			b, ok = x, true
		}
	}
	if !ok {
		return fail("NOT_FOUND: %s", name)
	}
	t.delete(b)
	t.do(func() { delete(t.bindings, name) })
	t.note("Deleted membership binding [%s].", name)
	return nil
}

func (t *turn) listBindings() error {
	m, err := t.ofMembership()
	if err != nil {
		return err
	}
	return t.list(func() []any {
		return each(all(t.Session, func(b fleet.ScopeBinding) bool {
			return b.Fleet == m.Fleet && b.Location == m.Location && b.Membership == m.Name
		}), func(b fleet.ScopeBinding) any {
			name := b.Scope + "-" + b.Membership
			for path, x := range t.bindings {
				if x == b {
					name = last(path)
				}
			}
			return map[string]any{"name": memberPath(m) + "/bindings/" + name, "scope": scopePath(fleet.Scope{Fleet: b.Fleet, Name: b.Scope})}
		})
	}, "name#1", "scope#1")
}

// setTenancy sets the scope-tenancy pool of a fleet, by its name or by its path in the project.
// Source: https://docs.cloud.google.com/sdk/gcloud/reference/container/fleet/workload-identity/scope-tenancy-pool/set
func (t *turn) setTenancy() error {
	host, err := t.inFleet()
	if err != nil {
		return err
	}
	name, err := pool.ParseName(last(t.Argument(0)))
	if err != nil {
		return fail("INVALID_ARGUMENT: %v", err)
	}
	if f, _ := one(t.Session, func(f fleet.Fleet) bool { return f.Host == host }); f.TenancyPool != name {
		t.update(fleet.Fleet{Host: host, TenancyPool: name})
	}
	t.note("Set the scope-tenancy pool of the fleet of %s.", host)
	return nil
}

func (t *turn) unsetTenancy() error {
	host, err := t.inFleet()
	if err != nil {
		return err
	}
	t.update(fleet.Fleet{Host: host})
	t.note("Unset the scope-tenancy pool of the fleet of %s.", host)
	return nil
}

// createPool makes a self-managed pool. Nobody is in it before a fleet has it as its scope-tenancy pool; providers of others are not
// modelled, and are no commands here.
func (t *turn) createPool() error {
	project, err := t.inProject()
	if err != nil {
		return err
	}
	if _, err := pool.ParseName(t.Argument(0)); err != nil {
		return fail("INVALID_ARGUMENT: %v", err)
	}
	t.note("Created workload identity pool [projects/%s/locations/%s/workloadIdentityPools/%s].", project, cmp.Or(t.Value("location"), "global"), t.Argument(0))
	return nil
}
