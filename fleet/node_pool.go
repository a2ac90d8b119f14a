package fleet

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"fleettrust.example/pool"
)

// nodePool is a node pool of a cluster. Gives says whether its metadata server hands the account of the node to every
// pod: On without the GKE metadata server, Off with it. Email is "" and account -1 while the account is not known.
type nodePool struct {
	fact    NodePool
	at      Source
	gives   Setting
	email   string
	account int32
}

// compileNodePools hangs the node pools on their clusters, sorted by name.
func (c *compiler) compileNodePools() {
	key := func(a, b NodePool) int { return cmp.Or(a.Cluster.Compare(b.Cluster), compareText(a.Name, b.Name)) }
	for _, f := range distinct(c, c.builder.nodePools, key, sameNodePool, nameNodePool) {
		i, ok := c.g.findCluster(f.fact.Cluster)
		if !ok {
			c.fault(f.at, nameNodePool(f.fact), fmt.Sprintf("cluster %q was not told", f.fact.Cluster))
			continue
		}
		row := &c.g.clusters[i]
		c.checkNodePool(row, f)
		f.fact.Scopes, f.fact.Labels = slices.Clone(f.fact.Scopes), maps.Clone(f.fact.Labels)
		row.nodePools = append(row.nodePools, nodePool{f.fact, f.at, gives(row.fact, f.fact.Metadata), c.nodeAccount(row, f.fact), -1})
	}
}

func sameNodePool(a, b NodePool) bool {
	return a.Metadata == b.Metadata && a.Account == b.Account && a.Windows == b.Windows &&
		(a.Scopes == nil) == (b.Scopes == nil) && slices.Equal(sortedText(a.Scopes), sortedText(b.Scopes)) &&
		(a.Labels == nil) == (b.Labels == nil) && maps.Equal(a.Labels, b.Labels)
}

func nameNodePool(f NodePool) string {
	return fmt.Sprintf("node pool %q of cluster %q", f.Name, f.Cluster)
}

// checkNodePool refuses what GKE refuses: the GKE metadata server without Workload Identity, and Autopilot nodes without it.
// Sources: https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity;
// googleapis/googleapis google/container/v1/cluster_service.proto at f8291d2, WorkloadMetadataConfig.Mode.
func (c *compiler) checkNodePool(row *cluster, f told[NodePool]) {
	about, n := nameNodePool(f.fact), f.fact
	if n.Name == "" || strings.ContainsAny(n.Name, "/ \t\r\n") {
		c.fault(f.at, about, "want a name, without slashes or spaces")
	}
	if !ofDefault(n.Account) && !pool.ServiceAccount(n.Account).IsValid() {
		c.fault(f.at, about, fmt.Sprintf("runs as %q, which is not the e-mail of a service account", n.Account))
	}
	switch {
	case n.Metadata > GCEMetadata:
		c.fault(f.at, about, fmt.Sprintf("metadata mode %d does not exist", n.Metadata))
	case row.fact.Mode == Outside:
		c.fault(f.at, about, "is told of a cluster outside Google Cloud, whose nodes run as no service account")
	case row.fact.Mode == Autopilot && n.Metadata == GCEMetadata:
		c.fault(f.at, about, "is told to be GCE_METADATA, and nodes of Autopilot always have the GKE metadata server")
	case row.fact.Mode == Standard && row.fact.WorkloadIdentity == Off && n.Metadata == GKEMetadata:
		c.fault(f.at, about, "is told to be GKE_METADATA, which the cluster refuses while its Workload Identity is off")
	}
}

// gives says whether pods of a node pool get the account of the node. A mode that was not told is that of Compute Engine
// where the cluster has no other to offer.
// Source: googleapis/googleapis google/container/v1/cluster_service.proto at f8291d2, WorkloadMetadataConfig.Mode.
func gives(c Cluster, m MetadataMode) Setting {
	switch {
	case c.Mode == Autopilot, m == GKEMetadata:
		return Off
	case m == GCEMetadata, c.WorkloadIdentity == Off:
		return On
	default:
		return Unknown
	}
}

func ofDefault(account string) bool { return account == "" || account == "default" }

// nodeAccount is the account that nodes run as: as told, or the default one of Compute Engine, which has the number of the
// project in its name. It is "" when that number is not known. Which roles the default account has, only policies say.
// Sources: googleapis/googleapis google/container/v1/cluster_service.proto at f8291d2, NodeConfig.service_account;
// https://docs.cloud.google.com/iam/docs/service-account-types, read 2026-05-30.
func (c *compiler) nodeAccount(row *cluster, f NodePool) string {
	if !ofDefault(f.Account) {
		return f.Account
	}
	if row.project < 0 || c.g.nodes[row.project].number == 0 {
		return ""
	}
	return c.g.nodes[row.project].number.String() + "-compute@developer.gserviceaccount.com"
}

// compileRunning finds the accounts that nodes run as, and tells each account its clusters.
func (c *compiler) compileRunning() {
	g := c.g
	for i := range g.clusters {
		pools := g.clusters[i].nodePools
		for k := range pools {
			a, ok := g.findAccount(pools[k].email)
			if !ok {
				continue
			}
			pools[k].account = a
			g.account(a).runs = append(g.account(a).runs, int32(i))
		}
	}
	for a := range g.accounts {
		g.accounts[a].runs = slices.Compact(g.accounts[a].runs)
	}
}

// findNodePool finds a node pool of a cluster by name, -1 if there is none.
func (c *cluster) findNodePool(name string) int32 {
	i, ok := slices.BinarySearchFunc(c.nodePools, name, func(n nodePool, name string) int { return compareText(n.fact.Name, name) })
	if !ok {
		return -1
	}
	return int32(i)
}
