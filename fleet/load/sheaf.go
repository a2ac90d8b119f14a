package load

import (
	"fmt"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"fleettrust.example/fleet"
)

// A sheaf is a file of objects that someone wrote to be applied: of Config Connector, and of Kubernetes. No object says of which
// cluster it is, and a folder of them is never all of a cluster.
type sheaf struct {
	at        *file
	objects   *dump // those of Kubernetes, once there is one
	namespace string
	count     int
	other     map[string]int // objects that are not read, by kind and why
}

// whichCluster is advice.
const whichCluster = "--manifests PROJECT/LOCATION/NAME=PATH says to which cluster the files of a path are applied"

// readManifests reads objects that lie outside of the layout. What kubectl printed of a cluster is read as in the layout, if the
// caller says of which.
func (f *file) readManifests(docs []item) int {
	if f.isClaimed() && isPrinted(docs) {
		return f.readDump(docs, f.cluster)
	}
	s := &sheaf{at: f, namespace: f.directory(), other: map[string]int{}}
	for _, doc := range docs {
		s.read(doc)
	}
	s.finish()
	return s.count
}

// isClaimed tells a file of which the caller says of which cluster it is.
func (f *file) isClaimed() bool { return f.cluster != (fleet.ClusterName{}) }

// dump gives what reads objects of Kubernetes. Those of no known cluster are checked, and what they say is told to nobody.
func (s *sheaf) dump(at item) *dump {
	switch {
	case s.objects != nil:
	case s.at.isClaimed():
		s.objects, s.at.vague = s.at.newDump(s.at.cluster, at.source()), true
		s.at.later(objectsFile, func() { s.at.named(s.at.cluster, fleet.Standard, at.source()) })
	default:
		s.objects = (&file{reader: newReader(), name: s.at.name}).newDump(s.at.cluster, at.source())
	}
	return s.objects
}

// isPrinted tells what an API server printed: a List of objects with the UIDs that it gave them.
func isPrinted(docs []item) bool {
	if len(docs) != 1 || docs[0].v.shape != object {
		return false
	}
	items := docs[0].field("items").list()
	return len(items) > 0 && items[0].is(object) && items[0].field("metadata").field("uid").present()
}

// directory gives the namespace of objects that say none: the one that the caller says, or that the folder of the file stands for in
// a hierarchical repository of Config Sync, namespaces/NAMESPACE/FILE.
// Source: https://docs.cloud.google.com/kubernetes-engine/config-sync/docs/concepts/hierarchical-repo, read 2026-11-22.
func (f *file) directory() string {
	if f.namespace != "" {
		return f.namespace
	}
	dir := path.Dir(filepath.ToSlash(f.name))
	if parts := strings.Split(dir, "/"); !slices.Contains(parts[:len(parts)-1], "namespaces") {
		return ""
	}
	if f.hasFolders(dir) {
		return "" // the folder stands for several namespaces
	}
	return path.Base(dir)
}

// hasFolders tells a folder that has further folders with files in them.
func (r *reader) hasFolders(dir string) bool {
	if r.branches == nil {
		r.branches = map[string]bool{}
		for _, f := range r.files {
			for at := path.Dir(path.Dir(filepath.ToSlash(f.name))); !r.branches[at]; at = path.Dir(at) {
				r.branches[at] = true
			}
		}
	}
	return r.branches[dir]
}

func (s *sheaf) read(it item) {
	if it.v.shape == list {
		for _, e := range it.list() {
			s.read(e)
		}
		return
	}
	version, kind := it.field("apiVersion"), it.field("kind")
	if !it.is(object) || !version.present() || !kind.present() {
		s.leave("without apiVersion and kind, and so no objects of Kubernetes")
		return
	}
	switch {
	case version.need() == "" || kind.need() == "":
	case strings.HasSuffix(kind.text(), "List") && it.field("items").present():
		for _, e := range it.field("items").list() {
			s.read(e)
		}
	default:
		s.object(it.settled(s.namespace), version.text(), kind.text())
	}
}

// leave counts what is not read, and why.
func (s *sheaf) leave(why string) { s.other[why]++ }

// object reads one object, or says why not.
func (s *sheaf) object(it item, version, kind string) {
	named := "of kind " + shorten(version+" "+kind)
	it = it.generated()
	template, makes := it.template()
	switch meta := it.field("metadata"); {
	case s.at.isPatch() || makes && isPart(template):
		s.leave(named + ": a patch, or part of an object, which kustomize build would apply")
	case isConnector(version) && s.at.connect(it):
		s.count++
	case strings.HasPrefix(version, "kustomize.config.k8s.io/"):
		s.leave(named + ": what kustomize build prints is read")
	case isConnector(version) || !makes && (&dump{}).readers(version)[kind] == nil:
		s.leave(named + ": it matters to no rule")
	case meta.field("name").need() == "" || !it.isFilled(makes):
	case !slices.Contains(unplaced, kind) && meta.field("namespace").text() == "":
		s.leave(named + " in a namespace that the file does not say: kustomize build writes it, or the caller says it")
	case makes:
		s.dump(it).readMaker(it, kind)
	default:
		s.dump(it).read(it)
	}
}

// generated gives an object that leaves its name to the server the beginning of that name.
func (it item) generated() item {
	meta := it.field("metadata")
	if from := strings.TrimRight(meta.field("generateName").text(), "-."); from != "" && !meta.field("name").present() {
		return it.changed("metadata", meta.changed("name", item{v: &value{shape: text, line: meta.line(), text: from}}))
	}
	return it
}

// changed gives an object in which another value has a name.
func (it item) changed(name string, to item) item {
	v := &value{shape: object, line: it.line(), names: slices.Clone(it.v.names), items: slices.Clone(it.v.items)}
	if i := slices.Index(v.names, name); i >= 0 {
		v.items[i] = *to.v
	} else {
		v.names, v.items = append(v.names, name), append(v.items, *to.v)
	}
	return item{it.file, v, it.up, it.step}
}

// isFilled refuses placeholders in the names of what identities are made of. Roles may be called anything.
func (it item) isFilled(makes bool) bool {
	kind, meta := it.field("kind").text(), it.field("metadata")
	if !makes && kind != "ServiceAccount" && kind != "Namespace" && kind != "Pod" {
		return true
	}
	before := it.file.faulty
	for _, name := range []item{meta.field("name"), meta.field("namespace"), meta.field("annotations").field(accountAnnotation)} {
		name.filled()
	}
	return it.file.faulty == before
}

// isPart tells a template of pods that lacks what every pod has: a container with an image. It changes another.
func isPart(template item) bool {
	containers := template.field("spec").field("containers").list()
	return len(containers) == 0 || slices.ContainsFunc(containers, func(c item) bool { return !c.is(object) || !c.field("image").present() })
}

// isPatch tells by its name a file of patches.
// Source: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/patches/
func (f *file) isPatch() bool {
	words := strings.FieldsFunc(path.Base(f.within), func(r rune) bool { return strings.ContainsRune("-_.", r) })
	return slices.Contains(words, "patch") || slices.Contains(words, "patches")
}

// finish says what was not read.
func (s *sheaf) finish() {
	for _, why := range slices.Sorted(maps.Keys(s.other)) {
		s.at.unread(s.at.name, fmt.Sprintf("%d %s", s.other[why], why))
	}
	switch {
	case s.objects == nil:
	case s.at.isClaimed():
		s.count += s.objects.count
	default:
		s.at.unclaimed.add(s.at, s.objects.kinds)
	}
}

// unclaimed are objects of Kubernetes of no known cluster, by the path that the caller gave.
type unclaimed map[string]*claimable

type claimable struct {
	files, objects int
	kinds          map[string]int
}

func (u unclaimed) add(f *file, kinds map[string]int) {
	c := u[f.path]
	if c == nil {
		c = &claimable{kinds: map[string]int{}}
		u[f.path] = c
	}
	c.files++
	for kind, n := range kinds {
		c.objects += n
		c.kinds[kind] += n
	}
}

// settleUnclaimed lists them with what would claim them.
func (r *reader) settleUnclaimed() {
	for _, path := range slices.Sorted(maps.Keys(r.unclaimed)) {
		c := r.unclaimed[path]
		var kinds []string
		for _, kind := range slices.Sorted(maps.Keys(c.kinds)) {
			kinds = append(kinds, fmt.Sprintf("%d %s", c.kinds[kind], kind))
		}
		r.unread(path, fmt.Sprintf("%d objects of Kubernetes in %d files (%s): no file says of which cluster they are: %s", c.objects, c.files, strings.Join(kinds, ", "), whichCluster))
	}
}
