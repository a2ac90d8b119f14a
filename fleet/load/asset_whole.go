package load

import (
	"fmt"

	"fleettrust.example/fleet"
)

// An export does not say what it was asked for. What has a type is all there of a project if the same export has the project's own
// asset, and any asset of that type at all, with the same content: it was asked for both, of what the project has too. Otherwise, and
// of a feed or a page of several, the rest is not known.

// held tells that an export was asked for a content of a project, a folder or an organization.
func (e *export) held(c assetContent, on fleet.Resource) bool {
	if e.pages > 0 || e.changes > 0 || on == (fleet.Resource{}) {
		return false
	}
	if e.own[own{c, on.String()}] {
		return true
	}
	p := e.projects[on.ID()]
	return on.Kind() == fleet.ProjectResource && p != nil && p.number != 0 && e.own[own{c, "projects/" + p.number.String()}]
}

// has tells that an export was asked for resources of a type.
func (e *export) has(kind string) bool { return e.counts[assetSort{kind, ofResource}] > 0 }

// settleLater puts off what is known only when all files were read.
func (e *export) settleLater() {
	if !e.stopped {
		e.unread()
	}
	e.later(projectFile, e.readLying)
	e.later(clustersFile, func() {
		e.mark(clusterType, clustersFile)
		e.markNodePools()
	})
	e.later(membershipsFile, func() {
		if !e.guessed {
			e.mark(membershipType, membershipsFile)
		}
	})
	e.later(featuresFile, func() {
		e.mark(scopeType, scopesFile)
		e.mark(featureType, featuresFile)
		e.markTenancies()
	})
	e.later(accountsFile, func() { e.mark(accountType, accountsFile) })
	e.later(accountFile, e.readPolicies)
	e.later(constraintsFile, e.markOrgPolicies)
	e.later(objectsFile, e.readObjectsOfAll)
}

// whole yields the projects of which the export has all assets of a type.
func (e *export) whole(kind string, yield func(*project)) {
	for id, p := range e.projects {
		if e.has(kind) && e.held(ofResource, fleet.InProject(id)) {
			yield(p)
		}
	}
}

// mark notes that what a file of the layout would say is all there.
func (e *export) mark(kind string, as kind) {
	e.whole(kind, func(p *project) {
		p.whole[as] = p.whole[as] || !(as == membershipsFile && e.partial[p.id] || as == accountsFile && e.strangers[p.id])
	})
}

// markNodePools notes clusters that have no node pools but those that are assets.
func (e *export) markNodePools() {
	for name, c := range e.clusters {
		if p := e.projects[name.Project]; p != nil && e.has(nodePoolType) && e.held(ofResource, fleet.InProject(p.id)) {
			c.hasPools = c.hasPools || !e.unsure[name]
		}
	}
}

func (e *export) markTenancies() {
	e.whole(namespaceType, func(p *project) {
		for scope := range p.tenancy.scopes {
			p.tenancy.namespaces[scope] = true
		}
	})
	e.whole(bindingType, func(p *project) {
		for _, m := range e.membersOf(p.id) {
			p.tenancy.bindings[m] = true
		}
	})
}

func (e *export) markOrgPolicies() {
	e.whole(orgPolicyType, func(p *project) { e.orgPolicies[fleet.InProject(p.id)] = true })
	for on := range e.nodes {
		if e.held(ofResource, on) {
			e.orgPolicies[on] = e.orgPolicies[on] || e.has(orgPolicyType)
			e.constraints[on] = e.constraints[on] || on.Kind() == fleet.OrganizationResource && e.has(constraintType)
		}
	}
}

// readObjectsOfAll takes what the export has of the inside of clusters, now that it is known which project is which.
func (e *export) readObjectsOfAll() {
	first := map[link]*objects{}
	for _, o := range e.inOrder {
		id, ok := e.projectID(o.link.project)
		if !ok {
			e.unnamed(o.at, o.link.project, fmt.Sprintf("%d objects in cluster %q are not read", o.plain()+o.dump.count, o.cluster))
			continue
		}
		if o.link.project = id; first[o.link] == nil {
			first[o.link] = o
		} else {
			first[o.link].join(o)
		}
	}
	for _, o := range e.inOrder {
		if o == first[o.link] {
			e.readObjectsOf(o)
		}
	}
	e.inOrder, e.inside = nil, nil
}

func (e *export) readObjectsOf(o *objects) {
	d, of := o.dump, o.link.cluster()
	d.cluster, d.inventory.rbac = of, d.inventory.rbac.distinct()
	in := e.inventory(of, o.at.source())
	for i := range d.inventory.running {
		d.inventory.running[i].pod.Cluster = of
	}
	in.join(d.inventory)
	d.inventory = in
	for _, t := range o.facts {
		e.tell(t.at, inCluster(t.fact, of))
	}
	e.named(of, fleet.Standard, o.at.source())
	d.kinds["ServiceAccount"] += o.plain()
	d.count += o.plain()
	e.crowds = append(e.crowds, crowd{of, e.name, o.rows})
	d.settle(o.at)
}

// inCluster is a fact about an object of a cluster whose name is known now.
func inCluster(f fleet.Fact, of fleet.ClusterName) fleet.Fact {
	switch f := f.(type) {
	case fleet.Namespace:
		f.Cluster = of
		return f
	case fleet.KSA:
		f.Cluster = of
		return f
	default:
		return f
	}
}
