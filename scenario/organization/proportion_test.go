package organization_test

import (
	"testing"

	"fleettrust.example/scenario/organization"
)

// share is a part of a whole that was counted, and what it should be, in percent.
type share struct {
	what        string
	part, whole int
	want        int
}

func (s share) check(t *testing.T) {
	t.Helper()
	if got := 100 * float64(s.part) / float64(s.whole); got < float64(s.want)-2 || got > float64(s.want)+2 {
		t.Errorf("%s: %.1f %%, want %d", s.what, got, s.want)
	}
}

// The proportions are those of the package comment.
func TestProportions(t *testing.T) {
	o := draw(t, organization.Size{KSAs: 200_000, Seed: 1})
	if o.Projects() != 200 || o.Clusters() != 2000 || o.Workloads() != 200_000 || o.Accounts() != 10_000 {
		t.Errorf("%d projects, %d clusters, %d workloads, %d accounts", o.Projects(), o.Clusters(), o.Workloads(), o.Accounts())
	}
	for _, s := range append(placeShares(o), grantShares(o)...) {
		s.check(t)
	}
}

func placeShares(o *organization.Organization) []share {
	identity, member, hosts := 0, 0, 0
	for i := range o.Clusters() {
		c := o.Cluster(i)
		identity, member = identity+count(c.Identity), member+count(c.Member)
	}
	for i := range o.Projects() {
		hosts += count(o.Project(i).Host == i)
	}
	namespaces, ksas := map[string]int{}, map[string]int{}
	for i := range o.Workloads() {
		w := o.Workload(i)
		namespaces[w.Namespace]++
		ksas[w.ServiceAccount] += count(w.ServiceAccount != "default")
	}
	return []share{
		{"clusters with an identity", identity, o.Clusters(), 95},
		{"members", member, o.Clusters(), 60},
		{"hosts", hosts, o.Projects(), 10},
		{"namespaces of a shared name", shared(namespaces, 50), o.Workloads(), 70},
		{"KSAs of a shared name", shared(ksas, 30), o.Workloads() * 4 / 5, 80},
	}
}

// shared counts the bearers of names that many bear, if there are as many such names as there should be.
func shared(bearers map[string]int, names int) int {
	sum := 0
	for _, n := range bearers {
		if n > 20 {
			sum, names = sum+n, names-1
		}
	}
	if names != 0 {
		return 0
	}
	return sum
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func grantShares(o *organization.Organization) []share {
	subjects := map[[2]string]bool{}
	for i := range o.Workloads() {
		w := o.Workload(i)
		subjects[[2]string{w.Namespace, w.ServiceAccount}] = true
	}
	kinds := map[organization.GrantKind]int{}
	all, elsewhere, joined, dangling, delegations := 0, 0, 0, 0, 0
	for g := range o.Grants() {
		all++
		kinds[g.Kind]++
		home := o.Account(g.Account).Project
		elsewhere += count(g.Pool != home)
		joined += count(o.Project(home).Host != home)
		dangling += count(g.Kind == organization.ToSubject && !subjects[[2]string{g.Namespace, g.ServiceAccount}])
	}
	for range o.Delegations() {
		delegations++
	}
	whole := all + delegations
	return []share{
		{"grants", whole, 3 * o.Accounts(), 100},
		{"to subjects", kinds[organization.ToSubject], whole, 60},
		{"to namespaces", kinds[organization.ToNamespace], whole, 20},
		{"to clusters", kinds[organization.ToCluster], whole, 10},
		{"to pools", kinds[organization.ToPool], whole, 5},
		{"delegations", delegations, whole, 5},
		{"of the pool of the fleet, where that is another", elsewhere, joined, 40},
		{"subjects that no workload has", dangling, kinds[organization.ToSubject], 5},
	}
}

// Skewed names are borne as Zipf's law has it, and the first fleet has half of the projects.
func TestSkewed(t *testing.T) {
	o := draw(t, organization.Size{KSAs: 200_000, Seed: 1, Skewed: true})
	fleet := 0
	for i := range o.Projects() {
		fleet += count(o.Project(i).Host == 0)
	}
	ksas, most := map[string]int{}, 0
	for i := range o.Workloads() {
		if w := o.Workload(i); w.ServiceAccount != "default" {
			ksas[w.ServiceAccount]++
			most = max(most, ksas[w.ServiceAccount])
		}
	}
	share{"projects of the first fleet", fleet, o.Projects(), 50}.check(t)
	if most < o.Workloads()/10 {
		t.Errorf("the most popular KSA has %d bearers", most)
	}
}
