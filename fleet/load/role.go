package load

import (
	"strings"

	"fleettrust.example/fleet"
)

// readRole reads what gcloud iam roles describe prints of a custom role. A role that is deleted or disabled adds no
// permissions to anyone it is granted to.
// Source: https://cloud.google.com/iam/docs/reference/rest/v1/projects.roles, read 2026-11-21.
func (f *file) readRole(it item) int {
	name := it.field("name").text()
	if name == "" {
		name = f.spot.top + "/" + f.spot.owner + "/roles/" + f.spot.name
	}
	if !f.isRole(it, name) {
		return 0
	}
	return f.tellRole(it, name)
}

// tellRole reads the permissions of a role of that name.
func (f *file) tellRole(it item, name string) int {
	permissions := it.field("includedPermissions").texts()
	switch {
	case it.field("deleted").truth() || it.field("stage").text() == "DISABLED":
		permissions = nil
	case !it.field("includedPermissions").present(): // as a list of roles leaves them out
		it.warn("", "does not say its permissions: role %q is taken as unknown", name)
		return 0
	}
	f.tell(it.source(), fleet.Role{Name: name, Permissions: permissions})
	return len(permissions)
}

// isRole holds a role's own name to its place.
func (f *file) isRole(it item, name string) bool {
	here := f.spot.top + "/" + f.spot.owner
	owner, id, ok := strings.Cut(name, "/roles/")
	if !ok || id != f.spot.name || placeholder(name) != "" {
		it.field("name").fault("%q is not the role %q that the file's place says", shorten(name), here+"/roles/"+f.spot.name)
		return false
	}
	if owner == here {
		return true
	}
	said, isProject := strings.CutPrefix(owner, "projects/")
	place, same := strings.CutPrefix(here, "projects/")
	a, okA := f.projectID(said)
	b, okB := f.projectID(place)
	if !isProject || !same || !okA || !okB || a != b {
		it.field("name").fault("is %q, and the file lies in %q", shorten(name), here)
		return false
	}
	return true
}
