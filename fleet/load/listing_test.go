package load

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"fleettrust.example/fleet"
)

// looseSeeds are what lies outside the layout, one of each form, and what is mistaken for one.
var looseSeeds = []string{
	// Lists as gcloud prints them, and a page of REST with more to come.
	`[{"name": "one", "endpoint": "10.0.0.1", "location": "us-west1", "selfLink": "https://container.googleapis.com/v1/projects/shop/locations/us-west1/clusters/one"}]`,
	`{"resources": [{"name": "projects/shop/locations/global/memberships/one", "endpoint": {"gkeCluster": {"resourceLink": "//container.googleapis.com/projects/shop/locations/us-west1/clusters/one"}}}], "nextPageToken": "more"}`,
	`{"accounts": [{"name": "projects/shop/serviceAccounts/a@shop.iam.gserviceaccount.com", "email": "a@shop.iam.gserviceaccount.com", "projectId": "shop"}]}`,
	// Single objects as describe prints them, in YAML.
	"name: projects/111\nprojectId: shop\nparent: organizations/900\nstate: ACTIVE\n",
	"name: projects/shop/locations/global/scopes/team/namespaces/web\n",
	"name: default-pool\nselfLink: https://container.googleapis.com/v1/projects/shop/zones/us-west1-a/clusters/one/nodePools/default-pool\n",
	// Policies: two that say of what, one that does not.
	`[{"type": "project", "id": "shop", "policy": {"bindings": [{"role": "roles/viewer", "members": ["user:ada@example.com"]}]}}]`,
	`{"name": "policies/cloudresourcemanager.googleapis.com%2Ffolders%2F700/denypolicies/no-keys", "kind": "DenyPolicy", "rules": []}`,
	`{"bindings": [], "etag": "ACAB"}`,
	// A name that a percent sign cuts, a list in a list, nothing at all.
	`{"name": "policies/cloudresourcemanager.googleapis.com%2/denypolicies/x", "kind": "DenyPolicy"}`,
	`[[{"name": "projects/shop/roles/r"}]]`, `[]`, `{}`, `# nothing`, "\x1f\x8b", "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03",
	// The other forms, as short as they can be.
	`{"asset_type": "k8s.io/Namespace", "name": "//container.googleapis.com/projects/shop/locations/us-west1/clusters/one/k8s/namespaces/web"}`,
	`{"format_version": "1.2", "terraform_version": "1.11.4", "planned_values": {"root_module": {}}}`,
	"apiVersion: v1\nkind: Namespace\nmetadata: {name: web}\n",
}

// survivesLoose loads a file that the caller names, of any content: it is read, or refused with faults that name it.
func survivesLoose(t failer, name string, data []byte) {
	t.Helper()
	dir, err := os.MkdirTemp("", "loose")
	if err != nil {
		t.Fatalf("%v", err)
	}
	defer os.RemoveAll(dir)
	name = filepath.Join(dir, name)
	if err := os.WriteFile(name, data, 0o666); err != nil {
		t.Fatalf("%v", err)
	}
	var b fleet.Builder
	report, err := Into(&b, name)
	var faults *fleet.BuildError
	if err == nil && len(report.Read) != 1 {
		t.Fatalf("read %v, not read %v, and no fault", report.Read, report.Unread)
	}
	if err != nil && (!errors.As(err, &faults) || len(faults.Faults) == 0 || faults.Faults[0].Source.File != name) {
		t.Fatalf("error %v", err)
	}
	if _, err := b.Build(); err != nil && !errors.As(err, &faults) {
		t.Fatalf("Build: %v", err)
	}
}

// TestLooseFiles loads each seed, and as what each is known.
func TestLooseFiles(t *testing.T) {
	for _, s := range looseSeeds {
		survivesLoose(t, "file.json", []byte(s))
		survivesLoose(t, "file.ndjson", []byte(s))
	}
}

func FuzzLooseFiles(f *testing.F) {
	for _, s := range looseSeeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) { survivesLoose(t, "file.json", data) })
}
