package fuzz_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// A mutant is a wrong rule: what is wrong with it, and the text that it changes. Testdata has them by family, one section each:
// the story, and hunks under the file that they change. A hunk is lines that stand together in the file, once: those of a blank
// stay, those of a minus go, those of a plus come. MUTANT in what comes is true while the mutant is switched on, so that all
// mutants are in one program, and with none switched on it has to be the right one. One that only rare worlds show may be hunted
// from a later seed on: "from SEED" stands behind its story.
type mutant struct {
	name, story string
	from        int
	hunks       []hunk
}

type hunk struct {
	file  string // from the root of the module
	lines []string
}

// A family is the mutants of one file of the catalogue. Its comment is its title.
type family struct {
	title   string
	mutants []mutant
}

func readFamilies(t *testing.T) []family {
	t.Helper()
	files, err := filepath.Glob("testdata/mutants/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no catalogue of mutants: %v", err)
	}
	var all []family
	for _, file := range files {
		text, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		f := family{title: strings.TrimSpace(string(text.Comment))}
		for _, section := range text.Files {
			f.mutants = append(f.mutants, readMutant(section))
		}
		all = append(all, f)
	}
	return all
}

func readMutants(t *testing.T) []mutant {
	t.Helper()
	var all []mutant
	for _, f := range readFamilies(t) {
		all = append(all, f.mutants...)
	}
	return all
}

func readMutant(section txtar.File) mutant {
	m := mutant{name: section.Name}
	file := ""
	open := false
	for line := range strings.Lines(string(section.Data)) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case isSource(line):
			file, open = line, false
		case line == "":
			open = false
		case file == "" && strings.HasPrefix(line, "from "):
			m.from, _ = strconv.Atoi(line[len("from "):])
		case file == "":
			m.story += line + "\n"
		case !open:
			m.hunks = append(m.hunks, hunk{file, []string{line}})
			open = true
		default:
			last := &m.hunks[len(m.hunks)-1]
			last.lines = append(last.lines, line)
		}
	}
	return m
}

// isSource reports the name of a file that mutants may change.
func isSource(line string) bool {
	dir := filepath.Dir(line)
	return (dir == "fleet" || dir == "pool") && strings.HasSuffix(line, ".go")
}

// text is what the hunk finds in the file, or what it leaves there.
func (h hunk) text(marks string) []string {
	var lines []string
	for _, line := range h.lines {
		if strings.Contains(marks, line[:1]) {
			lines = append(lines, line[1:])
		}
	}
	return lines
}

// A revision is a file of the sources while mutants are put into it.
type revision struct {
	lines []string
	gone  []bool
	come  [][]string // before each line, and behind the last
}

func readRevision(root, file string) (*revision, error) {
	text, err := os.ReadFile(filepath.Join(root, file))
	if err != nil {
		return nil, err
	}
	lines := strings.Split(string(text), "\n")
	return &revision{lines, make([]bool, len(lines)), make([][]string, len(lines)+1)}, nil
}

// put makes the changes of one hunk. What it finds must be there once, and be no other mutant's to take away.
func (r *revision) put(name string, h hunk) error {
	at, err := r.find(h.text(" -"))
	if err != nil {
		return err
	}
	for _, line := range h.lines {
		switch text := line[1:]; line[0] {
		case '+':
			r.come[at] = append(r.come[at], strings.ReplaceAll(text, "MUTANT", fmt.Sprintf("mutated(%q)", name)))
		case '-':
			if r.gone[at] {
				return fmt.Errorf("another mutant takes away %q", text)
			}
			r.gone[at] = true
			at++
		default:
			at++
		}
	}
	return nil
}

// find gives the one place where some lines stand together.
func (r *revision) find(lines []string) (int, error) {
	found := -1
	for i := range len(r.lines) - len(lines) + 1 {
		if !slices.Equal(r.lines[i:i+len(lines)], lines) {
			continue
		}
		if found >= 0 {
			return 0, fmt.Errorf("stands there twice, in lines %d and %d: %q", found+1, i+1, lines)
		}
		found = i
	}
	if found < 0 || len(lines) == 0 {
		return 0, fmt.Errorf("does not stand there any more: %q", lines)
	}
	return found, nil
}

func (r *revision) String() string {
	var lines []string
	for i, come := range r.come {
		lines = append(lines, come...)
		if i < len(r.lines) && !r.gone[i] {
			lines = append(lines, r.lines[i])
		}
	}
	return strings.Join(lines, "\n")
}

// revise puts all mutants into the files that they change. One that does not apply any more is an error of the test: the
// catalogue stays true.
func revise(t *testing.T, root string, mutants []mutant) map[string]string {
	t.Helper()
	revisions := map[string]*revision{}
	for _, m := range mutants {
		for _, h := range m.hunks {
			if revisions[h.file] == nil {
				r, err := readRevision(root, h.file)
				if err != nil {
					t.Fatalf("mutant %s: %v", m.name, err)
				}
				revisions[h.file] = r
			}
			if err := revisions[h.file].put(m.name, h); err != nil {
				t.Errorf("mutant %s does not apply to %s: %v", m.name, h.file, err)
			}
		}
	}
	if t.Failed() {
		t.FailNow()
	}
	texts := map[string]string{}
	for _, file := range slices.Sorted(maps.Keys(revisions)) {
		texts[file] = revisions[file].String()
	}
	return texts
}

// TestMutantsApply: each mutant has a name of its own, a story and a switch, and still finds what it changes.
func TestMutantsApply(t *testing.T) {
	mutants := readMutants(t)
	seen := map[string]bool{}
	for _, m := range mutants {
		come := ""
		for _, h := range m.hunks {
			come += strings.Join(h.text("+"), "\n")
		}
		if seen[m.name] || m.story == "" || !strings.Contains(come, "MUTANT") {
			t.Errorf("mutant %s: want a name of its own, a story, and MUTANT in what it puts in", m.name)
		}
		seen[m.name] = true
	}
	revise(t, filepath.Join("..", ".."), mutants)
}
