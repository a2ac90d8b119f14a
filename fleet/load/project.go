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
	top    bool         // it was described, and lies below nothing
	parent parent
	whole  [kinds]bool // which files were read and whole

	tenancy tenancy
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
	if !isDigits(s) {
		return s, s != ""
	}
	if n, err := pool.ParseNumber(s); err == nil {
		id, ok := r.numbers[n]
		return id, ok
	}
	return s, true
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
	p.top = p.top || !it.field("parent").present() && it.isWhole("projectId", "createTime") && it.has("lifecycleState", "state") > 0
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
		if p.whole[part.file] || part.file == ancestorsFile && r.knowsGrants(p) {
			continue
		}
		if part.gap != fleet.NoGap {
			r.gap(p.at, part.gap, fleet.InProject(p.id))
		}
		at := p.at
		if p.folder != "" {
			at = fleet.Source{File: p.folder}
		}
		words := strings.Fields(part.command)
		for i, w := range words {
			words[i] = strings.ReplaceAll(w, "%s", p.id)
		}
		r.miss(at, fmt.Sprintf(part.what, p.id)+" not known", "projects/"+p.id+"/"+part.stem, words...)
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
	{projectFile, "project", fleet.NoGap, "the number of project %s is", "projects describe %s"},
	{ancestorsFile, "ancestors-iam-policy", fleet.GapPolicy, "the grants on project %s and above it are", "projects get-ancestors-iam-policy %s"},
	{clustersFile, "clusters", fleet.GapClusters, "the clusters of project %s are", "container clusters list --project=%s"},
	{membershipsFile, "memberships", fleet.GapMemberships, "the members of the fleet that project %s may host are", "container fleet memberships list --project=%s"},
	{accountsFile, "service-accounts", fleet.GapAccounts, "the service accounts of project %s are", "iam service-accounts list --project=%s"},
}

// knowsGrants tells a project whose own policy was read, and of which it is known what lies above it.
func (r *reader) knowsGrants(p *project) bool {
	return r.policies[fleet.InProject(p.id)] && (p.parent.resource != fleet.Resource{} || p.top)
}
