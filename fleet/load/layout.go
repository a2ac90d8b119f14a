package load

import "strings"

// A kind is a sort of file of the layout, in the order of reading: what names projects comes before what speaks of
// them. The zero kind is none.
type kind uint8

const (
	projectFile kind = iota + 1
	ancestorsFile
	clustersFile
	membershipsFile
	accountsFile
	accountFile
	roleFile
	objectsFile
)

// String is the word for the kind in a Report.
func (k kind) String() string {
	switch k {
	case projectFile:
		return "project"
	case ancestorsFile:
		return "policies"
	case clustersFile:
		return "clusters"
	case membershipsFile:
		return "memberships"
	case accountsFile:
		return "service accounts"
	case accountFile:
		return "service account policy"
	case roleFile:
		return "role"
	case objectsFile:
		return "Kubernetes objects"
	default:
		return "no kind"
	}
}

// A spot is the place of a file in the layout, and so what it speaks of.
type spot struct {
	kind           kind
	owner          string // the name of the folder below projects, or organizations/N
	location, name string // of a cluster; name alone of a role, or the e-mail of a service account
}

var projectFiles = map[string]kind{
	"project":              projectFile,
	"ancestors-iam-policy": ancestorsFile,
	"clusters":             clustersFile,
	"memberships":          membershipsFile,
	"service-accounts":     accountsFile,
}

// locate finds the place of a file, given its path below the folder.
func locate(path string) (spot, bool) {
	stem, ok := cutExtension(path)
	p := strings.Split(stem, "/")
	switch {
	case !ok:
	case len(p) == 3 && p[0] == "projects":
		k, ok := projectFiles[p[2]]
		return spot{kind: k, owner: p[1]}, ok
	case len(p) == 4 && p[0] == "projects" && p[2] == "service-accounts":
		return spot{kind: accountFile, owner: p[1], name: p[3]}, true
	case len(p) == 4 && p[0] == "projects" && p[2] == "roles":
		return spot{kind: roleFile, owner: "projects/" + p[1], name: p[3]}, true
	case len(p) == 4 && p[0] == "organizations" && p[2] == "roles":
		return spot{kind: roleFile, owner: "organizations/" + p[1], name: p[3]}, true
	case len(p) == 5 && p[0] == "projects" && p[2] == "clusters":
		return spot{kind: objectsFile, owner: p[1], location: p[3], name: p[4]}, true
	}
	return spot{}, false
}

func cutExtension(path string) (string, bool) {
	for _, ext := range []string{".json", ".yaml", ".yml"} {
		if stem, ok := strings.CutSuffix(path, ext); ok {
			return stem, true
		}
	}
	return path, false
}

// leads tells whether files of the layout may lie below a folder.
func leads(path string) bool {
	p := strings.Split(path, "/")
	switch {
	case path == ".":
		return true
	case p[0] == "organizations":
		return len(p) < 3 || len(p) == 3 && p[2] == "roles"
	case p[0] != "projects":
		return false
	case len(p) < 3:
		return true
	case len(p) == 3:
		return p[2] == "service-accounts" || p[2] == "roles" || p[2] == "clusters"
	default:
		return len(p) == 4 && p[2] == "clusters"
	}
}
