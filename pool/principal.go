package pool

import (
	"cmp"
	"strings"
)

// Principal is one IAM member: a small value, comparable with ==. The zero
// Principal is invalid and prints as "invalid principal"; no other way leads to an
// illegal one.
//
// Two Principals are equal when they are of one meaning and one spelling. Canonical
// removes the second spelling of IAM v2, WithNumber that of a workload identity
// pool: of those the number is the spelling.
type Principal struct {
	kind   Kind
	form   form
	node   NodeKind
	number Number
	pool   Name

	// What stands in a and b, by kind:
	//
	//	subject        namespace, service account; or the raw text and ""
	//	uid, namespace, cluster, group             the value
	//	attribute      name, value
	//	workforce      pool, selector from "subject/" on
	//	service-account, user, google-group        e-mail
	//	domain, customer, project-…                the value
	//	resource       everything behind "//"
	//	deleted        the member that was, its unique ID or ""
	a, b string
}

// form is the spelling of a kind that has two. The zero form is the first.
type form uint8

const (
	formV2          form = 1 << iota // IAM v2: principal://goog/… and projects/-/serviceAccounts/…
	formSet                          // principalSet:// where principal:// exists too
	formTrustDomain                  // POOL.global.NUMBER.workload.id.goog for the pool POOL
)

// IsValid tells a principal from the zero Principal.
func (p Principal) IsValid() bool { return p.kind != 0 }

// Kind says what sort of principal it is.
func (p Principal) Kind() Kind { return p.kind }

// Pool gives the workload identity pool that the principal speaks of, or the zero
// Name. For a pool resource it is the pool whose resource it is, and yet none of its
// members.
func (p Principal) Pool() Name { return p.pool }

// Number gives the project number of the path, or for a set of service accounts
// the number of its project, folder or organization. Zero means unknown, or that the
// kind has none.
func (p Principal) Number() Number { return p.number }

// Node says what the number of a set of service accounts or service agents counts.
func (p Principal) Node() NodeKind { return p.node }

// Namespace gives the Kubernetes namespace of a subject or namespace set.
func (p Principal) Namespace() string {
	if p.kind == KindNamespace || p.kind == KindSubject && p.b != "" {
		return p.a
	}
	return ""
}

// ServiceAccount gives the name of the Kubernetes service account of a subject.
func (p Principal) ServiceAccount() string {
	if p.kind == KindSubject {
		return p.b
	}
	return ""
}

// SubjectText gives what stands behind "subject/" for a subject: any text for a
// self-managed pool, ns/NAMESPACE/sa/NAME for a subject of Kubernetes.
func (p Principal) SubjectText() string {
	switch {
	case p.kind != KindSubject:
		return ""
	case p.b == "":
		return p.a
	default:
		return "ns/" + p.a + "/sa/" + p.b
	}
}

// UID gives the Kubernetes UID of the one service account object that is named.
func (p Principal) UID() string { return p.ifKind(KindUID) }

// Provider gives the URL of the identity provider that a cluster set names:
// everything behind "kubernetes.cluster/".
func (p Principal) Provider() string { return p.ifKind(KindCluster) }

// Email gives the address of a service account, user or Google group, or the
// domain of a domain.
func (p Principal) Email() string {
	switch p.kind {
	case KindServiceAccount, KindUser, KindGoogleGroup, KindDomain:
		return p.a
	default:
		return ""
	}
}

func (p Principal) ifKind(k Kind) string {
	if p.kind == k {
		return p.a
	}
	return ""
}

// Compare orders principals by kind, then pool, then number, then the parts in the
// order in which they are printed, then the spelling. It is a total order, and zero
// only for principals that are ==.
func (p Principal) Compare(q Principal) int {
	if d := cmp.Or(cmp.Compare(p.kind, q.kind), strings.Compare(p.pool.text, q.pool.text), cmp.Compare(p.number, q.number)); d != 0 {
		return d
	}
	if d := strings.Compare(p.a, q.a); d != 0 {
		return d
	}
	return cmp.Or(strings.Compare(p.b, q.b), cmp.Compare(p.node, q.node), cmp.Compare(p.form, q.form))
}

// Canonical gives the first spelling of a principal that IAM v2 spells in a second
// way: user:, group:, allUsers and serviceAccount:, also behind deleted:. Any other
// principal is returned unchanged, so it is idempotent. It needs no knowledge beyond
// the name; see WithNumber for the spelling that needs some.
func (p Principal) Canonical() Principal {
	switch p.kind {
	case KindServiceAccount, KindUser, KindGoogleGroup, KindAllUsers:
		p.form = 0
	case KindDeleted:
		if was, f := parse(p.a); f == nil {
			p.a = was.Canonical().String()
		}
	}
	return p
}

// WithNumber gives the principal the number of its pool's project, if it speaks of
// a workload identity pool and its number is unknown. So serviceAccount:POOL[ns/ksa] and
// group:POOL:/allAuthenticatedUsers/ become equal to the principal:// and
// principalSet:// spellings of the same sets. Any other principal is returned unchanged.
//
// The caller vouches that the number is the one of the pool's project.
func (p Principal) WithNumber(n Number) Principal {
	if p.number == 0 && p.pool.IsValid() {
		p.number = n
	}
	return p
}
