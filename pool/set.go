package pool

// Covers tells whether every identity in q is in p. It is true only when that is
// certain from the names alone, so false means "no, or not known". It is reflexive and
// transitive on valid principals, and antisymmetric up to Canonical.
//
// Number zero is wider than any number, as in Matches.
func (p Principal) Covers(q Principal) bool {
	if !p.IsValid() || !q.IsValid() {
		return false
	}
	p, q = p.Canonical(), q.Canonical()
	switch {
	case p == q:
		return true
	case p.kind == KindAllUsers:
		return true
	case p.kind == KindAllAuthenticatedUsers:
		return q.kind.authenticated()
	case p.kind == KindWorkforce:
		return q.kind == KindWorkforce && p.b == "*" && p.a == q.a
	case p.kind.ofPool():
		return q.kind.ofPool() && p.coversInPool(q)
	default:
		return false
	}
}

// authenticated: the kinds that hold Google Accounts and Google service accounts
// and nobody else.
func (k Kind) authenticated() bool {
	switch k {
	case KindServiceAccount, KindServiceAccountSet, KindServiceAgentSet, KindUser, KindDomain:
		return true
	default:
		return false
	}
}

func (p Principal) coversInPool(q Principal) bool {
	if p.pool != q.pool || p.number != 0 && p.number != q.number {
		return false
	}
	switch {
	case p.kind == KindPool:
		return true
	case p.kind == KindNamespace && q.kind == KindSubject:
		return q.b != "" && p.a == q.a
	default:
		return p.kind == q.kind && p.a == q.a && p.b == q.b
	}
}

// Overlaps tells whether an identity may be in both. It is false only when it is
// certain from the names alone that none is, so true means "yes, or not known". It is
// symmetric, and false for a dead principal and for the zero Principal.
func (p Principal) Overlaps(q Principal) bool {
	if !p.populated() || !q.populated() || p.kind.families()&q.kind.families() == 0 {
		return false
	}
	p, q = p.Canonical(), q.Canonical()
	switch {
	case p.kind.ofPool() && q.kind.ofPool():
		return p.pool == q.pool && compatible(p.number, q.number) && p.overlapsInPool(q)
	case p.kind == KindWorkforce && q.kind == KindWorkforce:
		return p.a == q.a
	case p.kind == q.kind && (p.kind == KindServiceAccount || p.kind == KindUser):
		return p == q
	default:
		return true
	}
}

func (p Principal) populated() bool {
	_, dead := p.Dead()
	return p.IsValid() && !dead
}

func (p Principal) overlapsInPool(q Principal) bool {
	if p.kind > q.kind {
		p, q = q, p
	}
	switch {
	case p.kind == q.kind && p.kind <= KindCluster:
		return p.a == q.a && p.b == q.b
	case p.kind == KindSubject && q.kind == KindNamespace:
		return p.b == "" || p.a == q.a
	default:
		return true
	}
}

// family is a sort of identity. Principals that share no family share no identity.
type family uint8

const (
	workloads family = 1 << iota
	people
	accounts
	serviceAccounts
	resources
	anyone = workloads | people | accounts | serviceAccounts | resources
)

// families gives the sorts of identity that a kind may hold. What the sources leave
// open is held to be possible: a group may have members of every sort.
func (k Kind) families() family {
	switch k {
	case KindSubject, KindUID, KindNamespace, KindCluster, KindPool, KindGroup, KindAttribute:
		return workloads
	case KindWorkforce:
		return people
	case KindPoolResource, KindResource:
		return resources
	case KindServiceAccount, KindServiceAccountSet, KindServiceAgentSet:
		return serviceAccounts
	case KindUser, KindDomain:
		return accounts
	case KindAllAuthenticatedUsers:
		return accounts | serviceAccounts
	case KindGoogleGroup, KindCustomer, KindAllUsers, KindProjectOwner, KindProjectEditor, KindProjectViewer:
		return anyone
	default:
		return 0
	}
}
