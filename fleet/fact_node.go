package fleet

// NodePool is the nodes of one shape of a Standard cluster. Account is the e-mail of the service account its nodes run as;
// "" and "default" are the default one of Compute Engine. Scopes are the OAuth scopes of its nodes, which bound every token
// of that account that a pod gets from them; nil when not told. Labels are those that a pod's node selector can ask for.
// Source: googleapis/googleapis google/container/v1/cluster_service.proto at f8291d2, NodeConfig and WorkloadMetadataConfig.
type NodePool struct {
	Cluster  ClusterName
	Name     string
	Metadata MetadataMode
	Account  string
	Scopes   []string
	Windows  bool
	Labels   map[string]string
}

// A MetadataMode says which metadata server answers the pods of a node pool. The zero MetadataMode is not known.
type MetadataMode uint8

// The modes of a node pool.
const (
	MetadataUnknown MetadataMode = iota
	GKEMetadata                  // the one of GKE: a pod gets the identity of its service account
	GCEMetadata                  // the one of Compute Engine: every pod gets the service account of the node
)

// String gives unknown, GKE_METADATA or GCE_METADATA.
func (m MetadataMode) String() string {
	switch m {
	case GKEMetadata:
		return "GKE_METADATA"
	case GCEMetadata:
		return "GCE_METADATA"
	default:
		return "unknown"
	}
}

// Pod is a pod that runs. ServiceAccount "" is default. NodePool is where it runs, "" when not told. Secrets are the
// Secrets of its namespace that it mounts or reads into its environment.
type Pod struct {
	Cluster         ClusterName
	Namespace, Name string
	ServiceAccount  string
	HostNetwork     bool
	NodePool        string
	NodeSelector    map[string]string
	Secrets         []string
}

// Secret is a Kubernetes Secret that holds a credential: Key is the e-mail of the service account whose JSON key it is,
// Token the Kubernetes service account of its namespace whose long-lived token it is. One that holds several is told once for
// each: what is told differently of one name adds up. What a Secret holds, nothing in IAM says: it has to be told.
// Source: https://kubernetes.io/docs/concepts/security/rbac-good-practices/
type Secret struct {
	Cluster         ClusterName
	Namespace, Name string
	Key             string
	Token           string
}

func (NodePool) fact() {}
func (Pod) fact()      {}
func (Secret) fact()   {}
