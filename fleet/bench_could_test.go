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

// ring is a world in which each of n service accounts leads to the next, the last to the first, and each is what a service
// account of each of four clusters can act as, whose namespace holds a key of it. In each cluster there is a person for it who may
// do something in that namespace, or in all; and every fourth account may do anything in the clusters by IAM. So the actors are
// a multiple of n, and what each can become is too.
func ring(n int) []fleet.Fact {
	facts := []fleet.Fact{fleet.Project{ID: "p", Number: 7}}
	for c := range 4 {
		facts = append(facts, ringCluster(c, n)...)
	}
	for i := range n {
		email, next := ringed(i), ringed((i+1)%n)
		facts = append(facts, fleet.GSA{Email: email},
			fleet.Binding{On: fleet.OnAccount(email), Role: "roles/iam.workloadIdentityUser", Member: pool.Must(pool.Parse(fmt.Sprintf("serviceAccount:p.svc.id.goog[ns%d/k%d]", i/4, i)))},
			fleet.Binding{On: fleet.OnAccount(next), Role: "roles/iam.serviceAccountTokenCreator", Member: pool.ServiceAccount(email)})
		if i%4 == 0 {
			facts = append(facts, fleet.Binding{On: fleet.InProject("p"), Role: "roles/container.developer", Member: pool.ServiceAccount(email)})
		}
	}
	return facts
}

func ringed(i int) string { return fmt.Sprintf("a%d@p.iam.gserviceaccount.com", i) }

// ringCluster is one cluster of a ring. Its nodes run as one of the accounts.
func ringCluster(c, n int) []fleet.Fact {
	name := fleet.ClusterName{Project: "p", Location: "us", Name: fmt.Sprintf("c%d", c)}
	facts := []fleet.Fact{
		fleet.Cluster{Name: name, WorkloadIdentity: fleet.On},
		fleet.NodePool{Cluster: name, Name: "np", Metadata: fleet.GCEMetadata, Account: ringed(c), Scopes: []string{"https://www.googleapis.com/auth/cloud-platform"}}}
	rights := []fleet.Right{fleet.CreatePods, fleet.MintTokens, fleet.BindRoles, fleet.ImpersonateAccounts, fleet.ImpersonateUsers, fleet.ReadSecrets}
	for i := range n {
		ns, k := fmt.Sprintf("ns%d", i/4), fmt.Sprintf("k%d", i)
		who := fleet.Subject{Kind: fleet.UserSubject, Name: fmt.Sprintf("u%d-%d@example.com", c, i)}
		may := fleet.Permit{Cluster: name, Subject: who, Right: rights[i%6], Namespace: ns, Because: "x"}
		if may.Right == fleet.ImpersonateUsers {
			may.Namespace = ""
		}
		facts = append(facts, fleet.KSA{Cluster: name, Namespace: ns, Name: k}, may,
			fleet.Secret{Cluster: name, Namespace: ns, Name: "s" + k, Key: ringed(i)})
	}
	return facts
}

// BenchmarkCouldRing asks for one of the accounts, and for a service account of the clusters, which is come by through a right there
// alone. The actors and what each can become both grow with the accounts, so ns/op grows with their square: ns/pair must not grow.
func BenchmarkCouldRing(b *testing.B) {
	for what, p := range map[string]string{"account": "serviceAccount:" + ringed(5), "name": "serviceAccount:p.svc.id.goog[ns1/k5]"} {
		for _, n := range []int{50, 100, 200, 400} {
			b.Run(fmt.Sprintf("%s/accounts=%d", what, n), func(b *testing.B) {
				var builder fleet.Builder
				builder.Add(ring(n)...)
				g, err := builder.Build()
				if err != nil {
					b.Fatal(err)
				}
				actors := 0
				for b.Loop() {
					actors = g.CouldBecome(pool.Must(pool.Parse(p))).Len()
				}
				b.ReportMetric(float64(actors), "actors")
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*actors*n), "ns/pair")
			})
		}
	}
}
