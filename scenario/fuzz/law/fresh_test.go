package law

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

const freshProcesses = 20

// TestFreshProcess gives the same bytes in twenty fresh processes: all answers about a fixed world, and its drawing. Each
// process seeds its maps anew, so an order that leaks from a map shows.
func TestFreshProcess(t *testing.T) {
	const asked = "FLEET_FRESH_PROCESS"
	if os.Getenv(asked) != "" {
		os.Stdout.WriteString(everything(t))
		return
	}
	first := everything(t)
	if n := strings.Count(first, "\n"); n < 500 {
		t.Fatalf("only %d lines to compare:\n%s", n, first)
	}
	for range freshProcesses {
		cmd := exec.Command(os.Args[0], "-test.run=^TestFreshProcess$")
		cmd.Env = append(os.Environ(), asked+"=1")
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		if !bytes.HasPrefix(out, []byte(first)) {
			t.Fatalf("%x here and %x in a fresh process:\n%s", sha256.Sum256([]byte(first)), sha256.Sum256(out), firstDifference(first, string(out)))
		}
	}
}

// firstDifference gives the first line in which two texts differ, of each.
func firstDifference(a, b string) string {
	as, bs := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(as), len(bs)) {
		if as[i] != bs[i] {
			return fmt.Sprintf("line %d\n%s\n%s", i+1, as[i], bs[i])
		}
	}
	return fmt.Sprintf("%d lines and %d", len(as), len(bs))
}

// everything is all that can be asked of the fixed world, the faults of one that is refused, and a change.
func everything(t *testing.T) string {
	var b fleet.Builder
	b.Add(fixedWorld()...)
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	text := World{Graph: g}.printed(askedOf(g)) + printedCircles(t, g)
	for i, p := range askedOf(g) {
		if i%10 == 0 {
			text += printedBecoming(g.CouldBecome(p))
		}
	}
	picture, err := g.DOT()
	if err != nil {
		t.Fatal(err)
	}
	text += string(picture)
	b.Add(fleet.Binding{On: fleet.OnAccount(freshAccount(1)), Role: "roles/owner", Member: pool.ServiceAccount(freshAccount(0))})
	after, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	for c := range fleet.Diff(g, after) {
		text += printedChanges([]fleet.Change{c})
	}
	b.Add(fleet.Fleet{Host: "one"}, fleet.Fleet{Host: "two"}, fleet.Project{ID: "UPPER"}, fleet.Project{ID: "p-9", Number: 1})
	_, err = b.Build()
	return text + fmt.Sprintln(err)
}

func askedOf(g *fleet.Graph) []pool.Principal {
	var ps []pool.Principal
	for id := range g.Workloads() {
		for h := range g.Principals(id).All() {
			ps = append(ps, h.Principal)
		}
	}
	return sorted(ps)
}

func printedCircles(t *testing.T, g *fleet.Graph) string {
	circles, err := g.Circles()
	if err != nil || len(circles) == 0 {
		t.Fatalf("circles %v, %v", circles, err)
	}
	return fmt.Sprintln(circles)
}

func freshAccount(i int) string { return fmt.Sprintf("sa-%d@p-%d.iam.gserviceaccount.com", i, i%3) }

// fixedWorld is a fleet of three projects with nine clusters, and twelve accounts that lead to one another in a circle and
// across it, so that most ways have rivals of the same length.
func fixedWorld() []fleet.Fact {
	facts := []fleet.Fact{fleet.Organization{Number: 9}, fleet.Folder{Number: 8, Parent: fleet.InOrganization(9)}, fleet.Fleet{Host: "p-0"}}
	for p := range 3 {
		id := fmt.Sprintf("p-%d", p)
		facts = append(facts, fleet.Project{ID: id, Number: pool.Number(p + 1), Parent: fleet.InFolder(8)})
		for c := range 3 {
			cluster := fleet.ClusterName{Project: id, Location: "us", Name: fmt.Sprintf("c-%d", c)}
			facts = append(facts,
				fleet.Cluster{Name: cluster, WorkloadIdentity: []fleet.Setting{fleet.On, fleet.Unknown, fleet.On}[c]},
				fleet.KSA{Cluster: cluster, Namespace: "shop", Name: "app", UID: fmt.Sprintf("uid-%d-%d", p, c)},
				fleet.Namespace{Cluster: cluster, Name: fmt.Sprintf("ns-%d", c)})
			if c > 0 {
				facts = append(facts, fleet.Membership{Fleet: "p-0", Location: "us", Name: fmt.Sprintf("m-%d-%d", p, c), Cluster: cluster, Issuer: fleet.On})
			}
		}
	}
	shop := pool.Subject(pool.Must(pool.ParseName("p-0.svc.id.goog")), 0, "shop", "app")
	for i := range 12 {
		on := fleet.OnAccount(freshAccount(i))
		facts = append(facts, fleet.GSA{Email: freshAccount(i)},
			fleet.Binding{On: on, Role: "roles/iam.serviceAccountTokenCreator", Member: pool.ServiceAccount(freshAccount((i + 1) % 12))},
			fleet.Binding{On: on, Role: "roles/iam.workloadIdentityUser", Member: pool.ServiceAccount(freshAccount((i + 5) % 12))})
		if i%4 == 0 {
			facts = append(facts, fleet.Binding{On: on, Role: "roles/iam.workloadIdentityUser", Member: shop})
		}
	}
	for i, right := range []fleet.Right{fleet.CreatePods, fleet.BindRoles, fleet.ImpersonateUsers, fleet.CreateNamespaces, fleet.CreateAccounts, fleet.MintTokens} {
		at := fleet.ClusterName{Project: fmt.Sprintf("p-%d", i%3), Location: "us", Name: fmt.Sprintf("c-%d", i%2)}
		for _, who := range []fleet.Subject{{Kind: fleet.UserSubject, Name: freshAccount(i)}, {Kind: fleet.AccountSubject, Namespace: "shop", Name: "app"}} {
			facts = append(facts, fleet.Permit{Cluster: at, Subject: who, Right: right, Because: fmt.Sprint("role binding ", i)})
		}
	}
	return append(facts,
		fleet.Binding{On: fleet.InFolder(8), Role: "roles/container.admin", Member: pool.ServiceAccount(freshAccount(3))},
		fleet.Binding{On: fleet.InProject("p-0"), Role: "roles/gkehub.editor", Member: shop},
		fleet.Binding{On: fleet.InFolder(8), Role: "roles/owner", Member: pool.ServiceAccounts(pool.NodeProject, 2), Condition: "false"},
		fleet.Deny{On: fleet.InProject("p-1"), Name: "no-tokens", Permissions: []string{"iam.googleapis.com/serviceAccounts.getAccessToken"}},
		fleet.Gap{What: fleet.GapPolicy, On: fleet.InProject("p-2")})
}
