package load

import (
	"slices"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/rbac"
)

// A Manifest is what a text describes that kubectl apply takes.
type Manifest struct {
	Objects []Object     // all of them, in order
	Facts   []fleet.Fact // namespaces, service accounts, then Secrets and pods: what is needed first comes first
	Roles   rbac.Objects
	Notes   []Warning // what is taken as it is, and looks wrong
}

// An Object is one object of Kubernetes. Namespace is "" of one that lies in none. Makes says that it is no pod and runs as one:
// a deployment is told as one pod, of its name.
type Object struct {
	Version, Kind   string
	Namespace, Name string
	Makes           bool
}

// unplaced are the kinds, of those that matter here, that lie in no namespace.
var unplaced = []string{"Namespace", "Node", "ClusterRole", "ClusterRoleBinding"}

// Manifest reads manifests of objects of a cluster: documents of YAML, JSON, or a List. An object that is in a namespace and does
// not say which is in the one given. Kinds that matter to no rule are among the Objects and give no facts.
func (t Text) Manifest(at fleet.ClusterName, namespace string) (*Manifest, error) {
	f := t.file()
	d := f.newDump(at, fleet.Source{File: f.name})
	m := &Manifest{}
	for _, doc := range t.documents(f) {
		m.read(d, doc, namespace)
	}
	var pods []fleet.Fact
	for _, p := range d.inventory.running {
		pods = append(pods, p.pod)
	}
	facts, err := f.outcome()
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(facts, func(a, b fleet.Fact) int { return order(a) - order(b) })
	m.Facts, m.Roles, m.Notes = append(facts, pods...), d.inventory.rbac.Objects, f.report.Warnings
	return m, nil
}

func order(f fleet.Fact) int {
	switch f.(type) {
	case fleet.Namespace:
		return 0
	case fleet.KSA:
		return 1
	default:
		return 2
	}
}

func (m *Manifest) read(d *dump, it item, namespace string) {
	if it.v.shape == list || it.is(object) && it.field("items").present() && strings.HasSuffix(it.field("kind").text(), "List") {
		items := it
		if it.v.shape == object {
			items = it.field("items")
		}
		for _, e := range items.list() {
			m.read(d, e, namespace)
		}
		return
	}
	if !it.is(object) {
		return
	}
	if !slices.Contains(unplaced, it.field("kind").text()) {
		it = it.settled(namespace)
	}
	m.add(d, it)
}

// add notes an object, and reads it, or the pod that it makes.
func (m *Manifest) add(d *dump, it item) {
	meta := it.field("metadata")
	o := Object{Version: it.field("apiVersion").need(), Kind: it.field("kind").need(), Namespace: meta.field("namespace").text(), Name: meta.field("name").need()}
	if o.Name == "" {
		return
	}
	pod, makes := it.pod()
	if o.Makes = makes; makes {
		d.readPod(pod)
	} else {
		d.read(it)
	}
	m.Objects = append(m.Objects, o)
}
