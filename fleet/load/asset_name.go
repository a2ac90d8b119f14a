package load

import (
	"net/url"
	"strings"

	"fleettrust.example/fleet"
)

// The hosts in the full names of assets: //HOST/PATH.
// Source: https://cloud.google.com/asset-inventory/docs/resource-name-format
const (
	resourceHost  = "cloudresourcemanager.googleapis.com"
	accountHost   = "iam.googleapis.com"
	containerHost = "container.googleapis.com"
	fleetHost     = "gkehub.googleapis.com"
	orgPolicyHost = "orgpolicy.googleapis.com"
)

// pathOf gives what stands behind the host in the name of an asset, and behind the version that some have there.
func pathOf(name string) string {
	rest, ok := strings.CutPrefix(name, "//")
	if !ok {
		return ""
	}
	_, path, _ := strings.Cut(rest, "/")
	if version, rest, ok := strings.Cut(path, "/"); ok && isVersion(version) {
		return rest
	}
	return path
}

// projectOf gives the project in which an asset lies, as its name says it: by ID or by number; "" for one that lies in none.
func projectOf(name string) string {
	rest, ok := strings.CutPrefix(pathOf(name), "projects/")
	if !ok {
		return ""
	}
	id, _, _ := strings.Cut(rest, "/")
	return id
}

// cutObject cuts the name of an object of Kubernetes in two: //container.googleapis.com/projects/P/locations/L/clusters/C and what
// stands behind /k8s/.
func cutObject(name string) (cluster, object string, ok bool) { return strings.Cut(name, "/k8s/") }

// objectName reads namespaces/NS/pods/NAME, nodes/NAME or rbac.authorization.k8s.io/clusterroles/NAME: the namespace, which may be
// "", and the name.
func objectName(path string) (namespace, name string) {
	parts := strings.Split(path, "/")
	for i, p := range parts {
		if plain, err := url.PathUnescape(p); err == nil {
			parts[i] = plain
		}
	}
	if len(parts) > 2 && parts[0] == "namespaces" {
		namespace = parts[1]
	}
	return namespace, parts[len(parts)-1]
}

// holderOf reads the name of an asset that is a project, a folder or an organization. The project may be named by its number.
func holderOf(name string) (fleet.Resource, error) { return fleet.ParseResource(pathOf(name)) }

// accountOf reads the last part of the name of a service account: its e-mail or its unique ID.
func accountOf(name string) string {
	_, account, _ := strings.Cut(pathOf(name), "/serviceAccounts/")
	return account
}
