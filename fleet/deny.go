package fleet

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"fleettrust.example/pool"
)

// deny is a rule of a deny policy that forbids a power over service accounts.
type deny struct {
	id            int // among all of the graph
	node          int32
	sure, perhaps power // what it forbids, and what its patterns may mean besides
	fact          Deny
	holds         Setting // its condition
	rest          string  // what is left of one that is not settled
}

func (c *compiler) compileDenies() {
	key := func(a, b Deny) int {
		return cmp.Or(a.On.compare(b.On), compareText(a.Name, b.Name), slices.Compare(a.Permissions, b.Permissions), slices.CompareFunc(a.Principals, b.Principals, pool.Principal.Compare),
			slices.Compare(a.ExceptPermissions, b.ExceptPermissions), slices.CompareFunc(a.ExceptPrincipals, b.ExceptPrincipals, pool.Principal.Compare), compareText(a.Condition, b.Condition), compareText(a.Unread, b.Unread))
	}
	same := func(a, b Deny) bool { return key(a, b) == 0 }
	for _, d := range distinct(c, c.builder.denies, key, same, nameDeny) {
		c.addDeny(d)
	}
}

func nameDeny(d Deny) string { return fmt.Sprintf("deny policy %q", d.Name) }

func (c *compiler) addDeny(d told[Deny]) {
	r, _ := c.resource(d.fact.On)
	n, ok := c.g.findNode(r)
	if !ok {
		c.fault(d.at, nameDeny(d.fact), fmt.Sprintf("hangs on %q, and a deny policy hangs on a project, folder or organization that was told", d.fact.On))
		return
	}
	if slices.Contains(d.fact.Principals, pool.Principal{}) || slices.Contains(d.fact.ExceptPrincipals, pool.Principal{}) {
		c.fault(d.at, nameDeny(d.fact), "denies a principal that is none")
	}
	rule := deny{id: len(c.g.denies), node: n, fact: d.fact, holds: On}
	rule.fact.On = r
	rule.sure, rule.perhaps = deniedPowers(d.fact)
	if d.fact.Condition != "" {
		rule.holds, rule.rest = c.condition(d.fact.Condition, Request{})
	}
	if rule.sure|rule.perhaps != 0 {
		c.g.denies = append(c.g.denies, rule)
		c.g.nodes[n].denies = append(c.g.nodes[n].denies, rule.id)
	}
}

// condition evaluates a condition, if there is an evaluator.
func (c *compiler) condition(text string, r Request) (Setting, string) {
	if c.builder.Evaluator == nil {
		return Unknown, text
	}
	return c.builder.Evaluator.Condition(text, r)
}

// deniedPowers reads the permissions of a rule but for its exceptions: the powers of which it forbids every permission, and
// those of which it forbids some, or may.
func deniedPowers(d Deny) (sure, perhaps power) {
	var left power
	for permission, held := range permissions {
		denied, maybe := meant(d.Permissions, permission)
		spared, maybeSpared := meant(d.ExceptPermissions, permission)
		if !denied || spared || maybeSpared {
			left |= held
		}
		if (denied || maybe) && !spared {
			perhaps |= held
		}
	}
	sure = perhaps &^ left & documentedDeniable
	return sure, perhaps &^ sure &^ kubernetesPowers
}

const (
	// documentedDeniable are the powers whose permissions a deny policy is documented to take.
	// Source: https://docs.cloud.google.com/iam/docs/deny-permissions-support, read 2026-05-30.
	documentedDeniable = accountPowers | createClusters | registerClusters | alterMemberships
	// kubernetesPowers are over Kubernetes objects, of which a deny policy takes none. Same page.
	kubernetesPowers = createClusters - createPods
)

// meant reports that patterns in the spelling of deny policies, with * for a resource type or a verb, mean a permission, and
// that they may.
// Source: https://docs.cloud.google.com/iam/docs/deny-permissions-support
func meant(patterns []string, permission string) (surely, perhaps bool) {
	for _, pattern := range patterns {
		matches, readable := covers(deniable(pattern), permission)
		surely = surely || matches
		perhaps = perhaps || !readable
	}
	return surely, perhaps
}

// covers matches SERVICE.TYPE.VERB, part by part. What has not three parts may be anything.
func covers(pattern, permission string) (matches, readable bool) {
	want, have := strings.Split(pattern, "."), strings.Split(permission, ".")
	if len(want) != len(have) {
		return false, !strings.Contains(pattern, "*")
	}
	for i := range want {
		if want[i] != "*" && want[i] != have[i] {
			return false, true
		}
	}
	return true, true
}
