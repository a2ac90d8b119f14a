package fleet_test

import "fleettrust.example/fleet"

func init() {
	cluster := fleet.ClusterName{Project: "p1", Location: "us", Name: "c1"}
	dev := fleet.Subject{Kind: fleet.GroupSubject, Name: "devs@example.com"}
	oddRefusals = append(oddRefusals, struct {
		reason string
		facts  []fleet.Fact
		want   string
	}{"rights of nobody, nowhere, and rights that no cluster gives", []fleet.Fact{
		fleet.Project{ID: "p1", Number: 1001}, fleet.Cluster{Name: cluster, WorkloadIdentity: fleet.On},
		fleet.Permit{Cluster: cluster, Subject: dev, Right: fleet.CreateClusters},
		fleet.Permit{Cluster: cluster, Subject: dev},
		fleet.Permit{Cluster: cluster, Right: fleet.MintTokens},
		fleet.Permit{Cluster: cluster, Right: fleet.MintTokens, Subject: fleet.Subject{Kind: fleet.AccountSubject, Name: "app"}},
		fleet.Permit{Cluster: fleet.ClusterName{Project: "p1", Location: "us", Name: "c2"}, Right: fleet.MintTokens, Subject: dev},
	}, `
		permit of "" to mint tokens in cluster "p1/us/c1": want a user, a group, or a service account with its namespace
		permit of "group devs@example.com" to create clusters in cluster "p1/us/c1": is no right in a cluster: IAM gives it, by a binding
		permit of "group devs@example.com" to mint tokens in cluster "p1/us/c2": cluster "p1/us/c2" was not told
		permit of "group devs@example.com" to none in cluster "p1/us/c1": is no right in a cluster: IAM gives it, by a binding
		permit of "service account /app" to mint tokens in cluster "p1/us/c1": want a user, a group, or a service account with its namespace`})
}
