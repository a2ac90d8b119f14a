package fleet

// Assumptions are the open points of the real cloud, where no source settles the matter. The zero value is the
// default reading, and an answer that leans on one says so in its reasons.
type Assumptions struct {
	// ClusterByContainerURL reads a kubernetes.cluster principal under a fleet's pool as matching the container URL
	// of a member from another project too. Default: only the identity provider that its membership names.
	ClusterByContainerURL bool
	// ScopedIdentityReplaces takes the identity at the fleet's own pool away from a workload that has one at the
	// scope-tenancy pool. Default: it has both.
	ScopedIdentityReplaces bool
	// DenyBindsPods lets deny policies and principal access boundaries bind a Kubernetes identity that they name by
	// subject, by the set of its whole pool or as anyone. Google's pages contradict each other. Default: what they forbid such an
	// identity is in doubt, and stays in the answer.
	DenyBindsPods bool
	// ConditionsSeeProvider lets an IAM condition on request.auth.claims.google.providerId be told the provider of the
	// workload. It is undocumented and reported both ways. Default: such a condition is in doubt.
	ConditionsSeeProvider bool
	// PoolSetWithoutOutside takes clusters outside Google Cloud out of a pool's set of all identities.
	PoolSetWithoutOutside bool
	// DerivedScopedPools derives the pool of a domain-scoped project from its ID, as some clients do. Default: such a
	// pool has the name that was told, and none otherwise.
	DerivedScopedPools bool
	// IssuerNeedsClusterIdentity denies a fleet identity to a GKE member that has an issuer while Workload
	// Identity is off on the cluster itself; Google calls that combination unsupported.
	IssuerNeedsClusterIdentity bool
	// HubConstraints lets a custom constraint on gkehub.googleapis.com/Membership forbid a registration. No page lists
	// that type. Default: it forbids none.
	HubConstraints bool
}
