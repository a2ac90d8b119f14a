package load

import (
	"strings"

	"fleettrust.example/fleet"
)

// readProjectResource reads a project, made or found.
func (t *stack) readProjectResource(r *resource) {
	id, known := t.text(r, "project_id")
	at := r.attribute("project_id")
	switch {
	case !known:
		t.lack("its project ID is " + knownAfterApply)
		return
	case id == "" && r.isData:
		return // the default project, which is not asked for by name
	case id == "":
		at.need()
		return
	case !at.isUnknown() && !t.isFilledIn(at):
		return
	}
	it := r.values.made(kept("projectNumber", r.attribute("number")), kept("parent", t.parentOf(r)))
	p := t.project(id, it.source())
	if number := t.projectNumber(it); number != 0 {
		t.setNumber(p, number, it)
		p.whole[projectFile] = true
	}
	if up, ok := t.readParent(it.field("parent")); ok {
		t.setParent(&p.parent, fleet.InProject(id), parent{up, it.source()})
	}
}

// parentOf gives the folder or organization of a project as the API names it. The provider says both with and without their kind.
func (t *stack) parentOf(r *resource) item {
	for _, a := range []struct{ name, kind string }{{"folder_id", "folder"}, {"org_id", "organization"}} {
		at := r.attribute(a.name)
		id, _ := t.text(r, a.name)
		if id = strings.TrimPrefix(id, a.kind+"s/"); id != "" && t.isFilledIn(at) {
			return r.values.made(said("type", a.kind), said("id", id))
		}
	}
	return item{}
}

func (t *stack) readFolder(r *resource) {
	name := r.attribute("name")
	if name.isUnknown() || !name.present() {
		return // one that is to be made has no number yet, and nothing else is below it
	}
	on, err := fleet.ParseResource(name.text())
	if err != nil || on.Kind() != fleet.FolderResource {
		name.fault("%q is no folder: want folders/NUMBER", shorten(name.text()))
		return
	}
	n := t.node(on, r.values.source())
	if up := r.attribute("parent"); up.present() && !up.isUnknown() {
		if above, ok := t.readParent(up); ok {
			t.setParent(&n.parent, on, parent{above, up.source()})
		}
	}
}

// readClusterResource reads a cluster, made or found, with its node pools.
// Source: https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/container_cluster
func (t *stack) readClusterResource(r *resource) {
	p, ok := t.projectAt(r)
	name, known := t.text(r, "name")
	location, where := t.location(r)
	if !ok || !known || !where {
		if t.faulty == 0 {
			t.doubtAt(r, fleet.GapClusters, "which cluster it is, is "+knownAfterApply)
		}
		return
	}
	it := r.values.shaped()
	pools := t.nodePools(r, t.apart(fleet.ClusterName{Project: p.id, Location: location, Name: name}))
	t.readCluster(r.values.made(said("name", name), said("location", location), kept("fleet", it.field("fleet")),
		kept("workloadIdentityConfig", it.field("workloadIdentityConfig")), nested("autopilot", kept("enabled", it.field("enableAutopilot"))), kept("nodePools", pools),
		nested("autoscaling", kept("autoprovisioningNodePoolDefaults", it.attribute("clusterAutoscaling", "autoProvisioningDefaults")))).entire(t.isSettled(r)), p)
}

// readOwnMembership reads what a cluster says of the fleet that it is to join. Its membership is made with it, and called as it is.
// Source: https://docs.cloud.google.com/kubernetes-engine/fleet-management/docs/fleet-creation
func (t *stack) readOwnMembership(r *resource) {
	fleetOf := r.attribute("fleet", "project")
	host, known := t.text(r, "fleet", "project")
	if !fleetOf.present() || !r.attribute("fleet", "membership").isUnknown() {
		return
	}
	id, ok := t.projectID(strings.TrimPrefix(host, "projects/"))
	if !known || !ok {
		t.doubt(r, fleet.GapMemberships, fleet.ProjectResource, "the fleet that it joins is "+knownAfterApply)
		return
	}
	path, _ := t.clusterPath(r)
	l, ok := parseLink("//container.googleapis.com/" + path)
	c := fleet.ClusterName{Location: l.location, Name: l.name}
	if c.Project, _ = t.projectID(l.project); !ok || t.clusters[c] == nil {
		return
	}
	for name, m := range t.memberships {
		if name.host == id && m.fact.Cluster == c {
			return
		}
	}
	t.project(id, r.values.source())
	t.lack("its membership of the fleet of " + id + " is " + knownAfterApply + ": it is taken for one called as the cluster, which may have an issuer")
	name := memberName{id, regionOf(c.Location), c.Name}
	t.memberships[name] = &membership{name, fleet.Membership{Fleet: id, Location: name.location, Name: name.name, Cluster: c}, r.values.source(), true}
}

// regionOf gives the region of a location, which may be a zone of it.
func regionOf(location string) string {
	if i := strings.LastIndex(location, "-"); i > 0 && len(location) == i+2 {
		return location[:i]
	}
	return location
}

// isSettled tells a cluster of which all that matters is known: in Autopilot the defaults of its nodes, else whether Workload Identity is on.
func (t *stack) isSettled(r *resource) bool {
	if r.attribute("enable_autopilot").isUnknown() {
		return false
	}
	if r.attribute("enable_autopilot").truth() {
		return !r.attribute("cluster_autoscaling").isUnknown()
	}
	return !r.attribute("workload_identity_config").isUnknown() && !r.attribute("workload_identity_config", "workload_pool").isUnknown()
}

// location gives that of a cluster or of its node pools, by its name of today or of before 2019.
func (t *stack) location(r *resource) (string, bool) {
	for _, name := range []string{"location", "zone", "region"} {
		if s, known := t.text(r, name); s != "" || !known {
			return s, known
		}
	}
	return "", false
}

// clusterPath gives the ID of a cluster in the provider, which the API names it by.
func (t *stack) clusterPath(r *resource) (string, bool) {
	project, a := t.projectOf(r)
	location, b := t.location(r)
	name, c := t.text(r, "name")
	return "projects/" + project + "/locations/" + location + "/clusters/" + name, a && b && c
}

// nodePools gives the node pools that a cluster has itself; those that are resources of their own are read apart. They are not there
// when some are not known.
func (t *stack) nodePools(r *resource, apart map[string]bool) item {
	out := value{shape: list, line: r.values.line()}
	own := r.attribute("node_pool")
	switch {
	case own.isUnknown() && r.attribute("remove_default_node_pool").truth():
	case own.isUnknown() && (t.leavesOut(r, "node_config") && t.leavesOut(r, "cluster_autoscaling")):
		out.items = append(out.items, *r.values.made(said("name", "default-pool"), kept("config", r.values.made(said("serviceAccount", "default")))).v)
	case own.isUnknown() && !r.attribute("enable_autopilot").truth():
		out.items = append(out.items, *r.values.made(said("name", "default-pool"), kept("config", nodeConfig(r.values))).v)
	case !own.present() || own.isUnknown() || own.v.shape == list && len(own.v.items) == 0 && r.attribute("enable_autopilot").truth():
		return item{}
	default:
		for _, p := range own.list() {
			if name := p.attribute("name"); !apart[name.text()] {
				out.items = append(out.items, *r.values.made(kept("name", name), kept("config", nodeConfig(p))).v)
			}
		}
	}
	return item{t.file, &out, nil, "node_pool"}
}

// leavesOut tells what the configuration of a resource that is to be made does not say, so that the service has its default. Nodes
// run as the default account of Compute Engine.
// Source: https://docs.cloud.google.com/kubernetes-engine/docs/how-to/creating-an-autopilot-cluster
func (t *stack) leavesOut(r *resource, name string) bool {
	c := t.configuration(r)
	return r.making() && c != nil && c.Expressions[name] == nil && r.attribute(name).isUnknown()
}

// nodeConfig gives the configuration of nodes, which is whole where their account, their metadata server and their labels are known.
func nodeConfig(of item) item {
	config := of.attribute("node_config").block().shaped()
	if !config.present() || config.isUnknown() {
		return item{}
	}
	settled := true
	for _, name := range []string{"service_account", "workload_metadata_config", "labels"} {
		settled = settled && !of.attribute("node_config", name).hasUnknown()
	}
	return config.entire(settled)
}

// apart gives the names of the node pools of a cluster that are resources of their own.
func (t *stack) apart(of fleet.ClusterName) map[string]bool {
	if t.pools == nil {
		t.pools = map[fleet.ClusterName]map[string]bool{}
		for _, r := range t.resources {
			if r.kind == "google_container_node_pool" {
				t.of(r, func() { t.addApart(r) })
			}
		}
	}
	return t.pools[of]
}

func (t *stack) addApart(r *resource) {
	name, named := t.text(r, "name")
	c, ok := t.clusterOfPool(r)
	if !ok || !named {
		return
	}
	if t.pools[c] == nil {
		t.pools[c] = map[string]bool{}
	}
	t.pools[c][name] = true
}

// clusterOfPool gives the cluster of a node pool, which is named in full or by its name alone.
func (t *stack) clusterOfPool(r *resource) (fleet.ClusterName, bool) {
	said, known := t.text(r, "cluster")
	if !known {
		return fleet.ClusterName{}, false
	}
	if l, ok := parseLink("//container.googleapis.com/" + strings.TrimPrefix(said, "/")); ok {
		id, known := t.projectID(l.project)
		return fleet.ClusterName{Project: id, Location: l.location, Name: l.name}, known
	}
	p, ok := t.projectAt(r)
	location, where := t.location(r)
	if !ok || !where || !legalName(said) || !legalName(location) {
		return fleet.ClusterName{}, false
	}
	return fleet.ClusterName{Project: p.id, Location: location, Name: said}, true
}

// readNodePoolResource reads a node pool that is a resource of its own.
func (t *stack) readNodePoolResource(r *resource) {
	c, ok := t.clusterOfPool(r)
	name, named := t.text(r, "name")
	switch {
	case t.faulty > 0:
		return
	case !ok || !named:
		t.lack("of which cluster it is, is " + knownAfterApply)
		t.doubts = append(t.doubts, doubt{at: r.values.source(), what: fleet.GapNodePools})
		return
	}
	row, alone := t.named(c, fleet.Standard, r.values.source()), &cluster{fact: fleet.Cluster{Name: c}}
	alone.fact.Mode = row.fact.Mode
	if !t.readNodePool(r.values.made(said("name", name), kept("config", nodeConfig(r.values))), alone) {
		t.lack("too little of its nodes is known")
		t.tell(r.values.source(), fleet.Gap{What: fleet.GapNodePools, Cluster: c})
	}
	row.pools = joinPools(row.pools, alone.pools)
}
