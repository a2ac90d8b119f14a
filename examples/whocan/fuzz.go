package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/render"
	"fleettrust.example/scenario/command"
	"fleettrust.example/scenario/search"
)

// hunt is what the command line says of a search.
type hunt struct {
	from, never, only, without []string
	bounds                     search.Bounds
	grants, beyond             bool
	within                     time.Duration
}

func (c *console) fuzz() *cobra.Command {
	h := &hunt{}
	cmd := &cobra.Command{
		Use:   "fuzz [--from PATH]... --never 'PRINCIPAL KEY=VALUE...'...",
		Short: "which operations from here would break what must hold, as commands",
		Long: `Fuzz looks for the shortest sequence of operations, each of which somebody could
carry out tomorrow, after which somebody can act as a principal who was not
meant to (--never, with the terms of whocan excess), or could make itself the
principal (--only). It prints the commands that a person would type, and the
path. Namespaces, service accounts, clusters, memberships, Workload Identity,
issuers, scopes and protections are tried; --grants adds what hands out access
by itself. What the cloud would refuse is not gone on with. "Nothing found" is
no proof: the answer says how far the search came.`,
		Example: `  whocan fuzz --from examples/data/acme --never 'serviceAccount:warehouse-loader@acme-data.iam.gserviceaccount.com cluster=acme-data/us-east1/warehouse member=user:olivia@acme.example'
  whocan fuzz --from examples/data/acme --only 'serviceAccount:warehouse-loader@acme-data.iam.gserviceaccount.com; user:olivia@acme.example' --beyond-today --operations 1`,
		Args: takes("no arguments", 0),
		RunE: func(*cobra.Command, []string) error { return c.hunt(h) },
	}
	c.fromFlag(cmd, &h.from)
	cmd.Flags().StringArrayVar(&h.never, "never", nil, "nobody else comes to act as a principal: `'PRINCIPAL KEY=VALUE...'`; several may")
	cmd.Flags().StringArrayVar(&h.only, "only", nil, "nobody else could make itself a principal: `'PRINCIPAL; ACTOR; ...'`, as whocan could names them; several may")
	cmd.Flags().StringArrayVar(&h.without, "without", nil, "leave out operations whose command contains `TEXT`; several may")
	cmd.Flags().BoolVar(&h.grants, "grants", false, "try grants, keys, role bindings and members of groups too")
	cmd.Flags().BoolVar(&h.beyond, "beyond-today", false, "take who is in excess today as known, and look for others")
	cmd.Flags().IntVar(&h.bounds.Operations, "operations", 3, "the `LENGTH` of the longest sequence")
	cmd.Flags().IntVar(&h.bounds.Tries, "tries", 5000, "the `NUMBER` of sequences that are tried")
	cmd.Flags().DurationVar(&h.within, "for", 0, "stop after a `TIME` such as 30s; without it the tries alone are a limit")
	cmd.Flags().Uint64Var(&h.bounds.Seed, "seed", 0, "the `NUMBER` that what is drawn at random hangs on")
	return cmd
}

// hunt searches, and tells what was found.
func (c *console) hunt(h *hunt) error {
	g, badWorld := c.world("--from", h.from)
	plan, badPlan := h.plan(g)
	if err := errors.Join(h.badBounds(), badPlan, badWorld); err != nil {
		return err
	}
	ctx, cancel := context.Background(), context.CancelFunc(func() {})
	if h.within > 0 {
		ctx, cancel = context.WithTimeout(ctx, h.within)
	}
	defer cancel()
	c.await(fmt.Sprintf("trying operations, at most %d sequences", h.bounds.Tries))
	o, err := plan.Run(ctx, h.bounds)
	if err != nil {
		return absence(err.Error())
	}
	doc := h.catch(c, o)
	if err := c.answer(doc); err != nil {
		return err
	}
	if o.Breach != nil {
		return refutation(fmt.Sprintf("expected what must hold to outlast any %d operations: %d break it", o.Bounds.Operations, len(o.Breach.Operations)))
	}
	return nil
}

func (h *hunt) badBounds() error {
	if h.bounds.Operations < 1 || h.bounds.Tries < 1 || h.within < 0 {
		return fmt.Errorf("--operations %d --tries %d --for %v: want at least one operation and one try, and no negative time", h.bounds.Operations, h.bounds.Tries, h.within)
	}
	return nil
}

// plan reads what must hold. The graph may be nil.
func (h *hunt) plan(g *fleet.Graph) (*search.Plan, error) {
	var faults []error
	p := search.From(g)
	for _, text := range h.never {
		in, err := excessMeant(text)
		p, faults = p.Never(in), append(faults, err)
	}
	for _, text := range h.only {
		names := strings.Split(text, ";")
		for i := range names {
			names[i] = strings.TrimSpace(names[i])
		}
		who, err := principal(names[0])
		p, faults = p.Only(who, names[1:]...), append(faults, err)
	}
	if len(h.never)+len(h.only) == 0 {
		faults = append(faults, errors.New("nothing must hold: say what with --never, such as --never 'serviceAccount:db@p.iam.gserviceaccount.com fleet=p namespace=payroll'"))
	}
	return h.narrowed(p, g), errors.Join(faults...)
}

func (h *hunt) narrowed(p *search.Plan, g *fleet.Graph) *search.Plan {
	if h.grants {
		p = p.WithGrants()
	}
	if h.beyond {
		p = p.BeyondToday()
	}
	for _, text := range h.without {
		p = p.Trying(func(op fleet.Operation) bool { return !strings.Contains(command.Of(g, op), text) })
	}
	return p
}

// excessMeant reads PRINCIPAL KEY=VALUE...: a word that begins no term belongs to the one before it.
func excessMeant(text string) (fleet.Intent, error) {
	words := strings.Fields(text)
	if len(words) == 0 {
		return fleet.Intent{}, errors.New("--never wants PRINCIPAL and terms KEY=VALUE")
	}
	var terms []string
	for _, w := range words[1:] {
		if len(terms) == 0 || strings.Contains(w, "=") {
			terms = append(terms, w)
		} else {
			terms[len(terms)-1] += " " + w
		}
	}
	who, badPrincipal := principal(words[0])
	in, badIntent := fleet.ParseIntent(who, terms...)
	return in, errors.Join(badPrincipal, badIntent)
}

// replay is the command line that finds the same again.
func (h *hunt) replay(c *console) string {
	words := []string{"whocan", "fuzz"}
	flags := func(name string, values []string) {
		for _, v := range values {
			words = append(words, "--"+name, v)
		}
	}
	flags("from", h.from)
	flags("manifests", c.manifests)
	flags("assume", c.assume)
	if c.asOf != "" {
		flags("as-of", []string{c.asOf})
	}
	flags("never", h.never)
	flags("only", h.only)
	flags("without", h.without)
	if h.grants {
		words = append(words, "--grants")
	}
	if h.beyond {
		words = append(words, "--beyond-today")
	}
	words = append(words, "--operations", fmt.Sprint(h.bounds.Operations), "--tries", fmt.Sprint(h.bounds.Tries), "--seed", fmt.Sprint(h.bounds.Seed))
	return command.Line(words...)
}

// catch makes the document of a search.
func (h *hunt) catch(c *console, o *search.Outcome) *catch {
	doc := &catch{
		V: render.Version, Question: "fuzz", Never: append([]string{}, h.never...), Only: append([]string{}, h.only...),
		Commands: []string{}, Menu: o.Menu, Tried: o.Tried, Refused: o.Refused, Unjudged: o.Lost, Full: o.Full,
		Operations: o.Bounds.Operations, Seed: o.Bounds.Seed, Replay: h.replay(c), Reasoning: render.ReasoningOf(o.Doubts), extent: o.Extent(),
	}
	if o.Stopped != nil {
		doc.Stopped = o.Stopped.Error()
	}
	if o.Breach != nil {
		doc.Broken, doc.Shortest, doc.Commands = true, o.Breach.Shortest, append(doc.Commands, o.Breach.Commands...)
		doc.name(o.Breach.Why)
	}
	return doc
}

// name says who comes in, and how.
func (d *catch) name(why error) {
	switch b := why.(type) {
	case *search.Admitted:
		way := render.WayOf(b.Who.Path)
		d.Principal, d.Who, d.Way = b.Principal.String(), b.Who.String(), &way
		if d.does = b.Who.Strength.String(); b.Who.Exactness() != fleet.Exact {
			d.does = "perhaps " + d.does
		}
	case *search.Able:
		way := render.WayOf(b.Who.Path)
		d.Principal, d.Who, d.Way = b.Principal.String(), b.Who.Actor.String(), &way
		if d.does = "could become"; b.Who.Exactness() != fleet.Exact {
			d.does = "perhaps " + d.does
		}
	}
}
