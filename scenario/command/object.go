package command

import (
	"cmp"
	"fmt"
	"strings"

	"fleettrust.example/fleet"
)

// kubectl writes a command for a cluster.
func (w *world) kubectl(c fleet.ClusterName, words ...string) string {
	return Line(append([]string{"kubectl", "--context=" + w.context(c)}, words...)...)
}

// context is what get-credentials calls a cluster.
// Source: https://docs.cloud.google.com/sdk/gcloud/reference/container/clusters/get-credentials and
// https://docs.cloud.google.com/sdk/gcloud/reference/container/fleet/memberships/get-credentials
func (w *world) context(c fleet.ClusterName) string {
	if !w.isOutside(c) {
		return fmt.Sprintf("gke_%s_%s_%s", c.Project, c.Location, c.Name)
	}
	if m, ok := one(w, func(m fleet.Membership) bool { return m.Cluster == c && !m.ClusterMissing }); ok {
		return fmt.Sprintf("connectgateway_%s_%s_%s", w.projectID(m.Fleet), m.Location, m.Name)
	}
	return c.Name
}

func (w *world) createObject(f fleet.Fact) string {
	switch f := f.(type) {
	case fleet.Namespace:
		return w.kubectl(f.Cluster, "create", "namespace", f.Name)
	case fleet.KSA:
		return both(w.kubectl(f.Cluster, "create", "serviceaccount", f.Name, "--namespace="+f.Namespace), only(f.Annotation != "", w.annotate(f)))
	case fleet.Pod:
		return w.kubectl(f.Cluster, "run", f.Name, "--namespace="+f.Namespace, "--image=IMAGE", flag("overrides", overrides(f)))
	case fleet.Secret:
		return w.createSecret(f)
	case fleet.Permit:
		return w.permit(f)
	default:
		return remark("%s is no object of Kubernetes", sortOf(f))
	}
}

func (w *world) deleteObject(f fleet.Fact) string {
	switch f := f.(type) {
	case fleet.Namespace:
		return w.kubectl(f.Cluster, "delete", "namespace", f.Name)
	case fleet.KSA:
		return w.kubectl(f.Cluster, "delete", "serviceaccount", f.Name, "--namespace="+f.Namespace)
	case fleet.Pod:
		return w.kubectl(f.Cluster, "delete", "pod", f.Name, "--namespace="+f.Namespace)
	case fleet.Secret:
		return w.deleteSecret(f)
	case fleet.Permit:
		return remark("%s: take from %s the right to %v, which it has by %s", w.context(f.Cluster), f.Subject, f.Right, f.Because)
	default:
		return remark("%s is no object of Kubernetes", sortOf(f))
	}
}

func (w *world) deleteSecret(f fleet.Secret) string {
	if _, more := one(w, func(s fleet.Secret) bool {
		return s.Cluster == f.Cluster && s.Namespace == f.Namespace && s.Name == f.Name && s != f
	}); more {
		return remark("%s: Secret %s/%s holds more: take out of it the key of %q, the token of %q", w.context(f.Cluster), f.Namespace, f.Name, f.Key, f.Token)
	}
	return w.kubectl(f.Cluster, "delete", "secret", f.Name, "--namespace="+f.Namespace)
}

const annotation = "iam.gke.io/gcp-service-account"

// annotate writes the annotation of a service account as it is to be; kubectl takes one away by its key and a dash.
func (w *world) annotate(f fleet.KSA) string {
	value := annotation + "=" + f.Annotation
	if f.Annotation == "" {
		value = annotation + "-"
	}
	return w.kubectl(f.Cluster, "annotate", "serviceaccount", f.Name, "--namespace="+f.Namespace, value, "--overwrite")
}

func (w *world) updateServiceAccount(old fleet.Fact, f fleet.KSA) string {
	if was, ok := old.(fleet.KSA); ok && was.Annotation == f.Annotation {
		return remark("%s: Kubernetes gives service account %s/%s its UID", w.context(f.Cluster), f.Namespace, f.Name)
	}
	return w.annotate(f)
}

// overrides is what of a pod kubectl run has no flag for.
func overrides(f fleet.Pod) string {
	type secret struct {
		SecretName string `json:"secretName"`
	}
	type volume struct {
		Name   string `json:"name"`
		Secret secret `json:"secret"`
	}
	var spec struct {
		ServiceAccountName string            `json:"serviceAccountName,omitempty"`
		HostNetwork        bool              `json:"hostNetwork,omitempty"`
		NodeSelector       map[string]string `json:"nodeSelector,omitempty"`
		Volumes            []volume          `json:"volumes,omitempty"`
	}
	spec.ServiceAccountName, spec.HostNetwork, spec.NodeSelector = f.ServiceAccount, f.HostNetwork, selector(f)
	for _, name := range f.Secrets {
		spec.Volumes = append(spec.Volumes, volume{name, secret{name}})
	}
	if text := compact(spec); text != "{}" {
		return `{"spec":` + text + "}"
	}
	return ""
}

// selector asks for the node pool that a pod was told to be on.
func selector(f fleet.Pod) map[string]string {
	all := map[string]string{}
	for key, value := range f.NodeSelector {
		all[key] = value
	}
	if f.NodePool != "" {
		all["cloud.google.com/gke-nodepool"] = f.NodePool
	}
	return all
}

func (w *world) createSecret(f fleet.Secret) string {
	var key, token string
	if _, there := one(w, func(s fleet.Secret) bool {
		return s.Cluster == f.Cluster && s.Namespace == f.Namespace && s.Name == f.Name
	}); there {
		return remark("%s: Secret %s/%s is there: put into it the key of %q, the token of %q", w.context(f.Cluster), f.Namespace, f.Name, f.Key, f.Token)
	}
	if f.Key != "" {
		key = both(Line("gcloud", "iam", "service-accounts", "keys", "create", "key.json", "--iam-account="+f.Key),
			w.kubectl(f.Cluster, "create", "secret", "generic", f.Name, "--namespace="+f.Namespace, "--from-file=key.json"))
	}
	if f.Token != "" {
		token = fed(w.kubectl(f.Cluster, "apply", "--filename=-"), map[string]any{
			"apiVersion": "v1", "kind": "Secret", "type": "kubernetes.io/service-account-token",
			"metadata": map[string]any{"name": f.Name, "namespace": f.Namespace, "annotations": map[string]string{"kubernetes.io/service-account.name": f.Token}},
		})
	}
	return cmp.Or(both(key, token), w.kubectl(f.Cluster, "create", "secret", "generic", f.Name, "--namespace="+f.Namespace))
}

// ask is what a role says so that it gives a right.
type ask struct{ verbs, resources string }

// asks are the roles that give rights by RBAC: those that package fleet/rbac reads so.
var asks = map[fleet.Right]ask{
	fleet.CreatePods:          {"create", "pods"},
	fleet.ExecPods:            {"create", "pods/exec"},
	fleet.MintTokens:          {"create", "serviceaccounts/token"},
	fleet.ImpersonateAccounts: {"impersonate", "serviceaccounts"},
	fleet.ImpersonateUsers:    {"impersonate", "users"},
	fleet.ImpersonateGroups:   {"impersonate", "groups"},
	fleet.CreateAccounts:      {"create", "serviceaccounts"},
	fleet.CreateNamespaces:    {"create", "namespaces"},
	fleet.BindRoles:           {"create,bind", "rolebindings,clusterrolebindings,roles,clusterroles"},
	fleet.EscalateRoles:       {"update,escalate", "roles,clusterroles"},
	fleet.ReadSecrets:         {"get,list", "secrets"},
	fleet.ProxyNodes:          {"get,create", "nodes/proxy"},
	fleet.ControlAdmission:    {"create,update", "mutatingwebhookconfigurations"},
}

// permit makes a role of its own that gives the right, and binds it.
func (w *world) permit(f fleet.Permit) string {
	a, ok := asks[f.Right]
	if !ok {
		return remark("%s: no role of Kubernetes gives the right to %v", w.context(f.Cluster), f.Right)
	}
	role, binding, place := "clusterrole", "clusterrolebinding", ""
	if f.Namespace != "" {
		role, binding, place = "role", "rolebinding", "--namespace="+f.Namespace
	}
	name := "may-" + strings.ReplaceAll(f.Right.String(), " ", "-")
	return both(
		w.kubectl(f.Cluster, "create", role, name, "--verb="+a.verbs, "--resource="+a.resources, flag("resource-name", f.Object), place),
		w.kubectl(f.Cluster, "create", binding, name, "--"+role+"="+name, bearer(f.Subject), place))
}

func bearer(s fleet.Subject) string {
	switch s.Kind {
	case fleet.UserSubject:
		return "--user=" + s.Name
	case fleet.GroupSubject:
		return "--group=" + s.Name
	default:
		return "--serviceaccount=" + s.Namespace + ":" + s.Name
	}
}
