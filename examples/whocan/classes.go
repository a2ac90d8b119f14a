package main

import (
	"iter"

	"github.com/spf13/cobra"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/render"
	"fleettrust.example/pool"
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
			return c.answer(render.ClassesOf(g, least, unreadWorkloads(g)))
		},
	}
	c.fromFlag(cmd, &from)
	cmd.Flags().BoolVar(&all, "all", false, "classes of a single workload too")
	return cmd
}

// unreadWorkloads says which workloads of the pools may be missing from a world.
func unreadWorkloads(g *fleet.Graph) []fleet.Reason {
	var rs []fleet.Reason
	asked := map[pool.Name]bool{}
	for name := range pools(g) {
		if !asked[name] {
			asked[name] = true
			rs = append(rs, unsettled(g.Assumers(pool.All(name, 0)))...)
		}
	}
	return distinct(rs)
}

// pools yields the pools that clusters of a world may provide, with repeats.
func pools(g *fleet.Graph) iter.Seq[pool.Name] {
	return func(yield func(pool.Name) bool) {
		for c := range g.Clusters() {
			name, ok := c.Pool, c.Pool.IsValid()
			if !ok {
				name, ok = pool.NameOf(c.Name.Project)
			}
			if ok && !yield(name) {
				return
			}
		}
		for c := range g.Classes() {
			if !yield(c.Pool) {
				return
			}
		}
	}
}
