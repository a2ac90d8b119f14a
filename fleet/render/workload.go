package render

import "fleettrust.example/fleet"

// A Workload is a Kubernetes service account of one cluster, which is written PROJECT/LOCATION/NAME.
type Workload struct {
	Cluster        string `json:"cluster"`
	Namespace      string `json:"namespace"`
	ServiceAccount string `json:"serviceAccount"`
}

// WorkloadOf spells a workload out.
func WorkloadOf(w fleet.Workload) Workload {
	return Workload{w.Cluster.String(), w.Namespace, w.ServiceAccount}
}

// String gives "PROJECT/LOCATION/NAME NAMESPACE/KSA".
func (w Workload) String() string { return w.Cluster + " " + w.Namespace + "/" + w.ServiceAccount }

// each never gives nil, so that no array of a document is null.
func each[A, B any](as []A, f func(A) B) []B {
	bs := make([]B, len(as))
	for i, a := range as {
		bs[i] = f(a)
	}
	return bs
}
