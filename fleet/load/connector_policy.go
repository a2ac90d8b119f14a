package load

import (
	"cmp"
	"net/url"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// takeAccount reads an IAMServiceAccount.
func (f *file) takeAccount(c *connector) {
	email, project, why := c.email()
	if why != "" {
		f.missed(c, why)
		return
	}
	p := f.project(project, c.source())
	if c.spec("disabled").truth() && f.inDoubt(c) {
		if a := f.account(email, c.source()); a.owner == nil {
			a.owner = p // which tells it enabled, unless a list has it
		}
		return
	}
	f.readAccount(c.made(said("email", email), kept("disabled", c.spec("disabled"))), p)
}

// inDoubt tells an object that only takes away, such as a deny policy, and of which nothing says that it was applied. What it would
// take away stays in doubt: a file that was never applied would hide somebody.
func (f *file) inDoubt(c *connector) bool {
	for _, d := range f.near(referent{c.kind, c.namespace, c.name}) {
		for _, condition := range d.field("status").field("conditions").list() {
			if condition.field("type").text() == "Ready" && condition.field("status").text() == "True" {
				return false
			}
		}
	}
	f.missed(c, "no status says that it was applied, so what it takes away stays in doubt: kubectl get "+strings.ToLower(c.kind)+" -A -o yaml")
	return true
}

// takePolicyMember reads an IAMPolicyMember: one member of one role.
func (f *file) takePolicyMember(c *connector) {
	if on, ok := f.policyOf(c); ok {
		f.takeMember(c, c.field("spec"), f.grant(c.field("spec"), on))
	}
}

// takePolicy reads an IAMPolicy or an IAMPartialPolicy. The first takes away every other grant, and there is none in a file to take
// away: whether it was applied no file says, so what else may be granted stays unknown. The status of the second has all bindings that
// there were on the resource, those of others too.
func (f *file) takePolicy(c *connector) {
	on, ok := f.policyOf(c)
	if !ok {
		return
	}
	for _, b := range append(c.spec("bindings").list(), c.field("status").field("allBindings").list()...) {
		grant := f.grant(b, on)
		for _, m := range b.field("members").list() {
			if m.v.shape == object {
				f.takeMember(c, m, grant)
			} else {
				f.readMember(m, grant)
			}
		}
	}
}

// policyHolders are the kinds of what a policy may hang on, of those that matter here.
var policyHolders = []string{"Project", "Folder", "Organization", "IAMServiceAccount"}

// policyOf gives the resource that a policy hangs on, and makes it part of the world.
func (f *file) policyOf(c *connector) (fleet.Resource, bool) {
	ref := c.spec("resourceRef")
	on, why := c.referred(ref, ref.field("kind").need())
	if why == "" && on.Kind() == fleet.AccountResource {
		why = f.holdAccount(on.ID(), ref)
	}
	if why != "" {
		return on, f.missed(c, "what its grants are on is not known: "+why)
	}
	f.hold(on, c.item)
	return on, true
}

// holdAccount makes a service account part of the world, in the project that its reference names or that its e-mail does.
func (f *file) holdAccount(email string, ref item) string {
	a := f.account(email, ref.source())
	if a.listed || a.owner != nil {
		return ""
	}
	of, _ := pool.ServiceAccount(email).Account()
	owner := of.Project
	if rest, full := strings.CutPrefix(ref.field("external").text(), "projects/"); full {
		owner, _, _ = strings.Cut(rest, "/")
	} else if owner == "" && of.Kind == pool.AccountDefaultCompute {
		owner = of.Number.String()
	}
	id, ok := f.projectID(owner)
	if !ok {
		delete(f.accounts, email)
		return "no file says in which project service account " + shorten(email) + " is"
	}
	a.owner = f.project(id, ref.source())
	return ""
}

// takeMember tells the grant to a member, which is written out or is the identity of another object. That of a service account is its
// e-mail; that of any other the service gives, and nobody can tell who holds the grant.
func (f *file) takeMember(c *connector, at item, grant fleet.Binding) {
	from := at.field("memberFrom")
	if !from.present() {
		f.readMember(at.field("member"), grant)
		return
	}
	for kind, ref := range from.pairs() {
		on, why := fleet.Resource{}, "the service gives it its identity"
		if kind == "serviceAccountRef" {
			on, why = c.referred(ref, "IAMServiceAccount")
		}
		if why != "" {
			grant.Unread = shorten(kind + " " + ref.field("name").filled())
			ref.warn("", "who holds %q is not known: %s", shorten(grant.Role), why)
			f.tell(ref.source(), grant)
			continue
		}
		f.readMember(ref.made(said("member", "serviceAccount:"+on.ID())).field("member"), grant)
	}
}

// takeDenyPolicy reads an IAMDenyPolicy. The service calls it by what it hangs on, a project by its number.
// Source: https://docs.cloud.google.com/iam/docs/reference/rest/v2/policies
func (f *file) takeDenyPolicy(c *connector) {
	on, ok := f.homeOf(c, "Organization", "Folder", "Project")
	if !ok {
		return
	}
	point := on.String()
	if p := f.projects[on.ID()]; p != nil && p.number != 0 && on.Kind() == fleet.ProjectResource {
		point = "projects/" + p.number.String()
	}
	name := "policies/" + url.PathEscape("cloudresourcemanager.googleapis.com/"+point) + "/denypolicies/" + c.id()
	before := len(f.facts)
	f.readDeny(c.made(said("name", name), kept("rules", c.spec("rules"))), on)
	if !f.inDoubt(c) {
		return
	}
	for i := range f.facts[before:] {
		d := f.facts[before+i].fact.(fleet.Deny)
		d.Principals, d.Unread = nil, cmp.Or(d.Unread, "whether it was applied")
		f.facts[before+i].fact = d
	}
}

// takeOrgPolicy reads an OrgPolicyPolicy, whose resource ID is the constraint.
func (f *file) takeOrgPolicy(c *connector) {
	f.tellOrgPolicy(c, c.id(), kept("spec", c.spec("spec")), kept("dryRunSpec", c.spec("dryRunSpec")))
}

// takeManagerPolicy reads a ResourceManagerPolicy, as organization policies were called before.
func (f *file) takeManagerPolicy(c *connector) {
	rule := nested("", kept("enforce", c.spec("booleanPolicy").field("enforced")), kept("values", c.spec("listPolicy"))).v
	f.tellOrgPolicy(c, c.spec("constraint").filled(), nested("spec",
		part{"rules", value{shape: list, items: []value{rule}}}, kept("reset", c.spec("restorePolicy").field("default"))))
}

func (f *file) tellOrgPolicy(c *connector, constraint string, parts ...part) {
	on, ok := f.homeOf(c, "Organization", "Folder", "Project")
	if !ok {
		return
	}
	before := len(f.facts)
	f.readOrgPolicy(c.made(append(parts, said("name", on.String()+"/policies/"+strings.TrimPrefix(constraint, "constraints/")))...), on)
	if len(f.facts) == before {
		return
	}
	if p := f.facts[before].fact.(fleet.OrgPolicy); p.Enforced == fleet.On && f.inDoubt(c) {
		p.Enforced = fleet.Unknown
		f.facts, f.doubtful = f.facts[:before], append(f.doubtful, told{c.source(), p})
	}
}

// settleDoubtful tells the organization policies that may have been applied, where nothing else says what is set.
func (r *reader) settleDoubtful() {
	if len(r.doubtful) == 0 {
		return
	}
	sure := map[setting]bool{}
	for _, f := range r.facts {
		if p, ok := f.fact.(fleet.OrgPolicy); ok {
			sure[setting{p.On, p.Constraint}] = true
		}
	}
	for _, d := range r.doubtful {
		if p := d.fact.(fleet.OrgPolicy); !sure[setting{p.On, p.Constraint}] {
			r.tell(d.at, p)
		}
	}
}

// takeConstraint reads an OrgPolicyCustomConstraint.
func (f *file) takeConstraint(c *connector) {
	on, why := c.file.external("Organization", c.spec("parent").filled())
	if !c.spec("parent").present() {
		on, why = c.home("Organization")
	}
	if why != "" {
		f.missed(c, why)
		return
	}
	f.hold(on, c.item)
	f.readConstraint(c.made(said("name", on.String()+"/customConstraints/"+strings.TrimPrefix(c.id(), "customConstraints/")), kept("actionType", c.spec("actionType")),
		kept("resourceTypes", c.spec("resourceTypes")), kept("methodTypes", c.spec("methodTypes")), kept("condition", c.spec("condition"))), on)
}
