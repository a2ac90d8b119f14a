package suite

import (
	"fleettrust.example/fleet"
	"fleettrust.example/fleet/condition"
	"fleettrust.example/fleet/load"
	"fleettrust.example/fleet/rbac"
	"fleettrust.example/pool"
	"fleettrust.example/scenario/rehearsal"
)

// begin puts a file at the start of a world.
func (x *terminal) begin(world *fleet.Graph, roles map[fleet.ClusterName]rbac.Objects) {
	x.checkpoint = world
	x.session = rehearsal.New(world, rehearsal.Options{ReadFile: x.readFile, Roles: roles})
}

// told begins a world of its own for a file: what its first lines tell.
func (x *terminal) told() *fleet.Builder {
	if !x.empty {
		x.script.Fatalf("it tells how the world begins: it stands before the commands, and once, in a suite without a world")
	}
	x.empty = false
	return &fleet.Builder{Evaluator: condition.New(condition.Facts{})}
}

// organizations begins a world with organizations, which no command makes.
func (x *terminal) organizations(neg bool, args []string) {
	if neg || len(args) == 0 {
		x.script.Fatalf("usage: organization NUMBER...")
	}
	b := x.told()
	for _, text := range args {
		n, err := pool.ParseNumber(text)
		x.script.Check(err)
		b.Add(fleet.Organization{Number: n})
	}
	g, err := b.Build()
	x.script.Check(err)
	x.begin(g, nil)
}

// folders begins a world with folders of what gcloud and kubectl print.
func (x *terminal) folders(neg bool, args []string) {
	if neg || len(args) == 0 {
		x.script.Fatalf("usage: world FOLDER...")
	}
	var paths []string
	for _, name := range args {
		paths = append(paths, x.script.MkAbs(name))
	}
	b := x.told()
	report, err := load.Into(b, paths...)
	x.script.Check(err)
	for _, w := range report.Warnings {
		x.script.Logf("warning: %v", w)
	}
	for _, u := range report.Unread {
		x.script.Logf("not read: %v", u)
	}
	g, err := b.Build()
	x.script.Check(err)
	x.begin(g, report.Roles)
}
