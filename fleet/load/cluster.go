package load

import (
	"fmt"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// A cluster is one that a list has, or that only a membership or a file of objects names.
type cluster struct {
	fact   fleet.Cluster
	at     fleet.Source
	listed bool
	host   string       // the project of its fleet as it says itself: an ID or a number
	member string       // the name of its membership, as it says itself
	fleet  fleet.Source // where it says so
	light  bool         // it says that its membership is lightweight

	pools       []told         // node pools
	hasPools    bool           // all of them
	defaults    fleet.NodePool // of an Autopilot cluster, for node pools that its list leaves out
	hasDefaults bool
}

// readClusters reads what gcloud container clusters list prints.
func (f *file) readClusters(docs []item) int {
	return f.ofProject(docs, "clusters", f.readCluster)
}

func (f *file) readCluster(it item, p *project) {
	name, ok := f.clusterName(it, p)
	if !ok {
		return
	}
	c := &cluster{at: it.source(), listed: true}
	c.fact = fleet.Cluster{Name: name, WorkloadIdentity: fleet.Unknown}
	if it.field("autopilot").field("enabled").truth() {
		c.fact.Mode = fleet.Autopilot
	}
	f.readWorkloadIdentity(it, &c.fact)
	f.readNodePools(it, c)
	member := it.field("fleet")
	c.host, c.member = member.field("project").digits(), member.field("membership").text()
	c.fleet = member.source()
	c.light = member.field("membershipType").text() == "LIGHTWEIGHT"
	if first := f.clusters[name]; first == nil || !first.listed {
		f.clusters[name] = c
	} else if !first.join(c) {
		f.tell(c.at, c.fact) // Build compares the two
	}
}

// readWorkloadIdentity reads the pool: workloadPool, or identityNamespace as it was called until 2021. Without one,
// Workload Identity is off if the object is a whole cluster, and unknown in a projection.
func (f *file) readWorkloadIdentity(it item, c *fleet.Cluster) {
	config := it.field("workloadIdentityConfig")
	said := config.field("workloadPool", "identityNamespace")
	switch name := said.text(); {
	case name != "":
		c.WorkloadIdentity = fleet.On
		c.Pool = readPool(said, name)
	case c.Mode == fleet.Autopilot:
		c.WorkloadIdentity = fleet.On
	case it.isWhole(wholeCluster...) && !hasMetadataServer(it):
		c.WorkloadIdentity = fleet.Off
	}
}

// hasMetadataServer tells a node pool that only a cluster with Workload Identity may have.
// Source: https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity, read 2026-05-30.
func hasMetadataServer(it item) bool {
	for _, p := range it.field("nodePools").list() {
		config := p.field("config").field("workloadMetadataConfig")
		if config.field("mode").text() == "GKE_METADATA" || config.field("nodeMetadata").text() == "GKE_METADATA_SERVER" {
			return true
		}
	}
	return false
}

// wholeCluster are fields that the service sets on every cluster; nobody asks for all of them in a projection. They are in each of
// the 33 clusters that Config Connector and Cartography recorded from the service:
// GoogleCloudPlatform/k8s-config-connector pkg/test/resourcefixture at cdb85ec, read 2026-11-21.
var wholeCluster = []string{"name", "location", "selfLink", "createTime", "status", "currentMasterVersion", "initialClusterVersion", "network", "masterAuth"}

func readPool(it item, name string) pool.Name {
	n, err := pool.ParseName(name)
	if err != nil {
		it.fault("%v", err)
	}
	return n
}

// clusterName takes the name from the fields or, where a projection lacks them, from selfLink.
func (f *file) clusterName(it item, p *project) (fleet.ClusterName, bool) {
	c := fleet.ClusterName{Project: p.id, Location: it.field("location", "zone").text(), Name: it.field("name").text()}
	if self := it.field("selfLink"); self.present() {
		l, ok := parseLink(self.text())
		if !ok {
			self.fault("%q is no link of a cluster", shorten(self.text()))
			return c, false
		}
		if !f.isOwner(self, l.project, p) {
			return c, false
		}
		if c.Location == "" {
			c.Location = l.location
		}
		if c.Name == "" {
			c.Name = l.name
		}
		if c.Location != l.location || c.Name != l.name {
			self.fault("is of %s/%s, and the fields say %s/%s", l.location, l.name, c.Location, c.Name)
			return c, false
		}
	}
	return c, legalPart(it.field("name"), "cluster", c.Name) && legalPart(it.field("location", "zone"), "location", c.Location)
}

func legalPart(it item, what, s string) bool {
	switch {
	case s == "" && it.present() && it.v.shape != text: // said already
	case s == "":
		it.fault("is missing or empty: which %s is meant?", what)
	case placeholder(s) != "":
		it.fault("%s %q holds the unresolved placeholder %q", what, shorten(s), placeholder(s))
	case !legalName(s):
		it.fault("%q is no %s: want lower-case letters, digits and hyphens", shorten(s), what)
	default:
		return true
	}
	return false
}

// named gives a cluster that something speaks of, making one of unknown settings when no list has it.
func (r *reader) named(name fleet.ClusterName, mode fleet.Mode, at fleet.Source) *cluster {
	c := r.clusters[name]
	if c == nil {
		c = &cluster{fact: fleet.Cluster{Name: name, Mode: mode}, at: at}
		r.clusters[name] = c
		p := r.project(name.Project, at)
		if mode != fleet.Outside && p.whole[clustersFile] {
			r.warn(at, fmt.Sprintf("cluster %q", name), "", "is not in the list of its project's clusters: its settings are taken as unknown")
		}
	}
	return c
}

// settleCluster tells a cluster, its node pools and its pods, and what of its objects was not read.
func (r *reader) settleCluster(c *cluster) {
	r.tell(c.at, c.fact)
	seen := r.inventories[c.fact.Name]
	r.settleNodePools(c, seen)
	if seen == nil {
		r.missObjects(c.at, fmt.Sprintf("the namespaces, service accounts, pods and roles of cluster %v are not known", c.fact.Name), c.fact.Name, "", allKinds)
		seen = &inventory{}
	} else {
		r.settlePods(c, seen)
		r.settleRights(c, seen)
	}
	for _, part := range []struct {
		read                 bool
		gap                  fleet.GapKind
		what, file, question string
	}{
		{seen.objects, fleet.GapObjects, "namespaces and service accounts", "objects", objectKinds},
		{seen.pods, fleet.GapPods, "pods", "pods", podKinds},
		{seen.rights, fleet.GapRBAC, "roles and role bindings", "roles", roleKinds},
	} {
		if part.read {
			continue
		}
		r.tell(c.at, fleet.Gap{What: part.gap, Cluster: c.fact.Name})
		if seen.at != (fleet.Source{}) {
			r.missObjects(seen.at, fmt.Sprintf("not all %s of cluster %v are known", part.what, c.fact.Name), c.fact.Name, "/"+part.file, part.question)
		}
	}
}

// The kinds of objects to ask kubectl for.
const (
	objectKinds = "namespaces,serviceaccounts"
	podKinds    = "pods,nodes"
	roleKinds   = "roles,clusterroles,rolebindings,clusterrolebindings"
	allKinds    = objectKinds + "," + podKinds + "," + roleKinds
)
