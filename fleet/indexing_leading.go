package fleet

import "slices"

// leading finds the vertices that lead to one account after another, as reach does, without how.
type leading struct {
	any, certain met
	differ       bool // some lead there in doubt only
	done         map[visit]bool
}

// few are gone over more quickly than they are looked up.
const few = 16

// met is a set of vertices.
type met struct {
	all []int32
	in  map[int32]bool // nil of few
}

func (m *met) clear() { m.all, m.in = m.all[:0], nil }

func (m *met) has(v int32) bool {
	if m.in == nil {
		return slices.Contains(m.all, v)
	}
	return m.in[v]
}

func (m *met) add(v int32) {
	if m.has(v) {
		return
	}
	m.all = append(m.all, v)
	if len(m.all) == few {
		m.in = map[int32]bool{}
		for _, u := range m.all {
			m.in[u] = true
		}
	}
	if m.in != nil {
		m.in[v] = true
	}
}

// find finds what leads to an account, unless that is more than most vertices.
func (l *leading) find(g *Graph, a int32, most int) bool {
	l.differ = false
	if !l.walk(g, &l.any, a, false, most) {
		return false
	}
	return !l.differ || l.walk(g, &l.certain, a, true, most)
}

// sure reports that a vertex which leads to the account does so for certain.
func (l *leading) sure(v int32) bool { return !l.differ || l.certain.has(v) }

// walk goes backwards from an account. It reports that it came to the end.
func (l *leading) walk(g *Graph, to *met, a int32, certain bool, most int) bool {
	to.clear()
	if l.done == nil || len(l.done) > few {
		l.done = map[visit]bool{}
	}
	clear(l.done)
	to.add(g.token(a))
	for i := 0; i < len(to.all); i++ {
		v := to.all[i]
		l.differ = l.differ || g.mayDiffer(v)
		for u, h := range g.into(v, certain, l.done) {
			l.differ = l.differ || h.grant >= 0 && len(g.grant(h.grant).doubts) > 0
			if to.add(u); len(to.all) > most {
				return false
			}
		}
	}
	return true
}

// mayDiffer reports an account over which a grant that is in no doubt itself may not hold.
func (g *Graph) mayDiffer(v int32) bool {
	if v >= 2*int32(len(g.accounts)) {
		return false
	}
	a := g.accountOf(v)
	return g.underDeny(a) || len(g.keyless(a)) > 0
}
