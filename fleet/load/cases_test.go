package load

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"fleettrust.example/fleet"
)

var rewrite = flag.Bool("rewrite", false, "write what the cases give into testdata/cases")

// Each case is an archive: prose, a folder (or several, named a, b, …), and in the file want what was read, not read,
// warned of, told and refused. The file manifests says which of the files are of which cluster. A case with another file again gives the same in reverse order of its folders.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/cases/*.txtar")
	if err != nil || len(files) < 30 {
		t.Fatalf("found %d cases, want at least 30 (%v)", len(files), err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			abs, err := filepath.Abs(name)
			if err != nil {
				t.Fatal(err)
			}
			a, err := txtar.ParseFile(abs)
			if err != nil {
				t.Fatal(err)
			}
			got, want := runCase(t, a)
			if *rewrite {
				writeCase(t, abs, a, got)
			} else if d := cmp.Diff(want, got); d != "" {
				t.Errorf("want -, got +:\n%s", d)
			}
		})
	}
}

func runCase(t *testing.T, a *txtar.Archive) (got, want string) {
	if len(strings.TrimSpace(string(a.Comment))) < 40 {
		t.Error("the case does not say why it is there")
	}
	t.Chdir(t.TempDir())
	paths := map[string]bool{}
	var of []Manifests
	for _, f := range a.Files {
		if f.Name == "manifests" {
			of = clusters(t, string(f.Data))
			continue
		}
		if f.Name == "want" {
			want = string(f.Data)
			continue
		}
		first, _, _ := strings.Cut(f.Name, "/")
		if len(first) == 1 {
			paths[first] = true
		}
		write(t, f.Name, f.Data)
	}
	roots := []string{}
	for p := range paths {
		roots = append(roots, p)
	}
	slices.Sort(roots)
	if len(roots) == 0 {
		roots = []string{"."}
	}
	got = outcome(roots, of...)
	slices.Reverse(roots)
	slices.Reverse(of)
	if d := cmp.Diff(got, outcome(roots, of...)); d != "" {
		t.Errorf("the order of the folders matters: %s", d)
	}
	return got, want
}

func write(t testing.TB, name string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o666); err != nil {
		t.Fatal(err)
	}
}

// clusters reads which files are of which cluster: CLUSTER PATH [NAMESPACE], a line each.
func clusters(t *testing.T, text string) (of []Manifests) {
	for line := range strings.Lines(text) {
		var cluster string
		var m Manifests
		fmt.Sscan(line, &cluster, &m.Path, &m.Namespace)
		name, err := fleet.ParseClusterName(cluster)
		if err != nil {
			t.Fatal(err)
		}
		m.Cluster = name
		of = append(of, m)
	}
	return of
}

// outcome is all that comes of some folders, in words.
func outcome(paths []string, of ...Manifests) string {
	r := Input{Paths: paths, Manifests: of}.read()
	var b strings.Builder
	for _, x := range r.report.Read {
		fmt.Fprintf(&b, "read %s: %s, %d\n", x.File, x.Kind, x.Count)
	}
	for _, x := range r.report.Unread {
		fmt.Fprintf(&b, "not read %v\n", x)
	}
	for _, x := range r.report.Missing {
		fmt.Fprintf(&b, "missing %v\n", x)
	}
	for _, x := range r.report.Warnings {
		fmt.Fprintf(&b, "warning %v\n", x)
	}
	if len(r.faults) > 0 {
		fmt.Fprintf(&b, "refused:\n%v\n", faultsError(r.faults))
		return b.String()
	}
	var builder fleet.Builder
	facts := []string{}
	for f := range r.all() {
		builder.AddFrom(f.at, f.fact)
		facts = append(facts, fmt.Sprintf("%s [%v]\n", say(f.fact), f.at))
	}
	slices.Sort(facts)
	b.WriteString(strings.Join(slices.Compact(facts), ""))
	if _, err := builder.Build(); err != nil {
		fmt.Fprintf(&b, "refused by Build:\n%v\n", err)
	}
	return b.String()
}

func writeCase(t *testing.T, name string, a *txtar.Archive, got string) {
	a.Files = slices.DeleteFunc(a.Files, func(f txtar.File) bool { return f.Name == "want" })
	a.Files = append(a.Files, txtar.File{Name: "want", Data: []byte(got)})
	if err := os.WriteFile(name, txtar.Format(a), 0o666); err != nil {
		t.Fatal(err)
	}
}
