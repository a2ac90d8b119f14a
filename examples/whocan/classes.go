package main

import (
	"github.com/spf13/cobra"

	"fleettrust.example/fleet/render"
)

func (c *console) classes() *cobra.Command {
	var from []string
	var all bool
	cmd := &cobra.Command{
		Use:   "classes [--from PATH]...",
		Short: "the workloads that IAM cannot tell apart by their name at a pool",
		Long: `Classes lists the sets of workloads that share one name at one pool: a
grant to the name means all of them. A class of one is left out, unless --all
asks for it.`,
		Example: `  whocan classes --from examples/data/acme
  whocan classes --from examples/data/acme --all --json`,
		Args: takes("no arguments", 0),
		RunE: func(*cobra.Command, []string) error {
			g, err := c.world("--from", from)
			if err != nil {
				return err
			}
			least := 2
			if all {
				least = 1
			}
			return c.answer(render.ClassesOf(g, least, render.Unread(g)))
		},
	}
	c.fromFlag(cmd, &from)
	cmd.Flags().BoolVar(&all, "all", false, "classes of a single workload too")
	return cmd
}
