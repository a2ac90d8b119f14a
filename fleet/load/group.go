package load

import (
	"fmt"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// readGroup reads what gcloud identity groups memberships list --view=full prints of one group. A group of which a
// member cannot be read is not told: an untold group has members that are not known, a told one has no others.
func (f *file) readGroup(docs []item) int {
	name, err := pool.Parse("group:" + f.spot.name)
	if err != nil {
		f.refuse(0, fmt.Sprintf("%q is no e-mail of a group: %v", shorten(f.spot.name), err))
		return 0
	}
	entries, whole := f.entries(docs, "memberships")
	g := fleet.Group{Name: name}
	for _, e := range entries {
		members, ok := groupMember(e)
		g.Members = append(g.Members, members...)
		whole = whole && ok
	}
	if whole {
		f.tell(docs[0].source(), g)
	} else {
		docs[0].warn("", "is not all of %v: its members are taken as unknown", name)
	}
	return len(entries)
}

// groupMember reads one member. Without its type, which the basic view leaves out, an e-mail may be that of a user or of a
// group, and stands for both.
// Source: https://docs.cloud.google.com/identity/docs/reference/rest/v1/groups.memberships
func groupMember(it item) ([]pool.Principal, bool) {
	key := it.field("preferredMemberKey", "memberKey")
	id := key.field("id")
	email := id.need()
	switch kind := it.field("type").text(); {
	case email == "":
		return nil, false
	case key.field("namespace").present():
		it.warn("", "is a member without an e-mail of Google's")
		return nil, false
	case kind == "SERVICE_ACCOUNT" || pool.ServiceAccount(email).IsValid():
		return memberOf(id, "serviceAccount:")
	case kind == "USER":
		return memberOf(id, "user:")
	case kind == "GROUP":
		return memberOf(id, "group:")
	case kind == "":
		it.warn("", "does not say whether %q is a user or a group, and is taken for both: ask for --view=full", shorten(email))
		return memberOf(id, "user:", "group:")
	default:
		it.warn("", "member %q is of type %q, which is not read", shorten(email), shorten(kind))
		return nil, false
	}
}

func memberOf(id item, prefixes ...string) (ps []pool.Principal, ok bool) {
	for _, prefix := range prefixes {
		p, err := pool.Parse(prefix + id.text())
		if err != nil {
			id.warn("", "%v", err)
			return nil, false
		}
		ps = append(ps, p)
	}
	return ps, true
}
