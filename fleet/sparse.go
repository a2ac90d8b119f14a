package fleet

import "iter"

// A sparse is a persistent list of a few rows by number: with gives another that shares all but the way to one row, and leaves this
// one as it is. Rows that were never set are nil. The zero sparse is empty.
type sparse[T any] struct {
	root   *branch[T]
	height int // of the tree, in levels of branches
}

const (
	fanBits = 5
	fan     = 1 << fanBits
)

// branch has branches below it or, on the lowest level, rows.
type branch[T any] struct {
	below []*branch[T]
	rows  []*T
}

// at gives a row, or nil. O(log of the highest number).
func (s *sparse[T]) at(i uint32) *T {
	b := s.root
	if b == nil || i>>(fanBits*s.height) != 0 {
		return nil
	}
	for level := s.height - 1; level > 0; level-- {
		if b = b.below[i>>(fanBits*level)%fan]; b == nil {
			return nil
		}
	}
	return b.rows[i%fan]
}

// with sets a row. O(log of the highest number).
func (s sparse[T]) with(i uint32, row *T) sparse[T] {
	if s.root == nil {
		s.root, s.height = &branch[T]{rows: make([]*T, fan)}, 1
	}
	for ; i>>(fanBits*s.height) != 0; s.height++ {
		root := &branch[T]{below: make([]*branch[T], fan)}
		root.below[0], s.root = s.root, root
	}
	s.root = s.root.with(i, s.height-1, row)
	return s
}

func (b *branch[T]) with(i uint32, level int, row *T) *branch[T] {
	if level == 0 {
		c := &branch[T]{rows: make([]*T, fan)}
		if b != nil {
			copy(c.rows, b.rows)
		}
		c.rows[i%fan] = row
		return c
	}
	c := &branch[T]{below: make([]*branch[T], fan)}
	if b != nil {
		copy(c.below, b.below)
	}
	at := i >> (fanBits * level) % fan
	c.below[at] = c.below[at].with(i, level-1, row)
	return c
}

// changed yields, in order, the numbers of which two lists do not share the row. What they share is not walked, so that it takes
// O(rows that differ × log of the highest number).
func (s sparse[T]) changed(t sparse[T]) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		for ; s.height < t.height; s.height++ {
			s.root = raised(s.root)
		}
		for ; t.height < s.height; t.height++ {
			t.root = raised(t.root)
		}
		differ(s.root, t.root, s.height-1, 0, yield)
	}
}

// raised puts a tree, if there is one, under a higher root.
func raised[T any](root *branch[T]) *branch[T] {
	if root == nil {
		return nil
	}
	high := &branch[T]{below: make([]*branch[T], fan)}
	high.below[0] = root
	return high
}

func differ[T any](a, b *branch[T], level int, first uint32, yield func(uint32) bool) bool {
	if a == b {
		return true
	}
	for i := range uint32(fan) {
		at := first | i<<(fanBits*level)
		if level == 0 {
			if a.row(i) != b.row(i) && !yield(at) {
				return false
			}
		} else if !differ(a.branch(i), b.branch(i), level-1, at, yield) {
			return false
		}
	}
	return true
}

func (b *branch[T]) row(i uint32) *T {
	if b == nil {
		return nil
	}
	return b.rows[i]
}

func (b *branch[T]) branch(i uint32) *branch[T] {
	if b == nil {
		return nil
	}
	return b.below[i]
}
