package fuzz

import (
	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"pgregory.net/rapid"
)

// Directed draws the facts of a valid world of the sort that World draws among many others: one fleet, and a grant on names
// of its pool.
//
//	alpha ── fleet                alpha, beta, acme.example:gamma ── up to four clusters, most of them members
//	  └── accounts app, job           └── payroll, shop ── app     └── who may create namespaces
//	        └── a grant or two to payroll or shop, payroll/app or payroll/default at the pool of alpha
//
// Most clusters have Workload Identity, most members an issuer. In a quarter of worlds with several projects the host runs no
// cluster, and in a quarter of all worlds one group may create namespaces, in every cluster. Little is unknown: properties
// that are to hold for unknown worlds too want World. Builder.Build accepts every world that is drawn, and values shrink as
// those of World do.
func Directed() *rapid.Generator[[]fleet.Fact] {
	return rapid.Custom(func(t *rapid.T) []fleet.Fact {
		d := &directed{world{t: t}}
		d.drawFleet()
		d.drawMembers()
		d.drawNames()
		d.drawGrants()
		d.drawMakers()
		return d.facts
	})
}

// directed is a world while it is drawn.
type directed struct{ world }

// drawFleet draws projects, of which the first hosts the fleet, and clusters.
func (d *directed) drawFleet() {
	projects := possibleProjects()
	projects = projects[:1+upTo(d.t, len(projects)-1, "projects")]
	for _, p := range projects {
		d.add(p)
	}
	d.add(fleet.Fleet{Host: projects[0].ID})
	if len(projects) > 1 && rarely(d.t, 4, "dedicated host") {
		projects = projects[1:]
	}
	seen := map[fleet.ClusterName]bool{}
	for range 1 + upTo(d.t, 3, "clusters") {
		if c := d.drawPlain(projects); !seen[c.Name] {
			seen[c.Name] = true
			d.add(c)
		}
	}
}

func (d *directed) drawPlain(projects []fleet.Project) fleet.Cluster {
	name := fleet.ClusterName{Project: pick(d.t, "project", projects...).ID, Location: pick(d.t, "location", locations...), Name: pick(d.t, "name", clusterNames...)}
	switch pick(d.t, "mode", fleet.Standard, fleet.Standard, fleet.Standard, fleet.Standard, fleet.Autopilot, fleet.Outside) {
	case fleet.Autopilot:
		return fleet.Cluster{Name: name, Mode: fleet.Autopilot, WorkloadIdentity: fleet.On}
	case fleet.Outside:
		return fleet.Cluster{Name: name, Mode: fleet.Outside, WorkloadIdentity: fleet.Off}
	default:
		return fleet.Cluster{Name: name, WorkloadIdentity: pick(d.t, "workload identity", fleet.On, fleet.On, fleet.On, fleet.On, fleet.Off, fleet.Unknown)}
	}
}

func (d *directed) drawMembers() {
	host := of[fleet.Fleet](d.facts)[0].Host
	for _, c := range of[fleet.Cluster](d.facts) {
		if rarely(d.t, 3, "not registered") {
			continue
		}
		d.add(fleet.Membership{
			Fleet: host, Location: c.Name.Location, Name: c.Name.Project + "-" + c.Name.Name, Cluster: c.Name,
			Issuer: pick(d.t, "issuer", fleet.On, fleet.On, fleet.On, fleet.On, fleet.Off, fleet.Unknown), Lightweight: rarely(d.t, 8, "lightweight"),
		})
	}
}

// drawNames gives each cluster namespaces of the same two names, or lacks them.
func (d *directed) drawNames() {
	for _, c := range of[fleet.Cluster](d.facts) {
		for _, namespace := range namespaces[:2] {
			switch pick(d.t, "namespace", "with a service account", "missing", "empty") {
			case "with a service account":
				d.add(fleet.KSA{Cluster: c.Name, Namespace: namespace, Name: "app", UID: pick(d.t, "uid", uids...)})
			case "empty":
				d.add(fleet.Namespace{Cluster: c.Name, Name: namespace})
			}
		}
	}
}

// drawGrants grants on names at the pool of the fleet, and now and then at that of another project.
func (d *directed) drawGrants() {
	accounts := accountsOf(of[fleet.Project](d.facts)[0])[:2]
	for _, a := range accounts[:1+upTo(d.t, 1, "accounts")] {
		d.add(a)
		d.add(fleet.Binding{On: fleet.OnAccount(a.Email), Role: "roles/iam.workloadIdentityUser", Member: d.grantee()})
	}
}

func (d *directed) grantee() pool.Principal {
	p := of[fleet.Project](d.facts)[0]
	if rarely(d.t, 4, "another pool") {
		p = pick(d.t, "project", of[fleet.Project](d.facts)...)
	}
	namespace := pick(d.t, "namespace", namespaces[:2]...)
	switch pick(d.t, "grantee", "subject", "namespace", "default", "pool") {
	case "namespace":
		return pool.Namespace(poolOf(p), p.Number, namespace)
	case "default":
		return pool.Subject(poolOf(p), p.Number, namespace, "default")
	case "pool":
		return pool.All(poolOf(p), p.Number)
	default:
		return pool.Subject(poolOf(p), pick(d.t, "number", 0, p.Number), namespace, "app")
	}
}

// drawMakers says who may create namespaces: one group everywhere, or somebody somewhere.
func (d *directed) drawMakers() {
	clusters := of[fleet.Cluster](d.facts)
	if rarely(d.t, 4, "few makers") {
		for _, c := range clusters {
			d.add(mayCreateNamespaces(c.Name, fleet.Subject{Kind: fleet.GroupSubject, Name: subjectGroups[0]}))
		}
		return
	}
	for range upTo(d.t, 2, "makers") {
		c := pick(d.t, "cluster", clusters...)
		d.add(mayCreateNamespaces(c.Name, fleet.Subject{Kind: fleet.UserSubject, Name: users[0]}))
	}
}

func mayCreateNamespaces(c fleet.ClusterName, by fleet.Subject) fleet.Permit {
	return fleet.Permit{Cluster: c, Subject: by, Right: fleet.CreateNamespaces, Because: "ClusterRoleBinding to namespace-maker"}
}
