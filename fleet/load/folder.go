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

// list opens a folder and finds the files of the layout in it. Nothing outside of the folder can be opened through
// it, whatever links it holds.
func (r *reader) list(name string) {
	root, err := os.OpenRoot(name)
	if err != nil {
		r.folderFault(name, "cannot be read: "+plain(err).Error())
		return
	}
	r.roots = append(r.roots, root)
	found := &folder{reader: r, path: name, root: root, taken: map[spot]string{}}
	if err := fs.WalkDir(root.FS(), ".", found.visit); err != nil {
		r.folderFault(name, plain(err).Error())
	}
	if !found.known {
		r.folderFault(name, "holds nothing of the layout: want a folder projects/PROJECT_ID in it")
	}
}

func (r *reader) folderFault(name, wrong string) {
	r.faults = append(r.faults, fleet.Fault{Source: fleet.Source{File: name}, About: "the folder", Wrong: wrong})
}

// A folder is one of the paths while it is listed.
type folder struct {
	*reader
	path  string
	root  *os.Root
	taken map[spot]string
	known bool // it holds something of the layout
}

// visit takes one entry of the folder. Entries come in the order of their names.
func (d *folder) visit(within string, entry fs.DirEntry, err error) error {
	name := filepath.Join(d.path, filepath.FromSlash(within))
	s, known := locate(within)
	hidden := strings.HasPrefix(path.Base(within), ".") && within != "."
	switch {
	case hidden && entry.IsDir():
		d.unread(name, "a hidden folder")
		return fs.SkipDir
	case hidden:
		d.unread(name, "a hidden file")
	case err != nil && entry != nil && entry.IsDir() && leads(within):
		d.folderFault(name, "cannot be read: "+plain(err).Error())
		return fs.SkipDir
	case err != nil:
		return err
	case entry.IsDir() && leads(within):
		d.enter(within, name)
	case entry.IsDir() && !known:
		d.unread(name, "a folder without a place in the layout")
		return fs.SkipDir
	case entry.IsDir():
		d.folderFault(name, "a folder where a file belongs")
		return fs.SkipDir
	case !known && leads(within) && within != "." && !entry.Type().IsRegular():
		d.folderFault(name, irregular(entry.Type()))
	case !known:
		d.unread(name, "a file without a place in the layout")
	case !entry.Type().IsRegular():
		d.folderFault(name, irregular(entry.Type()))
	case d.taken[s] != "":
		d.folderFault(name, fmt.Sprintf("speaks of the same as %q: keep one of them", d.taken[s]))
	default:
		d.taken[s], d.known = name, true
		d.files = append(d.files, &file{reader: d.reader, spot: s, name: name, root: d.root, within: within})
	}
	return nil
}

// enter notes the project that a folder stands for.
func (d *folder) enter(within, name string) {
	p := strings.Split(within, "/")
	if len(p) == 2 && p[0] == "projects" {
		d.known = true
		d.folders[p[1]] = append(d.folders[p[1]], name)
	}
}

func (r *reader) unread(name, why string) {
	r.report.Unread = append(r.report.Unread, Unread{fleet.Source{File: name}, why})
}
