package fuzz

import (
	"slices"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

const maxClusters = 5

var (
	locations    = []string{"us", "eu"}
	clusterNames = []string{"c1", "c2"}
	// Joined by a hyphen, shop with app-default is shop-app with default.
	namespaces   = []string{"payroll", "shop", "default", "shop-app"}
	accountNames = []string{"app", "default", "app-default"}
	uids         = []string{"uid-1", "", "uid-2"}
)

func (w *world) drawClusters() {
	seen := map[fleet.ClusterName]bool{}
	for range 1 + upTo(w.t, maxClusters-1, "clusters") {
		c := w.drawCluster()
		if seen[c.Name] {
			continue
		}
		seen[c.Name] = true
		w.add(c)
	}
}

func (w *world) drawCluster() fleet.Cluster {
	p := pick(w.t, "project", of[fleet.Project](w.facts)...)
	c := fleet.Cluster{
		Name: fleet.ClusterName{Project: p.ID, Location: pick(w.t, "location", locations...), Name: pick(w.t, "name", clusterNames...)},
		Mode: pick(w.t, "mode", fleet.Standard, fleet.Standard, fleet.Standard, fleet.Autopilot, fleet.Outside),
	}
	switch c.Mode {
	case fleet.Standard:
		c.WorkloadIdentity = pick(w.t, "workload identity", fleet.On, fleet.On, fleet.On, fleet.Off, fleet.Unknown)
	case fleet.Autopilot:
		c.WorkloadIdentity = pick(w.t, "workload identity", fleet.On, fleet.Unknown)
	default:
		c.WorkloadIdentity = pick(w.t, "workload identity", fleet.Off, fleet.Unknown)
	}
	if c.Mode != fleet.Outside && rarely(w.t, 8, "pool told") {
		c.Pool = poolOf(p)
	}
	return c
}

func (w *world) drawFleets() {
	projects := of[fleet.Project](w.facts)
	for _, p := range projects[:min(len(projects), pick(w.t, "fleets", 0, 1, 1, 2))] {
		w.add(fleet.Fleet{Host: p.ID, TenancyPool: w.tenancyPool()})
	}
	hosts := of[fleet.Fleet](w.facts)
	if len(hosts) == 0 {
		return
	}
	for _, c := range of[fleet.Cluster](w.facts) {
		if f := pick(w.t, "fleet", append(hosts, fleet.Fleet{})...); f.Host != "" {
			w.drawMembership(f.Host, c.Name)
			if rarely(w.t, 10, "member twice") {
				w.drawMembership(f.Host, c.Name)
			}
		}
	}
}

// drawMembership draws a membership under the first name that is free in its fleet.
func (w *world) drawMembership(host string, c fleet.ClusterName) {
	m := fleet.Membership{Fleet: host, Location: pick(w.t, "location", c.Location, "global"), Name: c.Name, Cluster: c}
	for w.isMember(m) {
		m.Name += "-again"
	}
	m.Issuer = pick(w.t, "issuer", fleet.On, fleet.On, fleet.On, fleet.Off, fleet.Unknown)
	m.Lightweight = rarely(w.t, 8, "lightweight")
	m.IdentityProvider = pick(w.t, "provider", "", "", containerURL(c), hubURL(m), "https://issuer.example/"+c.Name)
	if rarely(w.t, 8, "pool told") {
		p := projectOf(w.facts, host)
		m.Pool = pick(w.t, "pool", poolOf(p), hubPool(p))
	}
	m.ClusterMissing = rarely(w.t, 12, "cluster missing")
	if n := projectOf(w.facts, host).Number; n != 0 && rarely(w.t, 8, "fleet by number") {
		m.Fleet = n.String()
	}
	w.add(m)
}

func (w *world) isMember(m fleet.Membership) bool {
	return slices.ContainsFunc(of[fleet.Membership](w.facts), func(o fleet.Membership) bool {
		return projectOf(w.facts, o.Fleet).ID == m.Fleet && o.Location == m.Location && o.Name == m.Name
	})
}

// hubPool is the old name of a fleet's pool.
func hubPool(p fleet.Project) pool.Name {
	return pool.Must(pool.ParseName(p.ID + ".hub.id.goog"))
}

func containerURL(c fleet.ClusterName) string {
	return "https://container.googleapis.com/v1/projects/" + c.Project + "/locations/" + c.Location + "/clusters/" + c.Name
}

func hubURL(m fleet.Membership) string {
	return "https://gkehub.googleapis.com/projects/" + m.Fleet + "/locations/" + m.Location + "/memberships/" + m.Name
}

func (w *world) drawObjects() {
	for _, c := range of[fleet.Cluster](w.facts) {
		seen := map[fleet.KSA]bool{}
		for range upTo(w.t, 3, "service accounts") {
			k := fleet.KSA{Cluster: c.Name, Namespace: pick(w.t, "namespace", namespaces...), Name: pick(w.t, "service account", accountNames...)}
			if seen[k] {
				continue
			}
			seen[k] = true
			k.UID = pick(w.t, "uid", uids...)
			if rarely(w.t, 6, "annotated") {
				k.Annotation = "app@alpha.iam.gserviceaccount.com"
			}
			w.add(k)
		}
		if rarely(w.t, 3, "namespace told") {
			w.add(fleet.Namespace{Cluster: c.Name, Name: pick(w.t, "namespace", namespaces...)})
		}
	}
}
