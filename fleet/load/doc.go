// Package load reads what teams have into a [fleet.Builder]: exports of Cloud Asset Inventory, plans and states of Terraform, manifests
// of Kubernetes and Config Connector, and what gcloud and kubectl print. Several files and folders make one world.
//
// # What a file is
//
// In a folder with a layout of ours the place of a file says what it speaks of. Any other file, in a folder or named itself, says by
// its content what it is: an object with asset_type or assetType is an asset, one with format_version or terraform_version a plan or a
// state, one with apiVersion and kind a manifest, and what gcloud or REST print is told by its name (projects/P/locations/L/memberships/M)
// or by fields that nothing else has. In a folder those are read whose names end in .json, .yaml, .yml, .ndjson, .jsonl, .dump
// or .tfstate. gzip is unpacked, whatever the name. A list outside the layout may be a part of another: what it does not have is not known.
//
// # A folder with a layout
//
// The layout says what each file speaks of, since most files do not say so themselves. Names end in .json, .yaml or .yml;
// the content decides the syntax: text that begins with { or [ is JSON, any other is YAML.
//
//	projects/PROJECT_ID/project                              gcloud projects describe PROJECT_ID
//	projects/PROJECT_ID/ancestors-iam-policy                 gcloud projects get-ancestors-iam-policy PROJECT_ID [--include-deny]
//	projects/PROJECT_ID/iam-policy                           gcloud projects get-iam-policy PROJECT_ID
//	folders/NUMBER/folder                                    gcloud resource-manager folders describe NUMBER
//	folders/NUMBER/iam-policy                                gcloud resource-manager folders get-iam-policy NUMBER
//	organizations/NUMBER/iam-policy                          gcloud organizations get-iam-policy NUMBER
//	projects/PROJECT_ID/clusters                             gcloud container clusters list --project=PROJECT_ID
//	projects/PROJECT_ID/clusters/LOCATION/NAME               kubectl get namespaces,serviceaccounts,pods,nodes,roles,clusterroles,rolebindings,clusterrolebindings -A -o yaml
//	projects/PROJECT_ID/clusters/LOCATION/NAME/PART          kubectl get secrets -A -o yaml, or any other part of the above
//	projects/PROJECT_ID/memberships                          gcloud container fleet memberships list --project=PROJECT_ID
//	projects/PROJECT_ID/memberships/LOCATION/NAME            gcloud container fleet memberships bindings list --membership=NAME --location=LOCATION --project=PROJECT_ID
//	projects/PROJECT_ID/features                             gcloud container fleet features list --project=PROJECT_ID
//	projects/PROJECT_ID/scopes                               gcloud container fleet scopes list --project=PROJECT_ID
//	projects/PROJECT_ID/scopes/SCOPE                         gcloud container fleet scopes namespaces list --scope=SCOPE --project=PROJECT_ID
//	projects/PROJECT_ID/service-accounts                     gcloud iam service-accounts list --project=PROJECT_ID
//	projects/PROJECT_ID/service-accounts/EMAIL               gcloud iam service-accounts get-iam-policy EMAIL
//	projects/PROJECT_ID/roles/ROLE_ID                        gcloud iam roles describe ROLE_ID --project=PROJECT_ID
//	organizations/NUMBER/roles/ROLE_ID                       gcloud iam roles describe ROLE_ID --organization=NUMBER
//	RESOURCE/org-policies                                    gcloud org-policies list --project=PROJECT_ID
//	RESOURCE/org-policies/CONSTRAINT                         gcloud org-policies describe CONSTRAINT --project=PROJECT_ID
//	organizations/NUMBER/custom-constraints                  gcloud org-policies list-custom-constraints --organization=NUMBER
//	RESOURCE/deny-policies/NAME                              gcloud iam policies get NAME --kind=denypolicies --attachment-point=…
//	RESOURCE/policy-bindings                                 gcloud iam policy-bindings list --project=PROJECT_ID --location=global
//	organizations/NUMBER/principal-access-boundary-policies  gcloud iam principal-access-boundary-policies list --organization=NUMBER --location=global
//	groups/EMAIL                                             gcloud identity groups memberships list --group-email=EMAIL --view=full
//	keys                                                     no command: see below
//
// where RESOURCE is projects/PROJECT_ID, folders/NUMBER or organizations/NUMBER, asked with --project, --folder or --organization;
// all gcloud commands with --format=json. A cluster outside Google Cloud lies under the project that hosts its fleet,
// with the location and the name of its membership. A folder under projects may be named by the project's number, if
// its project file says the ID. Any part may be missing, and several folders make one world. The script
// examples/data/make-folder.sh of this module makes such a folder.
//
// Which Secret of a cluster holds the key of which service account, no command tells. The file keys is a list of your own:
//
//	[{"cluster": "PROJECT/LOCATION/NAME", "namespace": "etl", "secret": "export-key", "account": "EMAIL"}]
//
// Where a dump of Secrets has their content, keys are found in it. Of a key the e-mail is taken; the rest is neither kept nor
// said in any message. Without the file keys the Report of a world with clusters warns once, and answers stay as sure as they are:
// one about an account may lack whoever reads or mounts a Secret with its key. A list without entries says that there are none.
//
// # Manifests
//
// Objects of Config Connector and of Kubernetes, as they lie in repositories, are read from files of YAML or JSON outside the
// layout: one or several documents, or Lists of them. What they say is taken for what is, and a folder is never all of a cluster, a
// policy or a project, so everything else stays unknown. What only takes away stays in doubt, unless a status says that it was
// applied: a deny policy, a constraint that is enforced, an account that is disabled.
//
// A resource of Config Connector is where its projectRef, folderRef or organizationRef says, else its annotation, else that of
// its namespace, which any file may describe; and else in the project that the namespace is called like. References go by name,
// to objects of any file, or by what a resource is called outside. resourceID, or else the name, is the name at Google Cloud; a
// status is evidence. Read are Project, Folder, ContainerCluster, ContainerNodePool, GKEHubMembership, -Fleet, -Scope,
// -Namespace, -MembershipBinding and -Feature, IAMServiceAccount and -Key, IAMPolicy, -PolicyMember and -PartialPolicy on the
// four kinds that matter, IAMCustomRole, IAMDenyPolicy, OrgPolicyPolicy, ResourceManagerPolicy and OrgPolicyCustomConstraint.
// The holder of a grant to the identity of anything but a service account cannot be told. An IAMPolicy takes away what else is
// granted, and adds here like the others.
//
// A manifest of Kubernetes does not name its cluster: Input.Manifests does. What makes pods counts as a pod of its name. An
// object is in the namespace that it says, or that the caller says, or that its folder is called in a hierarchical repository
// of Config Sync (namespaces/NAMESPACE). A List that kubectl printed is read as in the layout. Manifests of no known cluster
// are checked, counted and listed; so are patches, kustomizations and templates, since only what kustomize build or helm
// template print is whole.
//
// # Plans and states of Terraform
//
// A plan is what terraform show -json prints of one, format_version 0.1 to 1.2; a state what it prints of one, or what Terraform keeps
// in its backend (version 4). Of a plan the world after it is read, with what its data sources found. Each fact has the address
// of its resource beside file and line: module.team["a"].google_service_account.sa. Types that matter to no rule are counted.
//
// What is known after apply is neither there nor absent. It is resolved where it surely follows from what is known: a default project of
// the provider, a reference to the e-mail of an account that the plan makes, to a cluster, a membership, a custom role, also
// through variables and outputs of modules. Which of several accounts to come a key leads to, no plan says: a grant on one is told of that
// with the same key, under a condition that nobody can tell. A member that is not known holds its grant as somebody ([fleet.Binding].Unread); a grant on
// what is not known leaves the policy of every resource of that kind in doubt; a setting that is not known is unknown. google_…_iam_policy is all of a
// policy, on an account all that is granted there; other resources are never all of anything.
//
// A [Change] tells both worlds of a plan, over whatever else is known. What the plan said of a thing before and does not say any more is not
// taken from what else is known of it: it is known after apply.
//
// Objects of Kubernetes are of the cluster whose endpoint the host of their provider refers to. Where it refers to none, as in a
// state, which has no configuration, and for helm_release and the like, what they do to the objects of any cluster is in doubt.
// Of a state or a Secret only what matters is looked at: it may hold secrets, and no message has one. Text of templates and
// what a variable left empty (dev@.iam.gserviceaccount.com) is refused wherever an identity stands.
//
// # What is missing is not absent
//
// A file that is not there, or holds one page of several, becomes a [fleet.Gap], and answers that it could change say
// so. A field that is not there is off or empty only in an object that the service printed whole; in a projection
// (--format="json(name,location)") it is unknown. null is the same as not there. A dump of Kubernetes objects is whole
// when it holds the namespace kube-system and its service account default, which every cluster has; of pods when some run in
// kube-system; of roles and bindings when it holds cluster-admin, its binding, and some of kube-system; and of either, when it holds
// those of another namespace too, or all namespaces. A cluster, project,
// folder or fleet that one file names and no other describes is told with all its settings unknown. A group of which
// a member cannot be read is not told, and has members that are not known; so has a deny rule principals, and it cuts nothing.
// Access boundaries are told if the policy bindings of every project, folder and organization were read, and else left out. An organization policy that only a list names is set, and may be
// enforced or not.
//
// Pods that have ended, and the mirrors of static pods, are no workloads and are left out. Whether the nodes of a cluster reach
// Google's APIs no file says. The roles that a fleet gives in its team scopes are read where they have effect: in the
// clusters.
//
// Where two files contradict one another about a membership, the answer is widened and the [Report] warns. Two files
// that contradict one another about anything else are refused. Nothing says whether --include-deny was asked for: without
// it, deny policies are not part of the world.
//
// # Variants
//
// Lists are bare arrays, the pages of REST ({"clusters": […]}, {"resources": […]}, {"accounts": […]} and so on), or one YAML
// document an entry. A cluster's link is read with zones, regions or locations, any version, any host. Projects are
// named by ID or number; the pool of a cluster is workloadPool or identityNamespace. Policies are kept as they are
// written: an etag is no key, {} grants nothing.
//
// A member that [pool.Parse] refuses is kept as [fleet.Binding].Unread with a warning, since someone may hold the grant;
// a placeholder that was not filled in is refused, wherever it stands.
//
// # Cloud Asset Inventory
//
// An export is what gcloud asset export and gcloud asset list print, with --content-type=resource and, into another file, =iam-policy:
// an asset a line, objects one after another, a list, the pages of REST or the messages of a feed; with snake_case or camelCase, blank
// lines and lines of comment. It is streamed: blocks are read on all processors and taken in the order of the file, and beside the facts
// four blocks for each processor are in memory, of 2 MiB or of one asset of up to 64 MiB, each twice.
//
// Projects, folders and organizations with their ancestors are read, service accounts, roles, clusters and node pools, members of fleets and team
// scopes, objects of Kubernetes (namespaces, service accounts, pods, nodes and RBAC), allow policies, and organization policies by either version of
// their API. What has another type, and policies that hang on anything else, is counted in the Report. The name of an asset is right where the
// resource says another, with a warning; a project in it may be a number that another asset explains, and an account its unique ID.
//
// An export does not say what it was asked for. A type is all there of a project if the same file has the project's own asset, and any asset of
// that type at all, both with that content; an account without an allow policy then grants nothing, and so does a folder below an organization
// whose policy the file has. Otherwise, and of a page with a nextPageToken and of a feed, the rest is not known. A cluster's objects are whole by the
// rules of dumps. Organization policies by version 1 never are, since it has no custom constraints. An asset that a feed says is deleted is not told, and
// what it was before is not read. No export has deny policies, access boundaries that can be told, members of groups, Secrets, or the objects of clusters
// outside Google Cloud.
//
// Telling an asset twice is telling it once. Of two allow policies of one resource all grants count, with a warning; what differs of anything else
// is a fault.
//
// # What is refused
//
// Every fault of every file comes back at once, as a [fleet.BuildError] with file, line, thing and reason: text that is
// neither JSON nor YAML, tables, HTML, empty files, bytes that are not UTF-8, NUL bytes, a name twice in one object, tags of YAML, a value
// of the wrong shape, output of another project than the folder says. Links, pipes and devices in the folder are not
// opened; one that the caller names is followed. Files that have no place in the layout, and no content that is known, are listed in
// the Report, and refused if the caller names them.
//
// A file may have 64 MiB of JSON or 16 MiB of YAML, a million values, and 64 levels; an alias of YAML counts as often as it is
// used. One file at a time is in memory, beside the facts.
//
// # Cost
//
// On 2026-11-22, two cores of a shared Xeon at 2.5 GHz, Go 1.26.8: an export of 1 GB, 620,000 service accounts of Kubernetes with all that
// belongs to them and their policies, is in a Builder after 4.2 s (240 MB/s) and is a Graph after another 0.8 s, with 0.7 GB of memory at most;
// json.Decoder takes 8.4 s to decode it into structs of the same fields on its one core. 162 MB take 0.5 s, for 1.2 s. Half the time is reading
// JSON into trees and those into facts, a sixth the garbage collector, a seventh what roles permit in clusters, and a sixth the
// operating system handing out memory. YAML is fifteen times as slow as JSON.
//
//	go test ./fleet/load -run XXX -bench Export -benchtime 1x -export-ksas 620000
//
// # What commands are given
//
// A [Text] is what set-iam-policy, gcloud iam policies create, gcloud org-policies and kubectl apply read. It is held to the same
// limits, and to more: what only warns in output that a service printed is a fault in what the service is to take.
//
// # Sources
//
// googleapis/googleapis google/container/v1/cluster_service.proto and google/cloud/gkehub/v1/membership.proto at f8291d2;
// https://docs.cloud.google.com/iam/docs/reference/rest/v1/Policy (2026-05-30); gcloud 528.0.0
// lib/googlecloudsdk/command_lib/projects/util.py (GetIamPolicyWithAncestors); recordings of the services in
// GoogleCloudPlatform/k8s-config-connector pkg/test/resourcefixture at cdb85ec and GoogleCloudPlatform/gcpdiag
// test-data at 06ec858 (read 2026-11-21); https://developer.hashicorp.com/terraform/internals/json-format and the documentation of the
// providers google and kubernetes at https://registry.terraform.io (read 2026-11-22); googleapis/googleapis google/cloud/asset/v1/assets.proto,
// and exports in forseti-security/forseti-security and GoogleCloudPlatform/policy-library at 4a2abc7.
package load
