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

// acme is the example organization; its README maps it.
const acme = "../../examples/data/acme"

// fataler is a test, or one check of a property.
type fataler interface {
	Helper()
	Fatal(args ...any)
}

func build(t fataler, paths ...string) (*fleet.Graph, *load.Report) {
	t.Helper()
	var b fleet.Builder
	report, err := load.Into(&b, paths...)
	if err != nil {
		t.Fatal(err)
	}
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	return g, report
}

// answer says who can act as a principal, a line each.
func answer(t *testing.T, g *fleet.Graph, member string) (fleet.Exactness, []string) {
	t.Helper()
	a := g.Assumers(pool.Must(pool.Parse(member)))
	lines := []string{}
	for x := range a.All() {
		line := x.Member.String()
		if !x.Member.IsValid() {
			line = x.Workload.String()
		}
		if x.Exactness() != fleet.Exact {
			line += " (" + x.Exactness().String() + ")"
		}
		lines = append(lines, line)
	}
	return a.Exactness(), lines
}

// Everything in the example is read, and the one slip in it is warned of.
func TestAcmeReport(t *testing.T) {
	_, report := build(t, acme)
	kinds := map[string]int{}
	for _, r := range report.Read {
		kinds[r.Kind]++
	}
	want := map[string]int{"project": 4, "policies": 4, "clusters": 4, "memberships": 4, "service accounts": 4, "role": 2, "Kubernetes objects": 7, "service account policy": 15}
	if d := cmp.Diff(want, kinds); d != "" {
		t.Errorf("files by kind, want -, got +:\n%s", d)
	}
	if len(report.Warnings) != 1 || !strings.Contains(report.Warnings[0].String(), "etl-typo@acme-data.iam.gserviceaccount.com.json:5: ") ||
		report.Warnings[0].Hint != "serviceAccount:acme-data.svc.id.goog[etl/loader]" {
		t.Errorf("warnings %v, want the slip in etl-typo", report.Warnings)
	}
	if len(report.Unread) != 0 {
		t.Errorf("not read %v, want all of it read", report.Unread)
	}
}

// The answers that the README of the example gives.
func TestAcmeAnswers(t *testing.T) {
	g, _ := build(t, acme)
	for _, c := range []struct {
		why, member string
		exactness   fleet.Exactness
		want        []string
	}{
		{"the first question: two clusters were meant, the unregistered lab and the attached cluster come with them", "serviceAccount:payroll-db@acme-data.iam.gserviceaccount.com", fleet.Exact, []string{
			"acme-fleet/europe-west1-b/lab payroll/runner", "acme-fleet/global/eks-frankfurt payroll/runner",
			"acme-fleet/us-central1/prod-1 payroll/runner", "acme-fleet/us-central1-a/prod-2 payroll/runner", "user:olivia@acme.example"}},
		{"where the registered clusters of the host alone have the namespace, fleet and project are the same", "serviceAccount:acme-fleet.svc.id.goog[checkout/cart]", fleet.Exact, []string{
			"acme-fleet/us-central1/prod-1 checkout/cart", "acme-fleet/us-central1-a/prod-2 checkout/cart"}},
		{"a cluster of another project shares what was meant for the host's", "principalSet://iam.googleapis.com/projects/814207356301/locations/global/workloadIdentityPools/acme-fleet.svc.id.goog/namespace/logging", fleet.Exact, []string{
			"acme-apps/europe-west1/web logging/agent", "acme-apps/europe-west1/web logging/default",
			"acme-fleet/europe-west1-b/lab logging/agent", "acme-fleet/europe-west1-b/lab logging/default",
			"acme-fleet/us-central1/prod-1 logging/agent", "acme-fleet/us-central1/prod-1 logging/default",
			"acme-fleet/us-central1-a/prod-2 logging/agent", "acme-fleet/us-central1-a/prod-2 logging/default"}},
		{"the dedicated host has no clusters of its own, so its pool means the members alone; legacy-etl has no issuer", "serviceAccount:warehouse-loader@acme-data.iam.gserviceaccount.com", fleet.Exact, []string{
			"acme-data/us-east1/warehouse etl/loader", "user:olivia@acme.example"}},
		{"the same name at the cluster's own project is another identity, which legacy-etl lacks too", "serviceAccount:acme-data.svc.id.goog[etl/loader]", fleet.Exact, []string{
			"acme-data/us-east1/warehouse etl/loader"}},
		{"a slip in the member: nobody that can be named, and yet not nobody", "serviceAccount:etl-typo@acme-data.iam.gserviceaccount.com", fleet.Unsettled, []string{"user:olivia@acme.example"}},
		{"a disabled account", "serviceAccount:old-etl@acme-data.iam.gserviceaccount.com", fleet.Exact, []string{}},
		{"a group, whose members are not known, and a user", "serviceAccount:bi-export@acme-data.iam.gserviceaccount.com", fleet.UpperBound, []string{
			"user:amir@acme.example", "user:olivia@acme.example", "group:analysts@acme.example (upper-bound)"}},
		{"a condition, a chain over the project, an inherited custom role; the deleted account is nobody", "serviceAccount:web-cache@acme-apps.iam.gserviceaccount.com", fleet.UpperBound, []string{
			"acme-apps/europe-west1/web web/cache (upper-bound)", "acme-apps/europe-west1/web web/release", "acme-fleet/us-central1/prod-1 ci/deployer",
			"serviceAccount:ci-deployer@acme-fleet.iam.gserviceaccount.com", "serviceAccount:release-bot@acme-apps.iam.gserviceaccount.com", "user:olivia@acme.example"}},
		{"a UID is one object", "serviceAccount:ci-deployer@acme-fleet.iam.gserviceaccount.com", fleet.Exact, []string{
			"acme-fleet/us-central1/prod-1 ci/deployer", "user:olivia@acme.example"}},
	} {
		exactness, got := answer(t, g, c.member)
		if d := cmp.Diff(c.want, got); d != "" || exactness != c.exactness {
			t.Errorf("%s: %s\n%v, want %v; want -, got +:\n%s", c.member, c.why, exactness, c.exactness, d)
		}
	}
}

// A world is the example with its files and all that can be asked of it.
type world struct {
	names   []string
	data    map[string][]byte
	graph   *fleet.Graph
	answers map[pool.Principal]*fleet.Answer
	asked   []pool.Principal
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
	w.graph, _ = build(t, acme)
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

func TestAnyFileMissing(t *testing.T) {
	w := whole(t)
	for missing, name := range w.names {
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
		if rapid.IntRange(0, 3).Draw(t, name) == 0 {
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
	for _, u := range report.Unread {
		t.Fatal("the folders together lack something:", u)
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
