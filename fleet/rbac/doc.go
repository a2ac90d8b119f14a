// Package rbac reads the role-based access control of a Kubernetes cluster into permits: who, in that cluster's API, has one
// of the rights that let an actor become a workload ([fleet.Right]).
//
// Whether a rule covers a request is decided by Kubernetes' own library (k8s.io/component-helpers/auth/rbac/validation).
// This package says which requests make a right, follows bindings to roles, and adds up what a subject holds: RBAC only
// ever allows, so all bindings of a subject count together.
//
// # Rights
//
//	CreatePods           create pods; create, update or patch what makes pods of a template: deployments, daemonsets,
//	                     statefulsets, replicasets (apps, and extensions of old), replicationcontrollers, cronjobs; create jobs
//	ExecPods             create or get pods/exec or pods/attach; update or patch pods/ephemeralcontainers
//	MintTokens           create serviceaccounts/token
//	ImpersonateAccounts  impersonate serviceaccounts; Users, Groups likewise, or by having a certificate made: create
//	                     certificatesigningrequests, update their approval, approve signer kubernetes.io/kube-apiserver-client
//	CreateAccounts       create serviceaccounts
//	CreateNamespaces     create namespaces
//	BindRoles            write rolebindings and bind roles or clusterroles; write clusterrolebindings and bind clusterroles
//	EscalateRoles        write roles and escalate them; the same of clusterroles
//	ReadSecrets          get, list or watch secrets
//	ProxyNodes           create or get nodes/proxy
//	ControlAdmission     write mutatingwebhookconfigurations, mutatingadmissionpolicies or their bindings
//
// where to write is to create, update or patch. Sources:
// https://kubernetes.io/docs/concepts/security/rbac-good-practices/ (privilege escalation risks; 2026-11-21);
// https://kubernetes.io/docs/reference/access-authn-authz/rbac/ (privilege escalation prevention; 2026-11-21).
//
// The template of a job cannot be changed, and the service account of a pod cannot either: updating them is no right.
// A WebSocket is opened by a GET, which clusters before the gate AuthorizePodWebsocketUpgradeCreatePermission authorize as
// get: https://github.com/kubernetes-client/python/issues/2084 (2026-11-21).
//
// # Scope
//
// A RoleBinding confines a role to its namespace, and gives nothing there that has no namespace: users, groups, nodes,
// namespaces, cluster roles. A ClusterRoleBinding reaches every namespace, those not yet created among them. Names in a rule
// (resourceNames) are kept for service accounts, Secrets, users and groups; a name of another kind, such as that of a
// deployment, is not kept, and the right is read as if the object existed. A create without a name is not given by a
// rule with names. A subject that may bind certain cluster roles only is taken to hold what they hold.
//
// # What is read wider
//
// A role that names more than a hundred objects of one kind is read as if it named all. Whoever may bind certain Roles by
// name is read as one who may bind any role. Objects of one name count together.
// Who may write role bindings in all namespaces, but not cluster role bindings, has BindRoles everywhere all the same.
//
// # What is not read
//
// Custom resources whose controllers make pods; controllers that act for those who may write their objects; the verbs of
// constrained impersonation (impersonate:user-info and others, since 1.35:
// https://www.kubernetes.dev/resources/keps/5284/); other authorizers, of which GKE's IAM is one (see package fleet).
// The group system:masters may do all things whatever RBAC says; clusters bind it to cluster-admin, and when that binding
// is among the objects the permits say so.
//
// The roles that every cluster makes for itself (view, edit, admin, cluster-admin and others) are known without being
// told, as the Kubernetes project's tests have them (bootstrap.yaml). A role of the same name among the objects is read
// instead.
package rbac
