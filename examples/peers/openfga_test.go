package main

import (
	"strings"
	"testing"

	"fleettrust.example/pool"
)

func preparedFGA(t testing.TB, model string) *openFGA {
	t.Helper()
	roles, err := readRoles(rolesTable)
	if err != nil {
		t.Fatal(err)
	}
	o, err := newOpenFGA(t.Context(), model, roles)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// Of the fixed worlds that are wholly of its part, OpenFGA says what was written down; of the part of the others, what package
// fleet says.
func TestFGARules(t *testing.T) {
	o := preparedFGA(t, modelText)
	whole := 0
	for _, c := range fixedWorlds() {
		known, outside := o.part(c.facts)
		if outside != "" {
			continue
		}
		if len(known) == len(c.facts) {
			whole++
			for _, wrong := range c.wrong(t, o) {
				t.Errorf("%s: %s", c.name, wrong)
			}
		}
		c.facts = known
		c.agree(t, o, pool.Must(pool.Parse(c.ask)))
	}
	if whole < 30 {
		t.Errorf("%d fixed worlds are of the part, want at least 30", whole)
	}
}

// A world that OpenFGA has no rules for is counted with the reason, and is no agreement.
func TestFGASweep(t *testing.T) {
	const n = 30
	r, err := sweep(t.Context(), []judge{preparedFGA(t, modelText)}, drawn(0, n))
	if err != nil {
		t.Fatal(err)
	}
	outside := r.Outside["OpenFGA: an account below a folder whose parent was not told"]
	if r.Worlds != n || outside == 0 || outside > n/2 || len(r.Outside) != 1 {
		t.Errorf("compared %d worlds, %v are outside: want %d worlds, and some to half of them outside for one reason", r.Worlds, r.Outside, n)
	}
	for _, d := range r.Disagreements {
		t.Error(d)
	}
}

// plantedRelations are relations of model.fga made wrong.
var plantedRelations = []struct{ name, right, wrong string }{
	{"a cluster of the host project that is no member is left out", "define credential: by_home or by_joining", "define credential: by_joining"},
	{"a fleet gives no identity", "define credential: by_home or by_joining", "define credential: by_home"},
	{"a name counts without a credential", "define in_pool: named and credential from pool", "define in_pool: named"},
	{"a cluster means all of its project", "define in_home: runs from of_home and by_home from pool", "define in_home: by_home from pool"},
	{"a member from elsewhere is no cluster of the pool", " or in_home or in_joined", " or in_home"},
	{"a group in a group is not followed", "define belongs: [actor, account#is, member#is]", "define belongs: [actor, account#is]"},
	{"whoever obtains an account is not in its groups", "define belongs: [actor, account#is, member#is]", "define belongs: [actor, account#itself, member#is]"},
	{"a delegate is obtained", "define is: itself or minted or taken or mounted", "define is: itself or minted or taken or mounted or lent"},
	{"no chain of delegation", "[member#is, member#delegate] or minted from parent\n    # R13", "[member#is] or minted from parent\n    # R13"},
	{"keys and policies give nothing", "define is: itself or minted or taken or mounted", "define is: itself or minted or mounted"},
	{"a Secret gives nothing", "define is: itself or minted or taken or mounted", "define is: itself or minted or taken"},
	{"a policy above is not rewritten", " or rewritten from parent or projects_rewritten from parent", ""},
	{"a grant on the project reaches no account", " or minted from parent\n    # R13", "\n    # R13"},
}

// Each is shown by a fixed world or by one of the first that the command draws.
func TestFGAPlanted(t *testing.T) {
	for _, p := range plantedRelations {
		t.Run(p.name, func(t *testing.T) {
			if n := strings.Count(modelText, p.right); n != 1 {
				t.Fatalf("model.fga has %q %d times, want once", p.right, n)
			}
			if !caught(t, preparedFGA(t, strings.Replace(modelText, p.right, p.wrong, 1))) {
				t.Error("no world shows it")
			}
		})
	}
}

// A disagreement is told with what OpenFGA lists the actor for, and what it was told of the principal.
func TestFGADisagreementIsTold(t *testing.T) {
	o := preparedFGA(t, strings.Replace(modelText, "define is: itself or minted or taken or mounted", "define is: itself or taken or mounted", 1))
	for _, c := range fixedWorlds() {
		if c.name != "a token" {
			continue
		}
		told := toldOf(t, o, c)
		t.Log(told)
		for _, want := range []string{
			" surely by package fleet, never by OpenFGA\n", " -R10-> ", "the actor is surely by_home of pool p1-id.svc.id.goog of p1-id\n",
			"the actor is surely minted of account a@p1-id.iam.gserviceaccount.com\n", "told: minted of account a@p1-id.iam.gserviceaccount.com: surely member serviceAccount:p1-id.svc.id.goog[shop/app] is\n",
		} {
			if !strings.Contains(told, want) {
				t.Errorf("%q is not told", want)
			}
		}
	}
}
