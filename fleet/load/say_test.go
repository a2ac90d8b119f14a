package load

import (
	"fmt"
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
	case fleet.Fleet:
		return "fleet of " + f.Host
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
		return fmt.Sprintf("deny %q on %v: %v to %v", f.Name, f.On, f.Permissions, f.Principals)
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
	switch g.What {
	case fleet.GapObjects:
		return "objects of " + g.Cluster.String()
	case fleet.GapClusters:
		return "clusters of " + g.On.String()
	case fleet.GapMemberships:
		return "memberships of " + g.On.String()
	case fleet.GapAccounts:
		return "accounts of " + g.On.String()
	case fleet.GapPolicy:
		return "policy of " + g.On.String()
	default:
		return fmt.Sprintf("of kind %d", g.What)
	}
}
