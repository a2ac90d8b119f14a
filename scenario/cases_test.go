package scenario_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cockroachdb/datadriven"

	"fleettrust.example/fleet"
	"fleettrust.example/scenario"
)

// TestCases reads testdata/*.txt, where the four scenarios stand with all that is worked out of them. The commands are
// told, picture and run, with the number of a scenario and, behind it, of one of its mitigations.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) != len(scenario.All()) {
		t.Fatalf("testdata: %d files (%v), want one for each of %d scenarios", len(files), err, len(scenario.All()))
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			datadriven.RunTest(t, file, answerCase)
			checkComplete(t, file)
		})
	}
}

// checkComplete fails a file that does not run its scenario and every mitigation.
func checkComplete(t *testing.T, file string) {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var n int
	if _, err := fmt.Sscanf(filepath.Base(file), "scenario-%d.txt", &n); err != nil {
		t.Fatal(err)
	}
	s := must(scenario.Number(n))(t)
	want := []string{fmt.Sprintf("\nrun %d\n", n)}
	for m := range changes(s) {
		want = append(want, fmt.Sprintf("\nrun %d %d\n", n, m+1))
	}
	for _, w := range want {
		if !strings.Contains(string(text), w) {
			t.Errorf("%s lacks %q", file, strings.TrimSpace(w))
		}
	}
}

func answerCase(t *testing.T, d *datadriven.TestData) string {
	s, m := find(t, d)
	grant := s.Grant
	if m != nil {
		grant = m.Grant
	}
	switch d.Cmd {
	case "told":
		if m != nil {
			return fmt.Sprintf("%s\n\n%s\n\n%s\n", m.Title, m.Why, m.Cost)
		}
		return fmt.Sprintf("%s\n\n%s\n", s.Title, s.Story)
	case "picture":
		return must(grant.Picture())(t)
	case "run":
		return tell(grant, must(grant.Run())(t))
	default:
		t.Fatalf("%s: unknown command %q", d.Pos, d.Cmd)
		return ""
	}
}

// find reads the number of a scenario and of a mitigation.
func find(t *testing.T, d *datadriven.TestData) (scenario.Scenario, *scenario.Mitigation) {
	var n, m int
	for i, arg := range d.CmdArgs {
		if _, err := fmt.Sscan(arg.Key, []*int{&n, &m}[i]); err != nil {
			t.Fatalf("%s: %v", d.Pos, err)
		}
	}
	s := must(scenario.Number(n))(t)
	if m == 0 {
		return s, nil
	}
	return s, &changes(s)[m-1]
}

// changes are the mitigations, then the narrower grants.
func changes(s scenario.Scenario) []scenario.Mitigation {
	return slices.Concat(s.Mitigations, s.Narrower)
}

// tell prints an outcome whole, with a path under each assumer that nobody meant.
func tell(g scenario.Grant, o scenario.Outcome) string {
	var b strings.Builder
	for _, p := range g.Principals {
		fmt.Fprintln(&b, "granted  ", p)
	}
	for _, a := range o.Admitted {
		fmt.Fprintln(&b, "admitted ", a.Workload)
	}
	for _, a := range o.Excess {
		fmt.Fprintln(&b, "excess   ", a.Workload)
		fmt.Fprintln(&b, "         ", strings.ReplaceAll(a.Path.String(), " -R", "\n            -R"))
	}
	for _, w := range o.Lost {
		fmt.Fprintln(&b, "lost     ", w)
	}
	for _, a := range o.ByFleet {
		fmt.Fprintln(&b, "by fleet ", a.Workload)
	}
	for _, open := range o.Open {
		fmt.Fprintln(&b, "open     ", open.Cluster, "lacks the", open.Missing, open.Rules)
	}
	for _, c := range o.Could {
		trust := "trusted"
		if slices.ContainsFunc(o.Untrusted, func(u fleet.Could) bool { return u.Actor == c.Actor }) {
			trust = "untrusted"
		}
		fmt.Fprintln(&b, "could    ", c.Actor, trust, c.Exactness())
		fmt.Fprintln(&b, "         ", strings.ReplaceAll(c.Path.String(), " -R", "\n            -R"))
	}
	fmt.Fprintln(&b, "exactness", o.Exactness)
	for _, r := range o.Reasons {
		fmt.Fprintln(&b, "because  ", r)
	}
	fmt.Fprintln(&b, "contained", o.Contained())
	return b.String()
}

// must(f())(t) is the value of f, or the end of the test.
func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}
