#!/bin/sh
# Makes a folder that fleettrust reads, with the commands of gcloud and kubectl and nothing else.
# The layout and what each file means are in the comment of the Go package fleettrust.example/fleet/load.
#
# Nothing is written to Google Cloud or to a cluster. The folder says who may become whom in your organization: it is made
# readable for you alone. Each command below says which permission it needs; roles/viewer, roles/iam.securityReviewer and
# roles/container.viewer on the organization hold most of them.
set -u

usage() {
	cat <<'END'
usage: make-folder.sh [--include-deny] [--boundaries] [--groups] [--secrets] [--no-kubectl] FOLDER PROJECT_ID...

Asks gcloud about each project, and kubectl about each of their clusters, and puts what they print in FOLDER.
FOLDER must not exist.

  --include-deny   ask for deny policies too (needs iam.denypolicies.list and iam.denypolicies.get)
  --boundaries     ask for principal access boundary policies too (needs roles/iam.principalAccessBoundaryViewer on the organization)
  --groups         ask for the members of the groups that policies and role bindings name (needs to see them in Cloud Identity)
  --secrets        ask which Secrets hold tokens of service accounts: their names, never their content (needs list on secrets)
  --no-kubectl     leave the clusters alone: the answers will say that their objects were not read
  --help           this text

Which Secret holds the key of which service account no command tells: write that into FOLDER/keys.json yourself.

What could not be asked is named at the end, and the exit status is 1 then. The folder can be used all the same: a part
that is missing makes answers less sure, never smaller.
END
}

deny=
boundaries=
groups=
secrets=
kubectl=yes
while [ $# -gt 0 ]; do
	case $1 in
	--include-deny) deny=--include-deny ;;
	--boundaries) boundaries=yes ;;
	--groups) groups=yes ;;
	--secrets) secrets=yes ;;
	--no-kubectl) kubectl= ;;
	--help | -h)
		usage
		exit 0
		;;
	-*)
		echo "make-folder.sh: unknown option $1" >&2
		usage >&2
		exit 2
		;;
	*) break ;;
	esac
	shift
done
if [ $# -lt 2 ]; then
	usage >&2
	exit 2
fi

folder=$1
shift
for project in "$@"; do
	case $project in
	*[!a-z0-9:.-]* | '' | .* | -*)
		echo "make-folder.sh: $project is no project ID or number" >&2
		exit 2
		;;
	esac
done
if [ -e "$folder" ] || [ -L "$folder" ]; then
	echo "make-folder.sh: $folder exists: name a new folder" >&2
	exit 2
fi
umask 077
mkdir -p "$folder" || exit 2
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
failed=0

# No question is answered by a prompt: a service that is not enabled fails, and is not enabled by us.
CLOUDSDK_CORE_DISABLE_PROMPTS=1
export CLOUDSDK_CORE_DISABLE_PROMPTS

# save FILE COMMAND... keeps what a command prints, if all of it arrived. A zone that does not answer is a warning to
# gcloud and a missing part to us.
save() {
	file=$1
	shift
	mkdir -p "$(dirname "$folder/$file")"
	if "$@" >"$scratch/out" 2>"$scratch/err" </dev/null && [ -s "$scratch/out" ] &&
		! grep -q -e 'may be incomplete' -e 'did not respond' -e 'unreachable' "$scratch/err"; then
		mv "$scratch/out" "$folder/$file"
		return 0
	fi
	unread "$file" "$@"
}

# unread WHAT COMMAND... says what could not be read, and why.
unread() {
	failed=$((failed + 1))
	what=$1
	shift
	echo "make-folder.sh: not read: $what: $*" >&2
	sed 's/^/  /' "$scratch/err" >&2
	return 1
}

# names LIST COMMAND... keeps one name a line in the scratch file LIST.
names() {
	list=$1
	shift
	if ! "$@" >"$scratch/$list" 2>"$scratch/err" </dev/null; then
		: >"$scratch/$list"
		unread "$list" "$@"
	fi
}

# objects FILE keeps what matters of the cluster that the kubeconfig in scratch leads to. Needs list on these kinds, by
# Kubernetes RBAC or by container.namespaces.list, container.pods.list and so on.
objects() {
	save "$1" env KUBECONFIG="$scratch/kubeconfig" kubectl get namespaces,serviceaccounts,pods,nodes,roles,clusterroles,rolebindings,clusterrolebindings -A -o yaml
	[ "$secrets" ] || return 0
	save "${1%.yaml}/secrets.json" env KUBECONFIG="$scratch/kubeconfig" kubectl get secrets -A --field-selector=type=kubernetes.io/service-account-token -o go-template="$tokens"
}

# tokens prints of each Secret what says whose token it holds, and nothing of the token.
tokens='{"apiVersion":"v1","kind":"List","items":[{{range $i,$s := .items}}{{if $i}},{{end}}
{"apiVersion":"v1","kind":"Secret","type":"{{$s.type}}","data":{},"metadata":{"name":"{{$s.metadata.name}}","namespace":"{{$s.metadata.namespace}}","annotations":{"kubernetes.io/service-account.name":"{{index $s.metadata.annotations "kubernetes.io/service-account.name"}}"}}}{{end}}]}
'

# policies PLACE FLAG keeps the organization policies set on a project, folder or organization, and the access boundaries
# bound there. orgpolicy.policies.list and orgpolicy.policy.get
policies() {
	save "$1/org-policies.json" gcloud org-policies list "$2" --format=json
	names constraints gcloud org-policies list "$2" --format='value(constraint)'
	while read -r constraint; do
		save "$1/org-policies/$constraint.json" gcloud org-policies describe "$constraint" "$2" --format=json
	done <"$scratch/constraints"
	[ "$boundaries" ] || return 0
	save "$1/policy-bindings.json" gcloud iam policy-bindings list "$2" --location=global --format=json
}

# organization NUMBER keeps what an organization has beside its policies.
organization() {
	# iam.roles.list and iam.roles.get
	names roles gcloud iam roles list --organization="$1" --format='value(name.basename())'
	while read -r role; do
		save "organizations/$1/roles/$role.json" gcloud iam roles describe "$role" --organization="$1" --format=json
	done <"$scratch/roles"

	# orgpolicy.customConstraints.list
	save "organizations/$1/custom-constraints.json" gcloud org-policies list-custom-constraints --organization="$1" --format=json

	[ "$boundaries" ] || return 0
	save "organizations/$1/principal-access-boundary-policies.json" gcloud iam principal-access-boundary-policies list --organization="$1" --location=global --format=json
}

# members keeps the members of each group that the folder names, and of the groups in these, as deep as they go.
members() {
	asked=
	while :; do
		{
			grep -rhoE '"group:[^"@/?]+@[^"/?]+"' "$folder" | sed 's/^"group://; s/"$//'
			find "$folder" -name '*.yaml' -exec awk '/^ *kind: Group$/ { g = 1; next } g && $1 == "name:" && /@/ { print $2 } { g = 0 }' {} +
			find "$folder" -path '*/groups/*' -exec awk -F '"' '$2 == "id" { id = $4 } $2 == "type" && $4 == "GROUP" { print id }' {} +
		} | grep -E '^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+$' | sort -u >"$scratch/groups"
		more=
		while read -r group; do
			case "$asked " in *" $group "*) continue ;; esac
			asked="$asked $group" more=yes
			save "groups/$group.json" gcloud identity groups memberships list --group-email="$group" --view=full --format=json
		done <"$scratch/groups"
		[ "$more" ] || return 0
	done
}

# credentials FILE COMMAND... runs a get-credentials command into a kubeconfig of its own, so that yours stays as it is.
credentials() {
	file=$1
	shift
	rm -f "$scratch/kubeconfig"
	if KUBECONFIG="$scratch/kubeconfig" "$@" >/dev/null 2>"$scratch/err" </dev/null; then
		return 0
	fi
	unread "$file" "$@"
}

for project in "$@"; do
	here=projects/$project
	mkdir -p "$folder/$here"

	# resourcemanager.projects.get
	save "$here/project.json" gcloud projects describe "$project" --format=json

	# resourcemanager.projects.getIamPolicy, and the same of folders and organizations above the project
	# shellcheck disable=SC2086
	save "$here/ancestors-iam-policy.json" gcloud projects get-ancestors-iam-policy "$project" $deny --format=json

	# container.clusters.list
	save "$here/clusters.json" gcloud container clusters list --project="$project" --format=json

	# gkehub.memberships.list; where the GKE Hub API was never enabled there is no fleet, and the file is []
	save "$here/memberships.json" gcloud container fleet memberships list --project="$project" --format=json

	# gkehub.features.list, gkehub.scopes.list, gkehub.namespaces.list and gkehub.membershipbindings.list, if it hosts a fleet
	if [ "$(tr -d ' \n' <"$folder/$here/memberships.json" 2>/dev/null)" != '[]' ]; then
		save "$here/features.json" gcloud container fleet features list --project="$project" --format=json
		save "$here/scopes.json" gcloud container fleet scopes list --project="$project" --format=json
		names scopes gcloud container fleet scopes list --project="$project" --format='value(name.basename())'
		while read -r scope; do
			save "$here/scopes/$scope.json" gcloud container fleet scopes namespaces list --scope="$scope" --project="$project" --format=json
		done <"$scratch/scopes"
		names bound gcloud container fleet memberships list --project="$project" --format='value(name.basename(),name.segment(3))'
		while read -r name location; do
			save "$here/memberships/$location/$name.json" gcloud container fleet memberships bindings list --membership="$name" --location="$location" --project="$project" --format=json
		done <"$scratch/bound"
	fi

	# iam.serviceAccounts.list, then iam.serviceAccounts.getIamPolicy for each
	save "$here/service-accounts.json" gcloud iam service-accounts list --project="$project" --format=json
	names accounts gcloud iam service-accounts list --project="$project" --format='value(email)'
	while read -r email; do
		save "$here/service-accounts/$email.json" gcloud iam service-accounts get-iam-policy "$email" --project="$project" --format=json
	done <"$scratch/accounts"

	# iam.roles.list and iam.roles.get on the project
	names roles gcloud iam roles list --project="$project" --format='value(name.basename())'
	while read -r role; do
		save "$here/roles/$role.json" gcloud iam roles describe "$role" --project="$project" --format=json
	done <"$scratch/roles"

	policies "$here" --project="$project"

	# resourcemanager.projects.get. Deny policies come with the policies above; gcloud iam policies get NAME --kind=denypolicies
	# prints one of them.
	names ancestors gcloud projects get-ancestors "$project" --format='value(type,id)'
	while read -r kind number; do
		above=${kind}s/$number
		if [ "$kind" = project ] || [ -d "$folder/$above" ]; then
			continue
		fi
		mkdir -p "$folder/$above"
		policies "$above" "--$kind=$number"
		[ "$kind" != organization ] || organization "$number"
	done <"$scratch/ancestors"

	[ "$kubectl" ] || continue

	# container.clusters.get
	names clusters gcloud container clusters list --project="$project" --format='value(name,location)'
	while read -r name location; do
		file=$here/clusters/$location/$name.yaml
		credentials "$file" gcloud container clusters get-credentials "$name" --location="$location" --project="$project" &&
			objects "$file"
	done <"$scratch/clusters"

	# gkehub.memberships.get and gkehub.gateway.get: members outside Google Cloud, through the Connect gateway
	names members gcloud container fleet memberships list --project="$project" --filter='NOT endpoint.gkeCluster:*' --format='value(name.basename(),name.segment(3))'
	while read -r name location; do
		file=$here/clusters/$location/$name.yaml
		credentials "$file" gcloud container fleet memberships get-credentials "$name" --location="$location" --project="$project" &&
			objects "$file"
	done <"$scratch/members"
done

[ ! "$groups" ] || members

if [ "$failed" -gt 0 ]; then
	echo "make-folder.sh: $failed parts were not read: answers that they could change will say so" >&2
	exit 1
fi
