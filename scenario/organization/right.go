package organization

import (
	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// The objects of RBAC that give the rights of an organization with policies.
const (
	deploying = "deployer"   // a role in a namespace: it may create pods
	spacing   = "namespacer" // one in the whole cluster: it may create namespaces
)

// yieldPermits yields the groups of deployers, a project each, and what RBAC permits.
func (o *Organization) yieldPermits(yield func(fleet.Fact) bool) bool {
	if !o.size.Policies {
		return true
	}
	for p := range o.Projects() {
		if !yield(fleet.Group{Name: principal("group:" + o.deployers(p)), Members: []pool.Principal{principal("user:" + o.deployer(p))}}) {
			return false
		}
	}
	for c := range o.clusters {
		for _, p := range o.permits(c) {
			if !yield(p) {
				return false
			}
		}
	}
	return true
}

func principal(member string) pool.Principal { return pool.Must(pool.Parse(member)) }

// deployers is the group that deploys in the clusters of a project.
func (o *Organization) deployers(project int) string {
	return "deployers-" + o.projectIDs[project] + "@example.com"
}

// deployer is the only member of that group.
func (o *Organization) deployer(project int) string {
	return "oncall-" + o.projectIDs[project] + "@example.com"
}

// permits are those of one cluster: that of its controller, and of every fourth namespace.
func (o *Organization) permits(cluster int) []fleet.Permit {
	name := o.clusterName(cluster)
	controller := fleet.Subject{Kind: fleet.AccountSubject, Namespace: systemNamespace, Name: defaultKSA}
	all := []fleet.Permit{{Cluster: name, Subject: controller, Right: fleet.CreateNamespaces, Because: "ClusterRoleBinding " + spacing + " to ClusterRole " + spacing}}
	group := fleet.Subject{Kind: fleet.GroupSubject, Name: o.deployers(o.size.projectOf(cluster))}
	for _, ns := range o.deployed(cluster) {
		all = append(all, fleet.Permit{Cluster: name, Subject: group, Right: fleet.CreatePods, Namespace: ns, Because: "RoleBinding " + ns + "/" + deploying + " to Role " + deploying})
	}
	return all
}

// deployed lists the namespaces of a cluster in which the group may create pods.
func (o *Organization) deployed(cluster int) []string {
	var all []string
	first := cluster * namespacesPerCluster
	for i := first + deployedNamespaces; i < min(first+namespacesPerCluster, len(o.namespaces)); i += deployedNamespaces {
		all = append(all, o.namespaceNames.all[o.namespaces[i]])
	}
	return all
}
