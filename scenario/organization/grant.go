package organization

import (
	"iter"
	"slices"
)

// A Grant lets those whom it names be an account. It names credentials of one pool, by its Kind: those of one Namespace and
// ServiceAccount, of one Namespace, of one Cluster, or all. A field that the kind does not need is "" or -1.
type Grant struct {
	Account                   int
	Kind                      GrantKind
	Pool                      int // the project whose pool it is: the account's own, or the host of its fleet
	Namespace, ServiceAccount string
	Cluster                   int
}

// A GrantKind says whom a Grant names.
type GrantKind uint8

// The kinds of grants.
const (
	ToSubject GrantKind = iota + 1
	ToNamespace
	ToCluster
	ToPool
)

// A Delegation lets whoever is the account From be the account To.
type Delegation struct{ From, To int }

// grant is a Grant by indices: a is a namespace name or a cluster, b the name of a KSA.
type grant struct {
	account, pool uint32
	a, b          uint32
	kind          GrantKind
}

// Grants yields the grants, those of one account after those of the one before.
func (o *Organization) Grants() iter.Seq[Grant] {
	return func(yield func(Grant) bool) {
		for _, g := range o.grants {
			if !yield(o.spelled(g)) {
				return
			}
		}
	}
}

func (o *Organization) spelled(g grant) Grant {
	s := Grant{Account: int(g.account), Kind: g.kind, Pool: int(g.pool), Cluster: -1}
	switch g.kind {
	case ToSubject:
		s.Namespace, s.ServiceAccount = o.namespaceNames.all[g.a], o.ksaNames.all[g.b]
	case ToNamespace:
		s.Namespace = o.namespaceNames.all[g.a]
	case ToCluster:
		s.Cluster = int(g.a)
	}
	return s
}

// Delegations yields the delegations in the order of drawing.
func (o *Organization) Delegations() iter.Seq[Delegation] { return slices.Values(o.delegations) }

// delegates draws chains: targets are the accounts of each fleet, by its host, that may be obtained from another.
type delegates struct {
	targets map[int][]int
	told    map[Delegation]bool
}

func (o *Organization) drawGrants(d dice) {
	chains := delegates{map[int][]int{}, map[Delegation]bool{}}
	for a := range o.Accounts() {
		first := len(o.grants)
		for range grantsPerAccount {
			if g, ok := o.drawGrant(d, a); !ok {
				o.drawDelegation(d, a, &chains)
			} else if !slices.Contains(o.grants[first:], g) {
				o.grants = append(o.grants, g)
			}
		}
	}
}

// drawGrant draws one of an account. It is false for a delegation.
func (o *Organization) drawGrant(d dice, account int) (grant, bool) {
	project := account / accountsPerProject
	host := o.size.hostOf(project)
	g := grant{account: uint32(account), pool: uint32(project)}
	fleet := !d.percent(ownPoolShare)
	if fleet {
		g.pool = uint32(host)
	}
	switch n := d.below(100); {
	case n < 60:
		g.kind = ToSubject
		o.drawSubject(d, &g, o.drawCluster(d, project, fleet))
	case n < 80:
		g.kind = ToNamespace
		g.a = o.namespaces[o.drawNamespaceOf(d, o.drawCluster(d, project, fleet))]
	case n < 90:
		g.kind = ToCluster
		g.a = uint32(o.drawClusterOf(d, int(g.pool)))
	case n < 95:
		g.kind = ToPool
	default:
		return g, false
	}
	return g, true
}

// drawSubject names a KSA of a cluster; or one that is not there.
func (o *Organization) drawSubject(d dice, g *grant, cluster int) {
	ns := o.drawNamespaceOf(d, cluster)
	first, end := ns*ksasPerNamespace, min((ns+1)*ksasPerNamespace, len(o.workloads))
	g.a, g.b = o.namespaces[ns], o.workloads[first+d.below(end-first)]
	if d.percent(danglingShare) {
		g.b = o.ksaNames.own(int(g.b))
	}
}

// drawNamespaceOf draws a namespace of a cluster, and kube-system only where there is no other.
func (o *Organization) drawNamespaceOf(d dice, cluster int) int {
	first := cluster * namespacesPerCluster
	others := min(first+namespacesPerCluster, len(o.namespaces)) - first - 1
	if others == 0 {
		return first
	}
	return first + 1 + d.below(others)
}

// drawCluster draws one of a project; or a member of the fleet of that project, if there is one among a few that are drawn.
func (o *Organization) drawCluster(d dice, project int, fleet bool) int {
	if !fleet {
		return o.drawClusterOf(d, project)
	}
	for range 20 {
		c := o.drawClusterOf(d, o.drawJoined(d, project))
		if o.clusters[c].member {
			return c
		}
	}
	return o.drawClusterOf(d, project)
}

// drawJoined draws a project of the same fleet.
func (o *Organization) drawJoined(d dice, project int) int {
	first, end := o.size.fleetOf(project)
	return first + d.below(end-first)
}

// drawClusterOf draws a cluster of a project. A project of a small organization may have none, and takes the last of all.
func (o *Organization) drawClusterOf(d dice, project int) int {
	first, end := o.size.clustersOf(project)
	if first >= end {
		return len(o.clusters) - 1
	}
	return first + d.below(end-first)
}

// drawDelegation lets another account of the fleet be this one, and now and then this one be that.
func (o *Organization) drawDelegation(d dice, to int, chains *delegates) {
	project := to / accountsPerProject
	host := o.size.hostOf(project)
	from := o.drawJoined(d, project)*accountsPerProject + d.below(accountsPerProject)
	if earlier := chains.targets[host]; len(earlier) > 0 && d.percent(chainedShare) {
		from = earlier[d.below(len(earlier))]
	}
	o.delegate(Delegation{from, to}, chains)
	if d.percent(backShare) {
		o.delegate(Delegation{to, from}, chains)
	}
	chains.targets[host] = append(chains.targets[host], to)
}

func (o *Organization) delegate(x Delegation, chains *delegates) {
	if x.From == x.To || chains.told[x] {
		return
	}
	chains.told[x] = true
	o.delegations = append(o.delegations, x)
}
