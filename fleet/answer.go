package fleet

import (
	"cmp"
	"iter"
	"slices"

	"fleettrust.example/pool"
)

// A Strength says how an assumer comes to be the principal. The strengths are never mixed.
type Strength uint8

// How a principal is assumed.
const (
	Assumes  Strength = iota + 1 // holds it today: the principal is one of its own names
	Obtains                      // gets it by further steps through IAM
	Attaches                     // may attach it to a resource, and run code as it where it may create one
)

// String gives assumes, obtains or attaches.
func (s Strength) String() string {
	switch s {
	case Assumes:
		return "assumes"
	case Obtains:
		return "obtains"
	case Attaches:
		return "attaches"
	default:
		return "none"
	}
}

// An Assumer can act as a principal. It is a Workload, or else a Member of IAM: a service account, a person, a group,
// an identity from elsewhere. Route is that of a workload's cluster: Off says that it is authorized and has no route to Google's
// APIs, which takes nobody out of an answer and makes none less exact.
type Assumer struct {
	Strength Strength
	Workload Workload
	Member   pool.Principal // valid only if the assumer is no workload
	Route    Setting
	Path     Path
}

// String names the workload or the member.
func (a Assumer) String() string {
	if a.Member.IsValid() {
		return a.Member.String()
	}
	return a.Workload.String()
}

// Exactness is that of the path, and UpperBound for a Member whose members are not known.
func (a Assumer) Exactness() Exactness { return a.Path.Exactness() }

// An Opening is a cluster in which whoever may create what is Missing becomes the principal. It is named, since
// sameness makes the name all that is asked for.
// Source: https://docs.cloud.google.com/kubernetes-engine/docs/concepts/workload-identity (identity sameness), read 2026-04-10.
type Opening struct {
	Cluster   ClusterName
	Missing   Missing
	Principal pool.Principal // the subject or namespace principal that it would be
	Rules     []Rule
	Doubts    []Reason // about whether the cluster provides the pool
}

// Missing is what a cluster lacks for a workload of a given name.
type Missing uint8

// What may be missing.
const (
	MissingNamespace Missing = iota + 1
	MissingServiceAccount
	NotRead // the objects of the cluster were not read: it may have the workload already
)

// String gives namespace, service account or not read.
func (m Missing) String() string {
	switch m {
	case MissingNamespace:
		return "namespace"
	case MissingServiceAccount:
		return "service account"
	case NotRead:
		return "not read"
	default:
		return "none"
	}
}

// An Answer says who can act as a principal, how, and how sure that is. It is worked out once; walking it again
// gives the same.
type Answer struct {
	g         *Graph
	selector  selector
	found     []candidate // sorted by workload
	vertices  []int32     // members, sorted
	certain   reach
	any       reach
	exactness Exactness
	reasons   []Reason
	unsettled []Reason // those of reasons that say what it may lack
	open      []Opening
}

// candidate is a workload with its best way to the principal.
type candidate struct {
	holding
	member int32 // vertex of the impersonation graph that the holding matches or possesses, or target
	length int32
	sure   bool
}

// Assumers answers who can act as a principal. O(accounts met × grants over them) for the way through IAM, and
// O(n log n) in the workloads found.
func (g *Graph) Assumers(p pool.Principal) *Answer {
	return g.answer(g.selector(g.canonical(p)))
}

func (g *Graph) answer(s selector) *Answer { return g.answerWith(s, nil) }

func (g *Graph) answerWith(s selector, known owners) *Answer {
	a := &Answer{g: g, selector: s, certain: g.reach(s, true), any: g.reach(s, false)}
	a.find(known)
	a.findMembers()
	a.findOpenings()
	a.judge()
	return a
}

// Principal is the one asked about, in its canonical spelling.
func (a *Answer) Principal() pool.Principal { return a.selector.principal }

// Exactness says how the answer stands to the truth.
func (a *Answer) Exactness() Exactness { return a.exactness }

// Reasons says why the answer is not exact, or why it is empty, sorted.
func (a *Answer) Reasons() []Reason { return slices.Clone(a.reasons) }

// Open gives the clusters in which the principal could be come by, sorted by principal and cluster.
func (a *Answer) Open() []Opening { return slices.Clone(a.open) }

// Len is the number of workloads in the answer.
func (a *Answer) Len() int { return len(a.found) }

// Workloads yields the workloads of the answer, in order.
func (a *Answer) Workloads() iter.Seq[WorkloadID] {
	return func(yield func(WorkloadID) bool) {
		for i := range a.found {
			if !yield(WorkloadID(a.found[i].w)) {
				return
			}
		}
	}
}

// Can reports that a workload is in the answer. O(log workloads found).
func (a *Answer) Can(id WorkloadID) bool {
	_, ok := a.position(id)
	return ok
}

func (a *Answer) position(id WorkloadID) (int, bool) {
	return slices.BinarySearchFunc(a.found, int32(id), func(c candidate, w int32) int { return cmp.Compare(c.w, w) })
}

// Assumer gives a workload's way to the principal.
func (a *Answer) Assumer(id WorkloadID) (Assumer, bool) {
	i, ok := a.position(id)
	if !ok {
		return Assumer{}, false
	}
	return a.assumer(a.g.face(a.found[i].w), a.found[i]), true
}

// All yields the workloads in order, then the members in order, each with its path.
func (a *Answer) All() iter.Seq[Assumer] {
	return func(yield func(Assumer) bool) {
		for i := range a.found {
			if !yield(a.assumer(a.g.face(a.found[i].w), a.found[i])) {
				return
			}
		}
		for _, v := range a.vertices {
			if !yield(a.memberAssumer(v)) {
				return
			}
		}
	}
}

// find collects the workloads: those that the principal itself selects, and those that a member selects or that possess
// an account which leads to it.
func (a *Answer) find(known owners) {
	g := a.g
	for h := range g.holdings(a.selector) {
		a.offer(g.clusterIndex(h.w), h, target, 0, true)
	}
	for v, h := range a.any.hops {
		switch n := int32(len(g.accounts)); {
		case v >= 2*n:
			a.offerMember(v, h)
		case v < n:
			a.offerPossessors(v, known)
		}
	}
	slices.SortFunc(a.found, compareCandidates)
	a.found = slices.CompactFunc(a.found, func(x, y candidate) bool { return x.w == y.w })
}

func (a *Answer) offerMember(v int32, loose hop) {
	s := a.g.member(v - 2*int32(len(a.g.accounts))).selector
	sure, ok := a.certain.hops[v]
	for h := range a.g.holdings(s) {
		if ok {
			a.offer(a.g.clusterIndex(h.w), h, v, sure.length, true)
		}
		a.offer(a.g.clusterIndex(h.w), h, v, loose.length, false)
	}
}

func (a *Answer) offerPossessors(account int32, known owners) {
	for _, o := range known.of(a.g, account) {
		a.offerPossession(a.g.clusterIndex(o.w), o.w, o.possession)
	}
}

// offerPossession adds the ways from an account that a workload possesses: from a token within scopes to that very account
// or a set it is in, otherwise to wherever the account leads.
func (a *Answer) offerPossession(cluster, w int32, p *possession) {
	h := holding{w, -1, p.doubts, p}
	if p.scoped {
		if in, ok := a.g.includes(p.account, a.selector.principal); ok {
			a.offer(cluster, h, target, in.length, true)
		}
		return
	}
	v := a.g.token(p.account)
	if sure, ok := a.certain.hops[v]; ok {
		a.offer(cluster, h, v, sure.length, true)
	}
	if loose, ok := a.any.hops[v]; ok {
		a.offer(cluster, h, v, loose.length, false)
	}
}

// offer adds a candidate: one step to the credential and one to its name, or a single one for anyone at all
// or to what is possessed.
func (a *Answer) offer(cluster int32, h holding, v, length int32, sure bool) {
	length += 1
	if h.provision >= 0 {
		length++
		sure = sure && len(a.g.clusters[cluster].provisions[h.provision].doubts) == 0
	}
	a.found = append(a.found, candidate{h, v, length, sure && len(h.doubts) == 0})
}

// compareCandidates puts the best way of each workload first: certain, short, then by credential, with what is within scopes
// behind the rest, by vertex and rule.
func compareCandidates(x, y candidate) int {
	return cmp.Or(cmp.Compare(x.w, y.w), -cmp.Compare(truth(x.sure), truth(y.sure)), cmp.Compare(x.length, y.length), cmp.Compare(x.provision, y.provision),
		cmp.Compare(x.scopedAccount(), y.scopedAccount()), cmp.Compare(x.member, y.member), cmp.Compare(x.rule(), y.rule()))
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

// findMembers collects the accounts and outsiders that lead to the principal. Names that stand for credentials are
// left out: their workloads are in the answer.
func (a *Answer) findMembers() {
	g := a.g
	n := int32(len(g.accounts))
	for v, h := range a.any.hops {
		isAccount := v < n
		isOutsider := v >= 2*n && g.member(v-2*n).selector.standsForMore()
		if h.rule != 0 && (isAccount || isOutsider) && g.vertex(v).Principal != a.selector.principal {
			a.vertices = append(a.vertices, v)
		}
	}
	slices.Sort(a.vertices)
}

// standsForMore reports a member that may be more than the workloads and accounts of the graph.
func (s selector) standsForMore() bool {
	switch s.selects {
	case elsewhere, everyone, anyAccount:
		return true
	case accountsIn:
		return len(s.doubts) > 0
	default:
		return false
	}
}
