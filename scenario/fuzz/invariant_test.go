package fuzz_test

import (
	"fmt"
	"slices"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// The two invariants that the fuzzer is given. They are all that it knows of what should not be.
var invariants = []invariant{
	{
		name: "a grant on the fleet reaches members only",
		words: "A grant is on a fleet when it is made at the pool of the fleet's host project and reaches a workload of a member. " +
			"Whoever else it reaches, today, is a workload of a member too.",
		broken: func(w *sight) (breach, bool) { return w.each(reachesOthers) },
	},
	{
		name: "a namespace belongs to who made it",
		words: "Where a grant names a namespace, and the namespaces of that name in several clusters share it, they were all made by the same people. " +
			"At the pool of a fleet, those that share are the fleet's members; at the pool of a project that hosts no fleet, all that the grant reaches. " +
			"A namespace was made by one of those who may create namespaces in its cluster, by RBAC or IAM; where nobody was told to, by the people of the cluster's project.",
		broken: func(w *sight) (breach, bool) { return w.each(hasOtherMakers) },
	},
}

type invariant struct {
	name, words string
	broken      func(*sight) (breach, bool)
}

// A breach is one grant that two workloads share and should not: one of them was meant, so the other is a stranger.
type breach struct {
	grant          pool.Principal
	meant, strange fleet.Workload
	why            string
}

// sight is a world as an invariant sees it.
type sight struct {
	graph *fleet.Graph
	facts []fleet.Fact
}

func see(g *fleet.Graph) *sight { return &sight{g, g.Facts()} }

// shared is a grant at the pool of a project, and whom it reaches: members of the project's fleet, and others.
type shared struct {
	grant           pool.Principal
	project         string
	fleet           bool // the project hosts one
	members, others []fleet.Workload
}

// each asks about each grant at the pool of a project that was told.
func (w *sight) each(broken func(*sight, shared) (breach, bool)) (breach, bool) {
	for _, b := range only[fleet.Binding](w.facts) {
		s, ok := w.share(b.Member)
		if !ok {
			continue
		}
		if found, ok := broken(w, s); ok {
			return found, true
		}
	}
	return breach{}, false
}

func (w *sight) share(p pool.Principal) (shared, bool) {
	projects := only[fleet.Project](w.facts)
	i := slices.IndexFunc(projects, func(q fleet.Project) bool { return p.Pool().IsValid() && poolOf(q) == p.Pool() })
	if i < 0 {
		return shared{}, false
	}
	s := shared{grant: p, project: projects[i].ID}
	s.fleet = slices.ContainsFunc(only[fleet.Fleet](w.facts), func(f fleet.Fleet) bool { return names(projects[i], f.Host) })
	for a := range w.graph.Assumers(p).All() {
		switch {
		case a.Member.IsValid() || a.Strength != fleet.Assumes:
		case w.isMember(a.Workload.Cluster, projects[i]):
			s.members = append(s.members, a.Workload)
		default:
			s.others = append(s.others, a.Workload)
		}
	}
	return s, true
}

func (w *sight) isMember(c fleet.ClusterName, host fleet.Project) bool {
	return slices.ContainsFunc(only[fleet.Membership](w.facts), func(m fleet.Membership) bool {
		return m.Cluster == c && names(host, m.Fleet) && !m.ClusterMissing
	})
}

// names reports that a project is named, by its ID or its number.
func names(p fleet.Project, by string) bool {
	return p.ID == by || p.Number != 0 && p.Number.String() == by
}

func poolOf(p fleet.Project) pool.Name {
	if p.Pool.IsValid() {
		return p.Pool
	}
	name, _ := pool.NameOf(p.ID)
	return name
}

// reachesOthers is the first invariant, of one grant.
func reachesOthers(_ *sight, s shared) (breach, bool) {
	if !s.fleet || len(s.members) == 0 || len(s.others) == 0 {
		return breach{}, false
	}
	return breach{s.grant, s.members[0], s.others[0], fmt.Sprintf("%v is in no cluster of the fleet of %s", s.others[0], s.project)}, true
}

// hasOtherMakers is the second, of one grant. Those in the project's own clusters come first: the pool has its name.
func hasOtherMakers(w *sight, s shared) (breach, bool) {
	sharing := s.members
	if !s.fleet {
		sharing = s.others
	}
	if s.grant.Namespace() == "" || len(sharing) == 0 {
		return breach{}, false
	}
	slices.SortStableFunc(sharing, func(a, b fleet.Workload) int { return s.foreign(a) - s.foreign(b) })
	meant := w.makers(sharing[0].Cluster)
	for _, x := range sharing[1:] {
		if strange := w.makers(x.Cluster); !slices.Equal(meant, strange) {
			return breach{s.grant, sharing[0], x, fmt.Sprintf("the namespace of %v is of %s, and that of %v is of %s",
				sharing[0], strings.Join(meant, " or "), x, strings.Join(strange, " or "))}, true
		}
	}
	return breach{}, false
}

func (s shared) foreign(w fleet.Workload) int {
	if w.Cluster.Project == s.project {
		return 0
	}
	return 1
}

// makers lists who may create namespaces in a cluster, sorted: whom RBAC lets, whom IAM lets in all clusters of the project,
// and if that is nobody, the people of the project. Rights to come by such a right are not looked for.
func (w *sight) makers(c fleet.ClusterName) []string {
	var all []string
	for _, p := range only[fleet.Permit](w.facts) {
		if p.Cluster == c && p.Right == fleet.CreateNamespaces {
			all = append(all, maker(p))
		}
	}
	for _, b := range only[fleet.Binding](w.facts) {
		if w.covers(b.On, c.Project) && w.createsNamespaces(b.Role) {
			all = append(all, b.Member.String())
		}
	}
	if len(all) == 0 {
		return []string{"the people of " + c.Project}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// maker writes a subject as IAM does, which has users and groups by e-mail too. A service account is one of its cluster.
func maker(p fleet.Permit) string {
	if p.Subject.Kind == fleet.AccountSubject {
		return p.Subject.String() + " of " + p.Cluster.String()
	}
	return strings.Replace(p.Subject.String(), " ", ":", 1)
}

// createsNamespaces reports a role that lets its holder create namespaces in the clusters below what it is granted on.
func (w *sight) createsNamespaces(role string) bool {
	switch role {
	case "roles/owner", "roles/editor", "roles/container.admin", "roles/container.developer":
		return true
	default:
		return slices.ContainsFunc(only[fleet.Role](w.facts), func(r fleet.Role) bool {
			return r.Name == role && slices.Contains(r.Permissions, "container.namespaces.create")
		})
	}
}

// covers reports that a grant on a resource holds in a project: on the project, or above it.
func (w *sight) covers(on fleet.Resource, project string) bool {
	projects := only[fleet.Project](w.facts)
	p := projects[slices.IndexFunc(projects, func(p fleet.Project) bool { return p.ID == project })]
	if on == fleet.InProject(p.ID) || on == fleet.InProject(p.Number.String()) {
		return true
	}
	at := p.Parent
	for range len(w.facts) {
		if at == on && at != (fleet.Resource{}) {
			return true
		}
		at = w.parent(at)
	}
	return false
}

func (w *sight) parent(of fleet.Resource) fleet.Resource {
	for _, f := range only[fleet.Folder](w.facts) {
		if fleet.InFolder(f.Number) == of {
			return f.Parent
		}
	}
	return fleet.Resource{}
}
