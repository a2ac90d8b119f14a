package load

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"fleettrust.example/fleet"
)

// FuzzSyntax reads any bytes as JSON and as YAML: see wellRead.
func FuzzSyntax(f *testing.F) {
	for i := range seeds {
		if s := seed(f, i); len(s) < 16<<10 { // a fuzzer wants seeds that are small
			f.Add([]byte(s))
		}
	}
	for _, h := range hostile {
		f.Add([]byte(h.text))
	}
	f.Fuzz(func(t *testing.T, data []byte) { wellRead(t, data) })
}

// wellRead: a text is read, or it has a flaw, and never both. What was read is in bounds; written as JSON it is read as the
// same; and JSON that is YAML too is the same as YAML.
func wellRead(t *testing.T, data []byte) {
	docs, flaw := parse(data)
	if flaw != nil {
		if docs != nil || flaw.wrong == "" || flaw.line < 1 {
			t.Fatalf("%q: %v and %+v", data, docs, flaw)
		}
		return
	}
	left := maxValues
	for i := range docs {
		inBounds(t, &docs[i], 0, &left)
		again, flaw := parseJSON([]byte(written(&docs[i])))
		if flaw != nil || !alike(docs[i], *again) {
			t.Fatalf("%q is %+v, and written as JSON %q %+v: %+v", data, docs[i], written(&docs[i]), again, flaw)
		}
	}
	asYAML, flaw := parseYAML(data)
	if isJSON(data) && flaw == nil && (len(asYAML) != 1 || !alike(docs[0], asYAML[0])) {
		t.Fatalf("%q is %+v as JSON and %+v as YAML", data, docs, asYAML)
	}
}

// inBounds checks a value and what is in it.
func inBounds(t *testing.T, v *value, depth int, left *int) {
	*left--
	if *left < 0 || depth > maxDepth || v.shape < null || v.shape > object || v.line < 1 {
		t.Fatalf("%d levels down, with %d values left: %+v", depth, *left, v)
	}
	if named := v.shape == object && len(v.names) == len(v.items); !named && len(v.names) > 0 || v.shape < list && len(v.items) > 0 {
		t.Fatalf("the parts do not fit the shape: %+v", v)
	}
	if unique := slices.Compact(slices.Sorted(slices.Values(v.names))); len(unique) != len(v.names) {
		t.Fatalf("a name stands twice: %q", v.names)
	}
	for i := range v.items {
		inBounds(t, &v.items[i], depth+1, left)
	}
}

// written writes a value as JSON. A number that only YAML has is written as text.
func written(v *value) string {
	switch v.shape {
	case truth, number:
		if json.Valid([]byte(v.text)) {
			return v.text
		}
		return quoted(v.text)
	case text:
		return quoted(v.text)
	case list, object:
		return writtenParts(v)
	default:
		return "null"
	}
}

func writtenParts(v *value) string {
	var parts []string
	for i := range v.items {
		part := written(&v.items[i])
		if v.shape == object {
			part = quoted(v.names[i]) + ": " + part
		}
		parts = append(parts, part)
	}
	if v.shape == list {
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

func quoted(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// alike compares values but for their lines, and takes numbers for texts: 1e3 is a number of JSON and no number of YAML. It
// compares by hand, since go-cmp takes exponential time for lists in one another.
func alike(a, b value) bool {
	if worded(a.shape) != worded(b.shape) || a.text != b.text || !slices.Equal(a.names, b.names) {
		return false
	}
	return slices.EqualFunc(a.items, b.items, alike)
}

func worded(s shape) shape {
	if s == number {
		return text
	}
	return s
}

// FuzzPlace reads any path and any two names that are inside of other texts: see placed.
func FuzzPlace(f *testing.F) {
	for _, p := range places {
		f.Add(p)
	}
	for _, s := range []struct{ why, text string }{
		{"nothing", ""},
		{"the folder itself", "."},
		{"nothing but the ending", "projects/p/.json"},
		{"nothing where a name belongs", "projects//project.json"},
		{"a name that ends twice", "projects/p/project.json.yaml"},
		{"a name that climbs", "projects/../project.json"},
		{"a folder that is called like a file", "projects/p/clusters.json/x.json"},
		{"a line end in a name", "projects/p\nq/project.json"},
		{"no UTF-8", "projects/\xff/project.json"},
		{"more parts than any place has", "projects/p/clusters/l/n/part/more.json"},
		{"a name longer than file systems take", "projects/" + strings.Repeat("p", 300) + "/project.json"},
		{"the address of a cluster", "https://container.googleapis.com/v1/projects/p/zones/us-west1-a/clusters/c"},
		{"a cluster without a scheme", "//container.googleapis.com/projects/p/locations/us-west1/clusters/c"},
		{"a cluster of a service that is called alike", "https://container.evil.example/projects/p/locations/l/clusters/c"},
		{"a cluster with capitals", "//container.googleapis.com/projects/p/locations/US/clusters/c"},
		{"a membership", "projects/p/locations/global/memberships/m"},
		{"a membership behind its service", "//gkehub.googleapis.com/projects/1/locations/global/memberships/m"},
		{"a membership of nobody", "projects//locations/global/memberships/m"},
		{"slashes only", strings.Repeat("/", 1000)},
	} {
		f.Add(s.text)
	}
	f.Fuzz(func(t *testing.T, s string) { placed(t, s) })
}

// placed: a path that has a place in the layout is that of its parts, and every folder above it leads there; a name inside
// of a text prints as one that is read the same, and what is no name is nothing.
func placed(t *testing.T, s string) {
	place, known := locate(s)
	if !known && place != (spot{}) {
		t.Fatalf("%q has no place, and is %+v", s, place)
	}
	for i := range s {
		if known && s[i] == '/' && !leads(s[:i]) {
			t.Fatalf("%q has a place, and %q does not lead there", s, s[:i])
		}
	}
	for _, part := range []string{place.top, place.owner, place.location, place.name, place.part} {
		if !strings.Contains(s, part) || strings.Contains(part, "/") {
			t.Fatalf("%q is no part of %q", part, s)
		}
	}
	m, ok := parseMembership(s)
	if again, same := parseMembership(m.String()); ok != same || again != m || ok && m.host == "" {
		t.Fatalf("%q is membership %+v %t, and printed %+v %t", s, m, ok, again, same)
	}
	l, ok := parseLink(s)
	again, same := parseLink("//container.googleapis.com/projects/" + l.project + "/locations/" + l.location + "/clusters/" + l.name)
	if ok != same || again != l {
		t.Fatalf("%q is cluster %+v %t, and printed %+v %t", s, l, ok, again, same)
	}
}

// TestNoFileIsDropped: whatever a file is called, the Report or a fault names it.
func TestNoFileIsDropped(t *testing.T) {
	for _, name := range []string{
		"projects/p/project.json", "projects/p/project.txt", "projects/p/.project.json", "projects/p/.git/x.json", "notes", "projects/notes.json",
		"projects/p/clusters/l.json", "projects/p/clusters/a/b/c/d.json", "projects/p\nq/project.json", "projects/\xff/project.json", "projects/p/clusters.json/x.json",
		"projects/007/project.json", "projects/p/roles/x/y.json", "groups/a/b.json", "organizations/x/roles/r.json", "folders/0/deny-policies/d.json", "projects/p/service-accounts/x.json",
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(`{"bindings": []}`), 0o666); err != nil {
				t.Fatal(err)
			}
			var b fleet.Builder
			report, err := Into(&b, dir)
			said := strconv.Quote(path)
			for _, r := range report.Read {
				said += "\n" + r.File
			}
			for _, u := range report.Unread {
				said += "\n" + u.Source.File
			}
			if err != nil {
				said += "\n" + err.Error()
			}
			for at := path; at != dir; at = filepath.Dir(at) {
				if strings.Contains(said, "\n"+at) {
					return
				}
			}
			t.Errorf("nothing is said of %q: %s", path, said)
		})
	}
}

// TestHostileTextsAllocateLittle: what reading a text allocates is bounded by a multiple of its length, in either syntax. The
// multiple is that of the YAML parser, which keeps some hundred bytes for each mark. Aliases multiply up to a limit of their
// own: see TestTextsThatAreNone.
func TestHostileTextsAllocateLittle(t *testing.T) {
	for _, h := range hostile {
		for _, data := range [][]byte{[]byte(h.text), []byte(strings.Repeat(h.text, 3))} {
			before := allocated()
			parse(data)
			if grown := allocated() - before; grown > uint64(4<<20+600*len(data)) {
				t.Errorf("%s: %d bytes take %d", h.why, len(data), grown)
			}
		}
	}
}
