package organization

import (
	"iter"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// Facts yields the organization as facts of package fleet, for a [fleet.Builder] to be told: what lies above before what lies in
// it. Namespaces are not told besides their KSAs. O(S).
func (o *Organization) Facts() iter.Seq[fleet.Fact] {
	return func(yield func(fleet.Fact) bool) {
		for _, part := range []func(func(fleet.Fact) bool) bool{
			o.yieldHierarchy, o.yieldProjects, o.yieldClusters, o.yieldKSAs, o.yieldAccounts, o.yieldGrants, o.yieldPolicies, o.yieldPermits,
		} {
			if !part(yield) {
				return
			}
		}
	}
}

// Tell tells a Builder the facts: those of Facts, in their order, without the garbage of a fact for each KSA. O(S).
func (o *Organization) Tell(b *fleet.Builder) {
	tell := func(f fleet.Fact) bool {
		b.Add(f)
		return true
	}
	_ = o.yieldHierarchy(tell) && o.yieldProjects(tell) && o.yieldClusters(tell)
	var names []string
	for i, ns := range o.namespaces {
		names = names[:0]
		for _, name := range o.workloads[i*ksasPerNamespace : min((i+1)*ksasPerNamespace, len(o.workloads))] {
			names = append(names, o.ksaNames.all[name])
		}
		b.AddKSAs(o.clusterName(i/namespacesPerCluster), o.namespaceNames.all[ns], names...)
	}
	_ = o.yieldAccounts(tell) && o.yieldGrants(tell) && o.yieldPolicies(tell) && o.yieldPermits(tell)
}

func (o *Organization) yieldProjects(yield func(fleet.Fact) bool) bool {
	for i := range o.Projects() {
		if !yield(fleet.Project{ID: o.projectIDs[i], Number: number(i), Parent: o.parent(i)}) {
			return false
		}
		if o.size.hostOf(i) == i && !yield(fleet.Fleet{Host: o.projectIDs[i]}) {
			return false
		}
	}
	return true
}

func (o *Organization) yieldClusters(yield func(fleet.Fact) bool) bool {
	for i, c := range o.clusters {
		if !yield(fleet.Cluster{Name: o.clusterName(i), WorkloadIdentity: setting(c.identity)}) {
			return false
		}
		if c.member && !yield(o.membership(i)) {
			return false
		}
	}
	return true
}

func (o *Organization) yieldKSAs(yield func(fleet.Fact) bool) bool {
	for i := range o.workloads {
		w := o.Workload(i)
		if !yield(fleet.KSA{Cluster: o.clusterName(w.Cluster), Namespace: w.Namespace, Name: w.ServiceAccount}) {
			return false
		}
	}
	return true
}

func (o *Organization) yieldAccounts(yield func(fleet.Fact) bool) bool {
	for i := range o.Accounts() {
		if !yield(fleet.GSA{Email: o.emails[i], Project: o.projectIDs[i/accountsPerProject]}) {
			return false
		}
	}
	return true
}

func (o *Organization) yieldGrants(yield func(fleet.Fact) bool) bool {
	for _, g := range o.grants {
		if !yield(o.binding(g)) {
			return false
		}
	}
	for _, x := range o.delegations {
		if !yield(fleet.Binding{On: fleet.OnAccount(o.emails[x.To]), Role: minter, Member: pool.ServiceAccount(o.emails[x.From])}) {
			return false
		}
	}
	return true
}

const (
	user   = "roles/iam.workloadIdentityUser"
	minter = "roles/iam.serviceAccountTokenCreator"
)

func (o *Organization) binding(g grant) fleet.Binding {
	return fleet.Binding{On: fleet.OnAccount(o.emails[g.account]), Role: user, Member: o.member(g)}
}

// member is whom a grant names, as IAM writes it.
func (o *Organization) member(g grant) pool.Principal {
	name, n := o.pool(int(g.pool)), number(int(g.pool))
	switch g.kind {
	case ToSubject:
		return pool.Subject(name, n, o.namespaceNames.all[g.a], o.ksaNames.all[g.b])
	case ToNamespace:
		return pool.Namespace(name, n, o.namespaceNames.all[g.a])
	case ToCluster:
		return pool.Cluster(name, n, o.provider(int(g.a), int(g.pool)))
	case ToPool:
		return pool.All(name, n)
	default:
		return pool.Principal{}
	}
}

// pool is that of a project. The IDs of all of them name one.
func (o *Organization) pool(project int) pool.Name {
	name, _ := pool.NameOf(o.projectIDs[project])
	return name
}

func number(project int) pool.Number { return pool.Number(100_000_000_000 + project) }

func (o *Organization) clusterName(i int) fleet.ClusterName {
	c := o.Cluster(i)
	return fleet.ClusterName{Project: o.projectIDs[c.Project], Location: c.Location, Name: c.Name}
}

// membership puts a cluster into the fleet of its project. It has an issuer if Workload Identity is on.
func (o *Organization) membership(i int) fleet.Membership {
	host := o.projectIDs[o.host(i)]
	return fleet.Membership{Fleet: host, Location: everywhere, Name: o.memberName(i), Cluster: o.clusterName(i), Issuer: setting(o.clusters[i].identity)}
}

const everywhere = "global"

func (o *Organization) host(cluster int) int { return o.size.hostOf(o.size.projectOf(cluster)) }

func (o *Organization) memberName(i int) string {
	c := o.Cluster(i)
	return o.projectIDs[c.Project] + "-" + c.Name
}

// provider is the URL by which a cluster is an identity provider of a pool.
// Sources: https://docs.cloud.google.com/iam/docs/principal-identifiers, read 2026-05-30, for a cluster of the pool's project;
// for another, googleapis/googleapis google/cloud/gkehub/v1/membership.proto at f8291d2, message Authority.
func (o *Organization) provider(cluster, project int) string {
	if n := o.clusterName(cluster); n.Project == o.projectIDs[project] {
		return containers + "projects/" + n.Project + "/locations/" + n.Location + "/clusters/" + n.Name
	}
	return "https://gkehub.googleapis.com/projects/" + o.projectIDs[project] + "/locations/" + everywhere + "/memberships/" + o.memberName(cluster)
}

const containers = "https://container.googleapis.com/v1/"

func setting(on bool) fleet.Setting {
	if on {
		return fleet.On
	}
	return fleet.Off
}
