package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"fleettrust.example/scenario/fuzz"
	"pgregory.net/rapid"
)

const rolesTable = "../../fleet/roles.tsv"

// prepared is a judge by the rules of a text.
func prepared(t testing.TB, rules string) *opa {
	t.Helper()
	roles, err := readRoles(rolesTable)
	if err != nil {
		t.Fatal(err)
	}
	j, err := newOPA(t.Context(), rules, roles)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// Package fleet and OPA say the same of every workload, service account and user of every world. More worlds:
//
//	go -C examples/peers test -run Agree -rapid.checks=10000
func TestAgree(t *testing.T) {
	j := prepared(t, rulesText)
	rapid.Check(t, func(rt *rapid.T) {
		facts, _ := j.part(fuzz.World().Draw(rt, "world"))
		principals := accounts(facts)
		for range 4 {
			principals = append(principals, fuzz.Principal(facts).Draw(rt, "principal"))
		}
		found, err := compare(t.Context(), j, facts, principals)
		if err != nil {
			rt.Fatalf("%v\n%s", err, fuzz.Text(facts))
		}
		for _, d := range found {
			told, err := d.shrink(t.Context()).text(t.Context())
			rt.Fatalf("%s%v", told, err)
		}
	})
}

// The same over the worlds of the command, which are others.
func TestSweep(t *testing.T) {
	n := 200
	if testing.Short() {
		n = 50
	}
	r, err := sweep(t.Context(), []judge{prepared(t, rulesText)}, drawn(0, n))
	if err != nil {
		t.Fatal(err)
	}
	if r.Worlds != n || r.Principals < int64(aimed*n) {
		t.Errorf("compared %d worlds and %d principals, want %d and at least %d", r.Worlds, r.Principals, n, aimed*n)
	}
	for _, d := range r.Disagreements {
		t.Error(d)
	}
}

// A slice of the small scope: there every setting is known, and the clusters differ in all ways that the rules look at.
func TestScope(t *testing.T) {
	const n = 40
	r, err := sweep(t.Context(), []judge{prepared(t, rulesText)}, spread(fuzz.SmallScope().Within(2, 2, 2, 1), 0, n))
	if err != nil {
		t.Fatal(err)
	}
	if r.Worlds != n {
		t.Errorf("compared %d worlds, want %d", r.Worlds, n)
	}
	for _, d := range r.Disagreements {
		t.Error(d)
	}
}

// A sweep that cannot go on says so: it never reports that all agree on worlds that it did not see.
func TestSweepEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if r, err := sweep(ctx, []judge{prepared(t, rulesText)}, drawn(0, 50)); err == nil {
		t.Errorf("a sweep that was cancelled reports %d worlds and no error", r.Worlds)
	}
}

// Each fixed world meets the rule that it is there for: OPA grades the actors as told, derives one of them by that rule, and
// package fleet agrees.
func TestRules(t *testing.T) {
	j := prepared(t, rulesText)
	met := map[string]bool{}
	for _, c := range fixedWorlds() {
		t.Run(c.name, func(t *testing.T) {
			for _, r := range strings.Fields(c.rules) {
				met[r] = true
			}
			c.check(t, j)
		})
	}
	for _, r := range []fleet.Rule{
		fleet.R1, fleet.R2, fleet.R3, fleet.R4, fleet.R5, fleet.R6, fleet.R7, fleet.R8, fleet.R9, fleet.R10, fleet.R11, fleet.R12, fleet.R13, fleet.R14, fleet.R16, fleet.R17, fleet.R18,
	} {
		if !met[r.String()] {
			t.Errorf("no world is there for %v", r)
		}
	}
}

func (c fixed) check(t *testing.T, j *opa) {
	for _, wrong := range c.wrong(t, j) {
		t.Error(wrong)
	}
	p := pool.Must(pool.Parse(c.ask))
	edges, err := j.readEdges(t.Context(), c.facts, p)
	if err != nil {
		t.Fatal(err)
	}
	by := map[string]bool{}
	for who := range c.want {
		for _, r := range strings.FieldsFunc(derivation(edges, who, c.ask), func(r rune) bool { return strings.ContainsRune(" ,->", r) }) {
			by[r] = true
		}
	}
	for _, r := range strings.Fields(c.rules) {
		if !by[r] {
			t.Errorf("nobody is %s by %s", c.ask, r)
		}
	}
	c.agree(t, j, p)
}

// wrong tells whom the judge grades otherwise than it should.
func (c fixed) wrong(t *testing.T, j judge) []string {
	verdicts, err := j.verdicts(t.Context(), c.facts, []pool.Principal{pool.Must(pool.Parse(c.ask))})
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, who := range slices.Sorted(maps.Keys(c.want)) {
		if got := verdicts[c.ask].of(who); got != c.want[who] {
			all = append(all, fmt.Sprintf("%s is %s %s, want %s", who, got, c.ask, c.want[who]))
		}
	}
	return all
}

func (c fixed) agree(t *testing.T, j judge, p pool.Principal) {
	found, err := compare(t.Context(), j, c.facts, []pool.Principal{p})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range found {
		told, err := d.text(t.Context())
		t.Error(told, err)
	}
}
