package slow

import (
	"slices"
	"strings"

	"fleettrust.example/fleet"
)

// Who could act: the actors of a world.

// Actor is somebody who might do something: what it is today, and what it can take.
type Actor struct {
	Name  string // CLUSTER NAMESPACE/ACCOUNT, a member as IAM writes it, or SUBJECT of CLUSTER
	today []identity
	all   *taken
}

// Is gives the surety that the actor is the principal today.
func (a Actor) Is(member string) Surety {
	best := Never
	for _, id := range a.today {
		best = max(best, a.all.r.holds(member, id))
	}
	return best
}

// Becomes gives the surety that the actor can make itself the principal.
func (a Actor) Becomes(member string) Surety { return a.all.becomes(member) }

// IsThere reports a workload that the facts tell of, or that comes with them.
func (a Actor) IsThere() bool { return a.all.r.there[a.Name] }

// Stand lists those that stand for the actor in an answer: what each of many can become goes without saying of one.
func (a Actor) Stand() []string { return a.all.r.everyoneWith(a.Name) }

// Actors lists workloads, accounts, the members of grants, and the subjects of permits. If the principal that is asked about
// is a disabled account, it counts whoever may enable it.
func (r *Rights) Actors(member string) []Actor {
	r.enable = ""
	if m := hear(member); m.kind == "account" && r.disabled[m.words["email"]] {
		r.enable = m.words["email"]
	}
	if r.actors[r.enable] == nil {
		r.actors[r.enable] = r.everybody()
	}
	return r.actors[r.enable]
}

func (r *Rights) everybody() []Actor {
	var all []Actor
	seen := map[string]bool{}
	add := func(name string, is taken, gets gained) {
		if seen[name] {
			return
		}
		seen[name] = true
		anyone := identity{map[string]string{"nobody": "in particular"}, Surely}
		today := r.reachFrom(reached{append(slices.Clone(is.ids), anyone), both(gets.free, nil), map[string]Surety{}})
		today.own = append(today.own, asAccounts(gets.bound)...)
		all = append(all, Actor{name, today.holders(), r.take(is)})
	}
	for _, run := range r.runs {
		add(run.name, taken{ids: slices.Clone(run.ids), runs: map[string]Surety{run.name: Surely}}, run.gains)
	}
	for email := range r.home {
		if !r.disabled[email] {
			add("serviceAccount:"+email, taken{ids: []identity{{map[string]string{"email": email}, Surely}}}, gained{})
		}
	}
	called := func(member string) {
		if _, told := r.groups[member]; told {
			return // whoever is in it is an actor
		}
		if kind := hear(member).kind; kind == "person" || kind == "opaque" && strings.HasPrefix(member, "group:") || kind == "everyone" {
			behind := perhapsIf(kind == "opaque") // who is in a group is not known
			add(member, taken{ids: []identity{{map[string]string{"called": member}, behind}}}, gained{})
		}
	}
	for _, g := range r.grants {
		called(g.member)
	}
	for _, p := range r.permits {
		s := plainSubject(p.Subject)
		switch {
		case s.Name == "system:masters": // may do everything in every cluster, and an answer need not say so
		case s.Kind == fleet.AccountSubject, isNobodyInParticular(s), s.Kind == fleet.GroupSubject && s.Name == "system:authenticated", strings.HasSuffix(s.Name, ".gserviceaccount.com"):
		case strings.Contains(s.Name, "@"):
			called(strings.Replace(s.String(), " ", ":", 1))
		default:
			add(s.String()+" of "+p.Cluster.String(), taken{faces: map[string]Surety{p.Cluster.String() + " " + s.String(): Surely}}, gained{})
		}
	}
	return all
}

// everyoneWith lists those that stand for an actor in an answer: what each of many can become goes without saying of one.
func (w *Rights) everyoneWith(actor string) []string {
	if strings.HasPrefix(actor, "user:") || strings.HasPrefix(actor, "serviceAccount:") {
		return []string{"allUsers", "allAuthenticatedUsers"}
	}
	all := []string{"allUsers"}
	add := func(cluster string, groups ...string) {
		for _, g := range groups {
			all = append(all, "group "+g+" of "+cluster)
		}
	}
	cluster, object, _ := strings.Cut(actor, " ")
	ns, _, _ := strings.Cut(object, "/")
	subject, in, isSubject := strings.Cut(actor, " of ")
	switch {
	case isSubject:
		add(in, "system:authenticated", "system:unauthenticated")
		if strings.HasPrefix(subject, "group system:serviceaccounts:") {
			add(in, "system:serviceaccounts")
		}
	case w.there[actor]:
		add(cluster, "system:authenticated", "system:unauthenticated", "system:serviceaccounts", "system:serviceaccounts:"+ns)
	}
	return all
}
