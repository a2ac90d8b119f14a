package fleet_test

import (
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
