package load

import (
	"fmt"
	"reflect"
	"strings"

	"fleettrust.example/fleet"
)

// say puts a fact in words, for text cases: only what differs from the zero value.
func say(f fleet.Fact) string {
	switch f := f.(type) {
	case fleet.Organization:
		return "organization " + f.Number.String()
	case fleet.Folder:
		return "folder " + f.Number.String() + opt("below", f.Parent.String())
	case fleet.Project:
		return "project " + f.ID + " number " + f.Number.String() + opt("below", f.Parent.String())
	case fleet.Cluster:
		return fmt.Sprintf("cluster %v %v, workload identity %v%s", f.Name, f.Mode, f.WorkloadIdentity, poolText(f.Pool))
	case fleet.NodePool:
		return fmt.Sprintf("node pool %v %s, metadata %v%s%s%s%s", f.Cluster, f.Name, f.Metadata, opt("account", f.Account), opted("scopes", f.Scopes), mark("windows", f.Windows), opted("labels", f.Labels))
	case fleet.Pod:
		return fmt.Sprintf("pod %v %s/%s%s%s%s%s%s", f.Cluster, f.Namespace, f.Name, opt("as", f.ServiceAccount), opt("on", f.NodePool), mark("host network", f.HostNetwork), opted("selects", f.NodeSelector), many("reads", f.Secrets))
	case fleet.Secret:
		return fmt.Sprintf("secret %v %s/%s%s%s", f.Cluster, f.Namespace, f.Name, opt("key of", f.Key), opt("token of", f.Token))
	case fleet.Permit:
		return fmt.Sprintf("permit %v %v may %v%s%s because %s", f.Cluster, f.Subject, f.Right, opt("in", f.Namespace), opt("on", f.Object), f.Because)
	case fleet.Fleet:
		return "fleet of " + f.Host + poolText(f.TenancyPool)
	case fleet.Scope:
		return "scope " + f.Fleet + "/" + f.Name
	case fleet.ScopeBinding:
		return fmt.Sprintf("scope %s/%s of membership %s/%s", f.Fleet, f.Scope, f.Location, f.Membership)
	case fleet.FleetNamespace:
		return fmt.Sprintf("fleet namespace %s of scope %s/%s", f.Name, f.Fleet, f.Scope)
	case fleet.Group:
		return fmt.Sprintf("group %v: %v", f.Name, f.Members)
	case fleet.Boundary:
		return fmt.Sprintf("boundary %q of %v, version %d: %v%s", f.Name, f.Set, f.Version, f.Resources, opt("if", f.Condition))
	case fleet.Constraint:
		return fmt.Sprintf("constraint %s of organizations/%v: %v %v if %s%s", f.Name, f.Organization, f.Methods, f.Types, f.Condition, mark("denies", f.Denies))
	case fleet.OrgPolicy:
		return fmt.Sprintf("org policy %s on %v: enforced %v%s", f.Constraint, f.On, f.Enforced, mark("reset", f.Reset))
	case fleet.Membership:
		return fmt.Sprintf("membership %s/%s/%s of %v, issuer %v%s%s%s%s", f.Fleet, f.Location, f.Name, f.Cluster, f.Issuer,
			opt("provider", f.IdentityProvider), poolText(f.Pool), mark("lightweight", f.Lightweight), mark("cluster missing", f.ClusterMissing))
	case fleet.Namespace:
		return fmt.Sprintf("namespace %v %s", f.Cluster, f.Name)
	case fleet.KSA:
		return fmt.Sprintf("ksa %v %s/%s%s%s", f.Cluster, f.Namespace, f.Name, opt("uid", f.UID), opt("annotated", f.Annotation))
	case fleet.GSA:
		return "gsa " + f.Email + opt("of", f.Project) + mark("disabled", f.Disabled)
	case fleet.Role:
		return "role " + f.Name + ": " + strings.Join(f.Permissions, " ")
	case fleet.Binding:
		who := f.Member.String()
		if f.Unread != "" {
			who = fmt.Sprintf("the unread %q", f.Unread)
		}
		return fmt.Sprintf("grant of %s on %v to %s%s", f.Role, f.On, who, opt("if", f.Condition))
	case fleet.Deny:
		return fmt.Sprintf("deny %q on %v: %v%s to %v%s%s%s", f.Name, f.On, f.Permissions, many("but", f.ExceptPermissions), f.Principals,
			many("but", f.ExceptPrincipals), opt("if", f.Condition), opt("unread", f.Unread))
	case fleet.Gap:
		return "gap: " + gapText(f)
	default:
		return fmt.Sprintf("unknown fact %T", f)
	}
}

func opt(word, s string) string {
	if s == "" {
		return ""
	}
	return " " + word + " " + s
}

// opted tells a list or a map that was told from one that was not.
func opted(word string, v any) string {
	if reflect.ValueOf(v).IsNil() {
		return ""
	}
	return fmt.Sprintf(", %s %v", word, v)
}

func many[T any](word string, ts []T) string {
	if len(ts) == 0 {
		return ""
	}
	return fmt.Sprintf(" %s %v", word, ts)
}

func mark(word string, on bool) string {
	if !on {
		return ""
	}
	return ", " + word
}

func poolText(n interface {
	IsValid() bool
	String() string
}) string {
	if !n.IsValid() {
		return ""
	}
	return " at " + n.String()
}

func gapText(g fleet.Gap) string {
	what, ok := map[fleet.GapKind]string{
		fleet.GapObjects: "objects", fleet.GapClusters: "clusters", fleet.GapMemberships: "memberships", fleet.GapAccounts: "accounts", fleet.GapPolicy: "policy",
		fleet.GapNodePools: "node pools", fleet.GapPods: "pods", fleet.GapRBAC: "rights", fleet.GapScopes: "scopes", fleet.GapOrgPolicies: "org policies",
	}[g.What]
	switch {
	case !ok:
		return fmt.Sprintf("of kind %d", g.What)
	case g.What == fleet.GapRBAC:
		return what + " in " + g.Cluster.String()
	case g.Cluster != (fleet.ClusterName{}):
		return what + " of " + g.Cluster.String()
	default:
		return what + " of " + g.On.String()
	}
}
