package suite_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"fleettrust.example/scenario/suite"
)

var rewrite = flag.Bool("rewrite", false, "rewrite testdata")

const files = "../testdata/files"

// TestFiles: the scenarios with their mitigations, the three ways of the first source, and a file for each trap. They are the tutorial, and
// touch all that their worlds have.
func TestFiles(t *testing.T) {
	suite.Suite{Rewrite: *rewrite, Least: 100}.Run(t, files)
}

// TestFilesTellWhy: there are enough of them, and each begins with prose.
func TestFilesTellWhy(t *testing.T) {
	names, err := filepath.Glob(files + "/*.txt")
	if err != nil || len(names) < 40 {
		t.Fatalf("%d files: %v", len(names), err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		prose, _, _ := strings.Cut(string(text), "\n")
		if words := strings.Fields(prose); words[0] != "#" || len(words) < 8 {
			t.Errorf("%s: begins with %q, and does not tell why it is there", name, prose)
		}
	}
}

// TestPreconditions: each line of a file that makes something is needed: without it the file fails, and those of the four scenarios for the reason that
// stands behind the line. A line that is not needed says why it is there, after "free:".
func TestPreconditions(t *testing.T) {
	names, err := filepath.Glob(files + "/*.txt")
	if err != nil || len(names) < 40 {
		t.Fatalf("%d files: %v", len(names), err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txt"), func(t *testing.T) {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			preconditions(t, string(text), scenario.MatchString(name))
		})
	}
}

var (
	scenario = regexp.MustCompile(`/scenario_[1-4]\.txt$`)
	makes    = regexp.MustCompile(`^(gcloud|kubectl|rehearse|organization) `)
	looks    = regexp.MustCompile(`^(gcloud .* (list|get-iam-policy)|kubectl exec)\b`)
)

func preconditions(t *testing.T, text string, reasons bool) {
	script, archive, archived := strings.Cut(text, "\n-- ")
	if archived {
		archive = "-- " + archive
	}
	lines := strings.SplitAfter(script+"\n", "\n")
	needed := 0
	for i, line := range lines {
		if !makes.MatchString(line) || looks.MatchString(line) {
			continue
		}
		_, reason, stated := strings.Cut(strings.TrimSpace(line), "# else: ")
		if reasons != stated {
			t.Errorf("%q states a reason: %t, want %t", line, stated, reasons)
		}
		p := suite.Suite{}.Play(t, strings.Join(lines[:i], "")+"\n"+strings.Join(lines[i+1:], "")+archive)
		if free := strings.Contains(line, "# free: "); p.Failed == free || !strings.Contains(p.Cause(), reason) {
			t.Errorf("without %q the file fails: %t, %s", line, p.Failed, p.Cause())
		}
		needed++
	}
	if needed < 3 {
		t.Errorf("%d lines were tried", needed)
	}
}
