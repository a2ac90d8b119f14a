package organization_test

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"fleettrust.example/scenario/organization"
)

func draw(t *testing.T, s organization.Size) *organization.Organization {
	t.Helper()
	o, err := organization.Draw(s)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func build(t *testing.T, o *organization.Organization) *fleet.Graph {
	t.Helper()
	var b fleet.Builder
	for f := range o.Facts() {
		b.Add(f)
	}
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// digest is of every fact and every record, in order.
func digest(o *organization.Organization) string {
	h := sha256.New()
	for f := range o.Facts() {
		fmt.Fprintf(h, "%T %+v\n", f, f)
	}
	h.Write([]byte(records(o)))
	return fmt.Sprintf("%x", h.Sum(nil)[:8])
}

func records(o *organization.Organization) string {
	var all []byte
	for i := range o.Projects() {
		all = fmt.Appendln(all, o.Project(i))
	}
	for i := range o.Clusters() {
		all = fmt.Appendln(all, o.Cluster(i))
	}
	for i := range o.Workloads() {
		all = fmt.Appendln(all, o.Workload(i))
	}
	for i := range o.Accounts() {
		all = fmt.Appendln(all, o.Account(i))
	}
	for g := range o.Grants() {
		all = fmt.Appendln(all, g)
	}
	for x := range o.Delegations() {
		all = fmt.Appendln(all, x)
	}
	return string(all)
}

// The same size is the same organization: in one run, and in all that come. Whoever changes what is drawn changes these.
func TestSameSeedSameBytes(t *testing.T) {
	for _, c := range []struct {
		size organization.Size
		want string
	}{
		{organization.Size{KSAs: 12_345, Seed: 1}, "4bb9b44f43ee132b"},
		{organization.Size{KSAs: 12_345, Seed: 2}, "3298a364b8c7dcd1"},
		{organization.Size{KSAs: 12_345, Seed: 1, Skewed: true}, "f3b6aa3d98878e3a"},
		{organization.Size{KSAs: 12_345, Seed: 1, Policies: true}, "db864ea69f732f4b"},
		{organization.Size{KSAs: 42_000, Seed: 3, Skewed: true, Policies: true}, "a35dce702cd290af"},
	} {
		first, again := digest(draw(t, c.size)), digest(draw(t, c.size))
		if first != again || first != c.want {
			t.Errorf("%+v: %s and %s, want %s", c.size, first, again, c.want)
		}
	}
}

// Policies come on top: not one record is another with them.
func TestPoliciesComeOnTop(t *testing.T) {
	for _, skewed := range []bool{false, true} {
		s := organization.Size{KSAs: 12_345, Seed: 1, Skewed: skewed}
		plain := records(draw(t, s))
		s.Policies = true
		if records(draw(t, s)) != plain {
			t.Errorf("skewed %v: policies change records", skewed)
		}
	}
}

// Every size can be built, also those that no proportion divides, and without policies every answer is exact.
func TestBuild(t *testing.T) {
	for _, n := range []int{1, 4, 101, 1999, 3001} {
		for choice := range 4 {
			s := organization.Size{KSAs: n, Seed: uint64(n), Skewed: choice&1 > 0, Policies: choice&2 > 0}
			o := draw(t, s)
			g := build(t, o)
			workloads := 0
			for range g.Workloads() {
				workloads++
			}
			if o.Workloads() != n || workloads != n {
				t.Errorf("%+v: %d workloads drawn, %d in the graph", s, o.Workloads(), workloads)
			}
			for a := 0; a < o.Accounts(); a += 3 {
				if x := g.Assumers(pool.ServiceAccount(o.Account(a).Email)); x.Exactness() != fleet.Exact && !s.Policies {
					t.Errorf("%+v: %v is %v: %v", s, x.Principal(), x.Exactness(), x.Reasons())
				}
			}
		}
	}
}

func TestSizesThatAreNone(t *testing.T) {
	for _, n := range []int{0, -1, 1 << 40} {
		if o, err := organization.Draw(organization.Size{KSAs: n}); err == nil || o != nil {
			t.Errorf("%d KSAs are drawn", n)
		}
	}
}

// Two workloads of a namespace and two namespaces of a cluster have two names.
func TestNamesAreDistinct(t *testing.T) {
	for _, skewed := range []bool{false, true} {
		o := draw(t, organization.Size{KSAs: 30_000, Seed: 1, Skewed: skewed})
		seen := map[organization.Workload]bool{}
		for i := range o.Workloads() {
			seen[o.Workload(i)] = true
		}
		if len(seen) != o.Workloads() {
			t.Errorf("%d names for %d workloads", len(seen), o.Workloads())
		}
	}
}

// There are circles, and chains of four accounts and more, as delegations go.
func TestChainsAndCircles(t *testing.T) {
	o := draw(t, organization.Size{KSAs: 100_000, Seed: 1})
	next := map[int][]int{}
	for x := range o.Delegations() {
		next[x.From] = append(next[x.From], x.To)
	}
	circles, longest := 0, 0
	for from := range next {
		steps := distances(next, from)
		for to, n := range steps {
			longest = max(longest, n)
			if slices.Contains(next[to], from) {
				circles++
				break
			}
		}
	}
	if circles < 10 || longest < 4 {
		t.Errorf("%d accounts in circles and chains of up to %d steps", circles, longest)
	}
}

func distances(next map[int][]int, from int) map[int]int {
	steps := map[int]int{from: 0}
	for queue := []int{from}; len(queue) > 0; queue = queue[1:] {
		for _, to := range next[queue[0]] {
			if _, met := steps[to]; !met {
				steps[to] = steps[queue[0]] + 1
				queue = append(queue, to)
			}
		}
	}
	return steps
}

// A Builder is told by Tell what Facts yields.
func TestTell(t *testing.T) {
	for _, size := range []organization.Size{{KSAs: 1}, {KSAs: 1234, Seed: 5, Policies: true}} {
		o := draw(t, size)
		var b fleet.Builder
		o.Tell(&b)
		g, err := b.Build()
		if err != nil {
			t.Fatal(err)
		}
		got, want := fmt.Sprintf("%+v", g.Facts()), fmt.Sprintf("%+v", build(t, o).Facts())
		if got != want {
			t.Errorf("%+v: told\n%s\nwant\n%s", size, got, want)
		}
	}
}
