package load

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/yaml"
	sigs "sigs.k8s.io/yaml"

	"fleettrust.example/fleet"
)

// The types of Kubernetes itself read the same files, and have to find the same namespaces, service accounts, pods, roles and
// role bindings.
func TestObjectsAsKubernetesReadsThem(t *testing.T) {
	files, err := filepath.Glob("../../examples/data/acme/projects/*/clusters/*/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	files = append(files, caseFiles(t, "objects.txtar", "objects-partial.txtar", "folder-whole.txtar", "pods.txtar", "rights.txtar")...)
	if len(files) < 12 {
		t.Fatalf("%d files, want at least 12", len(files))
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(kubernetesReads(t, data), weRead(t, data)); d != "" {
			t.Errorf("%s: Kubernetes -, we +:\n%s", name, d)
		}
	}
}

// caseFiles lays out the objects of cases and gives their names.
func caseFiles(t *testing.T, names ...string) []string {
	t.Helper()
	dir := t.TempDir()
	var files []string
	for _, name := range names {
		a, err := txtar.ParseFile(filepath.Join("testdata/cases", name))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range a.Files {
			if s, ok := locate(f.Name); ok && s.kind == objectsFile {
				files = append(files, filepath.Join(dir, name, f.Name))
				write(t, files[len(files)-1], f.Data)
			}
		}
	}
	return files
}

func weRead(t *testing.T, data []byte) []string {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "projects/p/clusters/l/c.yaml"), data)
	r := Input{Paths: []string{dir}}.read()
	if len(r.faults) > 0 {
		t.Fatal(r.faults)
	}
	var lines []string
	for _, f := range r.facts {
		switch f := f.fact.(type) {
		case fleet.Namespace:
			lines = append(lines, "namespace "+f.Name)
		case fleet.KSA:
			lines = append(lines, strings.Join([]string{"account", f.Namespace, f.Name, f.UID, f.Annotation}, " "))
		case fleet.Pod:
			lines = append(lines, fmt.Sprint("pod ", f.Namespace, " ", f.Name, " ", f.ServiceAccount, f.HostNetwork, f.NodeSelector, f.Secrets))
		}
	}
	for _, v := range r.inventories {
		lines = append(lines, asJSON(t, v.rbac.Roles)...)
		lines = append(lines, asJSON(t, v.rbac.ClusterRoles)...)
		lines = append(lines, asJSON(t, v.rbac.RoleBindings)...)
		lines = append(lines, asJSON(t, v.rbac.ClusterRoleBindings)...)
	}
	slices.Sort(lines)
	return lines
}

func kubernetesReads(t *testing.T, data []byte) []string {
	t.Helper()
	var lines []string
	docs := yaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(data)))
	for {
		doc, err := docs.Read()
		if errors.Is(err, io.EOF) {
			slices.Sort(lines)
			return lines
		}
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, kubernetesObject(t, doc)...)
	}
}

func kubernetesObject(t *testing.T, doc []byte) []string {
	t.Helper()
	var l corev1.List
	if err := sigs.Unmarshal(doc, &l); err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(l.Kind, "List") {
		var lines []string
		for _, i := range l.Items {
			lines = append(lines, kubernetesObject(t, i.Raw)...)
		}
		return lines
	}
	switch l.APIVersion + " " + l.Kind {
	case "v1 Namespace":
		var n corev1.Namespace
		unmarshal(t, doc, &n)
		return []string{"namespace " + n.Name}
	case "v1 ServiceAccount":
		var a corev1.ServiceAccount
		unmarshal(t, doc, &a)
		if a.Namespace == "" {
			return nil
		}
		return []string{strings.Join([]string{"account", a.Namespace, a.Name, string(a.UID), a.Annotations[accountAnnotation]}, " ")}
	case "v1 Pod":
		return kubernetesPod(t, doc)
	case "rbac.authorization.k8s.io/v1 Role":
		return kubernetesRole[rbacv1.Role](t, doc, true)
	case "rbac.authorization.k8s.io/v1 RoleBinding":
		return kubernetesRole[rbacv1.RoleBinding](t, doc, true)
	case "rbac.authorization.k8s.io/v1 ClusterRole":
		return kubernetesRole[rbacv1.ClusterRole](t, doc, false)
	case "rbac.authorization.k8s.io/v1 ClusterRoleBinding":
		return kubernetesRole[rbacv1.ClusterRoleBinding](t, doc, false)
	}
	return nil
}

// kubernetesPod reads a pod that runs in a namespace, and is no mirror of a static one.
func kubernetesPod(t *testing.T, doc []byte) []string {
	var p corev1.Pod
	unmarshal(t, doc, &p)
	if p.Namespace == "" || p.Annotations[mirrorAnnotation] != "" || p.Status.Phase == corev1.PodSucceeded || p.Status.Phase == corev1.PodFailed {
		return nil
	}
	var secrets []string
	for _, v := range p.Spec.Volumes {
		if v.Secret != nil {
			secrets = append(secrets, v.Secret.SecretName)
		}
		if v.Projected != nil {
			for _, s := range v.Projected.Sources {
				if s.Secret != nil {
					secrets = append(secrets, s.Secret.Name)
				}
			}
		}
	}
	for _, c := range slices.Concat(p.Spec.InitContainers, p.Spec.Containers) {
		for _, e := range c.Env {
			if e.ValueFrom != nil && e.ValueFrom.SecretKeyRef != nil {
				secrets = append(secrets, e.ValueFrom.SecretKeyRef.Name)
			}
		}
		for _, e := range c.EnvFrom {
			if e.SecretRef != nil {
				secrets = append(secrets, e.SecretRef.Name)
			}
		}
	}
	slices.Sort(secrets)
	account := p.Spec.ServiceAccountName
	if account == "" {
		account = p.Spec.DeprecatedServiceAccount
	}
	return []string{fmt.Sprint("pod ", p.Namespace, " ", p.Name, " ", account, p.Spec.HostNetwork, p.Spec.NodeSelector, slices.Compact(secrets))}
}

// kubernetesRole reads an object of RBAC, of which name, namespace and labels, and all that is not metadata, count.
func kubernetesRole[T any](t *testing.T, doc []byte, namespaced bool) []string {
	var o T
	unmarshal(t, doc, &o)
	var m struct{ Metadata metav1.ObjectMeta }
	if err := sigs.Unmarshal(doc, &m); err != nil {
		t.Fatal(err)
	}
	if namespaced && m.Metadata.Namespace == "" {
		return nil
	}
	return asJSON(t, []T{o})
}

// asJSON writes objects of RBAC, each without its kind and without the metadata that does not count.
func asJSON[T any](t *testing.T, objects []T) []string {
	t.Helper()
	var lines []string
	for _, o := range objects {
		data, err := sigs.Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		var v map[string]any
		if err := sigs.Unmarshal(data, &v); err != nil {
			t.Fatal(err)
		}
		meta := v["metadata"].(map[string]any)
		v["metadata"] = fmt.Sprint(meta["namespace"], meta["name"], meta["labels"])
		delete(v, "kind")
		delete(v, "apiVersion")
		lines = append(lines, fmt.Sprint(v))
	}
	return lines
}

func unmarshal(t *testing.T, doc []byte, to any) {
	t.Helper()
	if err := sigs.UnmarshalStrict(bytes.TrimSpace(doc), to); err != nil {
		t.Fatal(err)
	}
}
