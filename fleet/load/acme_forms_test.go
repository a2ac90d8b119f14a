package load

import (
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The example organization in the form of a folder; each of its other forms lies beside it.
const acmeFolder = "../../examples/data/acme"

// sameWorld checks that a form of the example tells what its folder tells. What the form cannot say stands in the files of the
// folder that beside names by patterns of path.Match. Less is known by a form: its gaps are those of the golden text testdata/NAME-gaps.txt.
func sameWorld(t *testing.T, name string, in Input, beside ...string) {
	t.Helper()
	rest := t.TempDir()
	copied := copyMatching(t, rest, beside)
	if copied > 0 {
		in.Paths = append(in.Paths, rest)
	}
	want, _ := toldBy(t, Input{Paths: []string{acmeFolder}})
	got, gaps := toldBy(t, in)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("the folder tells -, the form +:\n%s", d)
	}
	golden := filepath.Join("testdata", name+"-gaps.txt")
	if *rewrite {
		write(t, golden, []byte(gaps))
	} else if text, err := os.ReadFile(golden); err != nil || string(text) != gaps {
		t.Errorf("gaps of the form (%v), want -, got +:\n%s", err, cmp.Diff(string(text), gaps))
	}
}

func copyMatching(t *testing.T, to string, patterns []string) (copied int) {
	t.Helper()
	from := os.DirFS(acmeFolder)
	err := fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		matches := func(pattern string) bool { ok, _ := path.Match(pattern, name); return ok }
		if err != nil || d.IsDir() || !slices.ContainsFunc(patterns, matches) {
			return err
		}
		data, err := fs.ReadFile(from, name)
		write(t, filepath.Join(to, name), data)
		copied++
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return copied
}

// toldBy gives the facts that an input tells, in words and without where they stand, and the gaps apart.
func toldBy(t *testing.T, in Input) (facts []string, gaps string) {
	t.Helper()
	r := in.read()
	if len(r.faults) > 0 {
		t.Fatal(faultsError(r.faults))
	}
	return wordsOf(r.all())
}

// wordsOf gives facts in words, and the gaps apart.
func wordsOf(all iter.Seq[told]) (facts []string, gaps string) {
	var missing []string
	for f := range all {
		if f.fact == nil {
			continue
		}
		if line := say(f.fact); strings.HasPrefix(line, "gap: ") {
			missing = append(missing, line+"\n")
		} else {
			facts = append(facts, line)
		}
	}
	slices.Sort(facts)
	slices.Sort(missing)
	return slices.Compact(facts), strings.Join(slices.Compact(missing), "")
}

// The folder is a form of itself, with a file of it beside it.
func TestAcmeFolder(t *testing.T) {
	sameWorld(t, "acme", Input{Paths: []string{acmeFolder}}, "keys.json", "groups/*")
}
