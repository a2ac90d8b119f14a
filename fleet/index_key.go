package fleet

import "cmp"

// A key is a set of workloads that leads to a service account, in twelve bytes: the way through IAM is folded into it.
type key struct {
	head uint32 // sort, whether it is sure, pool
	a, b uint32
}

// The sorts of keys, widest first: what a key stands for is in those before it, or in none.
const (
	keyEveryone  = iota // every workload
	keyPool             // whoever has a credential at the pool
	keyNamespace        // of those, the namespaces a
	keyCluster          // of those, the clusters that are the provider a there
	keySubject          // of those, the service accounts b in the namespaces a
	keyListed           // what is listed from a to b
	keyFar              // who can act as the account a, which the graph is asked
)

const (
	keySure  = 1 << 28
	poolMask = keySure - 1
)

func newKey(sort, pool int, a, b uint32) key { return key{uint32(sort)<<29 | uint32(pool), a, b} }

func (k key) sort() int    { return int(k.head >> 29) }
func (k key) pool() uint32 { return k.head & poolMask }
func (k key) sure() bool   { return k.head&keySure != 0 }

// surely is the key when the way through IAM is certain.
func (k key) surely(sure bool) key {
	if sure {
		k.head |= keySure
	}
	return k
}

// name is the key without whether it is sure.
func (k key) name() key {
	k.head &^= keySure
	return k
}

// compare puts wide keys before narrow ones, and of one name the sure one first.
func (k key) compare(l key) int {
	x, y := k.name(), l.name()
	return cmp.Or(cmp.Compare(x.head, y.head), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b), -cmp.Compare(k.head, l.head))
}

// covers reports that whoever is in the other key is in this one, and no less sure.
func (k key) covers(l key) bool {
	if l.sure() && !k.sure() {
		return false
	}
	switch {
	case k.sort() == keyEveryone, k.name() == l.name():
		return true
	case k.pool() != l.pool() || l.sort() == keyListed:
		return false
	case k.sort() == keyPool:
		return l.sort() == keyNamespace || l.sort() == keySubject
	default:
		return k.sort() == keyNamespace && l.sort() == keySubject && k.a == l.a
	}
}

// A feed is a pool at which the workloads of a cluster have a credential, in eight bytes.
type feed struct {
	head     uint32 // pool, whether the provider is the URL of the cluster itself, whether the credential is certain
	provider uint32 // the URL, among the names
}

const (
	feedSure = 1 << iota
	feedOwn
	feedBits = iota
)

func newFeed(pool int32, provider uint32, own, sure bool) feed {
	return feed{uint32(pool)<<feedBits | uint32(truth(own))*feedOwn | uint32(truth(sure))*feedSure, provider}
}

func (f feed) pool() uint32 { return f.head >> feedBits }
func (f feed) sure() bool   { return f.head&feedSure != 0 }

// feeds reports that a credential at a feed is in a key that is neither of everyone nor listed, as far as its provider goes. That
// the provider is the one meant is certain only of the URL of the cluster itself.
func (k *key) feeds(f feed) (in, sure bool) {
	switch {
	case f.pool() != k.pool():
		return false, false
	case k.sort() == keyCluster:
		in = f.provider == k.a
		return in, in && f.head&(feedSure|feedOwn) == feedSure|feedOwn
	default:
		return true, f.sure()
	}
}
