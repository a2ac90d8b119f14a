package suite

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// results are those of a suite, while it runs.
type results struct {
	name    string
	cases   []*junitCase
	covered *coverage
}

// A subtest is a test as testscript sees one. Its files run one after the other.
type subtest struct {
	*testing.T
	all  *results
	file *junitCase // nil of the suite itself
	log  strings.Builder
}

func (s *subtest) Parallel() {}

func (s *subtest) Verbose() bool { return testing.Verbose() }

func (s *subtest) Log(args ...any) {
	s.Helper()
	fmt.Fprintln(&s.log, args...)
	s.T.Log(args...)
}

func (s *subtest) Fatal(args ...any) {
	s.Helper()
	fmt.Fprintln(&s.log, args...)
	s.T.Fatal(args...)
}

func (s *subtest) Skip(args ...any) {
	s.Helper()
	fmt.Fprintln(&s.log, args...)
	s.T.Skip(args...)
}

func (s *subtest) Run(name string, f func(testscript.T)) {
	s.T.Run(name, func(t *testing.T) {
		file := &subtest{T: t, all: s.all, file: &junitCase{Name: name, Class: s.all.name}}
		s.all.cases = append(s.all.cases, file.file)
		begun := time.Now()
		defer func() {
			file.file.Time = seconds(time.Since(begun))
			file.file.ended(file.Failed(), file.Skipped(), file.log.String())
		}()
		f(file)
	})
}

// ended notes how a file ended.
func (c *junitCase) ended(failed, skipped bool, log string) {
	text := printable(log)
	switch {
	case failed:
		c.Failure = &junitMessage{Message: cause(text), Text: text}
	case skipped:
		c.Skipped = &junitMessage{Message: strings.TrimSpace(text)}
	}
}

// hold makes coverage that is too small a failure, and the coverage a case of its own.
func (r *results) hold(t *testing.T, least int) {
	t.Helper()
	c := &junitCase{Name: "coverage", Class: r.name, Time: seconds(0)}
	r.cases = append(r.cases, c)
	if short := r.covered.below(least); len(short) > 0 {
		text := strings.Join(short, "\n")
		t.Error(text)
		c.Failure = &junitMessage{Message: short[0], Text: text}
	}
}

// cause is the line of a log that says what failed.
func cause(log string) string {
	for line := range strings.SplitSeq(log, "\n") {
		if said, ok := strings.CutPrefix(strings.TrimSpace(line), "FAIL: "); ok {
			return said
		}
	}
	return "failed"
}

// printable leaves out what no XML document may hold.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()) }
