package main

import (
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/load"
	"fleettrust.example/pool"
)

// fromFlag lets a command say which folders it reads.
func fromFlag(cmd *cobra.Command, paths *[]string) {
	cmd.Flags().StringArrayVar(paths, "from", nil, "a folder of gcloud and kubectl output, `PATH`; several make one world")
}

// world reads folders into a graph. Warnings go to standard error, for an answer may hang on what they say.
func (c *console) world(flag string, paths []string) (*fleet.Graph, error) {
	if len(paths) == 0 {
		return nil, fmt.Errorf("no world: name a folder with %s, such as %[1]s examples/data/acme; examples/data/make-folder.sh makes one of your own projects", flag)
	}
	c.await("reading " + paths[0])
	var b fleet.Builder
	report, err := load.Into(&b, paths...)
	if err != nil {
		return nil, err
	}
	c.warn(report)
	c.await("working it out")
	return b.Build()
}

// maxUnread bounds how many files that were not read are named; what their absence leaves open, the answers say.
const maxUnread = 20

func (c *console) warn(r *load.Report) {
	for _, w := range r.Warnings {
		c.say("warning: " + w.String())
	}
	for _, u := range r.Unread[:min(len(r.Unread), maxUnread)] {
		c.say("not read: " + u.String())
	}
	if more := len(r.Unread) - maxUnread; more > 0 {
		c.say(fmt.Sprintf("not read: and %d more", more))
	}
}

// unsettled gives the reasons of an answer that may lack some.
func unsettled(a *fleet.Answer) []fleet.Reason {
	if a.Exactness() != fleet.Unsettled {
		return nil
	}
	return a.Reasons()
}

func distinct(rs []fleet.Reason) []fleet.Reason {
	var kept []fleet.Reason
	seen := map[fleet.Reason]bool{}
	for _, r := range rs {
		if !seen[r] {
			seen[r] = true
			kept = append(kept, r)
		}
	}
	return kept
}

// principal reads a PRINCIPAL argument.
func principal(text string) (pool.Principal, error) { return pool.Parse(text) }

// workload reads the arguments CLUSTER and NAMESPACE/KSA.
func workload(cluster, name string) (fleet.Workload, error) {
	c, clusterErr := fleet.ParseClusterName(cluster)
	ns, ksa, nameErr := cutName(name)
	return fleet.Workload{Cluster: c, Namespace: ns, ServiceAccount: ksa}, errors.Join(clusterErr, nameErr)
}

// known finds a workload, or says what the world does not have.
func known(g *fleet.Graph, w fleet.Workload) (fleet.WorkloadID, error) {
	if id, ok := g.WorkloadID(w); ok {
		return id, nil
	}
	clusters := slices.Collect(g.Clusters())
	if !slices.ContainsFunc(clusters, func(c fleet.Cluster) bool { return c.Name == w.Cluster }) {
		return 0, fmt.Errorf("cluster %v is not in these facts; they have %s", w.Cluster, some(clusters, func(c fleet.Cluster) string { return c.Name.String() }))
	}
	for _, rung := range g.WhyNot(w, pool.AllUsers()) {
		if rung.Verdict == fleet.Perhaps {
			return 0, fmt.Errorf("service account %v is not in these facts, and may exist: %s", w, rung.Fact)
		}
	}
	return 0, fmt.Errorf("service account %v is not in these facts; they have %s", w, neighbours(g, w))
}
