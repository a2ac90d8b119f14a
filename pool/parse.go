package pool

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxLength is the length in bytes from which on a member is refused unread. IAM
// allows eight kilobytes for all attributes that a pool maps from one token.
const MaxLength = 10 << 10

// Parse reads one IAM member. Parse and String are inverse, byte for byte: nothing
// is trimmed, folded or decoded. The error is a *ParseError, and then the Principal is
// zero. The time is linear in the length of the member, which MaxLength bounds.
func Parse(member string) (Principal, error) {
	p, f := parse(member)
	if f == nil {
		return p, nil
	}
	e := f.parseError("member", member)
	if fix, ok := corrected(f, 3); ok {
		e.Hint = fix
	}
	return Principal{}, e
}

// corrected follows the fixes of a flaw until a member parses, so that a member
// with two or three mistakes gets one hint for all. A member that matches nobody is no
// help.
func corrected(f *flaw, depth int) (string, bool) {
	if f.fix == "" || depth == 0 {
		return "", false
	}
	p, g := parse(f.fix)
	if g != nil {
		return corrected(g, depth-1)
	}
	_, dead := p.Dead()
	return f.fix, !dead || p.kind == KindDeleted
}

// parse checks what holds for every member, then reads the form that its first
// word announces.
func parse(in string) (Principal, *flaw) {
	if f := checkMember(in); f != nil {
		return Principal{}, f
	}
	c := &cursor{in: in}
	switch {
	case in == "allUsers":
		return AllUsers(), nil
	case in == "allAuthenticatedUsers":
		return AllAuthenticatedUsers(), nil
	case c.cut("principal://"):
		return c.uri(0)
	case c.cut("principalSet://"):
		return c.uri(formSet)
	case c.cut("serviceAccount:"):
		return c.serviceAccount()
	case c.cut("group:"):
		return c.group()
	case c.cut("user:"):
		return c.value(KindUser, checkEmail)
	case c.cut("domain:"):
		return c.value(KindDomain, checkDomain)
	case c.cut("projectOwner:"):
		return c.value(KindProjectOwner, checkProject)
	case c.cut("projectEditor:"):
		return c.value(KindProjectEditor, checkProject)
	case c.cut("projectViewer:"):
		return c.value(KindProjectViewer, checkProject)
	case c.cut("deleted:"):
		return c.deleted()
	default:
		return Principal{}, notAMember(in)
	}
}

// checkMember refuses what no form may hold: too many bytes, bytes that are no
// text, unresolved placeholders, and spaces outside free text.
func checkMember(in string) *flaw {
	if in == "" {
		return &flaw{reason: "empty member" + unset}
	}
	if len(in) > MaxLength {
		return &flaw{at: MaxLength, reason: fmt.Sprintf("%d bytes, and a member has at most %d", len(in), MaxLength)}
	}
	free := freeText(in)
	if at, word := placeholder(in, free); word != "" {
		return &flaw{at: at, reason: "unresolved placeholder " + quote(word), placeholder: word}
	}
	return checkRunes(in, free)
}

func checkRunes(in string, free int) *flaw {
	for i, r := range in {
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(in[i:], "\uFFFD"):
			return &flaw{at: i, reason: fmt.Sprintf("byte 0x%02x is not UTF-8", in[i])}
		case unicode.IsSpace(r) && (r != ' ' || i <= free || i == len(in)-1):
			return &flaw{at: i, reason: "space " + quoteByte(in, i) + ", as copied from a page", fix: withoutSpaces(in[:free]) + strings.TrimSpace(in[free:])}
		case r != ' ' && !unicode.IsPrint(r):
			return &flaw{at: i, reason: fmt.Sprintf("unprintable character %+q", r)}
		}
	}
	return nil
}

func withoutSpaces(s string) string { return strings.Join(strings.Fields(s), "") }

// freeText gives the offset at which the value of a subject, group or attribute
// starts that a self-managed or workforce pool maps. Such values are of any alphabet.
// It is len(in) if there is none.
func freeText(in string) int {
	_, rest, ok := strings.Cut(in, "/workloadIdentityPools/")
	if !ok {
		if _, rest, ok = strings.Cut(in, "/workforcePools/"); !ok {
			return len(in)
		}
	}
	name, rest, _ := strings.Cut(rest, "/")
	selector, value, ok := strings.Cut(rest, "/")
	if !ok || strings.Contains(name, ".") {
		return len(in)
	}
	if selector == "subject" || selector == "group" || strings.HasPrefix(selector, "attribute.") {
		return len(in) - len(value)
	}
	return len(in)
}

// cursor is a member that is being cut from the left.
type cursor struct {
	in  string
	pos int
}

func (c *cursor) rest() string { return c.in[c.pos:] }

func (c *cursor) cut(prefix string) bool {
	if !strings.HasPrefix(c.rest(), prefix) {
		return false
	}
	c.pos += len(prefix)
	return true
}

// segment cuts up to the next slash, and the slash.
func (c *cursor) segment() string {
	s, _, found := strings.Cut(c.rest(), "/")
	c.pos += len(s)
	if found {
		c.pos++
	}
	return s
}

// lift places a flaw of the n bytes at offset at.
func (c *cursor) lift(f *flaw, at, n int) (Principal, *flaw) {
	return Principal{}, f.in(c.in, at, n)
}

func (c *cursor) fail(at int, reason string) (Principal, *flaw) {
	return Principal{}, &flaw{at: at, reason: reason}
}

// value reads the forms that are a word, a colon and one value.
func (c *cursor) value(k Kind, check func(string) *flaw) (Principal, *flaw) {
	s := c.rest()
	if f := doubled(c.in, s); f != nil {
		return Principal{}, f
	}
	if f := check(s); f != nil {
		return c.lift(f, c.pos, len(s))
	}
	return Principal{kind: k, a: s}, nil
}

// doubled finds a whole member behind a prefix: the caller wrote the prefix, and so
// did the value.
func doubled(in, rest string) *flaw {
	for _, prefix := range prefixes {
		if strings.HasPrefix(rest, prefix) {
			at := len(in) - len(rest)
			return &flaw{at: at, reason: quote(in[:at]) + " stands before a whole member", fix: rest}
		}
	}
	return nil
}

var prefixes = []string{
	"serviceAccount:", "user:", "group:", "domain:", "principal://", "principalSet://", "deleted:",
	"projectOwner:", "projectEditor:", "projectViewer:",
}

// group reads a Google group, or the old spelling of a whole pool, which no group's
// address can be: it has no @.
func (c *cursor) group() (Principal, *flaw) {
	s := c.rest()
	name, whole := strings.CutSuffix(s, everyone)
	if !whole {
		if n, f := parseName(s); f == nil && n.IsManaged() {
			return Principal{}, &flaw{at: c.pos, reason: "a pool's name where a group's address belongs", fix: c.in + everyone}
		}
		return c.value(KindGoogleGroup, checkEmail)
	}
	n, f := parseName(name)
	if f != nil {
		return c.lift(f, c.pos, len(name))
	}
	if !n.IsManaged() {
		return c.fail(c.pos, "the group of all identities exists for Google-managed pools only, not for "+quote(name))
	}
	return All(n, 0), nil
}

// deleted reads the member that was, and its unique ID. A subject of a workforce
// pool has no ID.
func (c *cursor) deleted() (Principal, *flaw) {
	if strings.HasPrefix(c.rest(), "deleted:") {
		return Principal{}, &flaw{at: c.pos, reason: "deleted: stands twice", fix: c.rest()}
	}
	was, uid, found := cutLast(c.rest(), "?uid=")
	p, f := parse(was)
	if f != nil {
		return c.lift(f, c.pos, len(was))
	}
	switch {
	case p.kind == KindWorkforce && strings.HasPrefix(p.b, "subject/"):
		return Principal{kind: KindDeleted, a: c.rest()}, nil
	case p.kind == KindServiceAccount, p.kind == KindUser, p.kind == KindGoogleGroup:
	default:
		return c.fail(c.pos, "there is no deleted form of the kind "+p.kind.String())
	}
	if !found {
		return Principal{}, &flaw{at: len(c.in), reason: "deleted: without ?uid= and the unique ID", advice: c.in + "?uid=UNIQUE_ID"}
	}
	if uid == "" || len(uid) > 32 || strings.Trim(uid, "0123456789") != "" {
		return c.fail(len(c.in)-len(uid), "a unique ID has 1 to 32 decimal digits, not "+quote(uid))
	}
	return Principal{kind: KindDeleted, a: was, b: uid}, nil
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}
