package main

import (
	"fmt"
	"slices"
	"strings"
)

// tellMember tells who is in a member.
func (t *tuples) tellMember(name string, m member) {
	o := memberOf(name)
	switch m.form {
	case "account":
		t.includeAccount("surely", o, m.email)
	case "user":
		t.add("surely", o, "belongs", actorOf(name))
	case "group":
		t.tellGroup(name)
	case "everyone", "signed in", "accounts":
		t.tellSet(o, m)
	default:
		if m.pool != "" {
			t.tellName(o, m)
		}
		t.tellGroup(name)
	}
}

// includeAccount: an account is in what its e-mail is in, with whoever obtains it; who may act through it, as one who may do so.
func (t *tuples) includeAccount(grade string, o reference, email string) {
	if _, told := t.accounts[email]; told && !t.accounts[email].Disabled {
		t.add(grade, o, "belongs", accountOf(email).who("is"))
		t.add(grade, o, "delegate", accountOf(email).who("lent"))
	}
}

// R18: of a group or domain, its members.
func (t *tuples) tellGroup(name string) {
	for _, m := range t.groups[name] {
		if in := readMember(m); in.form != "account" || !t.accounts[in.email].Disabled {
			t.add("surely", memberOf(name), "belongs", memberOf(node(m)).who("is"))
			t.add("surely", memberOf(name), "delegate", memberOf(node(m)).who("delegate"))
		}
	}
}

// R9 and R17: workloads are in allUsers, accounts in the sets of all and of what lies above them.
func (t *tuples) tellSet(o reference, m member) {
	for name := range t.workloads {
		if m.form == "everyone" {
			t.add("surely", o, "belongs", actorOf(name))
		}
	}
	for _, email := range t.enabled() {
		t.includeAccount(t.liesBelow(email, m), o, email)
	}
}

func (t *tuples) liesBelow(email string, m member) string {
	switch below := t.resource(m.below); {
	case m.form == "accounts" && t.homes[email] == "":
		return perhapsUnless(strings.HasPrefix(below, "projects/"))
	case m.form != "accounts", slices.Contains(t.lineage("projects/"+t.homes[email]), below):
		return "surely"
	// A project that nobody told may be the account's by its number, which nobody told either.
	case below == "" && t.numbers[t.homes[email]] == "":
		return "perhaps"
	default:
		return "never"
	}
}

func perhapsUnless(b bool) string {
	if b {
		return "never"
	}
	return "perhaps"
}

// R4 to R8: the workloads that a member names, and the pools at which they need a credential for it.
func (t *tuples) tellName(o reference, m member) {
	for project, number := range t.numbers {
		t.add(t.ofPool(m, number), o, "pool", poolOf(m.pool, project))
	}
	for name, w := range t.workloads {
		t.add(t.namedBy(m, w), o, "named", actorOf(name))
	}
	for name, c := range t.clusters {
		if m.form == "cluster" {
			t.add(least(documented(m), yes(m.url == containerURL(name))), o, "of_home", clusterOf(name))
			t.add(least(documented(m), t.provider(m, c)), o, "of_joined", clusterOf(name))
		}
	}
}

// ofPool: the number in a member and the project of its pool must be one. A number that is not known may be any but that of
// another project; a wrong one matches nobody as far as is known, so perhaps somebody.
func (t *tuples) ofPool(m member, number string) string {
	switch {
	case m.number == "" && managed(m.pool), m.number == number:
		return "surely"
	case managed(m.pool), number == "" && t.ids[m.number] == "":
		return "perhaps"
	default:
		return "never"
	}
}

func managed(pool string) bool {
	return strings.HasSuffix(pool, ".svc.id.goog") || strings.HasSuffix(pool, ".hub.id.goog")
}

// documented: what is documented of the pools that Google manages is not known of others.
func documented(m member) string {
	if managed(m.pool) {
		return "surely"
	}
	return "perhaps"
}

func yes(b bool) string {
	if b {
		return "surely"
	}
	return "never"
}

// namedBy grades whether a member names a workload.
func (t *tuples) namedBy(m member, w ksa) string {
	switch m.form {
	case "subject":
		return yes(w.Namespace == m.namespace && w.Name == m.name)
	case "namespace":
		return least(documented(m), yes(w.Namespace == m.namespace))
	case "uid":
		return t.hasUID(m, w)
	case "pool":
		if t.clusters[w.Cluster].Mode == "outside" {
			return "perhaps"
		}
		return "surely"
	case "mapped":
		return "perhaps"
	default:
		return "never"
	}
}

// hasUID: a UID that nobody is known to have may be that of an account whose UID was not read.
func (t *tuples) hasUID(m member, w ksa) string {
	had := slices.ContainsFunc(t.KSAs, func(k ksa) bool { return k.UID == m.uid })
	switch {
	case w.UID == m.uid:
		return documented(m)
	case w.UID == "" && !had:
		return "perhaps"
	default:
		return "never"
	}
}

// provider grades whether a URL is that of the provider of a cluster at the pool of its fleet. Which one a member from
// elsewhere has is documented nowhere: that of its membership, or its own.
func (t *tuples) provider(m member, c cluster) string {
	grade := "never"
	for _, of := range t.Memberships {
		_, there := t.poolsOf(of)[m.pool]
		by := m.url == t.membershipURL(of)
		switch {
		case of.Cluster != c.Name || !there:
		case by && m.url == containerURL(c.Name) && managed(m.pool):
			return "surely"
		case by:
			grade = "perhaps"
		}
	}
	if m.url == containerURL(c.Name) && c.Mode != "outside" {
		return "perhaps"
	}
	return grade
}

func containerURL(cluster string) string {
	parts := append(strings.Split(cluster, "/"), "", "")
	return fmt.Sprintf("https://container.googleapis.com/v1/projects/%s/locations/%s/clusters/%s", parts[0], parts[1], parts[2])
}

func (t *tuples) membershipURL(m membership) string {
	host := t.ids[m.Fleet]
	switch c := t.clusters[m.Cluster]; {
	case m.IdentityProvider != "":
		return m.IdentityProvider
	case projectOf(c.Name) == host && c.Mode != "outside":
		return containerURL(m.Cluster)
	default:
		return fmt.Sprintf("https://gkehub.googleapis.com/projects/%s/locations/%s/memberships/%s", host, m.Location, m.Name)
	}
}
