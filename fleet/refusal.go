package fleet

import (
	"fmt"
	"slices"
)

// Where the preconditions of changes stand.
const (
	identityPage   = "https://docs.cloud.google.com/kubernetes-engine/docs/concepts/workload-identity, read 2026-04-10"
	identityHowTo  = "https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity"
	modesPage      = "https://cloud.google.com/kubernetes-engine/docs/concepts/choose-cluster-mode, read 2026-11-21"
	fleetsPage     = "https://cloud.google.com/kubernetes-engine/fleet-management/docs/fleet-concepts"
	fleetProto     = "googleapis/googleapis google/cloud/gkehub/v1/fleet.proto at f8291d2, message Fleet"
	clusterProto   = "googleapis/googleapis google/container/v1/cluster_service.proto at f8291d2, message Fleet"
	fleetDelete    = "https://docs.cloud.google.com/kubernetes-engine/fleet-management/docs/reference/rest/v1/projects.locations.fleets/delete"
	constraintPage = "https://cloud.google.com/kubernetes-engine/docs/how-to/custom-org-policies"
	accountsPage   = "https://docs.cloud.google.com/organization-policy/restrict-service-accounts"
	poolMissing    = "https://github.com/terraform-google-modules/terraform-google-kubernetes-engine/issues/916"
	conditionsPage = "https://docs.cloud.google.com/iam/docs/conditions-overview, read 2026-05-30"
	projectsPage   = "https://docs.cloud.google.com/resource-manager/docs/creating-managing-projects"
	namespacesPage = "https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/"
	admissionPage  = "https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/"
)

func refusal(source, rule string, args ...any) *Refusal {
	return &Refusal{Rule: fmt.Sprintf(rule, args...), Source: source}
}

// refuses asks what has to hold for a fact to come to be in the place of another, or of none.
func (r *rehearsal) refuses(f, old Fact) *Refusal {
	switch f := f.(type) {
	case Project:
		before, _ := old.(Project)
		if before.Number != 0 && f.Number != 0 && before.Number != f.Number {
			return refusal(projectsPage, "the number of a project never changes, and is %v", before.Number)
		}
	case Cluster:
		return r.refusesCluster(f, old)
	case NodePool:
		return r.refusesNodePool(f)
	case Membership:
		return r.refusesMembership(f, old)
	case Binding:
		return r.refusesBinding(f)
	case Secret:
		return r.refusesSecret(f, old)
	case KSA:
		return r.refusesObject(f.Cluster, f.Namespace)
	case Pod:
		return r.refusesPod(f)
	}
	return nil
}

func (r *rehearsal) refusesCluster(f Cluster, old Fact) *Refusal {
	before, exists := old.(Cluster)
	switch {
	case exists && before.Mode != f.Mode:
		return refusal(modesPage, "a cluster keeps its mode, which is %v", before.Mode)
	case f.Pool.IsValid() && ofAnother(f.Pool, f.Name.Project):
		return refusal(identityPage, "pool %q is another project's, and a cluster is attached to the pool of its own", f.Pool)
	case f.Mode == Autopilot && f.WorkloadIdentity == Off:
		return refusal(identityHowTo, "Workload Identity is always on in Autopilot and cannot be turned off")
	case f.WorkloadIdentity == Off && r.metadataPool(f.Name) != "":
		return refusal(identityHowTo, "node pool %q is on GKE_METADATA: put it on GCE_METADATA before Workload Identity is turned off", r.metadataPool(f.Name))
	case f.Mode == Outside:
		return nil
	}
	return r.refusesByPolicy(f, old)
}

// metadataPool is a node pool of a cluster that is on the metadata server of GKE.
func (r *rehearsal) metadataPool(c ClusterName) string {
	for f := range r.facts() {
		if n, ok := f.(NodePool); ok && n.Cluster == c && n.Metadata == GKEMetadata {
			return n.Name
		}
	}
	return ""
}

// refusesByPolicy asks the organization policies about a cluster. Those on creation leave clusters that exist alone; those
// on updates allow a change only to what they allow.
func (r *rehearsal) refusesByPolicy(f Cluster, old Fact) *Refusal {
	project, ok := r.g.findNode(InProject(f.Name.Project))
	if !ok {
		return nil
	}
	c := creation{project, clusterType, "CREATE", nil}
	if old != nil {
		c.method = "UPDATE"
	}
	if s, why := r.g.forbidsShape(c, r.g.clusterShape(project, f)); s == On {
		return refusal(constraintPage, "%s", texts(why))
	}
	identity := r.g.ruling(project, withoutIdentity)
	if old == nil && identity.enforced == On && f.Mode == Standard && f.WorkloadIdentity == On {
		return refusal(accountsPage, "%s, enforced on %s, forbids to create a cluster with Workload Identity", withoutIdentity, r.g.nodes[identity.node].resource)
	}
	return nil
}

// refusesNodePool: the metadata server of GKE comes with Workload Identity of the cluster.
func (r *rehearsal) refusesNodePool(f NodePool) *Refusal {
	i, ok := r.g.findCluster(f.Cluster)
	if ok && f.Metadata == GKEMetadata && r.g.clusters[i].fact.WorkloadIdentity == Off {
		return refusal(identityHowTo, "GKE_METADATA needs Workload Identity, which is off in cluster %q", f.Cluster)
	}
	return nil
}

func (r *rehearsal) refusesMembership(f Membership, old Fact) *Refusal {
	if before, ok := old.(Membership); ok {
		if before.Cluster != f.Cluster {
			return refusal(clusterProto, "a membership keeps its cluster, which is %q: unregister it first", before.Cluster)
		}
		return nil
	}
	if m, ok := r.registered(f.Cluster); ok && !f.ClusterMissing {
		return refusal(fleetsPage, "cluster %q is registered already, by %s: a cluster belongs to one fleet at most", f.Cluster, nameMembership(m))
	}
	host, ok := r.g.findNode(InProject(f.Fleet))
	if !ok {
		return nil
	}
	if s, why := r.g.forbidsMembership(host); s == On {
		return refusal("Assumptions.HubConstraints", "%s", texts(why))
	}
	return nil
}

// registered finds the membership of a cluster. One that says its cluster is gone binds no cluster of that name.
func (r *rehearsal) registered(c ClusterName) (Membership, bool) {
	for f := range r.facts() {
		if m, ok := f.(Membership); ok && m.Cluster == c && !m.ClusterMissing {
			return m, true
		}
	}
	return Membership{}, false
}

// refusesObject: an object of Kubernetes needs its namespace.
func (r *rehearsal) refusesObject(c ClusterName, namespace string) *Refusal {
	i, told := r.g.findCluster(c)
	_, ok := r.g.findNamespace(c, namespace)
	if told && !ok && !r.g.clusters[i].gaps[GapObjects] {
		return refusal(namespacesPage, "namespace %q does not exist in cluster %q", namespace, c)
	}
	return nil
}

// refusesPod: a pod needs its service account when it is created.
func (r *rehearsal) refusesPod(f Pod) *Refusal {
	if refused := r.refusesObject(f.Cluster, f.Namespace); refused != nil {
		return refused
	}
	account := f.ServiceAccount
	if account == "" {
		account = defaultKSA
	}
	i, told := r.g.findCluster(f.Cluster)
	if _, ok := r.g.WorkloadID(Workload{f.Cluster, f.Namespace, account}); told && !ok && !r.g.clusters[i].gaps[GapObjects] {
		return refusal(admissionPage, "service account %q does not exist in namespace %q", account, f.Namespace)
	}
	return nil
}

// refusesSecret: a key in a new Secret is a key that was created.
func (r *rehearsal) refusesSecret(f Secret, old Fact) *Refusal {
	if refused := r.refusesObject(f.Cluster, f.Namespace); refused != nil {
		return refused
	}
	before, _ := old.(Secret)
	a, ok := r.g.findAccount(f.Key)
	if !ok || before.Key == f.Key || r.g.account(a).node < 0 {
		return nil
	}
	for _, name := range keyConstraints {
		if at := r.g.ruling(r.g.account(a).node, name); at.enforced == On {
			return refusal(accountsPage, "%s, enforced on %s, forbids to create a key of service account %q", name, r.g.nodes[at.node].resource, f.Key)
		}
	}
	return nil
}

func (r *rehearsal) refusesBinding(f Binding) *Refusal {
	switch {
	case f.Condition != "" && slices.Contains([]string{"roles/owner", "roles/editor", "roles/viewer"}, f.Role):
		return refusal(conditionsPage, "%s is a basic role, and a grant of one has no condition", f.Role)
	case f.Condition != "" && isPublic(f.Member):
		return refusal(conditionsPage, "a grant to %s has no condition", f.Member)
	case isLegacySubject(f.Member):
		return r.refusesLegacy(f)
	}
	return nil
}

// refusesLegacy: IAM refuses the legacy spelling with HTTP 400 while the pool does not exist. Whether it checks the other
// spellings is documented nowhere. The namespace and the service account need not exist. Of a pool whose name is assumed nobody
// knows that it does not exist.
func (r *rehearsal) refusesLegacy(f Binding) *Refusal {
	i, ok := r.g.findPool(f.Member.Pool())
	if !ok {
		return nil
	}
	at := &r.g.pools[i]
	host := &r.g.nodes[at.project]
	if at.exists || len(at.assumed)+len(at.providers) > 0 || host.gaps[GapClusters] || host.gaps[GapMemberships] {
		return nil
	}
	return refusal(poolMissing, "Identity Pool does not exist (%s): it comes with the first cluster that has Workload Identity, or the first fleet member", at.name)
}

// refusesDelete asks what stands in the way of a deletion.
func (r *rehearsal) refusesDelete(f Fact) *Refusal {
	switch f := f.(type) {
	case Fleet:
		if r.has(func(x Fact) bool { m, ok := x.(Membership); return ok && m.Fleet == f.Host }) {
			return refusal(fleetDelete, "memberships remain in it")
		}
	case Scope:
		if r.has(func(x Fact) bool { return ofScope(x, f) }) {
			return refusal("", "clusters are bound to it, or namespaces belong to it: take those away first")
		}
	}
	return nil
}

func ofScope(x Fact, s Scope) bool {
	switch x := x.(type) {
	case ScopeBinding:
		return x.Fleet == s.Fleet && x.Scope == s.Name
	case FleetNamespace:
		return x.Fleet == s.Fleet && x.Scope == s.Name
	default:
		return false
	}
}
