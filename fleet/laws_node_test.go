package fleet_test

import (
	"slices"

	"fleettrust.example/fleet"
	"pgregory.net/rapid"
)

// lawNodes: with nodes, pods and Secrets in a world too, all ways to ask give one answer, paths are paths of the graph, and
// the slow model has the same.
func lawNodes(t *rapid.T) {
	s := drawSample(t)
	s = s.with(t, append(slices.Clone(s.facts), nodeFacts(t, s.facts)...))
	d := s.g.Directed()
	s.checkEdges(t, d)
	ps := some(t, 8, s.principals(t))
	s.agree(t, ps)
	slow := newSlowWorld(s.facts, s.assumed)
	for _, p := range ps {
		if diff := (comparison{met{}, s.g, slow, s.facts}).differ(p); diff != "" {
			t.Fatalf("%v is %v\n%s%v%+v", p, s.g.Assumers(p).Exactness(), diff, s, s.facts)
		}
		a := s.g.Assumers(p)
		end := fleet.Vertex{Kind: fleet.PrincipalVertex, Principal: a.Principal()}
		_, drawn := d.Find(end)
		for x := range a.All() {
			s.checkPath(t, x, end)
			s.checkInGraph(t, d, x, drawn)
			if drawn {
				s.checkShortest(t, d, x, end)
			}
		}
		if drawn && a.Len() != reachingWorkloads(d, end) {
			t.Fatalf("%v: %d workloads in the answer, %d lead there in the graph\n%v%+v", p, a.Len(), reachingWorkloads(d, end), s, s.facts)
		}
	}
}

// nodeFacts draws nodes, pods and Secrets for the clusters of a world.
func nodeFacts(t *rapid.T, facts []fleet.Fact) []fleet.Fact {
	emails := []string{"", "default"}
	for _, a := range factsOf[fleet.GSA](facts) {
		emails = append(emails, a.Email)
	}
	var more []fleet.Fact
	for _, c := range factsOf[fleet.Cluster](facts) {
		if c.Mode != fleet.Outside {
			more = append(more, nodePools(t, c, emails)...)
		}
		pools := []string{""}
		for _, p := range factsOf[fleet.NodePool](more) {
			if p.Cluster == c.Name {
				pools = append(pools, p.Name)
			}
		}
		for _, name := range []string{"a", "b", "c"}[:rapid.IntRange(0, 3).Draw(t, "pods")] {
			more = append(more, fleet.Pod{
				Cluster: c.Name, Namespace: pick(t, "shop", "pay"), Name: name, ServiceAccount: pick(t, "", "app"),
				HostNetwork: pick(t, false, false, true), NodePool: pick(t, pools...), NodeSelector: selectors(t), Secrets: pick(t, nil, []string{"key"}),
			})
		}
		if pick(t, false, true) {
			more = append(more, fleet.Secret{Cluster: c.Name, Namespace: "shop", Name: "key", Key: pick(t, append(emails[2:], "untold@alpha.iam.gserviceaccount.com")...)})
		}
		for _, gap := range []fleet.GapKind{fleet.GapPods, fleet.GapNodePools} {
			if pick(t, false, false, false, true) {
				more = append(more, fleet.Gap{What: gap, Cluster: c.Name})
			}
		}
	}
	return more
}

func pick[V any](t *rapid.T, from ...V) V { return rapid.SampledFrom(from).Draw(t, "of") }

func nodePools(t *rapid.T, c fleet.Cluster, emails []string) []fleet.Fact {
	modes := []fleet.MetadataMode{fleet.MetadataUnknown, fleet.GKEMetadata, fleet.GCEMetadata}
	switch {
	case c.Mode == fleet.Autopilot:
		modes = modes[:2]
	case c.WorkloadIdentity == fleet.Off:
		modes[1] = fleet.MetadataUnknown
	}
	var pools []fleet.Fact
	for _, name := range []string{"np1", "np2"}[:rapid.IntRange(0, 2).Draw(t, "pools")] {
		pools = append(pools, fleet.NodePool{
			Cluster: c.Name, Name: name, Metadata: pick(t, modes...), Account: pick(t, emails...), Windows: pick(t, false, false, true),
			Scopes: pick(t, nil, []string{}, []string{"https://www.googleapis.com/auth/iam"}, []string{"logging.write", "cloud-platform"}, []string{"logging.write"}),
			Labels: pick(t, nil, map[string]string{}, map[string]string{"team": "a"}),
		})
	}
	return pools
}

func selectors(t *rapid.T) map[string]string {
	return pick(t, nil, nil,
		map[string]string{"iam.gke.io/gke-metadata-server-enabled": "true"},
		map[string]string{"iam.gke.io/gke-metadata-server-enabled": "false"},
		map[string]string{"cloud.google.com/gke-nodepool": "np1"},
		map[string]string{"kubernetes.io/os": "windows"},
		map[string]string{"team": "a", "topology.kubernetes.io/zone": "z"},
		map[string]string{"team": "b"})
}
