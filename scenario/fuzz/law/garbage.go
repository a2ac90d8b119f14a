package law

import (
	"errors"
	"slices"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"fleettrust.example/scenario/fuzz"
	"pgregory.net/rapid"
)

// Garbage: facts of any kind make a graph, or a *BuildError that names each fault on a line of its own. Nothing panics,
// and a graph that was made answers as any other.
func Garbage(t *rapid.T, w World) {
	facts := drawGarbage(t, w)
	g, _ := attempt(t, facts)
	if g == nil {
		return
	}
	s := World{Facts: facts, Graph: g}
	ps := some(t, 6, s.principals(t))
	s.agree(t, append(ps, pool.Principal{}))
	drawing(t, s)
}

// FaultsInAnyOrder: the same facts in another order have the same faults.
func FaultsInAnyOrder(t *rapid.T, w World) {
	facts := drawGarbage(t, w)
	_, faults := attempt(t, facts)
	if _, other := attempt(t, rapid.Permutation(facts).Draw(t, "order")); faults != other {
		t.Fatalf("in another order the faults are\n%s\nand not\n%s\n%s", other, faults, fuzz.Text(facts))
	}
}

func drawGarbage(t *rapid.T, w World) []fleet.Fact {
	return append(slices.Clip(w.Facts), rapid.SliceOfN(garbage(), 1, 6).Draw(t, "garbage")...)
}

// attempt builds facts, and gives the graph or the text of the faults.
func attempt(t *rapid.T, facts []fleet.Fact) (*fleet.Graph, string) {
	var b fleet.Builder
	b.Add(facts...)
	g, err := b.Build()
	if err == nil {
		return g, ""
	}
	var be *fleet.BuildError
	if !errors.As(err, &be) || g != nil || len(be.Faults) == 0 {
		t.Fatalf("graph %v, error %v\n%s", g, err, fuzz.Text(facts))
	}
	for _, f := range be.Faults {
		if f.About == "" || f.Wrong == "" || strings.Contains(f.Error(), "\n") {
			t.Fatalf("a fault that says too little or too much: %+v\n%s", f, fuzz.Text(facts))
		}
	}
	if n := len(slices.Compact(slices.Clone(be.Faults))); n != len(be.Faults) || len(be.Unwrap()) != n {
		t.Fatalf("a fault told twice: %v\n%s", err, fuzz.Text(facts))
	}
	return nil, err.Error()
}

// garbage draws one fact of any sort from names, numbers and settings that are mostly wrong.
func garbage() *rapid.Generator[fleet.Fact] {
	return rapid.Custom(func(t *rapid.T) fleet.Fact {
		w := junk{t}
		cluster := fleet.ClusterName{Project: w.text(), Location: w.text(), Name: w.text()}
		switch rapid.IntRange(0, 23).Draw(t, "sort") {
		case 0:
			return fleet.Organization{Number: w.number()}
		case 1:
			return fleet.Folder{Number: w.number(), Parent: w.resource()}
		case 2:
			return fleet.Project{ID: w.text(), Number: w.number(), Parent: w.resource(), Pool: w.pool()}
		case 3:
			return fleet.Cluster{Name: cluster, Mode: fleet.Mode(w.byte()), WorkloadIdentity: fleet.Setting(w.byte()), Pool: w.pool()}
		case 4:
			return fleet.Fleet{Host: w.text(), TenancyPool: w.pool()}
		case 5:
			return fleet.Membership{Fleet: w.text(), Location: w.text(), Name: w.text(), Cluster: cluster, Issuer: fleet.Setting(w.byte()), IdentityProvider: w.text(), Pool: w.pool()}
		case 6:
			return fleet.Namespace{Cluster: cluster, Name: w.text()}
		case 7:
			return fleet.KSA{Cluster: cluster, Namespace: w.text(), Name: w.text(), UID: w.text(), Annotation: w.text()}
		case 8:
			return fleet.GSA{Email: w.text(), Project: w.text()}
		case 9:
			return fleet.Role{Name: w.text(), Permissions: []string{w.text()}}
		case 10:
			return fleet.Binding{On: w.resource(), Role: w.text(), Member: w.principal(), Condition: w.text(), Unread: w.text()}
		case 11:
			return fleet.Deny{On: w.resource(), Name: w.text(), Permissions: []string{w.text()}, ExceptPermissions: []string{w.text()},
				Principals: []pool.Principal{w.principal()}, ExceptPrincipals: []pool.Principal{w.principal()}, Condition: w.text()}
		case 12:
			return fleet.Scope{Fleet: w.text(), Name: w.text()}
		case 13:
			return fleet.ScopeBinding{Fleet: w.text(), Location: w.text(), Membership: w.text(), Scope: w.text()}
		case 14:
			return fleet.FleetNamespace{Fleet: w.text(), Scope: w.text(), Name: w.text()}
		case 15:
			return fleet.Permit{Cluster: cluster, Subject: fleet.Subject{Kind: fleet.SubjectKind(w.byte()), Namespace: w.text(), Name: w.text()},
				Right: fleet.Right(w.byte()), Namespace: w.text(), Object: w.text(), Because: w.text()}
		case 16:
			return fleet.Group{Name: w.principal(), Members: []pool.Principal{w.principal()}}
		case 17:
			return fleet.Boundary{Name: w.text(), Set: w.principal(), Resources: []fleet.Resource{w.resource()}, Condition: w.text()}
		case 18:
			return fleet.Constraint{Organization: w.number(), Name: w.text(), Types: []string{w.text()}, Methods: []string{w.text()}, Condition: w.text()}
		case 19:
			return fleet.OrgPolicy{On: w.resource(), Constraint: w.text(), Enforced: fleet.Setting(w.byte()), Reset: w.byte() == 1}
		case 20:
			return fleet.NodePool{Cluster: cluster, Name: w.text(), Metadata: fleet.MetadataMode(w.byte()), Account: w.text(), Scopes: []string{w.text()}, Labels: map[string]string{w.text(): w.text()}}
		case 21:
			return fleet.Pod{Cluster: cluster, Namespace: w.text(), Name: w.text(), ServiceAccount: w.text(), NodePool: w.text(),
				NodeSelector: map[string]string{w.text(): w.text()}, Secrets: []string{w.text()}}
		case 22:
			return fleet.Secret{Cluster: cluster, Namespace: w.text(), Name: w.text(), Key: w.text(), Token: w.text()}
		default:
			return fleet.Gap{What: fleet.GapKind(w.byte()), On: w.resource(), Cluster: cluster}
		}
	})
}

// junk draws parts of facts.
type junk struct{ t *rapid.T }

func (j junk) text() string {
	return rapid.SampledFrom([]string{
		"", "alpha", "us", "c1", "payroll", "app", "1001", "beta", "ALPHA", "a/b", "..", " ", "\n", "\xff", "0", "99999999999999999999",
		"app@alpha.iam.gserviceaccount.com", "@", "roles/owner", "roles/", "roles/a_withcond_b", "projects/alpha/roles/custom", "projects//roles/",
		"custom.noClusters", "ops@example.com", "system:serviceaccount:payroll:app",
		"https://issuer.example/c1", "acme.example:gamma", strings.Repeat("long", 300),
	}).Draw(j.t, "text")
}

func (j junk) number() pool.Number {
	return rapid.SampledFrom([]pool.Number{0, 1, 12, 1001, 1<<64 - 1}).Draw(j.t, "number")
}

func (j junk) byte() uint8 {
	return rapid.SampledFrom([]uint8{0, 1, 2, 3, 5, 6, 255}).Draw(j.t, "byte")
}

func (j junk) pool() pool.Name {
	s := rapid.SampledFrom([]string{"", "alpha.svc.id.goog", "alpha.hub.id.goog", "beta.svc.id.goog", "beta.hub.id.goog", "team-pool"}).Draw(j.t, "pool")
	name, _ := pool.ParseName(s)
	return name
}

func (j junk) resource() fleet.Resource {
	n := j.number()
	all := []fleet.Resource{{}, fleet.InOrganization(n), fleet.InFolder(n), fleet.InProject(j.text()), fleet.OnAccount(j.text())}
	return rapid.SampledFrom(all).Draw(j.t, "resource")
}

func (j junk) principal() pool.Principal {
	p, _ := pool.Parse(rapid.SampledFrom([]string{
		"", "allUsers", "serviceAccount:app@alpha.iam.gserviceaccount.com", "serviceAccount:alpha.svc.id.goog[payroll/app]",
		"group:ops@example.com", "user:ann@example.com",
		"serviceAccount:service-1001@container-engine-robot.iam.gserviceaccount.com", "group:alpha.svc.id.goog:/allAuthenticatedUsers/",
	}).Draw(j.t, "member"))
	return p
}
