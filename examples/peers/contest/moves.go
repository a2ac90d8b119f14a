package contest

import (
	"iter"
	"maps"
	"slices"

	"fleettrust.example/fleet"
)

// moves lets facts come and go, one snapshot after another.
type moves struct {
	movable
	at          *fleet.Snapshot
	add, remove *clock

	single      []*fleet.Snapshot // each fact by itself moved
	shifts      int               // of them all
	who         [][]fleet.AccountID
	what        [][]fleet.WorkloadID
	diff, pairs *clock
}

// fewDiffs is how many snapshots are held against the one that they come of.
const fewDiffs = 200

func newMoves(s movable, at *fleet.Snapshot) (*moves, error) {
	m := &moves{movable: s, at: at, add: &clock{}, remove: &clock{}, diff: &clock{}, pairs: &clock{}}
	for _, f := range s.facts[:min(fewDiffs, len(s.facts))] {
		after, err := at.With(s.move(f, !s.there))
		if err != nil {
			return nil, err
		}
		m.single = append(m.single, after)
		m.noteShifts(after)
	}
	return m, nil
}

func (s movable) move(f fleet.Fact, comes bool) fleet.Operation {
	if comes {
		return fleet.Create{Fact: f}
	}
	return fleet.Delete{Fact: f}
}

// noteShifts keeps which accounts, or which workloads, the difference of a snapshot is about.
func (m *moves) noteShifts(after *fleet.Snapshot) {
	accounts, workloads := map[fleet.AccountID]bool{}, map[fleet.WorkloadID]bool{}
	for x := range m.at.Diff(after) {
		m.shifts++
		accounts[x.Account], workloads[x.Workload] = true, true
	}
	m.who, m.what = append(m.who, slices.Sorted(maps.Keys(accounts))), append(m.what, slices.Sorted(maps.Keys(workloads)))
}

// round moves all facts, and back, and looks for what each by itself makes of the answers.
func (m *moves) round() (err error) {
	clocks := []*clock{m.add, m.remove}
	if m.there {
		slices.Reverse(clocks)
	}
	at := m.at
	for i, k := range clocks {
		k.time(func() {
			for n := 0; n < len(m.facts) && err == nil; n++ {
				at, err = at.With(m.move(m.facts[n], m.there == (i == 1)))
			}
		})
		if err != nil {
			return err
		}
	}
	m.compare()
	return nil
}

// compare measures the differences, and beside them how long the same number of pairs takes that an index yields when it is asked
// about what the differences are about.
func (m *moves) compare() {
	m.diff.time(func() {
		for _, after := range m.single {
			length(m.at.Diff(after))
		}
	})
	yielded := 0
	m.pairs.time(func() {
		for i, after := range m.single {
			x := after.Index()
			if m.there {
				x = m.at.Index()
			}
			yielded += m.yield(x, i)
		}
	})
	last := len(m.pairs.rounds) - 1
	m.pairs.rounds[last] *= float64(m.shifts) / float64(max(yielded, 1))
}

func (m *moves) yield(x *fleet.Index, i int) (n int) {
	if m.accounts {
		for _, a := range m.who[i] {
			n += length(x.Who(a))
		}
		return n
	}
	for _, w := range m.what[i] {
		n += length(x.What(w))
	}
	return n
}

func length[V any](all iter.Seq[V]) (n int) {
	for range all {
		n++
	}
	return n
}
