package main

import (
	"errors"

	"github.com/spf13/cobra"

	"fleettrust.example/fleet/render"
)

func (c *console) what() *cobra.Command {
	var from []string
	cmd := &cobra.Command{
		Use:   "what [--from PATH]... CLUSTER NAMESPACE/KSA",
		Short: "what a workload can act as: every principal, each with the path to it",
		Long: `What lists every principal that a Kubernetes service account of one cluster can
act as: its names at each pool (assumes), the service accounts it gets through
IAM and the sets that these are in (obtains). CLUSTER is PROJECT/LOCATION/NAME;
a cluster outside Google Cloud has the project of its fleet, and the location
and name of its membership.`,
		Example: `  whocan what --from examples/data/acme acme-fleet/us-central1/prod-1 payroll/runner`,
		Args:    takes("CLUSTER and NAMESPACE/KSA", 2),
		RunE: func(_ *cobra.Command, args []string) error {
			g, badWorld := c.world("--from", from)
			w, badWorkload := workload(g, args[0], args[1])
			if err := errors.Join(badWorkload, badWorld); err != nil {
				return err
			}
			id, err := known(g, w)
			if err != nil {
				return err
			}
			return c.answer(render.HoldingsOf(w, g.Principals(id)))
		},
	}
	c.fromFlag(cmd, &from)
	return cmd
}
