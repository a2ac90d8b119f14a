package rbac

import (
	"slices"
	"strings"

	"fleettrust.example/fleet"
)

// request is what the API server asks about before it acts: may this verb be done to this resource?
type request struct {
	group, resource, verb string
	unnamed               bool   // the request has no object's name yet, so a rule with names never covers it
	unscoped              bool   // the resource has no namespace, so a role binding never gives it
	only                  string // names that count, separated by spaces; "" is all
	whole                 bool   // leave for some names does not count: see catalogue.bindNamed
}

// unscoped are the resources below that have no namespace. The request to bind a cluster role has that of the binding:
// kubernetes/kubernetes pkg/registry/rbac/escalation_check.go, BindingAuthorized.
var unscoped = []string{
	"users", "groups", "namespaces", "nodes/proxy", "clusterroles", "clusterrolebindings", "certificatesigningrequests",
	"certificatesigningrequests/approval", "signers", "mutatingwebhookconfigurations", "mutatingadmissionpolicies", "mutatingadmissionpolicybindings",
}

func ask(group, resources string, verbs ...string) (rs []request) {
	for resource := range strings.FieldsSeq(resources) {
		for _, verb := range verbs {
			rs = append(rs, request{
				group: group, resource: resource, verb: verb,
				unnamed:  verb == "create" && !strings.Contains(resource, "/"),
				unscoped: slices.Contains(unscoped, resource) && verb != "bind",
			})
		}
	}
	return rs
}

func write(group, resources string) []request {
	return ask(group, resources, "create", "update", "patch")
}

const (
	rbacGroup      = "rbac.authorization.k8s.io"
	admissionGroup = "admissionregistration.k8s.io"
	certificates   = "certificates.k8s.io"
)

var (
	// Leave to bind a cluster role in all namespaces is asked of who writes a cluster role binding.
	bindClusterRoles = request{group: rbacGroup, resource: "clusterroles", verb: "bind", whole: true}
	bindEverywhere   = request{group: rbacGroup, resource: "clusterroles", verb: "bind", whole: true, unscoped: true}
	approveClients   = request{
		group: certificates, resource: "signers", verb: "approve", unscoped: true,
		only: "kubernetes.io/kube-apiserver-client kubernetes.io/*",
	}
	writeBindings        = write(rbacGroup, "rolebindings")
	writeClusterBindings = write(rbacGroup, "clusterrolebindings")
)

// way is one way to a right: a request of each part. A right whose objects are kept has it on the objects of its first
// part when that is the only one.
type way [][]request

func oneOf(rs ...[]request) way { return way{slices.Concat(rs...)} }

// certificate is the way to any user or group by having a client certificate signed.
// Source: https://kubernetes.io/docs/concepts/security/rbac-good-practices/ (CSRs and certificate issuing)
var certificate = way{
	ask(certificates, "certificatesigningrequests", "create"),
	ask(certificates, "certificatesigningrequests/approval", "update", "patch"),
	{approveClients},
}

// rights are the ways to each right, as the package comment says them.
var rights = []struct {
	right   fleet.Right
	objects bool
	ways    []way
}{
	{fleet.CreatePods, false, []way{oneOf(
		ask("", "pods", "create"), write("", "replicationcontrollers"),
		write("apps", "deployments daemonsets statefulsets replicasets"), write("extensions", "deployments daemonsets replicasets"),
		write("batch", "cronjobs"), ask("batch", "jobs", "create"),
	)}},
	{fleet.ExecPods, false, []way{oneOf(
		ask("", "pods/exec pods/attach", "create", "get"), ask("", "pods/ephemeralcontainers", "update", "patch"),
	)}},
	{fleet.MintTokens, true, []way{oneOf(ask("", "serviceaccounts/token", "create"))}},
	{fleet.ImpersonateAccounts, true, []way{oneOf(ask("", "serviceaccounts", "impersonate"))}},
	{fleet.ImpersonateUsers, true, []way{oneOf(ask("", "users", "impersonate")), certificate}},
	{fleet.ImpersonateGroups, true, []way{oneOf(ask("", "groups", "impersonate")), certificate}},
	{fleet.CreateAccounts, false, []way{oneOf(ask("", "serviceaccounts", "create"))}},
	{fleet.CreateNamespaces, false, []way{oneOf(ask("", "namespaces", "create"))}},
	{fleet.BindRoles, false, []way{
		{writeBindings, append(ask(rbacGroup, "roles", "bind"), bindClusterRoles)},
		{writeClusterBindings, {bindEverywhere}},
	}},
	{fleet.EscalateRoles, false, []way{
		{write(rbacGroup, "roles"), ask(rbacGroup, "roles", "escalate")},
		{write(rbacGroup, "clusterroles"), ask(rbacGroup, "clusterroles", "escalate")},
	}},
	{fleet.ReadSecrets, true, []way{oneOf(ask("", "secrets", "get", "list", "watch"))}},
	{fleet.ProxyNodes, false, []way{oneOf(ask("", "nodes/proxy", "create", "get"))}},
	{fleet.ControlAdmission, false, []way{oneOf(
		write(admissionGroup, "mutatingwebhookconfigurations mutatingadmissionpolicies mutatingadmissionpolicybindings"),
	)}},
}

// requests are all requests of all rights, each once.
var requests = func() (rs []request) {
	for _, r := range rights {
		for _, w := range r.ways {
			for _, part := range w {
				for _, q := range part {
					if !slices.Contains(rs, q) {
						rs = append(rs, q)
					}
				}
			}
		}
	}
	return rs
}()
