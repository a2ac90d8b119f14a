package fuzz_test

import (
	"fmt"
	"slices"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"fleettrust.example/scenario/fuzz"
)

// A place is a small world as theorems speak of it: its clusters as they were told, and its graph, which is asked.
type place struct {
	told     []fleet.Fact
	facts    []fleet.Fact // and the grant
	projects []string
	hosts    []string
	clusters []site
	runs     []fleet.Workload
	at       []*site // the cluster of each
	graph    *fleet.Graph
	asked    map[pool.Principal]*fleet.Answer
	names    map[string][]pool.Principal // subjects, by project, once they were listed
	left     map[fleet.ClusterName]*place
	grantee  pool.Principal // may act as smallAccount
}

// A site is a cluster, and its membership if it is a member of a fleet.
type site struct {
	fleet.Cluster
	member *fleet.Membership
}

// A crowd is a set of workloads of a place, by their number.
type crowd uint32

// newPlace builds a world, with a grant of smallAccount to one of the principals that it can be asked about: which one is left to a number.
func newPlace(facts []fleet.Fact, grantee int) (*place, error) {
	p := read(facts)
	all := p.principals()
	p.grantee = all[grantee%len(all)]
	p.facts = append(slices.Clip(facts), fleet.GSA{Email: smallAccount}, fleet.Binding{On: fleet.OnAccount(smallAccount), Role: "roles/iam.workloadIdentityUser", Member: p.grantee})
	return p, p.build()
}

// build makes the graph of a world, which is asked from then on.
func (p *place) build() error {
	g, err := graph(p.facts)
	if err != nil {
		return fmt.Errorf("%w\n%s", err, fuzz.Text(p.facts))
	}
	p.graph, p.runs, p.at = g, nil, nil
	for _, w := range g.Workloads() {
		p.runs, p.at = append(p.runs, w), append(p.at, p.site(w.Cluster))
	}
	return nil
}

const smallAccount = "store@alpha.iam.gserviceaccount.com"

// read describes a world that was not built yet. Its workloads are those that were told.
func read(facts []fleet.Fact) *place {
	p := &place{told: facts, facts: facts, asked: map[pool.Principal]*fleet.Answer{}, names: map[string][]pool.Principal{}, left: map[fleet.ClusterName]*place{}}
	for _, f := range facts {
		switch f := f.(type) {
		case fleet.Project:
			p.projects = append(p.projects, f.ID)
		case fleet.Fleet:
			p.hosts = append(p.hosts, f.Host)
		case fleet.Cluster:
			p.clusters = append(p.clusters, site{Cluster: f})
		case fleet.Membership:
			p.site(f.Cluster).member = &f
		case fleet.KSA:
			p.runs = append(p.runs, fleet.Workload{Cluster: f.Cluster, Namespace: f.Namespace, ServiceAccount: f.Name}, fleet.Workload{Cluster: f.Cluster, Namespace: f.Namespace, ServiceAccount: "default"})
		}
	}
	return p
}

// answers are those to all that can be asked, and to who can act as smallAccount.
func (p *place) answers() []*fleet.Answer {
	answers := []*fleet.Answer{p.ask(pool.ServiceAccount(smallAccount))}
	for _, asked := range p.principals() {
		answers = append(answers, p.ask(asked))
	}
	return answers
}

// ask asks who can act as a principal, once.
func (p *place) ask(asked pool.Principal) *fleet.Answer {
	a := p.asked[asked]
	if a == nil {
		a = p.graph.Assumers(asked)
		p.asked[asked] = a
	}
	return a
}

// who gives those who can act as a principal.
func (p *place) who(asked pool.Principal) crowd {
	var c crowd
	for id := range p.ask(asked).Workloads() {
		c |= 1 << id
	}
	return c
}

// with asks of the same workloads when one fact is another, or is not there. It goes on describing what was told before.
func (p *place) with(was, is fleet.Fact) (*place, bool) {
	var facts []fleet.Fact
	for _, f := range p.facts {
		switch {
		case f != was:
			facts = append(facts, f)
		case is != nil:
			facts = append(facts, is)
		}
	}
	g, err := graph(facts)
	if err != nil {
		return nil, false
	}
	other := *p
	other.facts, other.graph, other.asked = facts, g, map[pool.Principal]*fleet.Answer{}
	return &other, true
}

// without is the place when a cluster has left its fleet.
func (p *place) without(at site) (*place, bool) {
	if p.left[at.Name] == nil {
		after, ok := p.with(*at.member, nil)
		if !ok {
			return nil, false
		}
		p.left[at.Name] = after
	}
	return p.left[at.Name], true
}

// where gives the workloads for which something holds.
func (p *place) where(holds func(w fleet.Workload, at site) bool) crowd {
	var c crowd
	for id, w := range p.runs {
		if holds(w, *p.at[id]) {
			c |= 1 << id
		}
	}
	return c
}

func (p *place) site(name fleet.ClusterName) *site {
	return &p.clusters[slices.IndexFunc(p.clusters, func(s site) bool { return s.Name == name })]
}

// in gives the workloads of a cluster.
func (p *place) in(at site) crowd {
	return p.where(func(_ fleet.Workload, s site) bool { return s.Name == at.Name })
}

// called gives those of a namespace, and of a name in it unless that is "".
func (p *place) called(namespace, account string) crowd {
	return p.where(func(w fleet.Workload, _ site) bool {
		return w.Namespace == namespace && (account == "" || w.ServiceAccount == account)
	})
}

// members gives the workloads of the members of a fleet.
func (p *place) members(host string) crowd {
	return p.where(func(_ fleet.Workload, s site) bool { return s.isMember(host) })
}

func (s site) isMember(host string) bool { return s.member != nil && s.member.Fleet == host }

// isOwn reports a cluster of a project that has Workload Identity.
func (s site) isOwn(project string) bool {
	return s.Name.Project == project && s.WorkloadIdentity == fleet.On
}

// isTrusted reports a member that has an issuer and is not lightweight.
func (s site) isTrusted(host string) bool {
	return s.isMember(host) && s.member.Issuer == fleet.On && !s.member.Lightweight
}

// feeds reports, by R1 and R2, that the workloads of a cluster have names at the pool of a project.
func (s site) feeds(project string) bool { return s.isOwn(project) || s.isTrusted(project) }

// runsClusters reports that a project does.
func (p *place) runsClusters(project string) bool {
	return slices.ContainsFunc(p.clusters, func(s site) bool { return s.Name.Project == project })
}

// numberOf is the number of a small world's project.
var numberOf = map[string]pool.Number{"alpha": 1001, "beta": 1002}

func poolNamed(project string) pool.Name {
	return pool.Must(pool.ParseName(project + ".svc.id.goog"))
}

func wholePool(project string) pool.Principal { return pool.All(poolNamed(project), numberOf[project]) }

func namespaceSet(project, namespace string) pool.Principal {
	return pool.Namespace(poolNamed(project), numberOf[project], namespace)
}

func subject(project, namespace, account string) pool.Principal {
	return pool.Subject(poolNamed(project), numberOf[project], namespace, account)
}

// clusterSets names each cluster at the pool of a project by the URL of the cluster, and a member by that of its membership too.
func (p *place) clusterSets(project string) map[fleet.ClusterName][]pool.Principal {
	sets := map[fleet.ClusterName][]pool.Principal{}
	for _, at := range p.clusters {
		urls := []string{"https://container.googleapis.com/v1/projects/" + at.Name.Project + "/locations/" + at.Name.Location + "/clusters/" + at.Name.Name}
		if at.isMember(project) {
			urls = append(urls, "https://gkehub.googleapis.com/projects/"+project+"/locations/"+at.Name.Location+"/memberships/"+at.Name.Name)
		}
		for _, url := range urls {
			sets[at.Name] = append(sets[at.Name], pool.Cluster(poolNamed(project), numberOf[project], url))
		}
	}
	return sets
}

// namespaces are those of a small world, and one that is nowhere: of the names that nobody has one is like the other.
func (p *place) namespaces() []string {
	all := []string{"nowhere"}
	for _, w := range p.runs {
		if !slices.Contains(all, w.Namespace) {
			all = append(all, w.Namespace)
		}
	}
	return all
}

// accounts are the names in a namespace, and one that is nobody's.
func (p *place) accounts(namespace string) []string {
	all := []string{"nobody"}
	for _, w := range p.runs {
		if w.Namespace == namespace && !slices.Contains(all, w.ServiceAccount) {
			all = append(all, w.ServiceAccount)
		}
	}
	return all
}

// subjects are the names of service accounts at the pool of a project.
func (p *place) subjects(project string) []pool.Principal {
	if p.names[project] == nil {
		for _, ns := range p.namespaces() {
			for _, account := range p.accounts(ns) {
				p.names[project] = append(p.names[project], subject(project, ns, account))
			}
		}
	}
	return p.names[project]
}

// principals are all that a small world can be asked about: at the pool of each project every name, namespace and cluster, and
// the whole of it.
func (p *place) principals() []pool.Principal {
	var all []pool.Principal
	for _, project := range p.projects {
		all = append(append(all, wholePool(project)), p.subjects(project)...)
		for _, ns := range p.namespaces() {
			all = append(all, namespaceSet(project, ns))
		}
		sets := p.clusterSets(project)
		for _, at := range p.clusters {
			all = append(all, sets[at.Name]...)
		}
	}
	return all
}
