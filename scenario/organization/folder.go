package organization

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"fleettrust.example/fleet"
)

// WriteFolder writes the organization as the files that gcloud and kubectl would print of it, in the layout that package
// fleet/load reads. The folder is made if it is not there; files in it are written over. What a world needs to be known
// whole and the organization has none of is there too: empty lists, a pod of each cluster that has ended, and the roles
// that every cluster makes for itself. O(S) files of one project or cluster at a time.
func (o *Organization) WriteFolder(dir string) error {
	w := &folder{o: o, dir: dir, grants: map[fleet.Resource][]fleet.Binding{}}
	for f := range o.Facts() {
		if b, ok := f.(fleet.Binding); ok {
			w.grants[b.On] = append(w.grants[b.On], b)
		}
	}
	w.write("keys", []object{})
	w.writeHierarchy()
	for p := range o.Projects() {
		w.writeProject(p)
	}
	for c := range o.clusters {
		w.writeObjects(c)
	}
	return w.err
}

// folder is a folder while it is written: it goes on after the first error, and writes no more.
type folder struct {
	o      *Organization
	dir    string
	grants map[fleet.Resource][]fleet.Binding
	err    error
}

// object is one of JSON. Its fields are printed in the order of their names.
type object map[string]any

func (w *folder) write(name string, v any) {
	if w.err != nil {
		return
	}
	path := filepath.Join(w.dir, filepath.FromSlash(name)+".json")
	if w.err = os.MkdirAll(filepath.Dir(path), 0o777); w.err != nil {
		return
	}
	text, err := json.MarshalIndent(v, "", " ")
	if err == nil {
		err = os.WriteFile(path, append(text, '\n'), 0o666)
	}
	w.err = err
}

// writeHierarchy writes what hangs on folders and the organization, but for their allow policies, which are printed with
// each project.
func (w *folder) writeHierarchy() {
	if !w.o.size.Policies {
		return
	}
	at := fleet.InOrganization(root).String()
	w.writeNothing(at)
	w.write(at+"/custom-constraints", []object{})
	w.write(at+"/principal-access-boundary-policies", []object{})
	inside, outside := w.o.folders()
	for i := range outside {
		w.writeNothing(fleet.InFolder(outer(i)).String())
	}
	for i := range inside {
		w.writeNothing(fleet.InFolder(inner(i)).String())
	}
	for _, f := range w.o.policies {
		if d, ok := f.(fleet.Deny); ok {
			w.write(d.On.String()+"/deny-policies/"+oneMinter, denyPolicy(d))
		}
	}
}

// writeNothing says that no organization policy is set on a resource, and no boundary bound.
func (w *folder) writeNothing(at string) {
	w.write(at+"/org-policies", []object{})
	w.write(at+"/policy-bindings", []object{})
}

func denyPolicy(d fleet.Deny) object {
	rule := object{"deniedPermissions": d.Permissions, "deniedPrincipals": texts(d.Principals), "exceptionPrincipals": texts(d.ExceptPrincipals)}
	return object{"name": d.Name, "kind": "DenyPolicy", "rules": []object{{"denyRule": rule}}}
}

func texts[V fmt.Stringer](vs []V) []string {
	all := []string{}
	for _, v := range vs {
		all = append(all, v.String())
	}
	return all
}

// policy is the allow policy of a resource.
func (w *folder) policy(on fleet.Resource) object {
	bindings := []object{}
	for _, b := range w.grants[on] {
		o := object{"role": b.Role, "members": []string{b.Member.String()}}
		if b.Condition != "" {
			o["condition"] = object{"title": "until", "expression": b.Condition}
		}
		bindings = append(bindings, o)
	}
	return object{"bindings": bindings, "etag": "BwXh2iNqk9A=", "version": 3}
}
