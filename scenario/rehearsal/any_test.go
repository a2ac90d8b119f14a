package rehearsal_test

import (
	"slices"
	"strings"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"fleettrust.example/scenario/command"
	"fleettrust.example/scenario/rehearsal"
	"pgregory.net/rapid"
)

// TestAnything types commands of the table with any arguments and flags: none panics, what is refused changes nothing, and what is carried out
// makes of the world what its operations make of it.
func TestAnything(t *testing.T) { rapid.Check(t, anything) }

func FuzzAnything(f *testing.F) {
	f.Add([]byte("commands"))
	f.Add([]byte{9, 200, 31, 4, 0, 0, 77, 128, 255, 16, 2, 3, 90})
	f.Fuzz(rapid.MakeFuzz(anything))
}

func anything(t *rapid.T) {
	s := onStage()
	all := slices.Collect(command.All())
	for range rapid.IntRange(1, 8).Draw(t, "commands") {
		words := anyLine(t, rapid.SampledFrom(all).Draw(t, "command"))
		stdin := []byte(rapid.SampledFrom(texts).Draw(t, "stdin"))
		before := s.Graph()
		r, err := s.Run(stdin, words...)
		switch {
		case err != nil || r.Status != 0:
			if s.Graph() != before {
				t.Fatalf("%q: is refused, and changes the world", words)
			}
		case len(r.Operations) > 0:
			want, err := before.With(r.Operations...)
			if err != nil {
				t.Fatalf("%q: %v", words, err)
			}
			if lacks, more := apart(want, s.Graph(), nil); len(lacks)+len(more) > 0 {
				t.Fatalf("%q: %v %v", words, lacks, more)
			}
		}
	}
}

// anyLine gives a command arguments and flags: those that fit now and then.
func anyLine(t *rapid.T, c *command.Command) []string {
	words := strings.Fields(c.Words)
	for _, a := range strings.Fields(c.Arguments) {
		fits := fitting[strings.Trim(a, "[].")]
		words = append(words, rapid.SampledFrom(slices.Concat(fits, fits, fits, fits, values)).Draw(t, "argument"))
	}
	reads := slices.DeleteFunc(slices.Clone(c.Flags), func(f command.Flag) bool { return f.Idle })
	for range rapid.IntRange(0, 3).Draw(t, "flags") {
		f := rapid.SampledFrom(reads).Draw(t, "flag")
		word := "--" + f.Name
		if f.Value != "" {
			word += "=" + rapid.SampledFrom(slices.Concat(fitting[f.Name], fitting[f.Name], values)).Draw(t, "value")
		}
		words = append(words, word)
	}
	if c.Words == "kubectl exec" {
		words = append(words, "--", "gcloud", "auth", "list")
	}
	return words
}

// fitting are values that a flag takes.
var fitting = map[string][]string{
	"project": {"p1-host", "p2-apps"}, "format": {"json", "yaml", "value(name)", "none"}, "context": {"gke_p1-host_us-east1_c1", "gke_p2-apps_us-east1_c2"}, "namespace": {"shop", "default"},
	"member": {"user:ann@example.com", "serviceAccount:p1-host.svc.id.goog[shop/app]"}, "role": {"roles/owner", "roles/iam.workloadIdentityUser"}, "location": {"us-east1"}, "zone": {"us-east1"}, "region": {"us-east1"},
	"gke-cluster": {"us-east1/c1"}, "cluster": {"c2"}, "scope": {"teams"}, "membership": {"c1"}, "filename": {"-"}, "policy-file": {"-"}, "output": {"json", "yaml", "name"}, "kind": {"denypolicies"},
	"PROJECT_ID": slices.Repeat([]string{"p1-host", "p2-apps", "p3-more"}, 10), "EMAIL": slices.Repeat([]string{"db@p1-host.iam.gserviceaccount.com", "devs@example.com"}, 10), "ORGANIZATION_ID": slices.Repeat([]string{"9"}, 20),
	"POLICY_FILE": slices.Repeat([]string{"-"}, 20), "CONSTRAINT_FILE": slices.Repeat([]string{"-"}, 20), "TYPE": slices.Repeat([]string{"ns", "sa", "pods"}, 10), "NAME": slices.Repeat([]string{"c1", "c2", "shop", "app", "web", "more"}, 5),
	"MEMBERSHIP": slices.Repeat([]string{"c1", "more"}, 10), "SCOPE": slices.Repeat([]string{"teams", "more"}, 10), "POOL": slices.Repeat([]string{"teams"}, 20), "POD": slices.Repeat([]string{"web"}, 20), "KEY=VALUE": slices.Repeat([]string{"k=v"}, 20),
	"VERB": slices.Repeat([]string{"create"}, 20), "RESOURCE": slices.Repeat([]string{"pods"}, 20), "PROPERTY": slices.Repeat([]string{"project", "account"}, 10), "CONTEXT": slices.Repeat([]string{"gke_p1-host_us-east1_c1"}, 20), "SERVICE_ACCOUNT": slices.Repeat([]string{"app"}, 20),
	"as": {"system:serviceaccount:shop:app"}, "verb": {"create,get"}, "resource": {"pods"}, "organization": {"9"}, "user": {"ann@example.com"}, "display-name": {"x"},
	"attachment-point": {"cloudresourcemanager.googleapis.com/projects/p1-host"}, "iam-account": {"db@p1-host.iam.gserviceaccount.com"}, "clusterrole": {"edit"}, "group-email": {"devs@example.com"}, "member-email": {"ann@example.com"},
}

// onStage is a terminal with a project, a place, an account and a context.
func onStage() *rehearsal.Session {
	s := rehearsal.New(stage(), rehearsal.Options{})
	for _, line := range []string{
		"gcloud config set project p1-host", "gcloud config set account ann@example.com", "gcloud config set compute/region us-east1", "gcloud container clusters get-credentials c1", "kubectl config set-context --current -n shop",
	} {
		if why := typed(s, line); why != "" {
			panic(why)
		}
	}
	return s
}

// TestAnythingHasVariety: the seeds are fixed, so the figures are too.
func TestAnythingHasVariety(t *testing.T) {
	done, all := map[string]bool{}, slices.Collect(command.All())
	line := rapid.Custom(func(t *rapid.T) []string { return anyLine(t, rapid.SampledFrom(all).Draw(t, "command")) })
	for seed := range 6000 {
		s, words := onStage(), line.Example(seed)
		if r, err := s.Run([]byte(texts[seed%len(texts)]), words...); err == nil && r.Status == 0 {
			call, _ := command.Parse(words...)
			done[call.Words] = true
		}
	}
	if len(done) < 70 {
		t.Errorf("%d of %d commands are carried out by some line", len(done), len(all))
	}
}

// values are names of the stage, and what is none.
var values = []string{
	"p1-host", "p2-apps", "1001", "us-east1", "us-east1-b", "us-east1/c1", "c1", "c2", "web", "shop", "app", "default", "ns", "sa", "pods", "secret", "role", "rolebinding", "namespace/shop", "deploy/web",
	"db@p1-host.iam.gserviceaccount.com", "user:ann@example.com", "ann@example.com", "serviceAccount:p1-host.svc.id.goog[shop/app]", "allUsers", "group:devs@example.com", "devs@example.com",
	"roles/owner", "roles/iam.workloadIdentityUser", "expression=true,title=t", "^", "^^", "^;^", "None", "p1-host.svc.id.goog", "teams", "GKE_METADATA", "LIGHTWEIGHT", "denypolicies",
	"projects/p1-host", "cloudresourcemanager.googleapis.com/projects/p1-host", "//cloudresourcemanager.googleapis.com/projects/1001", "https://container.googleapis.com/v1/projects/p2-apps/locations/us-east1/clusters/c2", "projects/",
	"json", "yaml", "value(name)", "value(", "jsonpath={.a}", "jsonpath={", "name", "client", "-", "k=v", "k-", "iam.gke.io/gcp-service-account=db@p1-host.iam.gserviceaccount.com", "create,get", "pods,serviceaccounts/token", "shop:app", ":", "/", "", ",", "=", "\x00", "é", strings.Repeat("x", 300),
	`{"spec":{"serviceAccountName":"app"}}`, `{"metadata":{"name":null}}`, `{"kind":"Namespace"}`, "project", "core/account", "compute.googleapis.com", "gke_p1-host_us-east1_c1", "system:serviceaccount:shop:app", "custom.none", "9", "container.clusters.get", "DISABLED",
}

// texts are what commands read.
var texts = []string{
	"", "{}", "[]", "a: [", `{"bindings":[{"role":"roles/owner","members":["user:ann@example.com"]}]}`,
	"apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: late}\n", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {serviceAccountName: late}}}\n",
	"apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: x}\nroleRef: {kind: ClusterRole, name: edit}\nsubjects: [{kind: User, name: ann@example.com}]\n",
	`{"rules":[{"denyRule":{"deniedPrincipals":["principalSet://goog/public:all"],"deniedPermissions":["iam.googleapis.com/serviceAccounts.getAccessToken"]}}]}`,
	"name: projects/p1-host/policies/iam.disableServiceAccountKeyCreation\nspec: {rules: [{enforce: true}]}\n", `[{"effect":"ALLOW","resources":["//cloudresourcemanager.googleapis.com/projects/p1-host"]}]`,
}

// stage is a small world in which most commands find something.
func stage() *fleet.Graph {
	c1 := fleet.ClusterName{Project: "p1-host", Location: "us-east1", Name: "c1"}
	c2 := fleet.ClusterName{Project: "p2-apps", Location: "us-east1", Name: "c2"}
	return pool.Must(build([]fleet.Fact{
		fleet.Organization{Number: 9}, fleet.Project{ID: "p1-host", Number: 1001, Parent: fleet.InOrganization(9)}, fleet.Project{ID: "p2-apps", Number: 1002},
		fleet.Cluster{Name: c1, Mode: fleet.Autopilot, WorkloadIdentity: fleet.On}, fleet.Cluster{Name: c2, WorkloadIdentity: fleet.On}, fleet.NodePool{Cluster: c2, Name: "default", Metadata: fleet.GKEMetadata},
		fleet.Fleet{Host: "p1-host"}, fleet.Membership{Fleet: "p1-host", Location: "us-east1", Name: "c1", Cluster: c1, Issuer: fleet.On},
		fleet.Scope{Fleet: "p1-host", Name: "teams"}, fleet.Namespace{Cluster: c1, Name: "shop"}, fleet.KSA{Cluster: c1, Namespace: "shop", Name: "app"}, fleet.Pod{Cluster: c1, Namespace: "shop", Name: "web"},
		fleet.GSA{Email: "db@p1-host.iam.gserviceaccount.com"}, fleet.Group{Name: pool.Must(pool.Parse("group:devs@example.com"))},
		fleet.Binding{On: fleet.InProject("p1-host"), Role: "roles/owner", Member: pool.Must(pool.Parse("user:ann@example.com"))},
	}))
}
