package fleet

import (
	"fmt"
	"slices"
	"strings"
)

// landing is a node pool on which a pod runs, or may come to run. Sure says that the pod gets what the node pool gives: it
// runs there, or wherever else it may run gives the same.
type landing struct {
	pool *nodePool
	sure bool
	runs string // how it runs there, in words
	host bool   // it uses the network of the node
}

// landings lists the node pools, of those that were told, on which a pod may run. It runs somewhere.
func (c *cluster) landings(p *pod) []landing {
	var ls []landing
	for i := range c.nodePools {
		if int32(i) == p.pool {
			ls = append(ls, landing{&c.nodePools[i], true, "runs on", p.fact.HostNetwork})
		} else if c.nodePools[i].fits(p.fact.NodeSelector) != Off {
			ls = append(ls, landing{&c.nodePools[i], false, "may come to run on", p.fact.HostNetwork})
		}
	}
	if p.fact.NodePool == "" && !c.gaps[GapNodePools] && alike(ls) {
		settle(ls)
	}
	return ls
}

// settle makes sure of landings of which it does not matter which it is.
func settle(ls []landing) {
	for i := range ls {
		ls[i].sure, ls[i].runs = true, "can only run on"
		if len(ls) > 1 {
			ls[i].runs = "runs on nodes like those of"
		}
	}
}

// alike reports that a pod gets one thing wherever it lands.
func alike(ls []landing) bool {
	return !slices.ContainsFunc(ls, func(l landing) bool {
		first := ls[0]
		same := l.pool.email == first.pool.email && l.pool.bounds() == first.pool.bounds()
		return l.gives() != first.gives() || l.gives() != Off && !same
	})
}

// gives says whether the pod gets the account of the node: always with the network of the node, which the GKE metadata
// server does not listen on.
// Source: https://docs.cloud.google.com/kubernetes-engine/docs/concepts/workload-identity (restrictions), read 2026-04-10.
func (l landing) gives() Setting {
	if l.host {
		return On
	}
	return l.pool.gives
}

// The labels that GKE and Kubernetes give to nodes, as far as this package reads them. The first is on the nodes that have
// the GKE metadata server.
// Source: https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
const (
	metadataServerLabel = "iam.gke.io/gke-metadata-server-enabled"
	nodePoolLabel       = "cloud.google.com/gke-nodepool"
	systemLabel         = "kubernetes.io/os"
)

// fits says whether a node selector lets a pod onto the nodes of a pool. It has to match in every label.
func (p *nodePool) fits(selector map[string]string) Setting {
	fits := On
	for key, want := range selector {
		switch p.matches(key, want) {
		case Off:
			return Off
		case Unknown:
			fits = Unknown
		}
	}
	return fits
}

// matches looks a label up. Of a node's own labels all are known once they were told; others it has from its machine.
func (p *nodePool) matches(key, want string) Setting {
	value, told := p.fact.Labels[key]
	switch {
	case key == metadataServerLabel && p.gives == Unknown:
		return Unknown
	case key == metadataServerLabel:
		return onIf(p.gives == Off && want == "true")
	case key == nodePoolLabel:
		return onIf(want == p.fact.Name)
	case key == systemLabel:
		return onIf(want == p.system())
	case told:
		return onIf(want == value)
	case p.fact.Labels == nil, ofMachine(key):
		return Unknown
	default:
		return Off
	}
}

func (p *nodePool) system() string {
	if p.fact.Windows {
		return "windows"
	}
	return "linux"
}

// ofMachine reports a label that nodes get without anybody writing it down: of zone, machine type, architecture and more.
// Source: https://kubernetes.io/docs/reference/labels-annotations-taints/
func ofMachine(key string) bool {
	domain, _, _ := strings.Cut(key, "/")
	return slices.ContainsFunc([]string{"kubernetes.io", "k8s.io", "gke.io", "cloud.google.com"}, func(d string) bool {
		return domain == d || strings.HasSuffix(domain, "."+d)
	})
}

func onIf(ok bool) Setting {
	if ok {
		return On
	}
	return Off
}

// landingDoubt says of a node pool that pods may be there, which nobody told to be there.
func (p *nodePool) landingDoubt() Reason {
	return Reason{
		fmt.Sprintf("%s may get pods that were not told to run there", nameNodePool(p.fact)),
		"kubectl get pods -A -o yaml, and what keeps pods off those nodes"}
}
