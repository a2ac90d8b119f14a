package load

import (
	"strings"

	"fleettrust.example/fleet"
)

// The types of assets of which others are named here.
const (
	projectType      = resourceHost + "/Project"
	folderType       = resourceHost + "/Folder"
	organizationType = resourceHost + "/Organization"
	clusterType      = containerHost + "/Cluster"
	nodePoolType     = containerHost + "/NodePool"
	accountType      = accountHost + "/ServiceAccount"
	roleType         = accountHost + "/Role"
	membershipType   = fleetHost + "/Membership"
	bindingType      = fleetHost + "/MembershipBinding"
	scopeType        = fleetHost + "/Scope"
	namespaceType    = fleetHost + "/Namespace"
	featureType      = fleetHost + "/Feature"
	orgPolicyType    = orgPolicyHost + "/Policy"
	constraintType   = orgPolicyHost + "/CustomConstraint"
)

// An assetReader reads the assets of one type, as the files of a kind are read. One that does not wait is read where it stands, if its
// project is known by its ID.
type assetReader struct {
	as       kind
	waits    bool
	policies bool // its policies matter
	read     func(*export, asset)
}

var assetReaders map[string]assetReader

func init() {
	assetReaders = map[string]assetReader{
		projectType:      {projectFile, false, true, (*export).readProjectAsset},
		folderType:       {projectFile, false, true, (*export).readNodeAsset},
		organizationType: {projectFile, false, true, (*export).readNodeAsset},
		clusterType:      {clustersFile, false, false, (*export).readClusterAsset},
		nodePoolType:     {clustersFile, true, false, (*export).readNodePoolAsset},
		membershipType:   {membershipsFile, true, false, (*export).readMembershipAsset},
		scopeType:        {scopesFile, true, false, (*export).readScopeAsset},
		namespaceType:    {scopeFile, true, false, (*export).readFleetNamespaceAsset},
		bindingType:      {bindingsFile, true, false, (*export).readBindingAsset},
		featureType:      {featuresFile, true, false, (*export).readFeatureAsset},
		accountType:      {accountsFile, false, true, (*export).readAccountAsset},
		roleType:         {roleFile, true, false, (*export).readRoleAsset},
		orgPolicyType:    {orgPolicyFile, true, false, (*export).readOrgPolicyAsset},
		constraintType:   {constraintsFile, true, false, (*export).readConstraintAsset},
	}
}

// take reads an asset, or puts it off.
func (e *export) take(a asset) {
	r := assetReaders[a.kind]
	_, known := e.projectID(projectOf(a.name))
	if !r.waits && (known || projectOf(a.name) == "" || a.kind == projectType) {
		r.read(e, a)
		return
	}
	e.later(r.as, func() { r.read(e, a) })
}

// readClusterAsset reads a cluster. Its asset has its right name, where the resource says another.
func (e *export) readClusterAsset(a asset) {
	p, ok := e.projectAt(a)
	if !ok {
		return
	}
	l, ok := parseLink(a.name)
	if !ok {
		a.field("name").fault("%q is no link of a cluster", shorten(a.name))
		return
	}
	if !a.data().is(object) {
		l.project = p.id
		e.named(l.cluster(), fleet.Standard, a.source())
		return
	}
	e.readCluster(a.cluster(l), p)
}

// cluster is the resource, with the names that the asset has.
func (a asset) cluster(l link) item {
	data := a.data()
	v := data.v.shallow()
	it := item{data.file, &v, data.up, data.step}
	if self := it.field("selfLink"); self.present() {
		if said, ok := parseLink(self.text()); !ok || said.location != l.location || said.name != l.name || said.project != l.project && !isDigits(said.project) && !isDigits(l.project) {
			self.warn("", "is %q, and the name of the asset is %q: that is taken", shorten(self.text()), shorten(a.name))
		}
		v.set("selfLink", value{shape: text, line: self.line(), text: "https:" + a.name})
	}
	v.set("name", value{shape: text, line: it.field("name").line(), text: l.name})
	v.set("location", value{shape: text, line: it.field("location", "zone").line(), text: l.location})
	return it
}

func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// readNodePoolAsset reads a node pool, which adds to those that its cluster lists.
func (e *export) readNodePoolAsset(a asset) {
	p, ok := e.projectAt(a)
	if !ok {
		return
	}
	of, name, _ := strings.Cut(a.name, "/nodePools/")
	l, ok := parseLink(of)
	if !ok || name == "" {
		a.field("name").fault("%q is no name of a node pool", shorten(a.name))
		return
	}
	l.project = p.id
	c := e.named(l.cluster(), fleet.Standard, a.source())
	if !a.data().is(object) {
		e.unsure[c.fact.Name] = true
		return
	}
	v := a.data().v.shallow()
	v.set("name", value{shape: text, line: a.line(), text: name})
	more := &cluster{fact: c.fact}
	if !e.readNodePool(item{a.file, &v, a.data().up, "data"}, more) {
		e.unsure[c.fact.Name] = true
	}
	c.pools = joinPools(c.pools, more.pools)
}

// named is a resource with the name that its asset has, without the host.
func (a asset) named() (item, bool) {
	data := a.data()
	if !data.is(object) {
		return data, false
	}
	v := data.v.shallow()
	v.set("name", value{shape: text, line: data.line(), text: pathOf(a.name)})
	return item{data.file, &v, data.up, data.step}, true
}

// inProject reads a resource in its project.
func (e *export) inProject(a asset, read func(item, *project)) {
	p, ok := e.projectAt(a)
	if !ok {
		return
	}
	if it, ok := a.named(); ok {
		read(it, p)
	}
}

func (e *export) readMembershipAsset(a asset) {
	e.inProject(a, func(it item, p *project) {
		if !e.readMembership(it, p) {
			e.partial[p.id] = true
		}
	})
}

func (e *export) readScopeAsset(a asset)   { e.inProject(a, e.readListedScope) }
func (e *export) readFeatureAsset(a asset) { e.inProject(a, e.readFeature) }

func (e *export) readFleetNamespaceAsset(a asset) {
	e.inProject(a, func(it item, p *project) { e.readFleetNamespace(it.field("name"), p, "") })
}

func (e *export) readBindingAsset(a asset) {
	member, _, _ := strings.Cut(pathOf(a.name), "/bindings/")
	m, ok := parseMembership(member)
	if !ok {
		a.field("name").fault("%q is no name of a binding of a membership", shorten(a.name))
		return
	}
	e.inProject(a, func(it item, p *project) {
		m.host = p.id
		e.readScopeBinding(it, m, p)
	})
}

// readAccountAsset reads a service account, whose asset has its e-mail or its unique ID in the name.
func (e *export) readAccountAsset(a asset) {
	p, ok := e.projectAt(a)
	if !ok {
		return
	}
	said, data := accountOf(a.name), a.data()
	email := data.field("email").text()
	switch {
	case email == "" && strings.Contains(said, "@"):
		if isAccount(a.item, said) {
			e.account(said, a.source()).ownedBy(p)
		}
		return
	case email == "":
		e.strangers[p.id] = true
		e.unmailed(a.item, a.name, "it is")
		return
	}
	if isDigits(said) {
		e.emails[said] = email
	}
	v := data.v.shallow()
	if owner := data.field("projectId"); owner.present() && owner.text() != p.id {
		owner.warn("", "is %q, and the name of the asset says project %q: that is taken", shorten(owner.text()), p.id)
	}
	v.set("projectId", value{shape: text, line: data.line(), text: p.id})
	e.readAccount(item{data.file, &v, data.up, data.step}, p)
	if b := e.accounts[email]; b != nil {
		b.ownedBy(p)
	}
}

// ownedBy notes the project of an account.
func (a *account) ownedBy(p *project) {
	if a.owner == nil {
		a.owner = p
	}
}

// readRoleAsset reads a custom role. Predefined roles are known.
func (e *export) readRoleAsset(a asset) {
	it, ok := a.named()
	name := it.field("name").text()
	if !ok || strings.HasPrefix(name, "roles/") {
		return
	}
	if said := projectOf(a.name); said != "" {
		p, ok := e.projectAt(a)
		if !ok {
			return
		}
		name = strings.Replace(name, "projects/"+said+"/", "projects/"+p.id+"/", 1)
	}
	e.tellRole(it, name)
}

func (e *export) readOrgPolicyAsset(a asset) {
	e.onHolder(a, "/policies/", func(it item, on fleet.Resource) { e.readOrgPolicy(it, on) })
}
func (e *export) readConstraintAsset(a asset) { e.onHolder(a, "/customConstraints/", e.readConstraint) }

// onHolder reads a resource that hangs on a project, a folder or an organization.
func (e *export) onHolder(a asset, behind string, read func(item, fleet.Resource)) {
	place, _, _ := strings.Cut(a.name, behind)
	on, ok := e.holder(asset{a.item, place, a.kind})
	if !ok {
		return
	}
	if it, ok := a.named(); ok {
		read(it, on)
	}
}
