package fleet

import (
	"iter"
	"strings"
)

// A Shift is a workload that can act as a service account, or may, in one of two snapshots only. What is gained has its numbers in
// the second one's index, what is lost in the first one's.
type Shift struct {
	Workload WorkloadID
	Account  AccountID
	Gained   bool
}

// Diff yields what is gained and lost from this snapshot to another, each pair once and in a fixed order, without reasons: for
// those ask fleet.Diff, of the graphs. An answer that only becomes more or less certain is no shift.
//
// Of two snapshots that came of one by cheap changes it takes O(shifts + what the accounts and the workloads that changed have in
// common with before). Of others it goes over all pairs of both.
func (s *Snapshot) Diff(after *Snapshot) iter.Seq[Shift] {
	return func(yield func(Shift) bool) {
		c := &comparison{was: s.index, is: after.index, yield: yield}
		if s.origin != after.origin {
			c.byName()
			return
		}
		c.before, c.after = s.index.revisions(), after.index.revisions()
		_ = c.accounts() && c.clusters() && c.workloads()
	}
}

// revisions are what an index has otherwise than its flat arrays.
func (x *Index) revisions() *revision {
	if x.revised == nil {
		return &revision{}
	}
	return x.revised
}

// comparison goes over what two indexes have otherwise.
type comparison struct {
	was, is       *Index
	before, after *revision
	yield         func(Shift) bool

	had, has []AccountID
}

// accounts compares the keys of those accounts of which they changed, for workloads that stayed where they are.
func (c *comparison) accounts() bool {
	for a := range c.before.accounts.changed(c.after.accounts) {
		if !c.newIn(c.was, c.is, AccountID(a), true) || !c.newIn(c.is, c.was, AccountID(a), false) {
			return false
		}
	}
	return true
}

// newIn yields who has an account by a key that it did not have, and had it by no other.
func (c *comparison) newIn(other, in *Index, a AccountID, gained bool) bool {
	keys, old := in.keysOf(a), other.keysOf(a)
	for i := range keys {
		if namesKey(old, keys[i]) {
			continue
		}
		more := in.expand(keys[:i], &keys[i], func(w WorkloadID) bool {
			return c.moved(in, uint32(w)) || other.verdict(old, w) != No || c.yield(Shift{w, a, gained})
		})
		if !more {
			return false
		}
	}
	return true
}

// moved reports a workload that came or went, or of which the cluster feeds other pools.
func (c *comparison) moved(in *Index, w uint32) bool {
	return c.before.workloads.at(w) != c.after.workloads.at(w) || c.fedOtherwise(in.identify(w).cluster)
}

func (c *comparison) fedOtherwise(cluster uint32) bool {
	return c.before.feeds.at(cluster) != c.after.feeds.at(cluster)
}

// clusters compares what all workloads have of those clusters that feed other pools: those that are there now, and those that went.
func (c *comparison) clusters() bool {
	for cluster := range c.before.feeds.changed(c.after.feeds) {
		is := func(w WorkloadID) bool { return c.compare(counterpart(c.is, c.was, w), w) }
		went := func(w WorkloadID) bool { return counterpart(c.was, c.is, w) != nowhere || c.compare(w, nowhere) }
		if !c.is.yieldCluster(nil, cluster, is) || !c.was.yieldCluster(nil, cluster, went) {
			return false
		}
	}
	return true
}

// workloads compares what those have that came or went, of clusters that feed the same pools.
func (c *comparison) workloads() bool {
	for w := range c.before.workloads.changed(c.after.workloads) {
		if !c.workload(WorkloadID(w)) {
			return false
		}
	}
	return true
}

func (c *comparison) workload(w WorkloadID) bool {
	switch {
	case !c.was.isGone(w):
		return c.fedOtherwise(c.was.identify(uint32(w)).cluster) || c.compare(w, counterpart(c.was, c.is, w))
	case !c.is.isGone(w) && counterpart(c.is, c.was, w) == nowhere:
		return c.fedOtherwise(c.is.identify(uint32(w)).cluster) || c.compare(nowhere, w)
	default:
		return true
	}
}

// nowhere is the number of no workload.
const nowhere WorkloadID = -1

// counterpart finds a workload of one index in another: one that went and came again has another number.
func counterpart(in, other *Index, w WorkloadID) WorkloadID {
	if !other.isGone(w) {
		return w
	}
	if v, ok := other.WorkloadID(in.Workload(w)); ok {
		return v
	}
	return nowhere
}

// isGone reports a number that is no workload any more, or not yet.
func (x *Index) isGone(w WorkloadID) bool {
	return w < 0 || uint32(w) >= x.endOfWorkloads() || x.identify(uint32(w)).cluster == nothing
}

// compare yields the accounts that one workload has on one side only. It may be nowhere on one.
func (c *comparison) compare(before, after WorkloadID) bool {
	c.had, c.has = c.was.appendWhat(c.had[:0], before), c.is.appendWhat(c.has[:0], after)
	i, k := 0, 0
	for i < len(c.had) || k < len(c.has) {
		switch {
		case k == len(c.has) || i < len(c.had) && c.had[i] < c.has[k]:
			if i++; !c.yield(Shift{before, c.had[i-1], false}) {
				return false
			}
		case i == len(c.had) || c.had[i] > c.has[k]:
			if k++; !c.yield(Shift{after, c.has[k-1], true}) {
				return false
			}
		default:
			i, k = i+1, k+1
		}
	}
	return true
}

// appendWhat appends the accounts that a workload can act as, or may. One that is not there has none.
func (x *Index) appendWhat(to []AccountID, w WorkloadID) []AccountID {
	if !x.isGone(w) {
		x.what(w, func(a AccountID) bool { to = append(to, a); return true })
	}
	return to
}

// byName compares all pairs of two indexes with numbers of their own.
func (c *comparison) byName() {
	_ = c.lacking(c.was, c.is, false) && c.lacking(c.is, c.was, true)
}

// lacking yields the pairs of one index that the other has not.
func (c *comparison) lacking(in, other *Index, gained bool) bool {
	for w := range in.endOfWorkloads() {
		if in.isGone(WorkloadID(w)) {
			continue
		}
		v, there := other.WorkloadID(in.Workload(WorkloadID(w)))
		c.had, c.has = in.appendWhat(c.had[:0], WorkloadID(w)), c.has[:0]
		if there {
			c.has = other.appendWhat(c.has, v)
		}
		k := 0
		for _, a := range c.had {
			email := in.Account(a)
			for k < len(c.has) && strings.Compare(other.Account(c.has[k]), email) < 0 {
				k++
			}
			if (k == len(c.has) || other.Account(c.has[k]) != email) && !c.yield(Shift{WorkloadID(w), a, gained}) {
				return false
			}
		}
	}
	return true
}
