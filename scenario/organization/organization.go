package organization

import "fleettrust.example/fleet"

// An Organization is what was drawn, kept as indices into lists of names. Its records stand in the order of their
// indices, which are dense from 0. It is immutable, and safe for any number of goroutines.
type Organization struct {
	size           Size
	projectIDs     []string
	clusterNames   []string // within a project
	namespaceNames names
	ksaNames       names
	emails         []string

	clusters    []cluster
	namespaces  []uint32 // name; 20 a cluster
	workloads   []uint32 // name; 5 a namespace
	grants      []grant  // by account
	delegations []Delegation
	policies    []fleet.Fact // the grants and deny rules that Size.Policies adds
}

// A Project hosts a fleet, or its clusters join that of another: Host is the project that hosts it.
type Project struct {
	ID     string
	Number uint64
	Host   int
}

// A Cluster is a GKE Standard cluster. Identity says that Workload Identity is on, Member that it is in the fleet of its
// project; it has an identity at the pool of the fleet if both hold.
type Cluster struct {
	Project          int
	Location, Name   string
	Identity, Member bool
}

// A Workload is a KSA of a namespace of a cluster.
type Workload struct {
	Cluster                   int
	Namespace, ServiceAccount string
}

// An Account is a Google service account.
type Account struct {
	Project int
	Email   string
}

// Projects counts the projects.
func (o *Organization) Projects() int { return len(o.projectIDs) }

// Clusters counts the clusters.
func (o *Organization) Clusters() int { return len(o.clusters) }

// Workloads counts the workloads: the KSAs of the Size.
func (o *Organization) Workloads() int { return len(o.workloads) }

// Accounts counts the Google service accounts.
func (o *Organization) Accounts() int { return len(o.projectIDs) * accountsPerProject }

// Project gives a project by index. Like all records, it panics on an index that there is not.
func (o *Organization) Project(i int) Project {
	return Project{o.projectIDs[i], uint64(number(i)), o.size.hostOf(i)}
}

// Cluster gives a cluster by index. Those of one project follow one another.
func (o *Organization) Cluster(i int) Cluster {
	p := o.size.projectOf(i)
	first, _ := o.size.clustersOf(p)
	c := o.clusters[i]
	return Cluster{p, places[i%len(places)], o.clusterNames[i-first], c.identity, c.member}
}

// Workload gives a workload by index. Those of one cluster follow one another, and in it those of one namespace.
func (o *Organization) Workload(i int) Workload {
	return Workload{i / ksasPerCluster, o.namespaceNames.all[o.namespaces[i/ksasPerNamespace]], o.ksaNames.all[o.workloads[i]]}
}

// Account gives an account by index. Those of one project follow one another.
func (o *Organization) Account(i int) Account {
	return Account{i / accountsPerProject, o.emails[i]}
}
