package fleet

import "slices"

// takeover is what one actor can make of itself, step by step: identities, and the rights that they hold. With certain,
// nothing in doubt counts.
type takeover struct {
	q        *question
	certain  bool
	steps    []acquisition
	held     map[identity]int               // into steps
	pivots   pivotSet                       // those that are held
	claims   [halfOfBinding + 1][]heldClaim // by right
	areas    map[area]bool                  // in which there is a claim
	clusters map[int32]bool                 // in which there is a claim
	wide     bool                           // there is one that is not of a cluster
	met      bool                           // a workload that leads to the principal was taken
	won      []acquisition                  // ways to the principal, found in one round
}

// acquisition is one identity and how it was come by: by edges, or by the way that leads from the one step that it rests on.
type acquisition struct {
	identity
	edges  Path
	rights []Right
	needs  []int   // steps that it rests on
	led    *Answer // what the way leads to, which is spelt out when it is needed
	lead
}

// length is the number of edges.
func (a *acquisition) length() int { return a.lead.length + len(a.edges) }

// heldClaim is a claim and the step that brought it.
type heldClaim struct {
	claim
	step int
	half []int // of a right in two halves, the step that brought the other
}

// could finds what an actor can do to become the principal: with certainty, or else at all. An actor that is the
// principal already has nothing to become.
func (q *question) could(actor Vertex) (Could, bool) {
	if q.goal(actor, true) && q.enable < 0 {
		return Could{}, false
	}
	for _, certain := range []bool{true, false} {
		t := &takeover{q: q, certain: certain, held: map[identity]int{}, areas: map[area]bool{}, clusters: map[int32]bool{}}
		if t.run(actor) {
			c := t.plan(actor)
			c.Path[0].Doubts = reasons(slices.Concat(c.Path[0].Doubts, q.behind(actor)))
			return c, true
		}
	}
	return Could{}, false
}

// behind says what is not known of who is behind an actor.
func (q *question) behind(actor Vertex) []Reason {
	if actor.Kind != PrincipalVertex {
		return nil
	}
	if a, ok := q.g.findAccount(actor.Principal.Email()); ok {
		return q.g.memberDoubts(q.g.token(a))
	}
	return q.g.selector(actor.Principal).doubts
}

// run takes all that can be had, round by round, until the principal is among it.
func (t *takeover) run(actor Vertex) bool {
	t.hold(acquisition{identity: identity{actor, false}})
	for done := 0; done < len(t.steps); {
		for ; done < len(t.steps); done++ {
			t.study(done)
		}
		if t.ends() {
			break
		}
		t.advance()
		t.makes()
	}
	return t.ends()
}

// ends reports that the principal was reached, and that it is enabled or can be.
func (t *takeover) ends() bool {
	if t.q.enable < 0 || len(t.won) == 0 {
		return len(t.won) > 0
	}
	_, ok := t.enables()
	return ok
}

// holds reports that an identity was taken: a workload by its token when something runs as it.
func (t *takeover) holds(who identity) bool {
	_, ok := t.held[who]
	if !ok && who.token {
		_, ok = t.held[identity{who.Vertex, false}]
	}
	return ok
}

func (t *takeover) hold(a acquisition) {
	if !t.holds(a.identity) {
		t.held[a.identity] = len(t.steps)
		t.steps = append(t.steps, a)
		if i, ok := t.q.asked[a.Principal]; ok && a.Vertex == memberVertex(a.Principal) {
			t.pivots.add(i)
		}
	}
}

// study sees what an identity that was taken brings: the principal itself, other principals, rights.
func (t *takeover) study(step int) {
	s := t.q.standing(t.steps[step].identity)
	ways := t.q.ways(s, t.certain)
	if ways.goal.ok && (step > 0 || t.q.enable >= 0) {
		t.won = append(t.won, acquisition{led: t.q.answer, lead: ways.goal, needs: []int{step}})
	}
	for i := range ways.pivots.without(t.pivots) {
		a := t.q.pivots[i]
		if l := t.q.lead(a, s, t.certain); l.ok {
			t.hold(acquisition{identity: identity{memberVertex(a.Principal()), false}, led: a, lead: l, needs: []int{step}})
		}
	}
	for _, c := range t.q.claims(s) {
		if len(c.doubts) == 0 || !t.certain {
			t.claim(heldClaim{claim: c, step: step})
		}
	}
}

func (t *takeover) claim(c heldClaim) {
	if c.right == halfOfBinding {
		t.complete(c)
	}
	t.claims[c.right] = append(t.claims[c.right], c)
	t.wide = t.wide || c.cluster < 0
	t.areas[area{c.cluster, c.namespace}] = true
	t.clusters[c.cluster] = true
}

// complete joins half of the right to bind roles with the other half, where both reach.
func (t *takeover) complete(c heldClaim) {
	for _, other := range t.claims[halfOfBinding] {
		lower := c
		if t.q.g.covers(c.node, other.node) {
			lower.node = other.node
		}
		both := c.powers | other.powers
		if both&(writeBindings|bindRoles) != writeBindings|bindRoles || !t.q.g.covers(other.node, lower.node) {
			continue
		}
		lower.right, lower.powers, lower.fact, lower.half = BindRoles, both, other.fact+", with "+c.fact, []int{other.step}
		lower.doubts = reasons(slices.Concat(c.doubts, other.doubts))
		t.claim(lower)
	}
}

// advance takes every workload and subject that the rights held so far lead to. If one of them leads to the principal, no
// other is needed, save to enable it.
func (t *takeover) advance() {
	blocks := t.q.blocks(t.certain)
	for _, b := range blocks {
		t.runAny(b, b.goals, true)
	}
	t.takeLoot()
	if t.met && t.q.enable < 0 {
		return
	}
	for _, b := range blocks {
		t.runAny(b, b.others, false)
	}
	t.impersonateAny()
}

// runAny takes the workloads of a block that can be run as.
func (t *takeover) runAny(b block, targets []runTarget, goal bool) {
	if !t.wide && !t.areas[b.area] && !t.areas[area{b.cluster, ""}] {
		return
	}
	for _, x := range targets {
		for _, token := range []bool{false, true} {
			if t.holds(identity{x.vertex, token}) {
				continue
			}
			if a, ok := t.runs(x, token); ok {
				t.hold(a)
				t.met = t.met || goal && !token
			}
		}
	}
}

// within reports a claim that may hold in a cluster.
func (t *takeover) within(cluster int32) bool { return t.wide || t.clusters[cluster] }

// impersonateAny takes the subjects of the clusters in which there is a claim.
func (t *takeover) impersonateAny() {
	for _, c := range t.q.crowds {
		if !t.within(c.cluster) {
			continue
		}
		for _, face := range c.faces {
			if !t.holds(identity{face, false}) {
				if a, ok := t.impersonates(face); ok {
					t.hold(a)
				}
			}
		}
	}
}

// roundabout are the rights that lead to other rights, in the order in which they are tried.
var roundabout = []Right{BindRoles, EscalateRoles, ImpersonateGroups, RewritePolicies}

// may finds the first claim that allows something: one that is the very right before one that leads to every right.
func (t *takeover) may(right Right, at place) (use, bool) {
	for _, r := range append([]Right{right}, roundabout...) {
		for i := range t.claims[r] {
			c := &t.claims[r][i]
			rule := t.q.g.gives(&c.claim, right, at)
			if rule == 0 {
				continue
			}
			if doubts, ok := t.q.g.permitted(&c.claim, at); ok && !(t.certain && len(doubts) > 0) {
				return use{c, rule, doubts, nil}, true
			}
		}
	}
	return use{}, false
}

// use is a claim, the rule by which it is used, what may forbid that, and what it takes besides.
type use struct {
	*heldClaim
	rule    Rule
	open    []Reason
	besides []use
}

// then adds the step of a use to an acquisition: from whoever holds the claim to what it makes.
func (t *takeover) then(a *acquisition, u use, to Vertex, doubts ...Reason) {
	from, fact := t.steps[u.step].Vertex, u.fact
	for _, x := range u.besides {
		a.rest(x)
		doubts = slices.Concat(doubts, x.doubts, x.open)
		if x.heldClaim != u.heldClaim {
			fact += ", with " + x.fact
		}
	}
	a.rest(u)
	a.edges = append(a.edges, Edge{From: from, To: to, Rule: u.rule, Fact: fact, Source: u.at, Doubts: reasons(slices.Concat(u.doubts, u.open, doubts))})
	a.Vertex = to
}

// rest lets an acquisition rest on a use.
func (a *acquisition) rest(u use) {
	a.rights = append(a.rights, u.right)
	a.needs = append(append(a.needs, u.step), u.half...)
}
