package load

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/yaml"
	sigs "sigs.k8s.io/yaml"

	"fleettrust.example/fleet"
)

// The types of Kubernetes itself read the same files, and have to find the same namespaces and service accounts.
func TestObjectsAsKubernetesReadsThem(t *testing.T) {
	files, err := filepath.Glob("../../examples/data/acme/projects/*/clusters/*/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	files = append(files, caseFiles(t, "objects.txtar", "objects-partial.txtar", "folder-whole.txtar")...)
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
	r := readFolders([]string{dir})
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
		}
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
	}
	return nil
}

func unmarshal(t *testing.T, doc []byte, to any) {
	t.Helper()
	if err := sigs.UnmarshalStrict(bytes.TrimSpace(doc), to); err != nil {
		t.Fatal(err)
	}
}
