package fleet

import (
	"fmt"
	"slices"
)

// takeover is what one actor can make of itself, step by step: identities, and the rights that they hold. With certain,
// nothing in doubt counts.
type takeover struct {
	q       *question
	certain bool
	steps   []acquisition
	held    map[Vertex]int // into steps
	claims  map[Right][]heldClaim
	areas   map[area]bool // in which there is a claim
	wide    bool          // there is one that is not of a cluster
	met     bool          // a workload that leads to the principal was taken
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
	if q.goal(actor, true) && q.enable < 0 {
		return Could{}, false
	}
	for _, certain := range []bool{true, false} {
		t := &takeover{q: q, certain: certain, held: map[Vertex]int{}, claims: map[Right][]heldClaim{}, areas: map[area]bool{}}
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
	ways := t.q.ways(v, t.certain)
	if path, ok := t.follow(step, ways.goal); ok && (step > 0 || t.q.enable >= 0) {
		t.won = append(t.won, acquisition{edges: path, needs: []int{step}})
	}
	for _, l := range ways.pivots {
		if path, ok := t.follow(step, l); ok {
			t.hold(acquisition{vertex: memberVertex(l.to.Principal()), edges: path, needs: []int{step}})
		}
	}
	for _, c := range t.q.standing(v).claims {
		if len(c.doubts) == 0 || !t.certain {
			t.claim(heldClaim{c, step})
		}
	}
}

// follow takes a way as far as it can be taken from a step: whoever holds a token of a workload and runs nothing as it gets
// neither what its nodes hand out nor what its Secrets hold.
func (t *takeover) follow(step int, l lead) (Path, bool) {
	if !l.ok || len(l.path) == 0 || l.path[0].Rule != R15 && l.path[0].Rule != R16 || !t.tokenAlone(&t.steps[step]) {
		return l.path, l.ok
	}
	path := slices.Clone(l.path)
	path[0].Doubts = reasons(append(slices.Clone(path[0].Doubts), Reason{
		fmt.Sprintf("a token of %v alone brings nothing that its node or a Secret holds", path[0].From), "who may run something as it"}))
	return path, !t.certain
}

// tokenAlone reports a workload whose token was taken, and no more of it.
func (t *takeover) tokenAlone(a *acquisition) bool {
	if a.vertex.Kind != WorkloadVertex || len(a.edges) == 0 {
		return false
	}
	by := a.edges[len(a.edges)-1].Rule
	return by == R21 || by == R32
}

func (t *takeover) claim(c heldClaim) {
	if c.right == halfOfBinding {
		t.complete(c)
	}
	t.claims[c.right] = append(t.claims[c.right], c)
	t.wide = t.wide || c.cluster < 0
	t.areas[area{c.cluster, c.namespace}] = true
}

// complete joins half of the right to bind roles with the other half, where both reach.
func (t *takeover) complete(c heldClaim) {
	for _, other := range t.claims[halfOfBinding] {
		lower := c
		if t.q.g.covers(c.node, other.node) {
			lower.node = other.node
		}
		if c.powers|other.powers != writeBindings|bindRoles || !t.q.g.covers(other.node, lower.node) {
			continue
		}
		lower.right, lower.powers, lower.fact = BindRoles, c.powers|other.powers, other.fact+", with "+c.fact
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
	if len(t.claims[ImpersonateUsers])+len(t.claims[ImpersonateGroups])+len(t.claims[ImpersonateAccounts]) > 0 {
		t.impersonateAny()
	}
}

// runAny takes the workloads of a block that can be run as.
func (t *takeover) runAny(b block, targets []runTarget, goal bool) {
	if !t.wide && !t.areas[b.area] && !t.areas[area{b.cluster, ""}] {
		return
	}
	for _, x := range targets {
		if _, held := t.held[x.vertex]; held {
			continue
		}
		if a, ok := t.runs(x); ok {
			t.hold(a)
			t.met = t.met || goal && !t.tokenAlone(&a)
		}
	}
}

func (t *takeover) impersonateAny() {
	for _, face := range t.q.faces {
		if _, held := t.held[face]; !held {
			if a, ok := t.impersonates(face); ok {
				t.hold(a)
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
				return use{c, rule, doubts}, true
			}
		}
	}
	return use{}, false
}

// use is a claim, the rule by which it is used, and what may forbid that.
type use struct {
	*heldClaim
	rule Rule
	open []Reason
}

// then adds the step of a use to an acquisition: from whoever holds the claim to what it makes.
func (t *takeover) then(a *acquisition, u use, to Vertex, doubts ...Reason) {
	from := t.steps[u.step].vertex
	a.edges = append(a.edges, Edge{From: from, To: to, Rule: u.rule, Fact: u.fact, Source: u.at, Doubts: reasons(slices.Concat(u.doubts, u.open, doubts))})
	a.rights = append(a.rights, u.right)
	a.needs = append(a.needs, u.step)
	a.vertex = to
}

// plan spells out the shortest of the ways to the principal, the first of those of one length: every step that it rests on,
// in the order in which they were taken.
func (t *takeover) plan(actor Vertex) Could {
	enabling, _ := t.enables()
	var best []int
	var last acquisition
	shortest := -1
	for _, won := range t.won {
		needed, length := t.needed(slices.Concat(enabling.needs, won.needs))
		if length += len(won.edges); shortest < 0 || length < shortest {
			best, last, shortest = needed, won, length
		}
	}
	c := Could{Actor: actor}
	for _, s := range best {
		c.take(t.steps[s])
	}
	c.take(enabling)
	c.take(last)
	return c
}

// needed lists the steps that some steps rest on, with them, sorted, and how many edges they have together.
func (t *takeover) needed(rest []int) (all []int, edges int) {
	for ; len(rest) > 0; rest = rest[1:] {
		if s := rest[0]; !slices.Contains(all, s) {
			all = append(all, s)
			edges += len(t.steps[s].edges)
			rest = append(rest, t.steps[s].needs...)
		}
	}
	slices.Sort(all)
	return all, edges
}

func (c *Could) take(a acquisition) {
	c.Path = append(c.Path, a.edges...)
	for _, r := range a.rights {
		if !slices.Contains(c.Rights, r) {
			c.Rights = append(c.Rights, r)
		}
	}
}
