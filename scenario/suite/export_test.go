package suite

import (
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"fleettrust.example/fleet"
)

// A Played is how a file ended that was run on paper, and not as a subtest.
type Played struct {
	Failed  bool
	Log     string
	covered *coverage
}

// Cause is the line that says what failed.
func (p Played) Cause() string { return cause(p.Log) }

// Coverage is what the file has not touched.
func (p Played) Coverage(least int) []string { return p.covered.below(least) }

// Verdict is what a question comes to.
func (s Suite) Verdict(name string, args ...string) (fleet.Verdict, error) {
	x, err := newTerminal(s.World, s.Roles, newCoverage())
	if err != nil {
		return 0, err
	}
	f, err := questions[name](x, args)
	return f.verdict, err
}

// Play runs one file, of which the text is given.
func (s Suite) Play(t testing.TB, text string) Played {
	t.Helper()
	name := t.TempDir() + "/file.txt"
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if faults := look("file.txt", text); len(faults) > 0 {
		return Played{Failed: true, Log: "FAIL: " + strings.Join(faults, "\n")}
	}
	p := &paper{}
	c := newCoverage()
	p.Run("", func(testscript.T) { testscript.RunT(p, s.params(".", c, name)) })
	return Played{p.failed, p.log.String(), c}
}

// paper is a test of which the failure is looked at.
type paper struct {
	log    strings.Builder
	failed bool
}

func (p *paper) Skip(args ...any) { runtime.Goexit() }
func (p *paper) Fatal(args ...any) {
	p.Log(args...)
	p.FailNow()
}
func (p *paper) Parallel() {}
func (p *paper) Log(args ...any) {
	for _, a := range args {
		p.log.WriteString(a.(string) + "\n")
	}
}
func (p *paper) FailNow() {
	p.failed = true
	runtime.Goexit()
}
func (p *paper) Verbose() bool { return true }
func (p *paper) Run(_ string, f func(testscript.T)) {
	done := make(chan bool)
	go func() {
		defer close(done)
		f(p)
	}()
	<-done
}

// An Ended is how a file ended.
type Ended struct {
	Name            string
	Failed, Skipped bool
	Log             string
}

// Report is the document of a suite whose files ended so.
func Report(name string, files []Ended) junitSuites {
	r := &results{name: name, covered: newCoverage()}
	for _, f := range files {
		c := &junitCase{Name: f.Name, Class: name}
		c.ended(f.Failed, f.Skipped, f.Log)
		r.cases = append(r.cases, c)
	}
	return r.report()
}
