package fleet_test

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"fleettrust.example/fleet"
)

// The slow model's reading of nodes, pods and Secrets.

// gained is what a workload gets without a grant: accounts whose token leads on, and accounts within scopes.
type gained struct{ free, bound map[string]surety }

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
func (w *slowWorld) gains(at ground, namespace, ksa string) gained {
	got := gained{map[string]surety{}, map[string]surety{}}
	pods := slices.DeleteFunc(slices.Clone(at.pods), func(p fleet.Pod) bool {
		return p.Namespace != namespace || cmp.Or(p.ServiceAccount, "default") != ksa
	})
	for _, np := range at.pools {
		for _, p := range pods {
			got.add(w, at, np, min(at.lands(w, p, np), at.served(np, p.HostNetwork), perhapsIf(p.HostNetwork && at.cluster.Mode == fleet.Autopilot)))
		}
		if len(pods) == 0 || at.podsGap {
			got.add(w, at, np, min(perhaps, at.served(np, at.podsGap)))
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
func (got gained) add(w *slowWorld, at ground, np fleet.NodePool, sure surety) {
	email := w.runsAs(at, np)
	if email == "" || sure == never {
		return
	}
	switch w.free(np) {
	case surely:
		raise(got.free, email, sure)
	case perhaps:
		raise(got.free, email, min(sure, perhaps))
		raise(got.bound, email, sure)
	default:
		raise(got.bound, email, sure)
	}
}

// free: does a token of these nodes reach the IAM Credentials API?
func (w *slowWorld) free(np fleet.NodePool) surety {
	if np.Scopes == nil {
		return perhaps
	}
	for _, s := range np.Scopes {
		if s = strings.TrimPrefix(s, "https://www.googleapis.com/auth/"); s == "cloud-platform" || s == "iam" {
			return surely
		}
	}
	return never
}

// runsAs: the account that was told, or the default one of Compute Engine, by the number of the project.
func (w *slowWorld) runsAs(at ground, np fleet.NodePool) string {
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
func (at ground) served(np fleet.NodePool, host bool) surety {
	switch {
	case host:
		return surely
	case at.cluster.Mode == fleet.Autopilot || np.Metadata == fleet.GKEMetadata:
		return never
	case np.Metadata == fleet.GCEMetadata || at.cluster.WorkloadIdentity == fleet.Off:
		return surely
	}
	return perhaps
}

// lands: is this pod on these nodes, or on others that are no different?
func (at ground) lands(w *slowWorld, p fleet.Pod, np fleet.NodePool) surety {
	told := slices.ContainsFunc(at.pools, func(o fleet.NodePool) bool { return o.Name == p.NodePool })
	switch {
	case told && p.NodePool == np.Name:
		return surely
	case at.admits(np, p.NodeSelector) == never:
		return never
	case p.NodePool != "" || at.poolGap:
		return perhaps
	}
	for _, o := range at.pools {
		same := w.runsAs(at, o) == w.runsAs(at, np) && w.free(o) == w.free(np) && at.served(o, p.HostNetwork) == at.served(np, p.HostNetwork)
		if !same && at.admits(o, p.NodeSelector) > never {
			return perhaps
		}
	}
	return surely
}

// admits: does a node selector let a pod onto these nodes? Labels in the domains of Kubernetes and Google nodes have
// unasked.
func (at ground) admits(np fleet.NodePool, selector map[string]string) surety {
	best := surely
	for key, value := range selector {
		has, told := np.Labels[key]
		sure := perhapsIf(!told)
		switch {
		case key == "iam.gke.io/gke-metadata-server-enabled":
			sure = [...]surety{never: surely, perhaps: perhaps, surely: never}[at.served(np, false)]
			if value != "true" && sure == surely {
				sure = never
			}
		case key == "cloud.google.com/gke-nodepool":
			sure = surelyIf(value == np.Name)
		case key == "kubernetes.io/os":
			sure = surelyIf(value == map[bool]string{true: "windows", false: "linux"}[np.Windows])
		case told:
			sure = surelyIf(has == value)
		case np.Labels != nil && !strings.Contains(key, "kubernetes.io/") && !strings.Contains(key, "k8s.io/") && !strings.Contains(key, "gke.io/") && !strings.Contains(key, "cloud.google.com/"):
			sure = never
		}
		best = min(best, sure)
	}
	return best
}

func surelyIf(is bool) surety {
	if is {
		return surely
	}
	return never
}

// unseenNodes are the accounts that a pod may get from nodes of which too little is known: any at all from clusters and nodes
// that were not read, the default one of their project from those of which that is all that is known; and those that
// workloads get of which nobody told.
func (w *slowWorld) unseenNodes(facts []fleet.Fact) map[string]surety {
	emails := map[string]surety{}
	unlisted := slices.ContainsFunc(facts, func(f fleet.Fact) bool {
		gap, ok := f.(fleet.Gap)
		return ok && gap.What == fleet.GapClusters
	})
	for email := range w.home {
		if unlisted && !w.disabled[email] {
			emails[email] = untold
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
				emails[email] = untold
			}
		}
	}
	return emails
}

// hiddenGains are the accounts that a workload nobody told of gets in a cluster.
func (w *slowWorld) hiddenGains(at ground) map[string]surety {
	emails := map[string]surety{}
	for _, np := range at.pools {
		if email := w.runsAs(at, np); at.served(np, at.podsGap) > never && email != "" && !w.disabled[email] {
			emails[email] = untold
		}
	}
	for _, s := range at.secrets {
		if s.Key != "" && !w.disabled[s.Key] {
			emails[s.Key] = untold
		}
	}
	return emails
}

func (w *slowWorld) blindAt(at ground) (unread, unnamed bool) {
	name := at.cluster.Name.String()
	if at.cluster.Mode == fleet.Outside || !at.objectsGap && !slices.ContainsFunc(w.runs, func(r slowWorkload) bool { return strings.HasPrefix(r.name, name+" ") }) {
		return false, false
	}
	host := at.podsGap || slices.ContainsFunc(at.pods, func(p fleet.Pod) bool { return p.HostNetwork })
	unread = (at.poolGap || len(at.pools) == 0 && len(at.pods) > 0) && (host || at.cluster.Mode == fleet.Standard)
	unnamed = slices.ContainsFunc(at.pools, func(np fleet.NodePool) bool {
		return w.runsAs(at, np) == "" && at.served(np, host) > never
	})
	return unread, unnamed
}

// both is the union of two sets of accounts.
func both(a, b map[string]surety) map[string]surety {
	all := map[string]surety{}
	maps.Copy(all, a)
	for email, sure := range b {
		raise(all, email, sure)
	}
	return all
}
