// Package pool says what an IAM member string means.
//
// A member is one entry of the members of a binding in an allow policy, or of the
// principals of a deny policy. Parse turns it into a Principal: a small value that can
// be compared, printed, and asked which identities it holds. It imports the standard
// library only, reads no clock and does no input or output.
//
//	p, err := pool.Parse("serviceAccount:acme.svc.id.goog[shop/cart]")
//
// # Words
//
// A workload identity pool is a name space for the identities of workloads. Each
// project has at most one Google-managed pool, PROJECT_ID.svc.id.goog, which the
// project's clusters and the members of its fleet feed. Anyone may make self-managed
// pools beside it. An Identity is what IAM sees of one workload: pool, Kubernetes
// namespace, Kubernetes service account, its UID and the URL of its cluster's identity
// provider. The cluster itself is not in the subject, and so namespaces of one name in
// two clusters of one pool are one namespace to IAM.
//
// # Forms
//
// POOLS stands for iam.googleapis.com/projects/NUMBER/locations/global/workloadIdentityPools,
// where NUMBER is the project's number and never its ID; a name PROJECT.svc.id.goog
// behind it holds the ID of the same project and never the number. The letter behind
// each form names its source, below.
//
// Of a workload identity pool:
//
//	principal://POOLS/POOL/subject/ns/NAMESPACE/sa/NAME          the service account of that name in every namespace of that
//	                                                             name, in every cluster of the pool [a, b]
//	serviceAccount:POOL[NAMESPACE/NAME]                          the same set, legacy spelling, Google-managed pools only [a]
//	principal://POOLS/POOL/kubernetes.serviceaccount.uid/UID     one service account object; one of the same name that is
//	                                                             made later, or elsewhere, is not in it [a, b]
//	principalSet://POOLS/POOL/namespace/NAMESPACE                every workload in every namespace of that name [a, b]
//	principalSet://POOLS/POOL/kubernetes.cluster/URL             every workload of one cluster; URL is all that follows [a, b]
//	principalSet://POOLS/POOL/*                                  every identity of the pool [a]
//	group:POOL:/allAuthenticatedUsers/                           the same set, old spelling, Google-managed pools only [c, d]
//	principal://POOLS/POOL/subject/SUBJECT                       one identity; SUBJECT is any text in a self-managed pool [a]
//	principalSet://POOLS/POOL/group/GROUP                        by a mapped group [a]
//	principalSet://POOLS/POOL/attribute.NAME/VALUE               by a mapped attribute; VALUE is any text [a]
//
// In the two legacy spellings no number stands. For a pool that Google manages the
// number is therefore the spelling: a subject or whole pool whose number is not known
// prints in the legacy spelling, one whose number is known as principal:// or
// principalSet://. WithNumber leads from one to the other, and then the two are ==.
// Namespace, UID and cluster have one spelling, with the number; when it is not known
// they print "?" in its place, which Parse refuses.
//
// Two principals that differ in their number only are two principals: at most one of
// them holds anyone, and the names do not show which.
//
// Not of the pool's members, though its name is in them:
//
//	principal://iam.googleapis.com/projects/NUMBER/name/locations/global/workloadIdentityPools/DOMAIN
//
// This is the pool as a resource with an identity of its own. It holds no workload.
// DOMAIN is PROJECT.svc.id.goog or POOL.global.NUMBER.workload.id.goog [e]. One page
// writes it as a principalSet that ends in /* [f]; this is kept as a principal of the
// same kind.
//
// Other members:
//
//	serviceAccount:EMAIL                       a Google service account [a]
//	user:EMAIL  group:EMAIL  domain:DOMAIN     a Google Account, a Google group, a domain [a]
//	allUsers                                   everyone, federated identities too [a, g]
//	allAuthenticatedUsers                      Google Accounts and service accounts; no identity federated from outside, and
//	                                           no workload of a pool [g, h: the text of both; a table in g shows otherwise]
//	principalSet://cloudresourcemanager.googleapis.com/{projects,folders,organizations}/N/type/ServiceAccount
//	                                           every service account below that node; ServiceAgent likewise [a]
//	projectOwner:ID  projectEditor:ID  projectViewer:ID
//	                                           whoever holds that basic role on the project [i]
//	principal://goog/subject/EMAIL, principalSet://goog/group/EMAIL, principalSet://goog/public:all,
//	principal://iam.googleapis.com/projects/-/serviceAccounts/EMAIL
//	                                           how deny policies spell user:, group:, allUsers and serviceAccount: [a]
//	principalSet://goog/cloudIdentityCustomerId/ID
//	                                           every principal of a Cloud Identity customer [a]
//	principal(Set)://iam.googleapis.com/locations/global/workforcePools/POOL/…
//	                                           people: subject/, group/, attribute.NAME/ or * [a]; a subject behind principalSet stands
//	                                           on one page [p] and is kept as written
//	principal(Set)://SERVICE.googleapis.com/projects/NUMBER/{name,uid,type,ancestor.name,ancestor.uid,*}/…
//	                                           the built-in identity of a resource, or a set of them, kept as written [e]
//	principal(Set)://agents.global.{org,proj}-N.system.id.goog/…
//	                                           the identity of an agent, or a set of them, kept as written [a]
//	deleted:MEMBER?uid=ID                      a deleted user, group or service account: nobody, also when the name is given
//	                                           anew; a workforce subject has no ?uid= [a, h]. Pools have no deleted form.
//
// # Names
//
// A Google-managed pool is PROJECT.svc.id.goog; in another universe PROJECT.UNIVERSE.svc.id.goog
// [j, k]; the old name of a fleet's pool is PROJECT.hub.id.goog [l], and is not an alias.
// The pool of a domain-scoped project example.com:p is seen as example.com:p.svc.id.goog, and
// no page says so; a name must therefore be read, and NameOf derives only the plain one.
// A self-managed pool has 4 to 32 of [a-z0-9-] [m]. A namespace is an RFC 1123 label of
// at most 63 characters; a Kubernetes service account is an RFC 1123 subdomain of at most
// 253, and may hold dots [n].
//
// # Sets
//
// Matches, Covers and Overlaps answer from the names alone, and what the names leave
// open never turns into a wrong "nobody": Matches and Overlaps then say yes, Covers
// says no. An unknown number matches any number. Dead tells the members that IAM
// stores and that hold nobody.
//
// # What is refused
//
// Every mistake found in public policies is refused with its reason and, where one can
// be made, the corrected member as a hint: a suffix other than svc.id.goog, a project
// ID in the place of the number and the reverse, a missing namespace or bracket, a
// wildcard, principal for principalSet, a location other than global, a word before a
// whole member, a missing first word, empty parts, spaces. Placeholders that were not
// filled in are refused as such, everywhere: ${…}, $NAME, $(…), {…}, <…>, [NAME], %s,
// %v, %d, %q, and the words in capitals that documentation uses. In the free text of
// a self-managed or workforce pool, where capitals are legal, of the words only those
// that end in _ID, _NUMBER, _NAME or _EMAIL count.
//
// Nothing is folded or decoded: IAM compares the values of principal:// and
// principalSet:// as they are, and stores the others in lower case [o], so upper case
// in these is refused. A member is at most MaxLength bytes of printable UTF-8.
//
// # What is not modelled
//
// Which forms a policy type or service takes; whether the pool, the project, or the
// namespace exists; the attribute mapping of a self-managed pool, so its groups and
// attributes match each of its identities; subjects that such a mapping makes of a
// Kubernetes token in another shape than ns/NAMESPACE/sa/NAME; the members of Google
// groups; principalHierarchy:; the 127 bytes that bound a subject.
//
// # Sources
//
//	[a] https://docs.cloud.google.com/iam/docs/principal-identifiers (read 2026-05-30)
//	[b] https://docs.cloud.google.com/kubernetes-engine/docs/concepts/workload-identity (2026-04-10)
//	[c] https://github.com/GoogleCloudPlatform/anthos-service-mesh-packages asmcli/asmcli at c8d3144
//	[d] https://github.com/hashicorp/terraform-provider-google google/services/privateca/iam_privateca_ca_pool_test.go at e03b762
//	[e] https://docs.cloud.google.com/iam/docs/resources-with-built-in-identities (2026-05-30)
//	[f] https://docs.cloud.google.com/iam/docs/create-managed-workload-identities (2026-05-30)
//	[g] https://docs.cloud.google.com/iam/docs/principals-overview (2026-05-30)
//	[h] https://docs.cloud.google.com/iam/docs/reference/rest/v1/Policy (2026-05-30)
//	[i] https://docs.cloud.google.com/iam/docs/org-policy-custom-constraints (2026-05-30)
//	[j] https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity (Dedicated edition, 2026-05-30)
//	[k] https://documentation.s3ns.fr/iam/docs/managed-workload-identity (2026-05-30)
//	[l] https://github.com/googleapis/googleapis google/cloud/gkehub/v1/membership.proto at f8291d2
//	[m] https://docs.cloud.google.com/iam/docs/reference/rest/v1/projects.locations.workloadIdentityPools (2026-05-30)
//	[n] https://kubernetes.io/docs/concepts/overview/working-with-objects/names
//	[o] https://github.com/hashicorp/terraform-provider-google google/tpgiamresource/iam.go at fa925cd (2026-11-21)
//	[p] https://docs.cloud.google.com/iam/docs/workforce-identity-federation (2026-11-21)
package pool
