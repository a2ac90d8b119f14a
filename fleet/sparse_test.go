package fleet

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// sparseLaw: whatever is set, each version has what a map has that was set likewise, and the versions before are as they were; what
// two versions differ in is what two maps differ in.
func sparseLaw(t *rapid.T) {
	number := rapid.OneOf(rapid.Uint32Range(0, 40), rapid.SampledFrom([]uint32{31, 32, 1023, 1024, 1 << 20, 1<<32 - 1}))
	versions, told := []sparse[int]{{}}, []map[uint32]*int{{}}
	for range rapid.IntRange(0, 20).Draw(t, "sets") {
		from := rapid.IntRange(0, len(versions)-1).Draw(t, "from")
		i, row := number.Draw(t, "number"), new(int)
		m := maps.Clone(told[from])
		m[i] = row
		versions, told = append(versions, versions[from].with(i, row)), append(told, m)
	}
	for v, s := range versions {
		for i := range told[len(told)-1] {
			if s.at(i) != told[v][i] {
				t.Fatalf("version %d has another row %d than was set", v, i)
			}
		}
		w := rapid.IntRange(0, len(versions)-1).Draw(t, "other")
		if got, want := slices.Collect(s.changed(versions[w])), differing(told[v], told[w]); !slices.Equal(got, want) {
			t.Fatalf("versions %d and %d differ in %v, and are said to in %v", v, w, want, got)
		}
	}
}

func differing(a, b map[uint32]*int) (all []uint32) {
	for i := range a {
		if a[i] != b[i] {
			all = append(all, i)
		}
	}
	for i := range b {
		if _, both := a[i]; !both {
			all = append(all, i)
		}
	}
	slices.Sort(all)
	return all
}

func TestSparse(t *testing.T) { rapid.Check(t, sparseLaw) }

func FuzzSparse(f *testing.F) {
	f.Add([]byte{7: 1, 15: 2, 23: 0, 31: 40})
	f.Fuzz(rapid.MakeFuzz(sparseLaw))
}
