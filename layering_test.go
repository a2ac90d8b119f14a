package fleettrust_test

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "fleettrust.example/"

// layers is the import policy of the house: a package may import those in its list, of this module and of others, and
// the standard library. A package that is not listed fails; so does a line here that no package is under. Relaxing a
// line of pool or fleet is a change of what the library is.
var layers = []struct {
	packages string // a path, or a path and everything below it when it ends in /...
	may      []string
}{
	{"pool", nil},
	{"fleet", []string{module + "pool", "gonum.org/v1/gonum/..."}},
	{"fleet/condition", []string{module + "fleet", "cel.dev/cel-go/..."}},
	{"fleet/load", []string{module + "pool", module + "fleet", module + "fleet/rbac", "k8s.io/api/rbac/v1", "k8s.io/apimachinery/pkg/apis/meta/v1", "github.com/hashicorp/terraform-json", "go.yaml.in/yaml/v4/...", "go.yaml.in/yaml/v4"}},
	{"fleet/rbac", []string{module + "fleet", "k8s.io/...", "sigs.k8s.io/yaml"}},
	{"fleet/render", []string{module + "pool", module + "fleet", "github.com/jedib0t/go-pretty/v6/..."}},
	{"scenario", []string{module + "pool", module + "fleet"}},
	{"scenario/command", []string{module + "pool", module + "fleet"}},
	{"scenario/organization", []string{module + "pool", module + "fleet"}},
	{"scenario/script", []string{"mvdan.cc/sh/v3/..."}},
	{"scenario/rehearsal", []string{module + "pool", module + "fleet", module + "fleet/load", module + "fleet/rbac", module + "fleet/render", module + "scenario/command", module + "scenario/script", "k8s.io/api/rbac/v1", "go.yaml.in/yaml/v4"}},
	{"scenario/suite", []string{module + "pool", module + "fleet", module + "fleet/condition", module + "fleet/load", module + "fleet/rbac", module + "fleet/render", module + "scenario/rehearsal", "github.com/rogpeppe/go-internal/testscript"}},
	{"scenario/search", []string{module + "pool", module + "fleet", module + "scenario/command"}},
	{"scenario/fuzz", []string{module + "pool", module + "fleet", module + "scenario", module + "scenario/search", "pgregory.net/rapid"}},
	{"scenario/fuzz/slow", []string{module + "fleet"}},
	{"scenario/fuzz/law", []string{module + "pool", module + "fleet", module + "fleet/condition", module + "scenario/fuzz", module + "scenario/fuzz/slow", "pgregory.net/rapid"}},
	{"examples/...", []string{module + "pool", module + "fleet", module + "fleet/...", module + "scenario", module + "scenario/command", module + "scenario/search", module + "scenario/rehearsal", module + "scenario/script", "github.com/...", "golang.org/x/term"}},
}

type listed struct {
	ImportPath, Name string
	Imports          []string
	Standard         bool
}

func list(t *testing.T, args ...string) []listed {
	t.Helper()
	out, err := exec.Command("go", append([]string{"list", "-json=ImportPath,Name,Imports,Standard"}, args...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []listed
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

func under(path, pattern string) bool {
	tree, deep := strings.CutSuffix(pattern, "/...")
	return path == tree || deep && strings.HasPrefix(path, tree+"/")
}

func TestLayers(t *testing.T) {
	standard := map[string]bool{}
	for _, p := range list(t, "std") {
		standard[p.ImportPath] = true
	}
	met := make([]bool, len(layers))
	for _, p := range list(t, "./...") {
		path, ok := strings.CutPrefix(p.ImportPath, module)
		if !ok {
			continue // the root holds tests only
		}
		i := slices.IndexFunc(layers, func(l struct {
			packages string
			may      []string
		}) bool {
			return under(path, l.packages)
		})
		if i < 0 {
			t.Errorf("%s stands in no layer", path)
			continue
		}
		met[i] = true
		for _, imported := range p.Imports {
			if !standard[imported] && !slices.ContainsFunc(layers[i].may, func(m string) bool { return under(imported, m) }) {
				t.Errorf("%s imports %s, which its layer may not", path, imported)
			}
		}
	}
	for i, l := range layers {
		if !met[i] {
			t.Errorf("no package is under %s: nothing was checked", l.packages)
		}
	}
}

// The top level holds what the layout names, and no other folder.
func TestTopLevel(t *testing.T) {
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) < 5 {
		t.Fatalf("%d entries: this is not the top level", len(entries))
	}
	for _, e := range entries {
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") && !slices.Contains([]string{"pool", "fleet", "scenario", "examples"}, e.Name()) {
			t.Errorf("folder %q does not belong to the layout", e.Name())
		}
	}
}

// A module outside the tree that imports pool and fleet builds, and gonum is the only third party it links.
func TestConsumerLinksGonumOnly(t *testing.T) {
	root, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	sums, err := os.ReadFile("go.sum")
	if err != nil {
		t.Fatal(err)
	}
	write("go.sum", string(sums))
	write("go.mod", "module consumer.example\n\ngo 1.26.0\n\nrequire fleettrust.example v0.0.0\n\nreplace fleettrust.example => "+root+"\n")
	write("main.go", `package main

import (
	"fmt"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

func main() {
	g, err := new(fleet.Builder).Build()
	fmt.Println(g.Assumers(pool.AllUsers()).Len(), err)
}
`)
	run := func(args ...string) string {
		cmd := exec.Command("go", args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
		out, err := cmd.Output()
		if err != nil {
			var exit *exec.ExitError
			errors.As(err, &exit)
			t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, exit.Stderr)
		}
		return string(out)
	}
	if got := run("run", "."); got != "0 <nil>\n" {
		t.Errorf("the consumer prints %q", got)
	}
	modules := strings.Fields(run("list", "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}", "."))
	slices.Sort(modules)
	want := []string{"consumer.example", "fleettrust.example", "gonum.org/v1/gonum"}
	slices.Sort(want)
	if got := slices.Compact(modules); !slices.Equal(got, want) {
		t.Errorf("the consumer links %q, want %q", got, want)
	}
}
