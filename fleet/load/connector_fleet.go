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
	status := c.field("status")
	if observed := status.field("observedState"); observed.present() {
		status = observed
	}
	authority := nested("authority", kept("issuer", c.spec("authority").field("issuer")),
		kept("workloadIdentityPool", status.field("authority").field("workloadIdentityPool")), kept("identityProvider", status.field("authority").field("identityProvider")))
	endpoint := kept("endpoint", c.spec("endpoint"))
	if ref := c.spec("endpoint").field("gkeCluster").field("resourceRef"); ref.present() {
		cluster, why := c.clusterOf(ref)
		_, linked := parseLink(c.spec("authority").field("issuer").filled())
		switch {
		case why == "":
			endpoint = nested("endpoint", nested("gkeCluster", said("resourceLink", "//container.googleapis.com/projects/"+cluster.Project+"/locations/"+cluster.Location+"/clusters/"+cluster.Name)))
		case linked:
			endpoint = part{}
		default:
			f.missed(c, why)
			return
		}
	}
	f.readMembership(c.made(said("name", name.String()), authority, endpoint), f.project(name.host, c.source()))
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
