package load

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"fleettrust.example/fleet"
)

// An assetPolicy is the allow policy of an asset, with grants on a resource that the name of the asset says.
type assetPolicy struct {
	name, kind string
	at         item
	grants     []told
}

// policy reads the allow policy of an asset.
func (p *parcel) policy(a asset) {
	before := len(p.file.facts)
	p.file.readPolicy(a.part(ofPolicy), fleet.Resource{})
	grants := slices.Clone(p.file.facts[before:])
	p.file.facts = p.file.facts[:before]
	p.policies = append(p.policies, assetPolicy{strings.Clone(a.name), p.file.texts.own(a.kind), a.line1(), grants})
}

// line1 is an item of which the line is known, and nothing else.
func (it item) line1() item {
	return item{file: it.file, v: &value{shape: object, line: it.line()}}
}

// readPolicies takes the allow policies, now that it is known which projects and accounts they are of.
func (e *export) readPolicies() {
	first := map[fleet.Resource]*assetPolicy{}
	for i := range e.grants {
		p := &e.grants[i]
		on, ok := e.policyOn(p)
		if !ok {
			continue
		}
		if q := first[on]; q == nil {
			first[on] = p
		} else if !sameGrants(p.grants, q.grants) {
			p.at.warn("", "the policy of %v is another than at %v: all grants of both are taken", on, q.at.source())
		} else {
			continue
		}
		for _, t := range p.grants {
			b := t.fact.(fleet.Binding)
			b.On = on
			e.tell(t.at, b)
		}
		e.policies[on] = true
	}
	e.grants = nil
	e.readAbsentPolicies()
}

func sameGrants(a, b []told) bool {
	return slices.EqualFunc(a, b, func(x, y told) bool { return x.fact == y.fact })
}

// policyOn gives what a policy hangs on. Where that has another name in the policy than what is known of it, the policy is not read,
// and whatever it could be of is not known.
func (e *export) policyOn(p *assetPolicy) (fleet.Resource, bool) {
	id, known := e.projectID(projectOf(p.name))
	if p.kind == accountType {
		return e.policyOnAccount(p, id, known)
	}
	on, err := holderOf(p.name)
	switch {
	case err != nil || on.Kind() == fleet.AccountResource:
		p.at.fault("%q is no name of a project, a folder or an organization", shorten(p.name))
		return on, false
	case on.Kind() == fleet.ProjectResource && !known:
		e.unnamed(p.at, on.ID(), "its allow policy is not read")
		return on, false
	case on.Kind() == fleet.ProjectResource:
		e.project(id, p.at.source())
		return fleet.InProject(id), true
	}
	e.node(on, p.at.source())
	return on, true
}

func (e *export) policyOnAccount(p *assetPolicy, project string, known bool) (fleet.Resource, bool) {
	email := accountOf(p.name)
	if !strings.Contains(email, "@") {
		email = e.emails[email]
	}
	if known {
		e.project(project, p.at.source())
	}
	switch {
	case email == "":
		e.strangers[project] = true
		e.unmailed(p.at, p.name, "its allow policy is")
		return fleet.Resource{}, false
	case !isAccount(p.at, email):
		return fleet.Resource{}, false
	case !known && e.accounts[email] == nil:
		e.unnamed(p.at, projectOf(p.name), fmt.Sprintf("the allow policy of service account %q is not read", shorten(email)))
		return fleet.Resource{}, false
	}
	a := e.account(email, p.at.source())
	a.policy = true
	if a.owner == nil {
		a.owner = e.project(project, p.at.source())
	}
	return fleet.OnAccount(email), true
}

// unmailed admits that nobody says the e-mail of a service account that is named by its unique ID, and so something of it is not read.
func (e *export) unmailed(it item, name, what string) {
	in := shorten(projectOf(name))
	e.miss(it.source(), fmt.Sprintf("the e-mail of service account %q of project %s is not known, so %s not read", shorten(accountOf(name)), in, what),
		"projects/"+in+"/service-accounts", "iam", "service-accounts", "list", "--project="+in)
}

// readAbsentPolicies settles what has no policy: an export leaves those out that grant nothing.
func (e *export) readAbsentPolicies() {
	if e.counts[assetSort{accountType, ofPolicy}] > 0 {
		for _, a := range e.accounts {
			a.policy = a.policy || a.owner != nil && e.held(ofPolicy, fleet.InProject(a.owner.id)) && !e.strangers[a.owner.id]
		}
	}
	if e.counts[assetSort{folderType, ofPolicy}] > 0 {
		for on := range e.nodes {
			e.policies[on] = e.policies[on] || on.Kind() == fleet.FolderResource && e.under(on)
		}
	}
	for id, p := range e.projects {
		p.whole[ancestorsFile] = p.whole[ancestorsFile] || e.held(ofPolicy, fleet.InProject(id)) && e.placed[id]
	}
}

// under tells a folder that lies below a folder or an organization whose own policy the export has: it was asked for what lies below.
func (e *export) under(on fleet.Resource) bool {
	for range len(e.nodes) {
		n := e.nodes[on]
		if n == nil {
			return false
		}
		if on = n.parent.resource; e.held(ofPolicy, on) {
			return true
		}
	}
	return false
}

// readOrgPolicies reads organization policies as version 1 of their API has them: {constraint, booleanPolicy} and so on.
// Source: https://cloud.google.com/resource-manager/reference/rest/v1/Policy
func (e *export) readV1Policies(a asset) {
	on, ok := e.holder(a)
	if !ok {
		return
	}
	for _, it := range a.part(ofOrgPolicy).list() {
		if it.is(object) {
			e.readOrgPolicy(v2Policy(it, on), on)
		}
	}
}

// v2Policy is a policy as version 2 of the API has it. A boolean policy that is not enforced may be {}.
func v2Policy(it item, on fleet.Resource) item {
	constraint := strings.TrimPrefix(it.field("constraint").need(), "constraints/")
	rule := truly("allowAll", true)
	if boolean := it.field("boolean_policy", "booleanPolicy"); boolean.present() {
		rule = truly("enforce", boolean.field("enforced").truth())
	}
	rules := part{"rules", value{shape: list, items: []value{nested("", rule).v}}}
	if it.field("restore_default", "restoreDefault").present() {
		rules = truly("reset", true)
	}
	return it.made(said("name", on.String()+"/policies/"+constraint), nested("spec", rules))
}

// truly is a truth, at the line of the object that it is made of.
func truly(name string, so bool) part {
	return part{name, value{shape: truth, text: strconv.FormatBool(so)}}
}
