package rehearsal

import "maps"

// deeds are what the commands of the table do. A test holds the two together.
var deeds = joined(settingDeeds, projectDeeds, grantDeeds, clusterDeeds, nodePoolDeeds, memberDeeds, scopeDeeds, accountDeeds, roleDeeds, denialDeeds, kubectlDeeds)

type deed = func(*turn) error

func joined(parts ...map[string]deed) map[string]deed {
	all := map[string]deed{}
	for _, p := range parts {
		maps.Copy(all, p)
	}
	return all
}
