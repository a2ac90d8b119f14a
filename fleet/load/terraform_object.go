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
	t.vague = true // a plan does not say the UID
	return t.newDump(cluster, r.values.source()), true
}

// readObject reads an object of Kubernetes. One of which too little is known leaves the objects of its cluster in doubt.
func (t *stack) readObject(r *resource) {
	d, ok := t.dumpOf(r)
	if !ok {
		return
	}
	kind := objectKindsOf[plainType(r.kind)]
	it := r.values.made(append([]part{said("apiVersion", kind.version), said("kind", kind.kind), t.metadata(r, kind.kind)}, t.content(r)...)...)
	meta := it.field("metadata")
	switch {
	case kind.kind == "Secret" && (r.attribute("data").hasUnknown() || r.attribute("binary_data").hasUnknown()):
		t.tellKeys(r)
	case !meta.present() || meta.field("name").text() == "" || t.isUnclear(it):
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

// metadata gives that of an object. The service account default is called so without saying it. The account that one names may be one
// that the plan makes.
func (t *stack) metadata(r *resource, kind string) part {
	m := r.attribute("metadata").shaped()
	email, known := t.annotation(r)
	switch name := m.attribute("name"); {
	case m.v == nil:
		return part{}
	case kind == "ServiceAccount" && !name.present() && strings.HasPrefix(r.kind, "kubernetes_default_"):
		return nested("metadata", said("name", "default"), kept("namespace", m.attribute("namespace")), kept("annotations", m.attribute("annotations")))
	case known:
		return nested("metadata", kept("name", name), kept("namespace", m.attribute("namespace")), nested("annotations", said(accountAnnotation, email)))
	}
	return kept("metadata", m)
}

// annotation gives the account that a service account is to name, where it is known only after apply and surely is one of the plan.
func (t *stack) annotation(r *resource) (email string, known bool) {
	if !r.attribute("metadata", "annotations", accountAnnotation).isUnknown() {
		return "", false
	}
	refs, sure := t.references(r, "metadata", "annotations")
	if !sure || len(refs) != 1 || refs[0].attribute != "email" {
		return "", false
	}
	return t.accountOf(refs[0])
}

// content gives what else is in an object. That of a Secret Terraform keeps as plain text.
func (t *stack) content(r *resource) []part {
	var parts, packed, plain []part
	for name, v := range r.values.shaped().pairs() {
		if !slices.Contains([]string{"metadata", "data", "stringData", "binaryData"}, name) {
			parts = append(parts, kept(name, v))
		}
	}
	if r.attribute("data").hasUnknown() || r.attribute("binary_data").hasUnknown() {
		return parts
	}
	for name, v := range r.attribute("binary_data").pairs() {
		packed = append(packed, kept(name, v))
	}
	for name, v := range r.attribute("data").pairs() {
		if key, err := base64.StdEncoding.DecodeString(v.text()); err == nil && firstByte(key) == '{' {
			packed = append(packed, kept(name, v)) // as google_service_account_key has it
		} else {
			plain = append(plain, kept(name, v))
		}
	}
	return append(parts, nested("data", packed...), nested("stringData", plain...))
}

// isUnclear tells an object of which something that matters is not known: the account that a service account names, rules, subjects.
func (t *stack) isUnclear(it item) bool {
	meta := it.field("metadata")
	if meta.attribute("annotations").isUnknown() || meta.attribute("annotations", accountAnnotation).isUnknown() || meta.attribute("namespace").isUnknown() {
		return true
	}
	for _, name := range []string{"rules", "subjects", "roleRef", "aggregationRule"} {
		if it.attribute(name).hasUnknown() {
			return true
		}
	}
	return it.attribute("spec").hasUnknown() && isUnclearPod(it)
}

// isUnclearPod tells an object whose pods run as nobody knows whom.
func isUnclearPod(it item) bool {
	pod, makes := it.pod()
	if !makes {
		pod = it
	}
	spec := pod.field("spec")
	return spec.v == nil || spec.v.field("serviceAccountName") != nil && spec.v.field("serviceAccountName").shape == unknown
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

// readConnectorResource reads an object of Config Connector that is written as kubectl apply takes it. It waits for others of its kind,
// and keeps its address meanwhile.
func (t *stack) readConnectorResource(r *resource) {
	m := r.attribute("manifest")
	if m.v == nil || m.v.shape != object || !isConnector(m.field("apiVersion").text()) {
		return
	}
	at := *t.file
	switch m.file = &at; {
	case m.hasUnknown():
		for _, kind := range []fleet.ResourceKind{fleet.ProjectResource, fleet.FolderResource, fleet.OrganizationResource, fleet.AccountResource} {
			t.doubts = append(t.doubts, doubt{r.values.source(), fleet.GapPolicy, kind})
		}
		t.lack("what it makes is " + knownAfterApply)
	case !at.connect(m):
		t.lack("of kind " + shorten(m.field("kind").text()) + ": it matters to no rule")
	}
}

// readManifestResource reads an object of a cluster that is written as kubectl apply takes it.
func (t *stack) readManifestResource(r *resource) {
	m := r.attribute("manifest")
	if m.v != nil && m.v.shape == object && isConnector(m.field("apiVersion").text()) {
		return
	}
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
