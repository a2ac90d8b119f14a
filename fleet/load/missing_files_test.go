package load_test

import (
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/load"
	"fleettrust.example/pool"
)

// A world is the example with its files and all that can be asked of it.
type world struct {
	names   []string
	data    map[string][]byte
	graph   *fleet.Graph
	answers map[pool.Principal]*fleet.Answer
	asked   []pool.Principal
	missing []string
}

// unsaid is what a report says is missing, without where that is spoken of.
func unsaid(r *load.Report) (whats []string) {
	for _, m := range r.Missing {
		whats = append(whats, m.What)
	}
	slices.Sort(whats)
	return whats
}

var theWorld *world

// whole gives the example, read once.
func whole(t fataler) *world {
	t.Helper()
	if theWorld != nil {
		return theWorld
	}
	w := &world{data: map[string][]byte{}, answers: map[pool.Principal]*fleet.Answer{}}
	err := fs.WalkDir(os.DirFS(acme), ".", func(p string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			w.names = append(w.names, p)
			w.data[p], err = os.ReadFile(filepath.Join(acme, p))
		}
		return err
	})
	if err != nil || len(w.names) < 40 {
		t.Fatal("the example has too few files:", len(w.names), err)
	}
	var report *load.Report
	w.graph, report = build(t, acme)
	w.missing = unsaid(report)
	w.asked = questions(w.graph)
	for _, p := range w.asked {
		w.answers[p] = w.graph.Assumers(p)
	}
	theWorld = w
	return w
}

func put(t fataler, root, name string, data []byte) {
	t.Helper()
	to := filepath.Join(root, name)
	if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, data, 0o666); err != nil {
		t.Fatal(err)
	}
}

// questions are all accounts of a graph, the names of all workloads at each pool, and the sets these are in.
func questions(g *fleet.Graph) []pool.Principal {
	var ps []pool.Principal
	for email := range g.Accounts() {
		ps = append(ps, pool.ServiceAccount(email))
	}
	for c := range g.Classes() {
		number := c.Subject.Number()
		ps = append(ps, c.Subject, pool.Namespace(c.Pool, number, c.Namespace), pool.All(c.Pool, number))
	}
	slices.SortFunc(ps, pool.Principal.Compare)
	return slices.Compact(ps)
}

// notSmaller checks that what is missing from a world never makes an answer smaller without the answer saying so.
func (w *world) notSmaller(t fataler, part *fleet.Graph, missing []string) {
	t.Helper()
	for _, p := range w.asked {
		a := part.Assumers(p)
		if a.Exactness() == fleet.Unsettled {
			continue
		}
		for id := range w.answers[p].Workloads() {
			workload := w.graph.Workload(id)
			if in, ok := part.WorkloadID(workload); !ok || !a.Can(in) {
				t.Fatal("without", missing, "the answer to", p, "is", a.Exactness(), "and lacks", workload)
			}
		}
	}
}

// alone gives the folder in which one file of the example lies by itself, in the first or the second copy.
func alone(copy, file int) string {
	return filepath.Join(scattered, strconv.Itoa(copy), strconv.Itoa(file))
}

// scattered holds two copies of the example, each file in a folder of its own: a choice of folders is a choice of files.
var scattered string

func TestMain(m *testing.M) {
	var err error
	if scattered, err = os.MkdirTemp("", "acme"); err != nil {
		log.Fatal(err)
	}
	t := fatal{}
	w := whole(t)
	for i, name := range w.names {
		put(t, alone(0, i), name, w.data[name])
		put(t, alone(1, i), name, w.data[name])
	}
	status := m.Run()
	os.RemoveAll(scattered)
	os.Exit(status)
}

type fatal struct{}

func (fatal) Helper()           {}
func (fatal) Fatal(args ...any) { log.Fatal(args...) }

// asserted is the file that no command prints. What it says of Secrets is added to what was read; that it is missing cannot
// be told from there being no keys.
const asserted = "keys.json"

func TestAnyFileMissing(t *testing.T) {
	w := whole(t)
	for missing, name := range w.names {
		if name == asserted {
			continue
		}
		var paths []string
		for i := range w.names {
			if i != missing {
				paths = append(paths, alone(0, i))
			}
		}
		part, _ := build(t, paths...)
		w.notSmaller(t, part, []string{name})
	}
}

// Any number of files missing.
func missingFiles(t *rapid.T) {
	w := whole(t)
	var paths, missing []string
	for i, name := range w.names {
		if name != asserted && rapid.IntRange(0, 3).Draw(t, name) == 0 {
			missing = append(missing, name)
		} else {
			paths = append(paths, alone(0, i))
		}
	}
	part, _ := build(t, paths...)
	w.notSmaller(t, part, missing)
}

func TestMissingFiles(t *testing.T) { rapid.Check(t, missingFiles) }

func FuzzMissingFiles(f *testing.F) {
	f.Add([]byte(strings.Repeat("\x01\x00\x00\x00\x00\x00\x00\x00", 128)))
	f.Add([]byte(strings.Repeat("\x00\x00\x00\x00\x00\x00\x00\x80\x01\x00\x00\x00\x00\x00\x00\x00", 64)))
	f.Fuzz(rapid.MakeFuzz(missingFiles))
}

// The files in a folder each, some in two, in any order, are the same world.
func scatteredFiles(t *rapid.T) {
	w := whole(t)
	var paths []string
	for i, name := range w.names {
		in := rapid.IntRange(1, 3).Draw(t, name)
		for copy := range 2 {
			if in&(1<<copy) != 0 {
				paths = append(paths, alone(copy, i))
			}
		}
	}
	g, report := build(t, rapid.Permutation(paths).Draw(t, "paths")...)
	for range fleet.Diff(w.graph, g) {
		t.Fatal("the folders together are another world than the whole")
	}
	if missing := unsaid(report); !cmp.Equal(missing, w.missing) {
		t.Fatal("the folders together lack", missing, "and the whole", w.missing)
	}
	for _, p := range w.asked {
		if a, b := w.answers[p], g.Assumers(p); a.Exactness() != b.Exactness() || !cmp.Equal(a.Reasons(), b.Reasons()) {
			t.Fatal("another answer to", p, a.Reasons(), b.Reasons())
		}
	}
}

func TestScatteredFiles(t *testing.T) { rapid.Check(t, scatteredFiles) }

func FuzzScatteredFiles(f *testing.F) {
	f.Add([]byte(strings.Repeat("\x02\x00\x00\x00\x00\x00\x00\x00", 128)))
	f.Fuzz(rapid.MakeFuzz(scatteredFiles))
}
