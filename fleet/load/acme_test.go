package load_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

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
	want := map[string]int{"project": 4, "policies": 4, "clusters": 4, "memberships": 4, "service accounts": 4, "role": 2, "Kubernetes objects": 7, "service account policy": 17,
		"fleet features": 2, "team scopes": 2, "fleet namespaces": 2, "scope bindings": 6, "organization policies": 6, "organization policy": 3, "custom constraints": 1,
		"access boundaries": 1, "policy bindings": 6, "group": 6, "keys": 1}
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
	for _, m := range report.Missing {
		if !strings.HasPrefix(m.Command, "gcloud identity groups memberships list ") {
			t.Errorf("missing %v, want only groups to be", m)
		}
	}
}

// The answers that the README of the example gives, in testdata/acme.txt.
func TestAcmeAnswers(t *testing.T) {
	const name = "testdata/acme.txt"
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	g, _ := build(t, acme)
	var got strings.Builder
	asked, answering := 0, false
	for line := range strings.Lines(string(text)) {
		answering = answering && line != "\n"
		if answering {
			continue
		}
		got.WriteString(line)
		verb, member, _ := strings.Cut(strings.TrimSpace(line), " ")
		if ask := map[string]func(*testing.T, *fleet.Graph, string) (fleet.Exactness, []string){"who": answer, "could": could}[verb]; ask != nil {
			exactness, lines := ask(t, g, member)
			fmt.Fprintf(&got, "  %v\n", exactness)
			for _, l := range lines {
				fmt.Fprintf(&got, "    %s\n", l)
			}
			asked, answering = asked+1, true
		}
	}
	if asked < 10 {
		t.Errorf("%d questions, want at least 10", asked)
	}
	if flag.Lookup("rewrite").Value.String() == "true" {
		err = os.WriteFile(name, []byte(got.String()), 0o666)
	} else if d := cmp.Diff(string(text), got.String()); d != "" {
		t.Errorf("want -, got +:\n%s", d)
	}
	if err != nil {
		t.Error(err)
	}
}

// could says who could make itself a principal, and by which rights in which cluster, a line each.
func could(t *testing.T, g *fleet.Graph, member string) (fleet.Exactness, []string) {
	t.Helper()
	b := g.CouldBecome(pool.Must(pool.Parse(member)))
	lines := []string{}
	for c := range b.All() {
		rights := []string{}
		for _, r := range c.Rights {
			rights = append(rights, r.String())
		}
		lines = append(lines, fmt.Sprintf("%v: %s", c.Actor, strings.Join(rights, ", ")))
	}
	return b.Exactness(), lines
}
