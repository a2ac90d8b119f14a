package pool

import "strings"

// Dead tells a member that IAM stores and that matches nobody, and why: a deleted
// principal, an attribute or group of a Google-managed pool, and a subject of a
// Google-managed pool that is not ns/NAMESPACE/sa/NAME. The reason is empty when dead is
// false. A dead principal Matches no identity.
func (p Principal) Dead() (reason string, dead bool) {
	switch {
	case p.kind == KindDeleted:
		return "a deleted principal: the member matches nobody, and no new principal of that name either", true
	case !p.pool.IsManaged():
		return "", false
	case p.kind == KindAttribute:
		return "a Google-managed pool maps no attributes: attribute." + p.a + " is not known to it", true
	case p.kind == KindGroup && p.a != everyoneGroup:
		return "a Google-managed pool maps no groups: group/" + p.a + " is not known to it", true
	case p.kind == KindSubject && p.b == "":
		return "no workload has the subject " + quote(p.a) + ": " + p.livingSubject(), true
	default:
		return "", false
	}
}

// livingSubject says what a dead subject was probably meant to be.
func (p Principal) livingSubject() string {
	if rest, ok := strings.CutPrefix(p.a, "system:serviceaccount:"); ok {
		ns, name, _ := strings.Cut(rest, ":")
		if s := Subject(p.pool, p.number, ns, name); s.IsValid() {
			return "in a Google-managed pool it is written " + quote(s.SubjectText())
		}
	}
	if rest, ok := strings.CutPrefix(p.a, "ns/"); ok {
		if ns, name, ok := strings.Cut(rest, "/sa/"); ok {
			return subjectFlaw(ns, name)
		}
	}
	return "a subject of a Google-managed pool is ns/NAMESPACE/sa/NAME"
}

// subjectFlaw: one of the names is illegal, or cutSubject had taken them.
func subjectFlaw(ns, name string) string {
	if strings.Contains(ns+name, "*") {
		return "* is no wildcard here"
	}
	if f := checkLabel("namespace", ns); f != nil {
		return f.reason
	}
	return checkSubdomain("service account", name).reason
}
