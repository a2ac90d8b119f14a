package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/load"
	"fleettrust.example/fleet/render"
	"fleettrust.example/pool"
)

// comparison is what the command line says of two worlds.
type comparison struct {
	before, after, from []string
	plan                string
	equal, gain         bool
}

func (c *console) diff() *cobra.Command {
	d := &comparison{}
	cmd := &cobra.Command{
		Use:   "diff (--before PATH --after PATH | --plan FILE [--from PATH]) [PRINCIPAL]",
		Short: "who gains and loses what from one world to another, or by a Terraform plan",
		Long: `Diff compares two worlds: who can assume one principal, or who can assume
anything. Each change comes with its path in the world that has it.

With --plan the second world is the first with a plan of Terraform laid over it,
as terraform show -json PLAN prints it. What the plan knows only after it is
applied widens the answer. Without --from only what the plan speaks of is known.`,
		Example: `  whocan diff --before acme-monday --after acme-tuesday
  whocan diff --before acme-monday --after acme-tuesday --expect-equal serviceAccount:payroll-db@acme-data.iam.gserviceaccount.com
  whocan diff --plan examples/data/plan.json --from examples/data/acme --fail-on-gain serviceAccount:payroll-db@acme-data.iam.gserviceaccount.com`,
		Args: takes("at most one PRINCIPAL", 0, 1),
		RunE: func(_ *cobra.Command, args []string) error { return c.compare(d, args) },
	}
	cmd.Flags().StringArrayVar(&d.before, "before", nil, "a file or folder of the first world, `PATH`; several make one world")
	cmd.Flags().StringArrayVar(&d.after, "after", nil, "a file or folder of the second world, `PATH`; several make one world")
	cmd.Flags().StringVar(&d.plan, "plan", "", "a Terraform plan, `FILE`, as terraform show -json prints it: the second world is the one after it")
	c.fromFlag(cmd, &d.from)
	cmd.Flags().BoolVar(&d.equal, "expect-equal", false, "exit 1 if anyone gains or loses anything, or the second world is less sure")
	cmd.Flags().BoolVar(&d.gain, "fail-on-gain", false, "exit 1 if anyone gains anything, or that nobody does is not proven")
	return cmd
}

func (c *console) compare(d *comparison, args []string) error {
	var p pool.Principal
	var badPrincipal error
	if len(args) == 1 {
		p, badPrincipal = principal(args[0])
	}
	was, is, badWorlds := c.worlds(d)
	if err := errors.Join(badPrincipal, badWorlds); err != nil {
		return err
	}
	doc, worse := render.DifferenceOf(was, is, p)
	if err := c.answer(doc); err != nil {
		return err
	}
	return errors.Join(expectEqual(doc, worse, d.equal), expectNoGain(doc, d.gain))
}

// worlds are those that a command line compares.
func (c *console) worlds(d *comparison) (was, is *fleet.Graph, err error) {
	switch {
	case d.plan != "" && len(d.before)+len(d.after) > 0:
		return nil, nil, errors.New("--plan makes both worlds: it goes with --from, and not with --before and --after")
	case d.plan != "":
		return c.planned(load.Change{From: load.Input{Paths: d.from, Progress: c.metered()}, Plan: d.plan})
	case len(d.from) > 0:
		return nil, nil, errors.New("--from is the world before a plan: it goes with --plan, and not with --before and --after")
	}
	was, badBefore := c.world("--before", d.before)
	is, badAfter := c.world("--after", d.after)
	return was, is, errors.Join(badBefore, badAfter)
}

// planned reads the worlds before and after a plan.
func (c *console) planned(change load.Change) (was, is *fleet.Graph, err error) {
	before, badPremise := c.told()
	after, _ := c.told()
	c.await("reading " + change.Plan)
	report, err := change.Into(before, after)
	if err := errors.Join(badPremise, err); err != nil {
		return nil, nil, err
	}
	c.unsaid = append(c.unsaid, report)
	c.await("working it out")
	was, badBefore := before.Build()
	is, badAfter := after.Build()
	return was, is, errors.Join(badBefore, badAfter)
}

func expectEqual(d *render.Diff, worse, asked bool) error {
	switch {
	case !asked:
		return nil
	case len(d.Changes) > 0:
		return refutation(fmt.Sprintf("expected equal worlds: the second is %s", d.Relation))
	case worse:
		return refutation(fmt.Sprintf("expected equal worlds: the second is %s where the first is %s", d.After.Exactness, d.Before.Exactness))
	case d.After.Exactness == fleet.Unsettled.String():
		return refutation("expected equal worlds: that is not proven, the second is unknown")
	}
	return nil
}

// expectNoGain wants nobody to gain anything. Where the second world may lack some, that is not proven.
func expectNoGain(d *render.Diff, asked bool) error {
	if !asked {
		return nil
	}
	var gains []render.Change
	for _, ch := range d.Changes {
		if ch.Change == "gained" {
			gains = append(gains, ch)
		}
	}
	switch {
	case len(gains) > 1:
		return refutation(fmt.Sprintf("expected nobody to gain it: %s, and %d more", gains[0], len(gains)-1))
	case len(gains) == 1:
		return refutation("expected nobody to gain it: " + gains[0].String())
	case d.After.Exactness == fleet.Unsettled.String():
		return refutation("expected nobody to gain it: that is not proven, the second world is unknown")
	}
	return nil
}
