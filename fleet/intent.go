package fleet

import (
	"fmt"
	"slices"
	"strings"

	"fleettrust.example/pool"
)

// An Intent says who is meant to act as a principal. Of workloads that is each that is in all fields that are filled, and
// in one entry of each: Clusters a and b with Namespaces shop are the workloads of shop in a and in b. No field filled
// means no workload. Members are meant besides: people, groups and service accounts.
type Intent struct {
	Principal  pool.Principal
	Clusters   []ClusterName
	Namespaces []string
	Fleets     []string // host projects: the workloads of registered clusters
	Scopes     []Scope  // the workloads of fleet namespaces, in the clusters bound to the scope
	Workloads  []Workload
	Members    []pool.Principal
}

// ParseIntent reads terms of KEY=VALUE:
//
//	cluster=PROJECT/LOCATION/NAME    namespace=NAME    fleet=HOST    scope=HOST/SCOPE
//	workload=PROJECT/LOCATION/NAME NAMESPACE/KSA       member=MEMBER
//
// Terms of one key add up, and terms of different keys narrow each other, but for member, which is meant besides. The
// error names every term that cannot be read, and then the Intent is zero.
func ParseIntent(p pool.Principal, terms ...string) (Intent, error) {
	in := Intent{Principal: p}
	var faults []Fault
	for _, term := range terms {
		if err := in.read(term); err != nil {
			faults = append(faults, Fault{About: fmt.Sprintf("intent %q", term), Wrong: err.Error()})
		}
	}
	if err := buildError(faults); err != nil {
		return Intent{}, err
	}
	return in, nil
}

func (in *Intent) read(term string) (err error) {
	key, value, _ := strings.Cut(term, "=")
	switch key {
	case "cluster":
		in.Clusters, err = appended(in.Clusters, value, ParseClusterName)
	case "namespace":
		in.Namespaces, err = appended(in.Namespaces, value, parseNamespace)
	case "fleet":
		in.Fleets, err = appended(in.Fleets, value, parseHost)
	case "scope":
		in.Scopes, err = appended(in.Scopes, value, parseScope)
	case "workload":
		in.Workloads, err = appended(in.Workloads, value, parseWorkload)
	case "member":
		in.Members, err = appended(in.Members, value, pool.Parse)
	default:
		err = fmt.Errorf("want cluster=, namespace=, fleet=, scope=, workload= or member=")
	}
	return err
}

func appended[V any](to []V, text string, read func(string) (V, error)) ([]V, error) {
	v, err := read(text)
	if err != nil {
		return to, err
	}
	return append(to, v), nil
}

func parseNamespace(s string) (string, error) {
	if !pool.Namespace(anyPool, 0, s).IsValid() {
		return "", fmt.Errorf("namespace %q: want a DNS label of at most 63 characters", s)
	}
	return s, nil
}

func parseHost(s string) (string, error) {
	if _, err := pool.ParseNumber(s); err != nil && !pool.IsProjectID(s) {
		return "", fmt.Errorf("fleet %q: want the ID or the number of its host project", s)
	}
	return s, nil
}

func parseScope(s string) (Scope, error) {
	host, name, _ := strings.Cut(s, "/")
	if _, err := parseHost(host); err != nil || name == "" || strings.Contains(name, "/") {
		return Scope{}, fmt.Errorf("scope %q: want HOST/SCOPE", s)
	}
	return Scope{host, name}, nil
}

func parseWorkload(s string) (Workload, error) {
	c, object, _ := strings.Cut(s, " ")
	name, err := ParseClusterName(c)
	ns, ksa, _ := strings.Cut(object, "/")
	if err != nil || !pool.Subject(anyPool, 0, ns, ksa).IsValid() {
		return Workload{}, fmt.Errorf("workload %q: want PROJECT/LOCATION/NAME NAMESPACE/KSA", s)
	}
	return Workload{name, ns, ksa}, nil
}

// intention is an Intent in terms of a graph.
type intention struct {
	g          *Graph
	filled     bool
	clusters   map[ClusterName]bool
	namespaces map[string]bool
	workloads  map[Workload]bool
	hosts      []string
	scopes     []int32
	members    []pool.Principal
}

// intention resolves an Intent. What it names must have been told, but for workloads, which may be missing, and
// namespaces, which are in no cluster in particular.
func (g *Graph) intention(in Intent) (*intention, error) {
	m := &intention{g: g, clusters: set(in.Clusters), namespaces: set(in.Namespaces), workloads: set(in.Workloads)}
	m.filled = len(in.Clusters)+len(in.Namespaces)+len(in.Fleets)+len(in.Scopes)+len(in.Workloads) > 0
	var faults []Fault
	wrong := func(text string, args ...any) {
		faults = append(faults, Fault{About: "intent", Wrong: fmt.Sprintf(text, args...)})
	}
	if !in.Principal.IsValid() {
		wrong("has no principal")
	}
	for _, c := range in.Clusters {
		if _, ok := g.findCluster(c); !ok {
			wrong("cluster %q was not told", c)
		}
	}
	for _, host := range in.Fleets {
		m.hosts = append(m.hosts, g.projectID(host))
		if !g.hostsFleet(host) {
			wrong("project %q hosts no fleet that was told", host)
		}
	}
	for _, s := range in.Scopes {
		host, _ := g.findNode(InProject(g.projectID(s.Fleet)))
		i, ok := g.findScope(host, s.Name)
		if !ok {
			wrong("%s was not told", nameScope(s))
		}
		m.scopes = append(m.scopes, i)
	}
	for _, p := range in.Members {
		m.members = append(m.members, g.canonical(p))
		if !p.IsValid() || g.selector(g.canonical(p)).pool >= 0 {
			wrong("member %q is no person, group or account: say which workloads are meant", p)
		}
	}
	return m, buildError(faults)
}

func set[K comparable](keys []K) map[K]bool {
	s := map[K]bool{}
	for _, k := range keys {
		s[k] = true
	}
	return s
}

func (g *Graph) hostsFleet(project string) bool {
	return slices.ContainsFunc(g.told.fleets, func(f told[Fleet]) bool { return g.projectID(f.fact.Host) == g.projectID(project) })
}

// means reports a workload that is meant, whether or not the world has it.
func (m *intention) means(w Workload) bool {
	return m.filled && within(m.clusters, w.Cluster) && within(m.namespaces, w.Namespace) && within(m.workloads, w) && m.inFleets(w) && m.inScopes(w)
}

func within[K comparable](s map[K]bool, k K) bool { return len(s) == 0 || s[k] }

func (m *intention) inFleets(w Workload) bool {
	if len(m.hosts) == 0 {
		return true
	}
	i, ok := m.g.findCluster(w.Cluster)
	return ok && slices.ContainsFunc(m.g.clusters[i].memberships, func(f told[Membership]) bool {
		return !f.fact.ClusterMissing && slices.Contains(m.hosts, f.fact.Fleet)
	})
}

func (m *intention) inScopes(w Workload) bool {
	if len(m.scopes) == 0 {
		return true
	}
	c, _ := m.g.findCluster(w.Cluster)
	return slices.ContainsFunc(m.scopes, func(i int32) bool {
		s := &m.g.scopes[i]
		_, in := slices.BinarySearch(s.namespaces, w.Namespace)
		_, bound := slices.BinarySearch(s.clusters, c)
		return in && bound
	})
}

// gaps says what was not read of the fleets and scopes that were meant.
func (m *intention) gaps() []Reason {
	var rs []Reason
	for _, host := range m.hosts {
		if i, ok := m.g.findNode(InProject(host)); ok && m.g.nodes[i].gaps[GapMemberships] {
			rs = append(rs, Reason{fmt.Sprintf("the memberships of the fleet of %s were not read: more workloads may be meant", m.g.nodes[i].resource), "gcloud container fleet memberships list --project " + host})
		}
	}
	for _, i := range m.scopes {
		if host := &m.g.nodes[m.g.scopes[i].fleet]; host.gaps[GapScopes] {
			rs = append(rs, Reason{fmt.Sprintf("the team scopes of the fleet of %s were not read: more workloads may be meant", host.resource), "gcloud container fleet scopes list --project " + host.resource.id})
		}
	}
	return rs
}
