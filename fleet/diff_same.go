package fleet

import "slices"

// A likeness finds out quickly which workloads hold the same in two worlds: most do, and what they hold need not be listed then.
// What is not surely the same is compared in full.
type likeness struct {
	before, after *Graph
	was, is       *Index
	there         []AccountID // for each account before, the same account after; none if it is not there, or in other sets and groups
}

const noAccount = ^AccountID(0)

// newLikeness is nil where nothing can be said quickly: the members of groups differ.
func newLikeness(before, after *Graph) *likeness {
	if !slices.EqualFunc(before.groups, after.groups, sameGroup) {
		return nil
	}
	l := &likeness{before: before, after: after, was: before.Index(), is: after.Index()}
	l.there = make([]AccountID, l.was.Accounts())
	for a := range l.there {
		l.there[a] = l.sameAccount(AccountID(a))
	}
	return l
}

func sameGroup(a, b told[Group]) bool {
	return a.fact.Name == b.fact.Name && slices.Equal(a.fact.Members, b.fact.Members)
}

// sameAccount finds an account in the second world, if the sets that it is in are the same there.
func (l *likeness) sameAccount(a AccountID) AccountID {
	email := l.was.Account(a)
	id, ok := l.is.AccountID(email)
	i, known := l.before.findAccount(email)
	j, still := l.after.findAccount(email)
	if !ok || !known || !still || !slices.Equal(l.before.setsOf(i), l.after.setsOf(j)) {
		return noAccount
	}
	return id
}

// same reports that a workload is called the same in both worlds, and obtains the same accounts. O(names + accounts).
func (l *likeness) same(w Workload) bool {
	if l == nil {
		return false
	}
	i, was := l.before.WorkloadID(w)
	j, is := l.after.WorkloadID(w)
	if !was || !is || !slices.Equal(l.before.names(l.before.face(int32(i))), l.after.names(l.after.face(int32(j)))) {
		return false
	}
	var had, has []AccountID
	for a := range l.was.What(i) {
		had = append(had, l.there[a])
	}
	has = slices.AppendSeq(has, l.is.What(j))
	slices.Sort(had)
	slices.Sort(has)
	return slices.Equal(had, has)
}
