package load

import (
	"fleettrust.example/fleet"
)

// takeCluster reads a ContainerCluster. What its spec does not say, a cluster that was there before may have: it is not known.
func (f *file) takeCluster(c *connector) {
	name, why := c.clusterName()
	if why != "" {
		f.missed(c, why)
		return
	}
	p := f.project(name.Project, c.source())
	auto := c.spec("clusterAutoscaling").field("autoProvisioningDefaults")
	f.readCluster(c.made(said("name", name.Name), said("location", name.Location), nested("autopilot", kept("enabled", c.spec("enableAutopilot"))),
		kept("workloadIdentityConfig", c.spec("workloadIdentityConfig")), kept("fleet", c.spec("fleet")),
		nested("autoscaling", nested("autoprovisioningNodePoolDefaults", c.nodeAccount(auto), kept("oauthScopes", auto.field("oauthScopes"))))), p)
	if config := c.spec("nodeConfig"); config.present() && c.annotation("cnrm.cloud.google.com/remove-default-node-pool").text() != "true" {
		f.tellNodePool(c, name, "default-pool")
	}
}

// takeNodePool reads a ContainerNodePool.
func (f *file) takeNodePool(c *connector) {
	if name, why := c.clusterOf(c.spec("clusterRef")); why != "" {
		f.missed(c, why)
	} else {
		f.tellNodePool(c, name, c.id())
	}
}

// tellNodePool reads the configuration of nodes. Other pools than those of the files there may always be.
func (f *file) tellNodePool(c *connector, of fleet.ClusterName, name string) {
	config := c.spec("nodeConfig")
	cluster, before := f.named(of, fleet.Standard, c.source()), []told(nil)
	cluster.pools, before = nil, cluster.pools
	f.readNodePool(c.made(said("name", name), nested("config", c.nodeAccount(config), kept("oauthScopes", config.field("oauthScopes")),
		kept("workloadMetadataConfig", config.field("workloadMetadataConfig")), kept("labels", config.field("labels")), kept("imageType", config.field("imageType")))), cluster)
	cluster.pools = joinPools(before, cluster.pools)
}

// nodeAccount is the service account that nodes run as, where it is said and known.
func (c *connector) nodeAccount(config item) part {
	ref := config.field("serviceAccountRef")
	if ref.field("external").text() == "default" {
		return said("serviceAccount", "default")
	}
	if on, why := c.referred(ref, "IAMServiceAccount"); ref.present() && why == "" {
		return said("serviceAccount", on.ID())
	} else if ref.present() {
		c.file.notRead(ref, "the service account of nodes of %s %q is not known: %s", c.kind, c.name, why)
	}
	return part{}
}

// takeMembership reads a GKEHubMembership. One whose cluster nothing names is not read, and a fleet of files never has all its members.
func (f *file) takeMembership(c *connector) {
	name, why := c.memberName()
	if why != "" {
		f.missed(c, why)
		return
	}
	endpoint, why := c.endpoint()
	if why != "" {
		f.missed(c, why)
		return
	}
	observed := c.observed()
	authority := observed.field("authority")
	f.readMembership(c.made(said("name", name.String()), endpoint, kept("createTime", observed.field("createTime")), kept("updateTime", observed.field("updateTime")),
		kept("uniqueId", observed.field("uniqueId")), kept("state", observed.field("state")), nested("authority", kept("issuer", c.spec("authority").field("issuer")),
			kept("workloadIdentityPool", authority.field("workloadIdentityPool")), kept("identityProvider", authority.field("identityProvider")))),
		f.project(name.host, c.source()))
}

// observed is what the service said of a resource when Config Connector last asked.
func (c *connector) observed() item {
	if o := c.field("status").field("observedState"); o.present() {
		return o
	}
	return c.field("status")
}

// endpoint gives the cluster of a membership: of GKE by a reference, or else by its issuer; or one from elsewhere.
func (c *connector) endpoint() (part, string) {
	gke, missing := c.spec("endpoint").field("gkeCluster"), nested("gkeCluster", kept("clusterMissing", c.observed().field("endpoint").field("gkeCluster").field("clusterMissing")))
	ref := gke.field("resourceRef")
	switch {
	case c.spec("endpoint").field("kubernetesResource").present():
		return nested("endpoint", nested("kubernetesMetadata")), ""
	case !ref.present():
		return kept("endpoint", c.spec("endpoint")), ""
	}
	of, why := c.clusterOf(ref)
	if _, linked := parseLink(c.spec("authority").field("issuer").unresolved()); why != "" && linked {
		return part{}, ""
	}
	link := "//container.googleapis.com/projects/" + of.Project + "/locations/" + of.Location + "/clusters/" + of.Name
	missing.v.names, missing.v.items = append(missing.v.names, "resourceLink"), append(missing.v.items, value{shape: text, text: link})
	return nested("endpoint", missing), why
}

// takeFleet reads a GKEHubFleet, of which a project has at most one.
func (f *file) takeFleet(c *connector) { f.homeOf(c, "Project") }

func (f *file) takeScope(c *connector) {
	name, p, why := c.scopeName()
	if why != "" {
		f.missed(c, why)
		return
	}
	f.readListedScope(c.made(said("name", name)), p)
}

// takeFleetNamespace reads a GKEHubNamespace, a namespace of a team scope.
func (f *file) takeFleetNamespace(c *connector) {
	scope, p, why := c.scopeOf(c.spec("scopeRef"))
	if why != "" {
		f.missed(c, why)
		return
	}
	name := c.id()
	if said := c.spec("namespaceID"); said.present() {
		name = said.filled()
	}
	f.readListedScope(c.made(said("name", scope)), p)
	f.readFleetNamespace(c.made(said("name", scope+"/namespaces/"+name)).field("name"), p, "")
}

// takeScopeBinding reads a GKEHubMembershipBinding, which binds a member to a team scope.
func (f *file) takeScopeBinding(c *connector) {
	of, why := c.membershipOf(c.spec("membershipRef"))
	scope, _, whyNot := c.scopeOf(c.spec("scopeRef"))
	if why+whyNot != "" {
		f.missed(c, why+whyNot)
		return
	}
	f.readScopeBinding(c.made(said("name", of.String()+"/bindings/"+c.id()), said("scope", scope)), of, f.project(of.host, c.source()))
}

// takeFeature reads a GKEHubFeature, of which one sets the scope-tenancy pool of the fleet.
func (f *file) takeFeature(c *connector) {
	if on, ok := f.homeOf(c, "Project"); ok {
		f.readFeature(c.made(said("name", on.String()+"/locations/global/features/"+c.id()), kept("spec", c.spec("spec"))), f.project(on.ID(), c.source()))
	}
}
