package load_test

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// kept are the fields without which an entry is of nothing, and is refused.
var kept = []string{"name", "location", "projectId", "email", "id", "type"}

// projected keeps a few fields of each entry, as --format="json(name,status,…)" does, and of these all that is in them
// or again a few.
func projected(t *rapid.T, v any) any {
	entries, ok := v.([]any)
	if !ok {
		entries = []any{v}
	}
	var all []string
	for _, e := range entries {
		all = slices.AppendSeq(all, maps.Keys(e.(map[string]any)))
	}
	if len(all) == 0 {
		return v
	}
	slices.Sort(all)
	asked := rapid.SliceOfN(rapid.SampledFrom(slices.Compact(all)), 0, 4).Draw(t, "fields")
	for _, e := range entries {
		only(t, e.(map[string]any), asked)
	}
	return v
}

func only(t *rapid.T, entry map[string]any, asked []string) {
	for _, name := range slices.Sorted(maps.Keys(entry)) {
		if !slices.Contains(kept, name) && !slices.Contains(asked, name) {
			delete(entry, name)
		} else if part, ok := entry[name].(map[string]any); ok && len(part) > 0 && rapid.Bool().Draw(t, "part of "+name) {
			only(t, part, rapid.SliceOfN(rapid.SampledFrom(slices.Sorted(maps.Keys(part))), 0, 2).Draw(t, "fields of "+name))
		}
	}
}

// Lists that lack fields never make an answer smaller than the whole lists do, unless it says that it may be. Policies
// are not projected: nothing shows that a policy lacks a binding.
func projections(t *rapid.T) {
	w := whole(t)
	root, err := os.MkdirTemp("", "load")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(root)
	paths := []string{root}
	for i, name := range w.names {
		if !slices.ContainsFunc(lists, func(end string) bool { return strings.HasSuffix(name, end) }) {
			paths = append(paths, alone(0, i))
			continue
		}
		var v any
		if err := json.Unmarshal(w.data[name], &v); err != nil {
			t.Fatal(err)
		}
		data, err := json.Marshal(projected(t, v))
		if err != nil {
			t.Fatal(err)
		}
		put(t, root, name, data)
	}
	part, _ := build(t, paths...)
	w.notSmaller(t, part, []string{"fields"})
}

// lists are the files of which fields are dropped.
var lists = []string{"/clusters.json", "/memberships.json", "/project.json", "/service-accounts.json"}

func TestProjections(t *testing.T) { rapid.Check(t, projections) }

func FuzzProjections(f *testing.F) {
	f.Add([]byte(strings.Repeat("\x01\x00\x00\x00\x00\x00\x00\x00", 512)))
	f.Fuzz(rapid.MakeFuzz(projections))
}
