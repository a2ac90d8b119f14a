package scenario_test

import (
	"fmt"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// description is a generated world in its own words: three projects p0, p1 and p2, each of which hosts a fleet, and
// up to six clusters, of which every project may have a c1 and a c2. What a test expects is worked out from here, by the
// few lines below that read the rules aloud, and not by way of package fleet.
type description []clusterDescription

type clusterDescription struct {
	project, name string
	mode          fleet.Mode
	identity      fleet.Setting
	fleet         string // host of the fleet it is in, "" for none
	memberships   []membershipDescription
	accounts      []string // NAMESPACE/KSA, with NAMESPACE/default for each namespace
}

type membershipDescription struct {
	issuer      fleet.Setting
	lightweight bool
}

var (
	projects   = []string{"p0", "p1", "p2"}
	projectIDs = map[string]string{"p0": "fleet-0", "p1": "fleet-1", "p2": "fleet-2"}
	namespaces = []string{"a", "b"}
	settings   = []fleet.Setting{fleet.On, fleet.Off, fleet.Unknown}
)

// drawDescription draws a world. The simple values come first, for shrinking.
func drawDescription(t *rapid.T) description {
	var d description
	for _, p := range projects {
		for _, name := range []string{"c1", "c2"} {
			if rapid.Bool().Draw(t, p+"/"+name) {
				d = append(d, drawCluster(t, p, name))
			}
		}
	}
	return d
}

func drawCluster(t *rapid.T, project, name string) clusterDescription {
	label := project + "/" + name + " "
	c := clusterDescription{project: project, name: name}
	c.mode = rapid.SampledFrom([]fleet.Mode{fleet.Standard, fleet.Autopilot, fleet.Outside}).Draw(t, label+"mode")
	c.identity = rapid.SampledFrom(legalSettings(c.mode)).Draw(t, label+"workload identity")
	c.fleet = rapid.SampledFrom([]string{"", "p0", "p1", "p2"}).Draw(t, label+"fleet")
	if c.fleet != "" {
		for i := range rapid.IntRange(1, 2).Draw(t, label+"memberships") {
			c.memberships = append(c.memberships, drawMembership(t, fmt.Sprint(label, "membership ", i, " ")))
		}
	}
	for _, ns := range namespaces {
		switch rapid.SampledFrom([]string{"app", "", "none"}).Draw(t, label+ns) {
		case "app":
			c.accounts = append(c.accounts, ns+"/app", ns+"/default")
		case "":
			c.accounts = append(c.accounts, ns+"/default")
		}
	}
	return c
}

// legalSettings leaves out what Build refuses: Autopilot is never off, a cluster outside Google Cloud never on.
func legalSettings(m fleet.Mode) []fleet.Setting {
	switch m {
	case fleet.Autopilot:
		return []fleet.Setting{fleet.On, fleet.Unknown}
	case fleet.Outside:
		return []fleet.Setting{fleet.Off, fleet.Unknown}
	default:
		return settings
	}
}

func drawMembership(t *rapid.T, label string) membershipDescription {
	return membershipDescription{
		issuer:      rapid.SampledFrom(settings).Draw(t, label+"issuer"),
		lightweight: rapid.SampledFrom([]bool{false, false, false, true}).Draw(t, label+"lightweight"),
	}
}

// certainty is how sure it is that a cluster feeds a pool.
type certainty int

const (
	never certainty = iota
	perhaps
	surely
)

// own says whether the cluster feeds the pool of its own project: Autopilot always, Standard when the switch is on, a
// cluster outside Google Cloud never.
func (c clusterDescription) own() certainty {
	switch {
	case c.mode == fleet.Outside, c.identity == fleet.Off:
		return never
	case c.mode == fleet.Autopilot, c.identity == fleet.On:
		return surely
	default:
		return perhaps
	}
}

// by says whether the cluster feeds the pool of its fleet by one membership. An issuer on a Standard cluster that has
// Workload Identity off, or not known to be on, is not supported, and counts as perhaps.
func (c clusterDescription) by(m membershipDescription) certainty {
	switch {
	case m.lightweight, m.issuer == fleet.Off:
		return never
	case m.issuer == fleet.On && (c.mode != fleet.Standard || c.identity == fleet.On):
		return surely
	default:
		return perhaps
	}
}

// feeds says whether the cluster feeds the pool of a project, by living there or by its fleet.
func (c clusterDescription) feeds(host string) certainty {
	sure := never
	if c.project == host {
		sure = c.own()
	}
	if c.fleet == host {
		for _, m := range c.memberships {
			sure = max(sure, c.by(m))
		}
	}
	return sure
}

func (c clusterDescription) String() string {
	return fmt.Sprintf("%s/%s %v identity=%v fleet=%q %v %v", c.project, c.name, c.mode, c.identity, c.fleet, c.memberships, c.accounts)
}

func (d description) String() string {
	var lines []string
	for _, c := range d {
		lines = append(lines, c.String())
	}
	return strings.Join(lines, "\n")
}

func (c clusterDescription) clusterName() fleet.ClusterName {
	return fleet.ClusterName{Project: projectIDs[c.project], Location: "us", Name: c.name}
}

func (c clusterDescription) workload(account string) fleet.Workload {
	ns, name, _ := strings.Cut(account, "/")
	return fleet.Workload{Cluster: c.clusterName(), Namespace: ns, ServiceAccount: name}
}

// facts tells the world to package fleet.
func (d description) facts() []fleet.Fact {
	var facts []fleet.Fact
	for i, p := range projects {
		facts = append(facts, fleet.Project{ID: projectIDs[p], Number: pool.Number(100 + i)}, fleet.Fleet{Host: projectIDs[p]})
	}
	for _, c := range d {
		facts = append(facts, c.facts()...)
	}
	return facts
}

func (c clusterDescription) facts() []fleet.Fact {
	facts := []fleet.Fact{fleet.Cluster{Name: c.clusterName(), Mode: c.mode, WorkloadIdentity: c.identity}}
	for i, m := range c.memberships {
		facts = append(facts, fleet.Membership{
			Fleet: projectIDs[c.fleet], Location: []string{"global", "us"}[i], Name: c.project + "-" + c.name,
			Cluster: c.clusterName(), Issuer: m.issuer, Lightweight: m.lightweight,
		})
	}
	for _, a := range c.accounts {
		w := c.workload(a)
		facts = append(facts, fleet.Namespace{Cluster: w.Cluster, Name: w.Namespace})
		if w.ServiceAccount != "default" {
			facts = append(facts, fleet.KSA{Cluster: w.Cluster, Namespace: w.Namespace, Name: w.ServiceAccount})
		}
	}
	return facts
}

// selection is a principal in the words of a description: a namespace and a service account, either "" for any.
type selection struct{ namespace, account string }

var selections = []selection{{"a", "app"}, {"a", "default"}, {"a", ""}, {"", ""}}

func drawSelection(t *rapid.T) selection { return rapid.SampledFrom(selections).Draw(t, "selection") }

func (s selection) matches(account string) bool {
	ns, name, _ := strings.Cut(account, "/")
	return (s.namespace == "" || s.namespace == ns) && (s.account == "" || s.account == name)
}

// principal is the selection at the pool of a project. A subject is written in its legacy spelling.
func (s selection) principal(host string) pool.Principal {
	name, _ := pool.NameOf(projectIDs[host])
	number := pool.Number(100 + slices.Index(projects, host))
	switch {
	case s.namespace == "":
		return pool.All(name, number)
	case s.account == "":
		return pool.Namespace(name, number, s.namespace)
	default:
		return pool.Subject(name, 0, s.namespace, s.account)
	}
}

// workloads are those of the clusters that a test picks, and that the selection matches.
func (d description) workloads(s selection, pick func(clusterDescription) bool) []fleet.Workload {
	var all []fleet.Workload
	for _, c := range d {
		for _, a := range c.accounts {
			if pick(c) && s.matches(a) {
				all = append(all, c.workload(a))
			}
		}
	}
	return all
}

func anyCluster(clusterDescription) bool { return true }
