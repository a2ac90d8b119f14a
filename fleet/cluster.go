package fleet

import (
	"cmp"
	"fmt"
	"strings"
)

// ClusterName names a cluster: the project ID it lives in, its location and its own name.
// A cluster outside Google Cloud takes the project of its fleet, and the location and name of its membership.
// The zero ClusterName names nothing.
type ClusterName struct {
	Project, Location, Name string
}

// ParseClusterName reads PROJECT/LOCATION/NAME; it is the inverse of String.
func ParseClusterName(s string) (ClusterName, error) {
	parts := strings.Split(s, "/")
	if len(parts) != 3 || parts[0] == "" || parts[1] == "" || parts[2] == "" {
		return ClusterName{}, fmt.Errorf("cluster %q: want PROJECT/LOCATION/NAME", s)
	}
	return ClusterName{parts[0], parts[1], parts[2]}, nil
}

// String gives PROJECT/LOCATION/NAME.
func (c ClusterName) String() string { return c.Project + "/" + c.Location + "/" + c.Name }

// Compare orders clusters by project, location and name.
func (c ClusterName) Compare(d ClusterName) int {
	return cmp.Or(strings.Compare(c.Project, d.Project), strings.Compare(c.Location, d.Location), strings.Compare(c.Name, d.Name))
}

// provider is the URL under which a GKE cluster is an identity provider of its own project's pool.
// It says locations even for a zone, and names the project by its ID:
// https://docs.cloud.google.com/iam/docs/principal-identifiers, read 2026-05-30.
func (c ClusterName) provider() string {
	return "https://container.googleapis.com/v1/projects/" + c.Project + "/locations/" + c.Location + "/clusters/" + c.Name
}

// A Mode says who runs a cluster's nodes, and where. The zero Mode is Standard.
type Mode uint8

// The modes of a cluster.
const (
	Standard  Mode = iota // GKE Standard: Workload Identity Federation is a choice
	Autopilot             // GKE Autopilot: Workload Identity Federation is always on
	Outside               // outside Google Cloud: attached, on AWS, Azure, VMware or bare metal; no project pool, only a fleet's
)

// String gives standard, autopilot or outside.
func (m Mode) String() string {
	switch m {
	case Standard:
		return "standard"
	case Autopilot:
		return "autopilot"
	case Outside:
		return "outside"
	default:
		return fmt.Sprintf("mode(%d)", uint8(m))
	}
}

// A Setting is a switch of the real world as far as we were told. The zero Setting is Unknown: what was
// never read is not off.
type Setting uint8

// What is known of a switch.
const (
	Unknown Setting = iota
	On
	Off
)

// String gives unknown, on or off.
func (s Setting) String() string {
	switch s {
	case Unknown:
		return "unknown"
	case On:
		return "on"
	case Off:
		return "off"
	default:
		return fmt.Sprintf("setting(%d)", uint8(s))
	}
}

// A Workload is whatever runs as one Kubernetes service account (KSA) of one cluster.
type Workload struct {
	Cluster                   ClusterName
	Namespace, ServiceAccount string
}

// String gives "PROJECT/LOCATION/NAME NAMESPACE/KSA".
func (w Workload) String() string {
	return w.Cluster.String() + " " + w.Namespace + "/" + w.ServiceAccount
}

// Compare orders workloads by cluster, namespace and service account.
func (w Workload) Compare(v Workload) int {
	return cmp.Or(w.Cluster.Compare(v.Cluster), strings.Compare(w.Namespace, v.Namespace), strings.Compare(w.ServiceAccount, v.ServiceAccount))
}

// membershipProvider is the URL under which a member that is not a GKE cluster of the host project is a
// provider of the fleet's pool. Seen in tool output, stated by no page: see Assumptions.ClusterByContainerURL.
func membershipProvider(host, location, name string) string {
	return "https://gkehub.googleapis.com/projects/" + host + "/locations/" + location + "/memberships/" + name
}
