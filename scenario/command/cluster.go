package command

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"fleettrust.example/fleet"
)

func inProject(c fleet.ClusterName) []string {
	return []string{"--project=" + c.Project, "--location=" + c.Location}
}

func ofCluster(c fleet.ClusterName) []string {
	return append([]string{"--cluster=" + c.Name}, inProject(c)...)
}

func clusterLine(verb string, c fleet.ClusterName, flags ...string) string {
	return Line(slices.Concat([]string{"gcloud", "container", "clusters", verb, c.Name}, inProject(c), flags)...)
}

func (w *world) createCluster(f fleet.Cluster) string {
	switch {
	case f.Mode == fleet.Outside:
		return remark("cluster %v is outside Google Cloud: whoever runs it makes it", f.Name)
	case f.Mode == fleet.Autopilot:
		return clusterLine("create-auto", f.Name)
	case f.WorkloadIdentity == fleet.On:
		return clusterLine("create", f.Name, w.workloadPool(f))
	default:
		return clusterLine("create", f.Name)
	}
}

// workloadPool is the flag that turns Workload Identity on.
func (w *world) workloadPool(f fleet.Cluster) string {
	name := w.poolOf(f.Name.Project)
	if f.Pool.IsValid() {
		name = f.Pool
	}
	return "--workload-pool=" + name.String()
}

func (w *world) updateCluster(old fleet.Fact, f fleet.Cluster) string {
	was, _ := old.(fleet.Cluster)
	switch {
	case f.Mode == fleet.Outside || was.WorkloadIdentity == f.WorkloadIdentity && was.Pool == f.Pool || f.WorkloadIdentity == fleet.Unknown:
		return remark("cluster %v: nothing that a command changes; Workload Identity is %v", f.Name, f.WorkloadIdentity)
	case f.WorkloadIdentity == fleet.On:
		return clusterLine("update", f.Name, w.workloadPool(f))
	default:
		return clusterLine("update", f.Name, "--disable-workload-identity")
	}
}

func deleteCluster(f fleet.Cluster) string {
	if f.Mode == fleet.Outside {
		return remark("cluster %v is outside Google Cloud: whoever runs it takes it away", f.Name)
	}
	return clusterLine("delete", f.Name)
}

// metadata is the flag that chooses the metadata server of nodes, and nothing when that is not known.
func metadata(m fleet.MetadataMode) string {
	return only(m != fleet.MetadataUnknown, "--workload-metadata="+m.String())
}

func (w *world) createNodePool(f fleet.NodePool) string {
	if w.isManaged(f.Cluster) {
		return remark("node pool %s of %v: nobody but GKE makes nodes of Autopilot", f.Name, f.Cluster)
	}
	words := append([]string{"gcloud", "container", "node-pools", "create", f.Name}, ofCluster(f.Cluster)...)
	words = append(words, metadata(f.Metadata), flag("service-account", f.Account), flag("scopes", joined(f.Scopes)),
		only(f.Windows, "--image-type=windows_ltsc_containerd"), flag("node-labels", labels(f.Labels)))
	return Line(words...)
}

func (w *world) updateNodePool(old fleet.Fact, f fleet.NodePool) string {
	was, _ := old.(fleet.NodePool)
	if w.isManaged(f.Cluster) {
		return remark("node pool %s of %v: nobody but GKE changes nodes of Autopilot", f.Name, f.Cluster)
	}
	words := append([]string{"gcloud", "container", "node-pools", "update", f.Name}, ofCluster(f.Cluster)...)
	switch {
	case was.Metadata != f.Metadata && f.Metadata != fleet.MetadataUnknown:
		return Line(append(words, metadata(f.Metadata))...)
	case !maps.Equal(was.Labels, f.Labels):
		return Line(append(words, "--node-labels="+labels(f.Labels))...)
	default:
		return remark("node pool %s of %v: nothing that a command changes; make another one", f.Name, f.Cluster)
	}
}

func labels(all map[string]string) string {
	var pairs []string
	for _, key := range slices.Sorted(maps.Keys(all)) {
		pairs = append(pairs, key+"="+all[key])
	}
	return joined(pairs)
}

func joined(all []string) string { return strings.Join(all, ",") }

// tenancy sets the scope-tenancy pool of a fleet, or takes it away.
// Source: https://docs.cloud.google.com/sdk/gcloud/reference/container/fleet/workload-identity/scope-tenancy-pool/set
func tenancy(f fleet.Fleet) string {
	if !f.TenancyPool.IsValid() {
		return Line("gcloud", "container", "fleet", "workload-identity", "scope-tenancy-pool", "unset", "--project="+f.Host)
	}
	return Line("gcloud", "container", "fleet", "workload-identity", "scope-tenancy-pool", "set", f.TenancyPool.String(), "--project="+f.Host)
}

// register writes the registration of a cluster. One that is lightweight is a setting of the cluster.
// Source: https://docs.cloud.google.com/sdk/gcloud/reference/container/fleet/memberships/register
func (w *world) register(f fleet.Membership) string {
	if f.Lightweight && (w.isOutside(f.Cluster) || f.Name != f.Cluster.Name || !strings.HasPrefix(f.Cluster.Location, f.Location)) {
		return remark("membership %s of fleet %s: a lightweight one is called what its cluster of GKE is called, and lies in its region", f.Name, f.Fleet)
	}
	if f.Lightweight {
		return clusterLine("update", f.Cluster, "--fleet-project="+f.Fleet, "--membership-type=LIGHTWEIGHT")
	}
	if f.ClusterMissing {
		return remark("membership %s of fleet %s outlives cluster %v: delete the cluster", f.Name, f.Fleet, f.Cluster)
	}
	return w.membership("register", f, only(f.Issuer == fleet.On, "--enable-workload-identity"), only(f.Issuer == fleet.Off, "--no-enable-workload-identity"))
}

func (w *world) membership(verb string, f fleet.Membership, flags ...string) string {
	words := []string{"gcloud", "container", "fleet", "memberships", verb, f.Name, "--project=" + w.projectID(f.Fleet), "--location=" + f.Location}
	return Line(slices.Concat(words, w.clusterOf(f), flags)...)
}

// clusterOf are the flags that name the cluster of a membership.
func (w *world) clusterOf(f fleet.Membership) []string {
	c := f.Cluster
	switch {
	case w.isOutside(c):
		return []string{"--context=" + c.Name, "--kubeconfig=KUBECONFIG"}
	case c.Project == w.projectID(f.Fleet):
		return []string{"--gke-cluster=" + c.Location + "/" + c.Name}
	default:
		return []string{fmt.Sprintf("--gke-uri=https://container.googleapis.com/v1/projects/%s/locations/%s/clusters/%s", c.Project, c.Location, c.Name)}
	}
}

func (w *world) deleteNodePool(f fleet.NodePool) string {
	if w.isManaged(f.Cluster) {
		return remark("node pool %s of %v: nobody but GKE takes nodes of Autopilot away", f.Name, f.Cluster)
	}
	return Line(append([]string{"gcloud", "container", "node-pools", "delete", f.Name}, ofCluster(f.Cluster)...)...)
}

func (w *world) isManaged(c fleet.ClusterName) bool {
	f, ok := one(w, func(f fleet.Cluster) bool { return f.Name == c })
	return ok && f.Mode == fleet.Autopilot
}

func (w *world) isOutside(c fleet.ClusterName) bool {
	f, ok := one(w, func(f fleet.Cluster) bool { return f.Name == c })
	return ok && f.Mode == fleet.Outside
}

// updateMembership: to register a member again is how gcloud gives it an issuer. None of its commands takes one away.
func (w *world) updateMembership(old fleet.Fact, f fleet.Membership) string {
	was, _ := old.(fleet.Membership)
	name := fmt.Sprintf("projects/%s/locations/%s/memberships/%s", w.projectID(f.Fleet), f.Location, f.Name)
	switch {
	case f.ClusterMissing:
		return remark("%s outlives its cluster: it can only be deleted", name)
	case was.Lightweight != f.Lightweight && f.Lightweight:
		return clusterLine("update", f.Cluster, "--membership-type=LIGHTWEIGHT")
	case was.Lightweight != f.Lightweight:
		return clusterLine("update", f.Cluster, "--unset-membership-type")
	case was.Issuer != f.Issuer && f.Issuer == fleet.On:
		return w.membership("register", f, "--enable-workload-identity")
	case was.Issuer != f.Issuer && f.Issuer == fleet.Off:
		return remark("PATCH https://gkehub.googleapis.com/v1/%s?updateMask=authority {}: no command of gcloud takes an issuer away", name)
	default:
		return remark("%s: nothing that a command changes; the API may: PATCH https://gkehub.googleapis.com/v1/%[1]s", name)
	}
}

// unregister writes the end of a membership. One whose cluster is gone can only be deleted.
// Source: https://cloud.google.com/sdk/gcloud/reference/container/fleet/memberships/unregister
func (w *world) unregister(f fleet.Membership) string {
	if f.ClusterMissing {
		return Line("gcloud", "container", "fleet", "memberships", "delete", f.Name, "--project="+w.projectID(f.Fleet), "--location="+f.Location)
	}
	return w.membership("unregister", f)
}

// scoping writes what is made or taken away of team scopes. What a binding is called was not told: the name is made up.
func scoping(verb string, f fleet.Fact) string {
	switch f := f.(type) {
	case fleet.Scope:
		return Line("gcloud", "container", "fleet", "scopes", verb, f.Name, "--project="+f.Fleet)
	case fleet.FleetNamespace:
		return Line("gcloud", "container", "fleet", "scopes", "namespaces", verb, f.Name, "--scope="+f.Scope, "--project="+f.Fleet)
	case fleet.ScopeBinding:
		return Line("gcloud", "container", "fleet", "memberships", "bindings", verb, f.Scope+"-"+f.Membership,
			"--membership="+f.Membership, "--location="+f.Location, only(verb == "create", "--scope="+f.Scope), "--project="+f.Fleet)
	default:
		return remark("%s has nothing to do with team scopes", sortOf(f))
	}
}
