package slow

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"fleettrust.example/fleet"
)

// The reading of nodes, pods and Secrets.

// gained is what a workload gets without a grant: accounts whose token leads on, and accounts within scopes.
type gained struct{ free, bound map[string]Surety }

// ground is what the facts say of one cluster.
type ground struct {
	cluster          fleet.Cluster
	pools            []fleet.NodePool
	pods             []fleet.Pod
	secrets          []fleet.Secret
	podsGap, poolGap bool
	objectsGap       bool
}

func groundOf(facts []fleet.Fact, cluster string) ground {
	var at ground
	for _, f := range facts {
		switch f := f.(type) {
		case fleet.Cluster:
			if f.Name.String() == cluster {
				at.cluster = f
			}
		case fleet.NodePool:
			if f.Cluster.String() == cluster {
				at.pools = append(at.pools, f)
			}
		case fleet.Pod:
			if f.Cluster.String() == cluster {
				at.pods = append(at.pods, f)
			}
		case fleet.Secret:
			if f.Cluster.String() == cluster {
				at.secrets = append(at.secrets, f)
			}
		case fleet.Gap:
			if f.Cluster.String() == cluster {
				at.podsGap = at.podsGap || f.What == fleet.GapPods
				at.poolGap = at.poolGap || f.What == fleet.GapNodePools
				at.objectsGap = at.objectsGap || f.What == fleet.GapObjects
			}
		}
	}
	return at
}

// gains: R15 and R16 for one service account of a namespace.
func (w *World) gains(at ground, namespace, ksa string) gained {
	got := gained{map[string]Surety{}, map[string]Surety{}}
	pods := slices.DeleteFunc(slices.Clone(at.pods), func(p fleet.Pod) bool {
		return p.Namespace != namespace || cmp.Or(p.ServiceAccount, "default") != ksa
	})
	for _, np := range at.pools {
		for _, p := range pods {
			got.add(w, at, np, min(at.lands(w, p, np), at.served(np, p.HostNetwork), perhapsIf(p.HostNetwork && at.cluster.Mode == fleet.Autopilot)))
		}
		if len(pods) == 0 || at.podsGap {
			got.add(w, at, np, min(Perhaps, at.served(np, at.podsGap)))
		}
	}
	for _, s := range at.secrets {
		if s.Namespace == namespace && s.Key != "" {
			mounted := slices.ContainsFunc(pods, func(p fleet.Pod) bool { return slices.Contains(p.Secrets, s.Name) })
			raise(got.free, s.Key, perhapsIf(!mounted))
		}
	}
	for email := range w.disabled {
		if w.disabled[email] {
			delete(got.free, email)
			delete(got.bound, email)
		}
	}
	return got
}

// add: a token of a node is bound by the scopes of the node, and of those that nobody told it may be.
func (got gained) add(w *World, at ground, np fleet.NodePool, sure Surety) {
	email := w.runsAs(at, np)
	if email == "" || sure == Never {
		return
	}
	switch w.free(np) {
	case Surely:
		raise(got.free, email, sure)
	case Perhaps:
		raise(got.free, email, min(sure, Perhaps))
		raise(got.bound, email, sure)
	default:
		raise(got.bound, email, sure)
	}
}

// free: does a token of these nodes reach the IAM Credentials API?
func (w *World) free(np fleet.NodePool) Surety {
	if np.Scopes == nil {
		return Perhaps
	}
	for _, s := range np.Scopes {
		if s = strings.TrimPrefix(s, "https://www.googleapis.com/auth/"); s == "cloud-platform" || s == "iam" {
			return Surely
		}
	}
	return Never
}

// runsAs: the account that was told, or the default one of Compute Engine, by the number of the project.
func (w *World) runsAs(at ground, np fleet.NodePool) string {
	number := w.number[at.cluster.Name.Project]
	switch {
	case np.Account != "" && np.Account != "default":
		return np.Account
	case number == "":
		return ""
	}
	return number + "-compute@developer.gserviceaccount.com"
}

// served: does a pod on these nodes get the account of the node?
func (at ground) served(np fleet.NodePool, host bool) Surety {
	switch {
	case host:
		return Surely
	case at.cluster.Mode == fleet.Autopilot || np.Metadata == fleet.GKEMetadata:
		return Never
	case np.Metadata == fleet.GCEMetadata || at.cluster.WorkloadIdentity == fleet.Off:
		return Surely
	}
	return Perhaps
}

// lands: is this pod on these nodes, or on others that are no different?
func (at ground) lands(w *World, p fleet.Pod, np fleet.NodePool) Surety {
	told := slices.ContainsFunc(at.pools, func(o fleet.NodePool) bool { return o.Name == p.NodePool })
	switch {
	case told && p.NodePool == np.Name:
		return Surely
	case at.admits(np, p.NodeSelector) == Never:
		return Never
	case p.NodePool != "" || at.poolGap:
		return Perhaps
	}
	for _, o := range at.pools {
		same := w.runsAs(at, o) == w.runsAs(at, np) && w.free(o) == w.free(np) && at.served(o, p.HostNetwork) == at.served(np, p.HostNetwork)
		if !same && at.admits(o, p.NodeSelector) > Never {
			return Perhaps
		}
	}
	return Surely
}

// admits: does a node selector let a pod onto these nodes? Labels in the domains of Kubernetes and Google nodes have
// unasked.
func (at ground) admits(np fleet.NodePool, selector map[string]string) Surety {
	best := Surely
	for key, value := range selector {
		has, told := np.Labels[key]
		sure := perhapsIf(!told)
		switch {
		case key == "iam.gke.io/gke-metadata-server-enabled":
			sure = [...]Surety{Never: Surely, Perhaps: Perhaps, Surely: Never}[at.served(np, false)]
			if value != "true" && sure == Surely {
				sure = Never
			}
		case key == "cloud.google.com/gke-nodepool":
			sure = surelyIf(value == np.Name)
		case key == "kubernetes.io/os":
			sure = surelyIf(value == map[bool]string{true: "windows", false: "linux"}[np.Windows])
		case told:
			sure = surelyIf(has == value)
		case np.Labels != nil && !strings.Contains(key, "kubernetes.io/") && !strings.Contains(key, "k8s.io/") && !strings.Contains(key, "gke.io/") && !strings.Contains(key, "cloud.google.com/"):
			sure = Never
		}
		best = min(best, sure)
	}
	return best
}

func surelyIf(is bool) Surety {
	if is {
		return Surely
	}
	return Never
}

// unseenNodes are the accounts that a pod may get from nodes of which too little is known: any at all from clusters and nodes
// that were not read, the default one of their project from those of which that is all that is known; and those that
// workloads get of which nobody told.
func (w *World) unseenNodes(facts []fleet.Fact) map[string]Surety {
	emails := map[string]Surety{}
	unlisted := slices.ContainsFunc(facts, func(f fleet.Fact) bool {
		gap, ok := f.(fleet.Gap)
		return ok && gap.What == fleet.GapClusters
	})
	for email := range w.home {
		if unlisted && !w.disabled[email] {
			emails[email] = Untold
		}
	}
	for _, f := range facts {
		c, ok := f.(fleet.Cluster)
		if !ok {
			continue
		}
		at := groundOf(facts, c.Name.String())
		if at.objectsGap {
			emails = both(emails, w.hiddenGains(at))
		}
		unread, unnamed := w.blindAt(at)
		if unnamed {
			w.home["unnamed@"+c.Name.Project] = c.Name.Project
		}
		for email := range w.home {
			if !w.disabled[email] && (unread || unnamed && (strings.HasSuffix(email, "-compute@developer.gserviceaccount.com") || email == "unnamed@"+c.Name.Project)) {
				emails[email] = Untold
			}
		}
	}
	return emails
}

// hiddenGains are the accounts that a workload nobody told of gets in a cluster.
func (w *World) hiddenGains(at ground) map[string]Surety {
	emails := map[string]Surety{}
	for _, np := range at.pools {
		if email := w.runsAs(at, np); at.served(np, at.podsGap) > Never && email != "" && !w.disabled[email] {
			emails[email] = Untold
		}
	}
	for _, s := range at.secrets {
		if s.Key != "" && !w.disabled[s.Key] {
			emails[s.Key] = Untold
		}
	}
	return emails
}

func (w *World) blindAt(at ground) (unread, unnamed bool) {
	name := at.cluster.Name.String()
	if at.cluster.Mode == fleet.Outside || !at.objectsGap && !slices.ContainsFunc(w.runs, func(r workload) bool { return strings.HasPrefix(r.name, name+" ") }) {
		return false, false
	}
	host := at.podsGap || slices.ContainsFunc(at.pods, func(p fleet.Pod) bool { return p.HostNetwork })
	unread = (at.poolGap || len(at.pools) == 0 && len(at.pods) > 0) && (host || at.cluster.Mode == fleet.Standard)
	unnamed = slices.ContainsFunc(at.pools, func(np fleet.NodePool) bool {
		return w.runsAs(at, np) == "" && at.served(np, host) > Never
	})
	return unread, unnamed
}

// both is the union of two sets of accounts.
func both(a, b map[string]Surety) map[string]Surety {
	all := map[string]Surety{}
	maps.Copy(all, a)
	for email, sure := range b {
		raise(all, email, sure)
	}
	return all
}
