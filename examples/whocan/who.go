package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/render"
)

func (c *console) who() *cobra.Command {
	var from []string
	var none, exact bool
	cmd := &cobra.Command{
		Use:   "who [--from PATH]... PRINCIPAL",
		Short: "who can assume a principal: every workload and member of IAM, each with its path",
		Long: `Who lists everyone who can act as an IAM principal: the workloads that hold it
as a name of their own (assumes), the workloads that get it by further steps
through IAM and the other members of IAM that do (obtains). Each comes with the
path of rules that makes it so. It says "nobody" only when that is proven. Who
may only attach an account to a resource is told apart, and is nobody here.`,
		Example: `  whocan who --from examples/data/acme serviceAccount:payroll-db@acme-data.iam.gserviceaccount.com
  whocan who --from examples/data/acme 'serviceAccount:acme-fleet.svc.id.goog[payroll/runner]'
  whocan who --from examples/data/acme --json --expect-exact 'serviceAccount:acme-fleet.svc.id.goog[payroll/runner]'`,
		Args: takes("one PRINCIPAL", 1),
		RunE: func(_ *cobra.Command, args []string) error {
			p, badPrincipal := principal(args[0])
			g, badWorld := c.world("--from", from)
			if err := errors.Join(badPrincipal, badWorld); err != nil {
				return err
			}
			a := g.Assumers(p)
			if err := c.answer(render.AnswerOf(a, g.Attachers(p))); err != nil {
				return err
			}
			return errors.Join(expectNone(a, none), expectExact(a.Principal().String(), a.Exactness().String(), exact))
		},
	}
	c.fromFlag(cmd, &from)
	cmd.Flags().BoolVar(&none, "expect-none", false, "exit 1 unless it is proven that nobody can assume it today")
	cmd.Flags().BoolVar(&exact, "expect-exact", false, "exit 1 unless the answer is exact")
	return cmd
}

func expectNone(a *fleet.Answer, asked bool) error {
	if !asked {
		return nil
	}
	for x := range a.All() {
		return refutation(fmt.Sprintf("expected nobody to assume %s: %s does, or may", a.Principal(), render.AssumerOf(x).Name()))
	}
	if a.Exactness() == fleet.Unsettled {
		return refutation(fmt.Sprintf("expected nobody to assume %s: that is not proven", a.Principal()))
	}
	return nil
}

func expectExact(about, exactness string, asked bool) error {
	if !asked || exactness == fleet.Exact.String() {
		return nil
	}
	return refutation(fmt.Sprintf("expected an exact answer about %s: it is %s", about, exactness))
}
