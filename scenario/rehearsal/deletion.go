package rehearsal

import (
	"slices"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/load"
)

// deleteObjects takes objects away: those of some names, or those of manifests.
func (t *turn) deleteObjects() error {
	at, namespace, err := t.target()
	if err != nil {
		return err
	}
	if t.Has("filename") {
		return t.deleteManifests(at, namespace)
	}
	if len(t.Given) < 2 {
		return t.cannot("wants TYPE and NAME, or --filename")
	}
	kind, err := t.kind(t.Argument(0))
	if err != nil {
		return err
	}
	for _, name := range t.Given[1:] {
		o := load.Object{Kind: kind, Namespace: namespace, Name: name}
		if slices.Contains([]string{"Namespace", "ClusterRole", "ClusterRoleBinding"}, kind) {
			o.Namespace = ""
		}
		if err := t.deleteObject(at, o); err != nil {
			return err
		}
	}
	return nil
}

func (t *turn) deleteManifests(at fleet.ClusterName, namespace string) error {
	for _, name := range t.Values("filename") {
		text, err := t.file(name)
		if err != nil {
			return fail("error: %v", err)
		}
		m, err := t.manifest(text, name, at, namespace)
		if err != nil {
			return err
		}
		slices.SortStableFunc(m.Objects, func(a, b load.Object) int { return isNamespace(a) - isNamespace(b) })
		for _, o := range m.Objects {
			if err := t.deleteObject(at, o); err != nil {
				return err
			}
		}
	}
	return nil
}

// isNamespace puts namespaces last: what lies in them goes before.
func isNamespace(o load.Object) int {
	if o.Kind == "Namespace" {
		return 1
	}
	return 0
}

func (t *turn) deleteObject(at fleet.ClusterName, o load.Object) error {
	if !t.isThere(at, o) {
		if t.Is("ignore-not-found") {
			return nil
		}
		return notFound(o.Kind, o.Name)
	}
	switch o.Kind {
	case "Namespace":
		t.delete(fleet.Namespace{Cluster: at, Name: o.Name})
		t.forget(at, o.Name)
	case "ServiceAccount":
		t.delete(fleet.KSA{Cluster: at, Namespace: o.Namespace, Name: o.Name})
	case "Pod":
		t.delete(fleet.Pod{Cluster: at, Namespace: o.Namespace, Name: o.Name})
	case "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding":
		t.setRoles(at, without(t.rolesOf(at), o.Kind, func(ns, n string) bool { return ns == o.Namespace && n == o.Name }))
	default:
		t.deleteOther(at, o)
	}
	key := t.nameOf(at, o)
	t.do(func() { delete(t.others, key); delete(t.annotated, key) })
	t.say("%s deleted", quoted(o))
	return nil
}

func quoted(o load.Object) string {
	path := pathOf(o.Kind, "")
	return path[:len(path)-1] + ` "` + o.Name + `"`
}

// deleteOther takes away what a Secret held, and the pod that an object made.
func (t *turn) deleteOther(at fleet.ClusterName, o load.Object) {
	for _, s := range all(t.Session, func(s fleet.Secret) bool {
		return o.Kind == "Secret" && s.Cluster == at && s.Namespace == o.Namespace && s.Name == o.Name
	}) {
		t.delete(s)
	}
	for _, p := range all(t.Session, func(p fleet.Pod) bool {
		return groups[o.Kind] != "" && p.Cluster == at && p.Namespace == o.Namespace && p.Name == o.Name
	}) {
		t.delete(p)
	}
}

// forget takes out of the session what lay in a namespace. Its permits go with it, by fleet.Graph.With.
func (t *turn) forget(at fleet.ClusterName, namespace string) {
	t.do(func() {
		t.roles[at] = without(t.roles[at], "", func(ns, _ string) bool { return ns == namespace })
		for o := range t.others {
			if o.cluster == at && o.namespace == namespace {
				delete(t.others, o)
			}
		}
	})
}
