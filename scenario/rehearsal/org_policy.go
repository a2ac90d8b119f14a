package rehearsal

import (
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/load"
	"fleettrust.example/pool"
)

func (t *turn) setOrgPolicy() error {
	data, err := t.file(t.Argument(0))
	if err != nil {
		return err
	}
	facts, err := load.Text{Name: t.Argument(0), Data: data}.OrgPolicy()
	if err != nil {
		return err
	}
	if len(facts) == 0 {
		t.note("note: the policy allows or denies values, or only runs dry: no rule asks about it.")
		return nil
	}
	p := facts[0].(fleet.OrgPolicy)
	if p.On.Kind() == fleet.ProjectResource {
		p.On = fleet.InProject(t.projectID(p.On.ID()))
	}
	t.put(p, has(t.Session, func(f fleet.OrgPolicy) bool { return f.On == p.On && f.Constraint == p.Constraint }))
	return nil
}

// put makes a fact, or puts it in the place of the one of its name.
func (t *turn) put(f fleet.Fact, there bool) {
	if there {
		t.update(f)
	} else {
		t.create(f)
	}
}

func (t *turn) deleteOrgPolicy() error {
	on, err := t.holder()
	if err != nil {
		return err
	}
	t.delete(fleet.OrgPolicy{On: on, Constraint: strings.TrimPrefix(t.Argument(0), "constraints/")})
	t.note("Deleted policy [%s/policies/%s].", on, t.Argument(0))
	return nil
}

// holder is the resource that --project, --folder or --organization names.
func (t *turn) holder() (fleet.Resource, error) {
	if on, err := t.above(); err != nil || on.Kind() != fleet.NoResource {
		return on, err
	}
	project, err := t.inProject()
	return fleet.InProject(project), err
}

func (t *turn) setConstraint() error {
	data, err := t.file(t.Argument(0))
	if err != nil {
		return err
	}
	facts, err := load.Text{Name: t.Argument(0), Data: data}.Constraint()
	if err != nil {
		return err
	}
	c := facts[0].(fleet.Constraint)
	t.put(c, has(t.Session, func(f fleet.Constraint) bool { return f.Organization == c.Organization && f.Name == c.Name }))
	t.note("Created custom constraint [organizations/%v/customConstraints/%s].", c.Organization, c.Name)
	return nil
}

func (t *turn) deleteConstraint() error {
	on, err := resource("organizations", t.Value("organization"))
	if err != nil {
		return err
	}
	number, err := pool.ParseNumber(on.ID())
	if err != nil {
		return fail("INVALID_ARGUMENT: %v", err)
	}
	t.delete(fleet.Constraint{Organization: number, Name: t.Argument(0)})
	t.note("Deleted custom constraint [%s].", t.Argument(0))
	return nil
}
