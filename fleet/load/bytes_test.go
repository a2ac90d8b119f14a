package load

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"fleettrust.example/fleet"
)

// places has one file of each kind; the third is YAML.
var places = []string{
	"projects/p/project.json",
	"projects/p/ancestors-iam-policy.json",
	"projects/p/clusters/us-west1/c.yaml",
	"projects/p/clusters.json",
	"projects/p/memberships.json",
	"projects/p/service-accounts.json",
	"projects/p/service-accounts/a@p.iam.gserviceaccount.com.json",
	"projects/p/roles/r.json",
	"projects/p/clusters/us-west1/c/secrets.yaml",
	"projects/p/scopes.json",
	"projects/p/scopes/shop.json",
	"projects/p/memberships/us-central1/prod-1.json",
	"projects/p/features.json",
	"projects/p/org-policies.json",
	"projects/p/org-policies/custom.noClusters.json",
	"organizations/481516234201/custom-constraints.json",
	"organizations/481516234201/principal-access-boundary-policies.json",
	"projects/p/policy-bindings.json",
	"folders/700100200300/deny-policies/no-keys.json",
	"groups/analysts@acme.example.json",
	"keys.json",
}

// seeds are real contents for each of the places, from the example organization.
var seeds = []string{
	"acme-hub/project.json",
	"acme-fleet/ancestors-iam-policy.json",
	"acme-fleet/clusters/global/eks-frankfurt.yaml",
	"acme-fleet/clusters.json",
	"acme-fleet/memberships.json",
	"acme-fleet/service-accounts.json",
	"acme-apps/service-accounts/web-cache@acme-apps.iam.gserviceaccount.com.json",
	"acme-hub/roles/syncMinter.json",
	"acme-data/clusters/us-east1-c/legacy-etl.yaml",
	"acme-fleet/scopes.json",
	"acme-fleet/scopes/shop.json",
	"acme-fleet/memberships/us-central1/prod-1.json",
	"acme-hub/features.json",
	"acme-hub/org-policies.json",
	"acme-hub/org-policies/custom.noClusters.json",
	"../organizations/481516234201/custom-constraints.json",
	"../organizations/481516234201/principal-access-boundary-policies.json",
	"acme-hub/policy-bindings.json",
	"acme-fleet/ancestors-iam-policy.json",
	"../groups/analysts@acme.example.json",
	"../keys.json",
}

func seed(t failer, i int) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../../examples/data/acme/projects", seeds[i]))
	if err != nil {
		t.Fatalf("%v", err)
	}
	return strings.NewReplacer("acme-hub", "p", "acme-fleet", "p", "acme-apps", "p", "acme-data", "p", "projects/291684750604/", "projects/p/").Replace(string(data))
}

type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

// survives loads one file of any content: it is read, or refused with faults that name it, and Build gives a graph or
// faults with places. Nothing panics.
func survives(t failer, place string, data []byte) {
	t.Helper()
	dir, err := os.MkdirTemp("", "load")
	if err != nil {
		t.Fatalf("%v", err)
	}
	defer os.RemoveAll(dir)
	name := filepath.Join(dir, filepath.FromSlash(place))
	if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o777), os.WriteFile(name, data, 0o666)); err != nil {
		t.Fatalf("%v", err)
	}
	var b fleet.Builder
	report, err := Into(&b, dir)
	var faults *fleet.BuildError
	switch {
	case err == nil:
		if len(report.Read) != 1 {
			t.Fatalf("read %v without a fault", report.Read)
		}
		_, err = b.Build()
		if err != nil && !errors.As(err, &faults) {
			t.Fatalf("Build: %v", err)
		}
	case !errors.As(err, &faults) || len(faults.Faults) > maxFaults:
		t.Fatalf("error %v", err)
	}
	if faults == nil {
		return
	}
	for _, f := range faults.Faults {
		if f.Source.File != name && f.Source.File != filepath.Join(dir, "projects/p") || f.About == "" || f.Wrong == "" {
			t.Fatalf("fault %#v does not name the file", f)
		}
	}
}

func FuzzInto(f *testing.F) {
	for i := range places {
		f.Add(byte(i), []byte(seed(f, i)))
	}
	for i, h := range hostile {
		f.Add(byte(i), []byte(h.text))
	}
	f.Fuzz(func(t *testing.T, at byte, data []byte) { survives(t, places[int(at)%len(places)], data) })
}

// Real output with lines dropped, doubled, swapped and mangled, in its own place or in that of another.
func mangled(t *rapid.T) {
	i := rapid.IntRange(0, len(places)-1).Draw(t, "seed")
	lines := strings.SplitAfter(seed(t, i), "\n")
	if len(lines) > 200 {
		from := rapid.IntRange(0, len(lines)-200).Draw(t, "from")
		lines = lines[from : from+200]
	}
	for range rapid.IntRange(0, 4).Draw(t, "changes") {
		at := rapid.IntRange(0, len(lines)-1).Draw(t, "line")
		switch rapid.IntRange(0, 4).Draw(t, "change") {
		case 0:
			lines[at] = ""
		case 1:
			lines[at] += lines[at]
		case 2:
			other := rapid.IntRange(0, len(lines)-1).Draw(t, "other")
			lines[at], lines[other] = lines[other], lines[at]
		case 3:
			lines[at] = strings.ReplaceAll(lines[at], `"`, rapid.SampledFrom([]string{"", "'", "[", "{", `\`, "\x00", "é", "\xff"}).Draw(t, "quote"))
		default:
			name, _, _ := strings.Cut(lines[at], ":")
			lines[at] = name + ": " + rapid.SampledFrom([]string{"null", "[]", "{}", `""`, "7", "true", `"${X}"`, "[null]", `"a/b"`}).Draw(t, "value") + ",\n"
		}
	}
	place := places[i]
	if rapid.IntRange(0, 9).Draw(t, "elsewhere") == 0 {
		place = rapid.SampledFrom(places).Draw(t, "place")
	}
	survives(t, place, []byte(strings.Join(lines, "")))
}

func TestMangledOutput(t *testing.T) { rapid.Check(t, mangled) }

func FuzzMangledOutput(f *testing.F) {
	f.Add([]byte(strings.Repeat("\x03\x00\x00\x00\x00\x00\x00\x00", 32)))
	f.Add([]byte(strings.Repeat("\x01\x00\x00\x00\x00\x00\x00\x80\x02\x00\x00\x00\x00\x00\x00\x00", 16)))
	f.Fuzz(rapid.MakeFuzz(mangled))
}

// agreesOnJSON: what we read as JSON is JSON to the standard library, and the other way round but for what we refuse by
// name.
func agreesOnJSON(t failer, data []byte) {
	t.Helper()
	if unfit(data) != nil {
		return
	}
	v, flaw := parseJSON(data)
	valid := json.Valid(data)
	refused := flaw != nil && (strings.Contains(flaw.wrong, "stands twice") || strings.Contains(flaw.wrong, "more than") || strings.Contains(flaw.wrong, "half a character"))
	if valid != (flaw == nil) && !refused {
		t.Fatalf("%q: valid %v, we say %v", data, valid, flaw)
	}
	if flaw != nil {
		return
	}
	want, dec := any(nil), json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	if err := dec.Decode(&want); err != nil {
		t.Fatalf("%q: %v", data, err)
	}
	if got := asAny(v); !reflect.DeepEqual(want, got) {
		t.Fatalf("%q: %v, want %v", data, got, want)
	}
}

// asAny is a value as encoding/json would give it.
func asAny(v *value) any {
	switch v.shape {
	case truth:
		return v.text == "true"
	case number:
		return json.Number(v.text)
	case text:
		return v.text
	case list:
		all := []any{}
		for i := range v.items {
			all = append(all, asAny(&v.items[i]))
		}
		return all
	case object:
		all := map[string]any{}
		for i, n := range v.names {
			all[n] = asAny(&v.items[i])
		}
		return all
	default:
		return nil
	}
}

func drawnJSON(t *rapid.T) {
	pieces := []string{"{", "}", "[", "]", ",", ":", `"a"`, `"b"`, "1", "-0.5e3", "true", "null", " ", "\n", `"\ud83d"`, "x", "01",
		`"`, `\\`, `\"`, `\u00e9`, `\ud83d\ude00`, "1234567", "é"}
	agreesOnJSON(t, []byte(strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 12).Draw(t, "pieces"), "")))
	agreesOnJSON(t, []byte(`"`+strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 12).Draw(t, "text"), "")+`"`))
}

func TestJSONAsTheStandardLibraryReadsIt(t *testing.T) { rapid.Check(t, drawnJSON) }

func FuzzJSON(f *testing.F) {
	for i := range seeds {
		f.Add([]byte(seed(f, i)))
	}
	for _, s := range []string{`{"a":1,}`, `[1 2]`, `{"a" 1}`, `{1:2}`, `[}`, `{"a":}`, `1`, `"\u00"`, `[1,]`, `{"a":[{}]}x`,
		// Escapes of every sort; a quote at each place of a word; what only looks like a number or a word.
		`"\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00"`, `["1234567","12345678","123456789\n"]`, `[-0,1.5,2E+7]`, `-`, `1.`, `1e`, `nul`, `truex`, `"\x"`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) { agreesOnJSON(t, data) })
}
