package main

import (
	"errors"

	"github.com/spf13/cobra"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/render"
	"fleettrust.example/pool"
)

func (c *console) graph() *cobra.Command {
	var from []string
	cmd := &cobra.Command{
		Use:   "graph [--from PATH]... [PRINCIPAL]",
		Short: "the trust graph, or the paths to one principal, in DOT",
		Long: `Graph draws the whole trust graph, or only the paths by which a principal can be
assumed, in the DOT language of Graphviz. With --json it lists the edges.`,
		Example: `  whocan graph --from examples/data/acme serviceAccount:payroll-db@acme-data.iam.gserviceaccount.com | dot -Tsvg > payroll.svg`,
		Args:    takes("at most one PRINCIPAL", 0, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			var p pool.Principal
			var badPrincipal error
			if len(args) == 1 {
				p, badPrincipal = principal(args[0])
			}
			g, badWorld := c.world("--from", from)
			if err := errors.Join(badPrincipal, badWorld); err != nil {
				return err
			}
			doc, err := draw(g, p)
			if err != nil {
				return err
			}
			c.warn()
			for _, r := range doc.Reasons {
				c.say(doc.Exactness + ": " + r) // a picture has no place for it
			}
			return c.answer(doc)
		},
	}
	c.fromFlag(cmd, &from)
	return cmd
}

func draw(g *fleet.Graph, p pool.Principal) (*render.Drawing, error) {
	if p.IsValid() {
		return render.DrawingOfAnswer(g.Assumers(p))
	}
	return render.DrawingOf(g)
}
