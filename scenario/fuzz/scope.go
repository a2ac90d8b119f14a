package fuzz

import (
	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// teamPool is the scope-tenancy pool of some fleets, and a self-managed pool that nobody tells of beside the others.
const teamPool = "team-pool"

var scopeNames = []string{"team-a", "team-b"}

func (w *world) tenancyPool() pool.Name {
	if !rarely(w.t, 3, "scope-tenancy pool") {
		return pool.Name{}
	}
	return pool.Must(pool.ParseName(teamPool))
}

// drawScopes draws the scopes of each fleet, their namespaces, and the members that are bound to them.
func (w *world) drawScopes() {
	for _, f := range of[fleet.Fleet](w.facts) {
		for _, name := range scopeNames[:pick(w.t, "scopes", 0, 1, 1, 2)] {
			w.add(fleet.Scope{Fleet: f.Host, Name: name})
			for range upTo(w.t, 2, "fleet namespaces") {
				w.add(fleet.FleetNamespace{Fleet: f.Host, Scope: name, Name: pick(w.t, "namespace", namespaces...)})
			}
			w.bindMembers(f.Host, name)
		}
	}
}

func (w *world) bindMembers(host, scope string) {
	for _, m := range of[fleet.Membership](w.facts) {
		if projectOf(w.facts, m.Fleet).ID == host && rarely(w.t, 2, "bound") {
			w.add(fleet.ScopeBinding{Fleet: host, Location: m.Location, Membership: m.Name, Scope: scope})
		}
	}
}
