package fleet_test

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// roleTable reads roles.tsv as its head says it is laid out: the permissions looked for, and those of each role.
func roleTable(t *testing.T) (looked []string, roles map[string][]string) {
	t.Helper()
	text, err := os.ReadFile("roles.tsv")
	if err != nil {
		t.Fatal(err)
	}
	roles = map[string][]string{}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSuffix(line, "\n")
		if list, ok := strings.CutPrefix(line, "# Permissions looked for: "); ok {
			looked = strings.Fields(strings.TrimSuffix(list, "."))
		}
		if role, held, ok := strings.Cut(line, "\t"); ok && !strings.HasPrefix(role, "#") {
			if _, twice := roles[role]; twice {
				t.Errorf("%s stands twice", role)
			}
			roles[role] = strings.Fields(held)
		}
	}
	return looked, roles
}

// Each role lists permissions that were looked for, in their order: a permission that is misspelt would be held by nobody.
func TestRoleTableLayout(t *testing.T) {
	looked, roles := roleTable(t)
	if len(looked) < 50 || len(roles) < 2000 {
		t.Fatalf("%d permissions, %d roles: this is not the table", len(looked), len(roles))
	}
	met := map[string]bool{}
	for role, held := range roles {
		last := -1
		for _, p := range held {
			i := slices.Index(looked, p)
			if i <= last {
				t.Errorf("%s: %s was not looked for, or stands out of order", role, p)
			}
			last, met[p] = i, true
		}
	}
	for _, p := range looked {
		if !met[p] {
			t.Errorf("no role holds %s", p)
		}
	}
}

// What Google's pages say of the roles that decide who can act in a cluster. Each row: the role, then what it holds
// (+) and what it does not (-).
// https://docs.cloud.google.com/iam/docs/roles-permissions/container, …/gkehub, …/orgpolicy and …/iam; what was read of them, and where, stands at the head of the table
func TestRoleTableRows(t *testing.T) {
	const k, h = "container.", "gkehub."
	inside := []string{k + "namespaces.create", k + "pods.create", k + "deployments.create", k + "pods.exec", k + "serviceAccounts.create", k + "secrets.get", k + "secrets.list"}
	bind := []string{k + "roleBindings.create", k + "clusterRoleBindings.create", k + "roles.bind", k + "clusterRoles.bind", k + "roles.escalate", k + "clusterRoles.escalate"}
	token := []string{k + "serviceAccounts.createToken"}
	impersonate := []string{k + "clusters.impersonate"}
	clusters := []string{k + "clusters.create", k + "clusters.update"}
	webhooks := []string{k + "mutatingWebhookConfigurations.create", k + "mutatingWebhookConfigurations.update"}
	members := []string{h + "memberships.create", h + "memberships.update", h + "membershipbindings.create"}
	scopes := []string{h + "namespaces.create"}
	lift := []string{"orgpolicy.policy.set", "orgpolicy.policies.update", "orgpolicy.policies.delete"}
	grant := []string{"iam.serviceAccounts.setIamPolicy"}
	mint := []string{"iam.serviceAccounts.getAccessToken", "iam.serviceAccounts.getOpenIdToken"}
	sign := []string{"iam.serviceAccounts.signBlob", "iam.serviceAccounts.signJwt"}
	delegate := []string{"iam.serviceAccounts.implicitDelegation"}
	act := []string{"iam.serviceAccounts.actAs"}
	key := []string{"iam.serviceAccountKeys.create"}
	type sets = [][]string
	rows := []struct {
		role        string
		holds, lack sets
	}{
		{"container.admin", sets{inside, bind, token, impersonate, clusters, webhooks}, sets{members, lift, act}},
		{"container.developer", sets{inside, token}, sets{bind, impersonate, clusters, webhooks}},
		{"container.editor", sets{inside, clusters, webhooks}, sets{token, bind, impersonate}},
		{"container.clusterAdmin", sets{clusters}, sets{inside, token, bind, impersonate, webhooks}},
		{"container.viewer", nil, sets{inside, token, bind, impersonate, clusters, webhooks}},
		{"container.clusterViewer", nil, sets{inside, token, bind, impersonate, clusters, webhooks}},
		{"editor", sets{inside, clusters, members, scopes, webhooks, act, key}, sets{token, bind, impersonate, lift, grant, mint}},
		{"owner", sets{inside, token, bind, impersonate, clusters, members, scopes, grant, act, key}, sets{lift, mint}},
		{"iam.infrastructureAdmin", sets{inside, token, bind, impersonate, clusters}, sets{members, lift}},
		{"iam.mlEngineer", sets{inside, token}, sets{bind, impersonate, clusters}},
		{"composer.worker", sets{inside, token, bind, impersonate, clusters}, sets{members}},
		{"gkehub.admin", sets{members, scopes, {h + "rbacrolebindings.create"}}, sets{inside, token, bind, clusters}},
		{"gkehub.editor", sets{members, scopes, {h + "rbacrolebindings.create"}}, sets{inside, token, bind, clusters}},
		{"gkehub.scopeAdmin", sets{scopes, {h + "rbacrolebindings.create"}}, sets{members, inside}},
		{"gkehub.scopeEditor", sets{scopes}, sets{members, inside, {h + "rbacrolebindings.create"}}},
		{"gkehub.gatewayAdmin", nil, sets{members, scopes, inside, token, bind}},
		{"orgpolicy.policyAdmin", sets{lift, {"orgpolicy.customConstraints.update", "orgpolicy.customConstraints.delete"}}, sets{inside, grant}},
		{"iam.workloadIdentityUser", sets{mint}, sets{delegate, sign, act, grant, key}},
		{"iam.serviceAccountTokenCreator", sets{mint, delegate, sign}, sets{act, grant, key}},
		{"iam.serviceAccountOpenIdTokenCreator", sets{{mint[1]}}, sets{{mint[0]}, delegate, sign, act, grant}},
		{"iam.serviceAccountUser", sets{act}, sets{mint, delegate, sign, grant, key}},
		{"iam.serviceAccountAdmin", sets{grant}, sets{mint, delegate, sign, act}},
		{"iam.serviceAccountKeyAdmin", sets{key}, sets{mint, delegate, sign, act, grant}},
		{"viewer", nil, sets{inside, token, bind, clusters, members, scopes, lift, grant, mint, act, key}},
	}
	_, roles := roleTable(t)
	for _, row := range rows {
		held, ok := roles["roles/"+row.role]
		if !ok {
			t.Errorf("roles/%s is not in the table", row.role)
		}
		for _, p := range slices.Concat(row.holds...) {
			if !slices.Contains(held, p) {
				t.Errorf("roles/%s lacks %s", row.role, p)
			}
		}
		for _, p := range slices.Concat(row.lack...) {
			if slices.Contains(held, p) {
				t.Errorf("roles/%s holds %s", row.role, p)
			}
		}
	}
}
