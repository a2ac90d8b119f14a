package fleet

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"fleettrust.example/pool"
)

// pod is a pod of a workload. Pool is where it runs, -1 when not known.
type pod struct {
	fact     Pod
	at       Source
	workload int32
	pool     int32
}

// podRows lists the pods, each once, and gives a row for the service account of each: a pod does not run without one.
// Source: https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/
func (c *compiler) podRows() []row {
	key := func(a, b Pod) int {
		return cmp.Or(a.Cluster.Compare(b.Cluster), compareText(a.Namespace, b.Namespace), compareText(a.Name, b.Name))
	}
	var rows []row
	for _, f := range distinct(c, c.builder.pods, key, samePod, namePod) {
		f.fact.ServiceAccount = cmp.Or(f.fact.ServiceAccount, defaultKSA)
		f.fact.NodeSelector, f.fact.Secrets = maps.Clone(f.fact.NodeSelector), sortedText(f.fact.Secrets)
		c.checkName(f.at, namePod(f.fact), f.fact.Name)
		if i, ok := c.checkObject(f.at, func() string { return namePod(f.fact) }, f.fact.Cluster, f.fact.Namespace, f.fact.ServiceAccount); ok {
			c.pods = append(c.pods, f)
			rows = append(rows, row{i, f.fact.Namespace, f.fact.ServiceAccount, f.at})
		}
	}
	slices.SortFunc(rows, func(a, b row) int { return cmp.Or(compareRows(a, b), a.at.compare(b.at)) })
	return rows
}

func samePod(a, b Pod) bool {
	return cmp.Or(a.ServiceAccount, defaultKSA) == cmp.Or(b.ServiceAccount, defaultKSA) && a.HostNetwork == b.HostNetwork && a.NodePool == b.NodePool &&
		maps.Equal(a.NodeSelector, b.NodeSelector) && slices.Equal(sortedText(a.Secrets), sortedText(b.Secrets))
}

func namePod(f Pod) string {
	return fmt.Sprintf("pod %q of cluster %q", f.Namespace+"/"+f.Name, f.Cluster)
}

// checkName holds the name of a pod or a Secret to what Kubernetes allows.
// Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
func (c *compiler) checkName(at Source, about, name string) {
	if !pool.Subject(anyPool, 0, defaultKSA, name).IsValid() {
		c.fault(at, about, fmt.Sprintf("name %q: want a DNS subdomain of at most 253 characters", name))
	}
}

// compilePods hangs each pod on its workload and its node pool; pods are sorted by workload and name.
func (c *compiler) compilePods() {
	unread := map[ClusterName]bool{}
	for _, gap := range c.builder.gaps {
		unread[gap.fact.Cluster] = unread[gap.fact.Cluster] || gap.fact.What == GapNodePools
	}
	for _, f := range c.pods {
		w, ok := c.g.WorkloadID(Workload{f.fact.Cluster, f.fact.Namespace, f.fact.ServiceAccount})
		if !ok {
			continue // a fault already
		}
		row := c.g.clusterOf(int32(w))
		at := row.findNodePool(f.fact.NodePool)
		// Lists of Autopilot clusters may leave node pools out, since nobody manages them.
		untold := unread[f.fact.Cluster] || row.fact.Mode == Autopilot && len(row.nodePools) == 0
		if at < 0 && f.fact.NodePool != "" && !untold {
			c.fault(f.at, namePod(f.fact), fmt.Sprintf("runs on node pool %q, which the cluster does not have", f.fact.NodePool))
		}
		c.g.pods = append(c.g.pods, pod{f.fact, f.at, int32(w), at})
	}
	slices.SortFunc(c.g.pods, func(a, b pod) int {
		return cmp.Or(cmp.Compare(a.workload, b.workload), compareText(a.fact.Name, b.fact.Name))
	})
}

// podsOf is the run of a workload's pods; none for a workload that the world does not have.
func (g *Graph) podsOf(w int32) []pod {
	return run(g.pods, func(p pod) int { return cmp.Compare(p.workload, w) })
}

// podsIn is the run of a cluster's pods.
func (g *Graph) podsIn(c int32) []pod {
	first, end := g.workloadsOf(c)
	return run(g.pods, func(p pod) int {
		switch {
		case p.workload < first:
			return -1
		case p.workload >= end:
			return 1
		default:
			return 0
		}
	})
}
