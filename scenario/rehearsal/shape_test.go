package rehearsal_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/load"
	"fleettrust.example/pool"
	"fleettrust.example/scenario/rehearsal"
)

// TestShapes asks a session what make-folder.sh asks the cloud, and reads the answers as those of the cloud are read: they tell the same world.
func TestShapes(t *testing.T) {
	for _, format := range []string{"json", "yaml"} {
		s := rehearsal.New(nil, rehearsal.Options{})
		text, err := os.ReadFile("../../examples/data/runbook.sh")
		if err != nil {
			t.Fatal(err)
		}
		commands := 0
		if _, err := s.Script("runbook.sh", text, nil, func(rehearsal.Step) { commands++ }); err != nil || commands < 50 {
			t.Fatalf("%d commands: %v", commands, err)
		}
		dir := &folder{t: t, s: s, path: t.TempDir(), format: format}
		dir.fill()
		var b fleet.Builder
		report, err := load.Into(&b, dir.path)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range report.Warnings {
			if !strings.Contains(w.Wrong, "is not all of cluster") && !strings.Contains(w.About, "the file") {
				t.Errorf("%s: %v", format, w)
			}
		}
		was, is := told(s.Graph()), told(pool.Must(b.Build()))
		if len(was) < 50 {
			t.Errorf("%d facts: that is not the world of the runbook", len(was))
		}
		for _, f := range slices.Sorted(maps.Keys(was)) {
			if !is[f] {
				t.Errorf("%s lacks %s", format, f)
			}
		}
		for _, f := range slices.Sorted(maps.Keys(is)) {
			if !was[f] {
				t.Errorf("%s has %s", format, f)
			}
		}
	}
}

// told spells out the facts of the sorts that such a folder has.
func told(g *fleet.Graph) map[string]bool {
	all := map[string]bool{}
	for _, f := range g.Facts() {
		switch f := f.(type) {
		case fleet.Gap, fleet.OrgPolicy, fleet.Permit, fleet.Secret, fleet.Role:
			continue
		case fleet.KSA:
			if f.Name == "default" {
				continue // which is there without having been told
			}
		}
		all[fmt.Sprintf("%T %+v", f, plain(f, nil))] = true
	}
	return all
}

// folder is one of package load, filled by a session.
type folder struct {
	t            *testing.T
	s            *rehearsal.Session
	path, format string
}

func (d *folder) fill() {
	for _, f := range d.s.Graph().Facts() {
		switch f := f.(type) {
		case fleet.Project:
			at := "projects/" + f.ID + "/"
			d.ask(at+"project", "gcloud projects describe "+f.ID)
			d.ask(at+"ancestors-iam-policy", "gcloud projects get-ancestors-iam-policy "+f.ID)
			d.ask(at+"clusters", "gcloud container clusters list --project="+f.ID)
			d.ask(at+"memberships", "gcloud container fleet memberships list --project="+f.ID)
			d.ask(at+"service-accounts", "gcloud iam service-accounts list --project="+f.ID)
		case fleet.Fleet:
			d.ask("projects/"+f.Host+"/scopes", "gcloud container fleet scopes list --project="+f.Host)
		case fleet.Scope:
			d.ask("projects/"+f.Fleet+"/scopes/"+f.Name, "gcloud container fleet scopes namespaces list --scope="+f.Name+" --project="+f.Fleet)
		case fleet.Membership:
			d.ask(fmt.Sprintf("projects/%s/memberships/%s/%s", f.Fleet, f.Location, f.Name), fmt.Sprintf("gcloud container fleet memberships bindings list --membership=%s --location=%s --project=%s", f.Name, f.Location, f.Fleet))
		case fleet.GSA:
			project := f.Project
			if a, ok := pool.ServiceAccount(f.Email).Account(); ok && project == "" {
				project = a.Project
			}
			d.ask("projects/"+project+"/service-accounts/"+f.Email, "gcloud iam service-accounts get-iam-policy "+f.Email)
		case fleet.Cluster:
			c := f.Name
			d.ask(fmt.Sprintf("projects/%s/clusters/%s/%s", c.Project, c.Location, c.Name), fmt.Sprintf("kubectl --context=%s get namespaces,serviceaccounts,pods -A", c.Name))
		}
	}
}

// ask writes what a command prints into a file.
func (d *folder) ask(name, line string) {
	if strings.HasPrefix(line, "kubectl") {
		line += " -o " + d.format
	} else {
		line += " --format=" + d.format
	}
	r, err := d.s.Run(nil, strings.Fields(line)...)
	if err != nil || r.Status != 0 {
		d.t.Fatalf("%s: %v %s", line, err, r.Stderr)
	}
	if strings.TrimSpace(r.Stdout) == "" {
		r.Stdout = "[]" // a list without entries, as make-folder.sh writes it
	}
	file := filepath.Join(d.path, filepath.FromSlash(name)+"."+d.format)
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		d.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(r.Stdout), 0o666); err != nil {
		d.t.Fatal(err)
	}
}
