package load

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fleettrust.example/fleet"
)

// Into reads folders and tells the Builder every fact in them, with its file and line. Several folders are one
// world, in any order; what one lacks another may have. The Report is never nil and says what was read, also when
// there is an error.
//
// The error is a *fleet.BuildError with every fault of every file, and then the Builder was told nothing. What the
// files say of one another, such as two projects of one number, Builder.Build reports, at the files and lines given
// here. O(bytes), and memory for one file at a time beside the facts.
func Into(b *fleet.Builder, paths ...string) (*Report, error) {
	r := readFolders(paths)
	if len(r.faults) > 0 {
		return &r.report, faultsError(r.faults)
	}
	for _, t := range r.facts {
		b.AddFrom(t.at, t.fact)
	}
	return &r.report, nil
}

func readFolders(paths []string) *reader {
	r := newReader()
	defer r.close()
	for _, p := range distinctPaths(paths) {
		r.list(p)
	}
	slices.SortStableFunc(r.files, func(a, b *file) int {
		return cmp.Or(cmp.Compare(a.spot.kind, b.spot.kind), strings.Compare(a.name, b.name))
	})
	for _, f := range r.files {
		f.read()
	}
	r.settle()
	r.report.sort()
	return r
}

func faultsError(faults []fleet.Fault) error {
	slices.SortFunc(faults, func(a, b fleet.Fault) int {
		return cmp.Or(compareSources(a.Source, b.Source), strings.Compare(a.About, b.About), strings.Compare(a.Wrong, b.Wrong))
	})
	return &fleet.BuildError{Faults: slices.Compact(faults)}
}

func distinctPaths(paths []string) []string {
	var clean []string
	for _, p := range paths {
		clean = append(clean, filepath.Clean(p))
	}
	slices.Sort(clean)
	return slices.Compact(clean)
}

// list opens a folder and finds the files of the layout in it. Nothing outside of the folder can be opened through
// it, whatever links it holds.
func (r *reader) list(path string) {
	root, err := os.OpenRoot(path)
	if err != nil {
		r.folderFault(path, "cannot be read: "+plain(err).Error())
		return
	}
	r.roots = append(r.roots, root)
	found := &folder{reader: r, path: path, root: root, taken: map[spot]string{}}
	if err := fs.WalkDir(root.FS(), ".", found.visit); err != nil {
		r.folderFault(path, plain(err).Error())
	}
	if !found.known {
		r.folderFault(path, "holds nothing of the layout: want a folder projects/PROJECT_ID in it")
	}
}

func (r *reader) folderFault(path, wrong string) {
	r.faults = append(r.faults, fleet.Fault{Source: fleet.Source{File: path}, About: "the folder", Wrong: wrong})
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
	switch {
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

// read parses a file and takes the facts from it.
func (f *file) read() {
	docs := f.documents()
	if len(docs) == 0 {
		return
	}
	before, count := f.faulty, 0
	switch f.spot.kind {
	case projectFile:
		count = f.one(docs, f.readProject)
	case ancestorsFile:
		count = f.readAncestors(docs)
	case clustersFile:
		count = f.readClusters(docs)
	case membershipsFile:
		count = f.readMemberships(docs)
	case accountsFile:
		count = f.readAccounts(docs)
	case accountFile:
		count = f.one(docs, f.readAccountPolicy)
	case roleFile:
		count = f.one(docs, f.readRole)
	case objectsFile:
		count = f.readObjects(docs)
	default:
		f.refuse(0, "has no place in the layout")
	}
	if f.faulty == before {
		f.report.Read = append(f.report.Read, Read{f.name, f.spot.kind.String(), count})
	}
}

// one holds a file to a single document that is an object.
func (f *file) one(docs []item, read func(item) int) int {
	switch {
	case len(docs) > 1:
		docs[1].fault("a second document: want one")
	case docs[0].is(object):
		return read(docs[0])
	}
	return 0
}
