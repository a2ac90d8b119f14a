// Package fleet is the trust graph of Google Cloud projects, GKE clusters, fleets, workload identity pools and Google
// service accounts. It answers who can assume an IAM principal, by which way, and how sure that is.
//
// A [Builder] is told facts and freezes them into a [Graph]; a Graph answers. The package does no I/O, reads no clock,
// draws no randomness and keeps no state: the same facts, in any order, give the same bytes.
//
//	workload ──▶ credential ──▶ principal ──▶ service account ──▶ service account …
//	one KSA of   the same at    an IAM        obtained by a       by a further grant
//	one cluster  one pool       member        grant
//
// # Terms
//
//   - workload: whatever runs as one Kubernetes service account (KSA) of one namespace of one cluster.
//   - pool: a workload identity pool. Each project has at most one that Google manages, PROJECT_ID.svc.id.goog. The pool
//     of a fleet is that of its host project: there is no other. A self-managed one may be its scope-tenancy pool beside it.
//   - credential: a workload at one pool. A cluster that is a fleet member of another project gives its workloads two.
//   - principal: an IAM member, as package pool has it. A subject holds no cluster: namespaces and service accounts of one
//     name, in all clusters of a pool, are one identity. That is namespace sameness.
//   - account: a Google service account (GSA). It is the principal serviceAccount:EMAIL.
//   - grant: a binding of an allow policy whose role can lead to an account.
//   - within scopes: by a token that is good for some APIs only. Whoever holds one is the principal, and gets no further.
//   - assumes: the principal is one of the workload's own names. Obtains: further steps through IAM lead to it.
//
// # Rules
//
// Every edge of the graph rests on one of these, and every path names those it took. The date is that on which the
// source was read; the last word is how sure it is. Numbers that are missing are kept for rules to come.
//
// R1. A workload has a credential at the pool of its cluster's project when Workload Identity Federation for GKE is on:
// always in Autopilot, by choice in Standard, never outside Google Cloud.
// https://docs.cloud.google.com/kubernetes-engine/docs/concepts/workload-identity (2026-04-10, documented)
//
// R2. A workload of a fleet member has a credential at the pool of the fleet's host project when the membership has an
// issuer and is not lightweight. It keeps the one of R1.
// https://cloud.google.com/kubernetes-engine/fleet-management/docs/about-fleet-workload-identity-federation;
// googleapis/googleapis google/cloud/gkehub/v1/membership.proto at f8291d2, message Authority (2026-08-22, inferred from both)
//
// R3. A workload in a fleet namespace of a team scope that its cluster is bound to has a credential at the scope-tenancy pool
// of the fleet, when the membership gives fleet identity (R2). It is taken to keep the one of R2: see
// Assumptions.ScopedIdentityReplaces. Any member of a fleet whose scopes were not read may be bound so. Without such a pool a
// scope changes nothing about identity.
// https://docs.cloud.google.com/kubernetes-engine/fleet-management/docs/authenticate-mixed-trust-workloads (2026-05-30,
// documented; the string of the principal inferred)
//
// R4. A credential stands for the subject ns/NAMESPACE/sa/KSA, in either spelling.
// https://docs.cloud.google.com/iam/docs/principal-identifiers (2026-05-30, documented)
//
// R5. A credential stands for the UID of its KSA, which is one object and no name. Same page (documented).
//
// R6. A credential stands for its namespace: any KSA, in every namespace of that name. Same page (documented).
//
// R7. A credential stands for its cluster, by the URL of the identity provider. Same page (documented for a cluster's own
// pool; for a member from elsewhere see Assumptions.ClusterByContainerURL).
//
// R8. A credential stands for its whole pool, written principalSet://…/* or group:POOL:/allAuthenticatedUsers/. Same page
// (documented for pools in general, inferred for those Google manages).
//
// R9. Everyone is in allUsers, with a credential or without, and people with a Google account are in allAuthenticatedUsers. KSAs
// are not.
// https://docs.cloud.google.com/iam/docs/principals-overview (2026-05-30, documented; sources conflict on the second half)
//
// R10. Whoever holds iam.serviceAccounts.getAccessToken on an account obtains it: by any role, granted on the account, its
// project, a folder above or the organization.
// https://docs.cloud.google.com/iam/docs/service-account-permissions;
// https://docs.cloud.google.com/iam/docs/resource-hierarchy-access-control (2026-05-30, documented)
//
// R11. Whoever holds iam.serviceAccounts.implicitDelegation on an account may delegate through it without holding its token:
// through any number of such accounts, the last of which may mint or sign for the account obtained.
// https://docs.cloud.google.com/iam/docs/create-short-lived-credentials-delegated (2026-05-30, documented)
//
// R12. Whoever holds iam.serviceAccounts.signBlob or signJwt on an account obtains it: a self-signed assertion is exchanged
// for a token. https://docs.cloud.google.com/iam/docs/best-practices-service-accounts (2026-05-30, inferred)
//
// R13. Whoever holds iam.serviceAccountKeys.create on an account obtains it. Same page (documented).
//
// R14. Whoever may rewrite the allow policy of an account, or of a project, folder or organization above it, may grant
// itself the rest and obtains it. https://docs.cloud.google.com/iam/docs/service-account-permissions (2026-05-30, documented)
//
// R15. A pod gets the service account of its node from the metadata server: on a node pool that has not the one of GKE, and
// with the network of the node (hostNetwork) on any. A pod is where it was told to be, or where its node selector lets it; a
// workload without a pod that was told may get one. The scopes of the node bound the token: without cloud-platform or iam
// it is the account, and leads to nothing else.
// https://docs.cloud.google.com/kubernetes-engine/docs/concepts/workload-identity (2026-04-10, documented);
// https://docs.cloud.google.com/iam/docs/reference/credentials/rest/v1/projects.serviceAccounts/generateAccessToken
// (2026-05-30, documented for the scopes, inferred for what follows)
//
// R16. A pod that mounts a Secret with a key of an account obtains that account, whatever the node; any pod of the namespace
// may mount it. https://kubernetes.io/docs/concepts/security/rbac-good-practices/ (documented)
//
// R17. An account is in principalSet://cloudresourcemanager.googleapis.com/…/type/ServiceAccount of its project, folders and
// organization, in allAuthenticatedUsers and in allUsers.
// https://docs.cloud.google.com/iam/docs/principal-identifiers (2026-05-30, documented)
//
// R18. A member of a Google group or of a domain is the group to IAM, and so is a member of a group in it. Who is in a group
// that was not told is not known, and it stands for them in an answer.
// https://docs.cloud.google.com/iam/docs/principals-overview;
// https://docs.cloud.google.com/iam/docs/groups-best-practices (2026-05-30, documented)
//
// R19. Whoever holds iam.serviceAccounts.actAs on an account may attach it to a machine, a service or a build, and run code as
// it where it may create one. That gives no token by itself: it is a weaker strength, attaches, and only [Graph.Attachers]
// follows it. https://docs.cloud.google.com/iam/docs/attach-service-accounts (2026-05-30, documented)
//
// R20. Whoever may create a pod in a namespace, or anything that makes pods, may run as any service account of that namespace:
// Kubernetes asks for no right to use one. https://kubernetes.io/docs/concepts/security/rbac-good-practices/ (2026-11-21,
// documented)
//
// R21. Whoever may create tokens of a service account (serviceaccounts/token) holds its identity, with any audience and
// without a pod. Same page (documented).
//
// R22. Whoever may impersonate a user, group or service account has its rights in that cluster, though not its identity for
// IAM; as a member of system:masters, every right. Same page (documented).
//
// R23. Whoever may create service accounts may create the one that is missing in a namespace. It takes a right to run
// something there besides. https://docs.cloud.google.com/kubernetes-engine/docs/concepts/workload-identity (identity sameness,
// 2026-04-10, documented)
//
// R24. Whoever may create namespaces may create the one that is missing in a cluster. It takes what R23 takes besides.
// Same page (documented).
//
// R25. Whoever may bind roles, or escalate one that it is bound to, may grant itself every right that a role can hold: in one
// namespace, or in the cluster. https://kubernetes.io/docs/reference/access-authn-authz/rbac/ (2026-11-21, documented)
//
// R26. Whoever may create a cluster in the project of a pool, and holds by IAM the right to run something in it, may run as
// any name of that pool: IAM gives its rights in all clusters of a project, new ones too. Without such a right it chooses the
// settings of the cluster, and is in doubt. https://cloud.google.com/kubernetes-engine/docs/how-to/iam-integration (2026-11-21,
// inferred from R1 and the page)
//
// R27. Whoever may create memberships of a fleet may register a cluster of its own, whose issuer it controls, and run as any
// name of the fleet's pool. https://github.com/googleapis/googleapis/blob/f8291d2/google/cloud/gkehub/v1/membership.proto,
// message Authority (2026-08-22, inferred)
//
// R28. Whoever may alter a membership may change its issuer and forge any name of the fleet's pool. Same page (inferred).
//
// R29. Whoever may bind clusters to a team scope, create namespaces of one or bind roles in one may do the like of R24 and R25
// in the clusters bound to it, and so give what it runs in them an identity by R3.
// https://cloud.google.com/kubernetes-engine/fleet-management/docs/team-management (inferred)
//
// R30. Whoever may rewrite the allow policy of a project, folder or organization may grant itself every right below it.
// https://docs.cloud.google.com/iam/docs/resource-hierarchy-access-control (2026-05-30, documented)
//
// R31. Whoever may run commands in pods (exec, attach, ephemeral containers), reach the kubelets of nodes (nodes/proxy) or
// alter pods as they are created (mutating webhooks) may act as what runs in them.
// https://kubernetes.io/docs/concepts/security/rbac-good-practices/ (2026-11-21, documented)
//
// R32. Whoever may get, list or watch a Secret has the credential in it: a service account's key, a long-lived token.
// Same page (documented).
//
// R33. Whoever may set an organization policy on a project or above it may take back what forbids a creation there.
// https://docs.cloud.google.com/organization-policy/hierarchy-evaluation (inferred from the page)
//
// R34. Whoever may enable a disabled service account may bring it back, and what leads to it with it.
// https://docs.cloud.google.com/iam/docs/service-accounts-disable-enable (2026-05-30, documented)
//
// A rule of a deny policy takes from a grant what it forbids: when it hangs on the resource that is acted on, or above; its
// permissions, but for those excepted, are those the step needs; everyone in the member of the grant is among its principals, and
// nobody in it among those excepted; and its condition holds. An exception does not count in another rule. Where a rule may mean
// only some, or its condition is not settled, the step is in doubt. Of a Kubernetes identity it can only be meant by a subject, by
// the set of a whole pool and as anyone, and even then see Assumptions.DenyBindsPods.
// https://docs.cloud.google.com/iam/docs/deny-overview (2026-11-21, documented);
// https://docs.cloud.google.com/iam/docs/principal-identifiers (2026-05-30, documented for the forms; sources conflict on pods)
//
// A grant with a condition gives what the condition leaves: of the powers of its role those for which it holds, in doubt where
// that depends on what is not known. Time comes from the caller. The resources of IAM are documented to have no attributes, and
// conditions on them are in use: what depends on that is in doubt. So is a condition on the provider of a token, see
// Assumptions.ConditionsSeeProvider. A grant of the same without a condition makes it moot.
// https://docs.cloud.google.com/iam/docs/conditions-attribute-reference (2026-11-21, documented; sources conflict on IAM)
//
// A principal access boundary takes from those in its set what lies outside of its resources, unless another boundary that they
// are bound to adds it. It is in doubt where only some are in the set, a condition or the version is not known, and for Kubernetes
// identities, see Assumptions.DenyBindsPods. The set of a project, folder or organization holds its service accounts and workload
// identity pools. https://docs.cloud.google.com/iam/docs/principal-access-boundary-policies;
// https://docs.cloud.google.com/iam/docs/pab-blocked-permissions (2026-11-21, documented; sources conflict on pods)
//
// A disabled account can neither be obtained nor used, until someone enables it. A member that is dead (see package pool),
// or whose project number is not that of its pool's project, matches nobody as far as is known; only of a deleted member is
// that documented, and answers about the others are unsettled.
//
// # What could be created
//
// Organization policies say what could be created from now on, and take no edge away: a constraint is enforced by the
// nearest policy on the project or above it, for what a child has set replaces what its parent says. Where keys of service
// accounts may no longer be created, R13 is in doubt, since keys that were created before live on; and so it is where the
// account's project was not told.
// https://docs.cloud.google.com/organization-policy/hierarchy-evaluation;
// https://docs.cloud.google.com/organization-policy/restrict-service-accounts (2026-05-30, documented)
//
// # How sure an answer is
//
// Each edge is certain or in doubt, and a doubt is a [Reason]: a Setting that is Unknown, a condition, a deny rule that may
// apply, a role that nobody defined, a pod that may land on a node, a group whose members are not known, an [Assumptions] it leans on. A path is in doubt
// when an edge of it is. An [Answer] is [Exact]; or an [UpperBound], which holds the truth and perhaps more, a group or a
// pool of another world standing for whoever is in it; or [Unsettled], which may lack some, because something that could
// add to it was not told: a [Gap], a policy, the parent of a folder, the UID of a service account. An unknown widens an
// answer and never narrows it. An empty answer means nobody only when it is Exact, and says what was looked for. Where an
// assumption that the caller chose leaves somebody out, the reasons say whom.
//
// # Who could become a principal
//
// R20 to R34 are not steps that a workload takes today: they are what an actor may do to become somebody else, and only
// [Graph.CouldBecome] follows them. An actor is whoever holds a [Right] in a cluster that provides the pool, or over its project
// or fleet, by RBAC (a [Permit]) or by IAM (a [Binding]): either is enough. What it can become brings further rights, and so on
// until nothing new comes of it. Whoever may make a namespace or a cluster, without a right to run something in it that was told,
// is in doubt.
// Organization policies decide what can be made from now on, and take away nothing that is there.
//
// # Asked by the million
//
// An [Index] answers by number, without reasons and without garbage, which workloads can act as which accounts; the ways through IAM
// are folded into it. A [Snapshot] is an index that takes changes: the next one shares with it what the change leaves as it is, and its
// Diff yields the pairs gained and lost. Both say what the Graph of the same facts says. COST.md beside this file says what each
// call costs.
//
// # What is not modelled
//
// A key is seen only in a [Secret] that was told, and no answer is less sure for those elsewhere; reading one by a right in a
// cluster is in CouldBecome, not in Assumers. Two actors who could become a principal together and not alone are not looked for.
// Not followed: adding a permission to a custom role (iam.roles.update), turning Workload Identity of a cluster on
// (container.clusters.update), creating a team scope in a fleet that has none (gkehub.scopes.create), creating an account that a
// set of accounts holds a grant for, joining a group, taking a deny policy back, making a service of Google act, domain-wide
// delegation, OpenID tokens, boundaries on those who could become a principal, and who could enable an account in the middle of a
// chain. Custom resources whose controllers make pods are known to nobody here.
// Self-managed pools that are no fleet's scope-tenancy pool come out as unknown. Tokens that were minted before a change, and the
// minutes a change takes to spread, are outside of any version.
package fleet
