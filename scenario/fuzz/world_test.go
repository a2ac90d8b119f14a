package fuzz_test

import (
	"slices"
	"strings"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"fleettrust.example/scenario/fuzz"
	"pgregory.net/rapid"
)

// TestWorldBuilds: Build accepts every world, and the principals that are aimed at it are valid.
func TestWorldBuilds(t *testing.T) { rapid.Check(t, lawWorldBuilds) }

func FuzzWorldBuilds(f *testing.F) {
	f.Add([]byte(strings.Repeat("fleet and pool: ", 2000)))
	f.Fuzz(rapid.MakeFuzz(lawWorldBuilds))
}

func lawWorldBuilds(t *rapid.T) {
	facts := fuzz.World().Draw(t, "world")
	build(t, facts)
	if p := fuzz.Principal(facts).Draw(t, "principal"); !p.IsValid() {
		t.Fatalf("a principal that is none was aimed at\n%s", fuzz.Text(facts))
	}
	build(t, append(facts, fuzz.Gap(facts).Draw(t, "gap")))
}

func build(t rapid.TB, facts []fleet.Fact) *fleet.Graph {
	var b fleet.Builder
	b.Add(facts...)
	g, err := b.Build()
	if err != nil {
		t.Fatalf("a world that was drawn is refused: %v\n%s", err, fuzz.Text(facts))
	}
	return g
}

// TestWorldHasVariety: what the laws are meant to see turns up in worlds that are drawn, so that no law holds for want of
// anything to hold for. The seeds are fixed, so the figures are too.
func TestWorldHasVariety(t *testing.T) {
	const worlds = 1000
	seen := map[string]int{}
	for seed := range worlds {
		for sight := range sights(t, seed) {
			seen[sight]++
		}
	}
	for _, want := range []string{
		"assumes", "obtains", "a member on the way", "exact", "upper-bound", "unknown", "open", "two workloads",
		"R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9", "R10", "R11", "R12", "R13", "R14", "R15", "R16", "R17",
		"nobody, and that is exact",
		"subject", "uid", "namespace", "cluster", "pool", "group", "attribute", "pool-resource", "service-account", "service-account-set",
		"user", "google-group", "domain", "all-users", "all-authenticated-users", "project-owner", "deleted",
		"condition", "unread member", "deny", "gap", "disabled account", "unknown number", "fleet named by number", "lightweight", "in doubt",
		"scope-tenancy pool", "fleet namespace", "scope binding", "permit of user", "permit of group", "permit of service account",
		"authority", "constraint", "organization policy", "a path of four edges",
		"node pool", "pod", "pod with host network", "key", "token", "boundary", "boundary bound to a pool", "within scopes",
	} {
		t.Logf("%5d of %d worlds: %s", seen[want], worlds, want)
		if seen[want] < worlds/100 {
			t.Errorf("%q turns up in %d of %d worlds", want, seen[want], worlds)
		}
	}
}

// sighting is what has been seen in one world.
type sighting map[string]bool

func (s sighting) note(what string, is bool) {
	if is {
		s[what] = true
	}
}

func sights(t *testing.T, seed int) sighting {
	facts := fuzz.World().Example(seed)
	seen := sighting{}
	for _, f := range facts {
		seen.see(f)
	}
	g := build(t, facts)
	for i := range 5 {
		seen.seeAnswer(g.Assumers(fuzz.Principal(facts).Example(seed + i)))
	}
	for email := range g.Accounts() {
		seen.seeAnswer(g.Assumers(pool.ServiceAccount(email)))
	}
	for id := range g.Workloads() {
		for h := range g.Principals(id).All() {
			seen.note("R3", slices.Contains(h.Path.Rules(), fleet.R3))
		}
	}
	return seen
}

func (s sighting) see(f fleet.Fact) {
	switch f := f.(type) {
	case fleet.Project:
		s.note("unknown number", f.Number == 0)
	case fleet.Membership:
		s.note("fleet named by number", strings.HasPrefix(f.Fleet, "100"))
		s.note("lightweight", f.Lightweight)
	case fleet.GSA:
		s.note("disabled account", f.Disabled)
	case fleet.Binding:
		s.note(f.Member.Kind().String(), true)
		s.note("condition", f.Condition != "")
		s.note("unread member", f.Unread != "")
		s.note("authority", strings.HasPrefix(f.Role, "roles/container.") || strings.HasPrefix(f.Role, "roles/gkehub."))
	case fleet.Deny:
		s.note("deny", true)
	case fleet.Fleet:
		s.note("scope-tenancy pool", f.TenancyPool.IsValid())
	case fleet.FleetNamespace:
		s.note("fleet namespace", true)
	case fleet.ScopeBinding:
		s.note("scope binding", true)
	case fleet.Permit:
		s.note("permit of "+map[fleet.SubjectKind]string{fleet.UserSubject: "user", fleet.GroupSubject: "group", fleet.AccountSubject: "service account"}[f.Subject.Kind], true)
	case fleet.Constraint:
		s.note("constraint", true)
	case fleet.OrgPolicy:
		s.note("organization policy", true)
	case fleet.NodePool:
		s.note("node pool", true)
	case fleet.Pod:
		s.note("pod", true)
		s.note("pod with host network", f.HostNetwork)
	case fleet.Secret:
		s.note("key", f.Key != "")
		s.note("token", f.Token != "")
	case fleet.Boundary:
		s.note("boundary", true)
		s.note("boundary bound to a pool", f.Set.Pool().IsValid())
	case fleet.Gap:
		s.note("gap", true)
	}
}

func (s sighting) seeAnswer(a *fleet.Answer) {
	s.note(a.Exactness().String(), true)
	s.note("open", len(a.Open()) > 0)
	s.note("two workloads", a.Len() > 1)
	n := 0
	for x := range a.All() {
		n++
		s.note("a member on the way", x.Member.IsValid())
		s.note(x.Strength.String(), !x.Member.IsValid())
		s.note("in doubt", x.Exactness() == fleet.UpperBound)
		s.note("a path of four edges", len(x.Path) >= 4)
		s.note("within scopes", slices.ContainsFunc(x.Path, func(e fleet.Edge) bool { return e.To.Kind == fleet.ScopedVertex }))
		for _, r := range x.Path.Rules() {
			s.note(r.String(), true)
		}
	}
	s.note("nobody, and that is exact", n == 0 && a.Exactness() == fleet.Exact)
}

// TestGapWithoutClusters: of a world without clusters, too, something may be missing.
func TestGapWithoutClusters(t *testing.T) {
	facts := []fleet.Fact{fleet.Project{ID: "alpha", Number: 1001}}
	rapid.Check(t, func(t *rapid.T) { build(t, append(facts, fuzz.Gap(facts).Draw(t, "gap"))) })
}
