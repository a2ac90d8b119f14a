package fleet

import (
	"iter"
	"slices"
)

// pile is a list that does not move what is on it when it grows, once it is large.
type pile[T any] struct {
	chunks [][]T
	len    int
}

const chunk = 4096

func (p *pile[T]) add(v T) {
	if last := p.len / chunk; last == len(p.chunks) {
		p.chunks = append(p.chunks, p.newChunk())
	}
	last := &p.chunks[p.len/chunk]
	*last = append(*last, v)
	p.len++
}

// newChunk is an empty chunk. The first grows: most piles are small.
func (p *pile[T]) newChunk() []T {
	if p.len == 0 {
		return nil
	}
	return make([]T, 0, chunk)
}

func (p *pile[T]) at(i int) *T { return &p.chunks[i/chunk][i%chunk] }

// all yields what is on the pile, in the order of adding.
func (p *pile[T]) all() iter.Seq2[int, *T] {
	return func(yield func(int, *T) bool) {
		for i := range p.len {
			if !yield(i, p.at(i)) {
				return
			}
		}
	}
}

// kept is the pile as it is, whatever is added to the one it comes from.
func (p *pile[T]) kept() pile[T] {
	chunks := slices.Clone(p.chunks)
	if n := len(chunks); n > 0 {
		chunks[n-1] = slices.Clip(chunks[n-1])
	}
	return pile[T]{chunks, p.len}
}
