package fleet

import (
	"iter"
	"math/bits"
)

// pivotSet is a set of pivots of a question, a bit for each. The zero set is empty.
type pivotSet struct{ words []uint64 }

func (s *pivotSet) add(i int) {
	for len(s.words) <= i/64 {
		s.words = append(s.words, 0)
	}
	s.words[i/64] |= 1 << (i % 64)
}

// without yields what is in a set and not in another, in order. What is yielded may be added to the other on the way.
// O(words + yielded).
func (s pivotSet) without(other pivotSet) iter.Seq[int] {
	return func(yield func(int) bool) {
		for w, rest := range s.words {
			if w < len(other.words) {
				rest &^= other.words[w]
			}
			for ; rest != 0; rest &= rest - 1 {
				if !yield(64*w + bits.TrailingZeros64(rest)) {
					return
				}
			}
		}
	}
}
