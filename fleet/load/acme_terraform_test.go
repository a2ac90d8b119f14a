package load

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The example organization as two states of Terraform. No state knows the provider that the service gives a member, whose files a
// cluster has, or what is set nowhere: these stand in files of the folder.
func TestAcmeTerraform(t *testing.T) {
	in := Input{Paths: []string{"../../examples/data/acme-terraform"}}
	sameWorld(t, "acme-terraform", in, "keys.json", "groups/*", "projects/*/memberships.json", "projects/*/clusters/*/*.yaml", "*/*/policy-bindings.json")
}

// A plan that leaves everything in the states as it is changes nothing of the example, and finds nothing else in it than its folder has:
// what Terraform has told of a thing and what gcloud has are one.
func TestAcmeTerraformStays(t *testing.T) {
	data, err := os.ReadFile("../../examples/data/acme-terraform/fleets.json")
	if err != nil {
		t.Fatal(err)
	}
	var state struct {
		Values json.RawMessage `json:"values"`
	}
	if err := json.Unmarshal(data, &state); err != nil {
		t.Fatal(err)
	}
	plan := filepath.Join(t.TempDir(), "plan.json")
	text, err := json.Marshal(map[string]any{"format_version": "1.2", "planned_values": state.Values, "prior_state": map[string]any{"format_version": "1.0", "values": state.Values}})
	if err == nil {
		err = os.WriteFile(plan, text, 0o666)
	}
	if err != nil {
		t.Fatal(err)
	}
	before, after, report, err := Change{From: Input{Paths: []string{acmeFolder}}, Plan: plan}.worlds()
	if err != nil {
		t.Fatal(err)
	}
	want, gaps := toldBy(t, Input{Paths: []string{acmeFolder}})
	for _, w := range []*world{before, after} {
		got, none := wordsOf(slices.Values(w.facts))
		if d := cmp.Diff(want, got); d != "" || gaps != none {
			t.Errorf("the folder tells -, the plan over it +:\n%s%s", d, cmp.Diff(gaps, none))
		}
	}
	for _, w := range report.Warnings {
		if strings.Contains(w.Wrong, "is not what") {
			t.Error(w)
		}
	}
}
