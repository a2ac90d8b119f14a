package load

import (
	"net/url"
	"slices"
	"strings"

	"fleettrust.example/fleet"
)

// pages are the names under which REST puts the entries of a list.
var pages = []string{"clusters", "nodePools", "resources", "accounts", "projects", "folders", "organizations", "fleets", "scopes", "scopeNamespaces", "membershipBindings",
	"roles", "policies", "customConstraints", "principalAccessBoundaryPolicies", "policyBindings"}

// readListing reads what gcloud or REST print, in a file that lies outside the layout: a list, a page of one, or one object. Each
// entry says what it is by its name or by fields that nothing else has. A list that lies in no place may be a part of another, so
// that what it does not have is not known.
func (f *file) readListing(docs []item) (string, int) {
	var word string
	count := 0
	for _, e := range f.loose(docs) {
		as, place := e.entry()
		if e.unfilled("name", "selfLink", "email") {
			continue
		}
		if as == 0 {
			e.unknown()
			continue
		}
		if count++; word == "" || word == as.String() {
			word = as.String()
		} else {
			word = "listing"
		}
		if as == projectFile {
			e.readEntry(as, place) // others may name it by its number
		} else {
			f.later(as, func() { e.readEntry(as, place) })
		}
	}
	return word, count
}

// loose gives the objects of a file: of a list, of a page, or of documents.
func (f *file) loose(docs []item) (entries []item) {
	for _, doc := range docs {
		switch {
		case doc.v.shape == list:
			entries = append(entries, doc.list()...)
		case doc.v.shape == object:
			entries = append(entries, f.page(doc)...)
		default:
			f.unknown(doc.line(), "want an object or a list, got %v", doc.v.shape)
		}
	}
	if len(docs) > 0 && len(entries) == 0 {
		f.unknown(1, "a list of nothing, and the file does not say of what")
	}
	return slices.DeleteFunc(entries, func(e item) bool {
		if e.v.shape != object {
			f.unknown(e.line(), "%s: want an object, got %v", e.path(), e.v.shape)
		}
		return e.v.shape != object
	})
}

// page gives the entries of a page of REST, or the object itself.
func (f *file) page(doc item) []item {
	for _, name := range pages {
		if it := doc.field(name); it.present() && it.v.shape == list && !doc.field("name").present() {
			f.wholePage(doc)
			return it.list()
		}
	}
	return []item{doc}
}

// unfilled refuses an object whose name holds a placeholder.
func (it item) unfilled(names ...string) bool {
	for _, n := range names {
		if mark := placeholder(it.field(n).digits()); mark != "" {
			it.field(n).fault("%q holds the unresolved placeholder %q", shorten(it.field(n).text()), mark)
			return true
		}
	}
	return false
}

// unknown lists or refuses an entry of a list.
func (it item) unknown() {
	what := it.path() + ": "
	if it.up == nil {
		what = ""
	}
	switch {
	case it.has("assetType", "asset_type") > 0:
		it.file.unknown(it.line(), "%san asset of Cloud Asset Inventory as YAML: ask for --format=json", what)
	case it.field("preferredMemberKey").present():
		it.file.unknown(it.line(), "%sa member of a group, and the file does not say of which: its place is groups/EMAIL.json", what)
	case it.has("bindings", "etag") > 0 && it.has("name", "id", "displayName") == 0:
		it.file.unknown(it.line(), "%san allow policy, and the file does not say of what: its place is RESOURCE/iam-policy.json, or projects/PROJECT_ID/service-accounts/EMAIL.json", what)
	case it.has("location", "zone") > 0 && it.field("name").present():
		it.file.unknown(it.line(), "%smay be a cluster, and does not say of which project: its place is projects/PROJECT_ID/clusters.json", what)
	default:
		it.file.unknown(it.line(), "%sis of no kind that is known here", what)
	}
}

// entry tells what one object is, and the place that it would have in the layout.
func (it item) entry() (kind, spot) {
	name := it.field("name").digits()
	parts := strings.Split(strings.TrimPrefix(name, "//gkehub.googleapis.com/"), "/")
	link := it.field("selfLink").text()
	switch {
	case isNodePoolLink(link):
		return nodePoolFile, spot{}
	case strings.Contains(link, "/clusters/") && it.has("nodePools", "endpoint", "location", "zone", "masterAuth") > 0:
		return clustersFile, spot{}
	case it.field("projectId").present() && it.has("email", "uniqueId") == 0:
		return projectFile, spot{}
	case it.field("email").present() && it.has("projectId", "uniqueId") > 0:
		return accountsFile, spot{top: "projects", owner: it.field("projectId").text()}
	case it.has("type", "id", "policy") == 3:
		return ancestorsFile, spot{}
	case len(parts) > 1:
		return it.named(parts)
	}
	return 0, spot{}
}

// named tells what an object is by the parts of its full name.
func (it item) named(parts []string) (kind, spot) {
	at := spot{top: parts[0], owner: parts[1]}
	has := func(place string, whole bool) bool {
		_, ok := match(strings.Split(place, "/"), parts)
		return ok && (len(parts) == 1+strings.Count(place, "/")) == whole
	}
	switch {
	case has("projects/*/locations/*/memberships/*", true):
		return membershipsFile, at
	case has("projects/*/locations/*/memberships/*/bindings/*", true):
		at.location, at.name = parts[3], parts[5]
		return bindingsFile, at
	case has("projects/*/locations/*/features/*", true):
		return featuresFile, at
	case has("projects/*/locations/*/fleets/*", true):
		return fleetFile, at
	case has("projects/*/locations/*/scopes/*", true):
		return scopesFile, at
	case has("projects/*/locations/*/scopes/*/namespaces/*", true):
		at.name = parts[5]
		return scopeFile, at
	case has("projects/*/roles/*", true), has("organizations/*/roles/*", true):
		at.name = parts[3]
		return roleFile, at
	}
	return it.namedPolicy(parts, at)
}

func (it item) namedPolicy(parts []string, at spot) (kind, spot) {
	switch {
	case len(parts) == 4 && parts[2] == "policies" && it.has("spec", "dryRunSpec") > 0:
		at.name = parts[3]
		return orgPolicyFile, at
	case len(parts) == 4 && parts[2] == "customConstraints":
		return constraintsFile, at
	case len(parts) == 6 && parts[4] == "principalAccessBoundaryPolicies":
		return boundariesFile, at
	case len(parts) == 6 && parts[4] == "policyBindings":
		return boundFile, at
	case len(parts) == 4 && parts[0] == "policies" && parts[2] == "denypolicies":
		on, err := url.PathUnescape(parts[1])
		top, owner, ok := strings.Cut(strings.TrimPrefix(on, "cloudresourcemanager.googleapis.com/"), "/")
		if err == nil && ok {
			return denyFile, spot{top: top, owner: owner, name: parts[3]}
		}
	}
	return 0, at
}

func isNodePoolLink(link string) bool {
	p := strings.Split(link, "/")
	return len(p) > 3 && p[len(p)-2] == "nodePools" && p[len(p)-4] == "clusters"
}

// in reads as if the file lay in another place.
func (f *file) in(place spot, read func()) {
	was := f.spot
	f.spot = place
	read()
	f.spot = was
}

// readEntry reads an object as what it is, once every file is read.
func (it item) readEntry(as kind, place spot) {
	f := it.file
	place.kind = as
	f.in(place, func() {
		switch as {
		case projectFile:
			f.readLooseProject(it)
		case clustersFile, nodePoolFile:
			f.readLooseCluster(it, as)
		case ancestorsFile:
			f.readLoosePolicy(it)
		case roleFile:
			f.readRole(it)
		default:
			f.readOwned(it, as)
		}
	})
}

// readOwned reads an object that names the project, folder or organization it is of.
func (f *file) readOwned(it item, as kind) {
	on, ok := f.holder()
	if !ok {
		f.nobody(it, f.spot.owner)
		return
	}
	p := f.projects[on.ID()]
	switch as {
	case membershipsFile:
		f.readMembership(it, p)
	case bindingsFile:
		f.readScopeBinding(it, memberName{p.id, f.spot.location, f.spot.name}, p)
	case featuresFile:
		f.readFeature(it, p)
	case scopesFile:
		f.readListedScope(it, p)
	case scopeFile:
		f.addScope(f.spot.name, p, it.source())
		f.readFleetNamespace(it.field("name"), p, f.spot.name)
	case accountsFile:
		f.readAccount(it, p)
	case orgPolicyFile:
		f.readOrgPolicy(it, on)
	case denyFile:
		f.readDenyPolicy(it)
	case constraintsFile:
		f.readConstraint(it, on)
	case boundariesFile:
		f.readBoundary(it)
	case boundFile:
		f.readPolicyBinding(it, on)
	}
}

// nobody lists an object of a project whose ID no file says. It is not read: what its project is, is not known either.
func (f *file) nobody(it item, project string) {
	f.report.Unread = append(f.report.Unread, Unread{it.source(), it.path() + ": is of project " + project + ", and no file says the ID of that project: gcloud projects describe " + project})
}

// readLooseProject reads a project that says its ID itself.
func (f *file) readLooseProject(it item) {
	if id := it.field("projectId").need(); id != "" {
		f.describeProject(it, id, f.projectNumber(it)).whole[projectFile] = true
	}
}

// readLooseCluster reads a cluster or a node pool of one, which its link names.
func (f *file) readLooseCluster(it item, as kind) {
	self := it.field("selfLink")
	address, _, _ := strings.Cut(self.text(), "/nodePools/")
	l, ok := parseLink(address)
	if !ok {
		self.fault("%q is no link of a cluster", shorten(self.text()))
		return
	}
	id, ok := f.projectID(l.project)
	if !ok {
		f.nobody(it, l.project)
		return
	}
	p := f.project(id, it.source())
	if as == clustersFile {
		f.readCluster(it, p)
		return
	}
	c := f.reader.named(fleet.ClusterName{Project: id, Location: l.location, Name: l.name}, fleet.Standard, it.source())
	f.readNodePool(it, c)
}

// readLoosePolicy reads an entry of get-ancestors-iam-policy by itself.
func (f *file) readLoosePolicy(it item) {
	kind, id := it.field("type").need(), it.field("id").digits()
	if kind != "project" {
		if on, ok := f.above(it, kind, id); ok {
			f.readPolicy(it.field("policy"), on)
		}
		return
	}
	id, ok := f.projectID(id)
	if !ok {
		f.nobody(it, it.field("id").digits())
		return
	}
	f.readPolicy(it.field("policy"), fleet.InProject(f.project(id, it.source()).id))
}
