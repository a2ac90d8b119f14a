package organization

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// WriteExport writes the organization as Cloud Asset Inventory exports it, an asset a line: its resources, then the allow policies of
// those that have one. A line about a service account of Kubernetes has about 1 KB, as real ones have; a million of them make
// a gigabyte. What no export has is not there: groups and deny rules. O(S), streamed.
func (o *Organization) WriteExport(to io.Writer) error {
	w := &export{folder: folder{o: o, grants: map[fleet.Resource][]fleet.Binding{}}, out: bufio.NewWriterSize(to, 1<<20)}
	for f := range o.Facts() {
		if b, ok := f.(fleet.Binding); ok {
			w.grants[b.On] = append(w.grants[b.On], b)
		}
	}
	w.writeResources()
	w.writePolicies()
	if err := w.out.Flush(); w.err == nil {
		w.err = err
	}
	return w.err
}

// export is an export while it is written.
type export struct {
	folder
	out  *bufio.Writer
	line []byte
}

// asset is a line of an export. Its fields stand in the order of the real ones.
// Source: exports in GoogleCloudPlatform/config-validator and forseti-security/forseti-security, read 2026-11-22.
type asset struct {
	Name      string    `json:"name"`
	AssetType string    `json:"asset_type"`
	Resource  *resource `json:"resource,omitempty"`
	IAMPolicy any       `json:"iam_policy,omitempty"`
	Ancestors []string  `json:"ancestors"`
	Updated   string    `json:"update_time"`
}

type resource struct {
	Version       string `json:"version"`
	DiscoveryDoc  string `json:"discovery_document_uri"`
	DiscoveryName string `json:"discovery_name"`
	Parent        string `json:"parent,omitempty"`
	Data          any    `json:"data"`
	Location      string `json:"location,omitempty"`
}

const (
	managers = "//cloudresourcemanager.googleapis.com/"
	updated  = "2026-01-05T08:00:00.123456Z"
)

func (w *export) put(a asset) {
	if w.err != nil {
		return
	}
	a.Updated = updated
	text, err := json.Marshal(a)
	if err == nil {
		_, err = w.out.Write(append(text, '\n'))
	}
	w.err = err
}

// discovered is a resource of a service that has a discovery document.
func discovered(service, version, name, parent string, data any) *resource {
	return &resource{Version: version, DiscoveryDoc: "https://" + service + ".googleapis.com/$discovery/rest?version=" + version, DiscoveryName: name, Parent: parent, Data: data}
}

// above lists what a project lies in, from itself to the organization.
func (w *export) above(p int) []string {
	all := []string{"projects/" + number(p).String()}
	if !w.o.size.Policies {
		return all
	}
	return append(all, w.aboveFolder(p/projectsPerFleet)...)
}

func (w *export) aboveFolder(i int) []string {
	return []string{"folders/" + inner(i).String(), "folders/" + outer(i/foldersPerFolder).String(), "organizations/" + root.String()}
}

func (w *export) writeResources() {
	if w.o.size.Policies {
		w.writeNodes()
	}
	for p := range w.o.Projects() {
		w.writeProject(p)
		first, end := w.o.size.clustersOf(p)
		for c := first; c < end; c++ {
			w.writeCluster(c)
			w.writeInside(c)
		}
		w.writeMembers(p)
		w.writeAccounts(p)
	}
}

// writeNodes writes the organization and its folders.
func (w *export) writeNodes() {
	w.put(asset{Name: managers + "organizations/" + root.String(), AssetType: "cloudresourcemanager.googleapis.com/Organization", Ancestors: []string{"organizations/" + root.String()},
		Resource: discovered("cloudresourcemanager", "v1", "Organization", "", object{"name": "organizations/" + root.String(), "displayName": "example.com", "lifecycleState": "ACTIVE"})})
	inside, outside := w.o.folders()
	for i := range outside {
		w.writeNode(outer(i), []string{"organizations/" + root.String()})
	}
	for i := range inside {
		w.writeNode(inner(i), w.aboveFolder(i)[1:])
	}
}

func (w *export) writeNode(n pool.Number, above []string) {
	name := "folders/" + n.String()
	w.put(asset{Name: managers + name, AssetType: "cloudresourcemanager.googleapis.com/Folder", Ancestors: append([]string{name}, above...),
		Resource: discovered("cloudresourcemanager", "v2", "Folder", managers+above[0], object{"name": name, "parent": above[0], "displayName": "folder-" + n.String(), "lifecycleState": "ACTIVE"})})
}

func (w *export) writeProject(p int) {
	data := object{"projectId": w.o.projectIDs[p], "projectNumber": number(p).String(), "name": w.o.projectIDs[p], "lifecycleState": "ACTIVE", "createTime": epoch}
	parent := ""
	if w.o.size.Policies {
		data["parent"] = object{"type": "folder", "id": inner(p / projectsPerFleet).String()}
		parent = managers + "folders/" + inner(p/projectsPerFleet).String()
	}
	w.put(asset{Name: managers + "projects/" + number(p).String(), AssetType: "cloudresourcemanager.googleapis.com/Project", Ancestors: w.above(p),
		Resource: discovered("cloudresourcemanager", "v1", "Project", parent, data)})
}

func (w *export) writeCluster(c int) {
	n, p := w.o.clusterName(c), w.o.size.projectOf(c)
	r := discovered("container", "v1", "Cluster", managers+"projects/"+number(p).String(), w.cluster(c))
	r.Location = n.Location
	w.put(asset{Name: w.clusterAsset(c), AssetType: "container.googleapis.com/Cluster", Resource: r, Ancestors: w.above(p)})
}

func (w *export) clusterAsset(c int) string {
	n := w.o.clusterName(c)
	return "//container.googleapis.com/projects/" + n.Project + "/locations/" + n.Location + "/clusters/" + n.Name
}

// writeMembers writes the members of the fleet that a project hosts.
func (w *export) writeMembers(p int) {
	for _, m := range w.memberships(p) {
		w.put(asset{Name: fmt.Sprint("//gkehub.googleapis.com/", m["name"]), AssetType: "gkehub.googleapis.com/Membership", Ancestors: w.above(p),
			Resource: discovered("gkehub", "v1", "Membership", managers+"projects/"+number(p).String(), m)})
	}
}

// accountAsset names a service account by its unique ID, as exports do.
func (w *export) accountAsset(a int) string {
	return "//iam.googleapis.com/projects/" + w.o.projectIDs[a/accountsPerProject] + "/serviceAccounts/" + uniqueID(a)
}

func uniqueID(a int) string { return fmt.Sprintf("1%020d", a) }

func (w *export) writeAccounts(p int) {
	for a := p * accountsPerProject; a < (p+1)*accountsPerProject; a++ {
		email, id := w.o.emails[a], w.o.projectIDs[p]
		w.put(asset{Name: w.accountAsset(a), AssetType: "iam.googleapis.com/ServiceAccount", Ancestors: w.above(p),
			Resource: discovered("iam", "v1", "ServiceAccount", managers+"projects/"+number(p).String(), object{
				"email": email, "name": "projects/" + id + "/serviceAccounts/" + email, "projectId": id, "uniqueId": uniqueID(a), "oauth2ClientId": uniqueID(a), "displayName": "", "etag": "MDEwMjE5MjA=",
			})})
	}
}

// writePolicies writes the allow policies. Whoever made a project may do everything in it, so that each has one.
func (w *export) writePolicies() {
	if w.o.size.Policies {
		w.writePolicy(managers+"organizations/"+root.String(), "cloudresourcemanager.googleapis.com/Organization", fleet.InOrganization(root), []string{"organizations/" + root.String()})
		inside, _ := w.o.folders()
		for i := range inside {
			on := fleet.InFolder(inner(i))
			if len(w.grants[on]) > 0 {
				w.writePolicy(managers+on.String(), "cloudresourcemanager.googleapis.com/Folder", on, w.aboveFolder(i))
			}
		}
	}
	for p := range w.o.Projects() {
		w.writePolicy(managers+"projects/"+number(p).String(), "cloudresourcemanager.googleapis.com/Project", fleet.InProject(w.o.projectIDs[p]), w.above(p))
		for a := p * accountsPerProject; a < (p+1)*accountsPerProject; a++ {
			if on := fleet.OnAccount(w.o.emails[a]); len(w.grants[on]) > 0 {
				w.writePolicy(w.accountAsset(a), "iam.googleapis.com/ServiceAccount", on, w.above(p))
			}
		}
	}
}

func (w *export) writePolicy(name, kind string, on fleet.Resource, above []string) {
	w.put(asset{Name: name, AssetType: kind, IAMPolicy: w.policy(on), Ancestors: above})
}
