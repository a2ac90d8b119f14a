package fleet_test

import (
	"strings"
	"testing"

	"fleettrust.example/fleet"
)

// TestWalkThreeWays goes through the three ways from a pod to Google's APIs, in the order in which an introduction shows them
// and a team would try them: the service account of the node, a key in a Secret, Workload Identity with an account and then
// without one. Each step changes the world before it, and says what pods get by default, who holds the accounts, and who
// gained and lost what the step is about.
// https://docs.cloud.google.com/kubernetes-engine/docs/concepts/workload-identity and
// https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity, read 2026-04-10.
func TestWalkThreeWays(t *testing.T) {
	const compute = "serviceAccount:1001-compute@developer.gserviceaccount.com"
	const subject = "principal://myproject/subject/ns/default/sa/"
	w := walk{t: t}
	w.step("a cluster as it comes, and a pod that nobody configured: the default account of the nodes, by the number of the project", []string{
		"+ project myproject 1001", "+ account 1001-compute@developer.gserviceaccount.com", "+ cluster myproject/asia-northeast1-b/mycluster off",
		"+ nodepool myproject/asia-northeast1-b/mycluster np GCE scopes=devstorage.read_only,logging.write,monitoring",
		"+ ksa myproject/asia-northeast1-b/mycluster default/default", "+ pod myproject/asia-northeast1-b/mycluster default/gcloud-pod on=np",
	})
	w.gets("gcloud-pod", "node account "+compute)
	w.held(compute, "exact: default/default")

	w.step("a key in a Secret, which a pod mounts: for its application, beside the account of the node", []string{
		"+ account app@myproject", "+ secret myproject/asia-northeast1-b/mycluster default/gsa-key key=app@myproject",
		"+ pod myproject/asia-northeast1-b/mycluster default/gcloud-pod-gsa-key on=np secrets=gsa-key",
	})
	w.gets("gcloud-pod-gsa-key", "node account "+compute, "key serviceAccount:app@myproject")
	w.held("serviceAccount:app@myproject", "exact: default/default")

	w.step("Workload Identity of the cluster: a name at the pool, and the same answer from the old node pool", []string{
		"- cluster myproject/asia-northeast1-b/mycluster off", "+ cluster myproject/asia-northeast1-b/mycluster on",
	})
	w.gets("gcloud-pod", "node account "+compute)
	w.held(compute, "exact: default/default")
	w.held(subject+"default", "exact: default/default")

	w.step("Workload Identity of the node pool: whatever used the account of the node loses it; the key stays good", []string{
		"- nodepool myproject/asia-northeast1-b/mycluster np GCE scopes=devstorage.read_only,logging.write,monitoring",
		"+ nodepool myproject/asia-northeast1-b/mycluster np GKE scopes=devstorage.read_only,logging.write,monitoring",
	})
	w.gets("gcloud-pod", "subject "+subject+"default")
	w.gets("gcloud-pod-gsa-key", "subject "+subject+"default", "key serviceAccount:app@myproject")
	w.changed("- default/default obtains " + compute)
	w.held(compute, "exact: ")

	w.step("an account, and a service account of the cluster with its name in an annotation: which is no right to it", []string{
		"+ account gsa-workloadid@myproject", "+ grant roles/container.clusterViewer on projects/myproject to serviceAccount:gsa-workloadid@myproject",
		"+ ksa myproject/asia-northeast1-b/mycluster default/ksa-workloadid annotation=gsa-workloadid@myproject",
		"+ pod myproject/asia-northeast1-b/mycluster default/gcloud-pod-workloadid ksa=ksa-workloadid selector=iam.gke.io/gke-metadata-server-enabled:true",
	})
	w.gets("gcloud-pod-workloadid", "refused serviceAccount:gsa-workloadid@myproject")
	w.held("serviceAccount:gsa-workloadid@myproject", "exact: ")

	w.step("the binding: the pod is the account", []string{
		"+ grant roles/iam.workloadIdentityUser on gsa-workloadid@myproject to serviceAccount:myproject.svc.id.goog[default/ksa-workloadid]",
	})
	w.gets("gcloud-pod-workloadid", "annotated account serviceAccount:gsa-workloadid@myproject")
	w.held("serviceAccount:gsa-workloadid@myproject", "exact: default/ksa-workloadid")
	w.changed("+ default/ksa-workloadid obtains serviceAccount:gsa-workloadid@myproject")

	w.step("nodes of both sorts: the node selector keeps the pod where it is the account", []string{
		"+ nodepool myproject/asia-northeast1-b/mycluster old GCE scopes=devstorage.read_only,logging.write,monitoring",
	})
	w.gets("gcloud-pod-workloadid", "annotated account serviceAccount:gsa-workloadid@myproject")

	w.step("a role for the service account of the cluster itself, without any account between: the annotation goes", []string{
		"- ksa myproject/asia-northeast1-b/mycluster default/ksa-workloadid annotation=gsa-workloadid@myproject",
		"+ ksa myproject/asia-northeast1-b/mycluster default/ksa-workloadid",
		"+ grant roles/container.clusterViewer on projects/myproject to " + subject + "ksa-workloadid",
	})
	w.gets("gcloud-pod-workloadid", "subject "+subject+"ksa-workloadid")
	w.held(subject+"ksa-workloadid", "exact: default/ksa-workloadid")
}

// walk is a world that changes step by step.
type walk struct {
	t       *testing.T
	lines   []string
	s       *story
	was, is *fleet.Graph
	where   string
}

func (w *walk) step(where string, changes []string) {
	w.t.Helper()
	w.lines, w.where, w.was = edited(w.lines, changes), where, w.is
	w.s = tell(w.lines...)
	var err error
	if w.is, err = w.s.build(); err != nil {
		w.t.Fatalf("%s: %v", where, err)
	}
}

// gets compares what a pod of the namespace default gets.
func (w *walk) gets(pod string, want ...string) {
	w.t.Helper()
	all, err := w.is.DefaultCredential(fleet.PodName{Cluster: clusterName("myproject/asia-northeast1-b/mycluster"), Namespace: "default", Name: pod})
	var got []string
	for _, c := range all {
		got = append(got, w.s.short(c.String()))
		if c.Exactness != fleet.Exact {
			w.t.Errorf("%s: %s: %v is %v: %v", w.where, pod, c, c.Exactness, c.Reasons)
		}
	}
	if g, want := strings.Join(got, ", "), strings.Join(want, ", "); err != nil || g != want {
		w.t.Errorf("%s: %s:\n got %s\nwant %s\n%v", w.where, pod, g, want, err)
	}
}

// held compares who holds a principal.
func (w *walk) held(member, want string) {
	w.t.Helper()
	got := strings.ReplaceAll(whoText(w.is.Assumers(w.s.principal(member))), "myproject/asia-northeast1-b/mycluster ", "")
	if got != want {
		w.t.Errorf("%s: %s:\n got %s\nwant %s", w.where, member, got, want)
	}
}

// changed compares who gained and lost an account in the last step.
func (w *walk) changed(want ...string) {
	w.t.Helper()
	var got []string
	for c := range fleet.Diff(w.was, w.is) {
		sign := "-"
		if c.Gained {
			sign = "+"
		}
		if p := w.s.short(c.Principal.String()); c.Strength == fleet.Obtains && strings.HasPrefix(p, "serviceAccount:") {
			got = append(got, sign+" "+c.Workload.Namespace+"/"+c.Workload.ServiceAccount+" obtains "+p)
		}
	}
	if g, want := strings.Join(got, "\n"), strings.Join(want, "\n"); g != want {
		w.t.Errorf("%s:\n got %s\nwant %s", w.where, g, want)
	}
}
