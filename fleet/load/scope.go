package load

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// A tenancy is what the files say of the team scopes of the fleet that a project hosts.
type tenancy struct {
	pool       pool.Name               // the scope-tenancy pool
	unreadable bool                    // there is one, and it cannot be read
	scopes     map[string]fleet.Source // by name: where the first file speaks of it
	namespaces map[string]bool         // scopes whose namespaces were read: true if all of them
	bindings   map[memberName]bool     // memberships whose bindings were read: true if all of them
	bound      []told                  // ScopeBindings
	told       bool                    // the fleet was told
}

func newTenancy() tenancy {
	return tenancy{scopes: map[string]fleet.Source{}, namespaces: map[string]bool{}, bindings: map[memberName]bool{}}
}

// readScopes reads what gcloud container fleet scopes list prints.
func (f *file) readScopes(docs []item) int {
	return f.ofProject(docs, "scopes", f.readListedScope)
}

func (f *file) readListedScope(it item, p *project) {
	if s, ok := f.scopeName(it.field("name"), p); ok {
		f.addScope(s, p, it.source())
	}
}

func (f *file) addScope(name string, p *project, at fleet.Source) {
	if _, ok := p.tenancy.scopes[name]; !ok {
		p.tenancy.scopes[name] = at
	}
}

// scopeName reads projects/P/locations/global/scopes/S, with or without something below it.
// Source: googleapis/googleapis google/cloud/gkehub/v1/fleet.proto at f8291d2.
func (f *file) scopeName(it item, p *project) (string, bool) {
	parts := strings.Split(it.need(), "/")
	if len(parts) < 6 || parts[0] != "projects" || parts[2] != "locations" || parts[4] != "scopes" || !legalName(parts[5]) {
		if it.text() != "" {
			it.fault("%q is no team scope: want projects/PROJECT/locations/global/scopes/SCOPE", shorten(it.text()))
		}
		return "", false
	}
	return parts[5], f.isOwner(it, parts[1], p)
}

// readScope reads what gcloud container fleet scopes namespaces list prints of one scope.
func (f *file) readScope(docs []item) int {
	p, ok := f.owner()
	if !ok {
		return 0
	}
	if !legalName(f.spot.name) {
		f.refuse(0, fmt.Sprintf("%q is no name of a team scope", shorten(f.spot.name)))
		return 0
	}
	f.addScope(f.spot.name, p, docs[0].source())
	entries, whole := f.entries(docs, "scopeNamespaces")
	for _, e := range entries {
		f.readFleetNamespace(e.field("name"), p, f.spot.name)
	}
	p.tenancy.namespaces[f.spot.name] = p.tenancy.namespaces[f.spot.name] || whole
	return len(entries)
}

// readFleetNamespace reads the name of a fleet namespace, of a team scope if one is given.
func (f *file) readFleetNamespace(it item, p *project, of string) {
	scope, ok := f.scopeName(it, p)
	if !ok {
		return
	}
	parts := strings.Split(it.text(), "/")
	switch {
	case len(parts) != 8 || parts[6] != "namespaces":
		it.fault("%q is no fleet namespace: want projects/PROJECT/locations/global/scopes/SCOPE/namespaces/NAMESPACE", shorten(it.text()))
	case of != "" && scope != of:
		it.fault("is of team scope %q, and the file is that of team scope %q", scope, of)
	case isObjectName(it, parts[7], "default"):
		f.tell(it.source(), fleet.FleetNamespace{Fleet: p.id, Scope: scope, Name: parts[7]})
	}
}

// readBindings reads what gcloud container fleet memberships bindings list prints of one membership.
func (f *file) readBindings(docs []item) int {
	p, ok := f.owner()
	if !ok {
		return 0
	}
	of := memberName{p.id, f.spot.location, f.spot.name}
	entries, whole := f.entries(docs, "membershipBindings")
	for _, e := range entries {
		f.readScopeBinding(e, of, p)
	}
	p.tenancy.bindings[of] = p.tenancy.bindings[of] || whole
	return len(entries)
}

func (f *file) readScopeBinding(it item, of memberName, p *project) {
	name := it.field("name")
	member, _, _ := strings.Cut(name.need(), "/bindings/")
	m, ok := parseMembership(member)
	if !ok || m.location != of.location || m.name != of.name {
		name.fault("%q is no binding of membership %s/%s, as the file's place says", shorten(name.text()), of.location, of.name)
		return
	}
	if !f.isOwner(name, m.host, p) {
		return
	}
	if scope, ok := f.scopeName(it.field("scope"), p); ok {
		f.addScope(scope, p, it.source())
		p.tenancy.bound = append(p.tenancy.bound, told{it.source(), fleet.ScopeBinding{Fleet: p.id, Location: of.location, Membership: of.name, Scope: scope}})
	}
}

// readFeatures reads what gcloud container fleet features list prints: of all features, the one that sets the
// scope-tenancy pool. A fleet without that feature has none.
// Source: https://docs.cloud.google.com/sdk/gcloud/reference/container/fleet/workload-identity/scope-tenancy-pool/set
func (f *file) readFeatures(docs []item) int {
	return f.ofProject(docs, "resources", f.readFeature)
}

func (f *file) readFeature(it item, p *project) {
	if strings.HasSuffix(it.field("name").need(), "/features/workloadidentity") {
		f.readTenancyPool(it.field("spec").field("workloadidentity").field("scopeTenancyPool"), p)
	}
}

func (f *file) readTenancyPool(it item, p *project) {
	if it.text() == "" {
		return
	}
	parts := strings.Split(it.text(), "/")
	if len(parts) != 6 || parts[0] != "projects" || parts[4] != "workloadIdentityPools" {
		it.fault("%q is no workload identity pool: want projects/PROJECT/locations/global/workloadIdentityPools/POOL", shorten(it.text()))
		return
	}
	if id, ok := f.projectID(parts[1]); !ok || id != p.id {
		it.warn("", "is a pool of project %q, not of the fleet's host: its identities are not known", shorten(parts[1]))
		p.tenancy.unreadable = true
		return
	}
	p.tenancy.pool = readPool(it, parts[5])
}

// tellFleet tells the fleet that a project hosts, once.
func (r *reader) tellFleet(at fleet.Source, host string) {
	if of := &r.projects[host].tenancy; !of.told {
		of.told = true
		r.tell(at, fleet.Fleet{Host: host, TenancyPool: of.pool})
	}
}

// settleTenancy tells the team scopes of a fleet, and admits what of them was not read. Where a fleet has no members there
// is nobody who could have an identity by them.
func (r *reader) settleTenancy(p *project) {
	for _, name := range slices.Sorted(maps.Keys(p.tenancy.scopes)) {
		r.tellFleet(p.tenancy.scopes[name], p.id)
		r.tell(p.tenancy.scopes[name], fleet.Scope{Fleet: p.id, Name: name})
	}
	stray := r.settleBound(p)
	members := r.membersOf(p.id)
	if p.whole[membershipsFile] && len(members) == 0 && len(p.tenancy.scopes) == 0 {
		return
	}
	lacking := r.missingTenancy(p, members)
	if len(lacking) > 0 || stray || p.tenancy.unreadable {
		r.gap(p.at, fleet.GapScopes, fleet.InProject(p.id))
	}
	if len(members) == 0 {
		return // that its members are not known is said already
	}
	for _, l := range lacking {
		r.miss(p.at, fmt.Sprintf("who has an identity by a team scope of the fleet of project %s is not known", p.id), "projects/"+p.id+"/"+l.file, strings.Fields("container fleet "+l.command+" --project="+p.id)...)
	}
}

// settleBound tells the scope bindings of memberships that are there. One of another membership was read before or after it.
func (r *reader) settleBound(p *project) (stray bool) {
	for _, b := range p.tenancy.bound {
		fact := b.fact.(fleet.ScopeBinding)
		name := memberName{fact.Fleet, fact.Location, fact.Membership}
		if r.memberships[name] != nil {
			r.tell(b.at, fact)
			continue
		}
		r.warn(b.at, fmt.Sprintf("membership %q", name), "", "is bound to team scope %q, and no list of memberships has it", fact.Scope)
		stray = true
	}
	return stray
}

func (r *reader) membersOf(host string) []memberName {
	var names []memberName
	for name := range r.memberships {
		if name.host == host {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, memberName.compare)
	return names
}

// A lack is a file that is not there, and the command that prints it.
type lack struct{ file, command string }

// missingTenancy names the files that would say the rest. Without a team scope there is nothing to bind.
func (r *reader) missingTenancy(p *project, members []memberName) []lack {
	var ls []lack
	if !p.whole[scopesFile] {
		ls = append(ls, lack{"scopes", "scopes list"})
	}
	if !p.whole[featuresFile] {
		ls = append(ls, lack{"features", "features list"})
	}
	for _, s := range slices.Sorted(maps.Keys(p.tenancy.scopes)) {
		if !p.tenancy.namespaces[s] {
			ls = append(ls, lack{"scopes/" + s, "scopes namespaces list --scope=" + s})
		}
	}
	for _, m := range members {
		if len(p.tenancy.scopes) > 0 && !p.tenancy.bindings[m] {
			ls = append(ls, lack{"memberships/" + m.location + "/" + m.name, fmt.Sprintf("memberships bindings list --membership=%s --location=%s", m.name, m.location)})
		}
	}
	return ls
}
