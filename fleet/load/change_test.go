package load

import (
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

// Each case is an archive: prose, the file plan.json, the files of the world before it in a folder from, if it has one, and in the file want what
// differs after the plan: lost with -, told with +, each with its place. What both worlds have is not listed.
func TestChanges(t *testing.T) {
	files, err := filepath.Glob("testdata/changes/*.txtar")
	if err != nil || len(files) < 5 {
		t.Fatalf("found %d cases, want at least 5 (%v)", len(files), err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			abs, err := filepath.Abs(name)
			if err != nil {
				t.Fatal(err)
			}
			a, err := txtar.ParseFile(abs)
			if err != nil || len(a.Comment) < 40 {
				t.Fatalf("the case does not say why it is there (%v)", err)
			}
			t.Chdir(t.TempDir())
			c, want := Change{Plan: "plan.json"}, ""
			for _, f := range a.Files {
				switch {
				case f.Name == "want":
					want = string(f.Data)
				case strings.HasPrefix(f.Name, "from/"):
					c.From.Paths = []string{"from"}
				}
				write(t, f.Name, f.Data)
			}
			got := changed(t, c)
			if *rewrite {
				writeCase(t, abs, a, got)
			} else if d := cmp.Diff(want, got); d != "" {
				t.Errorf("want -, got +:\n%s", d)
			}
		})
	}
}

// changed says what a plan changes.
func changed(t *testing.T, c Change) string {
	t.Helper()
	was, is, report, err := c.worlds()
	var b strings.Builder
	for _, u := range report.Unread {
		fmt.Fprintf(&b, "not read %v\n", u)
	}
	for _, w := range report.Warnings {
		if w.Source.File != "keys.json" {
			fmt.Fprintf(&b, "warning %v\n", w)
		}
	}
	if err != nil {
		fmt.Fprintf(&b, "refused:\n%v\n", err)
		return b.String()
	}
	before, after := inWords(t, was), inWords(t, is)
	for _, line := range sortedKeys(before) {
		if _, ok := after[line]; !ok {
			fmt.Fprintf(&b, "- %s [%s]\n", line, before[line])
		}
	}
	for _, line := range sortedKeys(after) {
		if _, ok := before[line]; !ok {
			fmt.Fprintf(&b, "+ %s [%s]\n", line, after[line])
		}
	}
	return b.String()
}

func sortedKeys(m map[string]string) []string {
	return slices.Sorted(mapsKeys(m, nil))
}

// inWords gives the facts of a world and their places, once it was built.
func inWords(t *testing.T, w *world) map[string]string {
	t.Helper()
	var b fleet.Builder
	w.tell(&b)
	if _, err := b.Build(); err != nil {
		t.Errorf("refused by Build: %v", err)
	}
	lines := map[string]string{}
	for _, f := range w.facts {
		if f.fact != nil {
			lines[say(f.fact)] = f.at.String()
		}
	}
	return lines
}

// A state is no plan, a folder is none, and what is not there is said.
func TestChangeWantsAPlan(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, text := range map[string]string{"state.json": `{"format_version": "1.0", "values": {}}`, "default.tfstate": `{"version": 4, "terraform_version": "1.9.8"}`, "text.json": "x"} {
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"state.json", "default.tfstate", "text.json", "absent.json", "."} {
		var before, after fleet.Builder
		if report, err := (Change{Plan: name}).Into(&before, &after); err == nil || report == nil {
			t.Errorf("%s was taken for a plan", name)
		}
	}
}
