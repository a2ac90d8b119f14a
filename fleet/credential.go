package fleet

import (
	"fmt"
	"slices"

	"fleettrust.example/pool"
)

// A PodName names a pod of a cluster.
type PodName struct {
	Cluster         ClusterName
	Namespace, Name string
}

// String gives "PROJECT/LOCATION/NAME NAMESPACE/POD".
func (p PodName) String() string { return p.Cluster.String() + " " + p.Namespace + "/" + p.Name }

// A CredentialKind says what a pod gets that asks for its default credential.
type CredentialKind uint8

// What a pod may get, or have besides.
const (
	NodeCredential    CredentialKind = iota + 1 // a token of the service account of its node, within the scopes of the node
	SubjectCredential                           // its Kubernetes service account at the pool of the cluster's project
	AccountCredential                           // a token of the service account that the annotation names
	Refused                                     // an error, and nothing in its place
	NoCredential                                // there is nobody to answer
	KeyCredential                               // a key that it mounts, for applications that are told to use it
)

// String gives node account, subject, annotated account, refused, none or key.
func (k CredentialKind) String() string {
	switch k {
	case NodeCredential:
		return "node account"
	case SubjectCredential:
		return "subject"
	case AccountCredential:
		return "annotated account"
	case Refused:
		return "refused"
	case KeyCredential:
		return "key"
	default:
		return "none"
	}
}

// A Credential is something that a pod gets by default, or a key that it mounts. Principal is who it is, or of a refusal who
// was asked for; zero when not known. It is Exact; or an UpperBound, one of those that are listed; or Unsettled, and may be
// one that is not.
type Credential struct {
	Kind      CredentialKind
	Principal pool.Principal
	NodePool  string   // on which nodes, "" if on all or not known
	Scopes    []string // of a node account, nil when not told
	Rule      Rule
	Why       string
	Exactness Exactness
	Reasons   []Reason
}

// DefaultCredential answers what a pod gets from the metadata server, as gcloud auth list shows it: on each node pool where
// it may run, in order, and then the keys that it mounts. The metadata server of GKE speaks for the pool of the cluster's
// project and never for that of a fleet, which takes a configuration of its own. The annotation chooses an account; without
// the permission to mint its token the request fails, and no other identity takes its place.
// The error says that there is no such pod. O(node pools + grants over the account that the annotation names).
// Sources: https://docs.cloud.google.com/kubernetes-engine/docs/concepts/workload-identity, read 2026-04-10;
// https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity.
func (g *Graph) DefaultCredential(name PodName) ([]Credential, error) {
	p, err := g.findPod(name)
	if err != nil {
		return nil, err
	}
	f := g.face(p.workload)
	r := &request{g: g, c: &g.clusters[f.cluster], p: p, f: f}
	r.ask()
	r.addKeys()
	return r.all, nil
}

func (g *Graph) findPod(name PodName) (*pod, error) {
	if ns, ok := g.findNamespace(name.Cluster, name.Namespace); ok {
		for w := g.namespaces[ns].first; w < g.namespaces[ns].end; w++ {
			pods := g.podsOf(w)
			if i := slices.IndexFunc(pods, func(p pod) bool { return p.fact.Name == name.Name }); i >= 0 {
				return &pods[i], nil
			}
		}
	}
	if i, ok := g.findCluster(name.Cluster); ok && g.clusters[i].gaps[GapPods] {
		return nil, fmt.Errorf("pod %q: not told, nor were all pods of its cluster", name)
	}
	return nil, fmt.Errorf("pod %q: not told", name)
}

// String gives the kind, and who it is if that is known.
func (c Credential) String() string {
	if !c.Principal.IsValid() {
		return c.Kind.String()
	}
	return c.Kind.String() + " " + c.Principal.String()
}
