//go:build mutants

package fuzz_test

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"fleettrust.example/scenario/fuzz"
	"fleettrust.example/scenario/fuzz/law"
	"pgregory.net/rapid"
)

// This file is in no build but the one that TestMutants makes: only there the sources have mutants in them, and pool.Mutant,
// which names the one that is switched on.

var hunted = flag.String("mutants", "", "the mutants to hunt, with commas between them")

const (
	control   = 5    // worlds in which no law may break while no mutant is switched on
	headStart = 3    // worlds that the laws are asked in which need no second model
	studied   = 100  // worlds that all laws are asked in
	drawn     = 3000 // worlds at most among which those are sought
	untouched = 10   // worlds in which all laws are asked of a mutant that changes no answer
)

// dear are the laws that cost as much as all others together. They are asked in one world alone.
var dear = []string{"QuestionsAgree", "Ladder", "OrderNeverMatters", "Spelling", "WithIsBuilding", "WithLeavesAlone"}

// TestMutantSweep says of each mutant which law breaks first, and in which world.
func TestMutantSweep(t *testing.T) {
	for seed := range control {
		if by, how := brokenIn(worldOf(seed), seed, law.All()); by != "" {
			t.Errorf("no mutant is switched on, and in world %d %s breaks:\n%s", seed, by, how)
		}
	}
	for _, m := range readMutants(t) {
		if slices.Contains(strings.Split(*hunted, ","), m.name) {
			fmt.Println(fateOf(t, m))
		}
	}
}

// fateOf hunts one mutant through worlds in which it changes what is answered. In the first few of them the laws are asked that
// compare fleet with itself, and then, from the first on, the second model before them.
func fateOf(t *testing.T, m mutant) fate {
	tracks := &trail{m: m, next: m.from}
	alone, second := laws(not(ofTwo)), laws(ofTwo)
	cheap := slices.DeleteFunc(slices.Clone(alone), isDear)
	for _, part := range []struct {
		laws   []law.Law
		worlds iter.Seq[int]
	}{
		{alone, first(1, tracks.all())},
		{cheap, first(headStart, tracks.all())},
		{slices.Concat(second, cheap), first(studied, tracks.all())},
		{slices.Concat(alone, second), first(untouched, m.seeds())},
	} {
		for seed := range part.worlds {
			if by := strike(t, m.name, seed, part.laws); by != "" {
				return fate{m.name, by, seed - m.from + 1}
			}
		}
	}
	return fate{m.name, "", drawn}
}

func laws(which func(law.Law) bool) []law.Law { return slices.DeleteFunc(law.All(), not(which)) }

func not(is func(law.Law) bool) func(law.Law) bool {
	return func(l law.Law) bool { return !is(l) }
}

// ofTwo reports a law that compares fleet with the second model.
func ofTwo(l law.Law) bool { return strings.HasPrefix(l.Name, "Slow") }

func isDear(l law.Law) bool { return slices.Contains(dear, l.Name) }

func first(n int, of iter.Seq[int]) iter.Seq[int] {
	return func(yield func(int) bool) {
		left := n
		for seed := range of {
			if left == 0 || !yield(seed) {
				return
			}
			left--
		}
	}
}

// seeds are those of the worlds that may be drawn for a mutant.
func (m mutant) seeds() iter.Seq[int] {
	return func(yield func(int) bool) {
		for seed := m.from; seed < m.from+drawn && yield(seed); seed++ {
		}
	}
}

// A trail is the worlds in which a mutant changes what is answered, as far as they were sought.
type trail struct {
	m     mutant
	found []int
	next  int
}

// all gives the seeds of these worlds: those that were found before, and on from there.
func (r *trail) all() iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := 0; i < len(r.found) || r.seek(); i++ {
			if !yield(r.found[i]) {
				return
			}
		}
	}
}

// seek finds one world more.
func (r *trail) seek() bool {
	for r.next < r.m.from+drawn {
		seed := r.next
		r.next++
		if changes(r.m.name, seed) {
			r.found = append(r.found, seed)
			return true
		}
	}
	return false
}

// changes reports that something is answered otherwise with a mutant than without.
func changes(name string, seed int) bool {
	s := scene(seed)
	w, err := rebuilt(name, s.world, s.world.Facts) // told twice
	defer switchOff()
	return err != nil || s.answer != portrait(w.Graph, s.ask)
}

// strike asks the laws of a world, with a mutant switched on, until one breaks. Without the mutant that law must hold in the same
// world, with the same draws.
func strike(t *testing.T, name string, seed int, laws []law.Law) string {
	s := scene(seed)
	w, err := rebuilt(name, s.world, nil)
	defer switchOff()
	if err != nil {
		return "WorldBuilds"
	}
	by, _ := brokenIn(w, seed, laws)
	switchOff()
	for _, l := range laws {
		if l.Name != by {
			continue
		}
		if how, broken := law.Broken(l, s.world, seed); broken {
			t.Errorf("without mutant %s, %s breaks in world %d as well:\n%s", name, by, seed, how)
		}
	}
	return by
}

// brokenIn gives the first law that breaks in a world.
func brokenIn(w law.World, seed int, laws []law.Law) (by, how string) {
	for _, l := range laws {
		if how, broken := law.Broken(l, w, seed); broken {
			return l.Name, how
		}
	}
	return "", ""
}

func switchOff() { pool.Mutant = "" }

// rebuilt switches a mutant on and builds a world anew, of which some facts may be told again.
func rebuilt(name string, w law.World, again []fleet.Fact) (law.World, error) {
	pool.Mutant = name
	b := fleet.Builder{Assumptions: w.Assumed, Evaluator: w.Reads.Evaluator}
	b.Add(w.Facts...)
	b.Add(again...)
	g, err := b.Build()
	w.Graph = g
	return w, err
}

// A setting is a world as it is without mutants, what is asked there, and a digest of what is answered.
type setting struct {
	world  law.World
	ask    []pool.Principal
	answer [sha256.Size]byte
}

// scenes keeps the worlds that most mutants come to.
var scenes [100]*setting

func worldOf(seed int) law.World { return rapid.Custom(law.Draw).Example(seed) }

// scene gives the world of a seed. No mutant must be switched on.
func scene(seed int) *setting {
	if seed < len(scenes) && scenes[seed] != nil {
		return scenes[seed]
	}
	s := &setting{world: worldOf(seed)}
	s.ask = rapid.SliceOfN(fuzz.Principal(s.world.Facts), 3, 3).Example(seed)
	for email := range s.world.Graph.Accounts() {
		s.ask = append(s.ask, pool.ServiceAccount(email))
	}
	s.answer = portrait(s.world.Graph, s.ask)
	if seed < len(scenes) {
		scenes[seed] = s
	}
	return s
}

var nothing, _ = new(fleet.Builder).Build()

// portrait is what is answered in a world: who can be some principals, who could become one, why a workload is not, and what all
// of them hold, which is what is lost where there is nothing.
func portrait(g *fleet.Graph, ask []pool.Principal) [sha256.Size]byte {
	b := sha256.New()
	for i, p := range ask {
		a := g.Assumers(p)
		fmt.Fprintln(b, p, a.Exactness(), a.Reasons(), a.Open(), slices.Collect(a.All()))
		if i < 4 {
			c := g.CouldBecome(p)
			fmt.Fprintln(b, c.Exactness(), c.Reasons(), slices.Collect(c.All()))
		}
	}
	for id, w := range g.Workloads() {
		hs := g.Principals(id)
		fmt.Fprintln(b, w, hs.Exactness(), hs.Reasons(), slices.Collect(hs.All()), g.WhyNot(w, ask[0]))
	}
	for c := range fleet.Diff(g, nothing) {
		fmt.Fprintln(b, c.Principal, c.Gained)
		break
	}
	return [sha256.Size]byte(b.Sum(nil))
}
