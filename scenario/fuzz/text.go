package fuzz

import (
	"fmt"
	"strings"

	"fleettrust.example/fleet"
)

// Text writes facts for a person, one a line, in their order.
func Text(facts []fleet.Fact) string {
	var b strings.Builder
	for _, f := range facts {
		b.WriteString(line(f))
		b.WriteByte('\n')
	}
	return b.String()
}

func line(f fleet.Fact) string {
	switch f := f.(type) {
	case fleet.Organization:
		return fmt.Sprintf("organization %v", f.Number)
	case fleet.Folder:
		return fmt.Sprintf("folder %v%s", f.Number, given(" in", f.Parent.String()))
	case fleet.Project:
		return fmt.Sprintf("project %s, number %v%s%s", f.ID, f.Number, given(" in", f.Parent.String()), givenPool(f.Pool))
	case fleet.Cluster:
		return fmt.Sprintf("cluster %v: %v, workload identity %v%s", f.Name, f.Mode, f.WorkloadIdentity, givenPool(f.Pool))
	case fleet.Fleet:
		return "fleet of " + f.Host
	case fleet.Membership:
		return fmt.Sprintf("membership %s of fleet %s in %s: cluster %v, issuer %v%s%s%s%s", f.Name, f.Fleet, f.Location, f.Cluster, f.Issuer,
			given(", provider", f.IdentityProvider), givenPool(f.Pool), when(f.Lightweight, ", lightweight"), when(f.ClusterMissing, ", its cluster is gone"))
	case fleet.Namespace:
		return fmt.Sprintf("namespace %s of %v", f.Name, f.Cluster)
	case fleet.KSA:
		return fmt.Sprintf("service account %s/%s of %v%s%s", f.Namespace, f.Name, f.Cluster, given(", UID", f.UID), given(", annotated", f.Annotation))
	case fleet.GSA:
		return fmt.Sprintf("account %s%s%s", f.Email, given(" in", f.Project), when(f.Disabled, ", disabled"))
	case fleet.Role:
		return fmt.Sprintf("role %s: %s", f.Name, strings.Join(f.Permissions, " "))
	case fleet.Binding:
		return fmt.Sprintf("grant of %s on %v to %s%s", f.Role, f.On, member(f), given(" if", f.Condition))
	case fleet.Deny:
		return fmt.Sprintf("deny %q on %v: %s to %v", f.Name, f.On, strings.Join(f.Permissions, " "), f.Principals)
	case fleet.Group:
		return fmt.Sprintf("group %v has %v", f.Name, f.Members)
	case fleet.Gap:
		return fmt.Sprintf("gap: %s%s", gapText(f.What), given(" of", f.On.String()+strings.Trim(f.Cluster.String(), "/")))
	default:
		return fmt.Sprintf("%T is no fact", f)
	}
}

func given(word, s string) string {
	if s == "" {
		return ""
	}
	return word + " " + s
}

func when(is bool, s string) string {
	if is {
		return s
	}
	return ""
}

func givenPool(p interface {
	IsValid() bool
	String() string
}) string {
	return when(p.IsValid(), ", pool "+p.String())
}

func member(b fleet.Binding) string {
	if b.Unread != "" {
		return fmt.Sprintf("%q, which cannot be read", b.Unread)
	}
	return b.Member.String()
}

func gapText(k fleet.GapKind) string {
	switch k {
	case fleet.GapObjects:
		return "the objects"
	case fleet.GapClusters:
		return "the clusters"
	case fleet.GapMemberships:
		return "the memberships"
	case fleet.GapAccounts:
		return "the accounts"
	case fleet.GapPolicy:
		return "the policy"
	default:
		return fmt.Sprintf("gap(%d)", k)
	}
}
