package fleet

import (
	"hash/maphash"
	"math/bits"
	"strings"
)

// A dictionary numbers distinct texts, most in their order, so that numbers compare as texts do. It keeps them in one piece of memory, at
// most 4 GiB, in which there is nothing for a garbage collector to follow.
type dictionary struct {
	text  string
	ends  []uint32 // of each text; it begins where the one before ends
	slots []uint64 // a hash table, half empty: the upper half of a hash and a number plus one, or 0
	seed  maphash.Seed
}

// newDictionary numbers texts, which may come again, and gives the number of each.
func newDictionary(texts []string) (dictionary, []uint32) {
	numbers, distinct := make([]uint32, len(texts)), make([]string, 0, len(texts))
	for _, at := range inOrderOfText(texts) {
		if n := len(distinct); n == 0 || distinct[n-1] != texts[at] {
			distinct = append(distinct, texts[at])
		}
		numbers[at] = uint32(len(distinct) - 1)
	}
	return dictionaryOf(distinct), numbers
}

// dictionaryOf numbers distinct texts as they come, which need not be in order.
func dictionaryOf(distinct []string) dictionary {
	d := dictionary{strings.Join(distinct, ""), make([]uint32, len(distinct)), make([]uint64, slotsFor(len(distinct))), maphash.MakeSeed()}
	end := 0
	for i, text := range distinct {
		end += len(text)
		d.ends[i] = uint32(end)
		hash := maphash.String(d.seed, text)
		fill(d.slots, hash, hash&^0xffffffff|uint64(i+1))
	}
	return d
}

// slotsFor is a power of two, at least twice as much as is to be found.
func slotsFor(n int) int {
	size := 2
	for size < 2*n {
		size *= 2
	}
	return size
}

// fill puts an entry, which is not 0, into the first free slot from that of its hash on.
func fill[S uint32 | uint64](slots []S, hash uint64, entry S) {
	mask := uint64(len(slots) - 1)
	at := hash & mask
	for slots[at] != 0 {
		at = (at + 1) & mask
	}
	slots[at] = entry
}

// find gives the number of a text. O(its length).
func (d *dictionary) find(text string) (uint32, bool) {
	if len(d.slots) == 0 {
		return 0, false
	}
	hash := maphash.String(d.seed, text)
	mask := uint64(len(d.slots) - 1)
	for at := hash & mask; d.slots[at] != 0; at = (at + 1) & mask {
		if number := uint32(d.slots[at]) - 1; d.slots[at]>>32 == hash>>32 && d.at(number) == text {
			return number, true
		}
	}
	return 0, false
}

// at gives the text of a number.
func (d *dictionary) at(number uint32) string {
	first := uint32(0)
	if number > 0 {
		first = d.ends[number-1]
	}
	return d.text[first:d.ends[number]]
}

func (d *dictionary) len() int { return len(d.ends) }

// clusterNames numbers clusters in the order of their names.
type clusterNames struct {
	names []ClusterName
	slots []uint32 // a hash table, half empty: a number plus one, or 0
	seed  maphash.Seed
}

func newClusterNames(g *Graph) clusterNames {
	n := clusterNames{slots: make([]uint32, slotsFor(len(g.clusters))), seed: maphash.MakeSeed()}
	for i := range g.clusters {
		n.names = append(n.names, g.clusters[i].name)
		fill(n.slots, n.hash(n.names[i]), uint32(i+1))
	}
	return n
}

func (n *clusterNames) hash(c ClusterName) uint64 {
	h := maphash.String(n.seed, c.Project)
	h = bits.RotateLeft64(h, 21) ^ maphash.String(n.seed, c.Location)
	return bits.RotateLeft64(h, 21) ^ maphash.String(n.seed, c.Name)
}

// find gives the number of a cluster. O(the length of its name).
func (n *clusterNames) find(c ClusterName) (uint32, bool) {
	if len(n.slots) == 0 {
		return 0, false
	}
	mask := uint64(len(n.slots) - 1)
	for at := n.hash(c) & mask; n.slots[at] != 0; at = (at + 1) & mask {
		if number := n.slots[at] - 1; n.names[number] == c {
			return number, true
		}
	}
	return 0, false
}
