package load

import (
	"slices"
	"strings"
)

// A kind is a sort of file of the layout, in the order of reading: what names projects comes before what speaks of
// them. The zero kind is none; a loose file has no place, and its content says what it is.
type kind uint8

const (
	looseFile kind = iota + 1
	projectFile
	folderFile
	ancestorsFile
	policyFile
	denyFile
	clustersFile
	membershipsFile
	scopesFile
	scopeFile
	bindingsFile
	featuresFile
	accountsFile
	accountFile
	roleFile
	orgPoliciesFile
	orgPolicyFile
	constraintsFile
	boundariesFile
	boundFile
	groupFile
	keysFile
	objectsFile
	fleetFile    // of no layout: an object by itself
	nodePoolFile // … after the clusters
	kinds
)

// String is the word for the kind in a Report.
func (k kind) String() string {
	switch k {
	case projectFile:
		return "project"
	case folderFile:
		return "folder"
	case ancestorsFile:
		return "policies"
	case policyFile:
		return "policy"
	case denyFile:
		return "deny policy"
	case clustersFile:
		return "clusters"
	case membershipsFile:
		return "memberships"
	case scopesFile:
		return "team scopes"
	case scopeFile:
		return "fleet namespaces"
	case bindingsFile:
		return "scope bindings"
	case featuresFile:
		return "fleet features"
	case accountsFile:
		return "service accounts"
	case accountFile:
		return "service account policy"
	case roleFile:
		return "role"
	default:
		return k.further()
	}
}

func (k kind) further() string {
	switch k {
	case orgPoliciesFile:
		return "organization policies"
	case orgPolicyFile:
		return "organization policy"
	case constraintsFile:
		return "custom constraints"
	case boundariesFile:
		return "access boundaries"
	case boundFile:
		return "policy bindings"
	case groupFile:
		return "group"
	case keysFile:
		return "keys"
	case objectsFile:
		return "Kubernetes objects"
	case fleetFile:
		return "fleet"
	case nodePoolFile:
		return "node pools"
	default:
		return "no kind"
	}
}

// layout has the place of each kind of file; * stands for a name.
var layout = []struct {
	place string
	kind  kind
}{
	{"projects/*/project", projectFile},
	{"folders/*/folder", folderFile},
	{"projects/*/ancestors-iam-policy", ancestorsFile},
	{"projects/*/iam-policy", policyFile},
	{"folders/*/iam-policy", policyFile},
	{"organizations/*/iam-policy", policyFile},
	{"projects/*/clusters", clustersFile},
	{"projects/*/clusters/*/*", objectsFile},
	{"projects/*/clusters/*/*/*", objectsFile},
	{"projects/*/memberships", membershipsFile},
	{"projects/*/memberships/*/*", bindingsFile},
	{"projects/*/scopes", scopesFile},
	{"projects/*/scopes/*", scopeFile},
	{"projects/*/features", featuresFile},
	{"projects/*/service-accounts", accountsFile},
	{"projects/*/service-accounts/*", accountFile},
	{"projects/*/roles/*", roleFile},
	{"organizations/*/roles/*", roleFile},
	{"projects/*/org-policies", orgPoliciesFile},
	{"folders/*/org-policies", orgPoliciesFile},
	{"organizations/*/org-policies", orgPoliciesFile},
	{"projects/*/org-policies/*", orgPolicyFile},
	{"folders/*/org-policies/*", orgPolicyFile},
	{"organizations/*/org-policies/*", orgPolicyFile},
	{"organizations/*/custom-constraints", constraintsFile},
	{"projects/*/deny-policies/*", denyFile},
	{"folders/*/deny-policies/*", denyFile},
	{"organizations/*/deny-policies/*", denyFile},
	{"organizations/*/principal-access-boundary-policies", boundariesFile},
	{"projects/*/policy-bindings", boundFile},
	{"folders/*/policy-bindings", boundFile},
	{"organizations/*/policy-bindings", boundFile},
	{"groups/*", groupFile},
	{"keys", keysFile},
}

// A spot is the place of a file in the layout, and so what it speaks of.
type spot struct {
	kind           kind
	top, owner     string // projects, folders or organizations, and the name of the folder below it
	location, name string // of a cluster or membership; name alone of a role, a scope, a policy, or the e-mail of an account or group
	part           string // the name of one of several files about a cluster
}

// locate finds the place of a file, given its path below the folder.
func locate(path string) (spot, bool) {
	stem, ok := cutExtension(path)
	if !ok {
		return spot{}, false
	}
	p := strings.Split(stem, "/")
	for _, l := range layout {
		if names, ok := match(strings.Split(l.place, "/"), p); ok && len(p) == 1+strings.Count(l.place, "/") {
			return spotted(l.kind, p[0], names), true
		}
	}
	return spot{}, false
}

// match gives what stands for the stars when a path begins as a place does.
func match(place, path []string) (names []string, ok bool) {
	if len(path) > len(place) {
		return nil, false
	}
	for i, s := range path {
		switch {
		case place[i] == "*" && s != "":
			names = append(names, s)
		case place[i] != s:
			return nil, false
		}
	}
	return names, true
}

func spotted(k kind, top string, names []string) spot {
	s := spot{kind: k, top: top}
	if top != "groups" && len(names) > 0 {
		s.owner, names = names[0], names[1:]
	}
	if len(names) > 1 {
		s.location, names = names[0], names[1:]
	}
	if len(names) > 0 {
		s.name = names[0]
	}
	if len(names) > 1 {
		s.part = names[1]
	}
	return s
}

func cutExtension(path string) (string, bool) {
	path = strings.TrimSuffix(path, ".gz")
	for _, ext := range []string{".json", ".yaml", ".yml"} {
		if stem, ok := strings.CutSuffix(path, ext); ok {
			return stem, true
		}
	}
	return path, false
}

// isLoose tells by its name a file that may hold one of the forms which are known by their content.
func isLoose(path string) bool {
	path = strings.TrimSuffix(path, ".gz")
	return slices.ContainsFunc([]string{".json", ".yaml", ".yml", ".ndjson", ".jsonl", ".dump", ".tfstate"}, func(ext string) bool { return strings.HasSuffix(path, ext) })
}

// leads tells whether files of the layout may lie below a folder. What is named like a file leads nowhere.
func leads(path string) bool {
	if path == "." {
		return true
	}
	if _, ok := cutExtension(path); ok {
		return false
	}
	p := strings.Split(path, "/")
	for _, l := range layout {
		place := strings.Split(l.place, "/")
		if _, ok := match(place, p); ok && len(p) < len(place) {
			return true
		}
	}
	return false
}
