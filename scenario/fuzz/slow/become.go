package slow

import (
	"maps"
	"slices"
	"strings"

	"fleettrust.example/fleet"
)

// Who could become a principal: R20 to R34, read aloud. One actor takes all that it can have, round by
// round, until nothing new comes of it; then the principal is asked of every identity that it has. It knows no paths.
//
// It leaves out which of several ways is meant, what an actor cannot do alone, and what was not read.

// Rights is a world with the facts that say who may do what.
type Rights struct {
	*World
	permits    []fleet.Permit
	clusters   []fleet.Cluster
	custom     map[string]fleet.Constraint
	namespaces []string // every name that is spoken of
	ksas       []string
	urls       []string
	enable     string             // the disabled account that the question is about
	actors     map[string][]Actor // by the disabled account
	there      map[string]bool    // "CLUSTER NS" and "CLUSTER NS/KSA" that exist
	hidden     map[string]bool    // clusters of which objects were not read
}

// NewRights reads facts that Builder.Build accepts, for questions about some members as IAM writes them. All conditions are
// in doubt.
func NewRights(facts []fleet.Fact, assumed fleet.Assumptions, asked []string) *Rights {
	r := &Rights{World: New(facts, assumed, nil), custom: map[string]fleet.Constraint{}, actors: map[string][]Actor{}, there: map[string]bool{}, hidden: map[string]bool{}}
	for _, f := range facts {
		switch f := f.(type) {
		case fleet.Permit:
			r.permits = append(r.permits, f)
		case fleet.Cluster:
			r.clusters = append(r.clusters, f)
		case fleet.Constraint:
			r.custom[f.Name] = f
		case fleet.Gap:
			r.hidden[f.Cluster.String()] = r.hidden[f.Cluster.String()] || f.What == fleet.GapObjects
		}
	}
	for _, run := range r.runs {
		cluster, object, _ := strings.Cut(run.name, " ")
		ns, _, _ := strings.Cut(object, "/")
		r.there[cluster+" "+ns], r.there[run.name] = true, true
	}
	r.readNames(asked)
	return r
}

// readNames lists the names that something in the facts speaks of: whatever else could be made is of no use to anyone.
func (r *Rights) readNames(asked []string) {
	speak := func(ns, ksa, url string) {
		r.namespaces, r.ksas, r.urls = append(r.namespaces, ns), append(r.ksas, ksa), append(r.urls, url)
	}
	speak("default", "default", "")
	speak("any-other", "", "")
	var members []string
	for _, g := range r.grants {
		members = append(members, g.member)
	}
	for _, member := range append(members, asked...) {
		m := hear(member)
		for _, words := range []map[string]string{m.words, r.hearTenancy(m).words} {
			speak(words["namespace"], words["ksa"], words["url"])
		}
	}
	for _, run := range r.runs {
		_, object, _ := strings.Cut(run.name, " ")
		ns, ksa, _ := strings.Cut(object, "/")
		speak(ns, ksa, "")
	}
	for _, f := range r.facts {
		if n, ok := f.(fleet.FleetNamespace); ok {
			speak(n.Name, "", "")
		}
	}
	for _, p := range r.permits {
		speak(p.Namespace, "", "")
		if p.Right == fleet.MintTokens || p.Right == fleet.ImpersonateAccounts {
			speak("", p.Object, "")
		}
		if s := plainSubject(p.Subject); s.Kind == fleet.AccountSubject {
			speak(s.Namespace, s.Name, "")
		} else if ns, ok := strings.CutPrefix(s.Name, "system:serviceaccounts:"); ok {
			speak(ns, "", "")
		}
	}
	for _, list := range []*[]string{&r.namespaces, &r.ksas, &r.urls} {
		slices.Sort(*list)
		*list = slices.DeleteFunc(slices.Compact(*list), func(s string) bool { return s == "" })
	}
}

// plainSubject spells the user that a service account is as that service account.
// Source: https://kubernetes.io/docs/reference/access-authn-authz/authentication/
func plainSubject(s fleet.Subject) fleet.Subject {
	if rest, ok := strings.CutPrefix(s.Name, "system:serviceaccount:"); ok && s.Kind == fleet.UserSubject {
		ns, name, _ := strings.Cut(rest, ":")
		return fleet.Subject{Kind: fleet.AccountSubject, Namespace: ns, Name: name}
	}
	return s
}

// taken is what one actor has: identities in IAM, workloads that it can run as, and subjects that it can act as, by
// "CLUSTER SUBJECT".
type taken struct {
	r      *Rights
	ids    []identity
	runs   map[string]Surety
	bodies map[string]Surety // of those that it runs as: something of its own is in a pod
	faces  map[string]Surety
	tokens map[string]Surety
	bound  map[string]Surety // tokens within scopes
	asked  map[string]Surety // of this round
}

// take follows an actor until nothing changes. First is what it is.
func (r *Rights) take(first taken) *taken {
	t := &first
	t.r, t.tokens, t.bound = r, map[string]Surety{}, map[string]Surety{}
	t.bodies = maps.Clone(first.runs)
	if t.bodies == nil {
		t.bodies = map[string]Surety{}
	}
	t.ids = append(t.ids, identity{map[string]string{"nobody": "in particular"}, Surely})
	if t.runs == nil {
		t.runs = map[string]Surety{}
	}
	if t.faces == nil {
		t.faces = map[string]Surety{}
	}
	for again := true; again; {
		t.asked = map[string]Surety{}
		n := len(t.ids)
		again = t.obtain()
		again = t.runAs() || again
		again = t.impersonate() || again
		again = t.make() || again
		again = again || len(t.ids) > n
	}
	return t
}

// obtain is R10 to R14, and R34: who may enable an account that is disabled brings it back.
func (t *taken) obtain() bool {
	before, bound := maps.Clone(t.tokens), maps.Clone(t.bound)
	disabled := t.r.disabled
	for _, atLeast := range []Surety{Surely, Perhaps} {
		t.r.disabled = map[string]bool{}
		for email, is := range disabled {
			t.r.disabled[email] = is && !(email == t.r.enable && t.enables(email) >= atLeast)
		}
		t.loot(atLeast)
		for email, sure := range t.r.reachFrom(reached{t.ids, maps.Clone(t.tokens), map[string]Surety{}}).tokens {
			raise(t.tokens, email, min(sure, atLeast))
		}
	}
	t.r.disabled = disabled
	return !maps.Equal(before, t.tokens) || !maps.Equal(bound, t.bound)
}

// enables: by the right to, or by a policy that it may rewrite.
func (t *taken) enables(email string) Surety {
	nodes := t.r.above(email)
	sure := max(t.r.mayAt(t.holders(), "iam.serviceAccounts.enable", nodes), t.r.mayAt(t.holders(), mayGrant, nodes))
	if home := t.r.home[email]; home != "" {
		sure = max(sure, t.rewrites(home))
	}
	return sure
}

func (t *taken) holders() []identity { return append(slices.Clone(t.ids), asAccounts(t.tokens)...) }

// know adds an identity, or makes it surer.
func (t *taken) know(id identity) {
	for i, other := range t.ids {
		if maps.Equal(other.words, id.words) {
			t.ids[i].sure = max(other.sure, id.sure)
			return
		}
	}
	t.ids = append(t.ids, id)
}

// is: may the actor act as somebody in IAM?
func (t *taken) is(member string) Surety {
	best := Never
	for _, id := range t.holders() {
		best = max(best, t.r.holds(member, id))
	}
	return best
}

// becomes counts tokens within scopes too, which are good for nothing else.
func (t *taken) becomes(member string) Surety {
	best := t.is(member)
	for _, id := range asAccounts(t.bound) {
		best = max(best, t.r.holds(member, id))
	}
	return best
}

// once asks a question once in a round.
func (t *taken) once(key string, ask func() Surety) Surety {
	if s, ok := t.asked[key]; ok {
		return s
	}
	s := ask()
	t.asked[key] = s
	return s
}
