package load

import (
	"errors"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// readAncestors reads what gcloud projects get-ancestors-iam-policy prints: {type, id, policy} of the project, then of
// its folders from the innermost out, then of the organization. With --include-deny an entry may hold a deny policy.
func (f *file) readAncestors(docs []item) int {
	p, ok := f.owner()
	if !ok {
		return 0
	}
	entries, whole := f.entries(docs, "")
	chain := []fleet.Resource{}
	count := 0
	for _, e := range entries {
		on, ok := f.ancestor(e, p)
		if !ok {
			continue
		}
		if len(chain) == 0 || chain[len(chain)-1] != on {
			f.link(e, chain, on, p)
			chain = append(chain, on)
		}
		count += f.readPolicy(e.field("policy"), on)
	}
	if len(chain) == 0 {
		f.refuse(1, "holds no policy: want that of the project first")
	}
	p.whole[ancestorsFile] = p.whole[ancestorsFile] || whole && f.policies[fleet.InProject(p.id)]
	return count
}

// readPolicyFile reads what get-iam-policy prints of a project, a folder or an organization.
func (f *file) readPolicyFile(it item) int {
	on, ok := f.holder()
	if !ok {
		return 0
	}
	return f.readPolicy(it, on)
}

func (f *file) ancestor(e item, p *project) (fleet.Resource, bool) {
	kind, id := e.field("type").need(), e.field("id").digits()
	if kind == "project" {
		return fleet.InProject(p.id), f.isOwner(e.field("id"), id, p)
	}
	return f.above(e, kind, id)
}

// link puts a resource above the one before it.
func (f *file) link(e item, chain []fleet.Resource, on fleet.Resource, p *project) {
	if len(chain) == 0 {
		if on.Kind() != fleet.ProjectResource {
			e.fault("want the project first, got %v", on)
		}
		return
	}
	below := chain[len(chain)-1]
	switch up := (parent{on, e.source()}); {
	case on.Kind() == fleet.ProjectResource || below.Kind() == fleet.OrganizationResource:
		e.fault("%v cannot lie above %v: want the project, its folders from the innermost out, the organization", on, below)
	case below.Kind() == fleet.ProjectResource:
		f.setParent(&p.parent, below, up)
	default:
		f.setParent(&f.nodes[below].parent, below, up)
	}
}

// readPolicy reads an allow policy, or a deny policy where an ancestor has one. {} is a policy that grants nothing.
func (f *file) readPolicy(it item, on fleet.Resource) int {
	switch {
	case !it.present():
		it.fault("is missing")
		return 0
	case !it.is(object):
		return 0
	case it.has("rules", "denyRule") > 0 || it.field("kind").present() && it.field("kind").text() == "DenyPolicy":
		return f.readDeny(it, on)
	case len(it.v.names) > 0 && it.has("bindings", "etag", "version", "auditConfigs") == 0:
		it.fault("is no allow policy: it has neither bindings nor etag nor version")
		return 0
	}
	count := 0
	for _, b := range it.field("bindings").list() {
		count += f.readBinding(b, on)
	}
	f.policies[on] = true
	return count
}

func (f *file) readBinding(it item, on fleet.Resource) int {
	b := f.grant(it, on)
	if !it.field("members").present() {
		it.field("members").fault("is missing: who holds %q?", shorten(b.Role))
	}
	members := it.field("members").list()
	for _, m := range members {
		f.readMember(m, b)
	}
	return len(members)
}

// grant reads the role and the condition of a binding.
func (f *file) grant(it item, on fleet.Resource) fleet.Binding {
	role := it.field("role").need()
	if mark := placeholder(role); mark != "" {
		it.field("role").fault("role %q holds the unresolved placeholder %q", shorten(role), mark)
	}
	if strings.Contains(role, "_withcond_") {
		it.field("role").fault("role %q shows that the policy was read without its conditions: %s prints them", shorten(role), f.command())
	}
	condition := ""
	if c := it.field("condition"); c.present() {
		condition = c.field("expression").need()
	}
	return fleet.Binding{On: on, Role: role, Condition: condition}
}

// command gives the command whose output has the conditions that another reader left out by not asking for version 3.
// Source: https://docs.cloud.google.com/iam/docs/troubleshooting-withcond
func (f *file) command() string {
	switch {
	case f.spot.kind == accountFile:
		return "gcloud iam service-accounts get-iam-policy " + f.spot.name
	case f.spot.owner != "":
		return "gcloud projects get-ancestors-iam-policy " + f.spot.owner
	default:
		return "gcloud asset export --content-type=iam-policy"
	}
}

// readMember tells a grant. A member that cannot be read is told as it was written: someone may hold the grant.
func (f *file) readMember(it item, b fleet.Binding) {
	written := it.need()
	if written == "" {
		return
	}
	p, err := pool.Parse(written)
	var wrong *pool.ParseError
	switch {
	case errors.As(err, &wrong) && wrong.Placeholder != "":
		it.fault("member %q: %s%s", shorten(written), wrong.Reason, hinted(wrong.Hint))
		return
	case errors.As(err, &wrong):
		it.warn(wrong.Hint, "member %q: %s", shorten(written), wrong.Reason)
		b.Unread = shorten(written)
	case err != nil:
		it.fault("%v", err)
		return
	default:
		b.Member = p
		if why, dead := p.Dead(); dead && p.Kind() != pool.KindDeleted {
			it.warn("", "member %q matches nobody: %s", shorten(written), why)
		}
	}
	f.tell(it.source(), b)
}

func hinted(hint string) string {
	if hint == "" {
		return ""
	}
	return "; probably meant: " + hint
}
