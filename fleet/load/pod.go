package load

import (
	"maps"
	"slices"
	"strings"

	"fleettrust.example/fleet"
)

// An inventory is what the files of objects say of one cluster: what of it is all there, and the pods, which wait
// until all nodes are known.
type inventory struct {
	at      fleet.Source // the first of the files
	objects bool         // all namespaces and service accounts were read
	pods    bool         // … all pods
	rights  bool         // … all roles and role bindings
	nodes   map[string]string
	running []running
	rbac    rights
}

// running is a pod and the node it runs on.
type running struct {
	pod  fleet.Pod
	node string
	at   fleet.Source
	by   string // the kind of object that makes it, if it is not told itself
}

// readMaker reads an object that makes pods as one of its name.
func (d *dump) readMaker(it item, kind string) {
	d.kinds[kind]++
	before := len(d.inventory.running)
	if pod, ok := it.pod(); ok {
		d.readPod(pod)
	}
	for i := range d.inventory.running[before:] {
		d.inventory.running[before+i].by = kind
	}
}

// distinguish gives pods of one name, which objects of several kinds make, a name each.
func (v *inventory) distinguish() {
	type name struct{ namespace, name string }
	kinds := map[name]map[string]bool{}
	for _, p := range v.running {
		n := name{p.pod.Namespace, p.pod.Name}
		if kinds[n] == nil {
			kinds[n] = map[string]bool{}
		}
		kinds[n][p.by] = true
	}
	for i := range v.running {
		p := &v.running[i]
		if p.by != "" && len(kinds[name{p.pod.Namespace, p.pod.Name}]) > 1 {
			p.pod.Name += "." + strings.ToLower(p.by)
		}
	}
}

// poolNames gives the node pools that nodes name, sorted.
func (v *inventory) poolNames() []string {
	if v == nil {
		return nil
	}
	return slices.Compact(slices.Sorted(maps.Values(v.nodes)))
}

// poolLabel is on every node of GKE, and names its node pool.
// Source: https://cloud.google.com/kubernetes-engine/docs/how-to/creating-managing-labels
const poolLabel = "cloud.google.com/gke-nodepool"

func (d *dump) readNode(it item) {
	meta := it.field("metadata")
	d.count++
	if name, in := meta.field("name").need(), meta.field("labels").field(poolLabel); name != "" && in.text() != "" && legalPart(in, "node pool", in.text()) {
		d.inventory.nodes[name] = in.text()
	}
}

// mirrorAnnotation is on the mirror of a static pod, which the kubelet runs and which no service account is given to.
// Source: https://kubernetes.io/docs/tasks/configure-pod-container/static-pod/
const mirrorAnnotation = "kubernetes.io/config.mirror"

// readPod reads a pod that runs or is about to. One that has ended gets no token any more.
func (d *dump) readPod(it item) {
	meta, spec := it.field("metadata"), it.field("spec")
	name, ns := meta.field("name"), meta.field("namespace")
	if name.need() == "" || !d.hasNamespace(meta, ns, "pod") {
		return
	}
	d.podsIn[ns.text()] = true
	phase := it.field("status").field("phase").text()
	if phase == "Succeeded" || phase == "Failed" || meta.field("annotations").field(mirrorAnnotation).present() {
		return
	}
	p := fleet.Pod{
		Cluster: d.cluster, Namespace: ns.text(), Name: name.text(),
		ServiceAccount: spec.field("serviceAccountName", "serviceAccount").text(),
		HostNetwork:    spec.field("hostNetwork").truth(),
		Secrets:        secretsOf(spec),
	}
	account := p.ServiceAccount
	if account == "" {
		account = "default"
	}
	if !isObjectName(name, p.Namespace, account) {
		return
	}
	for label, v := range spec.field("nodeSelector").pairs() {
		if p.NodeSelector == nil {
			p.NodeSelector = map[string]string{}
		}
		p.NodeSelector[label] = v.text()
	}
	d.count++
	d.inventory.running = append(d.inventory.running, running{p, spec.field("nodeName").text(), it.source(), ""})
}

// secretsOf lists the Secrets that a pod mounts or reads into its environment, sorted.
// Source: https://kubernetes.io/docs/concepts/configuration/secret/
func secretsOf(spec item) []string {
	var names []string
	for _, v := range spec.field("volumes").list() {
		names = append(names, v.field("secret").field("secretName").text())
		for _, s := range v.field("projected").field("sources").list() {
			names = append(names, s.field("secret").field("name").text())
		}
	}
	for _, kind := range []string{"containers", "initContainers", "ephemeralContainers"} {
		for _, c := range spec.field(kind).list() {
			for _, e := range c.field("env").list() {
				names = append(names, e.field("valueFrom").field("secretKeyRef").field("name").text())
			}
			for _, e := range c.field("envFrom").list() {
				names = append(names, e.field("secretRef").field("name").text())
			}
		}
	}
	names = slices.DeleteFunc(names, func(s string) bool { return s == "" })
	slices.Sort(names)
	return slices.Compact(names)
}

// settlePods tells the pods of a cluster, each with the node pool that its node names. Where the list of clusters lacks
// that pool, one of the two was read before a change, and the pools are not known.
func (r *reader) settlePods(c *cluster, seen *inventory) {
	missing := ""
	seen.distinguish()
	for _, p := range seen.running {
		p.pod.NodePool = seen.nodes[p.node]
		if p.pod.NodePool != "" && !c.hasPool(p.pod.NodePool) {
			missing, p.pod.NodePool = p.pod.NodePool, ""
		}
		r.tell(p.at, p.pod)
	}
	if missing != "" && c.hasPools && c.fact.Mode != fleet.Outside {
		r.warn(seen.at, "node pool "+missing, "", "has nodes, and the list of clusters does not have it: the node pools of cluster %q are taken as unknown", c.fact.Name)
		r.tell(seen.at, fleet.Gap{What: fleet.GapNodePools, Cluster: c.fact.Name})
	}
}
