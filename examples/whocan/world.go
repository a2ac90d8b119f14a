package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/condition"
	"fleettrust.example/fleet/load"
	"fleettrust.example/pool"
)

// fromFlag lets a command say which folders it reads.
func (c *console) fromFlag(cmd *cobra.Command, paths *[]string) {
	cmd.Flags().StringArrayVar(paths, "from", nil, "a file or a folder to read, `PATH`: an export of assets, a Terraform plan or state, manifests, output of gcloud and kubectl; several make one world")
	cmd.Flags().StringArrayVar(&c.manifests, "manifests", nil, "whose manifests or kubectl output a file or folder holds, as `PROJECT/LOCATION/NAME=PATH`: no manifest names its cluster")
	c.premises(cmd)
}

// input is what the command line names to be read.
func (c *console) input(paths []string) (load.Input, error) {
	in := load.Input{Paths: paths, Progress: c.metered()}
	var wrong []error
	for _, m := range c.manifests {
		name, path, _ := strings.Cut(m, "=")
		cluster, err := fleet.ParseClusterName(name)
		if err == nil && path == "" {
			err = errors.New("which file or folder? Want PROJECT/LOCATION/NAME=PATH")
		}
		if err != nil {
			wrong = append(wrong, fmt.Errorf("--manifests %q: %w", m, err))
			continue
		}
		in.Manifests = append(in.Manifests, load.Manifests{Cluster: cluster, Path: path})
	}
	return in, errors.Join(wrong...)
}

// premises lets a command say how the folders are read.
func (c *console) premises(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&c.assume, "assume", nil, "an assumption, by its `NAME`; whocan --help lists them")
	cmd.Flags().StringVar(&c.asOf, "as-of", "", "`TIME` of the requests that conditions are about, such as 2026-11-21T09:00:00Z; not known by default")
}

// told begins a world with what the command line says of it.
func (c *console) told() (*fleet.Builder, error) {
	chosen, badAssumption := assumed(c.assume)
	var at time.Time
	var badTime error
	if c.asOf != "" {
		if at, badTime = time.Parse(time.RFC3339, c.asOf); badTime != nil {
			badTime = fmt.Errorf("--as-of %q: want a time such as 2026-11-21T09:00:00Z", c.asOf)
		}
	}
	return &fleet.Builder{Assumptions: chosen, Evaluator: condition.New(condition.Facts{Time: at})}, errors.Join(badAssumption, badTime)
}

// world reads folders into a graph. What is to be known of them is said with the answer, and not before what is wrong with
// the command line.
func (c *console) world(flag string, paths []string) (*fleet.Graph, error) {
	b, badPremise := c.told()
	in, badManifests := c.input(paths)
	badPremise = errors.Join(badPremise, badManifests)
	if len(paths)+len(in.Manifests) == 0 {
		return nil, errors.Join(badPremise, fmt.Errorf("no world: name a file or a folder with %s, such as %[1]s examples/data/acme; examples/data/make-folder.sh makes one of your own projects", flag))
	}
	c.await("reading")
	report, err := in.Into(b)
	if err := errors.Join(badPremise, err); err != nil {
		return nil, err
	}
	c.unsaid = append(c.unsaid, report)
	c.await("working it out")
	return b.Build()
}

// maxUnread bounds how much that was not read, or is missing, is named; what that leaves open, the answers say.
const maxUnread = 20

// warn says on standard error what is to be known of the worlds that were read: an answer may hang on it.
func (c *console) warn() {
	for _, r := range c.unsaid {
		c.report(r)
	}
	c.unsaid = nil
}

func (c *console) report(r *load.Report) {
	for _, w := range r.Warnings {
		c.say("warning: " + w.String())
	}
	sayAll(c, "not read: ", r.Unread)
	sayAll(c, "missing: ", r.Missing)
}

// sayAll says the first of what was not read or is missing.
func sayAll[T fmt.Stringer](c *console, word string, all []T) {
	for _, one := range all[:min(len(all), maxUnread)] {
		c.say(word + one.String())
	}
	if more := len(all) - maxUnread; more > 0 {
		c.say(fmt.Sprintf("%sand %d more: whocan load tells all of it", word, more))
	}
}

// principal reads a PRINCIPAL argument.
func principal(text string) (pool.Principal, error) { return pool.Parse(text) }

// workload reads the arguments CLUSTER and NAMESPACE/KSA. The graph may be nil.
func workload(g *fleet.Graph, cluster, name string) (fleet.Workload, error) {
	c, clusterErr := clusterNamed(g, cluster)
	ns, ksa, nameErr := cutName("service account", name, "NAMESPACE/KSA, such as payroll/app")
	return fleet.Workload{Cluster: c, Namespace: ns, ServiceAccount: ksa}, errors.Join(clusterErr, nameErr)
}

// clusterNamed reads a CLUSTER argument, or names those of the graph that were probably meant. The graph may be nil.
func clusterNamed(g *fleet.Graph, text string) (fleet.ClusterName, error) {
	name, err := fleet.ParseClusterName(text)
	if err == nil || g == nil {
		return name, err
	}
	var meant []fleet.ClusterName
	for c := range g.Clusters() {
		if isCluster(c.Name, text) {
			meant = append(meant, c.Name)
		}
	}
	if len(meant) > 0 {
		err = fmt.Errorf("%w; probably meant: %s", err, some(meant, fleet.ClusterName.String))
	}
	return name, err
}

// isCluster reports that a text is what other tools call a cluster: its name, its place and name, what kubectl calls it, or
// the end of its URL.
func isCluster(c fleet.ClusterName, text string) bool {
	url := "projects/" + c.Project + "/locations/" + c.Location + "/clusters/" + c.Name
	return text == c.Name || text == c.Location+"/"+c.Name || text == "gke_"+c.Project+"_"+c.Location+"_"+c.Name || strings.HasSuffix(text, url)
}

// absence says what a world that was read does not have.
type absence string

func (a absence) Error() string { return string(a) }

// known finds a workload, or says what the world does not have.
func known(g *fleet.Graph, w fleet.Workload) (fleet.WorkloadID, error) {
	if id, ok := g.WorkloadID(w); ok {
		return id, nil
	}
	if err := knownCluster(g, w.Cluster); err != nil {
		return 0, err
	}
	for _, rung := range g.WhyNot(w, pool.AllUsers()) {
		if rung.Verdict == fleet.Perhaps {
			return 0, absence(fmt.Sprintf("service account %v is not in these facts, and may exist: %s", w, rung.Fact))
		}
	}
	return 0, absence(fmt.Sprintf("service account %v is not in these facts; they have %s", w, neighbours(g, w)))
}

func knownCluster(g *fleet.Graph, name fleet.ClusterName) error {
	clusters := slices.Collect(g.Clusters())
	if slices.ContainsFunc(clusters, func(c fleet.Cluster) bool { return c.Name == name }) {
		return nil
	}
	return absence(fmt.Sprintf("cluster %v is not in these facts; they have %s", name, some(clusters, func(c fleet.Cluster) string { return c.Name.String() })))
}
