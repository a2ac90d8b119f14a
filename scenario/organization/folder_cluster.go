package organization

// kubernetes is an object of Kubernetes as kubectl prints it, but for what no rule asks for.
type kubernetes struct {
	APIVersion string      `json:"apiVersion,omitempty"`
	Kind       string      `json:"kind,omitempty"`
	Metadata   metadata    `json:"metadata"`
	Spec       *struct{}   `json:"spec,omitempty"`
	Status     *phase      `json:"status,omitempty"`
	Rules      []rule      `json:"rules,omitempty"`
	RoleRef    *reference  `json:"roleRef,omitempty"`
	Subjects   []reference `json:"subjects,omitempty"`
}

type metadata struct {
	Name      string `json:"name"`
	Namespace string `json:"namespace,omitempty"`
}

type phase struct {
	Phase string `json:"phase"`
}

type rule struct {
	APIGroups []string `json:"apiGroups"`
	Resources []string `json:"resources"`
	Verbs     []string `json:"verbs"`
}

type reference struct {
	APIGroup  string `json:"apiGroup,omitempty"`
	Kind      string `json:"kind"`
	Name      string `json:"name"`
	Namespace string `json:"namespace,omitempty"`
}

// writeObjects writes what kubectl prints of a cluster.
func (w *folder) writeObjects(c int) {
	n := w.o.clusterName(c)
	items := append(w.inside(c), own...)
	if w.o.size.Policies {
		items = append(items, w.rights(c)...)
	}
	w.write("projects/"+n.Project+"/clusters/"+n.Location+"/"+n.Name, struct {
		APIVersion string       `json:"apiVersion"`
		Kind       string       `json:"kind"`
		Items      []kubernetes `json:"items"`
	}{"v1", "List", items})
}

// inside lists the namespaces and service accounts of a cluster.
func (w *folder) inside(c int) []kubernetes {
	var all []kubernetes
	for i := c * ksasPerCluster; i < min((c+1)*ksasPerCluster, len(w.o.workloads)); i++ {
		x := w.o.Workload(i)
		if i%ksasPerNamespace == 0 {
			all = append(all, kubernetes{APIVersion: "v1", Kind: "Namespace", Metadata: metadata{Name: x.Namespace}, Status: &phase{"Active"}})
		}
		all = append(all, kubernetes{APIVersion: "v1", Kind: "ServiceAccount", Metadata: metadata{x.ServiceAccount, x.Namespace}})
	}
	return all
}

const (
	rbac         = "rbac.authorization.k8s.io"
	clusterAdmin = "cluster-admin"
	reader       = "extension-apiserver-authentication-reader"
)

// own are objects that every cluster has: roles and bindings that Kubernetes makes, and a pod, so that it is seen that pods
// were asked for. It has ended, and so is no workload.
// Source: https://kubernetes.io/docs/reference/access-authn-authz/rbac/, read 2026-11-21.
var own = []kubernetes{
	{APIVersion: "v1", Kind: "Pod", Metadata: metadata{"installer", systemNamespace}, Spec: &struct{}{}, Status: &phase{"Succeeded"}},
	{APIVersion: rbac + "/v1", Kind: "ClusterRole", Metadata: metadata{Name: clusterAdmin}, Rules: []rule{{[]string{"*"}, []string{"*"}, []string{"*"}}}},
	{APIVersion: rbac + "/v1", Kind: "ClusterRoleBinding", Metadata: metadata{Name: clusterAdmin}, RoleRef: &reference{rbac, "ClusterRole", clusterAdmin, ""},
		Subjects: []reference{{rbac, "Group", "system:masters", ""}}},
	{APIVersion: rbac + "/v1", Kind: "Role", Metadata: metadata{reader, systemNamespace}, Rules: []rule{{[]string{""}, []string{"configmaps"}, []string{"get"}}}},
	{APIVersion: rbac + "/v1", Kind: "RoleBinding", Metadata: metadata{reader, systemNamespace}, RoleRef: &reference{rbac, "Role", reader, ""},
		Subjects: []reference{{rbac, "User", "system:kube-scheduler", ""}}},
}

// rights are the roles and bindings that give the permits of a cluster.
func (w *folder) rights(c int) []kubernetes {
	all := []kubernetes{
		{APIVersion: rbac + "/v1", Kind: "ClusterRole", Metadata: metadata{Name: spacing}, Rules: []rule{{[]string{""}, []string{"namespaces"}, []string{"create"}}}},
		{APIVersion: rbac + "/v1", Kind: "ClusterRoleBinding", Metadata: metadata{Name: spacing}, RoleRef: &reference{rbac, "ClusterRole", spacing, ""},
			Subjects: []reference{{"", "ServiceAccount", defaultKSA, systemNamespace}}},
	}
	for _, ns := range w.o.deployed(c) {
		all = append(all,
			kubernetes{APIVersion: rbac + "/v1", Kind: "Role", Metadata: metadata{deploying, ns}, Rules: []rule{{[]string{""}, []string{"pods"}, []string{"create"}}}},
			kubernetes{APIVersion: rbac + "/v1", Kind: "RoleBinding", Metadata: metadata{deploying, ns}, RoleRef: &reference{rbac, "Role", deploying, ""},
				Subjects: []reference{{rbac, "Group", w.o.deployers(w.o.size.projectOf(c)), ""}}})
	}
	return all
}
