package load_test

import (
	"fmt"
	"strings"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/load"
	"pgregory.net/rapid"
)

var shopCluster = fleet.ClusterName{Project: "shop", Location: "us-east1", Name: "c1"}

// TestManifest: what comes out of manifests, in the order in which it can be made.
func TestManifest(t *testing.T) {
	for _, c := range []struct{ why, namespace, text, want string }{
		{"an object without a namespace is in that of the command", "shop", "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: app}\n", "KSA shop/app;"},
		{"and one that says it stays there", "shop", "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: app, namespace: pay}\n", "KSA pay/app;"},
		{"a namespace lies in none", "shop", "apiVersion: v1\nkind: Namespace\nmetadata: {name: pay}\n", "Namespace pay;"},
		{"an account that comes after the pod that needs it", "shop", "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {serviceAccountName: app}\n---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: app}\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n", "Namespace shop; KSA shop/app; Pod shop/a as app;"},
		{"a deployment runs as one pod", "shop", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {serviceAccountName: app, hostNetwork: true}}}\n", "Pod shop/web as app on the network of its node;"},
		{"and a cron job", "shop", "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: night}\nspec: {jobTemplate: {spec: {template: {spec: {serviceAccountName: app}}}}}\n", "Pod shop/night as app;"},
		{"a list", "shop", `{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"pay"}}]}`, "Namespace pay;"},
		{"a kind that matters to no rule", "shop", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n", ""},
		{"a deployment without a template", "shop", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n", "error: template is missing"},
		{"an object without a name", "shop", "apiVersion: v1\nkind: ServiceAccount\nmetadata: {}\n", "error: metadata.name is missing or empty"},
		{"no object at all", "shop", "- 1\n", "error: want an object, got a number"},
		{"nothing", "shop", "", "error: holds nothing"},
	} {
		m, err := load.Text{Name: "in.yaml", Data: []byte(c.text)}.Manifest(shopCluster, c.namespace)
		got := ""
		if err != nil {
			got = "error: " + strings.ReplaceAll(err.Error(), ": ", " ")
			if want := strings.TrimPrefix(c.want, "error: "); strings.HasPrefix(c.want, "error") && strings.Contains(got, want) && strings.Contains(got, "in.yaml") {
				got = c.want
			}
		} else {
			for _, f := range m.Facts {
				got += said(f) + "; "
			}
		}
		if strings.TrimSpace(got) != c.want {
			t.Errorf("%s: %s\nwant %s", c.why, got, c.want)
		}
	}
}

func said(f fleet.Fact) string {
	switch f := f.(type) {
	case fleet.Namespace:
		return "Namespace " + f.Name
	case fleet.KSA:
		return "KSA " + f.Namespace + "/" + f.Name
	case fleet.Pod:
		text := fmt.Sprintf("Pod %s/%s as %s", f.Namespace, f.Name, f.ServiceAccount)
		if f.HostNetwork {
			text += " on the network of its node"
		}
		return text
	default:
		return fmt.Sprintf("%T", f)
	}
}

// TestManifestNames lists every object, those too that give no fact.
func TestManifestNames(t *testing.T) {
	m, err := load.Text{Name: "in.yaml", Data: []byte("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: r}\nrules: []\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {}}}\n")}.Manifest(shopCluster, "shop")
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(m.Objects); got != "[ConfigMap shop/x ClusterRole r Deployment shop/web]" || !m.Objects[2].Makes || m.Objects[0].Makes {
		t.Error(got)
	}
	if len(m.Roles.ClusterRoles) != 1 || len(m.Facts) != 1 {
		t.Errorf("%+v", m)
	}
}

// TestTexts: what is given to a command is read as what the command prints, and stricter: no member, rule or name is let pass that
// cannot be read.
func TestTexts(t *testing.T) {
	shop := fleet.InProject("shop")
	for _, c := range []struct {
		why, text string
		read      func(load.Text) ([]fleet.Fact, error)
		facts     int
		wrong     string
	}{
		{"a policy", `{"bindings":[{"role":"roles/owner","members":["user:ann@example.com","user:bob@example.com"]}],"etag":"x"}`, func(t load.Text) ([]fleet.Fact, error) { return t.Policy(shop) }, 2, ""},
		{"no member is kept as it was written", `{"bindings":[{"role":"roles/owner","members":["ann"]}]}`, func(t load.Text) ([]fleet.Fact, error) { return t.Policy(shop) }, 0, `member "ann"`},
		{"a deny policy is none", `{"rules":[]}`, func(t load.Text) ([]fleet.Fact, error) { return t.Policy(shop) }, 0, "is a deny policy"},
		{"a deny policy", `{"rules":[{"denyRule":{"deniedPrincipals":["principalSet://goog/public:all"],"deniedPermissions":["iam.googleapis.com/serviceAccounts.getAccessToken"]}}]}`, func(t load.Text) ([]fleet.Fact, error) { return t.DenyPolicy(shop, "d") }, 1, ""},
		{"a rule that may deny anyone", `{"rules":[{"denyRule":{"deniedPermissions":["iam.googleapis.com/serviceAccounts.getAccessToken"]}}]}`, func(t load.Text) ([]fleet.Fact, error) { return t.DenyPolicy(shop, "d") }, 0, "deniedPrincipals"},
		{"no rules", `{"displayName":"d"}`, func(t load.Text) ([]fleet.Fact, error) { return t.DenyPolicy(shop, "d") }, 0, "rules: is missing"},
		{"an organization policy", "name: projects/shop/policies/custom.none\nspec: {rules: [{enforce: true}]}\n", load.Text.OrgPolicy, 1, ""},
		{"one of values", "name: projects/shop/policies/gcp.resourceLocations\nspec: {rules: [{values: {allowedValues: [in:us]}}]}\n", load.Text.OrgPolicy, 0, ""},
		{"one of nowhere", "name: shop/custom.none\nspec: {}\n", load.Text.OrgPolicy, 0, "no organization policy"},
		{"a constraint", "name: organizations/9/customConstraints/custom.none\nresourceTypes: [container.googleapis.com/Cluster]\nmethodTypes: [CREATE]\ncondition: 'true'\nactionType: DENY\n", load.Text.Constraint, 1, ""},
		{"one of no organization", "name: custom.none\nactionType: DENY\n", load.Text.Constraint, 0, "no custom constraint"},
		{"a role", "title: x\nincludedPermissions: [a.b.c]\n", func(t load.Text) ([]fleet.Fact, error) { return t.Role("projects/shop/roles/x") }, 1, ""},
		{"two documents", "a: 1\n---\nb: 1\n", load.Text.OrgPolicy, 0, "a second document"},
		{"a tool's error", "ERROR: (gcloud) no\n", load.Text.OrgPolicy, 0, "an error message"},
	} {
		facts, err := c.read(load.Text{Name: "in", Data: []byte(c.text)})
		if len(facts) != c.facts || (err == nil) != (c.wrong == "") || err != nil && !strings.Contains(err.Error(), c.wrong) {
			t.Errorf("%s: %v, %v", c.why, facts, err)
		}
	}
	reach, err := load.Text{Name: "in", Data: []byte(`[{"effect":"ALLOW","resources":["//cloudresourcemanager.googleapis.com/projects/shop"]}]`)}.Boundary()
	if err != nil || len(reach) != 1 || reach[0] != shop {
		t.Errorf("%v, %v", reach, err)
	}
	if _, err := (load.Text{Name: "in", Data: []byte(`[{"effect":"DENY","resources":["x"]}]`)}).Boundary(); err == nil || strings.Count(err.Error(), "\n") != 1 {
		t.Errorf("want two faults: %v", err)
	}
}

func manifestPanicsNever(t *rapid.T) {
	text := rapid.SampledFrom([]string{
		"apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {}}}\n",
		`{"apiVersion":"v1","kind":"List","items":[[],null,{"kind":"PodList","items":{}}]}`,
		"kind: Pod\nmetadata: 1\n", "[[[]]]", "a: &a [*a]\n",
	}).Draw(t, "text")
	data := []byte(text)
	if len(data) > 0 && rapid.Bool().Draw(t, "broken") {
		data[rapid.IntRange(0, len(data)-1).Draw(t, "at")] = rapid.Byte().Draw(t, "byte")
	}
	m, err := load.Text{Name: "in", Data: data}.Manifest(shopCluster, "shop")
	if (m == nil) == (err == nil) {
		t.Fatalf("%q: %v, %v", data, m, err)
	}
}

func TestManifestPanicsNever(t *testing.T) { rapid.Check(t, manifestPanicsNever) }

func FuzzManifest(f *testing.F) {
	f.Add([]byte("kind: Pod"))
	f.Add([]byte{3, 1, 4, 1, 5, 9, 2, 6, 5})
	f.Fuzz(rapid.MakeFuzz(manifestPanicsNever))
}
