package fuzz_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// enough is the least number of mutants that the catalogue has to have.
const enough = 30

// TestMutants puts every wrong rule of the catalogue into a copy of the sources, and wants each to break a law. MUTANTS.md is what
// comes of it.
//
//	go test ./scenario/fuzz -run Mutants -v          # a line for each mutant
//	go test ./scenario/fuzz -run Mutants -rewrite    # and MUTANTS.md anew, after a change of rules, laws or generators
//
// All mutants are compiled once, each behind a switch. With none switched on, the same laws hold in the same worlds.
func TestMutants(t *testing.T) {
	if testing.Short() {
		t.Skip("hunting mutants takes a minute")
	}
	mustHaveGo(t)
	mutants := readMutants(t)
	fates := chase(t, program(t, mutants), mutants)
	for _, m := range mutants {
		f, ok := fates[m.name]
		if !ok {
			t.Errorf("mutant %s was not hunted", m.name)
			continue
		}
		t.Log(f)
		if f.law == "" {
			t.Errorf("%v: a law is missing, or worlds that show it, or it is no wrong rule", f)
		}
	}
	if len(fates) < enough {
		t.Errorf("%d mutants were hunted, want %d", len(fates), enough)
	}
	if !t.Failed() {
		checkPage(t, "MUTANTS.md", table(t, fates))
	}
}

func mustHaveGo(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("go"); err == nil {
		return
	}
	if os.Getenv("CI") != "" {
		t.Fatal("the go command, which compiles the mutants, is not in PATH")
	}
	t.Skip("the go command, which compiles the mutants, is not in PATH")
}

// switches are the files that declare the switch of the mutants, in the copy of the sources alone.
var switches = map[string]string{
	"pool/mutant.go": `package pool

// Mutant is the one that is switched on.
var Mutant string

func Mutated(name string) bool { return name == Mutant }

var mutated = Mutated
`,
	"fleet/mutant.go": `package fleet

import "fleettrust.example/pool"

func mutated(name string) bool { return pool.Mutated(name) }
`,
}

// program compiles the tests of this package with the sweep and all mutants in them.
func program(t *testing.T, mutants []mutant) string {
	t.Helper()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.ReadFile("mutant_sweep_test.go"); err != nil { // so that what is cached of this test hangs on it
		t.Fatal(err)
	}
	dir := t.TempDir()
	texts := revise(t, root, mutants)
	for file, text := range switches {
		texts[file] = text
	}
	exe := filepath.Join(dir, "mutants.test")
	build := exec.Command("go", "test", "-c", "-vet=off", "-tags=mutants", "-overlay="+overlay(t, dir, root, texts), "-o="+exe, "./scenario/fuzz")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("the sources with mutants do not compile: %v\n%s", err, out)
	}
	return exe
}

// overlay writes the copy, and the file that tells the go command of it.
func overlay(t *testing.T, dir, root string, texts map[string]string) string {
	t.Helper()
	instead := map[string]string{}
	write := func(name string, text []byte) string {
		at := filepath.Join(dir, name)
		if err := os.WriteFile(at, text, 0o666); err != nil {
			t.Fatal(err)
		}
		return at
	}
	for file, text := range texts {
		instead[filepath.Join(root, file)] = write(strings.ReplaceAll(file, "/", "_"), []byte(text))
	}
	list, err := json.Marshal(map[string]any{"Replace": instead})
	if err != nil {
		t.Fatal(err)
	}
	return write("overlay.json", list)
}

// A fate is which law killed a mutant, "" for none, and in how many worlds.
type fate struct {
	mutant, law string
	worlds      int
}

func (f fate) String() string {
	if f.law == "" {
		return fmt.Sprintf("mutant %s survives %d worlds", f.mutant, f.worlds)
	}
	return fmt.Sprintf("mutant %s killed by %s after %d worlds", f.mutant, f.law, f.worlds)
}

func readFate(line string) (f fate, ok bool) {
	if _, err := fmt.Sscanf(line, "mutant %s survives %d worlds", &f.mutant, &f.worlds); err == nil {
		return f, true
	}
	_, err := fmt.Sscanf(line, "mutant %s killed by %s after %d worlds", &f.mutant, &f.law, &f.worlds)
	return f, err == nil
}

// chase shares the mutants out among as many processes as there are processors: one process has one mutant switched on at a time.
func chase(t *testing.T, program string, mutants []mutant) map[string]fate {
	t.Helper()
	shares := make([][]string, min(runtime.NumCPU(), 8))
	for i, m := range mutants {
		k := i % len(shares)
		shares[k] = append(shares[k], m.name)
	}
	outputs := make(chan string)
	for _, share := range shares {
		go func() { outputs <- run(program, share) }()
	}
	fates := map[string]fate{}
	for range shares {
		out := <-outputs
		for line := range strings.Lines(out) {
			if f, ok := readFate(line); ok {
				fates[f.mutant] = f
			}
		}
		if !strings.HasSuffix(strings.TrimSpace(out), "PASS") {
			t.Error(out)
		}
	}
	return fates
}

func run(program string, names []string) string {
	out, err := exec.Command(program, "-test.run=^TestMutantSweep$", "-mutants="+strings.Join(names, ",")).CombinedOutput()
	if err != nil {
		return string(out) + err.Error()
	}
	return string(out)
}
