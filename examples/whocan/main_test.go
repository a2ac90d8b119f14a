package main

import (
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var rewrite = flag.Bool("rewrite", false, "write what whocan prints now into the scripts")

func TestMain(m *testing.M) { testscript.Main(m, map[string]func(){"whocan": main}) }

// TestScripts runs the scripts, each of which says in its head what it shows. They find the folders of this directory
// under $WORLDS, and the example organization as $ACME.
func TestScripts(t *testing.T) {
	scripts, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	worlds, err := filepath.Abs("testdata/worlds")
	if err != nil {
		t.Fatal(err)
	}
	acme, err := filepath.Abs("../data/acme")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Files:               scripts,
		RequireExplicitExec: true,
		UpdateScripts:       *rewrite,
		Setup: func(e *testscript.Env) error {
			e.Setenv("WORLDS", worlds)
			e.Setenv("ACME", acme)
			e.Setenv("PAYROLL_DB", "serviceAccount:payroll-db@acme-data.iam.gserviceaccount.com")
			e.Setenv("PAYROLL", "serviceAccount:payroll-db@shop-host.iam.gserviceaccount.com")
			e.Setenv("IDLE", "serviceAccount:idle@shop-host.iam.gserviceaccount.com")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "lines": lines, "repeat": repeat},
	})
}

// exits STATUS PROGRAM [ARG]... runs a program, and wants its exit status to be that number and no other.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits STATUS PROGRAM [ARG]...")
	}
	status := 0
	err := ts.Exec(args[1], args[2:]...)
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		status = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if want := args[0]; strconv.Itoa(status) != want {
		ts.Fatalf("exit status %d, want %s", status, want)
	}
}

// lines FILE NUMBER wants a file, or stdout or stderr, to have that many lines.
func lines(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: lines FILE NUMBER")
	}
	if n := strings.Count(ts.ReadFile(args[0]), "\n"); strconv.Itoa(n) != args[1] {
		ts.Fatalf("%d lines, want %s", n, args[1])
	}
}

// repeat TEXT NUMBER FILE writes a file that holds the text so many times.
func repeat(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: repeat TEXT NUMBER FILE")
	}
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	text, err := strconv.Unquote(`"` + args[0] + `"`)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), []byte(strings.Repeat(text, n)), 0o666))
}

// TestLinksNoTestingLibrary: rapid registers flags wherever it is linked.
func TestLinksNoTestingLibrary(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	deps := strings.Fields(string(out))
	for _, d := range deps {
		if d == "testing" || strings.HasPrefix(d, "pgregory.net/") || strings.Contains(d, "testscript") {
			t.Errorf("whocan links %s", d)
		}
	}
	if !slices.Contains(deps, "fleettrust.example/fleet/load") {
		t.Errorf("these are not the packages of whocan: %q", deps)
	}
}

// TestSameBytes asks in twenty fresh processes: the order of no map, no address and no time may show.
func TestSameBytes(t *testing.T) {
	for _, args := range [][]string{
		{"who", "--json", "--from", "../data/acme", "serviceAccount:payroll-db@acme-data.iam.gserviceaccount.com"},
		{"who", "--from", "../data/acme", "allAuthenticatedUsers"},
		{"graph", "--json", "--from", "../data/acme"},
		{"diff", "--before", "testdata/worlds/shop", "--after", "../data/acme"},
	} {
		first := ""
		for i := range 20 {
			out, err := exec.Command("whocan", args...).CombinedOutput() // TestMain puts it into the path
			if err != nil {
				t.Fatalf("%q: %v\n%s", args, err, out)
			}
			if i == 0 {
				first = string(out)
			}
			if len(out) == 0 || string(out) != first {
				t.Fatalf("%q: process %d says\n%s\nand not\n%s", args, i+1, out, first)
			}
		}
	}
}
