package load

import (
	"strings"
	"testing"

	"fleettrust.example/fleet"
)

// What the caller says of manifests is checked like what a file says.
func TestManifestsOfNoCluster(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "a.yaml", []byte("apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n"))
	prod := fleet.ClusterName{Project: "shop", Location: "us-east1", Name: "prod"}
	for _, c := range []struct {
		why   string
		of    Manifests
		wrong string
	}{
		{"no cluster", Manifests{Path: "a.yaml"}, "a cluster that is not named"},
		{"a number, which no file may explain", Manifests{Path: "a.yaml", Cluster: fleet.ClusterName{Project: "12", Location: "l", Name: "c"}}, "want the ID of its project"},
		{"nothing there", Manifests{Path: "b.yaml", Cluster: prod}, "no such file"},
	} {
		if r := (Input{Manifests: []Manifests{c.of}}).read(); len(r.faults) != 1 || !strings.Contains(r.faults[0].Wrong, c.wrong) {
			t.Errorf("%s: faults %v, want %q", c.why, r.faults, c.wrong)
		}
	}
}

// A path that is named as manifests and lies in another path is read once, and what lies beside it is read as before.
func TestManifestsInAPath(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "repo/prod/a.yaml", []byte("apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n"))
	write(t, "repo/projects/shop/project.json", []byte(`{"projectId": "shop", "projectNumber": "7"}`))
	prod := fleet.ClusterName{Project: "shop", Location: "us-east1", Name: "prod"}
	r := Input{Paths: []string{"repo"}, Manifests: []Manifests{{Cluster: prod, Path: "./repo/prod/"}, {Cluster: prod, Path: "repo/prod/a.yaml"}}}.read()
	facts := wordedFacts(r)
	if !strings.Contains(strings.Join(facts, "\n"), "namespace shop/us-east1/prod a\n") || len(r.report.Read) != 3 {
		t.Errorf("facts %q, read %v", facts, r.report.Read)
	}
	for _, u := range r.report.Unread {
		if strings.Contains(u.Why, "no file says of which cluster") {
			t.Errorf("not read: %v", u)
		}
	}
}
