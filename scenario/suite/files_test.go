package suite_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
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

// TestPreconditions: each line of the four scenarios that makes something is needed, and without it the file fails for the reason that stands
// behind the line.
func TestPreconditions(t *testing.T) {
	for n := 1; n <= 4; n++ {
		t.Run(fmt.Sprintf("scenario_%d", n), func(t *testing.T) {
			text, err := os.ReadFile(fmt.Sprintf("%s/scenario_%d.txt", files, n))
			if err != nil {
				t.Fatal(err)
			}
			preconditions(t, string(text))
		})
	}
}

func preconditions(t *testing.T, text string) {
	script, archive, _ := strings.Cut(text, "\n-- ")
	lines := strings.SplitAfter(script+"\n", "\n")
	needed := 0
	for i, line := range lines {
		_, reason, ok := strings.Cut(strings.TrimSpace(line), "# else: ")
		if makes := strings.HasPrefix(line, "gcloud ") || strings.HasPrefix(line, "kubectl ") || strings.HasPrefix(line, "rehearse "); makes && !ok && !strings.Contains(line, " list") {
			t.Errorf("%q has no else", line)
		}
		if !ok {
			continue
		}
		needed++
		without := strings.Join(lines[:i], "") + "\n" + strings.Join(lines[i+1:], "") + "-- " + archive
		if p := (suite.Suite{}).Play(t, without); !p.Failed || !strings.Contains(p.Cause(), reason) {
			t.Errorf("without %q the file fails: %t, %s", line, p.Failed, p.Cause())
		}
	}
	if needed < 10 {
		t.Errorf("%d lines were tried", needed)
	}
}
