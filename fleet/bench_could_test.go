package fleet_test

import (
	"fmt"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// teams is a world of n workloads in clusters of a thousand: a hundred namespaces each, in every one a team and a service
// account that may create pods there, and a service account that may do so in the whole cluster.
func teams(n int) []fleet.Fact {
	facts := []fleet.Fact{fleet.Project{ID: "p", Number: 7}}
	for c := range n / 1000 {
		name := fleet.ClusterName{Project: "p", Location: "us", Name: fmt.Sprintf("c%d", c)}
		facts = append(facts, fleet.Cluster{Name: name, Mode: fleet.Autopilot},
			fleet.Permit{Cluster: name, Right: fleet.CreatePods, Subject: fleet.Subject{Kind: fleet.AccountSubject, Namespace: "ns0", Name: "k0"}})
		for i := range 100 {
			ns := fmt.Sprintf("ns%d", i)
			for k := range 10 {
				facts = append(facts, fleet.KSA{Cluster: name, Namespace: ns, Name: fmt.Sprintf("k%d", k)})
			}
			for _, s := range []fleet.Subject{{Kind: fleet.GroupSubject, Name: fmt.Sprintf("team%d@example.com", i)}, {Kind: fleet.AccountSubject, Namespace: ns, Name: "k1"}} {
				facts = append(facts, fleet.Permit{Cluster: name, Subject: s, Right: fleet.CreatePods, Namespace: ns})
			}
		}
	}
	return facts
}

// BenchmarkCould asks for one name and for the whole pool. It must not grow with the square of the workloads: compare sizes.
func BenchmarkCould(b *testing.B) {
	for what, p := range map[string]string{"name": "serviceAccount:p.svc.id.goog[ns7/k3]", "pool": "group:p.svc.id.goog:/allAuthenticatedUsers/"} {
		for _, n := range []int{1000, 10000} {
			b.Run(fmt.Sprintf("%s/workloads=%d", what, n), func(b *testing.B) {
				var builder fleet.Builder
				builder.Add(teams(n)...)
				g, err := builder.Build()
				if err != nil {
					b.Fatal(err)
				}
				for b.Loop() {
					if g.CouldBecome(pool.Must(pool.Parse(p))).Len() == 0 {
						b.Fatal("nobody")
					}
				}
			})
		}
	}
}
