package scenario_test

import (
	"errors"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"fleettrust.example/scenario"
)

// TestNumberRefuses: there are four scenarios, counted from 1.
func TestNumberRefuses(t *testing.T) {
	for _, n := range []int{-1, 0, 5} {
		if s, err := scenario.Number(n); err == nil {
			t.Errorf("Number(%d) gives %q", n, s.Title)
		}
	}
	if _, err := scenario.Number(7); err == nil || err.Error() != "scenario 7: want a number from 1 to 4" {
		t.Errorf("Number(7): %v", err)
	}
}

// TestRunRefuses gives each fault that a grant can have, and all of them at once.
func TestRunRefuses(t *testing.T) {
	member := pool.Must(pool.Parse("serviceAccount:acme.svc.id.goog[shop/cart]"))
	orphan := fleet.Cluster{Name: fleet.ClusterName{Project: "acme", Location: "us", Name: "c"}}
	for _, c := range []struct {
		why   string
		grant scenario.Grant
		want  string
	}{
		{"the zero grant must not pass for one that admits nobody", scenario.Grant{}, "grant: no principal"},
		{"a zero principal is what a failed parse leaves behind", scenario.Grant{Principals: []pool.Principal{member, {}}},
			"grant: principal 2 of 2 is the zero one"},
		{"the faults of the world come with those of the grant", scenario.Grant{Facts: []fleet.Fact{orphan}, Principals: []pool.Principal{{}}},
			"grant: principal 1 of 1 is the zero one\ncluster \"acme/us/c\": project \"acme\" was not told"},
	} {
		_, err := c.grant.Run()
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: %v, want %s", c.why, err, c.want)
		}
		if _, again := c.grant.Picture(); again == nil || again.Error() != c.want {
			t.Errorf("%s: the picture says %v", c.why, again)
		}
		var build *fleet.BuildError
		if errors.As(err, &build) != (len(c.grant.Facts) > 0) {
			t.Errorf("%s: errors.As to *fleet.BuildError: %v", c.why, build)
		}
	}
}
