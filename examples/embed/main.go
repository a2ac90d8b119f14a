// Command embed is the library inside another Go program: an admission check that tells, before a cluster is
// registered to a fleet, who would newly reach what. It is a module of its own, as a user's would be.
package main

import (
	"fmt"
	"io"
	"os"

	"fleettrust.example/fleet"
)

func main() {
	if err := report(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "embed:", err)
		os.Exit(2)
	}
}

// world is what the program knows of its organization, told in Go. A program with exports would call fleet/load.
func world() []fleet.Fact {
	facts := []fleet.Fact{
		fleet.Project{ID: "hub", Number: 100},
		fleet.Project{ID: "shop", Number: 200},
		fleet.Fleet{Host: "hub"},
	}
	for _, name := range []string{"shop-eu", "shop-us"} {
		cluster := shop(name)
		facts = append(facts,
			fleet.Cluster{Name: cluster, Mode: fleet.Autopilot},
			fleet.KSA{Cluster: cluster, Namespace: "checkout", Name: "api"})
	}
	return append(facts, register("shop-eu"))
}

func shop(name string) fleet.ClusterName {
	return fleet.ClusterName{Project: "shop", Location: "europe-west1", Name: name}
}

func register(name string) fleet.Fact {
	return fleet.Membership{Fleet: "hub", Location: "global", Name: name, Cluster: shop(name), Issuer: fleet.On}
}

// report says what registering shop-us would change.
func report(out io.Writer) error {
	before, err := graph(world()...)
	if err != nil {
		return err
	}
	after, err := graph(append(world(), register("shop-us"))...)
	if err != nil {
		return err
	}
	for change := range fleet.Diff(before, after) {
		verb := "loses"
		if change.Gained {
			verb = "gains"
		}
		fmt.Fprintln(out, change.Assumer, verb, change.Principal, change.Path.Rules())
	}
	return nil
}

func graph(facts ...fleet.Fact) (*fleet.Graph, error) {
	var b fleet.Builder
	b.Add(facts...)
	return b.Build()
}
