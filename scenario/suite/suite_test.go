package suite_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/load"
	"fleettrust.example/pool"
	"fleettrust.example/scenario/suite"
)

// TestFailures holds testdata/failures.txt: files that must fail, each with a line "fails: PATTERN" of what they fail with, of any number.
// Prose above says why.
func TestFailures(t *testing.T) {
	a, err := txtar.ParseFile("testdata/failures.txt")
	if err != nil || len(a.Files) < 10 {
		t.Fatalf("%d files: %v", len(a.Files), err)
	}
	for _, f := range a.Files {
		t.Run(f.Name, func(t *testing.T) {
			p := suite.Suite{}.Play(t, inner(string(f.Data)))
			if !p.Failed {
				t.Fatal("it passes")
			}
			wants := regexp.MustCompile(`(?m)^# fails: (.*)$`).FindAllStringSubmatch(string(f.Data), -1)
			if len(wants) == 0 {
				t.Fatal("nothing says what it fails with")
			}
			for _, want := range wants {
				if !regexp.MustCompile(want[1]).MatchString(failure(p.Log)) {
					t.Errorf("it fails with %s\nand not with %q", failure(p.Log), want[1])
				}
			}
		})
	}
}

// inner gives files in a file their marks.
func inner(text string) string { return strings.ReplaceAll(text, "\n>-- ", "\n-- ") }

// failure is a log from where it says what failed.
func failure(log string) string {
	_, text, _ := strings.Cut(log, "FAIL: ")
	return text
}

const empty = "# A world of one account.\ngcloud projects create acme\ngcloud iam service-accounts create db --project=acme\n! whocan serviceAccount:db@acme.iam.gserviceaccount.com\n"

// folder makes a folder of files in a module of its own, with a test that runs them, and gives what go test says.
func folder(t *testing.T, test string, files map[string]string) (string, error) {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	sums, err := os.ReadFile(root + "/go.sum")
	if err != nil {
		t.Fatal(err)
	}
	mod, err := os.ReadFile(root + "/go.mod")
	if err != nil {
		t.Fatal(err)
	}
	_, requires, _ := strings.Cut(string(mod), "\nrequire (")
	put := func(name, text string) {
		if err := os.MkdirAll(filepath.Dir(dir+"/"+name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(dir+"/"+name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	put("go.mod", "module consumer.example\n\ngo 1.26.0\n\nrequire fleettrust.example v0.0.0\n\nreplace fleettrust.example => "+root+"\n\nrequire ("+requires)
	put("go.sum", string(sums))
	put("infra_test.go", test)
	for name, text := range files {
		put(name, text)
	}
	cmd := exec.Command("go", "test", "-v", ".")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off", "FLEETTRUST_JUNIT=.")
	out, err := cmd.CombinedOutput()
	if report, err := filepath.Glob(dir + "/*.xml"); err == nil && len(report) > 0 {
		text, _ := os.ReadFile(report[0])
		validate(t, text)
	}
	return string(out), err
}

const ten = `package infra

import (
	"testing"

	"fleettrust.example/scenario/suite"
)

func TestInfrastructure(t *testing.T) { suite.Run(t, "scenarios") }
`

// TestConsumer: a module elsewhere runs its folder in ten lines; a folder without files fails.
func TestConsumer(t *testing.T) {
	if testing.Short() {
		t.Skip("it links a test binary")
	}
	if out, err := folder(t, ten, map[string]string{"scenarios/one.txt": empty}); err != nil || !strings.Contains(out, "--- PASS: TestInfrastructure/one") {
		t.Errorf("%v\n%s", err, out)
	}
	if out, err := folder(t, ten, map[string]string{"scenarios/readme.md": "none yet"}); err == nil || !strings.Contains(out, "no scenario files") {
		t.Errorf("a folder without files passes: %s", out)
	}
	if out, err := folder(t, strings.Replace(ten, "suite.Run", "suite.Suite{Least: 100}.Run", 1), map[string]string{"scenarios/lab.txt": untested}); err == nil || !strings.Contains(out, "no assertion touches lab-1.svc.id.goog") {
		t.Errorf("an untested pool passes: %s", out)
	}
}

// The world has two pools, and the assertion is about one.
const untested = `# Two clusters, and one of them is looked at.
gcloud projects create prod-1
gcloud projects create lab-1
gcloud container clusters create-auto a --region=us-east1 --project=prod-1
gcloud container clusters create-auto b --region=us-east1 --project=lab-1
gcloud iam service-accounts create db --project=prod-1
gcloud iam service-accounts add-iam-policy-binding db@prod-1.iam.gserviceaccount.com --role=roles/iam.workloadIdentityUser --member=serviceAccount:prod-1.svc.id.goog[default/default]
whocan serviceAccount:db@prod-1.iam.gserviceaccount.com
`

// TestDocumented: the file that the package comment shows passes.
func TestDocumented(t *testing.T) {
	text, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	shown := regexp.MustCompile(`(?m)^//\t(# (?s:.*?)\n)//\n`).FindSubmatch(text)
	if shown == nil {
		t.Fatal("it shows none")
	}
	if p := (suite.Suite{}).Play(t, strings.ReplaceAll(string(shown[1]), "//\t", "")); p.Failed {
		t.Error(p.Log)
	}
}

// TestCoverage names the pool that no assertion touches, and asks for no more than it is told to.
func TestCoverage(t *testing.T) {
	p := suite.Suite{}.Play(t, untested)
	if p.Failed {
		t.Fatal(p.Log)
	}
	if got := strings.Join(p.Coverage(100), "\n"); !strings.Contains(got, "1 of 2 pools are touched, less than 100 in a hundred: no assertion touches lab-1.svc.id.goog") {
		t.Errorf("%q", got)
	}
	if got := p.Coverage(50); len(got) > 0 {
		t.Errorf("half is enough, and yet: %q", got)
	}
}

// TestRewrite: what cmp compares with is written anew, in the file, and nothing else of it changes.
func TestRewrite(t *testing.T) {
	name := filepath.Join(t.TempDir(), "one.txt")
	if err := os.WriteFile(name, []byte(empty+"cmp stdout want.txt\n-- want.txt --\nold\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	suite.Suite{Rewrite: true}.Run(t, filepath.Dir(name))
	text, err := os.ReadFile(name)
	if err != nil || !strings.HasPrefix(string(text), empty+"cmp stdout want.txt\n-- want.txt --\nwho can assume serviceAccount:db@") {
		t.Errorf("%v: %s", err, text)
	}
	suite.Run(t, filepath.Dir(name))
}

// TestWorld: a file begins in the world of the suite, or in that of a folder that it names; not in both.
func TestWorld(t *testing.T) {
	acme, err := filepath.Abs("../../examples/data/acme")
	if err != nil {
		t.Fatal(err)
	}
	const whocan = "whocan serviceAccount:payroll-db@acme-data.iam.gserviceaccount.com\n"
	read := "# An export, and who can.\nworld " + acme + "\n" + whocan
	if p := (suite.Suite{}).Play(t, read); p.Failed {
		t.Error(p.Log)
	}
	var b fleet.Builder
	if _, err := load.Into(&b, acme); err != nil {
		t.Fatal(err)
	}
	given := suite.Suite{World: pool.Must(b.Build())}
	if p := given.Play(t, "# The same, given.\n"+whocan); p.Failed {
		t.Error(p.Log)
	}
	if p := given.Play(t, read); !p.Failed || !strings.Contains(p.Cause(), "in a suite without a world") {
		t.Error(p.Log)
	}
}

// TestApart: the command links neither testscript nor testing, and so has none of their flags.
func TestApart(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "../../examples/whocan", "../../scenario").Output()
	if err != nil {
		t.Fatal(err)
	}
	deps := strings.Fields(string(out))
	if len(deps) < 50 {
		t.Fatalf("%d dependencies", len(deps))
	}
	for _, d := range deps {
		if d == "testing" || strings.HasSuffix(d, "/testscript") || strings.HasSuffix(d, "scenario/suite") {
			t.Errorf("%s is linked", d)
		}
	}
}
