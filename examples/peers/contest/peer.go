package contest

import (
	"context"
	"iter"
	"slices"

	"fleettrust.example/scenario/organization"
)

// workload is one by its names. The cluster is PROJECT/LOCATION/NAME.
type workload struct{ cluster, namespace, account string }

// change tells a grant of an account to a subject of a pool, by the ID of its project; or takes it back. The workload is one
// of those that it reaches, and could not be the account before.
type change struct {
	email, pool, namespace, account string
	workload                        workload
	back                            bool
}

// engine is something that was built of an organization and answers. It need not be safe for concurrent use. The order of
// answers does not matter.
type engine interface {
	check(w workload, email string) (bool, error)
	who(email string, yield func(workload)) error
	what(w workload, yield func(email string)) error
	change(c change) error
	close() error
}

// weighed is an engine whose memory is not in the heap.
type weighed interface{ bytes() (int64, error) }

// peer is a program to measure against. It is out of the question from more than most KSAs on, because of why.
type peer struct {
	name  string
	about string
	build func(context.Context, *organization.Organization) (engine, error)
	most  int // 0 for any size
	why   string
}

// Names lists the peers that can be chosen, in the order of measuring.
func Names() []string {
	var all []string
	for _, p := range peers {
		all = append(all, p.name)
	}
	return all
}

// About says of each peer, in the same order, what it is.
func About() []string {
	var all []string
	for _, p := range peers {
		all = append(all, p.about)
	}
	return all
}

func find(name string) (peer, bool) {
	i := slices.IndexFunc(peers, func(p peer) bool { return p.name == name })
	if i < 0 {
		return peer{}, false
	}
	return peers[i], true
}

// principal is whom a grant names, as peers keep it: of a pool, by the ID of its project, those of a namespace, of a
// namespace and service account, of a cluster, or all. What it does not need is "".
type principal struct {
	kind organization.GrantKind
	pool string
	a, b string
}

// record spells the records of an organization out for peers.
type record struct {
	*organization.Organization
	paths []string // of clusters
}

func newRecord(o *organization.Organization) record {
	r := record{Organization: o}
	for i := range o.Clusters() {
		c := o.Cluster(i)
		r.paths = append(r.paths, o.Project(c.Project).ID+"/"+c.Location+"/"+c.Name)
	}
	return r
}

// pools lists the pools at which the workloads of a cluster have a credential, by the IDs of their projects: R1 and R2.
func (r record) pools(cluster int) []string {
	c := r.Cluster(cluster)
	p := r.Project(c.Project)
	switch {
	case !c.Identity:
		return nil
	case !c.Member || p.Host == c.Project:
		return []string{p.ID}
	default:
		return []string{p.ID, r.Project(p.Host).ID}
	}
}

// appendNames appends the principals of one workload, by the pools of its cluster: R4, R6, R7, R8.
func appendNames(all []principal, pools []string, w workload) []principal {
	for _, p := range pools {
		all = append(all,
			principal{organization.ToSubject, p, w.namespace, w.account},
			principal{organization.ToNamespace, p, w.namespace, ""},
			principal{organization.ToCluster, p, w.cluster, ""},
			principal{organization.ToPool, p, "", ""})
	}
	return all
}

func (r record) workload(i int) workload {
	w := r.Workload(i)
	return workload{r.paths[w.Cluster], w.Namespace, w.ServiceAccount}
}

// principal is whom a grant names. A cluster is one of the pool's own project, and elsewhere has another name: R7.
func (r record) principal(g organization.Grant) principal {
	p := principal{kind: g.Kind, pool: r.Project(g.Pool).ID}
	switch g.Kind {
	case organization.ToSubject:
		p.a, p.b = g.Namespace, g.ServiceAccount
	case organization.ToNamespace:
		p.a = g.Namespace
	case organization.ToCluster:
		p.a = r.paths[g.Cluster]
	}
	return p
}

// closure yields, of each account, those that its delegations lead to, itself first.
func closure(o *organization.Organization) iter.Seq2[int, []int] {
	next := make([][]int, o.Accounts())
	for x := range o.Delegations() {
		next[x.From] = append(next[x.From], x.To)
	}
	return func(yield func(int, []int) bool) {
		for from := range next {
			met := []int{from}
			for i := 0; i < len(met); i++ {
				for _, to := range next[met[i]] {
					met = added(met, to)
				}
			}
			if !yield(from, met) {
				return
			}
		}
	}
}
