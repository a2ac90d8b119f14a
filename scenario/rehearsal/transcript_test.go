package rehearsal_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/condition"
	"fleettrust.example/pool"
	"fleettrust.example/scenario/command"
	"fleettrust.example/scenario/rehearsal"
	"fleettrust.example/scenario/script"
	"github.com/google/go-cmp/cmp"
)

var rewrite = flag.Bool("rewrite", false, "write testdata anew")

// TestTranscripts holds each testdata/*.txt: prose, lines that are typed after a $, and what they print. Standard error stands after 2>, a
// status that is not 0 in brackets. A line after a ? is a question about the world: who PRINCIPAL, or diff since the last one, of what is obtained.
func TestTranscripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) < 5 {
		t.Fatalf("%d transcripts: %v", len(files), err)
	}
	shown := map[string]bool{}
	defer func() {
		for c := range command.All() {
			if !shown[c.Words] {
				t.Errorf("%s: no transcript shows it carried out", c.Words)
			}
		}
	}()
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txt"), func(t *testing.T) {
			want, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			got := replayed(t, string(want), shown)
			if *rewrite {
				if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("go test ./scenario/rehearsal -rewrite, and read what differs: %s", diff)
			}
		})
	}
}

// terminal is a session and the page on which it is written.
type terminal struct {
	t       *testing.T
	session *rehearsal.Session
	before  *fleet.Graph
	page    strings.Builder
	shown   map[string]bool // commands that were carried out
}

// empty is a session in a world that has organization 9, which no command makes, and nothing else.
func empty() *rehearsal.Session {
	b := fleet.Builder{Evaluator: condition.New(condition.Facts{})}
	b.Add(fleet.Organization{Number: 9})
	return rehearsal.New(pool.Must(b.Build()), rehearsal.Options{})
}

// replayed writes a transcript anew: its prose and its lines, and what they print now.
func replayed(t *testing.T, text string, shown map[string]bool) string {
	x := &terminal{t: t, session: empty(), shown: shown}
	x.before = x.session.Graph()
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	for i := 0; i < len(lines); i++ {
		switch line := lines[i]; {
		case strings.HasPrefix(line, "$ "):
			typed := []string{line}
			for i+1 < len(lines) && strings.HasPrefix(lines[i+1], "> ") {
				i++
				typed = append(typed, lines[i])
			}
			x.typed(typed)
		case strings.HasPrefix(line, "? "):
			x.page.WriteString(line + "\n")
			x.ask(strings.TrimPrefix(line, "? "))
		case strings.HasPrefix(line, "#") || line == "" && (i+1 == len(lines) || strings.HasPrefix(lines[i+1], "#") || strings.HasPrefix(lines[i+1], "$") || strings.HasPrefix(lines[i+1], "?")):
			x.page.WriteString(line + "\n")
		}
	}
	return x.page.String()
}

func (x *terminal) typed(lines []string) {
	x.page.WriteString(strings.Join(lines, "\n") + "\n")
	for i := range lines {
		lines[i] = lines[i][2:]
	}
	sh := script.Shell{WriteFile: x.session.WriteFile, Run: func(c script.Command) (string, bool) {
		r, err := x.session.Run(c.Stdin, c.Words...)
		if err != nil {
			x.page.WriteString("[not read] " + err.Error() + "\n")
			return "", false
		}
		x.page.WriteString(tidy(r.Stdout, "") + tidy(r.Stderr, "2> "))
		if call, err := command.Parse(c.Words...); err == nil && r.Status == 0 {
			x.shown[call.Words] = true
		}
		if r.Status != 0 {
			fmt.Fprintf(&x.page, "[%d]\n", r.Status)
		}
		return r.Stdout, r.Status == 0
	}}
	left, err := sh.Do("typed", []byte(strings.Join(lines, "\n")))
	if err != nil || len(left) > 0 {
		x.t.Fatalf("%q: %v %v", lines, left, err)
	}
}

// tidy puts something before each line, and takes spaces from its end.
func tidy(text, before string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		if text != "" {
			b.WriteString(strings.TrimRight(before+line, " ") + "\n")
		}
	}
	return b.String()
}

func (x *terminal) ask(question string) {
	g := x.session.Graph()
	if who, ok := strings.CutPrefix(question, "who "); ok {
		a := g.Assumers(pool.Must(pool.Parse(who)))
		fmt.Fprintf(&x.page, "%v\n", a.Exactness())
		for one := range a.All() {
			fmt.Fprintf(&x.page, "  %v: %v\n", one.Strength, one)
		}
		return
	}
	for c := range fleet.Diff(x.before, g) {
		if c.Strength == fleet.Assumes {
			continue
		}
		fmt.Fprintf(&x.page, "  %s %v %v: %v\n", map[bool]string{true: "+", false: "-"}[c.Gained], c.Assumer, c.Strength, c.Principal)
	}
	x.before = g
}

// TestTable: what the table of commands reads is carried out, each by its own words, and nothing else is.
func TestTable(t *testing.T) {
	var read []string
	for c := range command.All() {
		read = append(read, c.Words)
	}
	slices.Sort(read)
	if diff := cmp.Diff(read, rehearsal.Deeds()); diff != "" {
		t.Error(diff)
	}
}
