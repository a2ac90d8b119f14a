package fuzz

import (
	"fleettrust.example/fleet"
)

var (
	nodePoolNames = []string{"np1", "np2"}
	podNames      = []string{"a", "b", "c"}
)

// drawNodes draws, in a third of worlds, the nodes and the pods of clusters.
func (w *world) drawNodes() {
	if !rarely(w.t, 3, "nodes") {
		return
	}
	for _, c := range of[fleet.Cluster](w.facts) {
		for _, kind := range []fleet.GapKind{fleet.GapPods, fleet.GapNodePools} {
			if gap := (fleet.Gap{What: kind, Cluster: c.Name}); rarely(w.t, 6, "not read") {
				w.add(gap)
			}
		}
		if c.Mode != fleet.Outside {
			w.drawNodePools(c)
		}
		w.drawPods(c.Name)
	}
}

func (w *world) drawNodePools(c fleet.Cluster) {
	for _, name := range nodePoolNames[:upTo(w.t, len(nodePoolNames), "node pools")] {
		w.add(fleet.NodePool{
			Cluster: c.Name, Name: name,
			Metadata: pick(w.t, "metadata", metadataModes(c)...),
			Account:  pick(w.t, "node account", append([]string{"", "default"}, w.possessable()...)...),
			Scopes: pick(w.t, "scopes", []string{"logging.write", "cloud-platform"}, nil, []string{"logging.write"}, []string{},
				[]string{"https://www.googleapis.com/auth/iam"}),
			Windows: rarely(w.t, 3, "Windows"),
			Labels:  pick(w.t, "labels", nil, map[string]string{}, map[string]string{"team": "a"}),
		})
	}
}

// metadataModes lists those that nodes of a cluster may have.
func metadataModes(c fleet.Cluster) []fleet.MetadataMode {
	switch {
	case c.Mode == fleet.Autopilot:
		return []fleet.MetadataMode{fleet.GKEMetadata, fleet.MetadataUnknown}
	case c.WorkloadIdentity == fleet.Off:
		return []fleet.MetadataMode{fleet.GCEMetadata, fleet.MetadataUnknown}
	default:
		return []fleet.MetadataMode{fleet.GCEMetadata, fleet.GKEMetadata, fleet.MetadataUnknown}
	}
}

// possessable lists the accounts that nodes may run as and keys be of: those of the world, and one that nothing else tells of.
func (w *world) possessable() []string {
	return append(emails(w.facts), "untold@alpha.iam.gserviceaccount.com")
}

func (w *world) drawPods(c fleet.ClusterName) {
	where := []string{""}
	for _, p := range of[fleet.NodePool](w.facts) {
		if p.Cluster == c {
			where = append(where, p.Name)
		}
	}
	for _, gap := range of[fleet.Gap](w.facts) {
		if gap.Cluster == c && gap.What == fleet.GapNodePools {
			where = append(where, "np3")
		}
	}
	for _, name := range podNames[:upTo(w.t, len(podNames), "pods")] {
		w.add(fleet.Pod{
			Cluster: c, Namespace: pick(w.t, "namespace", namespaces...), Name: name,
			ServiceAccount: pick(w.t, "runs as", append([]string{""}, accountNames...)...),
			HostNetwork:    rarely(w.t, 3, "host network"), NodePool: pick(w.t, "runs on", where...),
			NodeSelector: pick(w.t, "selector", nodeSelectors...), Secrets: pick(w.t, "mounts", nil, secretNames[:1], secretNames),
		})
	}
}

// nodeSelectors ask for nodes of each sort that the pods can tell apart.
var nodeSelectors = []map[string]string{
	nil, nil,
	{"iam.gke.io/gke-metadata-server-enabled": "true"},
	{"iam.gke.io/gke-metadata-server-enabled": "false"},
	{"cloud.google.com/gke-nodepool": "np1"},
	{"kubernetes.io/os": "windows"},
	{"team": "a", "topology.kubernetes.io/zone": "z"},
	{"team": "b"},
}

// drawSecrets draws, in a third of worlds, Secrets with keys of service accounts, and with tokens of Kubernetes ones. One name
// may hold several.
func (w *world) drawSecrets() {
	if !rarely(w.t, 3, "secrets") {
		return
	}
	for range 1 + upTo(w.t, 2, "more secrets") {
		s := fleet.Secret{
			Cluster:   pick(w.t, "cluster", of[fleet.Cluster](w.facts)...).Name,
			Namespace: pick(w.t, "namespace", namespaces...), Name: pick(w.t, "secret", secretNames...),
		}
		s.Key = pick(w.t, "key of", append(w.possessable(), "")...)
		if s.Key == "" || rarely(w.t, 4, "token too") {
			s.Token = pick(w.t, "token of", accountNames...)
		}
		w.add(s)
	}
}
