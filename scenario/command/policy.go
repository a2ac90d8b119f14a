package command

import (
	"fmt"
	"slices"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// createAccount writes the creation of an account that users make. Those that Google makes come with what they are for.
func createAccount(f fleet.GSA) string {
	id, host, _ := strings.Cut(f.Email, "@")
	project, ok := strings.CutSuffix(host, ".iam.gserviceaccount.com")
	if f.Project != "" {
		project = f.Project
	}
	if !ok || strings.HasPrefix(host, "gcp-sa-") {
		return remark("service account %s: Google makes it, with the service that it is for", f.Email)
	}
	create := Line("gcloud", "iam", "service-accounts", "create", id, "--project="+project)
	return both(create, only(f.Disabled, Line("gcloud", "iam", "service-accounts", able(f), f.Email)))
}

func able(f fleet.GSA) string {
	if f.Disabled {
		return "disable"
	}
	return "enable"
}

// roleLine names a custom role by what it is called and where it lies: projects/P/roles/ID, organizations/N/roles/ID.
func roleLine(verb, name string, flags ...string) string {
	parts := strings.Split(name, "/")
	if len(parts) != 4 || parts[2] != "roles" {
		return remark("role %s is one of Google's: nobody else %ss it", name, verb)
	}
	return Line(append([]string{"gcloud", "iam", "roles", verb, parts[3], flag(strings.TrimSuffix(parts[0], "s"), parts[1])}, flags...)...)
}

// grantLine adds a grant to a policy, or removes it.
func grantLine(verb string, f fleet.Binding) string {
	if f.Unread != "" {
		return remark("%s the grant of %s on %v to %s, which cannot be read", verb, f.Role, f.On, f.Unread)
	}
	if !isWhole(f.Member) {
		return remark("%s the grant of %s on %v to %s: a number in it is not known", verb, f.Role, f.On, f.Member)
	}
	words := append(holder(f.On), verb+"-iam-policy-binding", f.On.ID(), "--member="+f.Member.String(), "--role="+f.Role)
	return Line(append(words, flag("condition", condition(f.Condition)))...)
}

// isWhole reports principals of which all is known that a member says: one of a pool names its project by number, one that was deleted
// has the number that it had.
func isWhole(ps ...pool.Principal) bool {
	return !slices.ContainsFunc(ps, func(p pool.Principal) bool {
		return strings.Contains(p.String(), "/projects/?/") || strings.HasSuffix(p.String(), "?uid=?")
	})
}

func holder(on fleet.Resource) []string {
	switch on.Kind() {
	case fleet.OrganizationResource:
		return []string{"gcloud", "organizations"}
	case fleet.FolderResource:
		return []string{"gcloud", "resource-manager", "folders"}
	case fleet.ProjectResource:
		return []string{"gcloud", "projects"}
	default:
		return []string{"gcloud", "iam", "service-accounts"}
	}
}

// condition writes a condition as gcloud reads it: pairs with a separator, which must be in none of them.
// Source: https://docs.cloud.google.com/sdk/gcloud/reference/topic/escaping
func condition(expression string) string {
	if expression == "" {
		return ""
	}
	if !strings.Contains(expression, ",") {
		return "expression=" + expression + ",title=condition"
	}
	separator := ";"
	for strings.Contains(expression, separator) {
		separator += ";"
	}
	return "^" + separator + "^expression=" + expression + separator + "title=condition"
}

// members adds to a group who is in one list only, and takes out of it who is in the other.
func members(group pool.Principal, was, is []pool.Principal) string {
	var lines []string
	if group.Kind() != pool.KindGoogleGroup {
		return remark("who is in %v is for its administrators to say", group)
	}
	change := func(verb string, who []pool.Principal) {
		for _, m := range who {
			lines = append(lines, Line("gcloud", "identity", "groups", "memberships", verb, "--group-email="+group.Email(), "--member-email="+m.Email()))
		}
	}
	was, is = spelled(was), spelled(is)
	change("add", more(is, was))
	change("delete", more(was, is))
	return both(lines...)
}

// spelled gives principals in one spelling, each once.
func spelled(ps []pool.Principal) []pool.Principal {
	var all []pool.Principal
	for _, p := range ps {
		if c := p.Canonical(); !slices.Contains(all, c) {
			all = append(all, c)
		}
	}
	return all
}

// createGroup makes a group and puts its members into it.
func (w *world) createGroup(f fleet.Group) string {
	if f.Name.Kind() != pool.KindGoogleGroup {
		return members(f.Name, nil, nil)
	}
	return both(Line("gcloud", "identity", "groups", "create", f.Name.Email(), "--organization="+w.organization()), members(f.Name, nil, f.Members))
}

// rules are the other rules of a deny policy.
func (w *world) rules(f fleet.Deny) []fleet.Deny {
	var others []fleet.Deny
	for _, x := range w.facts {
		if d, ok := x.(fleet.Deny); ok && d.On == f.On && d.Name == f.Name && compact(ruleOf(d)) != compact(ruleOf(f)) {
			others = append(others, d)
		}
	}
	return others
}

// denyLine writes a deny policy as it is to be: a file with all of its rules, or nothing.
// Source: https://docs.cloud.google.com/iam/docs/deny-access
func (w *world) denyLine(f fleet.Deny, rules []fleet.Deny) string {
	if f.Unread != "" {
		return remark("a rule of deny policy %s on %v that cannot be read: %s", f.Name, f.On, f.Unread)
	}
	for _, r := range append(rules, f) {
		if !isWhole(r.Principals...) || !isWhole(r.ExceptPrincipals...) {
			return remark("a rule of deny policy %s on %v about a principal of which a number is not known", f.Name, f.On)
		}
	}
	verb := "create"
	if _, there := one(w, func(d fleet.Deny) bool { return d.On == f.On && d.Name == f.Name }); there {
		verb = "update"
	}
	if len(rules) == 0 {
		verb = "delete"
	}
	words := Line("gcloud", "iam", "policies", verb, last(f.Name), "--attachment-point=cloudresourcemanager.googleapis.com/"+f.On.String(), "--kind=denypolicies")
	if len(rules) == 0 {
		return words
	}
	all := make([]denyRule, len(rules))
	for i, r := range rules {
		all[i] = ruleOf(r)
	}
	return fed(words+" --policy-file=/dev/stdin", map[string]any{"rules": all})
}

type denyRule struct {
	Rule struct {
		Denied               []string    `json:"deniedPrincipals"`
		Permissions          []string    `json:"deniedPermissions"`
		Exceptions           []string    `json:"exceptionPrincipals,omitempty"`
		ExceptionPermissions []string    `json:"exceptionPermissions,omitempty"`
		Condition            *expression `json:"denialCondition,omitempty"`
	} `json:"denyRule"`
}

type expression struct {
	Expression string `json:"expression"`
}

func ruleOf(f fleet.Deny) denyRule {
	var r denyRule
	r.Rule.Denied = []string{"principalSet://goog/public:all"}
	if len(f.Principals) > 0 {
		r.Rule.Denied = identifiers(f.Principals)
	}
	r.Rule.Exceptions = identifiers(f.ExceptPrincipals)
	r.Rule.Permissions, r.Rule.ExceptionPermissions = deniable(f.Permissions), deniable(f.ExceptPermissions)
	if f.Condition != "" {
		r.Rule.Condition = &expression{f.Condition}
	}
	return r
}

// identifiers spells principals as deny policies have them.
// Source: https://docs.cloud.google.com/iam/docs/principal-identifiers, read 2026-05-30.
func identifiers(ps []pool.Principal) []string {
	var all []string
	for _, p := range ps {
		all = append(all, identifier(p))
	}
	return all
}

func identifier(p pool.Principal) string {
	c := p.Canonical()
	_, name, _ := strings.Cut(c.String(), ":")
	switch c.Kind() {
	case pool.KindServiceAccount:
		return "principal://iam.googleapis.com/projects/-/serviceAccounts/" + c.Email()
	case pool.KindUser:
		return "principal://goog/subject/" + name
	case pool.KindGoogleGroup:
		return "principalSet://goog/group/" + name
	case pool.KindAllUsers:
		return "principalSet://goog/public:all"
	default:
		return p.String()
	}
}

// deniable spells permissions as deny policies have them: service.googleapis.com/resource.verb.
// Source: https://docs.cloud.google.com/iam/docs/deny-permissions-support
func deniable(permissions []string) []string {
	var all []string
	for _, p := range permissions {
		service, rest, _ := strings.Cut(p, ".")
		switch {
		case strings.Contains(p, "/"):
		case service == "resourcemanager":
			p = "cloudresourcemanager.googleapis.com/" + rest
		default:
			p = service + ".googleapis.com/" + rest
		}
		all = append(all, p)
	}
	return all
}

// last is what a thing is called at its place, of a name that may say the place too.
func last(name string) string { return name[strings.LastIndex(name, "/")+1:] }

// organization is the one of the world, which holds its boundaries.
func (w *world) organization() string {
	o, ok := one(w, func(fleet.Organization) bool { return true })
	if !ok {
		return "ORGANIZATION"
	}
	return o.Number.String()
}

// createBoundary writes the policy and its binding.
// Source: https://docs.cloud.google.com/iam/docs/principal-access-boundary-policies-create
func (w *world) createBoundary(f fleet.Boundary) string {
	at := []string{"--organization=" + w.organization(), "--location=global"}
	resources := []string{}
	for _, r := range f.Resources {
		resources = append(resources, "//cloudresourcemanager.googleapis.com/"+r.String())
	}
	set := target(f.Set)
	if set == "" {
		return remark("boundary %s cannot be bound to %v: it is no set of a project, a folder, an organization or a pool whose number is known", f.Name, f.Set)
	}
	version := only(f.Version != 0, fmt.Sprintf("--details-enforcement-version=%d", f.Version))
	create := Line(slices.Concat([]string{"gcloud", "iam", "principal-access-boundary-policies", "create", last(f.Name)}, at, []string{version, "--details-rules=/dev/stdin"})...)
	bind := Line(slices.Concat([]string{"gcloud", "iam", "policy-bindings", "create", last(f.Name)}, at, []string{
		"--policy=organizations/" + w.organization() + "/locations/global/principalAccessBoundaryPolicies/" + last(f.Name),
		"--target-principal-set=" + set, flag("condition-expression", f.Condition)})...)
	return both(fed(create, []map[string]any{{"effect": "ALLOW", "resources": resources}}), bind)
}

// target is how a binding names a set of principals, "" when it can name no such set.
func target(p pool.Principal) string {
	switch c := p.Canonical(); {
	case p.Kind() == pool.KindServiceAccountSet:
		return "//cloudresourcemanager.googleapis.com/" + node(c.Node()) + c.Number().String()
	case c.Kind() == pool.KindPool && c.Number() != 0:
		return fmt.Sprintf("//iam.googleapis.com/projects/%v/locations/global/workloadIdentityPools/%v", c.Number(), c.Pool())
	default:
		return ""
	}
}

func node(k pool.NodeKind) string {
	switch k {
	case pool.NodeProject:
		return "projects/"
	case pool.NodeFolder:
		return "folders/"
	default:
		return "organizations/"
	}
}

func (w *world) deleteBoundary(f fleet.Boundary) string {
	return Line("gcloud", "iam", "policy-bindings", "delete", last(f.Name), "--organization="+w.organization(), "--location=global")
}

// Source: https://docs.cloud.google.com/resource-manager/docs/organization-policy/creating-managing-custom-constraints
func setConstraint(f fleet.Constraint) string {
	action := "ALLOW"
	if f.Denies {
		action = "DENY"
	}
	return fed(Line("gcloud", "org-policies", "set-custom-constraint", "/dev/stdin"), map[string]any{
		"name":          fmt.Sprintf("organizations/%v/customConstraints/%s", f.Organization, f.Name),
		"resourceTypes": f.Types, "methodTypes": f.Methods, "condition": f.Condition, "actionType": action,
	})
}

func constraintOf(f fleet.OrgPolicy) string { return strings.TrimPrefix(f.Constraint, "constraints/") }

func setOrgPolicy(f fleet.OrgPolicy) string {
	constraint := constraintOf(f)
	spec := map[string]any{"rules": []map[string]any{{"enforce": f.Enforced == fleet.On}}}
	switch {
	case f.Reset:
		spec = map[string]any{"reset": true}
	case f.Enforced == fleet.Unknown:
		return remark("organization policy %s on %v: rules that depend on tags", constraint, f.On)
	}
	return fed(Line("gcloud", "org-policies", "set-policy", "/dev/stdin"), map[string]any{"name": f.On.String() + "/policies/" + constraint, "spec": spec})
}
