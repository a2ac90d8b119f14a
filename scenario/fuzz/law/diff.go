package law

import (
	"fmt"
	"slices"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"pgregory.net/rapid"
)

// Diff: nothing differs from itself; a difference mirrors the one the other way round; and Diff and Compare tell of the
// same assumers. Diff does not list the numbers that a project of unknown number may have, and members of IAM only under
// the service accounts that they obtain.
func Diff(t *rapid.T, a World) {
	b := a.with(t, changed(t, a.Facts))
	if d := slices.Collect(fleet.Diff(a.Graph, a.Graph)); len(d) > 0 {
		t.Fatalf("a world differs from itself: %v\n%v", d, a)
	}
	there, back := slices.Collect(fleet.Diff(a.Graph, b.Graph)), slices.Collect(fleet.Diff(b.Graph, a.Graph))
	for i := range back {
		back[i].Gained = !back[i].Gained
	}
	if printedChanges(there) != printedChanges(back) {
		t.Fatalf("there\n%s\nand back\n%s\nfrom\n%v\nto\n%v", printedChanges(there), printedChanges(back), a, b)
	}
	for _, c := range there {
		if _, gained, lost := fleet.Compare(a.Graph, b.Graph, c.Principal); !has(gained, c.Assumer) && c.Gained || !has(lost, c.Assumer) && !c.Gained {
			t.Fatalf("Diff has a change that Compare has not: %s\nfrom\n%v\nto\n%v", printedChanges([]fleet.Change{c}), a, b)
		}
	}
	for _, p := range sorted(append(a.principals(t), b.principals(t)...)) {
		checkCompare(t, a, b, p, there)
	}
}

// changed draws another world that is like one: less is told or known in it.
func changed(t *rapid.T, facts []fleet.Fact) []fleet.Fact {
	for range rapid.IntRange(1, 2).Draw(t, "changes") {
		if rapid.Bool().Draw(t, "forget") {
			facts = forget(t, facts)
		} else {
			facts = unknown(t, facts)
		}
	}
	return facts
}

func printedChanges(cs []fleet.Change) string {
	text := ""
	for _, c := range cs {
		text += fmt.Sprintf("%v %v, %v: gained %v, %v%s\n", c.Workload, c.Member, c.Principal, c.Gained, c.Strength, printedPath(c.Path))
	}
	return text
}

func has(xs []fleet.Assumer, y fleet.Assumer) bool {
	return slices.ContainsFunc(xs, func(x fleet.Assumer) bool { return x.Workload == y.Workload && x.Member == y.Member })
}

func checkCompare(t *rapid.T, a, b World, p pool.Principal, changes []fleet.Change) {
	r, gained, lost := fleet.Compare(a.Graph, b.Graph, p)
	if want := relation(len(gained), len(lost)); r != want {
		t.Fatalf("%v: %v, with %d gained and %d lost\nfrom\n%v\nto\n%v", p, r, len(gained), len(lost), a, b)
	}
	if back, g, l := fleet.Compare(b.Graph, a.Graph, p); back != relation(len(lost), len(gained)) || printedAll(g) != printedAll(lost) || printedAll(l) != printedAll(gained) {
		t.Fatalf("%v: %v there and %v back\nfrom\n%v\nto\n%v", p, r, back, a, b)
	}
	for _, side := range []struct {
		xs     []fleet.Assumer
		in     World
		gained bool
	}{{gained, b, true}, {lost, a, false}} {
		asked := side.in.Graph.Assumers(p).Principal()
		if side.in.mayBeAnyNumber(asked) {
			continue
		}
		for _, x := range side.xs {
			if x.Member.IsValid() && asked.Kind() != pool.KindServiceAccount {
				continue // Diff lists members by the accounts they obtain
			}
			if x.Member.IsValid() && asked.Kind() != pool.KindServiceAccount {
				continue
			}
			if !slices.ContainsFunc(changes, func(c fleet.Change) bool {
				return c.Workload == x.Workload && c.Member == x.Member && c.Gained == side.gained && is(c.Principal, asked)
			}) {
				t.Fatalf("%v: Compare has a change that Diff has not: gained %v, %s\nfrom\n%v\nto\n%v", p, side.gained, printedAssumer(x), a, b)
			}
		}
	}
}

// mayBeAnyNumber reports a principal with a number, of a pool whose project has none that is known.
func (s World) mayBeAnyNumber(p pool.Principal) bool {
	return p.Number() != 0 && slices.ContainsFunc(factsOf[fleet.Project](s.Facts), func(o fleet.Project) bool {
		hub := pool.Must(pool.ParseName(o.ID + ".hub.id.goog"))
		return o.Number == 0 && (p.Pool() == poolOf(o) || p.Pool() == hub)
	})
}

func relation(gained, lost int) fleet.Relation {
	switch {
	case gained > 0 && lost > 0:
		return fleet.Incomparable
	case gained > 0:
		return fleet.Wider
	case lost > 0:
		return fleet.Narrower
	default:
		return fleet.Equal
	}
}

func printedAll(xs []fleet.Assumer) string {
	text := ""
	for _, x := range xs {
		text += printedAssumer(x) + "\n"
	}
	return text
}

// Excess: what an answer admits is what was intended less the shortfall, and the excess; every member is excess; the
// order and repeats of the intended do not matter.
func Excess(t *rapid.T, s World) {
	var meant []fleet.Workload
	for _, w := range s.Graph.Workloads() {
		if rapid.Bool().Draw(t, "meant") {
			meant = append(meant, w)
		}
	}
	meant = append(meant, fleet.Workload{Namespace: "nowhere"}, fleet.Workload{})
	for _, p := range s.principals(t) {
		a := s.Graph.Assumers(p)
		excess, shortfall := deviation(t, s.Graph, p, meant)
		twice := slices.Concat(meant, meant)
		slices.Reverse(twice)
		if e, f := deviation(t, s.Graph, p, twice); printedAll(e) != printedAll(excess) || !slices.Equal(f, shortfall) || !slices.IsSortedFunc(f, fleet.Workload.Compare) {
			t.Fatalf("%v: told in another order and twice, the excess is\n%s%v\nand not\n%s%v\n%v", p, printedAll(e), f, printedAll(excess), shortfall, s)
		}
		over := map[string]bool{}
		for _, x := range excess {
			over[who(x)] = true
		}
		for name, x := range assumers(a) {
			if over[name] == (!x.Member.IsValid() && slices.Contains(meant, x.Workload)) {
				t.Fatalf("%v: %v is admitted, intended %v, and in the excess %v\n%v", p, name, meant, over[name], s)
			}
		}
		for _, w := range meant {
			if id, ok := s.Graph.WorkloadID(w); slices.Contains(shortfall, w) == (ok && a.Can(id)) {
				t.Fatalf("%v: %v is intended, and in the shortfall %v\n%v", p, w, shortfall, s)
			}
		}
		if len(excess) > len(assumers(a)) || len(shortfall) > len(meant) {
			t.Fatalf("%v: an excess of %d and a shortfall of %d from nowhere\n%v", p, len(excess), len(shortfall), s)
		}
	}
}

func deviation(t *rapid.T, g *fleet.Graph, p pool.Principal, meant []fleet.Workload) (excess []fleet.Assumer, shortfall []fleet.Workload) {
	d, err := fleet.Excess(g, fleet.Intent{Principal: p, Workloads: meant})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range d.Shortfall {
		if s.Rung.Verdict != fleet.No && (s.Rung.Verdict != fleet.Perhaps || d.Exactness == fleet.Exact) {
			t.Fatalf("%v: %v is short, and the witness is %+v", p, s, s.Rung)
		}
		shortfall = append(shortfall, s.Workload)
	}
	return d.Excess, shortfall
}
