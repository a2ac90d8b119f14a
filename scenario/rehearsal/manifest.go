package rehearsal

import (
	"slices"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/load"
)

// idleKinds matter to nobody's identity, and are made without being looked at. A kind that is not among them, and that is not read, is
// refused: the controller of a custom resource may make pods, or grants.
// Source: https://kubernetes.io/docs/reference/kubernetes-api/
var idleKinds = []string{
	"v1 ConfigMap", "v1 Service", "v1 PersistentVolumeClaim", "v1 PersistentVolume", "v1 LimitRange", "v1 ResourceQuota", "v1 Endpoints",
	"networking.k8s.io/v1 Ingress", "networking.k8s.io/v1 IngressClass", "networking.k8s.io/v1 NetworkPolicy",
	"autoscaling/v1 HorizontalPodAutoscaler", "autoscaling/v2 HorizontalPodAutoscaler", "policy/v1 PodDisruptionBudget",
	"scheduling.k8s.io/v1 PriorityClass", "storage.k8s.io/v1 StorageClass",
}

// readKinds are those of which the facts are read, and those that make pods.
var readKinds = []string{"v1 Namespace", "v1 ServiceAccount", "v1 Pod", "v1 Secret"}

// manifest reads what kubectl is given, and refuses kinds of which nothing is known here.
func (t *turn) manifest(text []byte, name string, at fleet.ClusterName, namespace string) (*load.Manifest, error) {
	m, err := load.Text{Name: name, Data: text}.Manifest(at, namespace)
	if err != nil {
		return nil, fail("error: %v", err)
	}
	for _, o := range m.Objects {
		full := o.Version + " " + o.Kind
		if !o.Makes && !slices.Contains(readKinds, full) && !slices.Contains(idleKinds, full) && !strings.HasPrefix(full, "rbac.authorization.k8s.io/v1 ") {
			return nil, t.cannot("%v of %s: %s is a kind of which nothing is known here", o, name, full)
		}
	}
	for i, f := range m.Facts {
		m.Facts[i] = t.placed(f)
	}
	for _, w := range m.Notes {
		t.note("Warning: %v", w)
	}
	return m, nil
}

// poolLabel is on every node of GKE, and names its node pool: a pod that asks for it can run nowhere else.
// Source: https://cloud.google.com/kubernetes-engine/docs/how-to/creating-managing-labels
const poolLabel = "cloud.google.com/gke-nodepool"

// placed puts a pod on the node pool that it asks for, where there is one of that name.
func (t *turn) placed(f fleet.Fact) fleet.Fact {
	p, ok := f.(fleet.Pod)
	name := p.NodeSelector[poolLabel]
	if !ok || name == "" || !has(t.Session, func(n fleet.NodePool) bool { return n.Cluster == p.Cluster && n.Name == name }) {
		return f
	}
	p.NodePool = name
	if delete(p.NodeSelector, poolLabel); len(p.NodeSelector) == 0 {
		p.NodeSelector = nil
	}
	return p
}

// makeAll makes the objects of a manifest. One that is there is an error, or is changed when they are applied.
func (t *turn) makeAll(m *load.Manifest, at fleet.ClusterName, applied bool) error {
	verbs := map[load.Object]string{}
	for _, o := range m.Objects {
		there := t.isThere(at, o)
		if there && !applied {
			return exists(o.Kind, o.Name)
		}
		if verbs[o] = "created"; there {
			verbs[o] = "configured"
		}
		if key := t.nameOf(at, o); !t.hasFacts(o) {
			t.do(func() { t.others[key] = true })
		}
	}
	t.hold(m)
	for _, f := range m.Facts {
		t.putObject(f, applied)
	}
	t.dropSecrets(m, at)
	t.addRoles(at, m.Roles)
	for _, o := range m.Objects {
		t.say("%s", t.told(o, verbs[o]))
	}
	return nil
}

// told says what became of an object, or only its name with -o name.
func (t *turn) told(o load.Object, verb string) string {
	if t.Value("output") == "name" {
		return pathOf(o.Kind, o.Name)
	}
	return pathOf(o.Kind, o.Name) + " " + verb
}

func (t *turn) nameOf(at fleet.ClusterName, o load.Object) objectName {
	return objectName{at, o.Kind, o.Namespace, o.Name}
}

// hasFacts tells objects that facts or roles stand for. A Secret may hold nothing that is a fact, and a deployment stands beside its pod.
func (t *turn) hasFacts(o load.Object) bool {
	return o.Kind == "Namespace" || o.Kind == "ServiceAccount" || o.Kind == "Pod" || strings.HasPrefix(o.Version, "rbac.")
}

func (t *turn) isThere(at fleet.ClusterName, o load.Object) bool {
	switch o.Kind {
	case "Namespace":
		_, ok := t.graph.WorkloadID(fleet.Workload{Cluster: at, Namespace: o.Name, ServiceAccount: "default"})
		return ok
	case "ServiceAccount":
		_, ok := t.graph.WorkloadID(fleet.Workload{Cluster: at, Namespace: o.Namespace, ServiceAccount: o.Name})
		return ok && (o.Name == "default" || has(t.Session, func(k fleet.KSA) bool { return k.Cluster == at && k.Namespace == o.Namespace && k.Name == o.Name }))
	case "Pod":
		return has(t.Session, func(p fleet.Pod) bool { return p.Cluster == at && p.Namespace == o.Namespace && p.Name == o.Name })
	case "Secret":
		return t.others[t.nameOf(at, o)] || has(t.Session, func(s fleet.Secret) bool { return s.Cluster == at && s.Namespace == o.Namespace && s.Name == o.Name })
	case "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding":
		return t.hasRole(at, o.Kind, o.Namespace, o.Name)
	default:
		return t.others[t.nameOf(at, o)]
	}
}

// putObject makes what a fact stands for, or changes it to that.
func (t *turn) putObject(f fleet.Fact, applied bool) {
	switch f := f.(type) {
	case fleet.Namespace:
		if !t.isThere(f.Cluster, load.Object{Kind: "Namespace", Name: f.Name}) {
			t.create(f)
		}
	case fleet.KSA:
		t.putAccount(f, applied)
	case fleet.Pod:
		was, there := one(t.Session, func(p fleet.Pod) bool {
			return p.Cluster == f.Cluster && p.Namespace == f.Namespace && p.Name == f.Name
		})
		if !there {
			t.create(f)
		} else if !samePod(was, f) {
			t.update(f)
		}
	case fleet.Secret:
		if !has(t.Session, func(s fleet.Secret) bool { return s == f }) {
			t.create(f)
		}
	}
}

func samePod(a, b fleet.Pod) bool {
	same := a.ServiceAccount == b.ServiceAccount && a.HostNetwork == b.HostNetwork && a.NodePool == b.NodePool && slices.Equal(a.Secrets, b.Secrets) && len(a.NodeSelector) == len(b.NodeSelector)
	for key, value := range a.NodeSelector {
		same = same && b.NodeSelector[key] == value
	}
	return same
}

// putAccount keeps an annotation that no manifest has set, as a merge of what was applied before does.
// Source: https://kubernetes.io/docs/tasks/manage-kubernetes-objects/declarative-config/#how-apply-calculates-differences-and-merges-changes
func (t *turn) putAccount(f fleet.KSA, applied bool) {
	key := objectName{f.Cluster, "ServiceAccount", f.Namespace, f.Name}
	was, told := one(t.Session, func(k fleet.KSA) bool {
		return k.Cluster == f.Cluster && k.Namespace == f.Namespace && k.Name == f.Name
	})
	if told && f.UID == "" {
		f.UID = was.UID
	}
	if told && f.Annotation == "" && !t.annotated[key] {
		f.Annotation = was.Annotation
	}
	set := f.Annotation != "" && applied
	t.do(func() { t.annotated[key] = set })
	_, there := t.graph.WorkloadID(fleet.Workload{Cluster: f.Cluster, Namespace: f.Namespace, ServiceAccount: f.Name})
	if !told && (f.Name != "default" || !there) {
		t.create(f)
	} else if f != was {
		t.update(f)
	}
}

// dropSecrets takes away what Secrets held that are written anew.
func (t *turn) dropSecrets(m *load.Manifest, at fleet.ClusterName) {
	for _, o := range m.Objects {
		for _, s := range all(t.Session, func(s fleet.Secret) bool {
			return o.Kind == "Secret" && s.Cluster == at && s.Namespace == o.Namespace && s.Name == o.Name && !slices.Contains(m.Facts, fleet.Fact(s))
		}) {
			t.delete(s)
		}
	}
}

// apply makes what manifests describe, from files or from the standard input.
func (t *turn) apply() error {
	at, namespace, err := t.target()
	if err != nil {
		return err
	}
	if !t.Has("filename") {
		return fail("error: must specify one of -f and -k")
	}
	for _, name := range t.Values("filename") {
		text, err := t.file(name)
		if err != nil {
			return fail("error: %v", err)
		}
		m, err := t.manifest(text, name, at, namespace)
		if err != nil {
			return err
		}
		if t.Has("dry-run") && t.Value("dry-run") != "none" {
			t.say("%d objects unchanged (dry run)", len(m.Objects))
			continue
		}
		if err := t.makeAll(m, at, true); err != nil {
			return err
		}
	}
	return nil
}
