package contest

import (
	"fmt"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"fleettrust.example/scenario/organization"
)

// library is the library, as it is asked here: all of it that the measurements know of. Handles are a WorkloadID and, of an
// account, its principal.
type library struct {
	graph *fleet.Graph

	// What is asked, by handles and by names. They are made before the clock starts.
	check     []handles
	who       []pool.Principal
	what      []fleet.WorkloadID
	checkName []named
	whoName   []string
	whatName  []fleet.Workload
	changes   []fleet.Operation
}

type handles struct {
	workload fleet.WorkloadID
	account  pool.Principal
}

type named struct {
	workload fleet.Workload
	email    string
}

func buildLibrary(o *organization.Organization) (*library, error) {
	var b fleet.Builder
	for f := range o.Facts() {
		b.Add(f)
	}
	g, err := b.Build()
	return &library{graph: g}, err
}

// prepare looks up what questions speak of.
func (l *library) prepare(q *questions) error {
	for _, x := range q.check {
		w, id, err := l.find(x.workload)
		if err != nil {
			return err
		}
		l.check = append(l.check, handles{id, pool.ServiceAccount(x.email)})
		l.checkName = append(l.checkName, named{w, x.email})
	}
	for _, email := range q.who {
		l.who, l.whoName = append(l.who, pool.ServiceAccount(email)), append(l.whoName, email)
	}
	for _, x := range q.what {
		w, id, err := l.find(x)
		if err != nil {
			return err
		}
		l.what, l.whatName = append(l.what, id), append(l.whatName, w)
	}
	for _, c := range q.changes {
		l.changes = append(l.changes, l.operation(c))
	}
	return nil
}

func (l *library) find(x workload) (fleet.Workload, fleet.WorkloadID, error) {
	c, err := fleet.ParseClusterName(x.cluster)
	w := fleet.Workload{Cluster: c, Namespace: x.namespace, ServiceAccount: x.account}
	id, ok := l.graph.WorkloadID(w)
	if err == nil && !ok {
		err = fmt.Errorf("workload %v is not in the graph", w)
	}
	return w, id, err
}

func (l *library) operation(c change) fleet.Operation {
	b := fleet.Binding{On: fleet.OnAccount(c.email), Role: "roles/iam.workloadIdentityUser", Member: pool.Must(pool.Parse("serviceAccount:" + c.pool + ".svc.id.goog[" + c.namespace + "/" + c.account + "]"))}
	if c.back {
		return fleet.Delete{Fact: b}
	}
	return fleet.Create{Fact: b}
}

// The measured loops. Each asks the first n questions and gives the number of answers.

func (l *library) checkHandles(n int) (answers int) {
	for _, x := range l.check[:n] {
		if _, ok := l.graph.CanAssume(x.workload, x.account); ok {
			answers++
		}
	}
	return answers
}

func (l *library) checkNames(n int) (answers int) {
	for _, x := range l.checkName[:n] {
		id, ok := l.graph.WorkloadID(x.workload)
		if !ok {
			continue
		}
		if _, ok := l.graph.CanAssume(id, pool.ServiceAccount(x.email)); ok {
			answers++
		}
	}
	return answers
}

func (l *library) whoHandles(n int) (answers int) {
	for _, p := range l.who[:n] {
		for range l.graph.Assumers(p).Workloads() {
			answers++
		}
	}
	return answers
}

func (l *library) whoNames(n int) (answers int) {
	for _, email := range l.whoName[:n] {
		for id := range l.graph.Assumers(pool.ServiceAccount(email)).Workloads() {
			if w := l.graph.Workload(id); w.Cluster.Name != "" && w.Namespace != "" && w.ServiceAccount != "" {
				answers++
			}
		}
	}
	return answers
}

func (l *library) whatHandles(n int) (answers int) {
	for _, id := range l.what[:n] {
		answers += l.accounts(id, func(string) {})
	}
	return answers
}

func (l *library) whatNames(n int) (answers int) {
	for _, w := range l.whatName[:n] {
		if id, ok := l.graph.WorkloadID(w); ok {
			answers += l.accounts(id, func(string) {})
		}
	}
	return answers
}

func (l *library) accounts(id fleet.WorkloadID, yield func(email string)) (answers int) {
	for h := range l.graph.Principals(id).All() {
		if email := h.Principal.Email(); h.Strength == fleet.Obtains && email != "" {
			answers++
			yield(email)
		}
	}
	return answers
}

// apply goes through the first n changes, each a new snapshot of the one before.
func (l *library) apply(n int) error {
	g := l.graph
	for _, c := range l.changes[:n] {
		next, err := g.With(c)
		if err != nil {
			return err
		}
		g = next
	}
	return nil
}

// The answers that peers are held to.

func (l *library) truth(i int) bool {
	_, ok := l.graph.CanAssume(l.check[i].workload, l.check[i].account)
	return ok
}

func (l *library) assumers(i int, yield func(workload)) {
	for id := range l.graph.Assumers(l.who[i]).Workloads() {
		w := l.graph.Workload(id)
		yield(workload{w.Cluster.String(), w.Namespace, w.ServiceAccount})
	}
}

func (l *library) assumed(i int, yield func(email string)) { l.accounts(l.what[i], yield) }

// A succession goes through the changes, one after another.
type succession struct {
	*library
	graph *fleet.Graph
}

func (l *library) start() *succession { return &succession{l, l.graph} }

// apply makes the change of an index, which is the next.
func (s *succession) apply(i int) (err error) {
	s.graph, err = s.graph.With(s.changes[i])
	return err
}

// check asks about what a change speaks of.
func (s *succession) check(c change) (bool, error) {
	_, id, err := (&library{graph: s.graph}).find(c.workload)
	if err != nil {
		return false, err
	}
	_, ok := s.graph.CanAssume(id, pool.ServiceAccount(c.email))
	return ok, nil
}
