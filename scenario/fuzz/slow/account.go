package slow

import (
	"cmp"
	"slices"
	"strings"

	"fleettrust.example/fleet"
)

// The reading of service accounts of Google Cloud, and of where they are.

// readAccounts: an account is there when it was told, when a grant is on it or to it, when a group has it, when nodes run as
// it, or when a Secret holds a key of it.
func (w *World) readAccounts(facts []fleet.Fact) {
	for _, g := range w.grants {
		if email, ok := strings.CutPrefix(g.node, "serviceAccounts/"); ok {
			w.home[email] = w.homeOf(email)
		}
		if m := hear(g.member); m.kind == "account" {
			w.home[m.words["email"]] = w.homeOf(m.words["email"])
		}
	}
	for _, members := range w.groups {
		for _, member := range members {
			if m := hear(member); m.kind == "account" {
				w.home[m.words["email"]] = w.homeOf(m.words["email"])
			}
		}
	}
	for _, f := range facts {
		switch f := f.(type) {
		case fleet.NodePool:
			if email := w.runsAs(groundOf(facts, f.Cluster.String()), f); email != "" {
				w.home[email] = w.homeOf(email)
			}
		case fleet.Secret:
			if f.Key != "" {
				w.home[f.Key] = w.homeOf(f.Key)
			}
		}
	}
	for _, f := range facts {
		if f, ok := f.(fleet.GSA); ok {
			w.home[f.Email] = cmp.Or(w.project(f.Project), w.homeOf(f.Email))
			w.disabled[f.Email] = f.Disabled
		}
	}
}

// homeOf reads the project off an e-mail, as far as it shows one.
// Source: https://docs.cloud.google.com/iam/docs/service-account-types, read 2026-05-30.
func (w *World) homeOf(email string) string {
	name, domain, _ := strings.Cut(email, "@")
	if project, ok := strings.CutSuffix(domain, ".iam.gserviceaccount.com"); ok && !strings.HasPrefix(name, "service-") {
		if id, scope, scoped := strings.Cut(project, "."); scoped {
			return scope + ":" + id
		}
		return project
	}
	if domain == "appspot.gserviceaccount.com" {
		return name
	}
	if number, ok := strings.CutSuffix(name, "-compute"); ok && domain == "developer.gserviceaccount.com" {
		return w.project(number)
	}
	return ""
}

// above gives the nodes whose policies reach an account, the account first.
// Source: https://docs.cloud.google.com/iam/docs/resource-hierarchy-access-control, read 2026-05-30.
func (w *World) above(email string) []string {
	nodes := []string{"serviceAccounts/" + email}
	if w.home[email] == "" {
		return nodes
	}
	for node := "projects/" + w.home[email]; node != "" && !slices.Contains(nodes, node); node = w.parent[node] {
		nodes = append(nodes, node)
	}
	return nodes
}
