package load

import (
	"maps"
	"slices"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// spoken are what grants speak of and other files describe: groups and custom roles, each with the first place that names it.
type spoken struct {
	groups, roles map[string]fleet.Source
}

// missNames notes the groups whose members, and the custom roles whose permissions, no file says.
func (r *reader) missNames() {
	of := r.spokenOf()
	for _, email := range slices.Sorted(maps.Keys(of.groups)) {
		r.miss(of.groups[email], "the members of group "+email+" are not known", "groups/"+email, "identity", "groups", "memberships", "list", "--group-email="+email, "--view=full")
	}
	for _, role := range slices.Sorted(maps.Keys(of.roles)) {
		owner, id, _ := strings.Cut(role, "/roles/")
		top, in, _ := strings.Cut(owner, "s/")
		r.miss(of.roles[role], "the permissions of role "+role+" are not known", role, "iam", "roles", "describe", id, "--"+top+"="+in)
	}
}

// spokenOf gives the names that are spoken of and not described.
func (r *reader) spokenOf() spoken {
	n := spoken{map[string]fleet.Source{}, map[string]fleet.Source{}}
	for _, t := range r.facts {
		switch f := t.fact.(type) {
		case fleet.Binding:
			n.group(f.Member, t.at)
			n.role(f.Role, t.at)
		case fleet.Group:
			for _, m := range f.Members {
				n.group(m, t.at)
			}
		case fleet.Permit:
			if f.Subject.Kind == fleet.GroupSubject {
				p, _ := pool.Parse("group:" + f.Subject.Name)
				n.group(p, t.at)
			}
		}
	}
	for _, t := range r.facts {
		switch f := t.fact.(type) {
		case fleet.Group:
			delete(n.groups, strings.TrimPrefix(f.Name.String(), "group:"))
		case fleet.Role:
			delete(n.roles, f.Name)
		}
	}
	return n
}

// group notes a Google group. One of a pool's identities has no members that could be listed.
func (n spoken) group(p pool.Principal, at fleet.Source) {
	email, ok := strings.CutPrefix(p.String(), "group:")
	if !ok || !strings.Contains(email, "@") {
		return
	}
	if _, known := n.groups[email]; !known {
		n.groups[email] = at
	}
}

// role notes a custom role.
func (n spoken) role(name string, at fleet.Source) {
	if !strings.HasPrefix(name, "projects/") && !strings.HasPrefix(name, "organizations/") || !strings.Contains(name, "/roles/") {
		return
	}
	if _, known := n.roles[name]; !known {
		n.roles[name] = at
	}
}
