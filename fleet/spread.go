package fleet

import (
	"cmp"
	"maps"
	"slices"

	"fleettrust.example/pool"
)

// spread is where a workload gets, walking forwards through the impersonation graph. It is the mirror of reach: it
// visits vertices by length and then by the ways to them, in the order in which Answer prefers ways, so the
// first way found to a vertex is the one that Answer gives.
type spread struct {
	g       *Graph
	certain bool
	order   []int32
	steps   map[int32]step
	done    map[carry]bool // followed from earlier vertices
	now     []carry        // followed from this one
}

// carry is what the grants on a node hand on: one grant of some powers gets everywhere that another does to whose member
// the same deny rules may apply.
type carry struct {
	node       int32
	powers     power
	holdsToken bool
	denies     string
}

// step is how a vertex was first reached: from another by a hop, or from a name of the workload.
type step struct {
	from   int32 // target for a name
	hop    hop
	name   holding
	length int32
	start  startKind

	known *[]Reason // the doubts of the way, once they were asked for
}

// spread walks from the names of a workload that grants know. O(accounts met × grants of their members).
func (g *Graph) spread(f face, certain bool) *spread {
	s := &spread{g: g, certain: certain, steps: map[int32]step{}, done: map[carry]bool{}}
	anyone, named := s.starts(f)
	level := s.visit(nil, anyone)
	level = s.visit(s.advance(level), named)
	for len(level) > 0 {
		level = s.advance(level)
	}
	return s
}

// start is a member that selects the workload.
type start struct {
	vertex int32
	holding
}

// starts lists the tokens that a workload possesses and the members that select it as anyone at all, and those that do
// by a credential, in the order of credentials and vertices. Tokens within scopes it keeps apart: they start nothing.
func (s *spread) starts(f face) (anyone, named []start) {
	g := s.g
	anyone = s.possessed(f)
	for _, m := range g.membersNamed(f) {
		hs, _ := g.match(g.member(m).selector, f)
		for _, h := range hs {
			at := start{g.memberVertex(m), h}
			switch {
			case h.provision < 0:
				anyone = append(anyone, at)
			case !s.certain || len(h.doubts) == 0 && len(g.clusters[f.cluster].provisions[h.provision].doubts) == 0:
				named = append(named, at)
			}
		}
	}
	slices.SortFunc(named, func(a, b start) int {
		return cmp.Or(cmp.Compare(a.provision, b.provision), cmp.Compare(a.vertex, b.vertex))
	})
	return anyone, named
}

// possessed lists the tokens that a workload possesses, in the order of vertices.
func (s *spread) possessed(f face) []start {
	var tokens []start
	for _, p := range s.g.possessions(f) {
		if !p.scoped && (!s.certain || len(p.doubts) == 0) {
			tokens = append(tokens, start{s.g.token(p.account), holding{f.id, -1, p.doubts, &p}})
		}
	}
	return tokens
}

// first is the step to a name by a credential, or else to what is possessed or to anyone at all.
func first(h holding) step {
	if h.provision >= 0 {
		return step{from: target, name: h, length: 2, start: byName}
	}
	return step{from: target, name: h, length: 1, start: byPossession}
}

// visit appends the starts that are new to a level.
func (s *spread) visit(level []int32, starts []start) []int32 {
	for _, at := range starts {
		if _, seen := s.steps[at.vertex]; !seen {
			s.steps[at.vertex] = first(at.holding)
			s.order = append(s.order, at.vertex)
			level = append(level, at.vertex)
		}
	}
	return level
}

// advance finds the vertices one step behind a level, in order.
func (s *spread) advance(level []int32) []int32 {
	var next []int32
	for _, u := range level {
		out := s.out(u)
		for _, c := range s.now {
			s.done[c] = true
		}
		s.now = s.now[:0]
		for _, v := range slices.Sorted(maps.Keys(out)) {
			if _, seen := s.steps[v]; !seen {
				s.steps[v] = step{from: u, hop: out[v], length: s.steps[u].length + 1, start: s.steps[u].start}
				s.order = append(s.order, v)
				next = append(next, v)
			}
		}
	}
	return next
}

// out gives the vertices that a vertex leads to, each by the least rule and the first grant.
func (s *spread) out(u int32) map[int32]hop {
	g, n := s.g, int32(len(s.g.accounts))
	out := map[int32]hop{}
	switch {
	case u >= 2*n:
		s.grants(out, u-2*n, true)
		for _, m := range g.member(u - 2*n).groups {
			out[g.memberVertex(m)] = hop{rule: R18, grant: -1}
		}
	case u < n && g.usable(u):
		if self := g.account(u).self; self >= 0 {
			s.grants(out, self, true)
		}
		for _, m := range g.account(u).sets {
			out[g.memberVertex(m)] = hop{rule: g.setRule(m), grant: -1}
		}
	case u >= n:
		for _, m := range g.membershipsOf(u - n) {
			s.grants(out, m, false)
		}
	}
	return out
}

// setRule is the rule by which an account is in a set.
func (g *Graph) setRule(m int32) Rule {
	if g.member(m).selector.selects == gathered {
		return R18
	}
	return R17
}

// membershipsOf lists the members that an account is or is in.
func (g *Graph) membershipsOf(a int32) []int32 {
	ms := g.account(a).sets
	if self := g.account(a).self; self >= 0 {
		ms = append([]int32{self}, ms...)
	}
	return g.holders(ms)
}

// grants adds what the grants of a member lead to. A delegate holds no token: it may only have tokens minted and
// signed, and delegate on.
func (s *spread) grants(out map[int32]hop, m int32, holdsToken bool) {
	g := s.g
	for _, i := range g.member(m).grants {
		if s.certain && len(g.grant(i).doubts) > 0 || s.flown(i, holdsToken) {
			continue
		}
		for a := range g.under(i) {
			if !g.usable(a) {
				continue
			}
			rule := g.direct(i, a, s.certain)
			if !holdsToken && rule != 0 {
				rule = 0
				if g.holds(i, a, mintToken|sign, s.certain) {
					rule = R11
				}
			}
			add(out, g.token(a), rule, i)
			if g.holds(i, a, delegateThrough, s.certain) {
				add(out, g.delegate(a), R11, i)
			}
		}
	}
}

// flown reports that a grant leads nowhere new, since one like it was followed from an earlier vertex.
func (s *spread) flown(i int32, holdsToken bool) bool {
	gr := s.g.grant(i)
	if gr.node < 0 {
		return false
	}
	here := carry{gr.node, gr.powers, holdsToken, s.g.member(gr.member).denies + s.g.member(gr.member).bonds}
	if s.done[here] {
		return true
	}
	s.now = append(s.now, here)
	return false
}

func add(out map[int32]hop, v int32, rule Rule, grant int32) {
	if old, ok := out[v]; rule != 0 && (!ok || rule < old.rule || rule == old.rule && grant < old.grant) {
		out[v] = hop{rule: rule, grant: grant}
	}
}

// path spells out the way to a vertex.
func (s *spread) path(f face, v int32) Path {
	g := s.g
	var path Path
	at := s.steps[v]
	for ; at.from != target; at = s.steps[v] {
		path = append(path, g.hopEdge(at.from, g.vertex(v), v, at.hop))
		v = at.from
	}
	slices.Reverse(path)
	return append(g.nameEdges(f, at.name, g.vertex(v)), path...)
}

// pathTo spells out the way to an account, or by way of it to a set that it is in.
func (s *spread) pathTo(f face, v int32, p pool.Principal) Path {
	way := s.path(f, v)
	if at := s.g.vertex(v).Principal; at != p {
		way = append(way, Edge{From: s.g.vertex(v), To: Vertex{Kind: PrincipalVertex, Principal: p}, Rule: R17})
	}
	return way
}

// doubts gives those along the way to a vertex; a certain walk meets none.
func (s *spread) doubts(f face, v int32) []Reason {
	if s.certain {
		return nil
	}
	at := s.steps[v]
	if at.known == nil {
		at.known = s.doubtsOf(f, v, at)
		s.steps[v] = at
	}
	return *at.known
}

func (s *spread) doubtsOf(f face, v int32, at step) *[]Reason {
	var rs []Reason
	if at.from == target {
		rs = s.g.nameEdges(f, at.name, s.g.vertex(v)).Doubts()
	} else {
		rs = reasons(slices.Concat(s.doubts(f, at.from), s.g.hopEdge(at.from, s.g.vertex(v), v, at.hop).Doubts))
	}
	return &rs
}
