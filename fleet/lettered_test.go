package fleet_test

import (
	"slices"
	"strings"
	"testing"

	"fleettrust.example/fleet"
	"pgregory.net/rapid"
)

// Texts are sorted eight letters at a time: of many that begin alike, that end where others go on, or that come again, the order is
// that of the texts all the same.
func TestTextsInOrder(t *testing.T) { rapid.Check(t, textsInOrder) }

func FuzzTextsInOrder(f *testing.F) {
	addSeeds(f)
	f.Fuzz(rapid.MakeFuzz(textsInOrder))
}

func textsInOrder(t *rapid.T) {
	text := rapid.Custom(func(t *rapid.T) string {
		parts := rapid.SliceOfN(rapid.SampledFrom([]string{"payments", "pay", "-", "a", "\x00", "\xff"}), 0, 5).Draw(t, "parts")
		return strings.Join(parts, "")
	})
	texts := rapid.SliceOfN(text, 0, 200).Draw(t, "texts")
	want := slices.Sorted(slices.Values(texts))
	if got := fleet.InOrderOfText(texts); !slices.Equal(got, want) {
		t.Fatalf("%q, want %q", got, want)
	}
}
