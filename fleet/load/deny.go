package load

import (
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// readDenyPolicy reads what gcloud iam policies get --kind=denypolicies prints. Only the place of the file says on what
// the policy hangs; its name says so by number.
func (f *file) readDenyPolicy(it item) int {
	on, ok := f.holder()
	if !ok {
		return 0
	}
	if it.has("name", "rules") == 0 {
		it.fault("is no deny policy: it has neither name nor rules")
		return 0
	}
	return f.readDeny(it, on)
}

// readDeny tells each rule of a deny policy. What of a rule cannot be read leaves in doubt whom it denies: a rule that
// was read too wide would hide somebody.
func (f *file) readDeny(it item, on fleet.Resource) int {
	name := it.field("name").text()
	rules := it.field("rules").list()
	if it.field("denyRule").present() {
		rules = append(rules, it)
	}
	for _, r := range rules {
		f.tell(r.source(), denyRule(r.field("denyRule"), fleet.Deny{On: on, Name: name}))
	}
	if len(rules) == 0 {
		it.warn("", "deny policy %q is without its rules: it may deny anything", name)
		f.tell(it.source(), fleet.Deny{On: on, Name: name, Permissions: []string{"*"}, Unread: "rules"})
	}
	return max(len(rules), 1)
}

// denyRule reads one rule. The service sets the denied principals and permissions of every rule, so a rule that lacks
// them was not printed whole.
// Source: https://docs.cloud.google.com/iam/docs/deny-overview, read 2026-05-30.
func denyRule(it item, d fleet.Deny) fleet.Deny {
	d.Permissions = it.field("deniedPermissions").texts()
	d.ExceptPermissions = it.field("exceptionPermissions").texts()
	var denied, excepted []string
	d.Principals, denied = principals(it.field("deniedPrincipals"))
	d.ExceptPrincipals, excepted = principals(it.field("exceptionPrincipals"))
	if c := it.field("denialCondition"); c.present() {
		d.Condition = c.field("expression").need()
	}
	unread := append(denied, excepted...)
	if len(d.Permissions) == 0 {
		it.warn("", "says no deniedPermissions: the rule may deny anything")
		d.Permissions, unread = []string{"*"}, append(unread, "deniedPermissions")
	}
	if len(d.Principals)+len(denied) == 0 {
		it.warn("", "says no deniedPrincipals: the rule may deny anyone")
		unread = append(unread, "deniedPrincipals")
	}
	if len(unread) > 0 {
		d.Principals, d.Unread = nil, shorten(strings.Join(unread, " "))
	}
	return d
}

// principals gives those of a list, and those of it that cannot be read as they are written.
func principals(it item) (ps []pool.Principal, unread []string) {
	for _, e := range it.list() {
		written := e.need()
		p, err := pool.Parse(written)
		switch {
		case written == "":
		case err != nil:
			e.warn("", "whom the rule denies is in doubt: %v", err)
			unread = append(unread, written)
		default:
			ps = append(ps, p)
		}
	}
	return ps, unread
}
