package fleet

import (
	"cmp"
	"fmt"
	"strings"

	"fleettrust.example/pool"
)

// A VertexKind says what a Vertex is.
type VertexKind uint8

// The vertices of the trust graph. A Google service account is the principal serviceAccount:EMAIL.
const (
	NoVertex         VertexKind = iota
	WorkloadVertex              // a Kubernetes service account of one cluster
	CredentialVertex            // a workload at one pool
	PrincipalVertex             // an IAM member
	DelegateVertex              // the right to delegate through a service account without holding its token
	SubjectVertex               // a user, group or service account as the Kubernetes API of a cluster knows it
	ClusterVertex               // a cluster, or one that is not there yet
	NamespaceVertex             // a namespace that is not there yet
	AccountVertex               // a Kubernetes service account that is not there yet
	ScopedVertex                // an IAM member by a token within scopes, which leads no further
)

// A Vertex is one place in the trust graph. The zero Vertex is none.
type Vertex struct {
	Kind      VertexKind
	Workload  Workload       // of a workload or a credential; its cluster, or cluster and namespace, of what Kubernetes has
	Pool      pool.Name      // of a credential
	Provider  string         // of a credential: the provider at the pool; of a principal: that of the tokens meant, "" for any
	Principal pool.Principal // of a principal, a delegate, or what is held within scopes
	Subject   Subject        // of a subject
}

// String names the vertex: a workload as "CLUSTER NS/KSA", a credential as "CLUSTER NS/KSA @ POOL", a principal as
// its member string, a delegate as "delegate through MEMBER", what is held within scopes as "MEMBER within scopes"; what
// Kubernetes has with its kind before it. A cluster that is not there yet is PROJECT/*/*.
func (v Vertex) String() string {
	switch v.Kind {
	case NoVertex:
		return ""
	case WorkloadVertex:
		return v.Workload.String()
	case CredentialVertex:
		return v.Workload.String() + " @ " + v.Pool.String()
	case PrincipalVertex:
		if v.Provider != "" {
			return v.Principal.String() + " by " + v.Provider
		}
		return v.Principal.String()
	case DelegateVertex:
		return "delegate through " + v.Principal.String()
	case SubjectVertex:
		return v.Subject.String() + " of " + v.Workload.Cluster.String()
	case ClusterVertex:
		return "cluster " + v.Workload.Cluster.String()
	case NamespaceVertex:
		return "namespace " + v.Workload.Cluster.String() + " " + v.Workload.Namespace
	case AccountVertex:
		return "service account " + v.Workload.String()
	case ScopedVertex:
		return v.Principal.String() + " within scopes"
	default:
		return fmt.Sprintf("vertex(%d)", v.Kind)
	}
}

// Compare orders vertices by kind, workload, pool, provider, principal and subject.
func (v Vertex) Compare(u Vertex) int {
	return cmp.Or(cmp.Compare(v.Kind, u.Kind), v.Workload.Compare(u.Workload), strings.Compare(v.Pool.String(), u.Pool.String()),
		strings.Compare(v.Provider, u.Provider), v.Principal.Compare(u.Principal), v.Subject.compare(u.Subject))
}

// An Edge is one step of a path: what it goes by, and where that was read. Doubts are empty on a certain edge.
type Edge struct {
	From, To Vertex
	Rule     Rule
	Fact     string // the setting, membership or grant it rests on; "" when it follows from names alone
	Source   Source
	Doubts   []Reason
}

// A Path leads from a workload or a member to a principal, edge by edge, or to that principal within scopes. It is a
// shortest one, certain rather than in doubt, and the same at every call. The path of a [Could] may take what several rights
// give: each edge leaves a vertex that the actor is, or that an earlier edge enters.
type Path []Edge

// Rules gives the rules of the path, edge by edge.
func (p Path) Rules() []Rule {
	rules := make([]Rule, len(p))
	for i, e := range p {
		rules[i] = e.Rule
	}
	return rules
}

// Doubts gives what is in doubt along the path, without repeats, sorted.
func (p Path) Doubts() []Reason {
	var rs []Reason
	for _, e := range p {
		rs = append(rs, e.Doubts...)
	}
	return reasons(rs)
}

// Exactness is Exact for a path of certain edges and UpperBound otherwise.
func (p Path) Exactness() Exactness {
	for _, e := range p {
		if len(e.Doubts) > 0 {
			return UpperBound
		}
	}
	return Exact
}

// String gives the vertices with the rules between them. Where an edge leaves an earlier vertex than the one before it
// enters, the path begins anew after a semicolon.
func (p Path) String() string {
	var b strings.Builder
	for i, e := range p {
		switch {
		case i == 0:
			b.WriteString(e.From.String())
		case e.From != p[i-1].To:
			b.WriteString("; " + e.From.String())
		}
		fmt.Fprintf(&b, " -%v-> %v", e.Rule, e.To)
	}
	return b.String()
}

// vertex names a vertex of the impersonation graph.
func (g *Graph) vertex(v int32) Vertex {
	n := int32(len(g.accounts))
	switch {
	case v < n:
		return Vertex{Kind: PrincipalVertex, Principal: pool.ServiceAccount(g.account(v).email)}
	case v < 2*n:
		return Vertex{Kind: DelegateVertex, Principal: pool.ServiceAccount(g.account(v - n).email)}
	default:
		return g.member(v - 2*n).selector.vertex()
	}
}
