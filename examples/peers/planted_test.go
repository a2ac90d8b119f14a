package main

import (
	"fmt"
	"strings"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// planted are rules made wrong, as others made them first: what stands in rules.rego, and what is put in its place.
var planted = []struct{ name, right, wrong string }{
	{"a cluster of the host project that is no member is left out", "some x, w in workload\n\tc := cluster[w.cluster]", "some x, w in workload\n\tc := cluster[w.cluster]\n\tsome m in world.memberships\n\tm.cluster == c.name"},
	{"a cluster without Workload Identity has an identity", `c.workloadIdentity == "on"`, `c.workloadIdentity in {"on", "off"}`},
	{"a membership without an issuer counts", `m.issuer != "off"`, `m.issuer != ""`},
	{"a lightweight membership counts", "not m.lightweight\n\tm.issuer == \"on\"", `m.issuer == "on"`},
	{"a fleet takes the identity of the cluster's project away", "grade := identity_on(c)\n", "grade := identity_on(c)\n\tnot c.name in {m.cluster | some m in world.memberships}\n"},
	{"any namespace of a bound cluster is scoped", "[host(m), w.cluster, w.namespace] in fleet_namespaces", "some f2 in fleet_namespaces\n\tf2[1] == w.cluster"},
	{"the number of a member is not looked at", "p.number == number_of[c.of]", "c.of"},
	{"a number that is not known may be that of another project", "\tnot id_of[p.number]\n", ""},
	{"a UID is a name", "not p.uid in known_uids\n", ""},
	{"a namespace is one of its cluster's project", "workload[c.who].namespace == p.namespace", "workload[c.who].namespace == p.namespace\n\tcluster[workload[c.who].cluster].project == c.of"},
	{"a member from elsewhere is no cluster of the pool", "url == membership_url(world.memberships[c.membership])\n}\n", "false\n}\n"},
	{"the pool's set leaves out members", "p.form == \"pool\"\n\tsome c, grade in in_pool_of[m]", "p.form == \"pool\"\n\tsome c, grade in in_pool_of[m]\n\tc.rule == \"R1\""},
	{"workloads are in allAuthenticatedUsers", `belongs contains [x, "allUsers", "R9", "surely"] if some x, _ in workload`, `belongs contains [x, all, "R9", "surely"] if {
	some x, _ in workload
	some all in {"allUsers", "allAuthenticatedUsers"}
}`},
	{"a grant above the account is not inherited", `object.get(lineage, object.get(home, email, ""), set())`, `{object.get(home, email, "")}`},
	{"a condition is taken to hold", "b.condition == \"\"\n", "\n"},
	{"a delegate is obtained", `{[n, delegate(account_node(email)), "R11"], `, `{[n, account_node(email), "R11"], `},
	{"a delegate uses all its rights", "step(n, email, rule) := {[n, account_node(email), rule]} if", `step(n, email, rule) := {[n, account_node(email), rule], [delegate(n), account_node(email), "R11"]} if`},
	{"signing gives nothing", `"iam.serviceAccounts.signJwt": "R12",`, ""},
	{"keys give nothing", `"iam.serviceAccountKeys.create": "R13",`, ""},
	{"a key may be created where a constraint forbids it", "creatable(rule, email)))", `"surely"))`},
	{"any policy may be rewritten", `{r} if startswith(r, "organizations/")`, "{r}"},
	{"serviceAccountUser gives a token", `"iam.serviceAccounts.signBlob": "R12",`, `"iam.serviceAccounts.signBlob": "R12", "iam.serviceAccounts.actAs": "R10",`},
	{"a disabled account is used", "not told_accounts[email].disabled", "true"},
	{"a folder's set is the project's", "resource(below) in lineage[home[email]]", "resource(below) == home[email]"},
	{"a Secret is of its cluster", "\tw.cluster == s.cluster\n\tw.namespace == s.namespace\n", "\tw.cluster == s.cluster\n"},
	{"a group in a group is nobody", `member[m].form != "account"`, `member[m].form == "user"`},
	{"a role that is not known holds nothing", "not permissions[role]", "false"},
	{"a denial is not looked at", "some d in world.denies\n\tconcerns(d, h)", "false"},
	{"a denial cuts Kubernetes identities", "binds(caller) := \"perhaps\" if {\n\tcaller in kubernetes\n}", "binds(caller) := \"perhaps\" if {\n\tfalse\n}"},
	{"a denial means Kubernetes identities by any form", "member[m].form in {\"subject\", \"pool\"}\n", "true\n"},
	{"an exception is not looked at", "\tnot excepted(d, h, caller)\n", ""},
	{"an excepted permission is not looked at", "& {p | some p in d.exceptPermissions} == set()", "!= set()"},
	{"the condition of a denial is taken to hold", "d.condition == \"\"\n", "true\n"},
	{"a denial reaches the policies above it", "resource(d.on) in lineage[at]", "startswith(d.on, \"projects/\")"},
	{"a star is no permission", `concat(".", [kind, "*"]), `, ""},
	{"a policy that was not read gives nothing", `g.what == "policy"`, "false"},
	{"memberships that were not read are none", "some project in not_read(\"memberships\")\n\tsome x, _ in workload", "false\n\tsome project, _ in pool_of\n\tsome x, _ in workload"},
	{"organization policies that were not read forbid nothing", `g.what == "organization policies"`, "false"},
	{"a folder without a parent is a root", "some top in parentless & line", "some top in set()"},
}

// Every planted rule is caught by a fixed world or by one of the first that the command draws. So the comparison would see
// such a mistake on either side.
func TestPlanted(t *testing.T) {
	for _, p := range planted {
		t.Run(p.name, func(t *testing.T) {
			if n := strings.Count(rulesText, p.right); n != 1 {
				t.Fatalf("rules.rego has %q %d times, want once", p.right, n)
			}
			j := prepared(t, strings.Replace(rulesText, p.right, p.wrong, 1))
			if !caught(t, j) {
				t.Error("no world shows it")
			}
		})
	}
}

// caught reports that a fixed world or one that is drawn shows a mistake, as far as the judge has rules for it.
func caught(t *testing.T, j judge) bool {
	for _, c := range fixedWorlds() {
		known, outside := j.part(c.facts)
		if outside == "" && len(known) == len(c.facts) && len(c.wrong(t, j)) > 0 || shows(t, j, c.name, c.facts, []pool.Principal{pool.Must(pool.Parse(c.ask))}) {
			return true
		}
	}
	for seed := range 100 {
		facts, principals := draw(seed)
		if shows(t, j, fmt.Sprint("world ", seed), facts, principals) {
			return true
		}
	}
	return false
}

func shows(t *testing.T, j judge, name string, facts []fleet.Fact, principals []pool.Principal) bool {
	known, outside := j.part(facts)
	if outside != "" {
		return false
	}
	found, err := compare(t.Context(), j, known, principals)
	if err != nil {
		t.Fatal(name, err)
	}
	if len(found) > 0 {
		t.Log(name)
	}
	return len(found) > 0
}
