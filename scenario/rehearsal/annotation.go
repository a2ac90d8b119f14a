package rehearsal

import (
	"slices"
	"strings"

	"fleettrust.example/fleet"
)

const annotation = "iam.gke.io/gcp-service-account"

// annotate sets annotations. Of those of a service account, the one that names an account of Google matters.
func (t *turn) annotate() error {
	at, namespace, kind, err := t.named()
	if err != nil {
		return err
	}
	name := t.Argument(1)
	for _, pair := range t.Given[2:] {
		key, value, set := strings.Cut(pair, "=")
		if !set && !strings.HasSuffix(pair, "-") {
			return fail("error: at least one annotation update is required: %q is none", pair)
		}
		if kind == "ServiceAccount" && strings.TrimSuffix(key, "-") == annotation {
			if err := t.annotateAccount(at, namespace, name, value); err != nil {
				return err
			}
		}
	}
	t.say("%s annotated", pathOf(kind, name))
	return nil
}

func (t *turn) annotateAccount(at fleet.ClusterName, namespace, name, value string) error {
	k, ok := one(t.Session, func(k fleet.KSA) bool { return k.Cluster == at && k.Namespace == namespace && k.Name == name })
	if !ok {
		k = fleet.KSA{Cluster: at, Namespace: namespace, Name: name}
	}
	if k.Annotation != "" && value != "" && k.Annotation != value && !t.Is("overwrite") {
		return fail("error: --overwrite is false but found the following declared annotation(s): '%s' already has a value (%s)", annotation, k.Annotation)
	}
	if k.Annotation != value {
		k.Annotation = value
		t.update(k)
	}
	return nil
}

// named is the object that a command names, which must be there.
func (t *turn) named() (at fleet.ClusterName, namespace, kind string, err error) {
	if at, namespace, err = t.target(); err != nil {
		return at, "", "", err
	}
	if kind, err = t.kind(t.Argument(0)); err != nil {
		return at, "", "", err
	}
	for _, o := range t.objects(at, kind, namespace) {
		if nameIn(o) == t.Argument(1) {
			return at, namespace, kind, nil
		}
	}
	return at, namespace, kind, notFound(kind, t.Argument(1))
}

// labelled are the types whose labels matter to nobody: those of nodes and of cluster roles do.
var labelled = []string{"Namespace", "ServiceAccount", "Pod", "Secret", "ConfigMap", "Service", "Deployment"}

func (t *turn) label() error {
	kind, err := t.kind(t.Argument(0))
	if err == nil && !slices.Contains(labelled, kind) {
		err = t.cannot("labels of type %s may matter, and are not read", kind)
	}
	if err == nil {
		_, _, _, err = t.named()
	}
	if err != nil {
		return err
	}
	t.say("%s labeled", pathOf(kind, t.Argument(1)))
	return nil
}
