package fleet

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// lettered is a text, by its place, with eight of its letters: names begin alike, and numbers compare faster than texts.
type lettered struct {
	letters uint64
	at      uint32
}

// lettersOf gives eight letters of a text, as a number that compares as they do.
func lettersOf(text string, from int) uint64 {
	var letters [8]byte
	if from < len(text) {
		copy(letters[:], text[from:])
	}
	return binary.BigEndian.Uint64(letters[:])
}

// inOrderOfText gives the places of texts in the order of the texts.
func inOrderOfText(texts []string) []uint32 {
	all := make([]lettered, len(texts))
	for i := range all {
		all[i].at = uint32(i)
	}
	if !slices.IsSorted(texts) {
		sortLettered(texts, all, 0)
	}
	order := make([]uint32, len(texts))
	for i := range all {
		order[i] = all[i].at
	}
	return order
}

// fewTexts are compared as they are.
const fewTexts = 16

// sortLettered sorts texts that are alike up to some letter, which goes on eight letters at a time.
func sortLettered(texts []string, all []lettered, from int) {
	longest := 0
	for i := range all {
		text := texts[all[i].at]
		all[i].letters, longest = lettersOf(text, from), max(longest, len(text))
	}
	if len(all) <= fewTexts || longest <= from {
		slices.SortFunc(all, func(a, b lettered) int { return compareText(texts[a.at], texts[b.at]) })
		return
	}
	slices.SortFunc(all, func(a, b lettered) int { return cmp.Compare(a.letters, b.letters) })
	for len(all) > 0 {
		n := 1
		for n < len(all) && all[n].letters == all[0].letters {
			n++
		}
		if n > 1 {
			sortLettered(texts, all[:n], from+8)
		}
		all = all[n:]
	}
}
