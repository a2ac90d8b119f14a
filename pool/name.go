package pool

import (
	"strconv"
	"strings"
)

// Name is the name of a workload identity pool. Names are compared with ==,
// byte for byte. The zero Name is invalid: it names no pool.
//
// A Google-managed pool is called PROJECT.svc.id.goog, with a segment more in
// another universe (PROJECT.UNIVERSE.svc.id.goog), or by its old fleet name
// PROJECT.hub.id.goog. The ID of a domain-scoped project keeps its colon:
// example.com:PROJECT.svc.id.goog. Any other name is of a self-managed pool: 4 to
// 32 of [a-z0-9-].
type Name struct{ text string }

const (
	managedSuffix = ".svc.id.goog"
	hubSuffix     = ".hub.id.goog"
)

// ParseName reads the name of a pool. The error is a *ParseError.
func ParseName(s string) (Name, error) {
	n, f := parseName(s)
	if f == nil {
		return n, nil
	}
	e := f.parseError("pool name", s)
	if _, g := parseName(f.fix); g == nil {
		e.Hint = f.fix
	}
	return Name{}, e
}

// NameOf gives the name of the Google-managed pool of a project, from its ID.
// It is false for a text that is no project ID, and for a project whose ID has a
// colon (example.com:p, eu0:p): what their pools are called follows no rule that
// is written down, so it must be read from the cluster.
func NameOf(projectID string) (Name, bool) {
	if checkProject(projectID) != nil || strings.Contains(projectID, ":") {
		return Name{}, false
	}
	return Name{projectID + managedSuffix}, true
}

// String gives the name as it was parsed; the zero Name prints as "invalid pool".
func (n Name) String() string {
	if n.text == "" {
		return "invalid pool"
	}
	return n.text
}

// IsValid tells a name from the zero Name.
func (n Name) IsValid() bool { return n.text != "" }

// IsManaged tells whether Google manages the pool: it belongs to a project's
// clusters and fleet, and nobody can add a provider to it.
func (n Name) IsManaged() bool {
	return strings.HasSuffix(n.text, managedSuffix) || n.IsHub()
}

// IsHub tells the old name of a fleet's pool, PROJECT.hub.id.goog. It is a name of
// its own and no alias of PROJECT.svc.id.goog.
func (n Name) IsHub() bool { return strings.HasSuffix(n.text, hubSuffix) }

// Project gives the ID of the project that the pool belongs to. It is false for a
// self-managed pool, and for a pool of another universe, whose name does not say
// how the universe is joined to the project ID.
func (n Name) Project() (id string, ok bool) {
	if !n.IsManaged() {
		return "", false
	}
	id = n.text[:len(n.text)-len(managedSuffix)]
	if strings.Contains(id[strings.IndexByte(id, ':')+1:], ".") {
		return "", false
	}
	return id, true
}

// IsProjectID tells whether a text can be the ID of a project: a lower-case letter,
// then [a-z0-9-], behind DOMAIN: or UNIVERSE: for the projects that have it.
func IsProjectID(id string) bool { return checkProject(id) == nil }

// parseName cuts the owner off a managed name; a name without a dot is
// self-managed.
func parseName(s string) (Name, *flaw) {
	if s == managedSuffix[1:] || s == hubSuffix[1:] {
		return Name{}, &flaw{reason: "empty project ID" + unset}
	}
	if id, ok := strings.CutPrefix(s, "projects/"); ok && !strings.Contains(id, "/") {
		return Name{}, &flaw{reason: "resource name where the project ID belongs", fix: id}
	}
	if owner, ok := cutManaged(s); ok {
		if f := checkOwner(owner); f != nil {
			return Name{}, f.in(s, 0, len(owner))
		}
		return Name{s}, nil
	}
	if strings.ContainsAny(s, ".:") {
		return Name{}, wrongSuffix(s)
	}
	if f := checkSelfManaged(s); f != nil {
		return Name{}, f
	}
	return Name{s}, nil
}

func cutManaged(s string) (owner string, ok bool) {
	if owner, ok = strings.CutSuffix(s, managedSuffix); ok {
		return owner, true
	}
	return strings.CutSuffix(s, hubSuffix)
}

// checkOwner checks what stands before the suffix: PROJECT, DOMAIN:PROJECT or
// PROJECT.UNIVERSE.
func checkOwner(owner string) *flaw {
	project, universe, found := strings.Cut(owner, ".")
	if !found || strings.Contains(owner, ":") {
		return checkProject(owner)
	}
	if f := checkProject(project); f != nil {
		return f.in(owner, 0, len(project))
	}
	if f := checkText("universe", universe, isNameByte); f != nil {
		return f.in(owner, len(project)+1, len(universe))
	}
	return nil
}

// checkProject checks a project ID: a lower-case letter, then [a-z0-9-], behind
// DOMAIN: or UNIVERSE: for the projects that have it. The length is left alone: IDs of
// fewer than the six characters of today's rule exist.
func checkProject(id string) *flaw {
	if len(id) > maxName {
		return &flaw{at: maxName, reason: "project ID of more than " + strconv.Itoa(maxName) + " characters"}
	}
	domain, project, scoped := strings.Cut(id, ":")
	if !scoped {
		return checkPlainProject(id)
	}
	if f := checkDomain(domain); f != nil {
		return f.in(id, 0, len(domain))
	}
	if f := checkPlainProject(project); f != nil {
		return f.in(id, len(domain)+1, len(project))
	}
	return nil
}

// maxName bounds what has no documented length; it is that of a DNS name.
const maxName = 253

func checkPlainProject(id string) *flaw {
	if id != "" && isDigit(id[0]) {
		return &flaw{
			reason: "project ID " + quote(id) + " starts with a digit" + numberForID(id),
			advice: "the project's ID in place of its number",
		}
	}
	if bare, ok := strings.CutPrefix(id, "projects/"); ok {
		return &flaw{reason: "resource name " + quote(id) + " where the project ID belongs", fix: bare}
	}
	f := checkText("project ID", id, isNameByte)
	if f == nil && id[0] == '-' {
		f = &flaw{reason: "project ID " + quote(id) + " starts with a hyphen"}
	}
	return f
}

func numberForID(id string) string {
	if strings.Trim(id, "0123456789") == "" {
		return ": a project's number stands where its ID belongs"
	}
	return ", which no project ID does"
}

func checkSelfManaged(s string) *flaw {
	if f := checkText("pool name", s, isNameByte); f != nil {
		return f
	}
	if len(s) < 4 || len(s) > 32 {
		return &flaw{
			reason: "a self-managed pool's name has 4 to 32 characters, not " + strconv.Itoa(len(s)),
			advice: "a Google-managed pool's name ends in " + managedSuffix[1:],
		}
	}
	return nil
}

// wrongSuffix explains a dotted name that is not managed. Only the suffix is put
// right in the hint; what stands before it is kept, and nothing with a slash is cut.
func wrongSuffix(s string) *flaw {
	at := strings.IndexAny(s, ".:")
	f := &flaw{
		at:     at,
		reason: "a pool name holds a dot only before svc.id.goog, not " + quote(s[at:]),
		advice: "PROJECT_ID.svc.id.goog, or a self-managed pool of 4 to 32 of [a-z0-9-]",
	}
	for _, infix := range []string{".svc.", ".hub.", ".workload."} {
		i := strings.Index(s, infix)
		if i < 0 || strings.Contains(s, "/") {
			continue
		}
		f.at, f.reason = i+1, "pool name ends in "+quote(s[i+1:])+", not in "+strconv.Quote(managedSuffix[1:])
		f.advice, f.fix = "a name that ends in "+managedSuffix[1:], s[:i]+managedSuffix
		break
	}
	return f
}
