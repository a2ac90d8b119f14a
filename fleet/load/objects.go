package load

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// A dump is what kubectl get namespaces,serviceaccounts -A prints of one cluster, while it is read.
type dump struct {
	*file
	cluster    fleet.ClusterName
	other      map[string]int // objects of other kinds
	count      int
	namespaces map[string]bool // seen, by name: true if their service account default was
	cut        bool            // something was left out
}

// readObjects reads namespaces and service accounts: one List, or objects one after another.
//
// Every cluster has the namespace kube-system, and every namespace the service account default. A dump that lacks any
// of these was taken of one namespace, with a selector, or of one kind: then the rest is not known, and absent is not none.
func (f *file) readObjects(docs []item) int {
	p, ok := f.owner()
	if !ok {
		return 0
	}
	if !legalName(f.spot.location) || !legalName(f.spot.name) {
		f.refuse(0, fmt.Sprintf("%s/%s is no LOCATION/NAME of a cluster", f.spot.location, f.spot.name))
		return 0
	}
	d := &dump{file: f, other: map[string]int{}, namespaces: map[string]bool{}, cluster: fleet.ClusterName{Project: p.id, Location: f.spot.location, Name: f.spot.name}}
	for _, doc := range docs {
		d.read(doc)
	}
	f.named(d.cluster, fleet.Standard, docs[0].source())
	for _, k := range slices.Sorted(maps.Keys(d.other)) {
		f.report.Unread = append(f.report.Unread, Unread{fleet.Source{File: f.name}, fmt.Sprintf("%d of kind %s: only namespaces and service accounts matter here", d.other[k], k)})
	}
	missing := d.missing()
	whole := missing == ""
	if !whole && f.faulty == 0 {
		docs[0].warn("", "is not all of cluster %q: %s is missing: kubectl get namespaces,serviceaccounts -A -o yaml", d.cluster, missing)
	}
	f.objects[d.cluster] = f.objects[d.cluster] || whole
	return d.count
}

// missing names what every cluster has and the dump has not, or what was left out of it.
func (d *dump) missing() string {
	if d.cut {
		return "what was left out"
	}
	if _, ok := d.namespaces[systemNamespace]; !ok {
		return "namespace " + systemNamespace
	}
	for _, ns := range slices.Sorted(maps.Keys(d.namespaces)) {
		if !d.namespaces[ns] {
			return fmt.Sprintf("service account default of namespace %q", shorten(ns))
		}
	}
	return ""
}

func (d *dump) read(it item) {
	if it.v.shape == list {
		for _, e := range it.list() {
			d.read(e)
		}
		return
	}
	if !it.is(object) {
		return
	}
	version, kind := it.field("apiVersion").need(), it.field("kind").need()
	switch {
	case strings.HasSuffix(kind, "List") && it.field("items").present():
		d.readList(it)
	case version == "v1" && kind == "Namespace":
		d.readNamespace(it)
	case version == "v1" && kind == "ServiceAccount":
		d.readServiceAccount(it)
	case version != "" && kind != "":
		d.other[shorten(version+" "+kind)]++
	}
}

func (d *dump) readList(it item) {
	if c := it.field("metadata").field("continue"); c.present() && c.text() != "" {
		c.warn("", "the list has further pages, which were not read")
		d.cut = true
	}
	for _, e := range it.field("items").list() {
		d.read(e)
	}
}

func (d *dump) readNamespace(it item) {
	name := it.field("metadata").field("name")
	if !isObjectName(name, name.need(), "default") {
		return
	}
	d.namespaces[name.text()] = d.namespaces[name.text()]
	d.count++
	d.tell(it.source(), fleet.Namespace{Cluster: d.cluster, Name: name.text()})
}

// systemNamespace is in every cluster.
// Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/ (initial namespaces).
const systemNamespace = "kube-system"

// accountAnnotation names the Google service account that a Kubernetes one asks for.
// Source: https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity, read 2026-04-10.
const accountAnnotation = "iam.gke.io/gcp-service-account"

func (d *dump) readServiceAccount(it item) {
	meta := it.field("metadata")
	name, ns := meta.field("name"), meta.field("namespace")
	if !ns.present() || ns.v.shape == text && ns.text() == "" {
		meta.warn("", "service account %q is in no namespace that the file names, and is not read", shorten(name.text()))
		d.cut = true
		return
	}
	if !isObjectName(name, ns.need(), name.need()) {
		return
	}
	annotation := meta.field("annotations").field(accountAnnotation)
	if a := annotation.text(); a != "" && !pool.ServiceAccount(a).IsValid() {
		annotation.warn("", "%q is not the e-mail of a service account", shorten(a))
	}
	if name.text() == "default" {
		d.namespaces[ns.text()] = true
	}
	d.count++
	d.tell(it.source(), fleet.KSA{Cluster: d.cluster, Namespace: ns.text(), Name: name.text(), UID: meta.field("uid").text(), Annotation: annotation.text()})
}

// isObjectName leaves the rules of names to package pool, whose subjects are made of them.
func isObjectName(it item, ns, name string) bool {
	if ns == "" || name == "" {
		return false
	}
	if pool.Subject(anyPool, 0, ns, name).IsValid() {
		return true
	}
	if mark := placeholder(ns + "/" + name); mark != "" {
		it.fault("%q holds the unresolved placeholder %q", shorten(ns+"/"+name), mark)
	} else {
		it.fault("%q is no NAMESPACE/NAME that Kubernetes would take", shorten(ns+"/"+name))
	}
	return false
}

var anyPool = pool.Must(pool.ParseName("any-project.svc.id.goog"))
