package rehearsal

import (
	"encoding/json"
	"slices"
	"strings"

	"fleettrust.example/fleet"
)

// objects lists the objects of a kind in a namespace; "" is all of them.
func (t *turn) objects(cluster fleet.ClusterName, kind, namespace string) []object {
	var found []object
	for _, f := range t.facts {
		if o, ok := shownFact(f, cluster); ok {
			found = append(found, o)
		}
	}
	for _, w := range t.graph.Workloads() { // the account default of each namespace is there without having been told
		if w.Cluster == cluster {
			found = append(found, manifest("v1", "Namespace", "", w.Namespace), manifest("v1", "ServiceAccount", w.Namespace, w.ServiceAccount))
		}
	}
	found = append(found, t.shownRoles(cluster)...)
	for o := range t.others {
		if o.cluster == cluster {
			found = append(found, manifest("v1", o.kind, o.namespace, o.name))
		}
	}
	found = slices.DeleteFunc(found, func(o object) bool {
		ns := plain(at(o, "metadata.namespace"))
		return o["kind"] != kind || namespace != "" && ns != "" && ns != namespace
	})
	slices.SortStableFunc(found, func(a, b object) int {
		return strings.Compare(plain(at(a, "metadata.namespace"))+"/"+nameIn(a), plain(at(b, "metadata.namespace"))+"/"+nameIn(b))
	})
	return slices.CompactFunc(found, func(a, b object) bool {
		return nameIn(a) == nameIn(b) && at(a, "metadata.namespace") == at(b, "metadata.namespace")
	})
}

func nameIn(o object) string { return plain(at(o, "metadata.name")) }

func shownFact(f fleet.Fact, at fleet.ClusterName) (object, bool) {
	switch f := f.(type) {
	case fleet.Namespace:
		return manifest("v1", "Namespace", "", f.Name), f.Cluster == at
	case fleet.KSA:
		return shownAccount(f), f.Cluster == at
	case fleet.Pod:
		return shownPod(f), f.Cluster == at
	case fleet.Secret:
		return manifest("v1", "Secret", f.Namespace, f.Name), f.Cluster == at
	default:
		return nil, false
	}
}

func shownAccount(f fleet.KSA) object {
	o := manifest("v1", "ServiceAccount", f.Namespace, f.Name)
	meta := o["metadata"].(object)
	if f.UID != "" {
		meta["uid"] = f.UID
	}
	if f.Annotation != "" {
		meta["annotations"] = object{annotation: f.Annotation}
	}
	return o
}

func shownPod(f fleet.Pod) object {
	o, spec := manifest("v1", "Pod", f.Namespace, f.Name), object{}
	if spec["serviceAccountName"] = f.ServiceAccount; f.ServiceAccount == "" {
		spec["serviceAccountName"] = "default"
	}
	if f.HostNetwork {
		spec["hostNetwork"] = true
	}
	if len(f.NodeSelector) > 0 || f.NodePool != "" {
		selector := object{}
		for key, value := range f.NodeSelector {
			selector[key] = value
		}
		if f.NodePool != "" {
			selector[poolLabel] = f.NodePool
		}
		spec["nodeSelector"] = selector
	}
	var volumes []any
	for _, name := range f.Secrets {
		volumes = append(volumes, object{"name": name, "secret": object{"secretName": name}})
	}
	if volumes != nil {
		spec["volumes"] = volumes
	}
	o["spec"], o["status"] = spec, object{"phase": "Running"}
	return o
}

// shownRoles are the roles and bindings of a cluster, as the library of Kubernetes writes them.
func (t *turn) shownRoles(at fleet.ClusterName) []object {
	var found []object
	add := func(kind string, v any) {
		var o object
		if text, err := json.Marshal(v); err == nil && json.Unmarshal(text, &o) == nil {
			o["apiVersion"], o["kind"] = rbacVersion, kind
			delete(o["metadata"].(object), "creationTimestamp")
			found = append(found, o)
		}
	}
	is := t.roles[at]
	for _, r := range is.Roles {
		add("Role", r)
	}
	for _, r := range is.ClusterRoles {
		add("ClusterRole", r)
	}
	for _, r := range is.RoleBindings {
		add("RoleBinding", r)
	}
	for _, r := range is.ClusterRoleBindings {
		add("ClusterRoleBinding", r)
	}
	return found
}

// getObjects shows the objects of a type, or those of some names.
func (t *turn) getObjects() error {
	cluster, namespace, err := t.target()
	if err != nil {
		return err
	}
	if t.Is("all-namespaces") {
		namespace = ""
	}
	var found []object
	var kind string
	for word := range strings.SplitSeq(t.Argument(0), ",") {
		if kind, err = t.kind(word); err != nil {
			return err
		}
		found = append(found, t.objects(cluster, kind, namespace)...)
	}
	if names := t.Given[1:]; len(names) > 0 {
		found = slices.DeleteFunc(found, func(o object) bool { return !slices.Contains(names, nameIn(o)) })
		for _, name := range names {
			if !slices.ContainsFunc(found, func(o object) bool { return nameIn(o) == name }) && !t.Is("ignore-not-found") {
				return notFound(kind, name)
			}
		}
	}
	return t.showObjects(found, len(t.Given) == 2)
}

// showObjects writes objects in the format of -o. One that was asked for by its name stands for itself, others in a List.
func (t *turn) showObjects(found []object, single bool) error {
	var v any = object{"apiVersion": "v1", "kind": "List", "items": anys(found)}
	if single && len(found) == 1 {
		v = found[0]
	}
	way, isWay := strings.CutPrefix(t.Value("output"), "jsonpath={")
	switch format := t.Value("output"); {
	case format == "yaml":
		return t.yaml(v)
	case format == "json":
		return t.json(v)
	case format == "name":
		for _, o := range found {
			t.say("%s", pathOf(o["kind"].(string), nameIn(o)))
		}
	case isWay && strings.HasSuffix(way, "}") && !strings.ContainsAny(way[:len(way)-1], "{}[]()@*\\"):
		t.out.WriteString(plain(at(v, way[:len(way)-1])))
	case format == "" || format == "wide":
		return t.tabulate(found)
	default:
		return t.cannot("-o %q is none that is written: want yaml, json, name or jsonpath={.a.b}", format)
	}
	return nil
}

func (t *turn) tabulate(found []object) error {
	if len(found) == 0 {
		t.note("No resources found")
		return nil
	}
	header := []string{"NAME"}
	if t.Is("all-namespaces") {
		header = []string{"NAMESPACE", "NAME"}
	}
	return t.table(header, each(found, func(o object) []string {
		if t.Is("all-namespaces") {
			return []string{plain(at(o, "metadata.namespace")), nameIn(o)}
		}
		return []string{nameIn(o)}
	}))
}
