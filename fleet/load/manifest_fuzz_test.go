package load

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"fleettrust.example/fleet"
)

// manifestSeeds are manifests that went wrong for somebody, each with what it is aimed at.
var manifestSeeds = []struct{ why, text string }{
	{"a grant on an object of the same file", "apiVersion: iam.cnrm.cloud.google.com/v1beta1\nkind: IAMServiceAccount\nmetadata: {name: a, namespace: p}\n---\napiVersion: iam.cnrm.cloud.google.com/v1beta1\nkind: IAMPolicyMember\nmetadata: {name: b, namespace: p}\nspec: {member: 'serviceAccount:p.svc.id.goog[n/k]', role: roles/iam.workloadIdentityUser, resourceRef: {kind: IAMServiceAccount, name: a}}\n"},
	{"a list of members where one belongs", "apiVersion: iam.cnrm.cloud.google.com/v1beta1\nkind: IAMPolicyMember\nmetadata: {name: b, namespace: p}\nspec: {member: [a], role: roles/owner, resourceRef: {kind: Project, external: p}}\n"},
	{"a reference to itself", "apiVersion: resourcemanager.cnrm.cloud.google.com/v1beta1\nkind: Folder\nmetadata: {name: a, namespace: p}\nspec: {folderRef: {name: a}, resourceID: \"7\"}\n"},
	{"folders that lie in one another", "apiVersion: resourcemanager.cnrm.cloud.google.com/v1beta1\nkind: Folder\nmetadata: {name: a, namespace: p}\nspec: {folderRef: {name: b}, resourceID: \"7\"}\n---\napiVersion: resourcemanager.cnrm.cloud.google.com/v1beta1\nkind: Folder\nmetadata: {name: b, namespace: p}\nspec: {folderRef: {name: a}, resourceID: \"8\"}\n"},
	{"a project that is in itself", "apiVersion: iam.cnrm.cloud.google.com/v1beta1\nkind: IAMServiceAccount\nmetadata: {name: a}\nspec: {projectRef: {name: q}}\n---\napiVersion: resourcemanager.cnrm.cloud.google.com/v1beta1\nkind: Project\nmetadata: {name: q}\nspec: {projectRef: {name: q}}\n"},
	{"no metadata at all", "apiVersion: iam.cnrm.cloud.google.com/v1beta1\nkind: IAMServiceAccount\n"},
	{"metadata that is a text", "apiVersion: container.cnrm.cloud.google.com/v1beta1\nkind: ContainerCluster\nmetadata: x\nspec: y\nstatus: z\n"},
	{"a spec that is a list", "apiVersion: gkehub.cnrm.cloud.google.com/v1beta1\nkind: GKEHubMembership\nmetadata: {name: m, namespace: p}\nspec: [1]\n"},
	{"a deployment without a name", "apiVersion: apps/v1\nkind: Deployment\nspec: {template: {spec: {containers: [{image: i}]}}}\n"},
	{"a deployment whose containers are names", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d, namespace: n}\nspec: {template: {spec: {containers: [c]}}}\n"},
	{"a template where a pod belongs", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d, namespace: n}\nspec: {template: [1]}\n"},
	{"a List in a List, and one of Config Connector", `{"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "iam.cnrm.cloud.google.com/v1beta1", "kind": "IAMServiceAccountList", "items": [{"apiVersion": "iam.cnrm.cloud.google.com/v1beta1", "kind": "IAMServiceAccount", "metadata": {"name": "a", "namespace": "p"}}]}]}`},
	{"a List of what is no object", `{"apiVersion": "v1", "kind": "List", "items": [1, null, [], {}]}`},
	{"brackets that YAML takes for a list", "apiVersion: iam.cnrm.cloud.google.com/v1beta1\nkind: IAMServiceAccount\nmetadata: {name: [GSA_NAME]}\n"},
	{"a number where a name belongs", "apiVersion: iam.cnrm.cloud.google.com/v1beta1\nkind: IAMServiceAccount\nmetadata: {name: 7, namespace: 8}\n"},
	{"annotations that are no texts", "apiVersion: v1\nkind: Namespace\nmetadata: {name: n, annotations: {cnrm.cloud.google.com/project-id: {a: b}}}\n---\napiVersion: iam.cnrm.cloud.google.com/v1beta1\nkind: IAMServiceAccount\nmetadata: {name: a, namespace: n}\n"},
	{"a name that only the server knows", "apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: '---', namespace: n}\nspec: {template: {spec: {containers: [{image: i}]}}}\n"},
	{"members from nowhere", "apiVersion: iam.cnrm.cloud.google.com/v1beta1\nkind: IAMPartialPolicy\nmetadata: {name: b, namespace: p}\nspec: {resourceRef: {kind: Project, external: p}, bindings: [{role: roles/owner, members: [{memberFrom: {serviceAccountRef: x, logSinkRef: {}}}, {}]}]}\n"},
	{"an organization policy of both kinds", "apiVersion: resourcemanager.cnrm.cloud.google.com/v1beta1\nkind: ResourceManagerPolicy\nmetadata: {name: x, namespace: p}\nspec: {constraint: constraints/iam.x, booleanPolicy: {enforced: 1}, listPolicy: {}, projectRef: {external: p}}\n"},
	{"a key of an account that is nowhere", "apiVersion: iam.cnrm.cloud.google.com/v1beta1\nkind: IAMServiceAccountKey\nmetadata: {name: k, namespace: n}\nspec: {serviceAccountRef: {external: a@p.iam.gserviceaccount.com}}\n"},
	{"a subject without a namespace", "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: b}\nroleRef: {kind: ClusterRole, name: cluster-admin}\nsubjects: [{kind: ServiceAccount, name: envoy}]\n"},
}

// FuzzManifests reads any bytes as manifests: see manifestsSurvive.
func FuzzManifests(f *testing.F) {
	for _, s := range manifestSeeds {
		f.Add([]byte(s.text), true)
		f.Add([]byte(s.text), false)
	}
	for _, h := range hostile {
		f.Add([]byte(h.text), true)
	}
	f.Fuzz(func(t *testing.T, data []byte, known bool) { manifestsSurvive(t, data, known) })
}

// manifestsSurvive: manifests are read, or refused with faults that name the file; Build gives a graph, or faults with places.
func manifestsSurvive(t failer, data []byte, known bool) {
	t.Helper()
	r := readSheaf([]string{string(data)}, known)
	if len(r.faults) > 0 {
		return
	}
	var b fleet.Builder
	for _, f := range r.facts {
		b.AddFrom(f.at, f.fact)
	}
	_, err := b.Build()
	var faults *fleet.BuildError
	if err != nil && !errors.As(err, &faults) {
		t.Fatalf("Build: %v", err)
	}
}

// readSheaf reads the texts of some files, of a cluster or of none that is known.
func readSheaf(texts []string, known bool) *reader {
	r := newReader()
	for i, text := range texts {
		f := &file{reader: r, name: fmt.Sprintf("repo/namespaces/n/%d.yaml", i), spot: spot{kind: looseFile}}
		if known {
			f.cluster = fleet.ClusterName{Project: "p", Location: "l", Name: "c"}
		}
		r.files = append(r.files, f)
		if docs := f.parsed([]byte(text)); slices.ContainsFunc(docs, item.isManifest) {
			f.readManifests(docs)
		}
	}
	r.catchUp()
	r.settle()
	return r
}

// drawnObject is an object of a small world, in which names collide.
func drawnObject(t *rapid.T) string {
	pick := func(what string, from ...string) string { return rapid.SampledFrom(from).Draw(t, what) }
	name := func(what string) string { return pick(what, "a", "b") }
	meta := fmt.Sprintf("metadata: {name: %s, namespace: %s%s}", name("name"), pick("namespace", "n", "m"),
		pick("annotation", "", "", ", annotations: {cnrm.cloud.google.com/project-id: pp}"))
	object := func(group, kind, spec string) string {
		return "apiVersion: " + group + "\nkind: " + kind + "\n" + meta + "\nspec: " + spec + "\n"
	}
	const iam, hub, rm = "iam.cnrm.cloud.google.com/v1beta1", "gkehub.cnrm.cloud.google.com/v1beta1", "resourcemanager.cnrm.cloud.google.com/v1beta1"
	switch pick("kind", "account", "account", "member", "member", "project", "cluster", "pool", "membership", "scope", "bound", "namespace", "ksa", "deployment") {
	case "account":
		return object(iam, "IAMServiceAccount", pick("id", "{}", "{resourceID: a}", "{resourceID: b}"))
	case "member":
		return object(iam, "IAMPolicyMember", fmt.Sprintf("{role: roles/owner, %s, resourceRef: {kind: %s, %s}}",
			pick("who", "member: 'user:a@x.example'", "memberFrom: {serviceAccountRef: {name: a}}", "memberFrom: {serviceAccountRef: {name: b, namespace: n}}", "memberFrom: {logSinkRef: {name: a}}"),
			pick("on", "IAMServiceAccount", "Project"), pick("ref", "name: a", "name: b, namespace: m", "external: pp")))
	case "project":
		return object(rm, "Project", pick("lies", "{}", "{folderRef: {external: '7'}}", "{resourceID: pp}"))
	case "cluster":
		return object("container.cnrm.cloud.google.com/v1beta1", "ContainerCluster", pick("cluster", "{location: l}", "{location: l, workloadIdentityConfig: {workloadPool: pp.svc.id.goog}}", "{location: l, nodeConfig: {serviceAccountRef: {name: a}}}"))
	case "pool":
		return object("container.cnrm.cloud.google.com/v1beta1", "ContainerNodePool", "{clusterRef: {name: a}, nodeConfig: {serviceAccountRef: {name: "+name("nodes")+"}, workloadMetadataConfig: {mode: "+pick("mode", "GKE_METADATA", "GCE_METADATA")+"}}}")
	case "membership":
		return object(hub, "GKEHubMembership", "{location: global, endpoint: {gkeCluster: {resourceRef: {name: "+name("cluster")+"}}}"+pick("issuer", "", ", authority: {issuer: 'https://container.googleapis.com/v1/projects/pp/locations/l/clusters/a'}")+"}")
	case "scope":
		return object(hub, "GKEHubScope", "{}")
	case "bound":
		return object(hub, "GKEHubMembershipBinding", "{membershipRef: {name: a}, scopeRef: {name: "+name("scope")+"}}")
	case "namespace":
		return "apiVersion: v1\nkind: Namespace\nmetadata: {name: " + pick("of", "n", "m") + pick("said", "", ", annotations: {cnrm.cloud.google.com/project-id: pq}") + "}\n"
	case "ksa":
		return "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: " + name("ksa") + pick("in", "", ", namespace: m") + "}\n"
	default:
		return "apiVersion: apps/v1\nkind: " + pick("maker", "Deployment", "StatefulSet") + "\nmetadata: {name: a, namespace: n}\nspec: {template: {spec: {serviceAccountName: " + name("as") + ", containers: [{image: i}]}}}\n"
	}
}

// manifestsAnyOrder: what manifests tell does not hang on the order of documents, nor on which of them share a file.
func manifestsAnyOrder(t *rapid.T) {
	objects := rapid.SliceOfN(rapid.Custom(drawnObject), 1, 8).Draw(t, "objects")
	shuffled := rapid.Permutation(objects).Draw(t, "shuffled")
	files := make([][]string, 3)
	for _, o := range shuffled {
		i := rapid.IntRange(0, 2).Draw(t, "file")
		files[i] = append(files[i], o)
	}
	var texts []string
	for _, docs := range files {
		if len(docs) > 0 {
			texts = append(texts, strings.Join(docs, "---\n"))
		}
	}
	known := rapid.Bool().Draw(t, "known")
	one, several := readSheaf([]string{strings.Join(objects, "---\n")}, known), readSheaf(texts, known)
	if d := cmp.Diff(wordedFacts(one), wordedFacts(several)); d != "" {
		t.Fatalf("in one file -, in several +:\n%s", d)
	}
}

// wordedFacts says what a reader tells, without the places. Where there are faults, in it or between what it says, nothing is told.
func wordedFacts(r *reader) []string {
	var b fleet.Builder
	var lines []string
	for _, f := range r.facts {
		b.AddFrom(f.at, f.fact)
		lines = append(lines, say(f.fact))
	}
	if _, err := b.Build(); err != nil || len(r.faults) > 0 {
		return []string{"refused"}
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}

func TestManifestsInAnyOrder(t *testing.T) { rapid.Check(t, manifestsAnyOrder) }

func FuzzManifestsInAnyOrder(f *testing.F) {
	f.Add([]byte(strings.Repeat("\x01\x00\x00\x00\x00\x00\x00\x00", 64)))
	f.Add([]byte(strings.Repeat("\x03\x00\x00\x00\x00\x00\x00\x80\x02\x00\x00\x00\x00\x00\x00\x00", 32)))
	f.Fuzz(rapid.MakeFuzz(manifestsAnyOrder))
}

func TestManifestSeedsSayWhy(t *testing.T) {
	for _, s := range manifestSeeds {
		if len(s.why) < 10 || len(s.text) == 0 {
			t.Errorf("%q: %q", s.why, s.text)
		}
		manifestsSurvive(t, []byte(s.text), true)
		manifestsSurvive(t, []byte(s.text), false)
	}
}
