package fleet

import "slices"

// plan spells out the shortest of the ways to the principal, the first of those of one length: every step that it rests on,
// in the order in which they were taken.
func (t *takeover) plan(actor Vertex) Could {
	enabling, _ := t.enables()
	var best []int
	var last *acquisition
	shortest := -1
	for i := range t.won {
		won := &t.won[i]
		needed, length := t.needed(slices.Concat(enabling.needs, won.needs))
		if length += won.length(); shortest < 0 || length < shortest {
			best, last, shortest = needed, won, length
		}
	}
	c := Could{Actor: actor}
	for _, s := range best {
		t.take(&c, &t.steps[s])
	}
	t.take(&c, &enabling)
	t.take(&c, last)
	return c
}

// needed lists the steps that some steps rest on, with them, sorted, and how many edges they have together.
func (t *takeover) needed(rest []int) (all []int, edges int) {
	for ; len(rest) > 0; rest = rest[1:] {
		if s := rest[0]; !slices.Contains(all, s) {
			all = append(all, s)
			edges += t.steps[s].length()
			rest = append(rest, t.steps[s].needs...)
		}
	}
	slices.Sort(all)
	return all, edges
}

func (t *takeover) take(c *Could, a *acquisition) {
	c.Path = append(c.Path, t.path(a)...)
	for _, r := range a.rights {
		if !slices.Contains(c.Rights, r) {
			c.Rights = append(c.Rights, r)
		}
	}
}

// path spells out how something was come by.
func (t *takeover) path(a *acquisition) Path {
	if a.led == nil {
		return a.edges
	}
	return t.q.spell(a.led, t.q.standing(t.steps[a.needs[0]].identity))
}
