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
	whole  [objectsFile + 1]bool // which files were read and whole
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
		p = &project{id: id, at: at}
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
	return f.project(id, fleet.Source{File: f.folders[f.spot.owner][0]}), true
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
		it.fault("names no project: want projectId and projectNumber")
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
	p := f.project(id, it.source())
	f.setNumber(p, number, it)
	if up, ok := f.readParent(it.field("parent")); ok {
		f.setParent(&p.parent, fleet.InProject(id), parent{up, it.field("parent").source()})
	}
	if state := it.field("lifecycleState", "state"); state.text() != "ACTIVE" && state.present() {
		state.warn("", "project %q is %s", id, state.text())
	}
	p.whole[projectFile] = true
	return 1
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
		it.warn("", "does not say the number of project %q", p.id)
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
	kind, id := "", ""
	if it.v.shape == text {
		kind, id, _ = strings.Cut(it.text(), "/")
		kind = strings.TrimSuffix(kind, "s")
	} else {
		kind, id = it.field("type").need(), it.field("id").digits()
	}
	return f.above(it, kind, id)
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
	if f.nodes[res] == nil {
		f.nodes[res] = &node{resource: res, at: it.source()}
	}
	return res, true
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
	on := fleet.InProject(p.id)
	if !p.whole[projectFile] {
		r.missing(p, projectFile, "the project's number is not known: gcloud projects describe "+p.id)
	}
	if !p.whole[ancestorsFile] {
		r.gap(p.at, fleet.GapPolicy, on)
		r.missing(p, ancestorsFile, "who was granted roles on the project or above it is not known: gcloud projects get-ancestors-iam-policy "+p.id)
	}
	for _, g := range []struct {
		file kind
		what fleet.GapKind
		why  string
	}{
		{clustersFile, fleet.GapClusters, "the clusters of the project are not known: gcloud container clusters list --project="},
		{membershipsFile, fleet.GapMemberships, "whether the project hosts a fleet, and of what members, is not known: gcloud container fleet memberships list --project="},
		{accountsFile, fleet.GapAccounts, "the service accounts of the project are not known: gcloud iam service-accounts list --project="},
	} {
		if !p.whole[g.file] {
			r.gap(p.at, g.what, on)
			r.missing(p, g.file, g.why+p.id)
		}
	}
}

// missing reports a file that should be there, in the place where it would be.
func (r *reader) missing(p *project, k kind, why string) {
	at := p.at.File
	if p.folder != "" {
		at = p.folder
	}
	for stem, kind := range projectFiles {
		if kind == k {
			r.unread(at, fmt.Sprintf("project %q: no whole %s.json: %s", p.id, stem, why))
		}
	}
}

// settleNode tells a folder or organization. A folder lies below something, so one without a parent is a hierarchy
// cut off: what was granted further up is not known.
func (r *reader) settleNode(n *node) {
	number := pool.Must(pool.ParseNumber(n.resource.ID()))
	cut := !r.policies[n.resource]
	if n.resource.Kind() == fleet.OrganizationResource {
		r.tell(n.at, fleet.Organization{Number: number})
	} else {
		r.tell(n.at, fleet.Folder{Number: number, Parent: n.parent.resource})
		cut = cut || n.parent.resource == fleet.Resource{}
	}
	if cut {
		r.gap(n.at, fleet.GapPolicy, n.resource)
		r.report.Unread = append(r.report.Unread, Unread{n.at, fmt.Sprintf("who was granted roles on %v or above it is not known: gcloud projects get-ancestors-iam-policy of a project below it", n.resource)})
	}
}
