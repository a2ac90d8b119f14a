package fleet

import "slices"

// takeover is what one actor can make of itself, step by step: identities, and the rights that they hold. With certain,
// nothing in doubt counts.
type takeover struct {
	q       *question
	certain bool
	steps   []acquisition
	held    map[Vertex]int // into steps
	claims  []heldClaim
	won     []acquisition // ways to the principal, found in one round
}

// acquisition is one identity and how it was come by.
type acquisition struct {
	vertex Vertex
	edges  Path
	rights []Right
	needs  []int // steps that it rests on
}

// heldClaim is a claim and the step that brought it.
type heldClaim struct {
	claim
	step int
}

// could finds what an actor can do to become the principal: with certainty, or else at all. An actor that is the
// principal already has nothing to become.
func (q *question) could(actor Vertex) (Could, bool) {
	if _, already := q.leads(q.answer, actor, true); already && q.enable < 0 {
		return Could{}, false
	}
	for _, certain := range []bool{true, false} {
		t := &takeover{q: q, certain: certain, held: map[Vertex]int{}}
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
	t.hold(acquisition{vertex: actor})
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

func (t *takeover) hold(a acquisition) {
	if _, ok := t.held[a.vertex]; !ok {
		t.held[a.vertex] = len(t.steps)
		t.steps = append(t.steps, a)
	}
}

// study sees what an identity that was taken brings: the principal itself, other principals, rights.
func (t *takeover) study(step int) {
	v := t.steps[step].vertex
	if path, ok := t.q.leads(t.q.answer, v, t.certain); ok && (step > 0 || t.q.enable >= 0) {
		t.won = append(t.won, acquisition{edges: path, needs: []int{step}})
	}
	for _, a := range t.q.pivots {
		if path, ok := t.q.leads(a, v, t.certain); ok && len(path) > 0 {
			t.hold(acquisition{vertex: memberVertex(a.Principal()), edges: path, needs: []int{step}})
		}
	}
	for _, c := range t.q.g.claims(v) {
		if len(c.doubts) == 0 || !t.certain {
			t.claims = append(t.claims, heldClaim{c, step})
		}
	}
}

// advance takes every workload and subject that the rights held so far lead to.
func (t *takeover) advance() {
	for _, x := range t.q.runs {
		if _, held := t.held[x.vertex]; !held {
			if a, ok := t.runs(x); ok {
				t.hold(a)
			}
		}
	}
	for _, face := range t.q.faces {
		if _, held := t.held[face]; !held {
			if a, ok := t.impersonates(face); ok {
				t.hold(a)
			}
		}
	}
}

// may finds the first claim that allows something: one that is the very right before one that leads to every right.
func (t *takeover) may(right Right, at place) (use, bool) {
	var roundabout *use
	for i := range t.claims {
		c := &t.claims[i]
		rule := t.q.g.gives(&c.claim, right, at)
		switch {
		case rule == 0:
		case c.right == right:
			return use{c, rule}, true
		case roundabout == nil:
			roundabout = &use{c, rule}
		}
	}
	if roundabout == nil {
		return use{}, false
	}
	return *roundabout, true
}

// use is a claim and the rule by which it is used.
type use struct {
	*heldClaim
	rule Rule
}

// then adds the step of a use to an acquisition: from whoever holds the claim to what it makes.
func (t *takeover) then(a *acquisition, u use, to Vertex, doubts ...Reason) {
	from := t.steps[u.step].vertex
	a.edges = append(a.edges, Edge{From: from, To: to, Rule: u.rule, Fact: u.fact, Source: u.at, Doubts: reasons(slices.Concat(u.doubts, doubts))})
	a.rights = append(a.rights, u.right)
	a.needs = append(a.needs, u.step)
	a.vertex = to
}

// plan spells out the shortest of the ways to the principal, the first of those of one length.
func (t *takeover) plan(actor Vertex) Could {
	var best Could
	for i, last := range t.won {
		if c := t.spell(actor, last); i == 0 || len(c.Path) < len(best.Path) {
			best = c
		}
	}
	return best
}

// spell lists every step that the last one rests on, in the order in which they were taken.
func (t *takeover) spell(actor Vertex, last acquisition) Could {
	needed := map[int]bool{}
	a, _ := t.enables()
	for rest := slices.Concat(a.needs, last.needs); len(rest) > 0; {
		s := rest[0]
		if rest = rest[1:]; !needed[s] {
			needed[s] = true
			rest = append(rest, t.steps[s].needs...)
		}
	}
	c := Could{Actor: actor}
	for i, s := range t.steps {
		if needed[i] {
			c.take(s)
		}
	}
	c.take(a)
	c.take(last)
	return c
}

func (c *Could) take(a acquisition) {
	c.Path = append(c.Path, a.edges...)
	for _, r := range a.rights {
		if !slices.Contains(c.Rights, r) {
			c.Rights = append(c.Rights, r)
		}
	}
}
