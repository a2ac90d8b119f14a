package pool

// Identity is what one exchanged token says of a workload, which is all that IAM
// sees of it. There is no cluster in it but the URL of its provider.
//
// An empty UID or Provider and a zero Number mean that it is not known.
type Identity struct {
	Pool                      Name
	Number                    Number
	Namespace, ServiceAccount string
	UID, Provider             string
}

// Matches tells whether the identity is in the set that the principal names. It
// allocates nothing.
//
// What is not known widens, so that "no" can be relied on: the unknown number of
// either side matches any number, an identity of unknown UID matches every UID and one of
// unknown provider every cluster. A group or attribute of a self-managed pool matches
// every identity of that pool, because its mapping is not in the names. So does the group
// /allAuthenticatedUsers/ of a Google-managed pool. allAuthenticatedUsers matches no
// federated identity, and neither does any group of Google's, as far as names tell.
func (p Principal) Matches(id Identity) bool {
	if p.kind == KindAllUsers {
		return id.Pool.IsValid()
	}
	if !p.kind.ofPool() || p.pool != id.Pool || !compatible(p.number, id.Number) {
		return false
	}
	switch p.kind {
	case KindSubject:
		return p.b != "" && p.a == id.Namespace && p.b == id.ServiceAccount
	case KindUID:
		return id.UID == "" || p.a == id.UID
	case KindNamespace:
		return p.a == id.Namespace
	case KindCluster:
		return id.Provider == "" || p.a == id.Provider
	case KindPool:
		return true
	case KindGroup:
		return !p.pool.IsManaged() || p.a == everyoneGroup
	case KindAttribute:
		return !p.pool.IsManaged()
	default:
		return false
	}
}

// everyoneGroup is the group that a Google-managed pool puts into every token, as
// the old spelling of the whole pool has it.
const everyoneGroup = "/allAuthenticatedUsers/"

// ofPool: the kinds that hold identities of a workload identity pool and no others.
func (k Kind) ofPool() bool { return KindSubject <= k && k <= KindAttribute }

func compatible(a, b Number) bool { return a == 0 || b == 0 || a == b }
