package organization_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/load"
	"fleettrust.example/pool"
	"fleettrust.example/scenario/organization"
)

// What is exported loads to the same facts, but for what an export adds, and for the groups and deny rules that no export has.
func TestExport(t *testing.T) {
	for choice := range 4 {
		s := organization.Size{KSAs: 2500, Seed: 7, Skewed: choice&1 > 0, Policies: choice&2 > 0}
		o := draw(t, s)
		file := filepath.Join(t.TempDir(), "export.ndjson")
		var text bytes.Buffer
		if err := errors.Join(o.WriteExport(&text), os.WriteFile(file, text.Bytes(), 0o666)); err != nil {
			t.Fatal(err)
		}
		var b fleet.Builder
		report, err := load.Into(&b, file)
		if err != nil {
			t.Fatal(err)
		}
		if len(report.Unread)+len(report.Warnings) != 1 || !strings.Contains(report.Warnings[0].String(), "keys.json") {
			t.Errorf("%+v: not read %v, warnings %v, want one that keys.json is missing", s, report.Unread, report.Warnings)
		}
		g, err := b.Build()
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(plainFacts(build(t, o)), plainFacts(g)); d != "" {
			t.Errorf("%+v: facts -, export +:\n%s", s, d)
		}
		if per := text.Len() / s.KSAs; per < 1000 || per > 1700 {
			t.Errorf("%d bytes for each KSA, want about 1 KB and what else there is", per)
		}
	}
}

// plainFacts are the facts of a graph in words, without what an export says besides, and what it cannot say.
func plainFacts(g *fleet.Graph) []string {
	var all []string
	for _, f := range g.Facts() {
		switch x := f.(type) {
		case fleet.Gap, fleet.Namespace, fleet.Group, fleet.Deny:
			continue
		case fleet.KSA:
			x.UID = ""
			f = x
		case fleet.Cluster:
			x.Pool = pool.Name{}
			f = x
		case fleet.Membership:
			x.Pool, x.IdentityProvider = pool.Name{}, ""
			f = x
		case fleet.Fleet:
			continue // of one without members an export has nothing
		case fleet.Permit:
			if x.Subject.Name == "system:masters" {
				continue // which Kubernetes makes by itself
			}
			x.Because = ""
			f = x
		}
		all = append(all, fmt.Sprintf("%T %+v", f, f))
	}
	slices.Sort(all)
	return all
}

// A writer that fails is an error.
func TestExportThatCannotBeWritten(t *testing.T) {
	full := errors.New("the disk is full")
	if err := draw(t, organization.Size{KSAs: 3000}).WriteExport(failing{full}); !errors.Is(err, full) {
		t.Errorf("%v, want %v", err, full)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }
