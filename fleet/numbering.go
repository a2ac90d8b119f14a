package fleet

import (
	"hash/maphash"
	"slices"
)

// numbering numbers values as they come, from 0.
type numbering[T comparable] struct {
	all     []T
	numbers map[T]uint32
}

func (n *numbering[T]) number(of T) uint32 {
	if n.numbers == nil {
		n.numbers = make(map[T]uint32, len(n.all))
		for i, v := range n.all {
			n.numbers[v] = uint32(i)
		}
	}
	i, known := n.numbers[of]
	if !known {
		i = uint32(len(n.all))
		n.all, n.numbers[of] = append(n.all, of), i
	}
	return i
}

// kept is the numbering as it is, whatever is numbered by the one it comes from.
func (n numbering[T]) kept() numbering[T] { return numbering[T]{all: slices.Clip(n.all)} }

// sort numbers the values anew, in order, and gives the new number of each old one.
func (n *numbering[T]) sort(compare func(a, b T) int) []uint32 {
	order := make([]uint32, len(n.all))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(i, j uint32) int { return compare(n.all[i], n.all[j]) })
	sorted, ranks := make([]T, len(order)), make([]uint32, len(order))
	for rank, i := range order {
		sorted[rank], ranks[i] = n.all[i], uint32(rank)
	}
	return ranks
}

// vocabulary numbers texts as they come, from 0, as numbering does: of texts there are many.
type vocabulary struct {
	all   []string
	slots []uint64 // a hash table, half empty at least: the upper half of a hash, by which a slot is found, and a number plus one, or 0
	seed  maphash.Seed
}

func (v *vocabulary) number(text string) uint32 {
	if 2*len(v.all) >= len(v.slots) {
		v.grow()
	}
	hash, mask := maphash.String(v.seed, text)>>32, uint64(len(v.slots)-1)
	at := hash & mask
	for ; v.slots[at] != 0; at = (at + 1) & mask {
		if i := uint32(v.slots[at]) - 1; v.slots[at]>>32 == hash && v.all[i] == text {
			return i
		}
	}
	v.all = append(v.all, text)
	v.slots[at] = hash<<32 | uint64(len(v.all))
	return uint32(len(v.all) - 1)
}

// grow makes room for as many texts again.
func (v *vocabulary) grow() {
	old := v.slots
	v.slots = make([]uint64, slotsFor(len(v.all)+1)*2)
	if old != nil {
		for _, slot := range old {
			if slot != 0 {
				fill(v.slots, slot>>32, slot)
			}
		}
		return
	}
	v.seed = maphash.MakeSeed()
	for i, text := range v.all {
		hash := maphash.String(v.seed, text) >> 32
		fill(v.slots, hash, hash<<32|uint64(i+1))
	}
}

// kept is the vocabulary as it is, whatever is numbered by the one it comes from.
func (v *vocabulary) kept() vocabulary { return vocabulary{all: slices.Clip(v.all)} }
