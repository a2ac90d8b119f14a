package load

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"fleettrust.example/fleet"
)

// clusterOfProvider gives the cluster that a provider speaks to: the one whose endpoint its host is made of.
func (t *stack) clusterOfProvider(r *resource) (fleet.ClusterName, bool) {
	p, module := t.provider(r)
	if p == nil {
		return fleet.ClusterName{}, false
	}
	host := p.Expressions["host"]
	if within := p.Expressions["kubernetes"]; host == nil && within != nil && within.ExpressionData != nil && len(within.NestedBlocks) == 1 {
		host = within.NestedBlocks[0]["host"] // of the provider of Helm
	}
	refs, _ := t.follow(host, module, maxReferences)
	var found *resource
	for _, ref := range refs {
		if ref.to.kind != "google_container_cluster" || found != nil && found != ref.to {
			return fleet.ClusterName{}, false
		}
		found = ref.to
	}
	if found == nil {
		return fleet.ClusterName{}, false
	}
	path, known := t.clusterPath(found)
	l, ok := parseLink("//container.googleapis.com/" + path)
	id, named := t.projectID(l.project)
	return fleet.ClusterName{Project: id, Location: l.location, Name: l.name}, known && ok && named
}

// dumpOf begins to read an object, of the cluster that its provider speaks to.
func (t *stack) dumpOf(r *resource) (*dump, bool) {
	cluster, ok := t.clusterOfProvider(r)
	if !ok {
		t.doubtObjects(r, "of which cluster it is, its provider does not say by a reference to one that the file has")
		return nil, false
	}
	t.named(cluster, fleet.Standard, r.values.source())
	return t.newDump(cluster, r.values.source()), true
}

// readObject reads an object of Kubernetes. One of which too little is known leaves the objects of its cluster in doubt.
func (t *stack) readObject(r *resource) {
	d, ok := t.dumpOf(r)
	if !ok {
		return
	}
	kind := objectKindsOf[plainType(r.kind)]
	it := r.made().putText("apiVersion", kind.version).putText("kind", kind.kind)
	shaped := r.values.shaped()
	for name, part := range shaped.pairs() {
		if !slices.Contains([]string{"data", "stringData", "binaryData"}, name) {
			it.put(name, part)
		}
	}
	meta := it.field("metadata")
	if kind.kind == "ServiceAccount" && r.kind[len("kubernetes_"):][:7] == "default" && meta.present() && meta.field("name").text() == "" {
		meta.putText("name", "default")
	}
	t.putSecret(r, it)
	switch {
	case kind.kind == "Secret" && r.attribute("data").hasUnknown():
		t.tellKeys(r)
	case !meta.present() || meta.field("name").text() == "" || t.isUnclear(r, it):
		t.doubtObjects(r, "it is not known before the plan is applied")
	default:
		d.add(it.settled(namespaceOf(kind.kind)))
	}
	d.closedSecrets()
}

// namespaceOf is what the provider takes for one that an object does not say.
func namespaceOf(kind string) string {
	if slices.Contains(unplaced, kind) {
		return ""
	}
	return "default"
}

// add reads an object, or the pod that it makes.
func (d *dump) add(it item) {
	if pod, makes := it.pod(); makes {
		d.readPod(pod)
	} else {
		d.read(it)
	}
}

// isUnclear tells an object of which something that matters is not known: the account that a service account names, rules, subjects.
func (t *stack) isUnclear(r *resource, it item) bool {
	annotations := r.attribute("metadata", "annotations")
	if annotations.attribute(accountAnnotation).isUnknown() {
		refs, sure := t.references(r, "metadata", "annotations")
		if !sure || len(refs) != 1 || refs[0].attribute != "email" {
			return true
		}
		email, known := t.accountOf(refs[0])
		meta := it.field("metadata")
		i := slices.Index(meta.v.names, "annotations")
		if meta.v.items[i] = *r.made().putText(accountAnnotation, email).v; !known {
			return true
		}
	}
	for _, name := range []string{"rules", "subjects", "roleRef", "spec", "aggregationRule"} {
		if part := it.v.field(name); part != nil && part.hasUnknown() && (name != "spec" || t.isUnclearPod(it)) {
			return true
		}
	}
	return it.field("metadata").v.field("namespace") != nil && it.field("metadata").v.field("namespace").shape == unknown
}

// isUnclearPod tells an object whose pods run as nobody knows whom.
func (t *stack) isUnclearPod(it item) bool {
	pod, makes := it.pod()
	if !makes {
		pod = it
	}
	spec := pod.field("spec")
	return spec.v == nil || spec.v.field("serviceAccountName") != nil && spec.v.field("serviceAccountName").shape == unknown
}

// putSecret sets the content of a Secret, which Terraform keeps as plain text. Of content that is known after apply, a key of a service
// account of the plan is told.
func (t *stack) putSecret(r *resource, it item) {
	if plainType(r.kind) != "kubernetes_secret" {
		return
	}
	content, plain := r.made(), r.made()
	for name, v := range r.attribute("binary_data").pairs() {
		content.put(name, v)
	}
	for name, v := range r.attribute("data").pairs() {
		if decoded, err := base64.StdEncoding.DecodeString(v.text()); err == nil && firstByte(decoded) == '{' {
			content.put(name, v) // as google_service_account_key has it
		} else {
			plain.put(name, v)
		}
	}
	it.put("data", content).put("stringData", plain)
}

// tellKeys tells the keys that a Secret refers to.
func (t *stack) tellKeys(r *resource) {
	refs, sure := t.references(r, "data")
	cluster, ok := t.clusterOfProvider(r)
	ns, named := t.text(r, "metadata", "namespace")
	name, known := t.text(r, "metadata", "name")
	for _, ref := range refs {
		key, is := t.keyOf(ref)
		if is && ok && named && known && name != "" {
			t.tell(r.values.source(), fleet.Secret{Cluster: cluster, Namespace: cmp.Or(ns, "default"), Name: name, Key: key})
		} else {
			sure = false
		}
	}
	if !sure {
		t.lack("the content of the Secret is " + knownAfterApply + ": " + t.pointing(r, "data"))
	}
}

// keyOf gives the e-mail of the account whose key a reference is to.
func (t *stack) keyOf(ref reference) (string, bool) {
	if ref.to.kind != "google_service_account_key" || !strings.HasPrefix(ref.attribute, "private_key") {
		return "", false
	}
	said, known := t.text(ref.to, "service_account_id")
	return emailOf(said), known && said != ""
}

// readManifestResource reads an object that is written as kubectl apply takes it.
func (t *stack) readManifestResource(r *resource) {
	m := r.attribute("manifest")
	d, ok := t.dumpOf(r)
	switch {
	case !ok:
	case m.hasUnknown() || !m.is(object):
		t.doubtObjects(r, "it is not known before the plan is applied")
	default:
		d.add(m.settled(namespaceOf(m.field("kind").text())))
		for k, n := range d.other {
			t.lack(fmt.Sprintf("%d of kind %s: it matters to no rule", n, k))
		}
	}
}
