package load

import (
	"cmp"
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

// read parses a file and takes the facts from it.
func (f *file) read() {
	docs := f.documents()
	if len(docs) == 0 {
		return
	}
	before, count := f.faulty, 0
	if read := f.lists()[f.spot.kind]; read != nil {
		count = read(docs)
	} else if read := f.objects()[f.spot.kind]; read != nil {
		count = f.one(docs, read)
	} else {
		f.refuse(0, "has no place in the layout")
	}
	if f.faulty == before {
		f.report.Read = append(f.report.Read, Read{f.name, f.spot.kind.String(), count})
	}
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
