package load

import (
	"errors"
	"slices"

	"fleettrust.example/pool"
)

// check refuses placeholders wherever a name stands, also in what cannot be read for another reason.
func (c *connector) check(at item, depth int) {
	for name, v := range at.pairs() {
		switch {
		case name == "members":
			checkMembers(v)
		case name == "member":
			checkMember(v)
		case name == "issuer":
			v.unresolved()
		case name == "resourceID" && c.kind == "IAMCustomRole": // which may have capitals
		case slices.Contains(referring, name):
			checkReference(v)
		case slices.Contains(naming, name) && v.v.shape != number:
			v.filled()
		case v.v.shape == object && depth < 4:
			c.check(v, depth+1)
		case v.v.shape == list && name == "bindings":
			for _, b := range v.list() {
				c.check(b, depth+1)
			}
		}
	}
}

// referring are the fields of a spec that refer to others, naming those that hold names, of what matters here.
var (
	referring = []string{"projectRef", "folderRef", "organizationRef", "resourceRef", "clusterRef", "membershipRef", "scopeRef", "serviceAccountRef"}
	naming    = []string{"resourceID", "location", "workloadPool", "identityNamespace", "namespaceID", "constraint", "parent"}
)

func checkReference(ref item) {
	if ref.v.shape != object {
		return
	}
	for _, name := range []string{"name", "namespace", "external"} {
		ref.field(name).filled()
	}
}

// checkMembers refuses placeholders in a list of members.
func checkMembers(members item) {
	for _, m := range members.list() {
		if m.v.shape == object {
			m = m.field("member")
		}
		checkMember(m)
	}
}

func checkMember(m item) {
	var wrong *pool.ParseError
	if _, err := pool.Parse(m.text()); m.present() && errors.As(err, &wrong) && wrong.Placeholder != "" {
		m.fault("member %q: %s%s", shorten(m.text()), wrong.Reason, hinted(wrong.Hint))
	}
}

// filled is a name of small letters, which must hold no placeholder. What a kpt setter can change is said once of a file.
func (it item) filled() string {
	if it.v != nil && it.v.shape == list {
		it.fault("want text, got a list, as YAML reads a placeholder in brackets")
		return ""
	}
	s := it.unresolved()
	if mark := capitals(s); mark != "" {
		it.fault("%q holds the unresolved placeholder %q", shorten(s), mark)
		return ""
	}
	if s != "" && it.v.setter && !it.file.set {
		it.file.set = true
		it.warn("", "%q is set by a kpt setter, as may be what follows: if the setters were not run it is a default and no name", shorten(s))
	}
	return s
}

// unresolved is text that must hold no mark of a template, and may hold words in capitals.
func (it item) unresolved() string {
	s := it.text()
	if mark := placeholder(s); mark != "" {
		it.fault("%q holds the unresolved placeholder %q", shorten(s), mark)
		return ""
	}
	return s
}
