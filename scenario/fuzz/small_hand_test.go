package fuzz_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/scenario/fuzz"
)

// TestSmallScopeByHand writes down the worlds of two scopes with all their names and in every order, lays those together that
// a renaming makes one, and finds the same worlds in the scope, each once.
func TestSmallScopeByHand(t *testing.T) {
	for _, s := range []struct {
		projects             []string
		clusters             int
		namespaces, accounts []string
	}{
		{[]string{"alpha", "beta"}, 2, []string{"payroll"}, []string{"app"}},
		{[]string{"alpha"}, 1, []string{"payroll", "shop"}, []string{"app", "job"}},
	} {
		h := byHand{s.projects, s.namespaces, s.accounts, map[string]bool{}}
		for n := range s.clusters + 1 {
			h.writeDown(nil, n)
		}
		worlds := 0
		for facts := range fuzz.SmallScope().Within(len(s.projects), s.clusters, len(s.namespaces), len(s.accounts)).Worlds() {
			worlds++
			key := h.least(described(facts))
			if !h.missing[key] {
				t.Fatalf("twice, or none of those written down:\n%s", fuzz.Text(facts))
			}
			h.missing[key] = false
		}
		if worlds != len(h.missing) {
			t.Errorf("%v: %d worlds, and %d are written down", s, worlds, len(h.missing))
		}
	}
}

// byHand has the worlds of a scope by their least description: true of those that were not met.
type byHand struct {
	projects, namespaces, accounts []string
	missing                        map[string]bool
}

// writeDown adds n clusters of every kind to some, in every order, and then every choice of hosts.
func (h byHand) writeDown(clusters []string, n int) {
	if n > 0 {
		for _, c := range h.kinds() {
			h.writeDown(append(slices.Clone(clusters), c), n-1)
		}
		return
	}
	for told := range h.projects {
		for hosts := range 1 << (told + 1) {
			var lines []string
			for i, p := range h.projects[:told+1] {
				lines = append(lines, fmt.Sprintf("%s hosts %v", p, hosts&(1<<i) != 0))
			}
			world := strings.Join(append(lines, clusters...), "\n")
			if h.stands(world) {
				h.missing[h.least(world)] = true
			}
		}
	}
}

// kinds describes all that a cluster can be.
func (h byHand) kinds() []string {
	pairs := []string{""}
	for _, ns := range h.namespaces {
		for _, a := range h.accounts {
			for _, have := range pairs {
				pairs = append(pairs, have+" "+ns+"/"+a)
			}
		}
	}
	var all []string
	for _, p := range h.projects {
		for _, identity := range []fleet.Setting{fleet.On, fleet.Off} {
			for _, m := range h.memberships() {
				for _, accounts := range pairs {
					all = append(all, clusterLine(p, identity, m, strings.Fields(accounts)))
				}
			}
		}
	}
	return all
}

func (h byHand) memberships() []string {
	all := []string{"none"}
	for _, p := range h.projects {
		for _, issuer := range []fleet.Setting{fleet.On, fleet.Off} {
			for _, lightweight := range []bool{false, true} {
				all = append(all, membershipLine(p, issuer, lightweight))
			}
		}
	}
	return all
}

func clusterLine(project string, identity fleet.Setting, membership string, accounts []string) string {
	slices.Sort(accounts)
	return fmt.Sprintf("cluster in %s , identity %v, member of %s , accounts %v", project, identity, membership, accounts)
}

func membershipLine(host string, issuer fleet.Setting, lightweight bool) string {
	return fmt.Sprintf("%s with issuer %v, lightweight %v", host, issuer, lightweight)
}

// stands reports that every cluster is in a project that is there, and in a fleet that is.
func (h byHand) stands(world string) bool {
	for _, p := range h.projects {
		there, hosts := strings.Contains(world, p+" hosts"), strings.Contains(world, p+" hosts true")
		if !there && strings.Contains(world, "in "+p+" ") || !hosts && strings.Contains(world, "of "+p+" ") {
			return false
		}
	}
	return true
}

// least renames a description in every way, sorts its lines and the accounts in each, and gives the first.
func (h byHand) least(world string) string {
	first := ""
	for _, projects := range bothOrders(h.projects) {
		for _, namespaces := range bothOrders(h.namespaces) {
			for _, accounts := range bothOrders(h.accounts) {
				text := sortedLines(strings.NewReplacer(slices.Concat(projects, namespaces, accounts)...).Replace(world))
				if first == "" || text < first {
					first = text
				}
			}
		}
	}
	return first
}

// bothOrders pairs names with names: each with itself, and of two each with the other.
func bothOrders(names []string) [][]string {
	if len(names) == 1 {
		return [][]string{{}}
	}
	return [][]string{{}, {names[0], names[1], names[1], names[0]}}
}

func sortedLines(world string) string {
	lines := strings.Split(world, "\n")
	for i, line := range lines {
		if before, accounts, ok := strings.Cut(line, "["); ok {
			words := strings.Fields(strings.Trim(accounts, "]"))
			slices.Sort(words)
			lines[i] = before + fmt.Sprint(words)
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// described reads the facts of a world.
func described(facts []fleet.Fact) string {
	hosts, members, accounts := map[string]bool{}, map[fleet.ClusterName]string{}, map[fleet.ClusterName][]string{}
	for _, f := range facts {
		switch f := f.(type) {
		case fleet.Fleet:
			hosts[f.Host] = true
		case fleet.Membership:
			members[f.Cluster] = membershipLine(f.Fleet, f.Issuer, f.Lightweight)
		case fleet.KSA:
			accounts[f.Cluster] = append(accounts[f.Cluster], f.Namespace+"/"+f.Name)
		}
	}
	var lines []string
	for _, f := range facts {
		switch f := f.(type) {
		case fleet.Project:
			lines = append(lines, fmt.Sprintf("%s hosts %v", f.ID, hosts[f.ID]))
		case fleet.Cluster:
			lines = append(lines, clusterLine(f.Name.Project, f.WorkloadIdentity, cmp.Or(members[f.Name], "none"), accounts[f.Name]))
		}
	}
	return strings.Join(lines, "\n")
}
