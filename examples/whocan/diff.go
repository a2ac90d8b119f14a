package main

import (
	"errors"
	"fmt"
	"slices"

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
			doc, worse := difference(was, is, p)
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

// comparison collects what differs between two worlds.
type comparison struct {
	before, after *fleet.Graph
	changes       []render.Change
	was, is       certainty
}

// certainty is how sure the answers of one world are.
type certainty struct {
	exactness fleet.Exactness
	reasons   []fleet.Reason
}

// lack notes what was not read.
func (c *certainty) lack(rs []fleet.Reason) {
	if len(rs) > 0 {
		c.exactness = fleet.Unsettled
		c.reasons = append(c.reasons, rs...)
	}
}

func (c *certainty) add(a *fleet.Answer) {
	c.exactness = max(c.exactness, a.Exactness())
	if a.Exactness() != fleet.Exact {
		c.reasons = append(c.reasons, a.Reasons()...)
	}
}

// difference compares two worlds about one principal, or about everything when it is the zero Principal. Worse means that
// the second world is less sure.
func difference(before, after *fleet.Graph, p pool.Principal) (doc *render.Diff, worse bool) {
	c := &comparison{before: before, after: after, was: certainty{exactness: fleet.Exact}, is: certainty{exactness: fleet.Exact}}
	if p.IsValid() {
		c.compareOne(p)
	} else {
		c.compareAll()
	}
	return render.DiffOf(p, render.CertainOf(c.was.exactness, c.was.reasons), render.CertainOf(c.is.exactness, c.is.reasons), c.changes), c.is.exactness > c.was.exactness
}

// compareOne compares the answers about one principal.
func (c *comparison) compareOne(p pool.Principal) {
	_, gained, lost := fleet.Compare(c.before, c.after, p)
	for _, x := range gained {
		c.changes = append(c.changes, render.ChangeOf(fleet.Change{Assumer: x, Principal: p, Gained: true}))
	}
	for _, x := range lost {
		c.changes = append(c.changes, render.ChangeOf(fleet.Change{Assumer: x, Principal: p}))
	}
	c.judge(p)
}

// compareAll compares everything. How sure the worlds are, the answers about their accounts say.
func (c *comparison) compareAll() {
	for ch := range fleet.Diff(c.before, c.after) {
		c.changes = append(c.changes, render.ChangeOf(ch))
	}
	emails := slices.AppendSeq(slices.Collect(c.before.Accounts()), c.after.Accounts())
	slices.Sort(emails)
	for _, email := range slices.Compact(emails) {
		c.judge(pool.ServiceAccount(email))
	}
	c.was.lack(unreadWorkloads(c.before))
	c.is.lack(unreadWorkloads(c.after))
	c.judge(pool.AllUsers())
}

// judge notes how sure both worlds are about a principal.
func (c *comparison) judge(p pool.Principal) {
	c.was.add(c.before.Assumers(p))
	c.is.add(c.after.Assumers(p))
}
