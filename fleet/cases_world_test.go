package fleet_test

import (
	"fmt"
	"strings"
	"time"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/condition"
)

// The notation of testdata/cases and of the trap tests: one fact a line.
//
//	organization 9
//	folder 12 in organizations/9
//	project p1 1001 in folders/12                     the number may be ?
//	cluster p1/us/c1 on route=off                     on, off, unknown, autopilot or outside
//	fleet p1                                          also: tenancy=POOL
//	member p1 p1/us/c1 on                             the issuer; also: lightweight gone as=NAME provider=URL pool=POOL
//	scope p1/team                                     a team scope of the fleet of p1
//	scoped p1/team shop                               its fleet namespace shop
//	bound p1/team us/c1                               a membership bound to it
//	namespace p1/us/c1 shop
//	ksa p1/us/c1 shop/app uid=u1 annotation=app@p1
//	account app@p1 disabled                           short for app@p1.iam.gserviceaccount.com; also: in=PROJECT
//	role projects/p1/roles/mine PERMISSION…
//	grant ROLE on RESOURCE to MEMBER if CONDITION     a RESOURCE is projects/p1, folders/12, organizations/9 or app@p1
//	grant ROLE on RESOURCE unread TEXT
//	deny NAME on RESOURCE PERMISSION… but PERMISSION… to MEMBER… except MEMBER… if CONDITION
//	boundary NAME of MEMBER RESOURCE… version=4 if CONDITION
//	group MEMBER has MEMBER…                          also a domain
//	constraint 9 custom.none on TYPE CREATE,UPDATE denies CONDITION    or allows
//	enforce custom.none on projects/p1                also: off, unknown, reset
//	nodepool p1/us/c1 np GCE account=app@p1 scopes=a,b  GKE, GCE or ?; also: windows, labels=k:v,…; scopes=none, labels=none
//	pod p1/us/c1 shop/web ksa=app on=np host          also: secrets=a,b selector=k:v,…
//	secret p1/us/c1 shop/key key=app@p1 token=app
//	gap objects p1/us/c1                              also: nodepools, pods, rbac CLUSTER; clusters, memberships, accounts, scopes PROJECT;
//	                                                  policy, org-policies RESOURCE
//	time 2026-11-21T00:00:00Z                         of the requests that conditions are about
//	assume by-container-url                           also: without-outside, issuer-needs-identity, scoped-replaces, derived-pools,
//	                                                  hub-constraints, deny-binds-pods, conditions-see-provider
//
// In a MEMBER, //p1/ is short for //iam.googleapis.com/projects/1001/locations/global/workloadIdentityPools/p1.svc.id.goog/,
// with the number that p1 was told to have; //p1#7/ writes another; //p1+POOL/ is the same of a self-managed pool.

// story is a world as it is written in a case.
type story struct {
	lines   []string
	facts   []fleet.Fact
	numbers [][2]string // of projects, in order
	assume  fleet.Assumptions
	faults  []string
	time    time.Time // of requests; zero if not told
	order   []int     // in which the facts are told; as they are written if nil
}

func tell(lines ...string) *story {
	s := &story{lines: lines}
	for _, line := range lines {
		if f := strings.Fields(line); len(f) > 2 && f[0] == "project" {
			s.numbers = append(s.numbers, [2]string{f[1], f[2]})
		}
	}
	for i, line := range lines {
		if f := strings.Fields(line); len(f) > 0 {
			s.read(i, f[0], f[1:])
		}
	}
	return s
}

// evaluator reads conditions by CEL, at the time that was told.
func (s *story) evaluator() fleet.Evaluator { return condition.New(condition.Facts{Time: s.time}) }

func (s *story) build() (*fleet.Graph, error) {
	b := fleet.Builder{Assumptions: s.assume, Evaluator: s.evaluator()}
	for i := range s.facts {
		if s.order != nil {
			i = s.order[i]
		}
		if s.facts[i] != nil {
			b.AddFrom(fleet.Source{File: "line", Line: i + 1}, s.facts[i])
		}
	}
	if len(s.faults) > 0 {
		return nil, fmt.Errorf("%s", strings.Join(s.faults, "\n"))
	}
	return b.Build()
}

// told are the facts without the gaps of blank lines and assumptions.
func (s *story) told() []fleet.Fact {
	var facts []fleet.Fact
	for _, f := range s.facts {
		if f != nil {
			facts = append(facts, f)
		}
	}
	return facts
}

// read keeps s.facts in step with the lines, so that a fact's line is its index.
func (s *story) read(i int, what string, args []string) {
	defer func() {
		if r := recover(); r != nil {
			s.faults = append(s.faults, fmt.Sprintf("line %d: %q: %v", i+1, s.lines[i], r))
		}
	}()
	for len(s.facts) <= i {
		s.facts = append(s.facts, nil)
	}
	s.facts[i] = s.fact(what, args)
}

func (s *story) fact(what string, args []string) fleet.Fact {
	switch what {
	case "organization":
		return fleet.Organization{Number: number(args[0])}
	case "folder":
		return fleet.Folder{Number: number(args[0]), Parent: after(args, "in", s.resource)}
	case "project":
		return fleet.Project{ID: args[0], Number: number(args[1]), Parent: after(args, "in", s.resource), Pool: option(args, "pool", poolName)}
	case "cluster":
		return s.cluster(args)
	case "fleet":
		return fleet.Fleet{Host: args[0], TenancyPool: option(args, "tenancy", poolName)}
	case "scope", "scoped", "bound":
		return scopeFact(what, args)
	case "member":
		return s.member(args)
	case "namespace":
		return fleet.Namespace{Cluster: clusterName(args[0]), Name: args[1]}
	case "ksa":
		ns, ksa, _ := strings.Cut(args[1], "/")
		return fleet.KSA{Cluster: clusterName(args[0]), Namespace: ns, Name: ksa, UID: option(args, "uid", verbatim), Annotation: option(args, "annotation", email)}
	case "account":
		return fleet.GSA{Email: email(args[0]), Project: option(args, "in", verbatim), Disabled: flagged(args, "disabled")}
	case "role":
		return fleet.Role{Name: args[0], Permissions: args[1:]}
	case "nodepool", "pod", "secret":
		return nodeFact(what, args)
	default:
		return s.policy(what, args)
	}
}

func (s *story) cluster(args []string) fleet.Fact {
	c := fleet.Cluster{Name: clusterName(args[0]), Pool: option(args, "pool", poolName), Route: option(args, "route", setting)}
	switch args[1] {
	case "autopilot":
		c.Mode = fleet.Autopilot
	case "outside":
		c.Mode = fleet.Outside
	default:
		c.WorkloadIdentity = setting(args[1])
	}
	return c
}

func (s *story) member(args []string) fleet.Fact {
	m := fleet.Membership{Fleet: args[0], Cluster: clusterName(args[1]), Issuer: setting(args[2])}
	m.Location, m.Name = m.Cluster.Location, m.Cluster.Name
	if as := option(args, "as", verbatim); as != "" {
		m.Name = as
	}
	m.Lightweight, m.ClusterMissing = flagged(args, "lightweight"), flagged(args, "gone")
	m.IdentityProvider, m.Pool = option(args, "provider", verbatim), option(args, "pool", poolName)
	return m
}

func scopeFact(what string, args []string) fleet.Fact {
	host, name, _ := strings.Cut(args[0], "/")
	switch what {
	case "scoped":
		return fleet.FleetNamespace{Fleet: host, Scope: name, Name: args[1]}
	case "bound":
		location, member, _ := strings.Cut(args[1], "/")
		return fleet.ScopeBinding{Fleet: host, Location: location, Membership: member, Scope: name}
	default:
		return fleet.Scope{Fleet: host, Name: name}
	}
}
