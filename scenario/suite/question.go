package suite

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/render"
	"fleettrust.example/pool"
)

// whocan asks who can act as a principal.
func (x *terminal) whocan(args []string) (finding, error) {
	p, err := x.principal(args, 0, "whocan PRINCIPAL")
	if err != nil {
		return finding{}, err
	}
	g := x.world()
	a := g.Assumers(p)
	x.covered.touch(g, p)
	claims := x.claims(assumers(a.All()))
	return judge(render.AnswerOf(a, g.Attachers(p)), a.Exactness(), a.Reasons(), claims), nil
}

func assumers(all iter.Seq[fleet.Assumer]) iter.Seq[claim] {
	return func(yield func(claim) bool) {
		for a := range all {
			if !yield(claim{a.String(), a.Path}) {
				return
			}
		}
	}
}

// claims notes that an assertion touches all that an answer goes through, and gives the answer again.
func (x *terminal) claims(all iter.Seq[claim]) iter.Seq[claim] {
	for c := range all {
		x.covered.follow(x.world(), c.path)
	}
	return all
}

// whatcan asks which service accounts a workload obtains. One that is gone obtains none.
func (x *terminal) whatcan(args []string) (finding, error) {
	if len(args) != 2 {
		return finding{}, errors.New("usage: whatcan CLUSTER NAMESPACE/KSA")
	}
	w, err := x.workload(args[0], args[1])
	if err != nil {
		return finding{}, err
	}
	g := x.world()
	id, ok := g.WorkloadID(w)
	if !ok {
		return finding{}, fmt.Errorf("%v is no longer there", w)
	}
	h := g.Principals(id)
	return judge(render.HoldingsOf(w, h), h.Exactness(), h.Reasons(), x.claims(accounts(h))), nil
}

func accounts(h fleet.Holdings) iter.Seq[claim] {
	return func(yield func(claim) bool) {
		for one := range h.All() {
			if one.Principal.Kind() == pool.KindServiceAccount && !yield(claim{one.Principal.String(), one.Path}) {
				return
			}
		}
	}
}

// couldbe asks who could make itself a principal.
func (x *terminal) couldbe(args []string) (finding, error) {
	p, err := x.principal(args, 0, "couldbe PRINCIPAL")
	if err != nil {
		return finding{}, err
	}
	b := x.world().CouldBecome(p)
	x.covered.touch(x.world(), p)
	return judge(render.BecomingOf(b), b.Exactness(), b.Reasons(), x.claims(becoming(b))), nil
}

func becoming(b *fleet.Becoming) iter.Seq[claim] {
	return func(yield func(claim) bool) {
		for c := range b.All() {
			if !yield(claim{c.Actor.String(), c.Path}) {
				return
			}
		}
	}
}

// excess asks who can act as a principal and was not meant to.
func (x *terminal) excess(args []string) (finding, error) {
	terms, rest, err := intended(args)
	if err != nil {
		return finding{}, err
	}
	p, err := x.principal(rest, 0, "excess --intent KEY=VALUE... PRINCIPAL")
	if err != nil {
		return finding{}, err
	}
	intent, err := fleet.ParseIntent(p, terms...)
	if err != nil {
		return finding{}, err
	}
	d, err := fleet.Excess(x.world(), intent)
	if err != nil {
		return finding{}, err
	}
	x.covered.touch(x.world(), p)
	for c := range assumers(d.Answer.All()) {
		x.covered.follow(x.world(), c.path)
	}
	return judge(render.DeviationOf(d, terms), d.Exactness, d.Reasons, assumers(slices.Values(d.Excess))), nil
}

// intended takes the terms of --intent out of the arguments.
func intended(args []string) (terms, rest []string, err error) {
	for i := 0; i < len(args); i++ {
		term, joined := strings.CutPrefix(args[i], "--intent=")
		switch {
		case joined:
			terms = append(terms, term)
		case args[i] == "--intent" && i+1 < len(args):
			i++
			terms = append(terms, args[i])
		default:
			rest = append(rest, args[i])
		}
	}
	if len(terms) == 0 {
		err = errors.New("no intent: say who is meant with --intent KEY=VALUE")
	}
	return terms, rest, err
}
