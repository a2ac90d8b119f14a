package fleet_test

import (
	"fmt"
	"strings"

	"fleettrust.example/fleet"
)

// nodeFact reads the facts of nodes, pods and Secrets.
func nodeFact(what string, args []string) fleet.Fact {
	name := clusterName(args[0])
	ns, object, _ := strings.Cut(args[1], "/")
	switch what {
	case "nodepool":
		return fleet.NodePool{
			Cluster: name, Name: args[1], Metadata: map[string]fleet.MetadataMode{"GKE": fleet.GKEMetadata, "GCE": fleet.GCEMetadata}[args[2]],
			Account: option(args, "account", accountName), Scopes: option(args, "scopes", list), Windows: flagged(args, "windows"),
			Labels: option(args, "labels", pairs),
		}
	case "pod":
		return fleet.Pod{
			Cluster: name, Namespace: ns, Name: object, ServiceAccount: option(args, "ksa", verbatim), HostNetwork: flagged(args, "host"),
			NodePool: option(args, "on", verbatim), NodeSelector: option(args, "selector", pairs), Secrets: option(args, "secrets", list),
		}
	default:
		return fleet.Secret{Cluster: name, Namespace: ns, Name: object, Key: option(args, "key", email), Token: option(args, "token", verbatim)}
	}
}

func accountName(text string) string {
	if text == "default" {
		return text
	}
	return email(text)
}

func list(text string) []string {
	if text == "none" {
		return []string{}
	}
	return strings.Split(text, ",")
}

func pairs(text string) map[string]string {
	all := map[string]string{}
	for _, pair := range list(text) {
		key, value, _ := strings.Cut(pair, ":")
		all[key] = value
	}
	return all
}

// pod prints the default credentials of a pod.
func (c *conversation) pod(line string) string {
	f := strings.Fields(line)
	ns, name, _ := strings.Cut(f[1], "/")
	p := fleet.PodName{Cluster: clusterName(f[0]), Namespace: ns, Name: name}
	all, err := c.g.DefaultCredential(p)
	if err != nil {
		return err.Error() + "\n"
	}
	text := p.String() + "\n"
	for _, x := range all {
		text += fmt.Sprintf("  %v, %v", x, x.Exactness)
		if x.NodePool != "" {
			text += ", on " + x.NodePool
		}
		if x.Rule != 0 {
			text += fmt.Sprintf(", by %v", x.Rule)
		}
		text += ": " + x.Why + "\n"
		for _, r := range x.Reasons {
			text += fmt.Sprintf("     because %v\n", r)
		}
	}
	return text
}
