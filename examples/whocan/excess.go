package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/render"
)

func (c *console) excess() *cobra.Command {
	var from, terms []string
	var fail bool
	cmd := &cobra.Command{
		Use:   "excess [--from PATH]... --intent KEY=VALUE... PRINCIPAL",
		Short: "who can assume a principal and was not meant to, and who was meant to and cannot",
		Long: `Excess compares who can act as an IAM principal with who is meant to, which
--intent says in terms of KEY=VALUE:

  cluster=PROJECT/LOCATION/NAME                  the workloads of a cluster
  namespace=NAME                                 those of a namespace
  fleet=HOST                                     those of the clusters of a fleet
  scope=HOST/SCOPE                               those of a team scope
  workload="PROJECT/LOCATION/NAME NAMESPACE/KSA" one of them
  member=MEMBER                                  a person, group or account

Terms of one key add up; terms of different keys narrow each other, but for
member, which is meant besides. Whoever is in excess comes with a path, and
whoever is shut out with the first thing that fails.`,
		Example: `  whocan excess --from examples/data/acme --intent fleet=acme-fleet --intent namespace=payroll serviceAccount:payroll-db@acme-data.iam.gserviceaccount.com
  whocan excess --from examples/data/acme --intent cluster=acme-fleet/us-central1/prod-1 --fail-on-excess 'serviceAccount:acme-fleet.svc.id.goog[payroll/runner]'`,
		Args: takes("one PRINCIPAL", 1),
		RunE: func(_ *cobra.Command, args []string) error {
			p, badPrincipal := principal(args[0])
			intent, badIntent := fleet.ParseIntent(p, terms...)
			if len(terms) == 0 {
				badIntent = errors.New("no intent: say who is meant with --intent, such as --intent fleet=acme-fleet --intent namespace=payroll")
			}
			g, badWorld := c.world("--from", from)
			if err := errors.Join(badPrincipal, badIntent, badWorld); err != nil {
				return err
			}
			d, err := fleet.Excess(g, intent)
			if err != nil {
				return absence(err.Error())
			}
			doc := render.DeviationOf(d, terms)
			if err := c.answer(doc); err != nil {
				return err
			}
			return expectNoExcess(doc, fail)
		},
	}
	c.fromFlag(cmd, &from)
	cmd.Flags().StringArrayVar(&terms, "intent", nil, "who is meant, a term `KEY=VALUE`; several may")
	cmd.Flags().BoolVar(&fail, "fail-on-excess", false, "exit 1 unless it is proven that nobody is in excess")
	return cmd
}

func expectNoExcess(d *render.Deviation, asked bool) error {
	switch {
	case !asked:
		return nil
	case len(d.Excess) > 0:
		return refutation(fmt.Sprintf("expected no excess over %s: %s is, or may be", d.Principal, d.Excess[0].Name()))
	case d.Exactness == fleet.Unsettled.String():
		return refutation(fmt.Sprintf("expected no excess over %s: that is not proven", d.Principal))
	default:
		return nil
	}
}
