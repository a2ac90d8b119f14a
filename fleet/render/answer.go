package render

import (
	"slices"
	"strings"

	"fleettrust.example/fleet"
)

// An Answer is the document of the question who: everyone who can act as a principal.
type Answer struct {
	V         int       `json:"v"`
	Question  string    `json:"question"`
	Principal string    `json:"principal"`
	Exactness string    `json:"exactness"` // exact, upper-bound or unknown
	Reasoning           // why it is not exact, or why it is empty
	Assumers  []Assumer `json:"assumers"`
	Attachers []Assumer `json:"attachers"` // may attach the account to a resource, which gives no token
	Open      []Opening `json:"open"`
	Legend    []Rule    `json:"legend"`
}

// An Assumer is a workload, or else a member of IAM, with its way.
type Assumer struct {
	Strength string    `json:"strength"` // assumes or obtains; attaches of an attacher
	Workload *Workload `json:"workload,omitempty"`
	Member   string    `json:"member,omitempty"`
	Route    string    `json:"route,omitempty"` // of a workload's cluster to Google's APIs: on or off, absent when not known
	Way
}

// An Opening is a cluster in which whoever may create what is missing becomes the principal.
type Opening struct {
	Cluster   string   `json:"cluster"`
	Missing   string   `json:"missing"` // namespace, service account, or not read: it may be there already
	Principal string   `json:"principal"`
	Rules     []string `json:"rules"`
	Reasoning          // about whether the cluster provides the pool
}

// AnswerOf makes the document of an answer, and of who may attach the account it is about (fleet.Graph.Attachers).
func AnswerOf(a *fleet.Answer, attachers []fleet.Assumer) *Answer {
	doc := &Answer{
		V: Version, Question: "who", Principal: a.Principal().String(),
		Exactness: a.Exactness().String(), Reasoning: ReasoningOf(a.Reasons()),
		Assumers: []Assumer{}, Attachers: each(attachers, AssumerOf), Open: each(a.Open(), OpeningOf),
	}
	var rules []fleet.Rule
	for x := range a.All() {
		doc.Assumers = append(doc.Assumers, AssumerOf(x))
		rules = append(rules, x.Path.Rules()...)
	}
	for _, x := range attachers {
		rules = append(rules, x.Path.Rules()...)
	}
	for _, o := range a.Open() {
		rules = append(rules, o.Rules...)
	}
	doc.Legend = legend(rules)
	return doc
}

// AssumerOf spells an assumer out.
func AssumerOf(x fleet.Assumer) Assumer {
	a := Assumer{Strength: x.Strength.String(), Way: WayOf(x.Path)}
	if x.Member.IsValid() {
		a.Member = x.Member.String()
		return a
	}
	w := WorkloadOf(x.Workload)
	a.Workload = &w
	if x.Route != fleet.Unknown {
		a.Route = x.Route.String()
	}
	return a
}

// OpeningOf spells an opening out.
func OpeningOf(o fleet.Opening) Opening {
	return Opening{o.Cluster.String(), o.Missing.String(), o.Principal.String(), each(o.Rules, fleet.Rule.String), ReasoningOf(o.Doubts)}
}

// Name is the workload or the member.
func (x Assumer) Name() string {
	if x.Workload != nil {
		return x.Workload.String()
	}
	return x.Member
}

// Text tells the answer: what it comes to, a table, the path of each, what is open, and what is not known.
func (a *Answer) Text(p Page) string {
	t := p.text()
	t.line("who can assume %s", a.Principal)
	t.line("")
	t.line("%s: %s", exactness(a.Exactness), a.verdict())
	t.list("reasons", a.Reasons)
	t.assumers("", a.Assumers)
	t.assumers("may attach it to a resource: that gives no token, and with a right to make the resource it gives code that runs as the account", a.Attachers)
	t.openings(a.Open)
	t.legend(a.Legend)
	return t.String()
}

// verdict says "nobody" only of what is proven.
func (a *Answer) verdict() string {
	found := count(a.Assumers)
	switch {
	case len(a.Assumers) == 0 && a.Exactness == fleet.Exact.String():
		return "nobody"
	case len(a.Assumers) == 0:
		return "none was found, and these facts do not rule one out"
	case a.Exactness == fleet.Exact.String():
		return found
	case a.Exactness == fleet.UpperBound.String():
		return "at most " + found
	default:
		return found + " found, and there may be more"
	}
}

func count(xs []Assumer) string {
	members := 0
	for _, x := range xs {
		if x.Workload == nil {
			members++
		}
	}
	workloads := number(len(xs)-members, "workload", "workloads")
	switch members {
	case 0:
		return workloads
	case len(xs):
		return number(members, "member of IAM", "members of IAM") + ", no workload"
	}
	return workloads + " and " + number(members, "other member of IAM", "other members of IAM")
}

func (t *text) assumers(heading string, xs []Assumer) {
	t.heading(heading, len(xs))
	rows := each(xs, func(x Assumer) []any { return []any{x.Strength, x.Name(), exactness(x.Exactness), join(x.Rules)} })
	t.table([]string{"strength", "who", "exactness", "rules"}, rows)
	for i, x := range xs {
		t.path(numbered(i, x.Name()), x.Path)
	}
	t.routeless(xs)
}

const noRoute = "authorized, no route: the cluster does not reach Google's APIs"

// routeless names those who are authorized and cannot make the call from where they run. They count all the same: a token
// works from anywhere.
func (t *text) routeless(xs []Assumer) {
	var names []string
	for _, x := range xs {
		if x.Route == fleet.Off.String() {
			names = append(names, x.Name())
		}
	}
	t.list(noRoute, names)
}

// openings writes a table for each principal, by which they are sorted.
func (t *text) openings(os []Opening) {
	for len(os) > 0 {
		n := slices.IndexFunc(os, func(o Opening) bool { return o.Principal != os[0].Principal })
		if n < 0 {
			n = len(os)
		}
		t.line("")
		t.line("open: whoever may create what is missing here is, by name alone, %s", os[0].Principal)
		t.table([]string{"cluster", "missing", "rules"}, each(os[:n], func(o Opening) []any {
			return []any{o.Cluster, o.Missing, join(o.Rules)}
		}))
		os = os[n:]
	}
}

func join(rules []string) string { return strings.Join(rules, " ") }
