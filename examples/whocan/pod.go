package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/render"
)

func (c *console) pod() *cobra.Command {
	var from []string
	var exact bool
	cmd := &cobra.Command{
		Use:   "pod [--from PATH]... CLUSTER NAMESPACE/POD",
		Short: "what a pod gets by default: what gcloud auth list shows in it, and why",
		Long: `Pod tells what the metadata server gives to a pod that asks for its default
credential, as gcloud auth list shows it, or the error that it gets: by the
metadata mode of the nodes where it may run, its network, and the annotation of
its service account with or without the grant. Keys that it mounts come besides.
What its service account can act as by a configuration of its own, for one at
the pool of a fleet, the command what tells.`,
		Example: `  whocan pod --from examples/data/acme acme-data/us-east1/warehouse etl/loader-0
  whocan pod --from examples/data/acme acme-data/us-east1-c/legacy-etl etl/export-0`,
		Args: takes("CLUSTER and NAMESPACE/POD", 2),
		RunE: func(_ *cobra.Command, args []string) error {
			g, badWorld := c.world("--from", from)
			name, badPod := podNamed(g, args[0], args[1])
			if err := errors.Join(badPod, badWorld); err != nil {
				return err
			}
			all, err := g.DefaultCredential(name)
			if err != nil {
				return errors.Join(knownCluster(g, name.Cluster), absence(err.Error()))
			}
			doc := render.CredentialsOf(name, all)
			if err := c.answer(doc); err != nil {
				return err
			}
			return expectExact(fmt.Sprintf("pod %v", name), doc.Exactness, exact)
		},
	}
	c.fromFlag(cmd, &from)
	cmd.Flags().BoolVar(&exact, "expect-exact", false, "exit 1 unless the answer is exact")
	return cmd
}

// podNamed reads the arguments CLUSTER and NAMESPACE/POD. The graph may be nil.
func podNamed(g *fleet.Graph, cluster, name string) (fleet.PodName, error) {
	c, clusterErr := clusterNamed(g, cluster)
	ns, pod, nameErr := cutName("pod", name, "NAMESPACE/POD, such as payroll/app-0")
	return fleet.PodName{Cluster: c, Namespace: ns, Name: pod}, errors.Join(clusterErr, nameErr)
}
