package fleet

import (
	"iter"

	"fleettrust.example/pool"
)

// A Graph is the trust graph of one world: immutable, and safe for any number of goroutines. Make one with a Builder.
type Graph struct {
	register
	assume     Assumptions
	nodes      []node        // organizations, folders, projects, sorted
	pools      []poolRow     // sorted by name
	clusters   []cluster     // sorted by name
	scopes     []scope       // sorted by fleet, name
	namespaces []namespace   // sorted by cluster, name
	workloads  []workload    // sorted by cluster, namespace, name
	untold     []Source      // what shows workloads that were not told
	pods       []pod         // sorted by workload, name
	secrets    []secret      // sorted by cluster, namespace, name
	byUID      []int32       // workloads whose UID is known, sorted by it
	accounts   []account     // Google service accounts, sorted by e-mail
	members    []member      // distinct members of decisive grants and of told groups, and those groups, sorted
	roots      []bool        // by member: see isRoot
	groups     []told[Group] // groups and domains whose members were told, sorted
	odd        []int32       // members that may match a workload by another name than those it is called, sorted
	grants     []grant       // bindings whose role can lead to an account, sorted
	boundaries []boundary
	denies     []deny          // rules that forbid powers over accounts
	custom     []constraint    // custom constraints, sorted by name, organization
	evaluator  Evaluator       // nil evaluates nothing
	told       Builder         // what With goes on from
	patch      *patch          // nil for none
	lapsed     []told[Binding] // conditional bindings of which the condition takes something, kept to explain, sorted
	weak       []told[Binding] // bindings on accounts whose role leads to none, kept to explain, sorted

	permits                   []permit    // sorted by subject and cluster
	authority                 []authority // bindings whose role gives rights to become something, sorted by member
	oddAuthority              []int32     // rows that may match a workload by another name than those it is called, sorted
	unreadNodes, unnamedNodes []Reason    // what is not known of nodes
}

// node is an organization, folder or project. Invariant: parent < 0, or a node that is no descendant of this one.
type node struct {
	resource Resource
	parent   int32
	number   pool.Number
	at       Source
	told     bool
	pool     pool.Name // of a project: the name of its Google-managed pool, zero when not known
	poolTold bool      // the project itself says that the pool exists
	below    []int32   // accounts in it and under it, sorted
	policies
	denies      []int // rules that hang on it
	gaps        gaps
	orphan      bool        // a folder whose parent was not told
	hubs        []string    // memberships of its fleet that name the old pool
	tenancy     pool.Name   // the scope-tenancy pool of its fleet, zero for none
	orgPolicies []orgPolicy // set on exactly it, sorted by constraint
	keyless     []Reason    // of a project: why keys of its service accounts may not come to be
}

// gaps marks what was not read of something, by GapKind.
type gaps [GapOrgPolicies + 1]bool

// policies is what the allow policy of exactly one resource grants.
type policies struct {
	grants []int32
	unread []told[Binding] // decisive, with a member that cannot be read
	leans  []Reason        // who is cut off below it by an assumption
}

// poolRow is a workload identity pool that the world speaks of, with everyone who can get a credential at it.
type poolRow struct {
	name      pool.Name
	project   int32    // node
	exists    bool     // a cluster or a membership shows it, or it was told
	leans     []Reason // who is left out by an assumption
	assumed   []Reason // that it has this name
	members   []entry  // of namespaces, sorted by name, cluster, provision
	providers []entry  // of clusters
}

// entry is whose workloads have a credential, a cluster or a namespace of one, and the index of the provision that gives it.
type entry struct{ of, provision int32 }

type cluster struct {
	name        ClusterName
	fact        Cluster
	at          Source
	project     int32 // node
	provisions  []provision
	memberships []told[Membership]
	nodePools   []nodePool // sorted by name
	first, end  int32      // its namespaces
	gaps        gaps
	permits     []int32 // by index, sorted by namespace
	blind       blind
}

// provision is a pool at which the workloads of a cluster, or of some namespaces of it, have a credential.
type provision struct {
	pool     int32
	rule     Rule
	provider string
	at       Source
	because  string
	doubts   []Reason
	scoped   bool     // it is only for the namespaces of only
	only     []string // sorted
	except   []string // the namespaces it is not for, sorted
}

type namespace struct {
	name       uint32
	cluster    int32
	first, end int32 // its workloads
}

// workload is a Kubernetes service account. More is the place, plus one, of what was told of it besides its name, or 0; or, of one that
// is there because a namespace, a pod or a Secret is, the place of what shows it, counted down from -1.
type workload struct {
	name            uint32
	namespace, more int32
}

type account struct {
	email    string
	node     int32 // its project, or -1
	told     bool  // false: only named by a grant, a group, a node pool or a Secret
	disabled bool
	googles  bool // see isGoogles
	at       Source
	policies
	gap  bool    // its policy was not read
	runs []int32 // clusters that have nodes which run as it, sorted
	keys []int32 // Secrets that hold a key of it, sorted
	self int32   // the member that is this account, or -1
	sets []int32 // the members that hold it among others, sorted
}

// A WorkloadID is a workload by number: dense from 0, in the order of Workload.Compare, meaningful for one Graph only.
type WorkloadID int32

// Workloads yields every workload in the order of Workload.Compare.
func (g *Graph) Workloads() iter.Seq2[WorkloadID, Workload] {
	return func(yield func(WorkloadID, Workload) bool) {
		for i := range g.workloads {
			if !yield(WorkloadID(i), g.Workload(WorkloadID(i))) {
				return
			}
		}
	}
}

// Workload names a workload. It panics on an ID that is not this graph's.
func (g *Graph) Workload(id WorkloadID) Workload {
	w := &g.workloads[id]
	ns := &g.namespaces[w.namespace]
	return Workload{g.clusters[ns.cluster].name, g.texts.at(ns.name), g.texts.at(w.name)}
}

// WorkloadID finds a workload by name. O(log workloads).
func (g *Graph) WorkloadID(w Workload) (WorkloadID, bool) {
	ns, ok := g.findNamespace(w.Cluster, w.Namespace)
	if !ok {
		return 0, false
	}
	name, known := g.texts.find(w.ServiceAccount)
	if !known {
		return 0, false
	}
	i, ok := g.findIn(ns, name)
	return WorkloadID(i), ok
}

// Clusters yields every cluster's description in the order of ClusterName.Compare.
func (g *Graph) Clusters() iter.Seq[Cluster] {
	return func(yield func(Cluster) bool) {
		for i := range g.clusters {
			if !yield(g.clusters[i].fact) {
				return
			}
		}
	}
}

// Accounts yields the e-mail of every Google service account, told or only named by a grant or a group, sorted.
func (g *Graph) Accounts() iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := range g.accounts {
			if !yield(g.accounts[i].email) {
				return
			}
		}
	}
}

// Facts lists what the graph was made of: by type, from places to grants to gaps, and within a type in the order told, what
// operations brought last, with the IDs of projects that were told where it was told their numbers. A fact told twice is in it
// twice. Told to a Builder that assumes the same, they make the same graph, but for the places where they were read. O(facts).
func (g *Graph) Facts() []Fact {
	var facts []Fact
	for _, f := range g.told.all() {
		facts = append(facts, owned(g.spelled(f)))
	}
	return facts
}

// isTold reports a workload that was told as a Kubernetes service account.
func (g *Graph) isTold(w int32) bool { return g.workloads[w].more >= 0 }

// more is what was told of a workload besides its name.
func (g *Graph) more(w int32) ksaMore {
	switch at := g.workloads[w].more; {
	case at > 0:
		return *g.told.ksas.more.at(int(at) - 1)
	case at < 0:
		return ksaMore{at: g.untold[-at-1]}
	default:
		return ksaMore{}
	}
}

func (g *Graph) clusterIndex(w int32) int32 { return g.namespaces[g.workloads[w].namespace].cluster }

func (g *Graph) clusterOf(w int32) *cluster { return &g.clusters[g.clusterIndex(w)] }

// chain yields the resources whose policies hold for a node: itself and all above it.
func (g *Graph) chain(at int32) iter.Seq[int32] {
	return func(yield func(int32) bool) {
		for ; at >= 0; at = g.nodes[at].parent {
			if !yield(at) {
				return
			}
		}
	}
}
