package main

import (
	"github.com/spf13/cobra"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/load"
	"fleettrust.example/fleet/render"
)

func (c *console) load() *cobra.Command {
	var from []string
	var script bool
	cmd := &cobra.Command{
		Use:   "load --from PATH...",
		Short: "what was understood of the input, what was not, and what is missing",
		Long: `Load reads the input and asks nothing of it. It tells what each sort of file
gave, the facts of the world that comes of it, what was not read and why, what
looks wrong, and what no file says: each with the command that prints it.

With --script the commands are a shell script that puts their output where
a folder has its place: run it in that folder, and name the folder with --from
beside the rest.`,
		Example: `  whocan load --from examples/data/acme
  whocan load --from examples/data/acme --json
  whocan load --from examples/data/acme --script | sh -n`,
		Args: takes("no arguments", 0),
		RunE: func(*cobra.Command, []string) error {
			g, err := c.world("--from", from)
			if err != nil {
				return err
			}
			report := c.unsaid[0]
			c.unsaid = nil // the answer says it
			if script {
				return c.write([]byte(report.Script()))
			}
			return c.answer(inventory(g, report))
		},
	}
	c.fromFlag(cmd, &from)
	cmd.Flags().BoolVar(&script, "script", false, "the commands that print what is missing, as a shell script")
	return cmd
}

// inventory makes the document of a graph and the report of what it was read from.
func inventory(g *fleet.Graph, r *load.Report) *render.Inventory {
	doc := render.InventoryOf(g)
	at := map[string]int{}
	for _, f := range r.Read {
		i, ok := at[f.Kind]
		if !ok {
			i = len(doc.Read)
			at[f.Kind] = i
			doc.Read = append(doc.Read, render.Tally{Kind: f.Kind})
		}
		doc.Read[i].Files++
		doc.Read[i].Count += f.Count
	}
	for _, u := range r.Unread {
		doc.Unread = append(doc.Unread, render.Note{Source: u.Source.String(), Text: u.Why})
	}
	for _, w := range r.Warnings {
		doc.Warnings = append(doc.Warnings, render.Note{Source: w.Source.String(), Text: w.Text()})
	}
	for _, m := range r.Missing {
		doc.Missing = append(doc.Missing, render.Lack{Source: m.Source.String(), What: m.What, Command: m.Command, File: m.File})
	}
	return doc
}
