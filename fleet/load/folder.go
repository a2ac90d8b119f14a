package load

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"fleettrust.example/fleet"
)

// list opens a folder and finds the files in it, or takes a file that is named itself. Nothing outside of the folder can be
// opened through it, whatever links it holds.
func (r *reader) list(of Manifests) {
	name := of.Path
	if info, err := os.Stat(name); err == nil && info.Mode().IsRegular() {
		r.listFile(of, info)
		return
	}
	root, err := os.OpenRoot(name)
	if err != nil {
		r.notOpened(name, err)
		return
	}
	r.roots = append(r.roots, root)
	found := &folder{reader: r, path: name, of: of, root: root, taken: map[spot]string{}}
	if err := fs.WalkDir(root.FS(), ".", found.visit); err != nil {
		r.folderFault(name, plain(err).Error())
	}
}

// nothing refuses a path in which nothing was found: an empty world would pass for one in which nobody can do anything.
func (r *reader) nothing(paths []string) {
	for _, p := range paths {
		if !r.known[p] {
			r.folderFault(p, "holds nothing that is known here: want an export of Cloud Asset Inventory, a Terraform plan or state, manifests, or a folder projects/PROJECT_ID of the layout")
		}
	}
}

// listFile takes a file that the caller names, where a link leads included.
func (r *reader) listFile(of Manifests, info fs.FileInfo) {
	name := of.Path
	real, err := filepath.EvalSymlinks(name)
	if err != nil {
		r.notOpened(name, err)
		return
	}
	root, err := os.OpenRoot(filepath.Dir(real))
	if err != nil {
		r.notOpened(name, err)
		return
	}
	r.roots = append(r.roots, root)
	r.files = append(r.files, &file{reader: r, spot: spot{kind: looseFile}, name: name, root: root, within: filepath.Base(real), path: name, size: info.Size(), asked: true, cluster: of.Cluster, namespace: of.Namespace})
}

func (r *reader) notOpened(name string, err error) {
	r.known[name] = true
	r.folderFault(name, "cannot be read: "+plain(err).Error())
}

func (r *reader) folderFault(name, wrong string) {
	r.faults = append(r.faults, fleet.Fault{Source: fleet.Source{File: name}, About: "the folder", Wrong: wrong})
}

// A folder is one of the paths while it is listed.
type folder struct {
	*reader
	path  string
	of    Manifests // of which cluster all of it is, if it is of one; then nothing has a place in the layout
	root  *os.Root
	taken map[spot]string
}

// visit takes one entry of the folder. Entries come in the order of their names.
func (d *folder) visit(within string, entry fs.DirEntry, err error) error {
	name := filepath.Join(d.path, filepath.FromSlash(within))
	s, known := locate(within)
	known = known && d.isLayout()
	hidden := strings.HasPrefix(path.Base(within), ".") && within != "."
	switch {
	case hidden && entry.IsDir():
		d.unread(name, "a hidden folder")
		return fs.SkipDir
	case hidden:
		d.unread(name, "a hidden file")
	case err != nil && entry != nil && entry.IsDir():
		d.fault(name, "cannot be read: "+plain(err).Error())
		return fs.SkipDir
	case err != nil:
		return err
	case entry.IsDir() && known:
		d.fault(name, "a folder where a file belongs")
		return fs.SkipDir
	case entry.IsDir():
		d.enter(within, name)
	case !entry.Type().IsRegular() && (known || leads(within) && d.isLayout()):
		d.fault(name, irregular(entry.Type()))
	case !entry.Type().IsRegular():
		d.unread(name, irregular(entry.Type()))
	case known && d.taken[s] != "":
		d.fault(name, fmt.Sprintf("speaks of the same as %q: keep one of them", d.taken[s]))
	case known:
		d.taken[s] = name
		return d.take(s, name, within, entry)
	case isLoose(within):
		return d.take(spot{kind: looseFile}, name, within, entry)
	default:
		d.unread(name, "a file without a place in the layout, whose name does not end as JSON or YAML does")
	}
	return nil
}

func (d *folder) isLayout() bool { return d.of.Cluster == (fleet.ClusterName{}) }

func (d *folder) fault(name, wrong string) {
	d.known[d.path] = true
	d.folderFault(name, wrong)
}

// take notes a file that is to be read.
func (d *folder) take(s spot, name, within string, entry fs.DirEntry) error {
	info, err := entry.Info()
	if err != nil {
		return err
	}
	if len(d.files) == maxFiles {
		d.fault(d.path, fmt.Sprintf("has more than %d files to read", maxFiles))
	}
	if len(d.files) >= maxFiles {
		return fs.SkipAll
	}
	d.files = append(d.files, &file{reader: d.reader, spot: s, name: name, root: d.root, within: within, path: d.path, size: info.Size(), cluster: d.of.Cluster, namespace: d.of.Namespace})
	return nil
}

// enter notes the project that a folder stands for.
func (d *folder) enter(within, name string) {
	p := strings.Split(within, "/")
	if len(p) == 2 && p[0] == "projects" && d.isLayout() {
		d.known[d.path] = true
		d.folders[p[1]] = append(d.folders[p[1]], name)
	}
}

func (r *reader) unread(name, why string) {
	r.report.Unread = append(r.report.Unread, Unread{fleet.Source{File: name}, why})
}
