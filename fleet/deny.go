package fleet

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"fleettrust.example/pool"
)

// deny is a rule of a deny policy that names a decisive permission. It is not evaluated in this version.
type deny struct {
	id         int // among all of the graph
	powers     power
	principals []pool.Principal // empty for anyone
	reason     Reason
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
	if slices.Contains(d.fact.Principals, pool.Principal{}) {
		c.fault(d.at, nameDeny(d.fact), "denies a principal that is none")
	}
	if p := deniedPowers(d.fact.Permissions); p != 0 {
		why := Reason{fmt.Sprintf("deny policy %q on %s may cut it, and is not evaluated", d.fact.Name, r), "whether the deny policy applies"}
		rule := deny{len(c.g.denies), p, slices.Clone(d.fact.Principals), why}
		c.g.denies = append(c.g.denies, rule)
		c.g.nodes[n].denies = append(c.g.nodes[n].denies, rule)
	}
}

// deniedPowers reads permissions in the spelling of deny policies, with * for a resource type or a verb.
// Source: https://docs.cloud.google.com/iam/docs/deny-permissions-support
func deniedPowers(names []string) power {
	var p power
	for _, name := range names {
		for permission, held := range permissions {
			if covers(deniable(name), permission) {
				p |= held
			}
		}
	}
	return p
}

// covers matches SERVICE.TYPE.VERB, part by part. What has not three parts may be anything.
func covers(pattern, permission string) bool {
	want, have := strings.Split(pattern, "."), strings.Split(permission, ".")
	if len(want) != len(have) {
		return strings.Contains(pattern, "*")
	}
	for i := range want {
		if want[i] != "*" && want[i] != have[i] {
			return false
		}
	}
	return true
}

// deniesOf says, rule by rule, which deny rules may mean a principal: it is left alone only when it cannot be among
// the denied. It is a text of bytes 0 and 1, to be compared and to be a key.
func (g *Graph) deniesOf(p pool.Principal) string {
	among := make([]byte, len(g.denies))
	for i, d := range g.denies {
		if len(d.principals) == 0 || slices.ContainsFunc(d.principals, p.Overlaps) {
			among[i] = 1
		}
	}
	return string(among)
}

// denied gives the reasons when deny rules above an account may cut a power of a grant.
// Source: https://docs.cloud.google.com/iam/docs/deny-overview
func (g *Graph) denied(to int32, gr *grant, p power) []Reason {
	if len(g.denies) == 0 {
		return nil
	}
	among := g.members[gr.member].denies
	var rs []Reason
	for at := range g.chain(g.accounts[to].node) {
		for _, d := range g.nodes[at].denies {
			if d.powers&p != 0 && among[d.id] == 1 {
				rs = append(rs, d.reason)
			}
		}
	}
	return rs
}

// underDeny reports that some deny rule stands above an account.
func (g *Graph) underDeny(a int32) bool {
	for at := range g.chain(g.accounts[a].node) {
		if len(g.nodes[at].denies) > 0 {
			return true
		}
	}
	return false
}
