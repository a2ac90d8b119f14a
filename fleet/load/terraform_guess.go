package load

import (
	"strings"

	tfjson "github.com/hashicorp/terraform-json"
)

// text gives an attribute, or what it will surely be; "" and false when that is not known. Of an attribute that is not there it gives
// "" and true.
func (t *stack) text(r *resource, path ...string) (string, bool) {
	it := r.attribute(path...)
	if !it.isUnknown() {
		return it.digits(), true
	}
	refs, sure := t.references(r, path...)
	if !sure || len(refs) != 1 {
		return "", false
	}
	return t.derived(refs[0])
}

// A guess is what an attribute will be, if that is known.
type guess struct {
	text  string
	known bool
}

// derived gives what an attribute of a resource will be, where that follows from others. One that hangs on itself is not known.
func (t *stack) derived(ref reference) (string, bool) {
	if g, ok := t.guesses[ref]; ok {
		return g.text, g.known
	}
	t.guesses[ref] = guess{}
	s, known := t.derive(ref)
	t.guesses[ref] = guess{s, known}
	return s, known
}

func (t *stack) derive(ref reference) (string, bool) {
	r := ref.to
	if at := r.attribute(ref.attribute); at.v != nil && at.v.shape == text {
		return at.text(), true
	}
	switch r.kind + "." + ref.attribute {
	case "google_service_account.email":
		return t.email(r)
	case "google_service_account.member":
		s, ok := t.email(r)
		return "serviceAccount:" + s, ok
	case "google_service_account.name", "google_service_account.id":
		s, ok := t.email(r)
		project, _ := t.projectOf(r)
		return "projects/" + project + "/serviceAccounts/" + s, ok
	case "google_project.id":
		s, ok := t.text(r, "project_id")
		return "projects/" + s, ok && s != ""
	case "google_container_cluster.id", "google_container_cluster.self_link":
		s, ok := t.clusterPath(r)
		return s, ok
	case "google_gke_hub_membership.id", "google_gke_hub_membership.name":
		return t.membershipPath(r)
	case "google_gke_hub_scope.id", "google_gke_hub_scope.name":
		return t.scopePath(r)
	case "google_project_iam_custom_role.id", "google_project_iam_custom_role.name", "google_organization_iam_custom_role.id", "google_organization_iam_custom_role.name":
		return t.roleName(r)
	case r.kind + ".project":
		return t.projectOf(r)
	default:
		return "", false
	}
}

// email gives that of a service account, also of one that is to be made.
// Source: https://docs.cloud.google.com/iam/docs/service-account-overview
func (t *stack) email(r *resource) (string, bool) {
	if at := r.attribute("email"); at.v != nil && at.v.shape == text {
		return at.text(), at.text() != ""
	}
	id, known := t.text(r, "account_id")
	project, ok := t.projectOf(r)
	if !known || !ok || id == "" {
		return "", false
	}
	if domain, name, scoped := strings.Cut(project, ":"); scoped {
		project = name + "." + domain
	}
	return id + "@" + project + ".iam.gserviceaccount.com", true
}

// projectOf gives the project that a resource is in: as it says, as it refers to, or by the default of its provider.
func (t *stack) projectOf(r *resource) (string, bool) {
	said, known := t.text(r, "project")
	if known && said != "" {
		return strings.TrimPrefix(said, "projects/"), true
	}
	if it := r.attribute("project"); it.present() && !it.isUnknown() {
		it.fault("is empty: is a variable not set?")
		return "", false
	}
	return t.defaultProject(r)
}

// defaultProject gives the project that the configuration of a resource's provider names.
func (t *stack) defaultProject(r *resource) (string, bool) {
	p, module := t.provider(r)
	if p == nil {
		return "", false
	}
	return t.constant(p.Expressions["project"], module)
}

// provider gives the configuration of a resource's provider, and the module it stands in.
func (t *stack) provider(r *resource) (*tfjson.ProviderConfig, string) {
	c := t.configuration(r)
	if c == nil {
		return nil, ""
	}
	configs := t.plan.Config.ProviderConfigs
	p := configs[c.ProviderConfigKey]
	if _, name, within := strings.Cut(c.ProviderConfigKey, ":"); p == nil && within {
		p = onlyProvider(configs, name) // as older versions say that a module has its provider from above
	}
	if p == nil {
		return nil, ""
	}
	return p, p.ModuleAddress
}

// onlyProvider gives the configuration of a provider, if it has one and no other under an alias.
func onlyProvider(all map[string]*tfjson.ProviderConfig, name string) *tfjson.ProviderConfig {
	for key, p := range all {
		if key != name && p != nil && p.Name == name {
			return nil
		}
	}
	return all[name]
}

// constant gives the text of an expression that is one, a variable of the root, or what a module was called with.
func (t *stack) constant(e *tfjson.Expression, module string) (string, bool) {
	for range maxReferences {
		if e == nil || e.ExpressionData == nil {
			return "", false
		}
		if s, ok := e.ConstantValue.(string); ok {
			return s, s != ""
		}
		refs := longest(e.References)
		name, isVar := "", len(refs) == 1
		if isVar {
			name, isVar = strings.CutPrefix(refs[0], "var.")
		}
		switch {
		case !isVar:
			return t.lookedUp(e, module)
		case module == "":
			return t.variable(name)
		}
		outer, call := parentModule(module)
		c := callOf(t.module(outer), call)
		if c == nil {
			return "", false
		}
		e, module = c.Expressions[name], outer
	}
	return "", false
}

func (t *stack) variable(name string) (string, bool) {
	v := t.plan.Variables[name]
	if v == nil {
		return "", false
	}
	s, ok := v.Value.(string)
	return s, ok && s != ""
}

func (t *stack) lookedUp(e *tfjson.Expression, module string) (string, bool) {
	refs, sure := t.follow(e, module, maxReferences)
	if !sure || len(refs) != 1 {
		return "", false
	}
	s, ok := t.derived(refs[0])
	return strings.TrimPrefix(s, "projects/"), ok && s != ""
}
