package load

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"fleettrust.example/fleet"
)

// terraformSeeds are the plans and states of the text cases, and small ones that are wrong in a way of their own.
func terraformSeeds(t testing.TB) map[string]string {
	t.Helper()
	seeds := map[string]string{
		"a plan of a newer format":                 `{"format_version": "2.0", "planned_values": {}}`,
		"no version":                               `{"terraform_version": "1.9.8"}`,
		"a version that is a list":                 `{"format_version": [1], "planned_values": {}}`,
		"resources that are null":                  `{"format_version": "1.2", "planned_values": {"root_module": {"resources": [null], "child_modules": [null]}}}`,
		"a configuration of nulls":                 `{"format_version": "1.2", "configuration": {"provider_config": {"google": null}, "root_module": {"resources": [null], "module_calls": {"a": null}}}}`,
		"a resource of which the values are null":  `{"format_version": "1.2", "planned_values": {"root_module": {"resources": [{"address": "google_project.p", "type": "google_project", "name": "p", "values": null}]}}}`,
		"an account that is named by itself":       circle("google_service_account.a.project"),
		"an account that is named by a variable":   circle("var.x"),
		"an account that is named by an output":    circle("module.m.out"),
		"a mask of another shape than the values":  `{"format_version": "1.2", "planned_values": {"root_module": {"resources": [{"address": "google_project.p", "type": "google_project", "name": "p", "values": {"project_id": "p", "labels": [1]}}]}}, "resource_changes": [{"address": "google_project.p", "change": {"actions": ["create"], "after_unknown": {"labels": {"x": true}, "project_id": [true], "number": true}}}]}`,
		"a block where a text belongs":             `{"format_version": "1.0", "values": {"root_module": {"resources": [{"address": "google_container_cluster.c", "type": "google_container_cluster", "name": "c", "values": {"name": [{}], "location": {}, "project": "p", "node_pool": [[]]}}]}}}`,
		"a state with instances that are no lists": `{"version": 4, "terraform_version": "1.9.8", "resources": [{"type": "google_project", "instances": {}}]}`,
		"a policy that is no JSON":                 `{"format_version": "1.0", "values": {"root_module": {"resources": [{"address": "google_project_iam_policy.p", "type": "google_project_iam_policy", "name": "p", "values": {"project": "p", "policy_data": "{"}}]}}}`,
	}
	cases, err := filepath.Glob("testdata/cases/terraform-*.txtar")
	if err != nil || len(cases) < 7 {
		t.Fatalf("%d cases (%v)", len(cases), err)
	}
	for _, name := range cases {
		a, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range a.Files {
			if f.Name != "want" {
				seeds[name+" "+f.Name] = string(f.Data)
			}
		}
	}
	return seeds
}

// circle is a plan in which what an attribute refers to leads back to it.
func circle(to string) string {
	return `{"format_version": "1.2", "planned_values": {"root_module": {"resources": [{"address": "google_service_account.a", "mode": "managed", "type": "google_service_account", "name": "a", "values": {"account_id": "first"}}]}},
"resource_changes": [{"address": "google_service_account.a", "change": {"actions": ["create"], "after_unknown": {"project": true, "email": true}}}],
"configuration": {"root_module": {"resources": [{"address": "google_service_account.a", "mode": "managed", "type": "google_service_account", "name": "a", "expressions": {"project": {"references": ["` + to + `"]}}}],
"module_calls": {"m": {"expressions": {"x": {"references": ["module.m.out"]}}, "module": {"outputs": {"out": {"expression": {"references": ["var.x"]}}}}}}}}}`
}

// FuzzTerraform reads any bytes as a plan or a state: they are read, or refused with faults that name the file. Nothing panics, and
// nothing is unbounded.
func FuzzTerraform(f *testing.F) {
	for _, s := range terraformSeeds(f) {
		var small bytes.Buffer // a fuzzer wants seeds that are small
		if json.Compact(&small, []byte(s)) == nil && small.Len() < 16<<10 {
			f.Add(small.Bytes())
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) { planned(t, data) })
}

func TestTerraformSeeds(t *testing.T) {
	for why, s := range terraformSeeds(t) {
		t.Run(why, func(t *testing.T) { planned(t, []byte(s)) })
	}
}

// planned reads a text as a file that is asked for by its name, and as the plan of a change of nothing that is known.
func planned(t *testing.T, data []byte) {
	name := filepath.Join(t.TempDir(), "plan.json")
	if err := os.WriteFile(name, data, 0o666); err != nil {
		t.Fatal(err)
	}
	var b fleet.Builder
	_, err := Into(&b, name)
	if err == nil {
		_, err = b.Build()
	}
	var faults *fleet.BuildError
	if err != nil && !errors.As(err, &faults) {
		t.Fatal(err)
	}
	var before, after fleet.Builder
	if _, err := (Change{Plan: name}).Into(&before, &after); err == nil {
		for _, b := range []*fleet.Builder{&before, &after} {
			if _, err := b.Build(); err != nil && !errors.As(err, &faults) {
				t.Fatal(err)
			}
		}
	}
	if faults != nil && len(faults.Faults) > 2*maxFaults {
		t.Fatalf("%d faults", len(faults.Faults))
	}
}

// TestTerraformSaysNoSecrets: a state holds secrets, and nothing that comes of it has one.
func TestTerraformSaysNoSecrets(t *testing.T) {
	const secret = "never-to-be-said"
	held := 0
	for why, s := range terraformSeeds(t) {
		if !strings.Contains(s, secret) {
			continue
		}
		held++
		name := filepath.Join(t.TempDir(), "plan.json")
		if err := os.WriteFile(name, []byte(s), 0o666); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(outcome([]string{name}), secret) {
			t.Errorf("%s: what comes of it holds a secret", why)
		}
	}
	if held < 2 {
		t.Errorf("%d files hold a secret, want some", held)
	}
}
