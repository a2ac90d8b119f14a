package command

import (
	"cmp"
	"fmt"
	"slices"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// Of writes one operation on the world of a graph, as it is before: on one line, never empty. The graph tells what the
// operation itself does not, such as the cluster of a membership that is deleted. Whether the operation would be refused is not
// looked at. O(n log n) in the facts.
func Of(g *fleet.Graph, op fleet.Operation) string {
	w := &world{g.Facts()}
	switch op := op.(type) {
	case fleet.Create:
		return w.create(op.Fact)
	case fleet.Update:
		return w.update(w.there(op.Fact), op.Fact)
	case fleet.Delete:
		return w.delete(w.there(op.Fact))
	default:
		return remark("nothing to do")
	}
}

// Sequence writes operations that are carried out one after the other. The error is that of fleet.Graph.With.
func Sequence(g *fleet.Graph, operations ...fleet.Operation) ([]string, error) {
	lines := make([]string, len(operations))
	for i, op := range operations {
		lines[i] = Of(g, op)
		after, err := g.With(op)
		if err != nil {
			return nil, err
		}
		g = after
	}
	return lines, nil
}

func (w *world) create(f fleet.Fact) string {
	switch f := f.(type) {
	case fleet.Organization:
		return remark("organization %v: it comes with a Google Workspace or Cloud Identity account", f.Number)
	case fleet.Folder:
		return Line("gcloud", "resource-manager", "folders", "create", "--display-name="+f.Number.String(), below(f.Parent))
	case fleet.Project:
		return Line("gcloud", "projects", "create", f.ID, below(f.Parent))
	case fleet.Cluster:
		return w.createCluster(f)
	case fleet.NodePool:
		return w.createNodePool(f)
	case fleet.Fleet:
		return both(Line("gcloud", "container", "fleet", "create", "--project="+f.Host), only(f.TenancyPool.IsValid(), tenancy(f)))
	case fleet.Membership:
		return w.register(f)
	case fleet.Scope, fleet.ScopeBinding, fleet.FleetNamespace:
		return scoping("create", f)
	case fleet.Namespace, fleet.KSA, fleet.Pod, fleet.Secret, fleet.Permit:
		return w.createObject(f)
	default:
		return w.createPolicy(f)
	}
}

func (w *world) createPolicy(f fleet.Fact) string {
	switch f := f.(type) {
	case fleet.GSA:
		return createAccount(f)
	case fleet.Role:
		return roleLine("create", f.Name, flag("permissions", joined(f.Permissions)))
	case fleet.Binding:
		return grantLine("add", f)
	case fleet.Group:
		return w.createGroup(f)
	case fleet.Deny:
		return w.denyLine(f, append(w.rules(f), f))
	case fleet.Boundary:
		return w.createBoundary(f)
	case fleet.Constraint:
		return setConstraint(f)
	case fleet.OrgPolicy:
		return setOrgPolicy(f)
	case fleet.Gap:
		return remark("%s: it is as if they had not been read", unread(f))
	default:
		return remark("%T is no fact", f)
	}
}

func (w *world) update(old, f fleet.Fact) string {
	switch f := f.(type) {
	case fleet.Folder:
		return Line("gcloud", "resource-manager", "folders", "move", f.Number.String(), below(f.Parent))
	case fleet.Project:
		if was, ok := old.(fleet.Project); ok && was.Parent == f.Parent {
			return remark("project %s: its number and its pool are what Google gives it", f.ID)
		}
		return Line("gcloud", "beta", "projects", "move", f.ID, below(f.Parent))
	case fleet.Cluster:
		return w.updateCluster(old, f)
	case fleet.NodePool:
		return w.updateNodePool(old, f)
	case fleet.Fleet:
		return tenancy(f)
	case fleet.Membership:
		return w.updateMembership(old, f)
	case fleet.KSA:
		return w.updateServiceAccount(old, f)
	case fleet.Pod:
		return both(w.delete(f), w.create(f))
	default:
		return updatePolicy(old, f)
	}
}

func updatePolicy(old, f fleet.Fact) string {
	switch f := f.(type) {
	case fleet.GSA:
		return Line("gcloud", "iam", "service-accounts", able(f), f.Email)
	case fleet.Role:
		was, _ := old.(fleet.Role)
		return roleLine("update", f.Name, flag("add-permissions", joined(more(f.Permissions, was.Permissions))), flag("remove-permissions", joined(more(was.Permissions, f.Permissions))))
	case fleet.Group:
		was, _ := old.(fleet.Group)
		return cmp.Or(members(f.Name, was.Members, f.Members), remark("group %s has them already", f.Name.Email()))
	case fleet.Constraint:
		return setConstraint(f)
	case fleet.OrgPolicy:
		return setOrgPolicy(f)
	default:
		return remark("%s: it is what it says, so another one is another thing", sortOf(f))
	}
}

func (w *world) delete(f fleet.Fact) string {
	switch f := f.(type) {
	case fleet.Organization:
		return remark("organization %v: it goes with its Google Workspace or Cloud Identity account", f.Number)
	case fleet.Folder:
		return Line("gcloud", "resource-manager", "folders", "delete", f.Number.String())
	case fleet.Project:
		return Line("gcloud", "projects", "delete", f.ID)
	case fleet.Cluster:
		return deleteCluster(f)
	case fleet.NodePool:
		return w.deleteNodePool(f)
	case fleet.Fleet:
		return Line("gcloud", "container", "fleet", "delete", "--project="+f.Host)
	case fleet.Membership:
		return w.unregister(f)
	case fleet.Scope, fleet.ScopeBinding, fleet.FleetNamespace:
		return scoping("delete", f)
	case fleet.Namespace, fleet.KSA, fleet.Pod, fleet.Secret, fleet.Permit:
		return w.deleteObject(f)
	default:
		return w.deletePolicy(f)
	}
}

func (w *world) deletePolicy(f fleet.Fact) string {
	switch f := f.(type) {
	case fleet.GSA:
		return Line("gcloud", "iam", "service-accounts", "delete", f.Email)
	case fleet.Role:
		return roleLine("delete", f.Name)
	case fleet.Binding:
		return grantLine("remove", f)
	case fleet.Group:
		if f.Name.Kind() != pool.KindGoogleGroup {
			return members(f.Name, nil, nil)
		}
		return Line("gcloud", "identity", "groups", "delete", f.Name.Email())
	case fleet.Deny:
		return w.denyLine(f, w.rules(f))
	case fleet.Boundary:
		return w.deleteBoundary(f)
	case fleet.Constraint:
		return Line("gcloud", "org-policies", "delete-custom-constraint", f.Name, "--organization="+f.Organization.String())
	case fleet.OrgPolicy:
		return Line("gcloud", "org-policies", "delete", constraintOf(f), on(f.On))
	case fleet.Gap:
		return remark("%s: they are read", unread(f))
	default:
		return remark("%T is no fact", f)
	}
}

// unread says what a gap is about.
func unread(f fleet.Gap) string {
	switch f.What {
	case fleet.GapObjects:
		return "the objects of cluster " + f.Cluster.String()
	case fleet.GapNodePools:
		return "the node pools of cluster " + f.Cluster.String()
	case fleet.GapPods:
		return "the pods of cluster " + f.Cluster.String()
	case fleet.GapRBAC:
		return "the roles and role bindings of cluster " + f.Cluster.String()
	case fleet.GapClusters:
		return "the clusters of " + f.On.String()
	case fleet.GapMemberships:
		return "the memberships of the fleet of " + f.On.String()
	case fleet.GapAccounts:
		return "the service accounts of " + f.On.String()
	case fleet.GapScopes:
		return "the team scopes of the fleet of " + f.On.String()
	case fleet.GapOrgPolicies:
		return "the organization policies of " + f.On.String()
	default:
		return "the allow policy of " + f.On.String()
	}
}

// below is the flag that says where a folder or a project lies.
func below(parent fleet.Resource) string {
	if parent.Kind() == 0 {
		return ""
	}
	return on(parent)
}

// on is the flag that names a resource.
func on(r fleet.Resource) string {
	switch r.Kind() {
	case fleet.OrganizationResource:
		return "--organization=" + r.ID()
	case fleet.FolderResource:
		return "--folder=" + r.ID()
	default:
		return "--project=" + r.ID()
	}
}

// more lists what one list has and another has not.
func more[V comparable](list, other []V) []V {
	return slices.DeleteFunc(slices.Clone(list), func(v V) bool { return slices.Contains(other, v) })
}

func sortOf(f fleet.Fact) string { return fmt.Sprintf("%T", f) }
