package load

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// A dump is one file of what kubectl get -A prints of a cluster, while it is read.
type dump struct {
	*file
	cluster    fleet.ClusterName
	inventory  *inventory
	kinds      map[string]int // objects that matter, by kind
	other      map[string]int // objects of other kinds
	closed     int            // Secrets without content that can be read
	count      int
	namespaces map[string]bool // seen, by name: true if their service account default was
	own        map[ownObject]bool
	podsIn     map[string]bool // namespaces of pods
	rolesIn    map[string]bool // namespaces of roles and role bindings
	cut        bool            // something was left out
}

// readObjects reads what matters here of a cluster: one List, or objects one after another.
//
// Every cluster has the namespace kube-system, and every namespace the service account default; pods run in kube-system; and
// Kubernetes makes roles and bindings of its own. A dump that lacks any of these was taken of one namespace, with a
// selector, or of other kinds: then the rest is not known, and absent is not none.
func (f *file) readObjects(docs []item) int {
	p, ok := f.owner()
	if !ok {
		return 0
	}
	if !legalName(f.spot.location) || !legalName(f.spot.name) {
		f.refuse(0, fmt.Sprintf("%s/%s is no LOCATION/NAME of a cluster", f.spot.location, f.spot.name))
		return 0
	}
	return f.readDump(docs, fleet.ClusterName{Project: p.id, Location: f.spot.location, Name: f.spot.name})
}

// newDump begins to read objects of a cluster.
func (f *file) newDump(of fleet.ClusterName, at fleet.Source) *dump {
	return &dump{file: f, cluster: of, inventory: f.inventory(of, at), kinds: map[string]int{}, other: map[string]int{},
		namespaces: map[string]bool{}, own: map[ownObject]bool{}, podsIn: map[string]bool{}, rolesIn: map[string]bool{}}
}

// readDump reads what kubectl printed of a cluster.
func (f *file) readDump(docs []item, of fleet.ClusterName) int {
	d := f.newDump(of, docs[0].source())
	for _, doc := range docs {
		d.read(doc)
	}
	f.named(d.cluster, fleet.Standard, docs[0].source())
	for _, k := range slices.Sorted(maps.Keys(d.other)) {
		f.report.Unread = append(f.report.Unread, Unread{fleet.Source{File: f.name}, fmt.Sprintf("%d of kind %s: it matters to no rule", d.other[k], k)})
	}
	d.closedSecrets()
	d.settle(docs[0])
	return d.count
}

// inventory gives what the files of objects say of a cluster.
func (r *reader) inventory(of fleet.ClusterName, at fleet.Source) *inventory {
	v := r.inventories[of]
	if v == nil {
		v = newInventory(at)
		r.inventories[of] = v
	}
	return v
}

func newInventory(at fleet.Source) *inventory {
	return &inventory{at: at, nodes: map[string]string{}, rbac: rights{at: map[string]fleet.Source{}}}
}

// settle notes what of the cluster the dump has all of, and warns of what it has a part of. A dump of other kinds says
// nothing of namespaces and service accounts.
func (d *dump) settle(top item) {
	for _, part := range []struct {
		whole   *bool
		seen    int
		missing string
		kinds   string
	}{
		{&d.inventory.objects, max(d.kinds["Namespace"]+d.kinds["ServiceAccount"], 1-d.count), d.missingObjects(), objectKinds},
		{&d.inventory.pods, d.kinds["Pod"], d.missingPods(), podKinds},
		{&d.inventory.rights, d.rbacKinds(), d.missingRights(), roleKinds},
	} {
		*part.whole = *part.whole || part.missing == ""
		if part.missing != "" && part.seen > 0 && d.faulty == 0 {
			top.warn("", "is not all of cluster %q: %s is missing: kubectl get %s -A -o yaml", d.cluster, part.missing, part.kinds)
		}
	}
}

// missingObjects names what every cluster has and the dump has not, or what was left out of it.
func (d *dump) missingObjects() string {
	if d.cut {
		return leftOut
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

const leftOut = "what was left out"

func (d *dump) missingPods() string {
	switch {
	case d.cut:
		return leftOut
	case !d.podsIn[systemNamespace]:
		return "any pod of namespace " + systemNamespace
	case d.confined(d.podsIn):
		return otherNamespaces
	default:
		return ""
	}
}

// confined tells what may be of one namespace only: it holds one, and no namespaces that would show that it has no more.
func (d *dump) confined(in map[string]bool) bool { return len(in) < 2 && d.missingObjects() != "" }

const otherNamespaces = "any other namespace than " + systemNamespace

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
	if isConnector(version) && it.file.connect(it) {
		d.count++
		return
	}
	if strings.HasSuffix(kind, "List") && it.field("items").present() {
		d.readList(it)
		return
	}
	read := d.readers(version)[kind]
	if read == nil {
		if version != "" && kind != "" {
			d.other[shorten(version+" "+kind)]++
		}
		return
	}
	d.kinds[kind]++
	read(it)
}

// readers are those of the kinds that matter.
func (d *dump) readers(version string) map[string]func(item) {
	switch version {
	case "v1":
		return map[string]func(item){"Namespace": d.readNamespace, "ServiceAccount": d.readServiceAccount, "Pod": d.readPod, "Node": d.readNode, "Secret": d.readSecret}
	case "rbac.authorization.k8s.io/v1", "rbac.authorization.k8s.io/v1beta1":
		return map[string]func(item){"Role": d.readRole, "ClusterRole": d.readClusterRole, "RoleBinding": d.readRoleBinding, "ClusterRoleBinding": d.readClusterRoleBinding}
	default:
		return nil
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
	it.file.noteNamespace(it.field("metadata"))
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
	if !d.hasNamespace(meta, ns, "service account") || !isObjectName(name, ns.need(), name.need()) {
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

// hasNamespace tells an object that says its namespace. Of a manifest that leaves it to the command, kubectl would know.
func (d *dump) hasNamespace(meta, ns item, what string) bool {
	if ns.present() && (ns.v.shape != text || ns.text() != "") {
		return ns.text() != ""
	}
	meta.warn("", "%s %q is in no namespace that the file names, and is not read", what, shorten(meta.field("name").text()))
	d.cut = true
	return false
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
