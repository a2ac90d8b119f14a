package rehearsal

import (
	"slices"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/load"
)

var roleDeeds = map[string]deed{
	"gcloud iam roles create":   (*turn).createRole,
	"gcloud iam roles update":   (*turn).updateRole,
	"gcloud iam roles delete":   (*turn).deleteRole,
	"gcloud iam roles describe": (*turn).describeRole,
}

// roleName is what a custom role is called: by its organization, or else by its project.
func (t *turn) roleName() (string, error) {
	if t.Has("organization") {
		on, err := resource("organizations", t.Value("organization"))
		return on.String() + "/roles/" + t.Argument(0), err
	}
	project, err := t.inProject()
	return "projects/" + project + "/roles/" + t.Argument(0), err
}

// role reads the role that a command speaks of, as it is to be: from the one before it, from a file, from the flags.
func (t *turn) role(was fleet.Role) (fleet.Role, error) {
	is := fleet.Role{Name: was.Name, Permissions: was.Permissions}
	if t.Has("file") {
		data, err := t.file(t.Value("file"))
		if err != nil {
			return is, err
		}
		facts, err := load.Text{Name: t.Value("file"), Data: data}.Role(is.Name)
		if err != nil {
			return is, err
		}
		is = facts[0].(fleet.Role)
	}
	if t.Has("permissions") {
		is.Permissions = parts(t.Value("permissions"))
	}
	is.Permissions = append(slices.Clone(is.Permissions), parts(t.Value("add-permissions"))...)
	gone := parts(t.Value("remove-permissions"))
	is.Permissions = slices.DeleteFunc(is.Permissions, func(p string) bool { return slices.Contains(gone, p) })
	if t.Value("stage") == "DISABLED" || t.Value("stage") == "disabled" {
		is.Permissions = nil
	}
	return is, nil
}

func (t *turn) createRole() error {
	name, err := t.roleName()
	if err != nil {
		return err
	}
	r, err := t.role(fleet.Role{Name: name})
	if err != nil {
		return err
	}
	t.create(r)
	t.note("Created role [%s].", t.Argument(0))
	return t.describe(func() any { return showRole(r) })
}

func (t *turn) roleFact() (fleet.Role, error) {
	name, err := t.roleName()
	if err != nil {
		return fleet.Role{}, err
	}
	r, ok := one(t.Session, func(r fleet.Role) bool { return r.Name == name })
	if !ok {
		return r, fail("NOT_FOUND: The role named %s was not found.", name)
	}
	return r, nil
}

func (t *turn) updateRole() error {
	was, err := t.roleFact()
	if err != nil {
		return err
	}
	is, err := t.role(was)
	if err != nil {
		return err
	}
	if !slices.Equal(was.Permissions, is.Permissions) {
		t.update(is)
	}
	return t.describe(func() any { return showRole(is) })
}

func (t *turn) deleteRole() error {
	r, err := t.roleFact()
	if err != nil {
		return err
	}
	t.delete(r)
	return t.describe(func() any { return showRole(r) })
}

func (t *turn) describeRole() error {
	r, err := t.roleFact()
	if err != nil {
		return err
	}
	return t.describe(func() any { return showRole(r) })
}

func showRole(r fleet.Role) any {
	return map[string]any{"name": r.Name, "stage": "GA", "includedPermissions": anys(r.Permissions)}
}
