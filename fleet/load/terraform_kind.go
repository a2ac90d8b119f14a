package load

import "strings"

// A terraformStage is what of a file is read at one time: the resources of some types.
type terraformStage struct {
	kind    kind
	readers map[string]func(*stack, *resource)
}

// terraformStages are the types that matter here, in the order of reading: what names others comes first.
// Source: https://registry.terraform.io/providers/hashicorp/google/latest/docs and …/hashicorp/kubernetes/latest/docs, read 2026-11-22.
func terraformStages() []terraformStage {
	return []terraformStage{
		{projectFile, map[string]func(*stack, *resource){
			"google_project": (*stack).readProjectResource, "google_folder": (*stack).readFolder, "google_active_folder": (*stack).readFolder,
			"kubernetes_manifest": (*stack).readConnectorResource,
		}},
		{clustersFile, map[string]func(*stack, *resource){"google_container_cluster": (*stack).readClusterResource}},
		{clustersFile, map[string]func(*stack, *resource){"google_container_node_pool": (*stack).readNodePoolResource}},
		{membershipsFile, map[string]func(*stack, *resource){
			"google_gke_hub_membership": (*stack).readMembershipResource, "google_gke_hub_fleet": (*stack).readFleetResource,
			"google_container_attached_cluster": (*stack).readOtherMember, "google_container_aws_cluster": (*stack).readOtherMember,
			"google_container_azure_cluster": (*stack).readOtherMember, "google_gkeonprem_bare_metal_cluster": (*stack).readOtherMember,
			"google_gkeonprem_vmware_cluster": (*stack).readOtherMember, "google_edgecontainer_cluster": (*stack).readOtherMember,
		}},
		{membershipsFile, map[string]func(*stack, *resource){"google_container_cluster": (*stack).readOwnMembership}},
		{scopesFile, map[string]func(*stack, *resource){
			"google_gke_hub_scope": (*stack).readScopeResource, "google_gke_hub_namespace": (*stack).readFleetNamespaceResource,
			"google_gke_hub_membership_binding": (*stack).readScopeBindingResource, "google_gke_hub_feature": (*stack).readFeatureResource,
			"google_gke_hub_scope_rbac_role_binding": (*stack).readScopeRole,
		}},
		{accountsFile, map[string]func(*stack, *resource){"google_service_account": (*stack).readAccountResource, "google_service_account_key": (*stack).readKeyResource}},
		{accountFile, grantReaders()},
		{roleFile, policyReaders()},
		{boundFile, boundReaders()},
		{groupFile, map[string]func(*stack, *resource){
			"google_cloud_identity_group": (*stack).readGroupResource, "google_cloud_identity_group_membership": (*stack).readGroupMember,
		}},
		{objectsFile, objectReaders()},
	}
}

func grantReaders() map[string]func(*stack, *resource) {
	all := map[string]func(*stack, *resource){"google_project_iam_member_remove": (*stack).readRemoval, "google_project_default_service_accounts": (*stack).readDefaults}
	for _, g := range grantTypes {
		for _, form := range []string{"member", "binding", "policy"} {
			all[g.prefix+form] = (*stack).readGrant
		}
	}
	return all
}

func policyReaders() map[string]func(*stack, *resource) {
	return map[string]func(*stack, *resource){
		"google_project_iam_custom_role":              (*stack).readRoleResource,
		"google_organization_iam_custom_role":         (*stack).readRoleResource,
		"google_iam_deny_policy":                      (*stack).readDenyResource,
		"google_org_policy_policy":                    (*stack).readOrgPolicyResource,
		"google_org_policy_custom_constraint":         (*stack).readConstraintResource,
		"google_project_organization_policy":          (*stack).readOldOrgPolicy,
		"google_folder_organization_policy":           (*stack).readOldOrgPolicy,
		"google_organization_policy":                  (*stack).readOldOrgPolicy,
		"google_iam_principal_access_boundary_policy": (*stack).readBoundaryResource,
	}
}

func boundReaders() map[string]func(*stack, *resource) {
	return map[string]func(*stack, *resource){
		"google_iam_projects_policy_binding":      (*stack).readBoundResource,
		"google_iam_folders_policy_binding":       (*stack).readBoundResource,
		"google_iam_organizations_policy_binding": (*stack).readBoundResource,
	}
}

// objectReaders are the types of the provider of Kubernetes, each with and without the version that its name may end in; and those by
// which others make objects that a plan does not show.
func objectReaders() map[string]func(*stack, *resource) {
	all := map[string]func(*stack, *resource){"kubernetes_manifest": (*stack).readManifestResource}
	for kind := range objectKindsOf {
		all[kind], all[kind+"_v1"] = (*stack).readObject, (*stack).readObject
	}
	for _, kind := range []string{"helm_release", "kubectl_manifest", "kustomization_resource", "flux_bootstrap_git", "argocd_application"} {
		all[kind] = func(t *stack, r *resource) {
			if !r.isData {
				t.doubtObjects(r, "it makes objects that the plan does not show")
			}
		}
	}
	return all
}

// objectKindsOf are the kinds of Kubernetes by the types of Terraform.
var objectKindsOf = map[string]struct{ version, kind string }{
	"kubernetes_namespace":               {"v1", "Namespace"},
	"kubernetes_service_account":         {"v1", "ServiceAccount"},
	"kubernetes_default_service_account": {"v1", "ServiceAccount"},
	"kubernetes_pod":                     {"v1", "Pod"},
	"kubernetes_secret":                  {"v1", "Secret"},
	"kubernetes_role":                    {"rbac.authorization.k8s.io/v1", "Role"},
	"kubernetes_cluster_role":            {"rbac.authorization.k8s.io/v1", "ClusterRole"},
	"kubernetes_role_binding":            {"rbac.authorization.k8s.io/v1", "RoleBinding"},
	"kubernetes_cluster_role_binding":    {"rbac.authorization.k8s.io/v1", "ClusterRoleBinding"},
	"kubernetes_replication_controller":  {"v1", "ReplicationController"},
	"kubernetes_deployment":              {"apps/v1", "Deployment"},
	"kubernetes_stateful_set":            {"apps/v1", "StatefulSet"},
	"kubernetes_daemonset":               {"apps/v1", "DaemonSet"},
	"kubernetes_daemon_set":              {"apps/v1", "DaemonSet"},
	"kubernetes_job":                     {"batch/v1", "Job"},
	"kubernetes_cron_job":                {"batch/v1", "CronJob"},
}

// plainType is a type without the version that its name may end in.
func plainType(kind string) string { return strings.TrimSuffix(kind, "_v1") }
