package render

import "fleettrust.example/fleet"

// Classes is the document of the workloads that IAM cannot tell apart by their name at a pool.
type Classes struct {
	V         int    `json:"v"`
	Question  string `json:"question"`
	Exactness string `json:"exactness"` // exact, or unknown when workloads may be missing
	Reasoning
	Classes []Class `json:"classes"`
}

// A Class is a set of workloads that one subject stands for.
type Class struct {
	Pool           string     `json:"pool"`
	Namespace      string     `json:"namespace"`
	ServiceAccount string     `json:"serviceAccount"`
	Subject        string     `json:"subject"`
	Workloads      []Workload `json:"workloads"`
}

// ClassesOf makes the document of a graph's classes of at least that many workloads, in the order of Graph.Classes. Why
// workloads may be missing, the caller says.
func ClassesOf(g *fleet.Graph, least int, lacking []fleet.Reason) *Classes {
	doc := &Classes{V: Version, Question: "classes", Exactness: fleet.Exact.String(), Reasoning: distinctReasoning(lacking), Classes: []Class{}}
	if len(lacking) > 0 {
		doc.Exactness = fleet.Unsettled.String()
	}
	for c := range g.Classes() {
		if len(c.Workloads) < least {
			continue
		}
		doc.Classes = append(doc.Classes, Class{
			c.Pool.String(), c.Namespace, c.ServiceAccount, c.Subject.String(),
			each(c.Workloads, func(id fleet.WorkloadID) Workload { return WorkloadOf(g.Workload(id)) }),
		})
	}
	return doc
}

// Text tells the classes in a table: the name at its pool, and the clusters that share it.
func (c *Classes) Text(p Page) string {
	t := p.text()
	t.line("%s: %s of workloads that IAM cannot tell apart by their name", exactness(c.Exactness), c.count())
	t.list("reasons", c.Reasons)
	t.table([]string{"name", "pool", "clusters"}, each(c.Classes, func(x Class) []any {
		return []any{x.Namespace + "/" + x.ServiceAccount, x.Pool, each(x.Workloads, func(w Workload) string { return w.Cluster })}
	}))
	return t.String()
}

func (c *Classes) count() string {
	found := number(len(c.Classes), "class", "classes")
	if c.Exactness == fleet.Unsettled.String() {
		return found + " found, and there may be more,"
	}
	return found
}
