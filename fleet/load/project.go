package load

import (
	"fmt"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// A project is what the files say of one, or only that another names it.
type project struct {
	id     string
	at     fleet.Source // its project file, or the first that names it
	number pool.Number
	told   fleet.Source // where the number stands
	folder string       // where a file of its would lie; "" when it has no folder
	parent parent
	whole  [kinds]bool // which files were read and whole

	tenancy tenancy
}

// A node is a folder or an organization.
type node struct {
	resource fleet.Resource
	at       fleet.Source
	parent   parent
}

// A parent is what lies above, and where that stands. The zero parent is not known, or none.
type parent struct {
	resource fleet.Resource
	at       fleet.Source
}

// project gives the project of that ID, which from now on is part of the world.
func (r *reader) project(id string, at fleet.Source) *project {
	p := r.projects[id]
	if p == nil {
		p = &project{id: id, at: at, tenancy: newTenancy()}
		r.projects[id] = p
	}
	return p
}

// projectID turns the number of a project that was read into its ID; an ID stays as it is.
func (r *reader) projectID(s string) (string, bool) {
	if n, err := pool.ParseNumber(s); err == nil {
		id, ok := r.numbers[n]
		return id, ok
	}
	return s, s != ""
}

// owner gives the project that the file's folder stands for. It fails for a folder named by a number that no project
// file explains, which settleFolder reports.
func (f *file) owner() (*project, bool) {
	id, ok := f.projectID(f.spot.owner)
	if !ok {
		return nil, false
	}
	at := f.at(0)
	if dirs := f.folders[f.spot.owner]; len(dirs) > 0 {
		at = fleet.Source{File: dirs[0]}
	}
	return f.project(id, at), true
}

// holder gives the project, folder or organization in whose folder a file lies.
func (f *file) holder() (fleet.Resource, bool) {
	if f.spot.top == "projects" {
		p, ok := f.owner()
		if !ok {
			return fleet.Resource{}, false
		}
		return fleet.InProject(p.id), true
	}
	r, err := fleet.ParseResource(f.spot.top + "/" + f.spot.owner)
	if err != nil {
		f.refuse(0, fmt.Sprintf("%s/%s: %s are named by their numbers", f.spot.top, shorten(f.spot.owner), f.spot.top))
		return r, false
	}
	f.node(r, fleet.Source{File: f.name})
	return r, true
}

// isOwner holds what a file says of its project to the folder it lies in: output of another project would pass for
// that of this one.
func (f *file) isOwner(it item, said string, p *project) bool {
	id, known := f.projectID(said)
	n, err := pool.ParseNumber(said)
	if id == p.id || err == nil && !known && (p.number == 0 || p.number == n) {
		return true
	}
	it.fault("speaks of project %q, and lies in the folder of project %q", said, p.id)
	return false
}

// readProject reads what gcloud projects describe prints: {projectId, projectNumber, parent: {type, id}} of v1, or
// {name: projects/NUMBER, projectId, parent: folders/NUMBER} of v3.
func (f *file) readProject(it item) int {
	number := f.projectNumber(it)
	id := it.field("projectId").text()
	_, err := pool.ParseNumber(f.spot.owner)
	switch named := err == nil; {
	case id == "" && number == 0:
		if it.has("projectId", "projectNumber") == 0 {
			it.fault("names no project: want projectId and projectNumber")
		}
		return 0
	case named && number.String() != f.spot.owner:
		it.field("projectNumber").fault("is %v, and the folder says %q", number, f.spot.owner)
		return 0
	case id == "" && named:
		it.fault("has no projectId")
		return 0
	case id == "":
		id = f.spot.owner
	case !named && id != f.spot.owner:
		it.field("projectId").fault("is %q, and the folder says %q", id, f.spot.owner)
		return 0
	}
	f.describeProject(it, id, number).whole[projectFile] = true
	return 1
}

// describeProject takes what is said of a project whose ID is known.
func (f *file) describeProject(it item, id string, number pool.Number) *project {
	p := f.project(id, it.source())
	f.setNumber(p, number, it)
	if up, ok := f.readParent(it.field("parent")); ok {
		f.setParent(&p.parent, fleet.InProject(id), parent{up, it.field("parent").source()})
	}
	if state := it.field("lifecycleState", "state"); state.text() != "ACTIVE" && state.present() {
		state.warn("", "project %q is %s", id, state.text())
	}
	return p
}

func (f *file) projectNumber(it item) pool.Number {
	said := it.field("projectNumber")
	digits := said.digits()
	if rest, ok := strings.CutPrefix(it.field("name").digits(), "projects/"); ok && digits == "" {
		said, digits = it.field("name"), rest
	}
	if digits == "" {
		return 0
	}
	n, err := pool.ParseNumber(digits)
	if err != nil {
		said.fault("%v", err)
	}
	return n
}

func (f *file) setNumber(p *project, n pool.Number, it item) {
	switch {
	case n == 0:
		if !it.field("projectNumber").present() {
			it.warn("", "does not say the number of project %q", p.id)
		}
	case p.number != 0 && p.number != n:
		it.fault("project %q has number %v, and %v at %v", p.id, n, p.number, p.told)
	default:
		p.number, p.told = n, it.source()
		if _, ok := f.numbers[n]; !ok {
			f.numbers[n] = p.id
		}
	}
}

// readParent reads {type, id} or "folders/NUMBER".
func (f *file) readParent(it item) (fleet.Resource, bool) {
	if !it.present() {
		return fleet.Resource{}, false
	}
	if it.v.shape != text {
		return f.above(it, it.field("type").need(), it.field("id").digits())
	}
	for _, kind := range []string{"folder", "organization"} {
		if id, ok := strings.CutPrefix(it.text(), kind+"s/"); ok {
			return f.above(it, kind, id)
		}
	}
	it.fault("%q is no parent: want folders/NUMBER or organizations/NUMBER", shorten(it.text()))
	return fleet.Resource{}, false
}

// above gives a folder or organization, which from now on is part of the world.
func (f *file) above(it item, kind, id string) (fleet.Resource, bool) {
	n, err := pool.ParseNumber(id)
	var res fleet.Resource
	switch {
	case err != nil:
		it.fault("%s %q: %v", kind, id, err)
		return res, false
	case kind == "folder":
		res = fleet.InFolder(n)
	case kind == "organization":
		res = fleet.InOrganization(n)
	default:
		it.fault("is a %q, which is neither a folder nor an organization", kind)
		return res, false
	}
	f.node(res, it.source())
	return res, true
}

// node gives the folder or organization, which from now on is part of the world.
func (r *reader) node(on fleet.Resource, at fleet.Source) *node {
	n := r.nodes[on]
	if n == nil {
		n = &node{resource: on, at: at}
		r.nodes[on] = n
	}
	return n
}

func (f *file) setParent(of *parent, child fleet.Resource, to parent) {
	if of.resource != (fleet.Resource{}) && of.resource != to.resource {
		f.fault(to.at, child.String(), fmt.Sprintf("lies below %v, and below %v at %v", to.resource, of.resource, of.at))
		return
	}
	if of.resource == (fleet.Resource{}) {
		*of = to
	}
}

// settleFolder makes a project of every folder, also of one without a project file.
func (r *reader) settleFolder(name string) {
	at := r.folders[name][0]
	id, ok := r.projectID(name)
	if !ok {
		r.folderFault(at, "is named by a number, and there is no project.json that says of which project")
		return
	}
	p := r.project(id, fleet.Source{File: at})
	if p.folder == "" {
		p.folder = at
	}
}

// settleProject tells a project, and what of it was not read.
func (r *reader) settleProject(p *project) {
	r.tell(p.at, fleet.Project{ID: p.id, Number: p.number, Parent: p.parent.resource})
	for _, part := range parts {
		if p.whole[part.file] {
			continue
		}
		if part.gap != fleet.NoGap {
			r.gap(p.at, part.gap, fleet.InProject(p.id))
		}
		at := p.at
		if p.folder != "" {
			at = fleet.Source{File: p.folder}
		}
		r.report.Unread = append(r.report.Unread, Unread{at, fmt.Sprintf("no whole %s.json of project %q, so %s not known: gcloud %s%s", part.stem, p.id, part.what, part.command, p.id)})
	}
	r.settleOrgPolicies(fleet.InProject(p.id), p.at)
	r.settleTenancy(p)
}

// parts are the files of a project, and what is missing without them.
var parts = []struct {
	file          kind
	stem          string
	gap           fleet.GapKind
	what, command string
}{
	{projectFile, "project", fleet.NoGap, "its number is", "projects describe "},
	{ancestorsFile, "ancestors-iam-policy", fleet.GapPolicy, "the grants on it and above it are", "projects get-ancestors-iam-policy "},
	{clustersFile, "clusters", fleet.GapClusters, "its clusters are", "container clusters list --project="},
	{membershipsFile, "memberships", fleet.GapMemberships, "the members of the fleet it may host are", "container fleet memberships list --project="},
	{accountsFile, "service-accounts", fleet.GapAccounts, "its service accounts are", "iam service-accounts list --project="},
}

// settleNode tells a folder or organization. A folder lies below something, so one without a parent is a hierarchy
// cut off: what was granted further up is not known.
func (r *reader) settleNode(n *node) {
	number := pool.Must(pool.ParseNumber(n.resource.ID()))
	r.settleOrgPolicies(n.resource, n.at)
	cut := !r.policies[n.resource]
	if n.resource.Kind() == fleet.OrganizationResource {
		r.tell(n.at, fleet.Organization{Number: number})
	} else {
		r.tell(n.at, fleet.Folder{Number: number, Parent: n.parent.resource})
		cut = cut || n.parent.resource == fleet.Resource{}
	}
	if cut {
		r.gap(n.at, fleet.GapPolicy, n.resource)
		r.report.Unread = append(r.report.Unread, Unread{n.at, fmt.Sprintf("no policy of %v, or of what lies above it: gcloud projects get-ancestors-iam-policy of a project below it", n.resource)})
	}
}
