package organization

import (
	"strconv"
	"strings"
)

// The document that describes the API of Kubernetes in every asset that is an object of it.
const kubernetesDoc = "https://raw.githubusercontent.com/kubernetes/kubernetes/master/api/openapi-spec/swagger.json"

// writeInside writes what is in a cluster: namespaces and service accounts without the detour of values, since there are many.
func (w *export) writeInside(c int) {
	at, p := w.clusterAsset(c), w.o.size.projectOf(c)
	above := `"ancestors":["` + strings.Join(w.above(p), `","`) + `"],"update_time":"` + updated + "\"}\n"
	for i := c * ksasPerCluster; i < min((c+1)*ksasPerCluster, len(w.o.workloads)); i++ {
		x := w.o.Workload(i)
		if i%ksasPerNamespace == 0 {
			w.writeNamespace(at, x.Namespace, i, above)
		}
		w.writeKSA(at, x, i, above)
	}
	for _, k := range own {
		w.writeKubernetes(c, k)
	}
	if w.o.size.Policies {
		for _, k := range w.rights(c) {
			w.writeKubernetes(c, k)
		}
	}
}

func (w *export) add(parts ...string) {
	for _, p := range parts {
		w.line = append(w.line, p...)
	}
}

// uid appends the UID of the object of an index.
func (w *export) uid(first string, i int) {
	s := strconv.FormatInt(int64(i), 16)
	w.add(`"uid":"`, first, "-abbe-48a5-9c5e-", "000000000000"[:12-len(s)], s, `"`)
}

func (w *export) flush() {
	if w.err == nil {
		_, w.err = w.out.Write(w.line)
	}
	w.line = w.line[:0]
}

func (w *export) writeNamespace(cluster, name string, i int, above string) {
	w.add(`{"name":"`, cluster, "/k8s/namespaces/", name, `","asset_type":"k8s.io/Namespace","resource":{"version":"v1","discovery_document_uri":"`, kubernetesDoc,
		`","discovery_name":"io.k8s.api.core.v1.Namespace","parent":"`, cluster, `","data":{"metadata":{"creationTimestamp":"`, epoch,
		`","labels":{"kubernetes.io/metadata.name":"`, name, `"},"name":"`, name, `","resourceVersion":"`, strconv.Itoa(1000+i), `",`)
	w.uid("5b2f7c1e", i)
	w.add(`},"spec":{"finalizers":["kubernetes"]},"status":{"phase":"Active"}}},`, above)
	w.flush()
}

// writeKSA writes a service account that was installed with a chart, as most are, or one that Kubernetes made itself.
func (w *export) writeKSA(cluster string, x Workload, i int, above string) {
	name, ns := x.ServiceAccount, x.Namespace
	w.add(`{"name":"`, cluster, "/k8s/namespaces/", ns, "/serviceaccounts/", name, `","asset_type":"k8s.io/ServiceAccount","resource":{"version":"v1","discovery_document_uri":"`, kubernetesDoc,
		`","discovery_name":"io.k8s.api.core.v1.ServiceAccount","parent":"`, cluster, "/k8s/namespaces/", ns, `","data":{"automountServiceAccountToken":true,"metadata":{`)
	if name != defaultKSA {
		w.add(`"annotations":{"meta.helm.sh/release-name":"`, name, `","meta.helm.sh/release-namespace":"`, ns, `"},`)
	}
	w.add(`"creationTimestamp":"`, epoch, `",`)
	if name != defaultKSA {
		w.add(`"labels":{"app.kubernetes.io/component":"server","app.kubernetes.io/instance":"`, name, `","app.kubernetes.io/managed-by":"Helm","app.kubernetes.io/name":"`, name,
			`","app.kubernetes.io/part-of":"`, ns, `","app.kubernetes.io/version":"1.14.2","helm.sh/chart":"`, name, `-1.14.2"},`)
	}
	w.add(`"name":"`, name, `","namespace":"`, ns, `","resourceVersion":"`, strconv.Itoa(1000+i), `",`)
	w.uid("e9f16a8e", i)
	w.add(`}}},`, above)
	w.flush()
}

// writeKubernetes writes any other object.
func (w *export) writeKubernetes(c int, k kubernetes) {
	kind, group, _ := strings.Cut(k.APIVersion, "/")
	name := w.clusterAsset(c) + "/k8s/"
	if k.Metadata.Namespace != "" {
		name += "namespaces/" + k.Metadata.Namespace + "/"
	}
	discovery := "io.k8s.api.core.v1."
	if group == "" {
		kind = "k8s.io"
	} else {
		name += kind + "/"
		discovery = "io.k8s.api.rbac.v1."
	}
	name += strings.ToLower(k.Kind) + "s/" + k.Metadata.Name
	a := asset{Name: name, AssetType: kind + "/" + k.Kind, Ancestors: w.above(w.o.size.projectOf(c)),
		Resource: &resource{Version: "v1", DiscoveryDoc: kubernetesDoc, DiscoveryName: discovery + k.Kind}}
	k.APIVersion, k.Kind = "", ""
	a.Resource.Data = k
	w.put(a)
}
