package search

import (
	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// outsider is somebody whom no world knows.
var outsider = pool.Must(pool.Parse("user:outsider@example.com"))

// grants are what hands out access by itself, to an outsider where it is to somebody.
func (m *menu) grants() {
	for _, email := range m.aim.emails {
		if m.toldAccount(email) {
			m.create(fleet.Binding{On: fleet.OnAccount(email), Role: "roles/iam.serviceAccountTokenCreator", Member: outsider})
		}
	}
	for _, p := range of[fleet.Project](m.facts) {
		m.create(fleet.Binding{On: fleet.InProject(p.ID), Role: "roles/iam.serviceAccountTokenCreator", Member: outsider})
		m.create(fleet.Binding{On: fleet.InProject(p.ID), Role: "roles/container.developer", Member: outsider})
	}
	for _, g := range of[fleet.Group](m.facts) {
		g.Members = append(g.Members[:len(g.Members):len(g.Members)], outsider)
		m.update(g)
	}
	for _, r := range of[fleet.Role](m.facts) {
		r.Permissions = append(r.Permissions[:len(r.Permissions):len(r.Permissions)], "iam.serviceAccounts.getAccessToken")
		m.update(r)
	}
	m.handouts()
}

func (m *menu) toldAccount(email string) bool {
	for _, f := range of[fleet.GSA](m.facts) {
		if f.Email == email {
			return true
		}
	}
	return false
}

// handouts are what hands out access inside clusters: a right to run pods, keys in Secrets, nodes that run as an account.
func (m *menu) handouts() {
	for _, c := range of[fleet.Cluster](m.facts) {
		m.create(fleet.Permit{Cluster: c.Name, Subject: fleet.Subject{Kind: fleet.UserSubject, Name: outsider.Email()}, Right: fleet.CreatePods, Because: "a role binding to an outsider"})
		for _, email := range m.aim.emails {
			if !m.toldAccount(email) {
				continue
			}
			m.create(fleet.Secret{Cluster: c.Name, Namespace: "default", Name: fresh, Key: email})
			if c.Mode == fleet.Standard {
				m.create(fleet.NodePool{Cluster: c.Name, Name: fresh, Metadata: fleet.GCEMetadata, Account: email, Scopes: []string{"cloud-platform"}})
			}
		}
	}
}

// withdrawals take access away: an invariant may ask that somebody has it.
func (m *menu) withdrawals() {
	for _, f := range m.facts {
		switch f := f.(type) {
		case fleet.Cluster:
			m.delete(f)
			if f.Mode == fleet.Standard && f.WorkloadIdentity != fleet.Off {
				f.WorkloadIdentity = fleet.Off
				m.update(f)
			}
		case fleet.Membership:
			if f.Issuer != fleet.Off {
				f.Issuer = fleet.Off
				m.update(f)
			}
		case fleet.GSA:
			m.delete(f)
			if !f.Disabled {
				f.Disabled = true
				m.update(f)
			}
		case fleet.NodePool:
			if f.Metadata != fleet.GKEMetadata {
				f.Metadata = fleet.GKEMetadata
				m.update(f)
			}
		case fleet.Namespace, fleet.KSA, fleet.Binding, fleet.ScopeBinding, fleet.FleetNamespace, fleet.Permit, fleet.Secret, fleet.Role:
			m.delete(f)
		}
	}
}
