package rehearsal

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

var nodePoolDeeds = map[string]deed{
	"gcloud container node-pools create":   (*turn).createNodePool,
	"gcloud container node-pools update":   (*turn).updateNodePool,
	"gcloud container node-pools delete":   (*turn).deleteNodePool,
	"gcloud container node-pools describe": (*turn).describeNodePool,
	"gcloud container node-pools list":     (*turn).listNodePools,
}

// scopeNames are the short names of scopes that gcloud knows, and defaultScopes those of nodes for which none are said.
// Source: https://docs.cloud.google.com/sdk/gcloud/reference/container/node-pools/create, read 2026-11-22.
var (
	scopeNames = map[string][]string{
		"default":         {"https://www.googleapis.com/auth/devstorage.read_only", "https://www.googleapis.com/auth/logging.write", "https://www.googleapis.com/auth/monitoring", "https://www.googleapis.com/auth/service.management.readonly", "https://www.googleapis.com/auth/servicecontrol", "https://www.googleapis.com/auth/trace.append"},
		"gke-default":     {"https://www.googleapis.com/auth/devstorage.read_only", "https://www.googleapis.com/auth/logging.write", "https://www.googleapis.com/auth/monitoring", "https://www.googleapis.com/auth/service.management.readonly", "https://www.googleapis.com/auth/servicecontrol", "https://www.googleapis.com/auth/trace.append"},
		"storage-ro":      {"https://www.googleapis.com/auth/devstorage.read_only"},
		"storage-rw":      {"https://www.googleapis.com/auth/devstorage.read_write"},
		"storage-full":    {"https://www.googleapis.com/auth/devstorage.full_control"},
		"logging-write":   {"https://www.googleapis.com/auth/logging.write"},
		"monitoring":      {"https://www.googleapis.com/auth/monitoring"},
		"compute-rw":      {"https://www.googleapis.com/auth/compute"},
		"compute-ro":      {"https://www.googleapis.com/auth/compute.readonly"},
		"bigquery":        {"https://www.googleapis.com/auth/bigquery"},
		"service-control": {"https://www.googleapis.com/auth/servicecontrol"},
		"trace":           {"https://www.googleapis.com/auth/trace.append"},
		"userinfo-email":  {"https://www.googleapis.com/auth/userinfo.email"},
	}
	defaultScopes = scopeNames["gke-default"]
)

// scopes spells scopes out. Names that are not known here stay, and package fleet reads those that matter, short or long.
func scopes(list string) []string {
	var all []string
	for _, name := range parts(list) {
		if long, ok := scopeNames[name]; ok {
			all = append(all, long...)
		} else {
			all = append(all, name)
		}
	}
	return distinct(all)
}

const scopePrefix = "https://www.googleapis.com/auth/"

// spelledOut gives a scope as the service prints it.
func spelledOut(scope string) string {
	if strings.Contains(scope, "/") {
		return scope
	}
	return scopePrefix + scope
}

// nodes reads what the flags say of the nodes of a cluster.
func (t *turn) nodes(c fleet.Cluster, n fleet.NodePool) (fleet.NodePool, error) {
	mode, err := t.metadata(c)
	if err != nil {
		return n, err
	}
	n.Metadata, n.Scopes, n.Account = mode, defaultScopes, t.Value("service-account")
	if t.Has("scopes") {
		n.Scopes = scopes(t.Value("scopes"))
	}
	if n.Account != "" && n.Account != "default" && !pool.ServiceAccount(n.Account).IsValid() {
		return n, fail("INVALID_ARGUMENT: service account %q: want an e-mail", n.Account)
	}
	n.Windows = strings.HasPrefix(strings.ToLower(t.Value("image-type")), "windows")
	n.Labels, err = labels(t.Value("node-labels"))
	return n, err
}

// metadata is the metadata server of new nodes.
// Source: https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
func (t *turn) metadata(c fleet.Cluster) (fleet.MetadataMode, error) {
	switch mode := t.Value("workload-metadata"); {
	case mode == "GKE_METADATA" || mode == "GKE_METADATA_SERVER":
		return fleet.GKEMetadata, nil
	case mode == "GCE_METADATA" || mode == "EXPOSED":
		return fleet.GCEMetadata, nil
	case mode != "":
		return 0, t.cannot("--workload-metadata=%q is no mode: want GKE_METADATA or GCE_METADATA", mode)
	case c.WorkloadIdentity == fleet.On:
		return fleet.GKEMetadata, nil
	case c.WorkloadIdentity == fleet.Off:
		return fleet.GCEMetadata, nil
	default:
		return fleet.MetadataUnknown, nil
	}
}

func labels(list string) (map[string]string, error) {
	var all map[string]string
	for _, pair := range parts(list) {
		key, value, ok := strings.Cut(pair, "=")
		if !ok || key == "" {
			return nil, fail("bad syntax for dict arg: [%s]", pair)
		}
		if all == nil {
			all = map[string]string{}
		}
		all[key] = value
	}
	return all, nil
}

// ofCluster is the cluster that --cluster names.
func (t *turn) ofCluster() (fleet.Cluster, error) {
	if !t.Has("cluster") {
		return fleet.Cluster{}, fail("The required property [cluster] is not currently set: --cluster says it.")
	}
	return t.cluster(t.Value("cluster"))
}

func (t *turn) nodePool() (fleet.NodePool, error) {
	c, err := t.ofCluster()
	if err != nil {
		return fleet.NodePool{}, err
	}
	if c.Mode != fleet.Standard && !strings.HasSuffix(t.Words, "describe") {
		return fleet.NodePool{}, fail("ResponseError: code=400, message=node pools of %s clusters are not for users to change", c.Mode)
	}
	n, ok := one(t.Session, func(n fleet.NodePool) bool { return n.Cluster == c.Name && n.Name == t.Argument(0) })
	if !ok {
		return n, fail("ResponseError: code=404, message=Not found: %s/nodePools/%s.", linkOf(c.Name), t.Argument(0))
	}
	return n, nil
}

func (t *turn) createNodePool() error {
	c, err := t.ofCluster()
	if err != nil {
		return err
	}
	if c.Mode != fleet.Standard {
		return fail("ResponseError: code=400, message=node pools of %s clusters are not for users to make", c.Mode)
	}
	n, err := t.nodes(c, fleet.NodePool{Cluster: c.Name, Name: t.Argument(0)})
	if err != nil {
		return err
	}
	t.create(n)
	t.note("Creating node pool %s... done.", n.Name)
	return t.list(func() []any { return []any{t.showNodePool(n)} }, "name", "status")
}

func (t *turn) updateNodePool() error {
	n, err := t.nodePool()
	if err != nil {
		return err
	}
	was := n.Metadata
	c, _ := t.clusterAt(n.Cluster)
	if t.Has("workload-metadata") {
		if n.Metadata, err = t.metadata(c); err != nil {
			return err
		}
	}
	old := n.Labels
	if t.Has("node-labels") {
		if n.Labels, err = labels(t.Value("node-labels")); err != nil {
			return err
		}
	}
	if n.Metadata != was || !maps.Equal(n.Labels, old) {
		t.update(n)
	}
	t.note("Updating node pool %s... done.", n.Name)
	return nil
}

func (t *turn) deleteNodePool() error {
	n, err := t.nodePool()
	if err != nil {
		return err
	}
	t.delete(n)
	t.note("Deleting node pool %s... done.", n.Name)
	return nil
}

func (t *turn) describeNodePool() error {
	n, err := t.nodePool()
	if err != nil {
		return err
	}
	return t.describe(func() any { return t.showNodePool(n) })
}

func (t *turn) listNodePools() error {
	c, err := t.ofCluster()
	if err != nil {
		return err
	}
	return t.list(func() []any {
		return each(all(t.Session, func(n fleet.NodePool) bool { return n.Cluster == c.Name }), t.showNodePool)
	}, "name", "config.serviceAccount", "config.workloadMetadataConfig.mode")
}

func (t *turn) showNodePool(n fleet.NodePool) any {
	config := map[string]any{"serviceAccount": cmp.Or(n.Account, "default")}
	if n.Metadata != fleet.MetadataUnknown {
		config["workloadMetadataConfig"] = map[string]any{"mode": n.Metadata.String()}
	}
	if n.Scopes != nil {
		config["oauthScopes"] = anys(each(n.Scopes, spelledOut))
	}
	if len(n.Labels) > 0 {
		pairs := map[string]any{}
		for _, key := range slices.Sorted(maps.Keys(n.Labels)) {
			pairs[key] = n.Labels[key]
		}
		config["labels"] = pairs
	}
	if n.Windows {
		config["imageType"] = "WINDOWS_LTSC_CONTAINERD"
	}
	return map[string]any{"name": n.Name, "status": "RUNNING", "config": config}
}
