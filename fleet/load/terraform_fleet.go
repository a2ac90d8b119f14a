package load

import (
	"strings"

	"fleettrust.example/fleet"
)

// readMembershipResource reads a membership.
// Source: https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/gke_hub_membership
func (t *stack) readMembershipResource(r *resource) {
	path, known := t.membershipPath(r)
	p, ok := t.projectAt(r)
	if !known || !ok {
		if t.faulty == 0 {
			t.doubtAt(r, fleet.GapMemberships, "which membership it is, is "+knownAfterApply)
		}
		return
	}
	link, sure := t.resourceLink(r)
	endpoint := r.attribute("endpoint", "gke_cluster", "resource_link")
	switch {
	case !sure:
		t.doubtOn(r, fleet.GapMemberships, fleet.InProject(p.id), "its cluster is "+knownAfterApply+": "+t.pointing(r, "endpoint", "gke_cluster", "resource_link"))
		return
	case link != "" && !endpoint.isUnknown() && !t.isFilledIn(endpoint):
		return
	}
	of := nested("gkeCluster", said("resourceLink", link))
	if link == "" { // of any other cluster the provider does not say more
		of = nested("kubernetesMetadata")
	}
	issuer, settled := t.issuer(r)
	m := r.values.made(said("name", path), nested("endpoint", of), nested("authority", issuer))
	if !t.readMembership(m.entire(settled && !r.attribute("authority").isUnknown()), p) {
		t.gap(r.values.source(), fleet.GapMemberships, fleet.InProject(p.id))
	}
}

// issuer gives what authority.issuer says. One that is known after apply and is made of a cluster of the plan is there, whatever it is.
func (t *stack) issuer(r *resource) (is part, settled bool) {
	it := r.attribute("authority", "issuer")
	if !it.isUnknown() {
		return kept("issuer", it), true
	}
	if refs, sure := t.references(r, "authority", "issuer"); sure && len(refs) == 1 && refs[0].to.kind == "google_container_cluster" {
		if s, ok := t.clusterPath(refs[0].to); ok {
			return said("issuer", "https://container.googleapis.com/v1/"+s), true
		}
	}
	return part{}, false
}

// resourceLink gives the link of the cluster of a membership, "" for one that has none; it is false where that is not known.
func (t *stack) resourceLink(r *resource) (string, bool) {
	at := r.attribute("endpoint", "gke_cluster", "resource_link")
	s, known := "", !at.isUnknown()
	if known {
		s = at.text()
	}
	if !known {
		refs, sure := t.references(r, "endpoint", "gke_cluster", "resource_link")
		if !sure || len(refs) != 1 || refs[0].to.kind != "google_container_cluster" {
			return "", false
		}
		if s, known = t.clusterPath(refs[0].to); !known {
			return "", false
		}
	}
	if strings.HasPrefix(s, "projects/") {
		s = "//container.googleapis.com/" + s
	}
	return s, true
}

// membershipPath gives the name of a membership in the API.
func (t *stack) membershipPath(r *resource) (string, bool) {
	project, a := t.projectOf(r)
	name, b := t.text(r, "membership_id")
	location, c := t.text(r, "location")
	if location == "" {
		location = "global"
	}
	if i := strings.LastIndex(name, "/"); i >= 0 {
		name = name[i+1:]
	}
	return "projects/" + project + "/locations/" + location + "/memberships/" + name, a && b && c && name != ""
}

// scopePath gives the name of a team scope in the API.
func (t *stack) scopePath(r *resource) (string, bool) {
	project, a := t.projectOf(r)
	id, b := t.text(r, "scope_id")
	if i := strings.LastIndex(id, "/"); i >= 0 {
		id = id[i+1:]
	}
	return "projects/" + project + "/locations/global/scopes/" + id, a && b && id != ""
}

func (t *stack) readScopeResource(r *resource) {
	path, known := t.scopePath(r)
	p, ok := t.projectAt(r)
	if !known || !ok {
		t.doubtAt(r, fleet.GapScopes, "which team scope it is, is "+knownAfterApply)
		return
	}
	t.readListedScope(r.values.made(said("name", path)), p)
}

func (t *stack) readFleetNamespaceResource(r *resource) {
	path, known := t.scopePath(r)
	name, named := t.text(r, "scope_namespace_id")
	p, ok := t.projectAt(r)
	if !known || !named || !ok {
		t.doubtAt(r, fleet.GapScopes, "which fleet namespace it is, is "+knownAfterApply)
		return
	}
	it := r.values.made(said("name", path+"/namespaces/"+name)).field("name")
	if scope, ok := t.scopeName(it, p); ok {
		t.addScope(scope, p, it.source())
		t.readFleetNamespace(it, p, scope)
	}
}

func (t *stack) readScopeBindingResource(r *resource) {
	path, known := t.membershipPath(r)
	scope, scoped := t.text(r, "scope")
	p, ok := t.projectAt(r)
	m, named := parseMembership(path)
	if !known || !scoped || !ok || !named {
		t.doubtAt(r, fleet.GapScopes, "which binding of a team scope it is, is "+knownAfterApply)
		return
	}
	id, _ := t.text(r, "membership_binding_id")
	t.readScopeBinding(r.values.made(said("name", path+"/bindings/"+id), said("scope", scope)), memberName{p.id, m.location, m.name}, p)
}

// readFeatureResource reads the feature of a fleet that sets its scope-tenancy pool.
func (t *stack) readFeatureResource(r *resource) {
	name, known := t.text(r, "name")
	p, ok := t.projectAt(r)
	spec := r.attribute("spec", "workloadidentity", "scope_tenancy_pool")
	switch {
	case known && name != "workloadidentity":
	case !known || !ok || spec.isUnknown():
		t.doubtAt(r, fleet.GapScopes, "the scope-tenancy pool of the fleet is "+knownAfterApply)
	default:
		if t.readTenancyPool(spec, p); p.tenancy.unreadable {
			t.gap(r.values.source(), fleet.GapScopes, fleet.InProject(p.id))
		}
	}
}

// readFleetResource notes the project that hosts a fleet.
func (t *stack) readFleetResource(r *resource) { t.projectAt(r) }

// readScopeRole admits that a role that a fleet gives in a team scope has effect in clusters, which say it when they are read.
func (t *stack) readScopeRole(r *resource) {
	t.lack("a role in a team scope has effect in the clusters of its members: their roles and role bindings are taken as unknown")
	t.doubts = append(t.doubts, doubt{at: r.values.source(), what: fleet.GapRBAC})
}

// readOtherMember admits that a resource registers a cluster outside Google Cloud by itself.
func (t *stack) readOtherMember(r *resource) {
	host, known := t.text(r, "fleet", "project")
	if at := r.attribute("fleet", "project"); known && host != "" && (at.isUnknown() || t.isFilledIn(at)) {
		if id, ok := t.projectID(strings.TrimPrefix(host, "projects/")); ok {
			t.project(id, r.values.source())
			t.doubtOn(r, fleet.GapMemberships, fleet.InProject(id), "it makes a member of the fleet, which is not read")
			return
		}
	}
	t.doubtAt(r, fleet.GapMemberships, "it makes a member of the fleet, which is not read")
}
