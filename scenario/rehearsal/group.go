package rehearsal

import (
	"slices"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// group is the group of an e-mail.
func group(email string) (pool.Principal, error) {
	p, err := pool.Parse("group:" + email)
	if err != nil {
		return p, fail("INVALID_ARGUMENT: %v", err)
	}
	return p, nil
}

func (t *turn) createGroup() error {
	g, err := group(t.Argument(0))
	if err != nil {
		return err
	}
	t.create(fleet.Group{Name: g})
	t.note("Created group [%s].", t.Argument(0))
	return nil
}

func (t *turn) deleteGroup() error {
	g, err := group(t.Argument(0))
	if err != nil {
		return err
	}
	t.delete(fleet.Group{Name: g})
	t.note("Deleted group [%s].", t.Argument(0))
	return nil
}

// inGroup gives a group and the member that a command speaks of. Who is in a group of which nothing was told is not known, and stays so.
func (t *turn) inGroup() (g fleet.Group, told bool, who pool.Principal, err error) {
	name, err := group(t.Value("group-email"))
	if err != nil {
		return g, false, who, err
	}
	if who, err = member(t.Value("member-email")); err != nil {
		return g, false, who, err
	}
	g, told = one(t.Session, func(g fleet.Group) bool { return g.Name.Canonical() == name.Canonical() })
	if inner, ok := one(t.Session, func(g fleet.Group) bool { return g.Name.Email() == t.Value("member-email") }); ok {
		who = inner.Name
	}
	if !told {
		t.note("note: who is in group %s was not told, and is not known after this either.", t.Value("group-email"))
	}
	return g, told, who, nil
}

func (t *turn) addMember() error {
	g, told, who, err := t.inGroup()
	if err == nil && told && slices.Contains(g.Members, who) {
		return fail("ALREADY_EXISTS: %s is in group %s", t.Value("member-email"), t.Value("group-email"))
	}
	if err == nil && told {
		g.Members = append(slices.Clone(g.Members), who)
		t.update(g)
	}
	return err
}

func (t *turn) removeMember() error {
	g, told, who, err := t.inGroup()
	if err != nil || !told {
		return err
	}
	if !slices.Contains(g.Members, who) {
		return fail("NOT_FOUND: %s is not in group %s", t.Value("member-email"), t.Value("group-email"))
	}
	g.Members = slices.DeleteFunc(slices.Clone(g.Members), func(p pool.Principal) bool { return p == who })
	t.update(g)
	return nil
}
