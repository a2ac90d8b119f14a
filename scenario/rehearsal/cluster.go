package rehearsal

import (
	"fmt"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

var clusterDeeds = map[string]deed{
	"gcloud container clusters create":          (*turn).createStandard,
	"gcloud container clusters create-auto":     (*turn).createAutopilot,
	"gcloud container clusters update":          (*turn).updateCluster,
	"gcloud container clusters delete":          (*turn).deleteClusters,
	"gcloud container clusters describe":        (*turn).describeCluster,
	"gcloud container clusters list":            (*turn).listClusters,
	"gcloud container clusters get-credentials": (*turn).getCredentials,
}

func (t *turn) createStandard() error {
	at, err := t.namedCluster(t.Argument(0))
	if err != nil {
		return err
	}
	f := fleet.Cluster{Name: at, WorkloadIdentity: fleet.Off}
	if t.Has("workload-pool") {
		f.WorkloadIdentity = fleet.On
		if f.Pool, err = t.workloadPool(at.Project); err != nil {
			return err
		}
	}
	n, err := t.nodes(f, fleet.NodePool{Cluster: at, Name: "default-pool"})
	if err != nil {
		return err
	}
	return t.createCluster(f, n)
}

func (t *turn) createAutopilot() error {
	at, err := t.namedCluster(t.Argument(0))
	if err != nil {
		return err
	}
	f := fleet.Cluster{Name: at, Mode: fleet.Autopilot, WorkloadIdentity: fleet.On}
	n, err := t.nodes(f, fleet.NodePool{Cluster: at, Name: "default-pool"})
	if err != nil {
		return err
	}
	return t.createCluster(f, n)
}

// createCluster makes a cluster with its node pools, and registers it when the command says so.
func (t *turn) createCluster(f fleet.Cluster, nodes ...fleet.NodePool) error {
	if t.exists(f.Name) {
		return fail("ResponseError: code=409, message=Already exists: projects/%s/locations/%s/clusters/%s.", f.Name.Project, f.Name.Location, f.Name.Name)
	}
	t.create(f)
	for _, n := range nodes {
		t.create(n)
	}
	t.defaultAccount(f.Name.Project)
	if err := t.enlist(f); err != nil {
		return err
	}
	t.do(func() { t.known[f.Name] = true })
	t.note("Creating cluster %s in %s... done.", f.Name.Name, f.Name.Location)
	t.use(contextOf(f.Name), f.Name)
	return t.list(func() []any { return []any{t.showCluster(f)} }, "name", "location", "status")
}

func (t *turn) exists(at fleet.ClusterName) bool {
	return has(t.Session, func(f fleet.Cluster) bool { return f.Name == at })
}

// workloadPool is the pool that a cluster is attached to. It is kept only where it is not that of the project.
func (t *turn) workloadPool(project string) (pool.Name, error) {
	said, err := pool.ParseName(t.Value("workload-pool"))
	if err != nil {
		return said, fail("INVALID_ARGUMENT: %v", err)
	}
	if said == t.poolOf(project) {
		return pool.Name{}, nil
	}
	return said, nil
}

// enlist registers a cluster to a fleet, when its command says so, as the service does by itself: by the name and in the region of the cluster.
// Source: https://docs.cloud.google.com/sdk/gcloud/reference/container/clusters/create
func (t *turn) enlist(f fleet.Cluster) error {
	host := f.Name.Project
	switch {
	case t.Has("fleet-project"):
		host = t.projectID(t.Value("fleet-project"))
	case !t.Is("enable-fleet"):
		return nil
	}
	m := fleet.Membership{Fleet: host, Location: region(f.Name.Location), Name: f.Name.Name, Cluster: f.Name, Issuer: f.WorkloadIdentity}
	if m.Lightweight = t.Has("membership-type"); m.Lightweight && t.Value("membership-type") != "LIGHTWEIGHT" {
		return t.cannot("--membership-type=%q is no type: want LIGHTWEIGHT", t.Value("membership-type"))
	}
	t.join(m)
	return nil
}

// join makes a member, and the fleet with its first one.
func (t *turn) join(m fleet.Membership) {
	if !t.hasFleet(m.Fleet) {
		t.create(fleet.Fleet{Host: m.Fleet})
	}
	t.create(m)
}

// region is that of a zone, or the region itself.
func region(location string) string {
	if i := strings.LastIndex(location, "-"); strings.Count(location, "-") == 2 && len(location)-i == 2 {
		return location[:i]
	}
	return location
}

// updateCluster does one thing at a time, as gcloud does.
func (t *turn) updateCluster() error {
	f, err := t.cluster(t.Argument(0))
	if err != nil {
		return err
	}
	f, err = t.switched(f)
	if err == nil {
		err = t.remember(f)
	}
	if err != nil {
		return err
	}
	t.note("Updating %s... done.", f.Name.Name)
	return nil
}

func (t *turn) switched(f fleet.Cluster) (fleet.Cluster, error) {
	was := f
	switch {
	case t.Is("disable-workload-identity"):
		f.WorkloadIdentity, f.Pool = fleet.Off, pool.Name{}
	case t.Has("workload-pool"):
		var err error
		if f.Pool, err = t.workloadPool(f.Name.Project); err != nil {
			return f, err
		}
		f.WorkloadIdentity = fleet.On
	}
	if f != was {
		t.update(f)
	}
	return f, nil
}

// remember puts a cluster into a fleet, takes it out, or changes the type of its membership.
func (t *turn) remember(f fleet.Cluster) error {
	m, member := one(t.Session, func(m fleet.Membership) bool { return m.Cluster == f.Name && !m.ClusterMissing })
	switch {
	case t.Is("clear-fleet-project"):
		if !member {
			return fail("INVALID_ARGUMENT: cluster %q is in no fleet", f.Name.Name)
		}
		t.delete(m)
	case t.Is("unset-membership-type") || member && t.Has("membership-type"):
		m.Lightweight = t.Has("membership-type")
		t.update(m)
	case !member:
		return t.enlist(f)
	case t.Has("fleet-project") && t.projectID(t.Value("fleet-project")) != m.Fleet:
		return fail("INVALID_ARGUMENT: cluster %q is in the fleet of %s already: unregister it first", f.Name.Name, m.Fleet)
	}
	return nil
}

func (t *turn) deleteClusters() error {
	for _, name := range t.Given {
		f, err := t.cluster(name)
		if err != nil {
			return err
		}
		t.delete(f)
		t.note("Deleting cluster %s... done.", name)
	}
	return nil
}

func (t *turn) describeCluster() error {
	f, err := t.cluster(t.Argument(0))
	if err != nil {
		return err
	}
	return t.describe(func() any { return t.showCluster(f) })
}

func (t *turn) listClusters() error {
	project, err := t.inProject()
	if err != nil {
		return err
	}
	where, _ := t.place()
	return t.list(func() []any {
		return each(all(t.Session, func(f fleet.Cluster) bool {
			return f.Name.Project == project && f.Mode != fleet.Outside && (where == "" || where == t.Session.location || where == f.Name.Location)
		}), t.showCluster)
	}, "name", "location", "status")
}

func linkOf(c fleet.ClusterName) string {
	return fmt.Sprintf("projects/%s/locations/%s/clusters/%s", c.Project, c.Location, c.Name)
}

func (t *turn) showCluster(f fleet.Cluster) any {
	shape := map[string]any{"name": f.Name.Name, "location": f.Name.Location, "status": "RUNNING", "selfLink": "https://container.googleapis.com/v1/" + linkOf(f.Name), "autopilot": map[string]any{}}
	if f.Mode == fleet.Autopilot {
		shape["autopilot"] = map[string]any{"enabled": true}
	}
	if f.WorkloadIdentity == fleet.On {
		name := t.poolOf(f.Name.Project)
		if f.Pool.IsValid() {
			name = f.Pool
		}
		shape["workloadIdentityConfig"] = map[string]any{"workloadPool": name.String()}
	}
	if nodes := all(t.Session, func(n fleet.NodePool) bool { return n.Cluster == f.Name }); len(nodes) > 0 {
		shape["nodePools"] = each(nodes, t.showNodePool)
	}
	if m, ok := one(t.Session, func(m fleet.Membership) bool { return m.Cluster == f.Name && !m.ClusterMissing }); ok {
		shape["fleet"] = map[string]any{"project": m.Fleet, "membership": "//gkehub.googleapis.com/" + memberPath(m)}
	}
	return shape
}
