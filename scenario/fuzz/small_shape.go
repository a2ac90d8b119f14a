package fuzz

import (
	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// A shape is what a cluster of a small world is like, but for its name. Shapes are numbered, plain ones first.
type shape struct {
	project  int
	identity int // Workload Identity: 0 on, 1 off
	member   int // 0 of no fleet; otherwise 1 + 4 × the fleet + 2 × no issuer + lightweight
	accounts int // a bit for each pair of a namespace and a name
}

func (f frame) shape(n int) shape {
	pairs := 1 << (f.namespaces * f.Scope.accounts)
	members := 1 + 4*f.fleets
	return shape{accounts: n % pairs, member: n / pairs % members, identity: n / pairs / members % 2, project: n / pairs / members / 2}
}

func (f frame) number(s shape) int {
	return ((s.project*2+s.identity)*(1+4*f.fleets)+s.member)<<(f.namespaces*f.Scope.accounts) + s.accounts
}

// pair is the bit of a namespace and a name.
func (f frame) pair(namespace, account int) int { return 1 << (namespace*f.Scope.accounts + account) }

// A renaming says which shape a shape becomes, by number.
type renaming []int

// allRenamings gives all but the one that changes nothing: of projects, those that host a fleet among themselves, and the others;
// of namespaces; of service accounts.
func (f frame) allRenamings() []renaming {
	var all []renaming
	for _, hosts := range permutations(f.fleets) {
		for _, others := range permutations(f.projects - f.fleets) {
			for _, namespaces := range permutations(f.namespaces) {
				for _, accounts := range permutations(f.Scope.accounts) {
					all = append(all, f.renaming(beside(hosts, others), namespaces, accounts))
				}
			}
		}
	}
	return all[1:]
}

func (f frame) renaming(projects, namespaces, accounts []int) renaming {
	r := make(renaming, f.shapes)
	for n := range r {
		s := f.shape(n)
		moved := shape{project: projects[s.project], identity: s.identity, member: s.member}
		if s.member > 0 {
			moved.member = 1 + 4*projects[(s.member-1)/4] + (s.member-1)%4
		}
		for i, namespace := range namespaces {
			for j, account := range accounts {
				if s.accounts&f.pair(i, j) != 0 {
					moved.accounts |= f.pair(namespace, account)
				}
			}
		}
		r[n] = f.number(moved)
	}
	return r
}

// permutations of 0 to n-1, the one that moves nothing first.
func permutations(n int) [][]int {
	if n == 0 {
		return [][]int{{}}
	}
	var all [][]int
	for at := n - 1; at >= 0; at-- {
		for _, p := range permutations(n - 1) {
			q := append(append(append([]int{}, p[:at]...), n-1), p[at:]...)
			all = append(all, q)
		}
	}
	return all
}

// beside moves the first as p says and those behind them as q says.
func beside(p, q []int) []int {
	both := append([]int{}, p...)
	for _, i := range q {
		both = append(both, len(p)+i)
	}
	return both
}

// facts tells a world.
func (f frame) facts(world []int) []fleet.Fact {
	facts := make([]fleet.Fact, 0, 4+6*len(world))
	for p := range f.projects {
		facts = append(facts, smallProject(p))
	}
	for p := range f.fleets {
		facts = append(facts, fleet.Fleet{Host: smallProject(p).ID})
	}
	for i, n := range world {
		facts = f.addCluster(facts, i, f.shape(n))
	}
	return facts
}

func (f frame) addCluster(facts []fleet.Fact, i int, s shape) []fleet.Fact {
	c := fleet.ClusterName{Project: smallProject(s.project).ID, Location: "us", Name: smallClusters[i]}
	facts = append(facts, fleet.Cluster{Name: c, WorkloadIdentity: onUnless(s.identity != 0)})
	if s.member > 0 {
		host, flags := (s.member-1)/4, (s.member-1)%4
		facts = append(facts, fleet.Membership{Fleet: smallProject(host).ID, Location: "us", Name: c.Name, Cluster: c, Issuer: onUnless(flags >= 2), Lightweight: flags%2 != 0})
	}
	for n := range f.namespaces {
		for a := range f.Scope.accounts {
			if s.accounts&f.pair(n, a) != 0 {
				facts = append(facts, fleet.KSA{Cluster: c, Namespace: smallNamespaces[n], Name: smallAccounts[a], UID: c.Name + "-" + smallNamespaces[n] + "-" + smallAccounts[a]})
			}
		}
	}
	return facts
}

func onUnless(off bool) fleet.Setting {
	if off {
		return fleet.Off
	}
	return fleet.On
}

var (
	smallProjects   = []string{"alpha", "beta"}
	smallClusters   = []string{"c1", "c2", "c3"}
	smallNamespaces = []string{"payroll", "shop"}
	smallAccounts   = []string{"app", "job"}
)

func smallProject(i int) fleet.Project {
	return fleet.Project{ID: smallProjects[i], Number: pool.Number(1001 + i)}
}
