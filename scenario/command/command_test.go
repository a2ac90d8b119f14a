package command_test

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"reflect"
	"strings"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"fleettrust.example/scenario/command"
	"github.com/google/go-cmp/cmp"
)

var rewrite = flag.Bool("rewrite", false, "write testdata anew")

var (
	prod = fleet.ClusterName{Project: "host", Location: "us-east1", Name: "prod"}
	web  = fleet.ClusterName{Project: "apps", Location: "us-east1", Name: "web"}
	eks  = fleet.ClusterName{Project: "host", Location: "global", Name: "eks"}
	auto = fleet.ClusterName{Project: "host", Location: "us-east1", Name: "auto"}
	db   = "db@host.iam.gserviceaccount.com"
	ann  = pool.Must(pool.Parse("user:ann@example.com"))
	devs = pool.Must(pool.Parse("group:devs@example.com"))
)

var (
	projectHost  = fleet.Project{ID: "host", Number: 1000, Parent: fleet.InOrganization(9)}
	clusterProd  = fleet.Cluster{Name: prod, WorkloadIdentity: fleet.On}
	nodePool     = fleet.NodePool{Cluster: prod, Name: "np", Metadata: fleet.GKEMetadata, Labels: map[string]string{"team": "a"}}
	fleetHost    = fleet.Fleet{Host: "host"}
	memberProd   = fleet.Membership{Fleet: "host", Location: "us-east1", Name: "prod", Cluster: prod, Issuer: fleet.On}
	memberEks    = fleet.Membership{Fleet: "host", Location: "global", Name: "eks", Cluster: eks, Issuer: fleet.On}
	account      = fleet.GSA{Email: db}
	serviceApp   = fleet.KSA{Cluster: prod, Namespace: "shop", Name: "app", UID: "1"}
	role         = fleet.Role{Name: "projects/host/roles/mint", Permissions: []string{"iam.serviceAccounts.getAccessToken"}}
	group        = fleet.Group{Name: devs, Members: []pool.Principal{ann}}
	deny         = fleet.Deny{On: fleet.InProject("host"), Name: "no-tokens", Permissions: []string{"iam.serviceAccounts.getAccessToken"}, Principals: []pool.Principal{ann, pool.ServiceAccount(db)}}
	organization = fleet.Organization{Number: 9}
)

// world has one of each thing that has more to it than its name.
func world(t *testing.T) *fleet.Graph {
	t.Helper()
	var b fleet.Builder
	b.Add(organization, fleet.Folder{Number: 12}, projectHost, fleet.Project{ID: "apps", Number: 1001}, clusterProd, fleet.Cluster{Name: web}, fleet.Cluster{Name: auto, Mode: fleet.Autopilot, WorkloadIdentity: fleet.On},
		fleet.Cluster{Name: eks, Mode: fleet.Outside}, nodePool, fleetHost, memberProd, memberEks, account, serviceApp, role, group, deny)
	return pool.Must(b.Build())
}

// told are operations of every sort, each with what a person would type.
var told = []struct {
	why    string
	op     fleet.Operation
	remark bool // no command does it
}{
	{"nobody makes an organization by a command", fleet.Create{Fact: organization}, true},
	{"nor takes it away", fleet.Delete{Fact: organization}, true},
	{"a folder gets its number from Google; what it is called is made up", fleet.Create{Fact: fleet.Folder{Number: 13, Parent: fleet.InOrganization(9)}}, false},
	{"", fleet.Update{Fact: fleet.Folder{Number: 12, Parent: fleet.InOrganization(9)}}, false},
	{"", fleet.Delete{Fact: fleet.Folder{Number: 12}}, false},
	{"", fleet.Create{Fact: fleet.Project{ID: "new", Parent: fleet.InFolder(12)}}, false},
	{"", fleet.Update{Fact: fleet.Project{ID: "host", Number: 1000, Parent: fleet.InFolder(12)}}, false},
	{"a project keeps its number", fleet.Update{Fact: projectHost}, true},
	{"", fleet.Delete{Fact: projectHost}, false},
	{"Workload Identity in Standard is a flag", fleet.Create{Fact: fleet.Cluster{Name: fleet.ClusterName{Project: "host", Location: "us-east1", Name: "new"}, WorkloadIdentity: fleet.On}}, false},
	{"in Autopilot it is always on", fleet.Create{Fact: fleet.Cluster{Name: fleet.ClusterName{Project: "host", Location: "us-east1", Name: "new"}, Mode: fleet.Autopilot}}, false},
	{"others make clusters elsewhere", fleet.Create{Fact: fleet.Cluster{Name: fleet.ClusterName{Project: "host", Location: "global", Name: "aks"}, Mode: fleet.Outside}}, true},
	{"", fleet.Update{Fact: fleet.Cluster{Name: prod, WorkloadIdentity: fleet.Off}}, false},
	{"", fleet.Update{Fact: fleet.Cluster{Name: web, WorkloadIdentity: fleet.On}}, false},
	{"nothing changes", fleet.Update{Fact: clusterProd}, true},
	{"", fleet.Delete{Fact: fleet.Cluster{Name: web}}, false},
	{"", fleet.Delete{Fact: fleet.Cluster{Name: eks}}, true},
	{"", fleet.Create{Fact: fleet.NodePool{Cluster: prod, Name: "np2", Metadata: fleet.GCEMetadata, Account: db, Scopes: []string{"cloud-platform", "logging.write"}, Windows: true, Labels: map[string]string{"b": "2", "a": "1"}}}, false},
	{"", fleet.Update{Fact: fleet.NodePool{Cluster: prod, Name: "np", Metadata: fleet.GCEMetadata}}, false},
	{"", fleet.Update{Fact: fleet.NodePool{Cluster: prod, Name: "np", Metadata: fleet.GKEMetadata, Labels: map[string]string{"team": "b"}}}, false},
	{"nodes keep their account", fleet.Update{Fact: fleet.NodePool{Cluster: prod, Name: "np", Metadata: fleet.GKEMetadata, Account: db, Labels: map[string]string{"team": "a"}}}, true},
	{"", fleet.Delete{Fact: nodePool}, false},
	{"", fleet.Create{Fact: fleet.Fleet{Host: "apps", TenancyPool: pool.Must(pool.ParseName("team-pool"))}}, false},
	{"", fleet.Update{Fact: fleet.Fleet{Host: "host", TenancyPool: pool.Must(pool.ParseName("team-pool"))}}, false},
	{"", fleet.Update{Fact: fleetHost}, false},
	{"", fleet.Delete{Fact: fleetHost}, false},
	{"a cluster of the fleet's own project", fleet.Create{Fact: fleet.Membership{Fleet: "host", Location: "us-east1", Name: "auto", Cluster: auto, Issuer: fleet.On}}, false},
	{"a cluster of another project; a fleet by its number; no issuer", fleet.Create{Fact: fleet.Membership{Fleet: "1000", Location: "us-east1", Name: "web", Cluster: web}}, false},
	{"a lightweight membership is a setting of the cluster", fleet.Create{Fact: fleet.Membership{Fleet: "host", Location: "us-east1", Name: "web", Cluster: web, Lightweight: true}}, false},
	{"a membership outlives its cluster by what is done to the cluster", fleet.Create{Fact: fleet.Membership{Fleet: "host", Location: "us-east1", Name: "gone", Cluster: web, ClusterMissing: true}}, true},
	{"a cluster elsewhere is known to kubectl alone", fleet.Create{Fact: memberEks}, false},
	{"no command takes an issuer away", fleet.Update{Fact: fleet.Membership{Fleet: "host", Location: "us-east1", Name: "prod", Cluster: prod, Issuer: fleet.Off}}, true},
	{"", fleet.Update{Fact: fleet.Membership{Fleet: "host", Location: "us-east1", Name: "prod", Cluster: prod, Issuer: fleet.On, Lightweight: true}}, false},
	{"", fleet.Update{Fact: memberProd}, true},
	{"the graph knows the cluster of a membership that is named alone", fleet.Delete{Fact: fleet.Membership{Fleet: "host", Location: "us-east1", Name: "prod"}}, false},
	{"", fleet.Delete{Fact: memberEks}, false},
	{"", fleet.Create{Fact: fleet.Scope{Fleet: "host", Name: "team-a"}}, false},
	{"nothing of a scope can change", fleet.Update{Fact: fleet.Scope{Fleet: "host", Name: "team-a"}}, true},
	{"", fleet.Delete{Fact: fleet.Scope{Fleet: "host", Name: "team-a"}}, false},
	{"what a binding is called is made up", fleet.Create{Fact: fleet.ScopeBinding{Fleet: "host", Location: "us-east1", Membership: "prod", Scope: "team-a"}}, false},
	{"", fleet.Delete{Fact: fleet.ScopeBinding{Fleet: "host", Location: "us-east1", Membership: "prod", Scope: "team-a"}}, false},
	{"", fleet.Create{Fact: fleet.FleetNamespace{Fleet: "host", Scope: "team-a", Name: "shop"}}, false},
	{"", fleet.Delete{Fact: fleet.FleetNamespace{Fleet: "host", Scope: "team-a", Name: "shop"}}, false},
	{"", fleet.Create{Fact: fleet.Namespace{Cluster: prod, Name: "payroll"}}, false},
	{"a cluster elsewhere is reached by the gateway of its fleet", fleet.Create{Fact: fleet.Namespace{Cluster: eks, Name: "payroll"}}, false},
	{"", fleet.Delete{Fact: fleet.Namespace{Cluster: prod, Name: "shop"}}, false},
	{"", fleet.Create{Fact: fleet.KSA{Cluster: prod, Namespace: "shop", Name: "job", Annotation: db}}, false},
	{"", fleet.Update{Fact: fleet.KSA{Cluster: prod, Namespace: "shop", Name: "app", Annotation: db}}, false},
	{"Kubernetes gives the UID", fleet.Update{Fact: fleet.KSA{Cluster: prod, Namespace: "shop", Name: "app", UID: "2"}}, true},
	{"", fleet.Delete{Fact: serviceApp}, false},
	{"", fleet.Create{Fact: fleet.Pod{Cluster: prod, Namespace: "shop", Name: "a"}}, false},
	{"all that kubectl run has no flag for", fleet.Create{Fact: fleet.Pod{Cluster: prod, Namespace: "shop", Name: "a", ServiceAccount: "app", HostNetwork: true, NodePool: "np", NodeSelector: map[string]string{"team": "a"}, Secrets: []string{"key"}}}, false},
	{"a pod is replaced", fleet.Update{Fact: fleet.Pod{Cluster: prod, Namespace: "shop", Name: "a", ServiceAccount: "app"}}, false},
	{"", fleet.Delete{Fact: fleet.Pod{Cluster: prod, Namespace: "shop", Name: "a"}}, false},
	{"a key is made before it lies in a Secret", fleet.Create{Fact: fleet.Secret{Cluster: prod, Namespace: "shop", Name: "key", Key: db}}, false},
	{"", fleet.Create{Fact: fleet.Secret{Cluster: prod, Namespace: "shop", Name: "token", Token: "app"}}, false},
	{"", fleet.Delete{Fact: fleet.Secret{Cluster: prod, Namespace: "shop", Name: "key", Key: db}}, false},
	{"a right in one namespace, over one thing", fleet.Create{Fact: fleet.Permit{Cluster: prod, Subject: fleet.Subject{Kind: fleet.AccountSubject, Namespace: "shop", Name: "app"}, Right: fleet.MintTokens, Namespace: "payroll", Object: "runner"}}, false},
	{"a right in all", fleet.Create{Fact: fleet.Permit{Cluster: prod, Subject: fleet.Subject{Kind: fleet.GroupSubject, Name: "devs@example.com"}, Right: fleet.CreateNamespaces}}, false},
	{"", fleet.Create{Fact: fleet.Permit{Cluster: prod, Subject: fleet.Subject{Kind: fleet.UserSubject, Name: "ann@example.com"}, Right: fleet.BindRoles}}, false},
	{"which role binding it is, only its name tells", fleet.Delete{Fact: fleet.Permit{Cluster: prod, Subject: fleet.Subject{Kind: fleet.UserSubject, Name: "ann@example.com"}, Right: fleet.CreatePods, Because: "role binding shop/edit"}}, true},
	{"", fleet.Create{Fact: fleet.GSA{Email: "new@host.iam.gserviceaccount.com"}}, false},
	{"", fleet.Create{Fact: fleet.GSA{Email: "new@host.iam.gserviceaccount.com", Disabled: true}}, false},
	{"Google makes its own", fleet.Create{Fact: fleet.GSA{Email: "1000-compute@developer.gserviceaccount.com"}}, true},
	{"", fleet.Update{Fact: fleet.GSA{Email: db, Disabled: true}}, false},
	{"", fleet.Update{Fact: account}, false},
	{"", fleet.Delete{Fact: account}, false},
	{"", fleet.Create{Fact: fleet.Role{Name: "organizations/9/roles/mint", Permissions: []string{"iam.serviceAccounts.getAccessToken", "iam.serviceAccounts.signJwt"}}}, false},
	{"", fleet.Update{Fact: fleet.Role{Name: role.Name, Permissions: []string{"iam.serviceAccounts.signJwt"}}}, false},
	{"nobody but Google makes a predefined role", fleet.Create{Fact: fleet.Role{Name: "roles/owner"}}, true},
	{"", fleet.Delete{Fact: role}, false},
	{"", fleet.Create{Fact: fleet.Binding{On: fleet.OnAccount(db), Role: "roles/iam.workloadIdentityUser", Member: pool.Must(pool.Parse("serviceAccount:host.svc.id.goog[shop/app]"))}}, false},
	{"", fleet.Create{Fact: fleet.Binding{On: fleet.InProject("host"), Role: "roles/owner", Member: ann}}, false},
	{"", fleet.Create{Fact: fleet.Binding{On: fleet.InFolder(12), Role: "roles/viewer", Member: ann}}, false},
	{"a condition is full of what a shell takes for its own", fleet.Create{Fact: fleet.Binding{On: fleet.InOrganization(9), Role: "roles/viewer", Member: ann, Condition: "request.time < timestamp('2030-01-01T00:00:00Z')"}}, false},
	{"and may have the comma by which gcloud parts it", fleet.Create{Fact: fleet.Binding{On: fleet.InProject("host"), Role: "roles/viewer", Member: ann, Condition: "resource.name in ['a', 'b']; true"}}, false},
	{"lines of a condition stay on one line", fleet.Create{Fact: fleet.Binding{On: fleet.InProject("host"), Role: "roles/viewer", Member: ann, Condition: "true &&\n\ttrue"}}, false},
	{"a member that cannot be read cannot be typed", fleet.Create{Fact: fleet.Binding{On: fleet.InProject("host"), Role: "roles/viewer", Unread: "user:${WHO}"}}, true},
	{"", fleet.Update{Fact: fleet.Binding{On: fleet.InProject("host"), Role: "roles/viewer", Member: ann}}, true},
	{"", fleet.Delete{Fact: fleet.Binding{On: fleet.OnAccount(db), Role: "roles/iam.workloadIdentityUser", Member: ann}}, false},
	{"", fleet.Create{Fact: fleet.Group{Name: pool.Must(pool.Parse("group:ops@example.com")), Members: []pool.Principal{ann}}}, false},
	{"", fleet.Update{Fact: fleet.Group{Name: devs, Members: []pool.Principal{pool.ServiceAccount(db)}}}, false},
	{"who is in a domain is said elsewhere", fleet.Create{Fact: fleet.Group{Name: pool.Must(pool.Parse("domain:example.com"))}}, true},
	{"", fleet.Delete{Fact: group}, false},
	{"a policy is written with all its rules: one is there", fleet.Create{Fact: fleet.Deny{On: fleet.InProject("host"), Name: "no-tokens", Permissions: []string{"iam.googleapis.com/serviceAccounts.signJwt"}, ExceptPrincipals: []pool.Principal{devs}, Condition: "true"}}, false},
	{"", fleet.Create{Fact: fleet.Deny{On: fleet.InFolder(12), Name: "no-owners", Permissions: []string{"resourcemanager.projects.setIamPolicy"}}}, false},
	{"", fleet.Create{Fact: fleet.Deny{On: fleet.InFolder(12), Name: "odd", Unread: "rules[0]"}}, true},
	{"a policy without rules is none", fleet.Delete{Fact: deny}, false},
	{"", fleet.Create{Fact: fleet.Boundary{Name: "ours", Set: pool.ServiceAccounts(pool.NodeOrganization, 9), Resources: []fleet.Resource{fleet.InOrganization(9)}, Version: 3}}, false},
	{"", fleet.Create{Fact: fleet.Boundary{Name: "ours", Set: pool.All(pool.Must(pool.ParseName("host.svc.id.goog")), 1000), Condition: "true"}}, false},
	{"", fleet.Delete{Fact: fleet.Boundary{Name: "ours", Set: pool.ServiceAccounts(pool.NodeOrganization, 9)}}, false},
	{"", fleet.Create{Fact: fleet.Constraint{Organization: 9, Name: "custom.none", Types: []string{"container.googleapis.com/Cluster"}, Methods: []string{"CREATE"}, Condition: "true", Denies: true}}, false},
	{"", fleet.Delete{Fact: fleet.Constraint{Organization: 9, Name: "custom.none"}}, false},
	{"", fleet.Create{Fact: fleet.OrgPolicy{On: fleet.InProject("host"), Constraint: "custom.none", Enforced: fleet.On}}, false},
	{"", fleet.Update{Fact: fleet.OrgPolicy{On: fleet.InProject("host"), Constraint: "constraints/iam.disableServiceAccountKeyCreation", Reset: true}}, false},
	{"tags are not told", fleet.Create{Fact: fleet.OrgPolicy{On: fleet.InProject("host"), Constraint: "custom.none"}}, true},
	{"", fleet.Delete{Fact: fleet.OrgPolicy{On: fleet.InFolder(12), Constraint: "custom.none"}}, false},
	{"what was not read is no matter of commands", fleet.Create{Fact: fleet.Gap{What: fleet.GapClusters, On: fleet.InProject("host")}}, true},
	{"", fleet.Delete{Fact: fleet.Gap{What: fleet.GapPods, Cluster: prod}}, true},
	{"", nil, true},
}

// TestCommands writes each operation as testdata/commands.txt has it.
func TestCommands(t *testing.T) {
	g := world(t)
	var b strings.Builder
	for _, c := range told {
		if c.why != "" {
			fmt.Fprintf(&b, "%s:\n", c.why)
		}
		fmt.Fprintf(&b, "    %s\n", command.Of(g, c.op))
	}
	const file = "testdata/commands.txt"
	if *rewrite {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("go test ./scenario/command -rewrite, and read what differs: %s", diff)
	}
}

// TestNothingIsLeftOut: each sort of fact is made, altered and taken away by some line, and only what no command does is a remark.
func TestNothingIsLeftOut(t *testing.T) {
	g := world(t)
	sorts := map[reflect.Type]bool{}
	for _, c := range told {
		got := command.Of(g, c.op)
		if strings.HasPrefix(got, "# ") != c.remark || strings.ContainsAny(got, "\n\t") || len(got) < 3 {
			t.Errorf("%#v: %q", c.op, got)
		}
		if c, ok := c.op.(fleet.Create); ok {
			sorts[reflect.TypeOf(c.Fact)] = true
		}
	}
	for sort := range sorts {
		f := reflect.Zero(sort).Interface().(fleet.Fact)
		for _, op := range []fleet.Operation{fleet.Create{Fact: f}, fleet.Update{Fact: f}, fleet.Delete{Fact: f}} {
			if command.Of(g, op) == "" {
				t.Errorf("%#v: nothing is said", op)
			}
		}
	}
	if len(sorts) != 24 {
		t.Errorf("%d sorts of fact are made, want all 24", len(sorts))
	}
}

// TestShell: a shell takes every line for one that it understands, and reads words as they were.
func TestShell(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("no bash")
	}
	g := world(t)
	for _, c := range told {
		if out, err := exec.Command(bash, "-n", "-c", command.Of(g, c.op)).CombinedOutput(); err != nil {
			t.Errorf("%s: %v %s", command.Of(g, c.op), err, out)
		}
	}
	odd := []string{"it's", `a "b" $c`, "`x`", "a\nb", "tab\t'quoted'\\", "é ü", "\x1b[31m", "*?[!~#", "$(true)", "\xff"}
	for _, name := range odd {
		text := command.Of(g, fleet.Create{Fact: fleet.Binding{On: fleet.InProject("host"), Role: name, Member: ann}})
		_, word, _ := strings.Cut(text, "--role=")
		out, err := exec.Command(bash, "-c", "printf %s "+word).Output()
		if err != nil || string(out) != name {
			t.Errorf("%q is read as %q: %v", name, out, err)
		}
	}
}

// TestSequence: each line is about the world that the ones before it leave.
func TestSequence(t *testing.T) {
	c := fleet.ClusterName{Project: "apps", Location: "us-east1", Name: "new"}
	lines, err := command.Sequence(world(t), fleet.Create{Fact: fleet.Cluster{Name: c, Mode: fleet.Autopilot}},
		fleet.Create{Fact: fleet.Membership{Fleet: "host", Location: "us-east1", Name: "new", Cluster: c, Issuer: fleet.On}},
		fleet.Delete{Fact: fleet.Membership{Fleet: "host", Location: "us-east1", Name: "new"}})
	if err != nil {
		t.Fatal(err)
	}
	if want := "gcloud container fleet memberships unregister new --project=host --location=us-east1 --gke-uri=https://container.googleapis.com/v1/projects/apps/locations/us-east1/clusters/new"; lines[2] != want {
		t.Errorf("%s\nwant %s", lines[2], want)
	}
	if _, err := command.Sequence(world(t), fleet.Create{Fact: clusterProd}); err == nil {
		t.Error("what is there is made again")
	}
}
