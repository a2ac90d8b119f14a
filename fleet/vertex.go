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
)

// A Vertex is one place in the trust graph. The zero Vertex is none.
type Vertex struct {
	Kind      VertexKind
	Workload  Workload       // of a workload or a credential
	Pool      pool.Name      // of a credential
	Provider  string         // of a credential: the provider at the pool
	Principal pool.Principal // of a principal or a delegate
}

// String names the vertex: a workload as "CLUSTER NS/KSA", a credential as "CLUSTER NS/KSA @ POOL", a principal as
// its member string, a delegate as "delegate through MEMBER".
func (v Vertex) String() string {
	switch v.Kind {
	case NoVertex:
		return ""
	case WorkloadVertex:
		return v.Workload.String()
	case CredentialVertex:
		return v.Workload.String() + " @ " + v.Pool.String()
	case PrincipalVertex:
		return v.Principal.String()
	case DelegateVertex:
		return "delegate through " + v.Principal.String()
	default:
		return fmt.Sprintf("vertex(%d)", v.Kind)
	}
}

// Compare orders vertices by kind, workload, pool, provider and principal.
func (v Vertex) Compare(u Vertex) int {
	return cmp.Or(cmp.Compare(v.Kind, u.Kind), v.Workload.Compare(u.Workload), strings.Compare(v.Pool.String(), u.Pool.String()),
		strings.Compare(v.Provider, u.Provider), v.Principal.Compare(u.Principal))
}

// An Edge is one step of a path: what it goes by, and where that was read. Doubts are empty on a certain edge.
type Edge struct {
	From, To Vertex
	Rule     Rule
	Fact     string // the setting, membership or grant it rests on; "" when it follows from names alone
	Source   Source
	Doubts   []Reason
}

// A Path leads from a workload or a member to a principal, edge by edge. It is a shortest one, certain rather than
// in doubt, and the same at every call.
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

// String gives the vertices with the rules between them.
func (p Path) String() string {
	var b strings.Builder
	for i, e := range p {
		if i == 0 {
			b.WriteString(e.From.String())
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
		return Vertex{Kind: PrincipalVertex, Principal: pool.ServiceAccount(g.accounts[v].email)}
	case v < 2*n:
		return Vertex{Kind: DelegateVertex, Principal: pool.ServiceAccount(g.accounts[v-n].email)}
	default:
		return Vertex{Kind: PrincipalVertex, Principal: g.members[v-2*n].principal}
	}
}
