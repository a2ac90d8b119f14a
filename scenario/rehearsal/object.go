package rehearsal

import (
	"encoding/json"
	"fmt"
	"path"
	"strings"

	"fleettrust.example/fleet"
)

var kubectlDeeds = map[string]deed{
	"kubectl config use-context":        (*turn).useContext,
	"kubectl config current-context":    (*turn).currentContext,
	"kubectl config rename-context":     (*turn).renameContext,
	"kubectl config set-context":        (*turn).setContext,
	"kubectl create namespace":          (*turn).createNamespace,
	"kubectl create serviceaccount":     (*turn).createServiceAccount,
	"kubectl create secret generic":     (*turn).createSecret,
	"kubectl create role":               (*turn).createKubernetesRole,
	"kubectl create clusterrole":        (*turn).createKubernetesRole,
	"kubectl create rolebinding":        (*turn).createRoleBinding,
	"kubectl create clusterrolebinding": (*turn).createRoleBinding,
	"kubectl create token":              (*turn).createToken,
	"kubectl create deployment":         (*turn).createDeployment,
	"kubectl run":                       (*turn).run,
	"kubectl apply":                     (*turn).apply,
	"kubectl annotate":                  (*turn).annotate,
	"kubectl label":                     (*turn).label,
	"kubectl delete":                    (*turn).deleteObjects,
	"kubectl get":                       (*turn).getObjects,
	"kubectl exec":                      (*turn).exec,
	"kubectl auth can-i":                (*turn).canI,
	"kubectl wait":                      (*turn).wait,
	"kubectl rollout status":            (*turn).wait,
	"kubectl rollout restart":           (*turn).wait,
	"kubectl scale":                     (*turn).wait,
}

// An objectName names an object of a cluster. Namespace is "" of one that lies in none.
type objectName struct {
	cluster               fleet.ClusterName
	kind, namespace, name string
}

type object = map[string]any

func manifest(version, kind, namespace, name string) object {
	meta := object{"name": name}
	if namespace != "" {
		meta["namespace"] = namespace
	}
	return object{"apiVersion": version, "kind": kind, "metadata": meta}
}

// make creates the object of a manifest, or only shows it when --dry-run says so.
func (t *turn) make(o object, namespace string) error {
	text, err := json.Marshal(o)
	if err != nil {
		return t.cannot("%v", err)
	}
	if t.Has("dry-run") && t.Value("dry-run") != "none" {
		return t.showObject(o)
	}
	at, _, err := t.target()
	if err != nil {
		return err
	}
	m, err := t.manifest(text, strings.TrimPrefix(t.Words, "kubectl "), at, namespace)
	if err != nil {
		return err
	}
	return t.makeAll(m, at, false)
}

// showObject writes what would be created.
func (t *turn) showObject(o object) error {
	switch t.Value("output") {
	case "json":
		t.last = append(t.last, func() error { return t.json(o) })
	case "yaml":
		t.last = append(t.last, func() error { return t.yaml(o) })
	case "name", "":
		t.say("%s", pathOf(o["kind"].(string), o["metadata"].(object)["name"].(string))+map[bool]string{true: " created (dry run)"}[!t.Has("output")])
	default:
		return t.cannot("-o %q is none that is written: want yaml, json or name", t.Value("output"))
	}
	return nil
}

func (t *turn) createNamespace() error {
	return t.make(manifest("v1", "Namespace", "", t.Argument(0)), "")
}

func (t *turn) createServiceAccount() error {
	_, namespace, err := t.target()
	if err != nil {
		return err
	}
	return t.make(manifest("v1", "ServiceAccount", namespace, t.Argument(0)), namespace)
}

// createSecret makes a Secret of files and of what the command says itself.
func (t *turn) createSecret() error {
	_, namespace, err := t.target()
	if err != nil {
		return err
	}
	o, content := manifest("v1", "Secret", namespace, t.Argument(0)), object{}
	for _, from := range t.Values("from-file") {
		key, name, ok := strings.Cut(from, "=")
		if !ok {
			key, name = path.Base(from), from
		}
		data, err := t.file(name)
		if err != nil {
			return fail("error: %v", err)
		}
		content[key] = string(data)
	}
	for _, from := range t.Values("from-literal") {
		key, value, ok := strings.Cut(from, "=")
		if !ok {
			return fail("error: invalid literal source %s, expected key=value", from)
		}
		content[key] = value
	}
	o["stringData"] = content
	if t.Has("type") {
		o["type"] = t.Value("type")
	}
	return t.make(o, namespace)
}

func (t *turn) createDeployment() error {
	_, namespace, err := t.target()
	if err != nil {
		return err
	}
	o := manifest("apps/v1", "Deployment", namespace, t.Argument(0))
	o["spec"] = object{"template": object{"spec": object{"containers": []any{object{"name": t.Argument(0), "image": t.Value("image")}}}}}
	return t.make(o, namespace)
}

// run makes a pod. What --overrides says is merged into it, as a merge patch is.
func (t *turn) run() error {
	_, namespace, err := t.target()
	if err != nil {
		return err
	}
	o := manifest("v1", "Pod", namespace, t.Argument(0))
	o["spec"] = object{"containers": []any{object{"name": t.Argument(0), "image": t.Value("image")}}}
	if text := t.Value("overrides"); text != "" {
		var over object
		if err := json.Unmarshal([]byte(text), &over); err != nil {
			return fail("error: --overrides: %v", err)
		}
		merge(o, over)
	}
	return t.make(o, namespace)
}

// merge writes a patch into an object: null takes away, an object is merged, and anything else replaces.
// Source: RFC 7396
func merge(o, patch object) {
	for key, value := range patch {
		inner, isObject := value.(object)
		was, wasObject := o[key].(object)
		switch {
		case value == nil:
			delete(o, key)
		case isObject && wasObject:
			merge(was, inner)
		default:
			o[key] = value
		}
	}
}

// createToken prints what stands for a token. Whoever may create it holds the identity of the service account by that right alone.
func (t *turn) createToken() error {
	at, namespace, err := t.target()
	if err != nil {
		return err
	}
	if _, ok := t.graph.WorkloadID(fleet.Workload{Cluster: at, Namespace: namespace, ServiceAccount: t.Argument(0)}); !ok {
		return fail("error: failed to create token: serviceaccounts %q not found", t.Argument(0))
	}
	t.say("rehearsed-token-of-%s-%s", namespace, t.Argument(0))
	return nil
}

// wait has nothing to wait for, and changes nobody's identity.
func (t *turn) wait() error { return nil }

// pathOf is how kubectl names an object in what it prints.
func pathOf(kind, name string) string {
	text := strings.ToLower(kind)
	if g := groups[kind]; g != "" {
		text += "." + g
	}
	return text + "/" + name
}

// groups are the API groups of kinds that are not in the core group.
var groups = map[string]string{
	"Deployment": "apps", "StatefulSet": "apps", "DaemonSet": "apps", "ReplicaSet": "apps", "Job": "batch", "CronJob": "batch",
	"Role": "rbac.authorization.k8s.io", "ClusterRole": "rbac.authorization.k8s.io", "RoleBinding": "rbac.authorization.k8s.io", "ClusterRoleBinding": "rbac.authorization.k8s.io",
}

// notFound is what kubectl says of an object that there is not.
func notFound(kind, name string) error {
	plural := plurals[kind]
	if g := groups[kind]; g != "" {
		plural += "." + g
	}
	return fail("Error from server (NotFound): %s %q not found", plural, name)
}

func exists(kind, name string) error {
	plural := plurals[kind]
	if g := groups[kind]; g != "" {
		plural += "." + g
	}
	return fail("Error from server (AlreadyExists): %s %q already exists", plural, name)
}

// plurals are the resources of the kinds that are known here.
var plurals = map[string]string{
	"Namespace": "namespaces", "ServiceAccount": "serviceaccounts", "Pod": "pods", "Secret": "secrets", "ConfigMap": "configmaps", "Service": "services",
	"Role": "roles", "ClusterRole": "clusterroles", "RoleBinding": "rolebindings", "ClusterRoleBinding": "clusterrolebindings",
	"Deployment": "deployments", "StatefulSet": "statefulsets", "DaemonSet": "daemonsets", "ReplicaSet": "replicasets", "Job": "jobs", "CronJob": "cronjobs",
}

// short are other names of kinds.
// Source: https://kubernetes.io/docs/reference/kubectl/#resource-types
var short = map[string]string{"ns": "Namespace", "sa": "ServiceAccount", "po": "Pod", "cm": "ConfigMap", "svc": "Service", "deploy": "Deployment", "sts": "StatefulSet", "ds": "DaemonSet", "rs": "ReplicaSet", "cj": "CronJob"}

// kind reads a type as kubectl is given it: a short name, one or many, with its group or without.
func (t *turn) kind(word string) (string, error) {
	name, _, _ := strings.Cut(strings.ToLower(word), ".")
	if k, ok := short[name]; ok {
		return k, nil
	}
	for k, plural := range plurals {
		if name == plural || name == strings.ToLower(k) {
			return k, nil
		}
	}
	return "", t.cannot("type %q is none that is read", word)
}

func (o objectName) String() string {
	if o.namespace == "" {
		return fmt.Sprintf("%s %s", o.kind, o.name)
	}
	return fmt.Sprintf("%s %s/%s", o.kind, o.namespace, o.name)
}
