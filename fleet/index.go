package fleet

import (
	"iter"
	"sort"
)

// An AccountID is a Google service account by number: dense from 0, in the order of e-mails, meaningful for one Graph and its
// Index only.
type AccountID int32

// An Index answers by number what a Graph answers with its reasons: which workload can act as which service account. It is for
// those who ask millions of questions; whoever wants to know why asks the Graph that it was made of, in which workloads have the
// same numbers. The ways through IAM are folded into a few keys for each account, so that no question walks the graph.
//
// It is immutable, and safe for any number of goroutines. Its questions allocate nothing. It holds some forty bytes for a Kubernetes
// service account, with all names, which it shares with the Graph, and nothing else of that. The zero Index is empty.
//
// Where thousands of service accounts lead to each other, folding would take the square of their number. What is folded has a bound, of
// 64 members and accounts on the way to each account and a million besides; past it the Index keeps the Graph, and asks it.
type Index struct {
	names    dictionary // of namespaces and Kubernetes service accounts
	others   dictionary // what else principals and clusters are called by; its numbers go on from those of names
	emails   dictionary
	clusters clusterNames

	rows       []uint32 // by cluster: its first row, which is a namespace of it
	rowName    []uint32 // by row, sorted within a cluster
	rowCluster []uint32
	workloads  []uint32 // by row: its first workload
	name       []uint32 // by workload, sorted within a row
	row        []uint32 // by workload

	feeds []uint32 // by cluster: the first of its feeds
	feed  []feed

	providers []uint32 // by pool: the first of the clusters that feed it
	provider  []uint32 // sorted within a pool
	groups    []uint32 // by pool: its first group, which is a namespace at it
	group     []uint32 // by group: its name, sorted within a pool
	grouped   []uint32 // by group: the first of its rows
	inGroup   []uint32 // rows, sorted within a group

	keys      []uint32 // by account: its first key
	key       []key    // wide ones first
	listed    []uint32 // workloads twice over, plus one if certain; sorted within a key
	exactness []Exactness

	principals principals
	everyone   []AccountID // accounts that any workload can act as, sorted
	wides      []uint32    // by cluster: the first of the accounts that all its workloads share a name for
	wide       []AccountID // sorted for each

	listedWorkloads []uint32    // that are in keys which are lists, sorted
	listedFirst     []uint32    // by number of those: the first account
	listedFor       []AccountID // sorted for each

	revised *revision // nil for none
	far     *Graph    // that is asked about accounts to which too many ways lead; nil for none
}

// Workloads is how many there are: their numbers are those below it. In the index of a changed Snapshot some of these may be gone.
func (x *Index) Workloads() int { return int(x.endOfWorkloads()) }

// Accounts is how many there are: their numbers are those below it.
func (x *Index) Accounts() int { return x.emails.len() }

// Workload names a workload; one that is gone is zero. It panics on an ID that is not this index's.
func (x *Index) Workload(id WorkloadID) Workload {
	if x.revised != nil {
		return x.revisedWorkload(uint32(id))
	}
	row := x.row[id]
	return Workload{x.clusters.names[x.rowCluster[row]], x.names.at(x.rowName[row]), x.names.at(x.name[id])}
}

// WorkloadID finds a workload by name. O(its length + log namespaces of the cluster).
func (x *Index) WorkloadID(w Workload) (WorkloadID, bool) {
	c, ok := x.clusters.find(w.Cluster)
	namespace, known := x.nameNumber(w.Namespace)
	account, named := x.nameNumber(w.ServiceAccount)
	if !ok || !known || !named {
		return 0, false
	}
	row, ok := x.rowOf(c, namespace)
	if !ok {
		return 0, false
	}
	id, ok := x.workloadIn(row, account)
	return WorkloadID(id), ok
}

// rowOf finds a namespace of a cluster.
func (x *Index) rowOf(cluster, namespace uint32) (uint32, bool) {
	if x.revised != nil {
		if rows := x.revised.rowsOf.at(cluster); rows != nil {
			return x.searchRows(*rows, namespace)
		}
	}
	return searchIn(x.rowName, x.rows[cluster], x.rows[cluster+1], namespace)
}

// workloadIn finds a service account of a namespace.
func (x *Index) workloadIn(row, account uint32) (uint32, bool) {
	if x.revised != nil {
		if r := x.revised.rows.at(row); r != nil {
			return r.find(account)
		}
	}
	return searchIn(x.name, x.workloads[row], x.workloads[row+1], account)
}

// searchIn finds a number in a sorted part of a list.
func searchIn(list []uint32, first, end, number uint32) (uint32, bool) {
	for at, to := first, end; at < to; {
		switch middle := (at + to) / 2; {
		case list[middle] < number:
			at = middle + 1
		case list[middle] > number:
			to = middle
		default:
			return middle, true
		}
	}
	return 0, false
}

// Account is the e-mail of a service account. It panics on an ID that is not this index's.
func (x *Index) Account(id AccountID) string { return x.emails.at(uint32(id)) }

// AccountID finds a service account by its e-mail. O(its length).
func (x *Index) AccountID(email string) (AccountID, bool) {
	i, ok := x.emails.find(email)
	return AccountID(i), ok
}

// Exactness says how the answers about a service account stand to the truth, as Answer.Exactness does: only where it is Exact,
// who is not named cannot.
func (x *Index) Exactness(a AccountID) Exactness {
	if x.revised != nil {
		if r := x.revised.accounts.at(uint32(a)); r != nil {
			return r.exactness
		}
	}
	if x.exactness[a] == 0 {
		return x.farAnswer(uint32(a)).Exactness()
	}
	return x.exactness[a]
}

// Check answers whether a workload can act as a service account: Yes, Perhaps where a step of every way is in doubt, or No. A No is
// proven where Exactness says Exact. O(keys of the account).
func (x *Index) Check(w WorkloadID, a AccountID) Verdict {
	return x.verdict(x.keysOf(a), w)
}

// keysOf are those of an account, wide ones first.
func (x *Index) keysOf(a AccountID) []key {
	if x.revised != nil {
		if r := x.revised.accounts.at(uint32(a)); r != nil {
			return r.keys
		}
	}
	return x.key[x.keys[a]:x.keys[a+1]]
}

// verdict says whether a workload is in one of some keys.
func (x *Index) verdict(keys []key, w WorkloadID) Verdict {
	is := x.identify(uint32(w))
	verdict := No
	for i := range keys {
		switch in, sure := x.has(&keys[i], is); {
		case in && sure:
			return Yes
		case in:
			verdict = Perhaps
		}
	}
	return verdict
}

// identified is a workload with what keys ask for.
type identified struct{ workload, name, namespace, cluster uint32 }

// identify gives a workload that is gone a cluster and names that nobody has.
func (x *Index) identify(w uint32) identified {
	if x.revised != nil {
		return x.revisedIdentity(w)
	}
	row := x.row[w]
	return identified{w, x.name[w], x.rowName[row], x.rowCluster[row]}
}

// has reports whether a workload is in a key, and whether that is certain.
func (x *Index) has(k *key, w identified) (in, sure bool) {
	switch k.sort() {
	case keyEveryone:
		return w.cluster != nothing, k.sure()
	case keyListed:
		return x.isListed(k, w.workload)
	case keyFar:
		return x.isFar(k.a, w.workload)
	case keySubject:
		if k.b != w.name || k.a != w.namespace {
			return false, false
		}
	case keyNamespace:
		if k.a != w.namespace {
			return false, false
		}
	}
	for _, f := range x.feedsOf(w.cluster) {
		if match, certain := k.feeds(f); match {
			in, sure = true, sure || certain
		}
	}
	return in, sure && k.sure()
}

// feedsOf are the pools at which the workloads of a cluster have a credential.
func (x *Index) feedsOf(cluster uint32) []feed {
	if x.revised != nil {
		return x.revisedFeeds(cluster)
	}
	return x.feed[x.feeds[cluster]:x.feeds[cluster+1]]
}

func (x *Index) isListed(k *key, w uint32) (in, sure bool) {
	list := x.listed[k.a:k.b]
	i := sort.Search(len(list), func(i int) bool { return list[i]>>1 >= w })
	if i == len(list) || list[i]>>1 != w {
		return false, false
	}
	return true, list[i]&1 != 0
}

// Who yields the workloads that can act as a service account, or may, each once: those of Answer.Workloads, in a fixed order that
// need not be theirs. O(workloads yielded × keys of the account).
func (x *Index) Who(a AccountID) iter.Seq[WorkloadID] {
	return func(yield func(WorkloadID) bool) { x.who(a, yield) }
}

// What yields the service accounts that a workload can act as, or may, in order. O(accounts yielded).
func (x *Index) What(w WorkloadID) iter.Seq[AccountID] {
	return func(yield func(AccountID) bool) { x.what(w, yield) }
}
