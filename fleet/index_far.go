package fleet

import (
	"slices"

	"fleettrust.example/pool"
)

// Of an account that is far, an index has no keys: so much leads to it that the graph is asked. That allocates.

func (x *Index) farAnswer(a uint32) *Answer {
	return x.far.Assumers(pool.ServiceAccount(x.emails.at(a)))
}

// isFar reports whether a workload can act as an account that is far, and whether that is certain.
func (x *Index) isFar(a, w uint32) (in, sure bool) {
	is, ok := x.far.CanAssume(WorkloadID(w), pool.ServiceAccount(x.emails.at(a)))
	return ok, ok && is.Exactness() == Exact
}

// farAccounts are those of accounts that are far which a workload can act as, sorted.
func (x *Index) farAccounts(w uint32) []AccountID {
	var all []AccountID
	for _, held := range x.far.held(x.far.face(int32(w))) {
		a, ok := x.emails.find(held.principal.Email())
		if ok && x.exactness[a] == 0 && held.principal == pool.ServiceAccount(x.emails.at(a)) {
			all = append(all, AccountID(a))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
