package organization_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/load"
	"fleettrust.example/pool"
	"fleettrust.example/scenario/organization"
)

// What is written loads to the same answers, without a warning, a fault or a file that was not read.
func TestFolder(t *testing.T) {
	for choice := range 4 {
		s := organization.Size{KSAs: 700, Seed: 5, Skewed: choice&1 > 0, Policies: choice&2 > 0}
		o := draw(t, s)
		dir := t.TempDir()
		if err := o.WriteFolder(dir); err != nil {
			t.Fatal(err)
		}
		loaded := loaded(t, dir)
		if d := cmp.Diff(answers(o, build(t, o)), answers(o, loaded)); d != "" {
			t.Errorf("%+v: facts -, files +:\n%s", s, d)
		}
	}
}

func loaded(t *testing.T, dir string) *fleet.Graph {
	t.Helper()
	var b fleet.Builder
	report, err := load.Into(&b, dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Warnings)+len(report.Unread) > 0 {
		t.Errorf("%d warnings, %d not read: %v %v", len(report.Warnings), len(report.Unread), report.Warnings, report.Unread)
	}
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// answers are who can assume each account, and what each tenth workload can assume.
func answers(o *organization.Organization, g *fleet.Graph) []string {
	var all []string
	for a := range o.Accounts() {
		x := g.Assumers(pool.ServiceAccount(o.Account(a).Email))
		all = append(all, fmt.Sprint(x.Principal(), " ", x.Exactness(), " ", x.Len(), " ", slices.Collect(x.Workloads())))
	}
	for id, w := range g.Workloads() {
		if id%10 != 0 {
			continue
		}
		for h := range g.Principals(id).All() {
			all = append(all, fmt.Sprint(w, " ", h.Principal))
		}
	}
	return all
}

// A folder that cannot be written is an error, which names it.
func TestFolderThatCannotBeWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := draw(t, organization.Size{KSAs: 1}).WriteFolder(file); err == nil {
		t.Error("a folder is written into a file")
	}
}
