package rehearsal

import (
	"fmt"
	"slices"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

var projectDeeds = map[string]deed{
	"gcloud projects create":   (*turn).createProject,
	"gcloud projects move":     (*turn).moveProject,
	"gcloud projects delete":   (*turn).deleteProject,
	"gcloud projects describe": (*turn).describeProject,
	"gcloud projects list":     (*turn).listProjects,

	"gcloud resource-manager folders create":   (*turn).createFolder,
	"gcloud resource-manager folders move":     (*turn).moveFolder,
	"gcloud resource-manager folders delete":   (*turn).deleteFolder,
	"gcloud resource-manager folders describe": (*turn).describeFolder,
	"gcloud organizations describe":            (*turn).describeOrganization,
}

// above is the folder or the organization that a command says.
func (t *turn) above() (fleet.Resource, error) {
	folder, organization := t.Value("folder"), t.Value("organization")
	switch {
	case folder != "" && organization != "":
		return fleet.Resource{}, fail("--folder and --organization exclude each other")
	case folder != "":
		return resource("folders", folder)
	case organization != "":
		return resource("organizations", organization)
	}
	return fleet.Resource{}, nil
}

// resource names a resource by its kind and its ID, which may have the kind before it.
func resource(kind, id string) (fleet.Resource, error) {
	r, err := fleet.ParseResource(kind + "/" + last(id))
	if err != nil {
		return r, fail("INVALID_ARGUMENT: %v", err)
	}
	return r, nil
}

func (t *turn) createProject() error {
	id := t.Argument(0)
	parent, err := t.above()
	if err != nil {
		return err
	}
	if !pool.IsProjectID(id) {
		return fail("INVALID_ARGUMENT: %q is no project ID: want 6 to 30 lower-case letters, digits and hyphens", id)
	}
	t.create(fleet.Project{ID: id, Number: t.number(), Parent: parent})
	if err := t.own(fleet.InProject(id), "roles/owner"); err != nil {
		return err
	}
	if t.Is("set-as-default") {
		t.do(func() { t.Session.project = id })
	}
	t.note("Create in progress for [https://cloudresourcemanager.googleapis.com/v1/projects/%s].", id)
	return nil
}

// own gives a new project or folder to whoever makes it.
// Source: https://docs.cloud.google.com/resource-manager/docs/creating-managing-projects and …/creating-managing-folders
func (t *turn) own(on fleet.Resource, roles ...string) error {
	email := t.typist()
	if email == "" {
		t.note("note: whoever makes %s gets %s on it: --account or gcloud config set account says who that is.", on, roles[0])
		return nil
	}
	who, err := member(email)
	for _, role := range roles {
		t.create(fleet.Binding{On: on, Role: role, Member: who})
	}
	return err
}

func (t *turn) moveProject() error {
	parent, err := t.above()
	if err != nil {
		return err
	}
	p, ok := t.projectFact(t.Argument(0))
	if !ok {
		return fail("NOT_FOUND: project %q", t.Argument(0))
	}
	p.Parent = parent
	t.update(p)
	t.note("Updated project [%s].", p.ID)
	return nil
}

// deleteProject takes along what lies in the project.
func (t *turn) deleteProject() error {
	p, ok := t.projectFact(t.Argument(0))
	if !ok {
		return fail("PERMISSION_DENIED: project %q does not exist", t.Argument(0))
	}
	for _, f := range t.below(p.ID) {
		t.delete(f)
	}
	t.delete(p)
	t.note("Deleted [https://cloudresourcemanager.googleapis.com/v1/projects/%s].", p.ID)
	return nil
}

// below lists what goes with a project, in an order in which it can be taken away: members before their fleet, bindings before their
// scopes. What lies in a cluster, or on a service account, goes with it.
func (t *turn) below(project string) []fleet.Fact {
	kept := func(f fleet.Fact) bool { return !t.lies(f, project) }
	rank := map[string]int{"fleet.Membership": 1, "fleet.FleetNamespace": 2, "fleet.Scope": 3, "fleet.Fleet": 4, "fleet.Cluster": 5}
	gone := slices.DeleteFunc(slices.Clone(t.facts), kept)
	slices.SortStableFunc(gone, func(a, b fleet.Fact) int { return rank[fmt.Sprintf("%T", a)] - rank[fmt.Sprintf("%T", b)] })
	return gone
}

func (t *turn) lies(f fleet.Fact, project string) bool {
	switch f := f.(type) {
	case fleet.Cluster:
		return f.Name.Project == project
	case fleet.Fleet:
		return f.Host == project
	case fleet.Membership:
		return f.Fleet == project
	case fleet.Scope:
		return f.Fleet == project
	case fleet.FleetNamespace:
		return f.Fleet == project
	case fleet.GSA:
		return t.ownerOf(f) == project
	default:
		return hangs(f, fleet.InProject(project))
	}
}

// hangs reports a policy of a resource.
func hangs(f fleet.Fact, on fleet.Resource) bool {
	switch f := f.(type) {
	case fleet.Binding:
		return f.On == on
	case fleet.Deny:
		return f.On == on
	case fleet.OrgPolicy:
		return f.On == on
	case fleet.Gap:
		return f.On == on
	default:
		return false
	}
}

func (t *turn) describeProject() error {
	p, ok := t.projectFact(t.Argument(0))
	if !ok {
		return fail("PERMISSION_DENIED: project %q does not exist, or nobody may see it", t.Argument(0))
	}
	return t.describe(func() any { return t.showProject(p) })
}

func (t *turn) listProjects() error {
	return t.list(func() []any { return each(all(t.Session, every[fleet.Project]), t.showProject) }, "projectId", "name", "projectNumber")
}

func (t *turn) showProject(p fleet.Project) any {
	shape := map[string]any{"lifecycleState": "ACTIVE", "name": p.ID, "projectId": p.ID}
	if p.Number != 0 {
		shape["projectNumber"] = p.Number.String()
	}
	if p.Parent.Kind() != fleet.NoResource {
		shape["parent"] = map[string]any{"type": kindOf(p.Parent), "id": p.Parent.ID()}
	}
	return shape
}

func kindOf(r fleet.Resource) string {
	switch r.Kind() {
	case fleet.OrganizationResource:
		return "organization"
	case fleet.FolderResource:
		return "folder"
	default:
		return "project"
	}
}

func (t *turn) createFolder() error {
	parent, err := t.above()
	if err != nil {
		return err
	}
	if t.Value("display-name") == "" || parent.Kind() == fleet.NoResource {
		return fail("wants --display-name, and --folder or --organization")
	}
	f := fleet.Folder{Number: t.number(), Parent: parent}
	t.create(f)
	t.note("Created folder [folders/%v].", f.Number)
	if err := t.describe(func() any { return t.showFolder(f) }); err != nil {
		return err
	}
	return t.own(fleet.InFolder(f.Number), "roles/resourcemanager.folderAdmin", "roles/resourcemanager.folderEditor")
}

func (t *turn) folder() (fleet.Folder, error) {
	at, err := resource("folders", t.Argument(0))
	if err != nil {
		return fleet.Folder{}, err
	}
	f, ok := one(t.Session, func(f fleet.Folder) bool { return fleet.InFolder(f.Number) == at })
	if !ok {
		return f, fail("NOT_FOUND: %v", at)
	}
	return f, nil
}

func (t *turn) moveFolder() error {
	f, err := t.folder()
	if err != nil {
		return err
	}
	if f.Parent, err = t.above(); err != nil {
		return err
	}
	t.update(f)
	return t.describe(func() any { return t.showFolder(f) })
}

func (t *turn) deleteFolder() error {
	f, err := t.folder()
	if err != nil {
		return err
	}
	on := fleet.InFolder(f.Number)
	if has(t.Session, func(p fleet.Project) bool { return p.Parent == on }) || has(t.Session, func(x fleet.Folder) bool { return x.Parent == on }) {
		return fail("FAILED_PRECONDITION: %v is not empty", on)
	}
	for _, policy := range t.facts {
		if hangs(policy, on) {
			t.delete(policy)
		}
	}
	t.delete(f)
	t.note("Deleted [folders/%v].", f.Number)
	return nil
}

func (t *turn) describeFolder() error {
	f, err := t.folder()
	if err != nil {
		return err
	}
	return t.describe(func() any { return t.showFolder(f) })
}

func (t *turn) showFolder(f fleet.Folder) any {
	return map[string]any{"lifecycleState": "ACTIVE", "name": "folders/" + f.Number.String(), "parent": f.Parent.String()}
}

func (t *turn) describeOrganization() error {
	at, err := resource("organizations", t.Argument(0))
	if err != nil {
		return err
	}
	if !has(t.Session, func(o fleet.Organization) bool { return fleet.InOrganization(o.Number) == at }) {
		return fail("NOT_FOUND: %v", at)
	}
	return t.describe(func() any { return map[string]any{"lifecycleState": "ACTIVE", "name": at.String()} })
}
