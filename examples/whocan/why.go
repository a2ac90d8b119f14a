package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/render"
	"fleettrust.example/pool"
)

func (c *console) why() *cobra.Command {
	var from []string
	var expected string
	cmd := &cobra.Command{
		Use:   "why [--from PATH]... CLUSTER NAMESPACE/KSA PRINCIPAL",
		Short: "why a workload can act as a principal, or the first thing that keeps it from it",
		Long: `Why shows the path by which a workload can act as a principal. When it cannot,
it shows the ladder of what has to hold, in the order in which a person would
look, with the first rung that fails marked. The workload need not exist.`,
		Example: `  whocan why --from examples/data/acme acme-fleet/us-central1/prod-1 payroll/runner serviceAccount:payroll-db@acme-data.iam.gserviceaccount.com
  whocan why --from examples/data/acme --expect no acme-fleet/us-central1/prod-1 default/default serviceAccount:payroll-db@acme-data.iam.gserviceaccount.com`,
		Args: takes("CLUSTER, NAMESPACE/KSA and PRINCIPAL", 3),
		RunE: func(_ *cobra.Command, args []string) error {
			g, badWorld := c.world("--from", from)
			w, badWorkload := workload(g, args[0], args[1])
			p, badPrincipal := principal(args[2])
			if err := errors.Join(checkExpected(expected), badWorkload, badPrincipal, badWorld); err != nil {
				return err
			}
			if _, err := known(g, w); err != nil {
				c.say("note: " + err.Error())
			}
			v := verdict(g, w, p)
			if err := c.answer(v); err != nil {
				return err
			}
			return expectVerdict(v, expected)
		},
	}
	c.fromFlag(cmd, &from)
	cmd.Flags().StringVar(&expected, "expect", "", "`yes|no`: exit 1 unless that is the answer, and a no is proven")
	return cmd
}

func verdict(g *fleet.Graph, w fleet.Workload, p pool.Principal) *render.Verdict {
	ladder, a := g.WhyNot(w, p), g.Assumers(p)
	if id, ok := g.WorkloadID(w); ok {
		if x, ok := a.Assumer(id); ok {
			return render.Granted(x, a.Principal(), ladder)
		}
	}
	return render.Refused(w, a.Principal(), ladder, a.Reasons())
}

func checkExpected(expected string) error {
	switch expected {
	case "", "yes", "no":
		return nil
	default:
		return fmt.Errorf("--expect %q: want yes or no", expected)
	}
}

func expectVerdict(v *render.Verdict, expected string) error {
	switch {
	case expected == "" || expected == v.Answer:
		return nil
	case expected == "no" && v.Answer == "unknown":
		return refutation(fmt.Sprintf("expected no for %s and %s: that is not proven", v.Workload, v.Principal))
	default:
		return refutation(fmt.Sprintf("expected %s for %s and %s: the answer is %s", expected, v.Workload, v.Principal, v.Answer))
	}
}
