package suite

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/rbac"
)

var rewrite = flag.Bool("suite.rewrite", false, "rewrite the scenario files whose cmp differs")

// A Suite says how the scenario files of a folder are run. The zero Suite runs them in an empty world.
type Suite struct {
	// World is what each file begins with; nil is an empty one. Roles are those of its clusters, as load.Report has them.
	World *fleet.Graph
	Roles map[fleet.ClusterName]rbac.Objects
	// Least is how many in a hundred of each sort of thing an assertion must touch. It is not asked for when only some files are run.
	Least int
	// JUnit is a file for the results, "" for none.
	JUnit string
	// Rewrite makes the archived files what cmp compares them with, as the flag -suite.rewrite does.
	Rewrite bool
}

// Run runs the scenario files of a folder in empty worlds.
func Run(t *testing.T, dir string) { Suite{}.Run(t, dir) }

// Run runs each file *.txt and *.txtar of a folder as a subtest, in order of their names, and logs the coverage. A folder without files fails.
func (s Suite) Run(t *testing.T, dir string) {
	t.Helper()
	files, err := scripts(dir)
	if err != nil {
		t.Fatal(err)
	}
	root, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	all := &results{name: t.Name(), covered: newCoverage()}
	testscript.RunT(&subtest{T: t, all: all}, s.params(root, all.covered, files...))
	t.Log(all.covered)
	if s.Least > 0 && len(all.cases) == len(files) {
		all.hold(t, s.Least)
	}
	if err := all.write(s.JUnit); err != nil {
		t.Error(err)
	}
}

// params are what testscript is told of some files in a folder.
func (s Suite) params(root string, covered *coverage, files ...string) testscript.Params {
	return testscript.Params{
		Files:         files,
		Setup:         func(env *testscript.Env) error { return s.open(env, root, covered) },
		Cmds:          verbs(),
		UpdateScripts: s.Rewrite || *rewrite,
	}
}

// open gives a file its terminal.
func (s Suite) open(env *testscript.Env, root string, covered *coverage) error {
	env.Setenv("ROOT", root)
	x, err := newTerminal(s.World, s.Roles, covered)
	env.Values[terminalKey] = x
	if err == nil {
		env.Defer(x.close)
	}
	return err
}

// scripts lists the files of a folder, after a look at each.
func scripts(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var files, faults []string
	for _, e := range entries {
		if ext := filepath.Ext(e.Name()); e.IsDir() || ext != ".txt" && ext != ".txtar" {
			continue
		}
		name := filepath.Join(dir, e.Name())
		files = append(files, name)
		text, err := read(name)
		if err != nil {
			return nil, err
		}
		faults = append(faults, look(name, string(text))...)
	}
	switch {
	case len(files) == 0:
		return nil, fmt.Errorf("%s: no scenario files, *.txt or *.txtar", dir)
	case len(faults) > 0:
		return nil, fmt.Errorf("%s", strings.Join(faults, "\n"))
	}
	return files, nil
}
