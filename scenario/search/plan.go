package search

import (
	"fmt"
	"slices"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// A Plan says where a search starts, what must hold, and which operations are tried. Its methods give another plan and leave it as
// it is.
type Plan struct {
	start   *fleet.Graph
	rules   []rule
	allowed []func(fleet.Operation) bool
	grants  bool
	beyond  bool
}

// From starts a plan at a world.
func From(g *fleet.Graph) *Plan { return &Plan{start: g} }

func (p *Plan) with(change func(*Plan)) *Plan {
	q := *p
	q.rules, q.allowed = slices.Clip(q.rules), slices.Clip(q.allowed)
	change(&q)
	return &q
}

// Never states that nobody who is not meant comes to act as the principal of an intent, for certain or perhaps: fleet.Excess stays
// empty. It breaks with an [Admitted].
func (p *Plan) Never(in fleet.Intent) *Plan {
	return p.with(func(q *Plan) { q.rules = append(q.rules, neverExcess(in)) })
}

// Only states that nobody but these actors could make itself the principal, for certain or perhaps, by what
// fleet.Graph.CouldBecome follows. An actor is named as fleet.Vertex.String does: a member of IAM by its member string, a workload
// by "PROJECT/LOCATION/NAME NS/KSA". It breaks with an [Able].
func (p *Plan) Only(who pool.Principal, actors ...string) *Plan {
	return p.with(func(q *Plan) { q.rules = append(q.rules, onlyThese(who, actors)) })
}

// Holds states any invariant: it holds for a world when the function gives nil, and its error says why not. The function is asked
// about thousands of worlds, and must give the same answer about one each time.
func (p *Plan) Holds(law func(*fleet.Graph) error) *Plan {
	return p.with(func(q *Plan) { q.rules = append(q.rules, rule{anything: true, breach: ofLaw(law)}) })
}

// Trying leaves out of the menu each operation that is not allowed. Of several all must allow it.
func (p *Plan) Trying(allowed func(fleet.Operation) bool) *Plan {
	return p.with(func(q *Plan) { q.allowed = append(q.allowed, allowed) })
}

// WithGrants puts on the menu what hands out access by itself: grants and role bindings to an outsider, keys, members of groups,
// permissions of custom roles, and nodes that run as an account.
func (p *Plan) WithGrants() *Plan { return p.with(func(q *Plan) { q.grants = true }) }

// BeyondToday takes whoever breaks Never and Only at the start as known, and looks for others.
func (p *Plan) BeyondToday() *Plan { return p.with(func(q *Plan) { q.beyond = true }) }

// A rule is an invariant of a plan.
type rule struct {
	aim      pool.Principal // whose names are on the menu; none: those of all grants
	anything bool           // it may break for want of access as well as for excess
	breach   judge
	doubts   func(*fleet.Graph) []fleet.Reason // why more may break it than is known; nil for none
}

// judge says how a world breaks an invariant, who is known aside. It fails where the world lacks what the invariant speaks of.
type judge func(g *fleet.Graph, known map[string]bool) (breach, err error)

func ofLaw(law func(*fleet.Graph) error) judge {
	return func(g *fleet.Graph, _ map[string]bool) (error, error) { return law(g), nil }
}

// Admitted says that somebody who is not meant can act as a principal, by a path.
type Admitted struct {
	Principal pool.Principal
	Who       fleet.Assumer
}

// Error names who it is, and the path.
func (a *Admitted) Error() string {
	does := a.Who.Strength.String()
	if a.Who.Exactness() != fleet.Exact {
		does = "perhaps " + does
	}
	return fmt.Sprintf("%v %s %v, and was not meant to: %v", a.Who, does, a.Principal, a.Who.Path)
}

// Able says that somebody could make itself a principal, by a path.
type Able struct {
	Principal pool.Principal
	Who       fleet.Could
}

// Error names who it is, and the path.
func (a *Able) Error() string {
	could := "could"
	if a.Who.Exactness() != fleet.Exact {
		could = "perhaps could"
	}
	return fmt.Sprintf("%v %s become %v: %v", a.Who.Actor, could, a.Principal, a.Who.Path)
}

func neverExcess(in fleet.Intent) rule {
	return rule{aim: in.Principal, breach: func(g *fleet.Graph, known map[string]bool) (error, error) {
		d, err := fleet.Excess(g, in)
		if err != nil {
			return nil, err
		}
		for _, x := range d.Excess {
			if !known[x.String()] {
				return &Admitted{d.Answer.Principal(), x}, nil
			}
		}
		return nil, nil
	}, doubts: func(g *fleet.Graph) []fleet.Reason {
		if d, err := fleet.Excess(g, in); err == nil && d.Exactness == fleet.Unsettled {
			return d.Reasons
		}
		return nil
	}}
}

func onlyThese(who pool.Principal, actors []string) rule {
	return rule{aim: who, breach: func(g *fleet.Graph, known map[string]bool) (error, error) {
		for c := range g.CouldBecome(who).All() {
			if name := c.Actor.String(); !known[name] && !slices.Contains(actors, name) {
				return &Able{who, c}, nil
			}
		}
		return nil, nil
	}, doubts: func(g *fleet.Graph) []fleet.Reason {
		if b := g.CouldBecome(who); b.Exactness() == fleet.Unsettled {
			return b.Reasons()
		}
		return nil
	}}
}

// today collects who breaks a rule at the start, one after the other.
func (r rule) today(g *fleet.Graph) (map[string]bool, error) {
	known := map[string]bool{}
	for {
		breach, err := r.breach(g, known)
		name := offender(breach)
		if err != nil || name == "" || known[name] {
			return known, err
		}
		known[name] = true
	}
}

// offender names who breaks a rule, or nobody.
func offender(breach error) string {
	switch b := breach.(type) {
	case *Admitted:
		return b.Who.String()
	case *Able:
		return b.Who.Actor.String()
	default:
		return ""
	}
}
