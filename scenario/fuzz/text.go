package fuzz

import (
	"fmt"
	"slices"
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
		return "fleet of " + f.Host + when(f.TenancyPool.IsValid(), ", scope-tenancy pool "+f.TenancyPool.String())
	case fleet.Scope:
		return fmt.Sprintf("scope %s of fleet %s", f.Name, f.Fleet)
	case fleet.ScopeBinding:
		return fmt.Sprintf("membership %s of fleet %s in %s is bound to scope %s", f.Membership, f.Fleet, f.Location, f.Scope)
	case fleet.FleetNamespace:
		return fmt.Sprintf("fleet namespace %s of scope %s of fleet %s", f.Name, f.Scope, f.Fleet)
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
		return fmt.Sprintf("deny %q on %v: %s but %v to %v but %v%s", f.Name, f.On, strings.Join(f.Permissions, " "), f.ExceptPermissions, f.Principals, f.ExceptPrincipals, given(" if", f.Condition))
	case fleet.Group:
		return fmt.Sprintf("group %v has %v", f.Name, f.Members)
	case fleet.Boundary:
		return fmt.Sprintf("boundary %q of %v: %v, version %d%s", f.Name, f.Set, f.Resources, f.Version, given(" if", f.Condition))
	case fleet.Permit:
		return fmt.Sprintf("permit of %v to %v in %v%s%s (%s)", f.Subject, f.Right, f.Cluster, given(", namespace", f.Namespace), given(", only", f.Object), f.Because)
	case fleet.Constraint:
		return fmt.Sprintf("constraint %s of organization %v on %s: %s if %s", f.Name, f.Organization, strings.Join(append(slices.Clip(f.Methods), f.Types...), " "), allows(f.Denies), f.Condition)
	case fleet.OrgPolicy:
		return fmt.Sprintf("organization policy %s on %v: enforced %v%s", f.Constraint, f.On, f.Enforced, when(f.Reset, ", reset"))
	case fleet.NodePool:
		return fmt.Sprintf("node pool %s of %v: %v%s%s%s%s", f.Name, f.Cluster, f.Metadata, given(", account", f.Account),
			when(f.Scopes != nil, fmt.Sprintf(", scopes %q", f.Scopes)), when(f.Windows, ", Windows"), when(f.Labels != nil, fmt.Sprintf(", labels %v", f.Labels)))
	case fleet.Pod:
		return fmt.Sprintf("pod %s/%s of %v%s%s%s, selector %v, secrets %q", f.Namespace, f.Name, f.Cluster, given(", as", f.ServiceAccount), when(f.HostNetwork, ", host network"), given(", in node pool", f.NodePool), f.NodeSelector, f.Secrets)
	case fleet.Secret:
		return fmt.Sprintf("secret %s/%s of %v%s%s", f.Namespace, f.Name, f.Cluster, given(", key of", f.Key), given(", token of", f.Token))
	case fleet.Gap:
		return fmt.Sprintf("gap: %s%s", gapText(f.What), given(" of", f.On.String()+strings.Trim(f.Cluster.String(), "/")))
	default:
		return fmt.Sprintf("%T is no fact", f)
	}
}

func allows(denies bool) string {
	if denies {
		return "denied"
	}
	return "allowed"
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
	case fleet.GapNodePools:
		return "the node pools"
	case fleet.GapPods:
		return "the pods"
	case fleet.GapRBAC:
		return "the roles and role bindings"
	case fleet.GapScopes:
		return "the scopes"
	case fleet.GapOrgPolicies:
		return "the organization policies"
	default:
		return fmt.Sprintf("gap(%d)", k)
	}
}
