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

func hasDenies(facts []fleet.Fact) bool {
	return slices.ContainsFunc(facts, func(f fleet.Fact) bool { _, ok := f.(fleet.Deny); return ok })
}

func build(facts []fleet.Fact) (*fleet.Graph, error) {
	var b fleet.Builder
	b.Add(facts...)
	return b.Build()
}

// A disagreement is one principal of one world of which package fleet and a judge do not say the same.
type disagreement struct {
	judge     judge
	facts     []fleet.Fact
	principal pool.Principal
	about     []grading // sorted by actor, at least one
}

// A grading is what either side says of an actor: surely, perhaps or never.
type grading struct{ actor, fleet, judge string }

// compare asks package fleet and a judge about principals of a world, and gives each of which they disagree.
func compare(ctx context.Context, j judge, facts []fleet.Fact, principals []pool.Principal) ([]disagreement, error) {
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
	verdicts, err := j.verdicts(ctx, facts, ask)
	if err != nil {
		return nil, err
	}
	var all []disagreement
	for _, a := range answers {
		if about := gradings(a, verdicts, hasDenies(facts)); len(about) > 0 {
			all = append(all, disagreement{j, facts, a.Principal(), about})
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
		lacking := g.fleet == "never" && g.judge == "perhaps" && (a.Exactness() == fleet.Unsettled || stoodFor(a, verdicts, x))
		if g.fleet != g.judge && !lacking && !(denies && g.fleet == "perhaps") {
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

// shrink gives the disagreement in the least world in which the two sides still say the same two things of the same actor.
func (d disagreement) shrink(ctx context.Context) disagreement {
	fuzz.Shrink(d.facts, func(facts []fleet.Fact) bool {
		found, ok := d.remains(ctx, facts)
		if ok {
			d = found
		}
		return ok
	})
	return d
}

// remains gives the first thing on which the sides disagree in another world too. One of which the judge knows nothing says
// nothing.
func (d disagreement) remains(ctx context.Context, facts []fleet.Fact) (disagreement, bool) {
	known, outside := d.judge.part(facts)
	if outside != "" {
		return d, false
	}
	found, err := compare(ctx, d.judge, known, []pool.Principal{d.principal})
	if err != nil || len(found) == 0 || !slices.Contains(found[0].about, d.about[0]) {
		return d, false
	}
	found[0].about = d.about[:1]
	return found[0], true
}

// text tells a disagreement with its world and with what either side has for it.
func (d disagreement) text(ctx context.Context) (string, error) {
	g, err := build(d.facts)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	answer := g.Assumers(d.principal)
	fmt.Fprintf(&b, "%v (%v by package fleet)\n", d.principal, answer.Exactness())
	for _, about := range d.about {
		theirs, err := d.judge.derivation(ctx, d.facts, d.principal, about.actor)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "  %s: %s by package fleet, %s by %v\n", about.actor, about.fleet, about.judge, d.judge)
		fmt.Fprintf(&b, "    package fleet: %s\n    %v: %s\n", derivationOf(g, answer, about.actor), d.judge, theirs)
	}
	b.WriteString(fuzz.Text(d.facts))
	return b.String(), nil
}
