package load

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// An Input is what is read as one world. Paths are folders and files, in any order; what one lacks another may have.
type Input struct {
	Paths     []string
	Manifests []Manifests
	Progress  func(Progress) // called now and then while files are read, if it is not nil, by one goroutine at a time
}

// Manifests are files that are applied to a cluster, or were printed by it, outside of the layout: no manifest says of which cluster it
// is. An object that does not say its namespace is in Namespace. What of them lies in Paths too is read once; one path may be that of several clusters.
type Manifests struct {
	Cluster   fleet.ClusterName
	Path      string
	Namespace string
}

// Progress says how far reading has come: Done of Total bytes of all files, as they lie on the disk, and which file is being read.
type Progress struct {
	File        string
	Done, Total int64
}

// Into reads the paths as one world: see [Input.Into].
func Into(b *fleet.Builder, paths ...string) (*Report, error) { return Input{Paths: paths}.Into(b) }

// Into tells the Builder every fact in the input, with its file and line. The Report is never nil and says what was read, what
// was not, and what is missing, also when there is an error.
//
// The error is a *fleet.BuildError with every fault of every file, and then the Builder was told nothing. What the
// files say of one another, such as two projects of one number, Builder.Build reports, at the files and lines given
// here. O(bytes); memory for what is read at a time, which the package comment bounds, beside the facts.
func (in Input) Into(b *fleet.Builder) (*Report, error) {
	r := in.read()
	report := r.report // and nothing else of the reader
	if len(r.faults) > 0 {
		return &report, faultsError(r.faults)
	}
	r.handOver(b)
	return &report, nil
}

func (in Input) read() *reader {
	r := newReader()
	defer r.close()
	paths := in.list(r)
	slices.SortStableFunc(r.files, func(a, b *file) int {
		return cmp.Or(cmp.Compare(a.spot.kind, b.spot.kind), strings.Compare(a.name, b.name))
	})
	r.pace = newPace(r.files, in.Progress)
	for _, f := range r.files {
		f.read()
	}
	r.catchUp()
	r.nothing(paths)
	r.settle()
	r.report.sort()
	return r
}

// list finds the files of all paths, and gives the paths. What the manifests of a cluster hold is not read as that of none too.
func (in Input) list(r *reader) []string {
	paths := distinctPaths(in.Paths)
	for _, p := range paths {
		r.list(Manifests{Path: p})
	}
	r.files = slices.DeleteFunc(r.files, func(f *file) bool {
		claimed := f.spot.kind == looseFile && slices.ContainsFunc(in.Manifests, func(m Manifests) bool { return within(m.Path, f.name) })
		r.known[f.path] = r.known[f.path] || claimed
		return claimed
	})
	for _, m := range in.Manifests {
		m.Path = filepath.Clean(m.Path)
		if wrong := m.wrong(); wrong != "" {
			r.known[m.Path] = true
			r.folderFault(m.Path, wrong)
			continue
		}
		if !slices.Contains(paths, m.Path) {
			paths = append(paths, m.Path)
		}
		r.list(m)
	}
	return paths
}

// wrong says what is wrong with the name of the cluster. A number would name another cluster than the ID of the same project.
func (m Manifests) wrong() string {
	_, err := pool.ParseNumber(m.Cluster.Project)
	switch {
	case m.Cluster == fleet.ClusterName{}:
		return "holds manifests of a cluster that is not named"
	case err == nil:
		return fmt.Sprintf("holds manifests of cluster %q: want the ID of its project, not the number", m.Cluster)
	}
	return ""
}

// within tells a file that is another path, or lies in the folder of that path.
func within(folder, name string) bool {
	folder, err := filepath.Abs(folder)
	name, err2 := filepath.Abs(name)
	return errors.Join(err, err2) == nil && (name == folder || strings.HasPrefix(name, folder+string(filepath.Separator)))
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

// read takes the facts from a file.
func (f *file) read() {
	before := f.faulty
	defer func() { f.known[f.path] = f.known[f.path] || f.faulty > before }()
	in, err := f.open()
	if err != nil {
		f.refuse(0, err.Error())
		return
	}
	defer in.close()
	word, count := f.spot.kind.String(), 0
	if f.spot.kind == looseFile {
		word, count = f.readLoose(in)
	} else if docs := f.documents(in); len(docs) > 0 {
		count = f.readPlaced(docs)
	}
	if in.changed() {
		f.refuse(0, "changed while it was read: load a copy that nobody writes to")
	}
	if f.faulty == before && word != "" {
		f.known[f.path] = true
		f.report.Read = append(f.report.Read, Read{f.name, word, count})
	}
}

// readPlaced reads a file of which its place in the layout says what it is.
func (f *file) readPlaced(docs []item) int {
	if read := f.lists()[f.spot.kind]; read != nil {
		return read(docs)
	}
	if read := f.objects()[f.spot.kind]; read != nil {
		return f.one(docs, read)
	}
	f.refuse(0, "has no place in the layout")
	return 0
}

// lists are the readers of files that may hold several documents, objects those of files of one object.
func (f *file) lists() map[kind]func([]item) int {
	return map[kind]func([]item) int{
		ancestorsFile:   f.readAncestors,
		clustersFile:    f.readClusters,
		membershipsFile: f.readMemberships,
		scopesFile:      f.readScopes,
		scopeFile:       f.readScope,
		bindingsFile:    f.readBindings,
		featuresFile:    f.readFeatures,
		accountsFile:    f.readAccounts,
		orgPoliciesFile: f.readOrgPolicies,
		constraintsFile: f.readConstraints,
		boundariesFile:  f.readBoundaries,
		boundFile:       f.readPolicyBindings,
		groupFile:       f.readGroup,
		keysFile:        f.readKeys,
		objectsFile:     f.readObjects,
	}
}

func (f *file) objects() map[kind]func(item) int {
	return map[kind]func(item) int{
		projectFile:   f.readProject,
		folderFile:    f.readFolder,
		policyFile:    f.readPolicyFile,
		denyFile:      f.readDenyPolicy,
		accountFile:   f.readAccountPolicy,
		roleFile:      f.readRole,
		orgPolicyFile: f.readOrgPolicyFile,
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
