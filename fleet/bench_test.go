package fleet_test

import (
	"fmt"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// chain is a world in which a workload holds the first of n accounts, and each may mint for the next.
func chain(n int) []fleet.Fact {
	c := fleet.ClusterName{Project: "p", Location: "us", Name: "c"}
	facts := []fleet.Fact{fleet.Project{ID: "p", Number: 7}, fleet.Cluster{Name: c, Mode: fleet.Autopilot}, fleet.Namespace{Cluster: c, Name: "ns"}}
	member := pool.Must(pool.Parse("serviceAccount:p.svc.id.goog[ns/default]"))
	for i := range n {
		email := link(i)
		facts = append(facts, fleet.GSA{Email: email}, fleet.Binding{On: fleet.OnAccount(email), Role: "roles/iam.serviceAccountTokenCreator", Member: member})
		member = pool.ServiceAccount(email)
	}
	return facts
}

func link(i int) string { return fmt.Sprintf("a%06d@p.iam.gserviceaccount.com", i) }

// crowd is a world in which n accounts may each mint for all, by a grant on the organization, under fifty deny rules.
func crowd(n int) []fleet.Fact {
	facts := append(chain(1), fleet.Organization{Number: 1})
	facts[0] = fleet.Project{ID: "p", Number: 7, Parent: fleet.InOrganization(1)}
	for i := range n {
		facts = append(facts, fleet.GSA{Email: link(i)}, fleet.Binding{On: fleet.InOrganization(1), Role: "roles/iam.serviceAccountTokenCreator", Member: pool.ServiceAccount(link(i))})
	}
	for i := range 50 {
		facts = append(facts, fleet.Deny{On: fleet.InProject("p"), Name: fmt.Sprint(i), Permissions: []string{"iam.googleapis.com/serviceAccounts.*"}, Principals: []pool.Principal{pool.Must(pool.Parse("user:ann@example.com"))}})
	}
	return facts
}

// BenchmarkWho and BenchmarkWhat grow with the accounts met, and must not with their square: compare the sizes.
func BenchmarkWho(b *testing.B) {
	eachWorld(b, func(b *testing.B, g *fleet.Graph, last pool.Principal) {
		for b.Loop() {
			if g.Assumers(last).Len() != 1 {
				b.Fatal("not one workload")
			}
		}
	})
}

func BenchmarkWhat(b *testing.B) {
	eachWorld(b, func(b *testing.B, g *fleet.Graph, _ pool.Principal) {
		for b.Loop() {
			if g.Principals(0).Len() < 100 {
				b.Fatal("too few principals")
			}
		}
	})
}

func eachWorld(b *testing.B, ask func(*testing.B, *fleet.Graph, pool.Principal)) {
	worlds := []struct {
		name  string
		facts func(int) []fleet.Fact
	}{{"chain", chain}, {"crowd", crowd}}
	for _, w := range worlds {
		for _, n := range []int{100, 1000, 10000} {
			b.Run(fmt.Sprintf("%s/accounts=%d", w.name, n), func(b *testing.B) {
				var builder fleet.Builder
				builder.Add(w.facts(n)...)
				g, err := builder.Build()
				if err != nil {
					b.Fatal(err)
				}
				ask(b, g, pool.ServiceAccount(link(n-1)))
			})
		}
	}
}
