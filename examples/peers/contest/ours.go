package contest

import (
	"errors"
	"fmt"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"fleettrust.example/scenario/organization"
)

// library is the library, as it is asked here: all of it that the measurements know of. The Index answers, by handles that are
// its numbers; the Snapshot that it is of takes changes, and keeps the Graph, which has the reasons.
type library struct {
	snapshot *fleet.Snapshot
	index    *fleet.Index

	// What is asked, by handles and by names. They are made before the clock starts.
	check     []handles
	who       []fleet.AccountID
	what      []fleet.WorkloadID
	checkName []named
	whoName   []string
	whatName  []fleet.Workload
	changes   []fleet.Operation
}

type handles struct {
	workload fleet.WorkloadID
	account  fleet.AccountID
}

type named struct {
	workload fleet.Workload
	email    string
}

func buildLibrary(o *organization.Organization) (*library, error) {
	var b fleet.Builder
	o.Tell(&b)
	g, err := b.Build()
	if err != nil {
		return nil, err
	}
	at := g.Snapshot()
	return &library{snapshot: at, index: at.Index()}, nil
}

// prepare looks up what questions speak of.
func (l *library) prepare(q *questions) error {
	var faults []error
	for _, x := range q.check {
		w, id, fault := l.find(x.workload)
		a, err := l.account(x.email)
		faults = append(faults, fault, err)
		l.check, l.checkName = append(l.check, handles{id, a}), append(l.checkName, named{w, x.email})
	}
	for _, email := range q.who {
		a, err := l.account(email)
		faults = append(faults, err)
		l.who, l.whoName = append(l.who, a), append(l.whoName, email)
	}
	for _, x := range q.what {
		w, id, err := l.find(x)
		faults = append(faults, err)
		l.what, l.whatName = append(l.what, id), append(l.whatName, w)
	}
	for _, c := range q.changes {
		l.changes = append(l.changes, l.operation(c))
	}
	return errors.Join(faults...)
}

func (l *library) find(x workload) (fleet.Workload, fleet.WorkloadID, error) {
	c, err := fleet.ParseClusterName(x.cluster)
	w := fleet.Workload{Cluster: c, Namespace: x.namespace, ServiceAccount: x.account}
	id, ok := l.index.WorkloadID(w)
	if err == nil && !ok {
		err = fmt.Errorf("workload %v is not in the graph", w)
	}
	return w, id, err
}

func (l *library) account(email string) (fleet.AccountID, error) {
	a, ok := l.index.AccountID(email)
	if !ok {
		return a, fmt.Errorf("account %s is not in the graph", email)
	}
	return a, nil
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
		if l.index.Check(x.workload, x.account) != fleet.No {
			answers++
		}
	}
	return answers
}

func (l *library) checkNames(n int) (answers int) {
	for i := range n {
		x := &l.checkName[i]
		w, is := l.index.WorkloadID(x.workload)
		a, may := l.index.AccountID(x.email)
		if is && may && l.index.Check(w, a) != fleet.No {
			answers++
		}
	}
	return answers
}

func (l *library) whoHandles(n int) (answers int) {
	for _, a := range l.who[:n] {
		for range l.index.Who(a) {
			answers++
		}
	}
	return answers
}

func (l *library) whoNames(n int) (answers int) {
	for _, email := range l.whoName[:n] {
		a, ok := l.index.AccountID(email)
		if !ok {
			continue
		}
		for id := range l.index.Who(a) {
			if w := l.index.Workload(id); w.Cluster.Name != "" && w.Namespace != "" && w.ServiceAccount != "" {
				answers++
			}
		}
	}
	return answers
}

func (l *library) whatHandles(n int) (answers int) {
	for _, id := range l.what[:n] {
		for range l.index.What(id) {
			answers++
		}
	}
	return answers
}

func (l *library) whatNames(n int) (answers int) {
	for _, w := range l.whatName[:n] {
		id, ok := l.index.WorkloadID(w)
		if !ok {
			continue
		}
		for a := range l.index.What(id) {
			if l.index.Account(a) != "" {
				answers++
			}
		}
	}
	return answers
}

// apply goes through the first n changes, each a new snapshot of the one before, ready to answer.
func (l *library) apply(n int) error {
	s := l.start()
	for i := range n {
		if err := s.apply(i); err != nil {
			return err
		}
	}
	return nil
}

// The answers that peers are held to.

func (l *library) truth(i int) bool {
	return l.index.Check(l.check[i].workload, l.check[i].account) != fleet.No
}

func (l *library) assumers(i int, yield func(workload)) {
	for id := range l.index.Who(l.who[i]) {
		w := l.index.Workload(id)
		yield(workload{w.Cluster.String(), w.Namespace, w.ServiceAccount})
	}
}

func (l *library) assumed(i int, yield func(email string)) {
	for a := range l.index.What(l.what[i]) {
		yield(l.index.Account(a))
	}
}

// A succession goes through the changes, one after another.
type succession struct {
	changes []fleet.Operation
	library
}

func (l *library) start() *succession {
	return &succession{l.changes, library{snapshot: l.snapshot, index: l.index}}
}

// apply makes the change of an index, which is the next.
func (s *succession) apply(i int) error {
	at, err := s.snapshot.With(s.changes[i])
	if err != nil {
		return err
	}
	s.snapshot, s.index = at, at.Index()
	return nil
}

// check asks about what a change speaks of.
func (s *succession) check(c change) (bool, error) {
	_, w, err := s.find(c.workload)
	if err != nil {
		return false, err
	}
	a, err := s.account(c.email)
	return err == nil && s.index.Check(w, a) != fleet.No, err
}
