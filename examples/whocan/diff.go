package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/render"
	"fleettrust.example/pool"
)

func (c *console) diff() *cobra.Command {
	var before, after []string
	var equal bool
	cmd := &cobra.Command{
		Use:   "diff --before PATH --after PATH [PRINCIPAL]",
		Short: "who gains and loses what from one world to another",
		Long: `Diff compares two worlds: who can assume one principal, or who can assume
anything. Each change comes with its path in the world that has it.`,
		Example: `  whocan diff --before acme-monday --after acme-tuesday
  whocan diff --before acme-monday --after acme-tuesday --expect-equal serviceAccount:payroll-db@acme-data.iam.gserviceaccount.com`,
		Args: takes("at most one PRINCIPAL", 0, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			var p pool.Principal
			var badPrincipal error
			if len(args) == 1 {
				p, badPrincipal = principal(args[0])
			}
			was, badBefore := c.world("--before", before)
			is, badAfter := c.world("--after", after)
			if err := errors.Join(badPrincipal, badBefore, badAfter); err != nil {
				return err
			}
			doc, worse := render.DifferenceOf(was, is, p)
			if err := c.answer(doc); err != nil {
				return err
			}
			return expectEqual(doc, worse, equal)
		},
	}
	cmd.Flags().StringArrayVar(&before, "before", nil, "a folder of the first world, `PATH`; several make one world")
	cmd.Flags().StringArrayVar(&after, "after", nil, "a folder of the second world, `PATH`; several make one world")
	c.premises(cmd)
	cmd.Flags().BoolVar(&equal, "expect-equal", false, "exit 1 if anyone gains or loses anything, or the second world is less sure")
	return cmd
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
