package scenario

import (
	"fmt"
	"hash/fnv"
	"io"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// A project is one of the worlds' projects by its digit: project-0, project-1, project-2.
type project int

func (p project) id() string          { return fmt.Sprintf("project-%d", int(p)) }
func (p project) number() pool.Number { return pool.Number(1000 + int(p)) }

func (p project) pool() pool.Name {
	name, ok := pool.NameOf(p.id())
	if !ok {
		panic("scenario: a project ID of its own gives no pool name")
	}
	return name
}

// payrollApp is the service account app of the namespace payroll at the project's pool, as an administrator writes it.
func (p project) payrollApp() pool.Principal { return pool.Subject(p.pool(), 0, "payroll", "app") }

// A site is one cluster of a world: GKE Standard with Workload Identity on, and in each of its namespaces the service
// accounts app and default.
type site struct {
	project    project
	number     int
	member     bool
	namespaces []string
}

var payroll = []string{"payroll"}

func (s site) cluster() fleet.ClusterName {
	return fleet.ClusterName{Project: s.project.id(), Location: "us-east1", Name: fmt.Sprintf("cluster-%d", s.number)}
}

// world has a fleet hosted by a project, and the sites, of which the members are in that fleet.
func world(host project, sites ...site) []fleet.Fact {
	facts := []fleet.Fact{projectFact(host), fleet.Fleet{Host: host.id()}}
	told := map[project]bool{host: true}
	for _, s := range sites {
		if !told[s.project] {
			told[s.project] = true
			facts = append(facts, projectFact(s.project))
		}
		facts = append(facts, s.facts(host)...)
	}
	return facts
}

func projectFact(p project) fleet.Fact { return fleet.Project{ID: p.id(), Number: p.number()} }

func (s site) facts(host project) []fleet.Fact {
	c := s.cluster()
	facts := []fleet.Fact{fleet.Cluster{Name: c, WorkloadIdentity: fleet.On}}
	if s.member {
		facts = append(facts, fleet.Membership{Fleet: host.id(), Location: c.Location, Name: c.Name, Cluster: c, Issuer: fleet.On})
	}
	for _, ns := range s.namespaces {
		for _, w := range s.workloads(ns) {
			facts = append(facts, fleet.KSA{Cluster: c, Namespace: ns, Name: w.ServiceAccount, UID: uid(w)})
		}
	}
	return facts
}

// workloads are those of one namespace of the site.
func (s site) workloads(namespace string) []fleet.Workload {
	return []fleet.Workload{{Cluster: s.cluster(), Namespace: namespace, ServiceAccount: "app"}, {Cluster: s.cluster(), Namespace: namespace, ServiceAccount: "default"}}
}

// uid makes up the UID of a service account object, the same in every world that has the object.
func uid(w fleet.Workload) string {
	h := fnv.New128a()
	io.WriteString(h, w.String()) // a hash.Hash never fails
	b := h.Sum(nil)
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// apps are the service accounts app of the namespace payroll.
func apps(sites ...site) []fleet.Workload {
	var all []fleet.Workload
	for _, s := range sites {
		all = append(all, s.workloads("payroll")[0])
	}
	return all
}

// clusterSets names each cluster by the URL under which it is a provider of its own project's pool.
// Source: https://docs.cloud.google.com/iam/docs/principal-identifiers, read 2026-05-30.
func clusterSets(sites ...site) []pool.Principal {
	var all []pool.Principal
	for _, s := range sites {
		c := s.cluster()
		url := "https://container.googleapis.com/v1/projects/" + c.Project + "/locations/" + c.Location + "/clusters/" + c.Name
		all = append(all, pool.Cluster(s.project.pool(), s.project.number(), url))
	}
	return all
}

// objects names each workload's service account by its UID, at a project's pool.
func objects(p project, workloads []fleet.Workload) []pool.Principal {
	var all []pool.Principal
	for _, w := range workloads {
		all = append(all, pool.UID(p.pool(), p.number(), uid(w)))
	}
	return all
}
