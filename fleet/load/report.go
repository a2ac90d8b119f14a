package load

import (
	"cmp"
	"slices"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/rbac"
)

// A Report says what Into read, what it did not read and why, what no file says, and what a person should look at. Each list is
// sorted by file and line.
type Report struct {
	Read     []Read
	Unread   []Unread
	Missing  []Missing
	Warnings []Warning
	Roles    map[fleet.ClusterName]rbac.Objects // of each cluster that has files of its objects; permits are made of them
}

// Read is a file that was read. Kind is one of project, policies, deny policy, clusters, memberships, team scopes, fleet
// namespaces, scope bindings, fleet features, service accounts, service account policy, role, organization policies,
// organization policy, custom constraints, access boundaries, policy bindings, group, keys, Kubernetes objects. Count is the
// number of entries of a list, of grants (one member of one binding, or one deny rule), of permissions, or of the
// objects that matter here.
type Read struct {
	File  string
	Kind  string
	Count int
}

// Unread is something that was not read: a file without a place in the layout and of no form that is known, or objects of a kind
// that matters to no rule. Its Line is zero when a whole file is meant.
type Unread struct {
	Source fleet.Source
	Why    string
}

// String gives "file:line: why".
func (u Unread) String() string { return u.Source.String() + ": " + u.Why }

// Warning is a fact that was read and looks wrong. Hint says what was probably meant; it may be "".
type Warning struct {
	Source fleet.Source
	About  string
	Wrong  string
	Hint   string
}

// String gives "file:line: about: wrong; probably meant: hint".
func (w Warning) String() string { return w.Source.String() + ": " + w.Text() }

// Text gives "about: wrong; probably meant: hint".
func (w Warning) Text() string { return w.About + ": " + w.Wrong + hinted(w.Hint) }

func (r *Report) sort() {
	slices.SortFunc(r.Read, func(a, b Read) int { return strings.Compare(a.File, b.File) })
	slices.SortFunc(r.Unread, func(a, b Unread) int {
		return cmp.Or(compareSources(a.Source, b.Source), strings.Compare(a.Why, b.Why))
	})
	slices.SortFunc(r.Missing, Missing.compare)
	slices.SortFunc(r.Warnings, func(a, b Warning) int {
		return cmp.Or(compareSources(a.Source, b.Source), strings.Compare(a.About, b.About), strings.Compare(a.Wrong, b.Wrong))
	})
	r.Unread = slices.Compact(r.Unread)
	r.Missing = slices.Compact(r.Missing)
	r.Warnings = slices.Compact(r.Warnings)
}

func compareSources(a, b fleet.Source) int {
	return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), strings.Compare(a.Address, b.Address))
}
