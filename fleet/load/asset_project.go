package load

import (
	"fmt"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// projectAt gives the project in which an asset lies, as its name says it. It is false if no file says the ID.
func (e *export) projectAt(a asset) (*project, bool) {
	said := projectOf(a.name)
	id, ok := e.projectID(said)
	if !ok {
		e.unnamed(a.item, said, fmt.Sprintf("the asset of type %s is not read", a.kind))
		return nil, false
	}
	return e.project(id, a.source()), true
}

// unnamed admits that nobody says the ID of a project, and so something of it is not read.
func (e *export) unnamed(it item, number, what string) {
	if number == "" {
		it.fault("its name says no project")
		return
	}
	number = shorten(number)
	e.miss(it.source(), fmt.Sprintf("the ID of project %s is not known, so %s", number, what), "projects/"+number+"/project", "projects", "describe", number)
}

// readProjectAsset reads a project: its ID is in the resource, its number in the name.
func (e *export) readProjectAsset(a asset) {
	said, data := projectOf(a.name), a.data()
	number, _ := pool.ParseNumber(said)
	id := data.field("projectId").text()
	if id == "" {
		id, _ = e.projectID(said)
	}
	if data.present() {
		e.own[own{ofResource, pathOf(a.name)}] = true
	}
	if id == "" {
		e.later(ancestorsFile, func() { e.readNamelessProject(a) })
		return
	}
	if mark := placeholder(id); mark != "" {
		data.field("projectId").fault("project %q holds the unresolved placeholder %q", shorten(id), mark)
		return
	}
	if data.present() {
		if n := e.projectNumber(data); n != 0 {
			number = n
		}
		e.describeProject(data, id, number).whole[projectFile] = true
	}
	p := e.project(id, a.source())
	if number != 0 {
		e.setNumber(p, number, a.item)
	}
	e.placed[id] = e.placed[id] || data.present() && e.setAncestors(a, fleet.InProject(id)) || a.field("ancestors").present()
	e.readV1Policies(a)
}

// readNamelessProject reads a project of which the export says the number alone.
func (e *export) readNamelessProject(a asset) {
	if _, ok := e.projectID(projectOf(a.name)); !ok && a.has("name") == 0 {
		return // of its policy it is said already
	}
	p, ok := e.projectAt(a)
	if !ok {
		return
	}
	e.setAncestors(a, fleet.InProject(p.id))
	e.placed[p.id] = e.placed[p.id] || a.field("ancestors").present()
	e.readV1Policies(a)
}

// setAncestors takes what an asset says of what lies above it: itself first, then its folders from the innermost out, then
// the organization. It is true if nothing speaks against it.
func (e *export) setAncestors(a asset, on fleet.Resource) bool {
	for i, it := range a.field("ancestors").list() {
		up, err := fleet.ParseResource(it.need())
		switch {
		case err != nil:
			it.fault("%v", err)
			return false
		case i == 0:
			continue
		case up.Kind() == fleet.ProjectResource:
			it.fault("%v cannot lie above %v", up, on)
			return false
		}
		e.node(up, it.source())
		e.lieBelow(on, parent{up, it.source()})
		on = up
	}
	return true
}

func (e *export) lieBelow(on fleet.Resource, up parent) {
	switch on.Kind() {
	case fleet.ProjectResource:
		e.setParent(&e.project(on.ID(), up.at).parent, on, up)
	case fleet.FolderResource:
		e.setParent(&e.node(on, up.at).parent, on, up)
	}
}

// readNodeAsset reads a folder or an organization.
func (e *export) readNodeAsset(a asset) {
	on, ok := e.holder(a)
	if !ok {
		return
	}
	if a.data().present() {
		e.own[own{ofResource, on.String()}] = true
		if up, ok := e.readParent(a.data().field("parent")); ok && on.Kind() == fleet.FolderResource {
			e.lieBelow(on, parent{up, a.data().field("parent").source()})
		}
	}
	e.setAncestors(a, on)
	e.readV1Policies(a)
}

// holder gives the project, folder or organization that an asset is.
func (e *export) holder(a asset) (fleet.Resource, bool) {
	on, err := holderOf(a.name)
	switch {
	case err != nil || on.Kind() == fleet.AccountResource:
		a.field("name").fault("%q is no name of a project, a folder or an organization", shorten(a.name))
		return on, false
	case on.Kind() == fleet.ProjectResource:
		p, ok := e.projectAt(a)
		if !ok {
			return on, false
		}
		return fleet.InProject(p.id), true
	}
	e.node(on, a.source())
	return on, true
}

// readLying takes what assets say of the projects that they lie in, where the project's own asset does not: the number, and what lies above.
func (e *export) readLying() {
	for _, l := range e.lies {
		if !isDigits(l.project) && !e.numbered(l) {
			continue
		}
		id, ok := e.projectID(l.project)
		if ok && !e.placed[id] && e.project(id, l.at.source()).parent == (parent{}) {
			e.placed[id] = e.setAncestors(asset{item: l.at}, fleet.InProject(id))
		}
	}
}

// numbered takes the number of a project that is known by its ID. It is false where another source says another.
func (e *export) numbered(l lying) bool {
	number, err := pool.ParseNumber(strings.TrimPrefix(l.number, "projects/"))
	if err != nil {
		return true // the ID may stand in its place
	}
	p := e.project(l.project, l.at.source())
	id, taken := e.numbers[number]
	if p.number == 0 && !taken {
		p.number, p.told = number, l.at.source()
		e.numbers[number] = l.project
		return true
	}
	if p.number != number || id != l.project {
		l.at.warn("", "says that project %q has number %v, and another source speaks against it: that is taken", l.project, number)
		return false
	}
	return true
}
