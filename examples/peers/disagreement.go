package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"fleettrust.example/scenario/fuzz"
)

// judged drops the facts that the rules for OPA leave out, and of pods where they run. Permits and constraints stay in the
// graph and are not in the document: what could be created must not matter to who can assume a principal today.
func judged(facts []fleet.Fact) []fleet.Fact {
	var all []fleet.Fact
	for _, f := range facts {
		switch f := f.(type) {
		case fleet.Boundary, fleet.NodePool:
		case fleet.Pod:
			f.HostNetwork, f.NodePool, f.NodeSelector = false, "", nil
			all = append(all, f)
		case fleet.Gap:
			if f.What != fleet.GapNodePools && f.What != fleet.GapPods {
				all = append(all, f)
			}
		default:
			all = append(all, f)
		}
	}
	return all
}

func hasDenies(facts []fleet.Fact) bool {
	return slices.ContainsFunc(facts, func(f fleet.Fact) bool { _, ok := f.(fleet.Deny); return ok })
}

func build(facts []fleet.Fact) (*fleet.Graph, error) {
	var b fleet.Builder
	b.Add(facts...)
	return b.Build()
}

// A disagreement is one principal of one world of which package fleet and the judge do not say the same.
type disagreement struct {
	facts     []fleet.Fact
	principal pool.Principal
	about     []grading // sorted by actor, at least one
}

// A grading is what either side says of an actor: surely, perhaps or never.
type grading struct{ actor, fleet, opa string }

func (g grading) String() string {
	return fmt.Sprintf("%s: %s by package fleet, %s by OPA", g.actor, g.fleet, g.opa)
}

// compare asks both sides about principals of a world, and gives each of which they disagree.
func (j *judge) compare(ctx context.Context, facts []fleet.Fact, principals []pool.Principal) ([]disagreement, error) {
	g, err := build(facts)
	if err != nil {
		return nil, err
	}
	var answers []*fleet.Answer
	var ask []pool.Principal
	for _, p := range principals {
		a := g.Assumers(p)
		answers = append(answers, a)
		ask = append(append(ask, a.Principal()), standIns(a)...)
	}
	verdicts, err := j.verdicts(ctx, written(facts), ask)
	if err != nil {
		return nil, err
	}
	var all []disagreement
	for _, a := range answers {
		if about := gradings(a, verdicts, hasDenies(facts)); len(about) > 0 {
			all = append(all, disagreement{facts, a.Principal(), about})
		}
	}
	return all, nil
}

// gradings gives the actors of whom an answer and its verdict say different things. Certain is surely and in doubt is
// perhaps. An answer that may lack some may lack one who perhaps is the principal; and one who may be in a member of the
// answer that stands for others, such as a group, is there by that name. Under deny rules package fleet doubts a step for all
// of a member when a rule may mean some of it, and the judge looks at each caller: then a doubt agrees with anything.
func gradings(a *fleet.Answer, verdicts map[string]verdict, denies bool) []grading {
	grades, v := answered(a), verdicts[a.Principal().String()]
	actors := map[string]bool{}
	for x := range grades {
		actors[x] = true
	}
	for x := range v.surely {
		actors[x] = true
	}
	for x := range v.perhaps {
		actors[x] = true
	}
	var all []grading
	for x := range actors {
		g := grading{x, cmp.Or(grades[x], "never"), v.of(x)}
		lacking := g.fleet == "never" && g.opa == "perhaps" && (a.Exactness() == fleet.Unsettled || stoodFor(a, verdicts, x))
		if g.fleet != g.opa && !lacking && !(denies && g.fleet == "perhaps") {
			all = append(all, g)
		}
	}
	slices.SortFunc(all, func(g, h grading) int { return strings.Compare(g.actor, h.actor) })
	return all
}

// answered grades the workloads, service accounts and users of an answer.
func answered(a *fleet.Answer) map[string]string {
	grades := map[string]string{}
	for x := range a.All() {
		switch {
		case standsForOthers(x.Member):
		case x.Exactness() == fleet.Exact:
			grades[actor(x)] = "surely"
		default:
			grades[actor(x)] = "perhaps"
		}
	}
	return grades
}

func actor(x fleet.Assumer) string {
	if x.Member.IsValid() {
		return x.Member.Canonical().String()
	}
	return x.Workload.String()
}

func (v verdict) of(actor string) string {
	switch {
	case v.surely[actor]:
		return "surely"
	case v.perhaps[actor]:
		return "perhaps"
	default:
		return "never"
	}
}

func standsForOthers(m pool.Principal) bool {
	return m.IsValid() && m.Kind() != pool.KindServiceAccount && m.Kind() != pool.KindUser
}

// standIns gives the members of an answer that stand for others: groups, domains and sets whose members are not known.
func standIns(a *fleet.Answer) []pool.Principal {
	var all []pool.Principal
	for x := range a.All() {
		if standsForOthers(x.Member) {
			all = append(all, x.Member.Canonical())
		}
	}
	return all
}

// stoodFor reports that an actor may be, come to be or delegate through one of those for whom a member of an answer stands.
func stoodFor(a *fleet.Answer, verdicts map[string]verdict, actor string) bool {
	return slices.ContainsFunc(standIns(a), func(p pool.Principal) bool {
		v := verdicts[p.String()]
		return v.of(actor) != "never" || v.through[actor]
	})
}

// shrink takes facts out as long as the two sides disagree on the principal, and gives the last disagreement. Every fact
// that is left is needed for it. O(n²) comparisons in the facts.
func (j *judge) shrink(ctx context.Context, d disagreement) disagreement {
	for i := 0; i < len(d.facts); i++ {
		fewer := slices.Delete(slices.Clone(d.facts), i, i+1)
		if found, err := j.compare(ctx, fewer, []pool.Principal{d.principal}); err == nil && len(found) > 0 {
			d, i = found[0], -1
		}
	}
	return d
}

// text tells a disagreement with what either side has for it: the path that package fleet gives, the edges by which OPA
// gets there.
func (j *judge) text(ctx context.Context, d disagreement) (string, error) {
	g, err := build(d.facts)
	if err != nil {
		return "", err
	}
	edges, err := j.readEdges(ctx, d)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	answer := g.Assumers(d.principal)
	fmt.Fprintf(&b, "%v (%v by package fleet)\n", d.principal, answer.Exactness())
	for _, about := range d.about {
		fmt.Fprintf(&b, "  %v\n    package fleet: %s\n    OPA: %s\n", about, pathOf(answer, about.actor), derivation(edges, about.actor, d.principal.String()))
	}
	b.WriteString(fuzz.Text(d.facts))
	return b.String(), nil
}

func pathOf(a *fleet.Answer, who string) string {
	for x := range a.All() {
		if actor(x) == who {
			return x.Path.String()
		}
	}
	return "no path"
}
