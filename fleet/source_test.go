package fleet_test

import (
	"testing"

	"fleettrust.example/fleet"
)

// TestSourceSaysWhatItKnows: a place is told by as much of file, line and address as is known, and the zero Source by nothing.
func TestSourceSaysWhatItKnows(t *testing.T) {
	for want, s := range map[string]fleet.Source{
		"":             {},
		"plan.json":    {File: "plan.json"},
		"plan.json:41": {File: "plan.json", Line: 41},
		"plan.json:41 (google_gke_hub_membership.shop)": {File: "plan.json", Line: 41, Address: "google_gke_hub_membership.shop"},
		"plan.json (google_gke_hub_membership.shop)":    {File: "plan.json", Address: "google_gke_hub_membership.shop"},
		"google_gke_hub_membership.shop":                {Address: "google_gke_hub_membership.shop"},
	} {
		if got := s.String(); got != want {
			t.Errorf("%+v is %q, want %q", s, got, want)
		}
	}
}
