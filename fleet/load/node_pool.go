package load

import (
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// readNodePools reads the node pools of a cluster. A list of clusters has them all, or was not asked for them; only
// Autopilot may leave them out of a cluster that the service printed whole.
func (f *file) readNodePools(it item, c *cluster) {
	pools := it.field("nodePools")
	c.hasPools = pools.present()
	for _, p := range pools.list() {
		c.hasPools = f.readNodePool(p, c) && c.hasPools
	}
	if c.fact.Mode == fleet.Autopilot && !pools.present() {
		c.defaults, c.hasDefaults = nodePool(it.field("autoscaling").field("autoprovisioningNodePoolDefaults"), c)
		c.hasDefaults = c.hasDefaults || it.isWhole(wholeCluster...)
	}
}

// readNodePool is false for a node pool of which too little is there.
func (f *file) readNodePool(it item, c *cluster) bool {
	name := it.field("name")
	if !it.is(object) || !legalPart(name, "node pool", name.text()) {
		return false
	}
	p, ok := nodePool(it.field("config"), c)
	p.Name = name.text()
	if ok {
		c.pools = append(c.pools, told{it.source(), p})
	}
	return ok
}

// nodePool reads a NodeConfig. A field that is not there is the default only in one that the service printed whole: it is
// false when the account of the nodes is not known.
func nodePool(config item, c *cluster) (p fleet.NodePool, ok bool) {
	account, whole := config.field("serviceAccount"), config.isWhole(wholeConfig...)
	p = fleet.NodePool{Cluster: c.fact.Name, Account: account.text(), Metadata: metadataMode(config, whole)}
	if c.fact.Mode == fleet.Autopilot {
		p.Metadata = fleet.GKEMetadata
	}
	if scopes := config.field("oauthScopes"); scopes.present() {
		p.Scopes = append([]string{}, scopes.texts()...)
	}
	p.Windows = strings.HasPrefix(config.field("imageType").text(), "WINDOWS") || config.field("windowsNodeConfig").field("osVersion").present()
	if labels := config.field("labels"); whole || labels.present() {
		p.Labels = map[string]string{}
		for name, v := range labels.pairs() {
			p.Labels[name] = v.text()
		}
	}
	return p, isNodeAccount(account) && (whole || account.present())
}

// isNodeAccount is false for an account that cannot be read: which one the nodes run as is then not known.
func isNodeAccount(it item) bool {
	email := it.text()
	switch {
	case email == "" || email == "default" || pool.ServiceAccount(email).IsValid():
		return true
	case placeholder(email) != "":
		it.fault("service account %q holds the unresolved placeholder %q", shorten(email), placeholder(email))
	default:
		it.warn("", "%q is not the e-mail of a service account: that of the nodes is taken as unknown", shorten(email))
	}
	return false
}

// wholeConfig are fields that the service sets on the nodes of every pool: they are in each of the pools that Config Connector
// recorded: GoogleCloudPlatform/k8s-config-connector pkg/test/resourcefixture at cdb85ec, read 2026-11-21.
var wholeConfig = []string{"machineType", "imageType", "oauthScopes"}

// metadataMode reads the mode, by its name of today or of before 2020. A whole configuration without one is that of Compute
// Engine, as it was before there was another.
// Source: googleapis/googleapis google/container/v1/cluster_service.proto at f8291d2, WorkloadMetadataConfig.
func metadataMode(config item, whole bool) fleet.MetadataMode {
	metadata := config.field("workloadMetadataConfig")
	mode := metadata.field("mode", "nodeMetadata")
	switch mode.text() {
	case "GKE_METADATA", "GKE_METADATA_SERVER":
		return fleet.GKEMetadata
	case "GCE_METADATA", "EXPOSE", "SECURE":
		return fleet.GCEMetadata
	case "":
		if whole && !metadata.present() {
			return fleet.GCEMetadata
		}
		return fleet.MetadataUnknown
	default:
		mode.warn("", "%q is no mode that is known here", shorten(mode.text()))
		return fleet.MetadataUnknown
	}
}

// settleNodePools tells the node pools of a cluster. An Autopilot cluster whose list leaves them out has those that its
// nodes name, and all are made by the same defaults.
func (r *reader) settleNodePools(c *cluster, seen *inventory) {
	if c.fact.Mode == fleet.Outside {
		return
	}
	if c.hasDefaults {
		for _, name := range seen.poolNames() {
			p := c.defaults
			p.Name = name
			c.pools = append(c.pools, told{c.at, p})
		}
		c.hasPools = true
	}
	for _, p := range c.pools {
		r.tell(p.at, p.fact)
	}
	if !c.hasPools {
		r.tell(c.at, fleet.Gap{What: fleet.GapNodePools, Cluster: c.fact.Name})
	}
}

func (c *cluster) hasPool(name string) bool {
	for _, p := range c.pools {
		if p.fact.(fleet.NodePool).Name == name {
			return true
		}
	}
	return false
}
