package scenario

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// Picture draws the clusters, the pools they feed and the principals granted there, in ASCII:
//
//	+-R1- project-1/us-east1/cluster-1  in fleet of project-1  meant
//	+-R1- project-1/us-east1/cluster-3                         excess
//	v
//	project-1.svc.id.goog
//	v
//	serviceAccount:project-1.svc.id.goog[payroll/app]
//
// Pools are sorted by name, clusters in each by theirs. R1 or R2 is the rule by which the cluster feeds the pool, with a
// ? behind it if that is in doubt. The last word says how its workloads stand to the principals: meant, excess (some at
// least nobody meant), open (none yet, but whoever may create the name there has one), or nothing. Clusters that feed no
// pool come last, and then principals that are of no pool. The errors are those of Run; the cost is that of Run and of one
// fleet.Graph.Principals for each cluster.
func (g Grant) Picture() (string, error) {
	o, err := g.Run()
	if err != nil {
		return "", err
	}
	graph, err := g.build(slices.Concat(g.Facts, probes(o.Graph)))
	if err != nil {
		return "", err
	}
	return (&picture{grant: g, outcome: o, feeds: feeds(graph)}).draw(), nil
}

// feed is one cluster at one pool.
type feed struct {
	pool     pool.Name
	cluster  fleet.ClusterName
	rule     fleet.Rule
	doubtful bool
}

func (f feed) arrow() string {
	if f.doubtful {
		return fmt.Sprintf("+-%v? ", f.rule)
	}
	return fmt.Sprintf("+-%v- ", f.rule)
}

// probes are a service account for each cluster that has none, so that every cluster shows the pools it feeds.
func probes(g *fleet.Graph) []fleet.Fact {
	inhabited := map[fleet.ClusterName]bool{}
	for _, w := range g.Workloads() {
		inhabited[w.Cluster] = true
	}
	var facts []fleet.Fact
	for c := range g.Clusters() {
		if !inhabited[c.Name] {
			facts = append(facts, fleet.Namespace{Cluster: c.Name, Name: "default"})
		}
	}
	return facts
}

// feeds reads off the names of one workload of each cluster which pools the cluster feeds, sorted by pool and cluster.
// A cluster with two providers at one pool feeds it once, by the more certain.
func feeds(g *fleet.Graph) []feed {
	var all []feed
	seen := map[fleet.ClusterName]bool{}
	for id, w := range g.Workloads() {
		if seen[w.Cluster] {
			continue
		}
		seen[w.Cluster] = true
		for h := range g.Principals(id).All() {
			if h.Principal.Kind() == pool.KindSubject && h.Strength == fleet.Assumes {
				step := h.Path[0]
				all = append(all, feed{step.To.Pool, w.Cluster, step.Rule, len(step.Doubts) > 0})
			}
		}
	}
	slices.SortStableFunc(all, func(x, y feed) int {
		return cmp.Or(strings.Compare(x.pool.String(), y.pool.String()), x.cluster.Compare(y.cluster))
	})
	return slices.CompactFunc(all, func(x, y feed) bool { return x.pool == y.pool && x.cluster == y.cluster })
}

type picture struct {
	grant   Grant
	outcome Outcome
	feeds   []feed
	lines   []string
}

func (p *picture) draw() string {
	for i, name := range p.pools() {
		if i > 0 {
			p.lines = append(p.lines, "")
		}
		p.drawPool(name)
	}
	p.drawRest()
	return strings.Join(p.lines, "\n") + "\n"
}

// drawRest names the clusters that feed no pool, and the principals that are of none.
func (p *picture) drawRest() {
	for c := range p.outcome.Graph.Clusters() {
		if !slices.ContainsFunc(p.feeds, func(f feed) bool { return f.cluster == c.Name }) {
			p.lines = append(p.lines, "", fmt.Sprintf("feeds no pool: %v", c.Name))
		}
	}
	for _, q := range p.grant.Principals {
		if !q.Pool().IsValid() {
			p.lines = append(p.lines, "", fmt.Sprintf("of no pool: %v", q))
		}
	}
}

// pools are those that a cluster feeds and those at which a principal is granted, sorted.
func (p *picture) pools() []pool.Name {
	var names []pool.Name
	for _, f := range p.feeds {
		names = append(names, f.pool)
	}
	for _, q := range p.grant.Principals {
		names = append(names, q.Pool())
	}
	slices.SortFunc(names, func(x, y pool.Name) int { return strings.Compare(x.String(), y.String()) })
	return slices.DeleteFunc(slices.Compact(names), func(n pool.Name) bool { return !n.IsValid() })
}

func (p *picture) drawPool(name pool.Name) {
	rows := p.rows(name)
	if len(rows) == 0 {
		rows = []string{"+-?- no cluster that these facts know of"}
	}
	p.lines = append(append(p.lines, rows...), "v", name.String())
	arrow := []string{"v"}
	for _, q := range p.grant.Principals {
		if q.Pool() == name {
			p.lines = append(append(p.lines, arrow...), q.String())
			arrow = nil
		}
	}
}

// rows are the clusters that feed a pool, in columns.
func (p *picture) rows(name pool.Name) []string {
	var cells [][3]string
	for _, f := range p.feeds {
		if f.pool == name {
			cells = append(cells, [3]string{f.arrow() + f.cluster.String(), p.membership(f.cluster), p.standing(f)})
		}
	}
	var width [2]int
	for _, c := range cells {
		width[0], width[1] = max(width[0], len(c[0])), max(width[1], len(c[1]))
	}
	var rows []string
	for _, c := range cells {
		rows = append(rows, strings.TrimRight(fmt.Sprintf("%-*s  %-*s  %s", width[0], c[0], width[1], c[1], c[2]), " "))
	}
	return rows
}

// membership says in whose fleet a cluster is. It may have two memberships, but in one fleet only.
func (p *picture) membership(c fleet.ClusterName) string {
	for _, f := range p.grant.Facts {
		if m, ok := f.(fleet.Membership); ok && m.Cluster == c && !m.ClusterMissing {
			return "in fleet of " + m.Fleet
		}
	}
	return ""
}

// standing says how the workloads of a cluster stand to the principals at one pool.
func (p *picture) standing(f feed) string {
	here := func(x fleet.Assumer) bool {
		return x.Workload.Cluster == f.cluster && x.Path[0].To.Pool == f.pool
	}
	switch {
	case slices.ContainsFunc(p.outcome.Excess, here):
		return "excess"
	case slices.ContainsFunc(p.outcome.Admitted, here):
		return "meant"
	case slices.ContainsFunc(p.outcome.Open, func(o fleet.Opening) bool { return o.Cluster == f.cluster && o.Principal.Pool() == f.pool }):
		return "open"
	default:
		return ""
	}
}
