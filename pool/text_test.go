package pool_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cockroachdb/datadriven"

	"fleettrust.example/pool"
)

// TestText runs the cases of testdata/members, which are documents: read them. go test
// -run TestText -rewrite writes the answers anew; read the difference before you
// keep it. Each input line is one question.
//
// The harness asks more than it prints: see laws.
func TestText(t *testing.T) {
	asked := 0
	datadriven.Walk(t, "testdata/members", func(t *testing.T, path string) {
		datadriven.RunTest(t, path, func(t *testing.T, d *datadriven.TestData) string {
			answer, ok := commands[d.Cmd]
			if !ok {
				t.Fatalf("%s: unknown command %q", d.Pos, d.Cmd)
			}
			var out strings.Builder
			for line := range strings.Lines(d.Input) {
				asked++
				out.WriteString(answer(t, d, strings.TrimSuffix(line, "\n")))
			}
			return out.String()
		})
	})
	if asked < 200 {
		t.Errorf("%d questions asked, which is not all of testdata", asked)
	}
}

var commands = map[string]func(t *testing.T, d *datadriven.TestData, line string) string{
	"parse":   parseLine,
	"refuse":  refuseLine,
	"name":    nameLine,
	"derive":  deriveLine,
	"account": accountLine,
	"number":  numberLine,
	"relate":  relateLine,
	"match":   matchLine,
}

// parseLine prints the kind, what the accessors say, and other spellings.
func parseLine(t *testing.T, _ *datadriven.TestData, line string) string {
	p, err := pool.Parse(line)
	if err != nil {
		return fmt.Sprintf("REFUSED %v\n", err)
	}
	var out strings.Builder
	out.WriteString(p.Kind().String())
	for _, part := range parts(p) {
		if part.value != "" {
			fmt.Fprintf(&out, " %s=%s", part.word, part.value)
		}
	}
	out.WriteByte('\n')
	if c := p.Canonical(); c != p {
		fmt.Fprintf(&out, "  canonical: %v\n", c)
	}
	if n := p.WithNumber(7); n != p {
		fmt.Fprintf(&out, "  with number 7: %v\n", n)
	}
	if why, dead := p.Dead(); dead {
		fmt.Fprintf(&out, "  dead: %s\n", why)
	}
	return out.String() + laws(line, p)
}

type part struct{ word, value string }

func parts(p pool.Principal) []part {
	number, name, node := "", "", ""
	if p.Number() != 0 {
		number = p.Number().String()
	}
	if p.Pool().IsValid() {
		name = p.Pool().String()
	}
	if p.Node() != 0 {
		node = p.Node().String()
	}
	ps := []part{
		{"pool", name}, {"node", node}, {"number", number}, {"namespace", p.Namespace()}, {"service-account", p.ServiceAccount()},
		{"uid", p.UID()}, {"provider", p.Provider()}, {"email", p.Email()},
	}
	if p.ServiceAccount() == "" {
		ps = append(ps, part{"subject", p.SubjectText()})
	}
	return ps
}

// laws gives what must hold of every member and does not, and nothing otherwise.
func laws(line string, p pool.Principal) string {
	var out strings.Builder
	broken := func(law string, holds bool) {
		if !holds {
			fmt.Fprintf(&out, "  BROKEN: %s\n", law)
		}
	}
	broken("prints as it was written", p.String() == line)
	broken("canonical twice is canonical", p.Canonical().Canonical() == p.Canonical())
	broken("canonical parses", pool.Must(pool.Parse(p.Canonical().String())) == p.Canonical())
	broken("covers itself", p.Covers(p) && p.Covers(p.Canonical()) && p.Canonical().Covers(p))
	broken("everyone covers it", pool.AllUsers().Covers(p))
	_, dead := p.Dead()
	broken("overlaps itself unless dead", p.Overlaps(p) == !dead)
	broken("compares equal to itself only", p.Compare(p) == 0 && p.Compare(pool.Principal{}) > 0)
	return out.String()
}

// refuseLine prints where, why and what was meant.
func refuseLine(_ *testing.T, _ *datadriven.TestData, line string) string {
	p, err := pool.Parse(line)
	if err == nil {
		return fmt.Sprintf("ACCEPTED as %s\n", p.Kind())
	}
	return explain(err.(*pool.ParseError), line)
}

func explain(e *pool.ParseError, line string) string {
	out := fmt.Sprintf("at %d: %s\n", e.Offset, e.Reason)
	if e.Hint != "" {
		out += "  meant: " + e.Hint + "\n"
	}
	if e.Input != line || e.Offset < 0 || e.Offset > len(line) {
		out += "  BROKEN: input or offset\n"
	}
	return out
}

// nameLine prints what a pool's name says.
func nameLine(_ *testing.T, _ *datadriven.TestData, line string) string {
	n, err := pool.ParseName(line)
	if err != nil {
		return explain(err.(*pool.ParseError), line)
	}
	kind := "self-managed"
	if n.IsManaged() {
		kind = "managed"
	}
	if n.IsHub() {
		kind += " hub"
	}
	project, ok := n.Project()
	if !ok {
		project = "not in the name"
	}
	return fmt.Sprintf("%s, project %s\n", kind, project)
}

func deriveLine(_ *testing.T, _ *datadriven.TestData, line string) string {
	n, ok := pool.NameOf(line)
	return fmt.Sprintf("%v %t\n", n, ok)
}

func accountLine(_ *testing.T, _ *datadriven.TestData, line string) string {
	p := pool.ServiceAccount(line)
	a, ok := p.Account()
	if !ok {
		return "no service account\n"
	}
	return fmt.Sprintf("%s project=%q number=%v\n", a.Kind, a.Project, a.Number)
}

func numberLine(_ *testing.T, _ *datadriven.TestData, line string) string {
	n, err := pool.ParseNumber(line)
	if err != nil {
		return explain(err.(*pool.ParseError), line)
	}
	return n.String() + "\n"
}

// relateLine asks both ways of two members with a space between.
func relateLine(t *testing.T, d *datadriven.TestData, line string) string {
	first, second, ok := strings.Cut(line, " ")
	if !ok {
		t.Fatalf("%s: two members belong in a line", d.Pos)
	}
	p, q := pool.Must(pool.Parse(first)), pool.Must(pool.Parse(second))
	out := map[[2]bool]string{{true, true}: "the same set", {true, false}: "covers", {false, true}: "is covered by", {}: "neither covers"}[[2]bool{p.Covers(q), q.Covers(p)}]
	if p.Overlaps(q) {
		out += ", may overlap"
	} else {
		out += ", disjoint"
	}
	if p.Overlaps(q) != q.Overlaps(p) {
		out += ", BROKEN: overlap is not symmetric"
	}
	return out + "\n"
}

// matchLine asks whether the identity of the arguments is in the member.
func matchLine(t *testing.T, d *datadriven.TestData, line string) string {
	var id pool.Identity
	var name, number string
	d.MaybeScanArgs(t, "pool", &name)
	d.MaybeScanArgs(t, "number", &number)
	d.MaybeScanArgs(t, "namespace", &id.Namespace)
	d.MaybeScanArgs(t, "ksa", &id.ServiceAccount)
	d.MaybeScanArgs(t, "uid", &id.UID)
	d.MaybeScanArgs(t, "provider", &id.Provider)
	id.Pool = pool.Must(pool.ParseName(name))
	if number != "" {
		id.Number = pool.Must(pool.ParseNumber(number))
	}
	p := pool.Must(pool.Parse(line))
	if p.Matches(id) != slowMatches(line, id) {
		return fmt.Sprintf("%t, BROKEN: the slow twin says %t\n", p.Matches(id), slowMatches(line, id))
	}
	return fmt.Sprintf("%t\n", p.Matches(id))
}
