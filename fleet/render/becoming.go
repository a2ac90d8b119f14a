package render

import (
	"slices"

	"fleettrust.example/fleet"
)

// Becoming is the document of the question could: everyone who could make itself a principal that it cannot act as today.
type Becoming struct {
	V         int    `json:"v"`
	Question  string `json:"question"`
	Principal string `json:"principal"`
	Exactness string `json:"exactness"` // exact, upper-bound or unknown
	Reasoning
	Actors []Actor `json:"actors"` // those in doubt have the exactness upper-bound
	Legend []Rule  `json:"legend"`
}

// An Actor is a workload, or else a member of IAM, or else a subject of the Kubernetes API of one cluster, with the rights
// that it takes, the clusters they are used in, and the way. A cluster that is not there yet is PROJECT/*/*.
type Actor struct {
	Workload *Workload `json:"workload,omitempty"`
	Member   string    `json:"member,omitempty"`
	Subject  *Subject  `json:"subject,omitempty"`
	Rights   []string  `json:"rights"` // in the words of fleet.Right.String
	Clusters []string  `json:"clusters"`
	Way
}

// A Subject is a user, a group or a service account as the Kubernetes API of one cluster knows it.
type Subject struct {
	Cluster   string `json:"cluster"`
	Kind      string `json:"kind"`                // user, group or service account
	Namespace string `json:"namespace,omitempty"` // of a service account
	Name      string `json:"name"`
}

// BecomingOf makes the document of an answer.
func BecomingOf(b *fleet.Becoming) *Becoming {
	doc := &Becoming{
		V: Version, Question: "could", Principal: b.Principal().String(), Exactness: b.Exactness().String(),
		Reasoning: ReasoningOf(b.Reasons()), Actors: []Actor{},
	}
	var rules []fleet.Rule
	for c := range b.All() {
		doc.Actors = append(doc.Actors, actorOf(c))
		rules = append(rules, c.Path.Rules()...)
	}
	doc.Legend = legend(rules)
	return doc
}

func actorOf(c fleet.Could) Actor {
	a := Actor{Rights: each(c.Rights, fleet.Right.String), Clusters: clustersOf(c.Path), Way: WayOf(c.Path)}
	switch v := c.Actor; v.Kind {
	case fleet.WorkloadVertex:
		w := WorkloadOf(v.Workload)
		a.Workload = &w
	case fleet.SubjectVertex:
		a.Subject = &Subject{v.Workload.Cluster.String(), subjectKind(v.Subject.Kind), v.Subject.Namespace, v.Subject.Name}
	default:
		a.Member = v.String()
	}
	return a
}

func subjectKind(k fleet.SubjectKind) string {
	switch k {
	case fleet.UserSubject:
		return "user"
	case fleet.GroupSubject:
		return "group"
	case fleet.AccountSubject:
		return "service account"
	default:
		return "none"
	}
}

// clustersOf lists the clusters in which an actor takes what leads it on, in the order of the path, each once.
func clustersOf(p fleet.Path) []string {
	found := []string{}
	for _, e := range p {
		if e.Rule < fleet.R20 || e.To.Workload.Cluster == (fleet.ClusterName{}) {
			continue
		}
		if name := e.To.Workload.Cluster.String(); !slices.Contains(found, name) {
			found = append(found, name)
		}
	}
	return found
}

// Name is the workload, the member or the subject.
func (a Actor) Name() string {
	switch {
	case a.Workload != nil:
		return a.Workload.String()
	case a.Subject != nil:
		return a.Subject.String()
	default:
		return a.Member
	}
}

// String gives "KIND NAME of CLUSTER".
func (s Subject) String() string {
	name := s.Name
	if s.Namespace != "" {
		name = s.Namespace + "/" + name
	}
	return s.Kind + " " + name + " of " + s.Cluster
}

// Text tells the answer: what it comes to, then those who could for certain and those who may, each with a path.
func (b *Becoming) Text(p Page) string {
	t := p.text()
	t.line("who could make itself %s", b.Principal)
	t.line("")
	t.line("%s: %s", exactness(b.Exactness), b.verdict())
	t.list("reasons", b.Reasons)
	sure, doubted := b.split()
	t.actors("", sure)
	t.actors("in doubt: these may have what it takes", doubted)
	t.legend(b.Legend)
	return t.String()
}

func (b *Becoming) split() (sure, doubted []Actor) {
	for _, a := range b.Actors {
		if a.Exactness == fleet.Exact.String() {
			sure = append(sure, a)
		} else {
			doubted = append(doubted, a)
		}
	}
	return sure, doubted
}

// verdict says "nobody" only of what is proven.
func (b *Becoming) verdict() string {
	found := number(len(b.Actors), "actor", "actors")
	switch {
	case len(b.Actors) == 0 && b.Exactness == fleet.Exact.String():
		return "nobody who is not it already"
	case len(b.Actors) == 0:
		return "none was found, and these facts do not rule one out"
	case b.Exactness == fleet.Exact.String():
		return found
	case b.Exactness == fleet.UpperBound.String():
		return "at most " + found
	default:
		return found + " found, and there may be more"
	}
}

func (t *text) actors(heading string, as []Actor) {
	t.heading(heading, len(as))
	t.table([]string{"who", "right", "cluster", "rules"}, each(as, func(a Actor) []any {
		return []any{a.Name(), a.Rights, a.Clusters, join(a.Rules)}
	}))
	for i, a := range as {
		t.path(numbered(i, a.Name()), a.Path)
	}
}
