package load

import (
	"fmt"
	"slices"
	"strings"

	"fleettrust.example/fleet"
)

// A connector is an object of Config Connector: a resource of Google Cloud that is described in a namespace of a cluster.
type connector struct {
	item
	kind, namespace, name string
}

// connectorGroup ends the group of every kind of Config Connector.
const connectorGroup = ".cnrm.cloud.google.com"

func isConnector(version string) bool {
	group, _, _ := strings.Cut(version, "/")
	return strings.HasSuffix(group, connectorGroup)
}

// A referent is what references go by: the kind of an object, its namespace and its name.
type referent struct{ kind, namespace, name string }

// connectors are the objects that were found, and the namespaces of which something says where their resources are.
type connectors struct {
	objects    map[referent][]*connector
	namespaces map[namespaceName][]item // the metadata of the objects that describe each
	assumed    map[string]bool          // namespaces that are taken for the project of their name: said once
}

// A namespaceName is a namespace of a cluster, or of any cluster where that is not said.
type namespaceName struct {
	cluster fleet.ClusterName
	name    string
}

func newConnectors() connectors {
	return connectors{objects: map[referent][]*connector{}, namespaces: map[namespaceName][]item{}, assumed: map[string]bool{}}
}

// connect notes an object of Config Connector, to be read when all files were. It is false for one of a kind that matters to no rule.
func (f *file) connect(it item) bool {
	kind := it.field("kind").text()
	reading, ok := connectorKinds[kind]
	if !ok {
		return false
	}
	meta := it.field("metadata")
	c := &connector{item: it, kind: kind, namespace: meta.field("namespace").filled(), name: meta.field("name").filled()}
	c.check(c.field("spec"), 0)
	for _, p := range homes {
		c.annotation(p.annotation).filled()
	}
	if c.name == "" {
		if !meta.field("name").present() {
			meta.field("name").fault("is missing")
		}
		return true
	}
	if reading.take == nil {
		f.notRead(it, "%s: %s", kind, reading.why)
		return true
	}
	if on := c.spec("resourceRef").field("kind").text(); on != "" && !slices.Contains(policyHolders, on) {
		f.notRead(it, "grants on a %s, which matter to no rule", shorten(on))
		return true
	}
	if kind == "Project" {
		f.numberProject(c)
	}
	at := referent{kind, c.namespace, c.name}
	if len(f.connectors.objects[at]) <= maxTwins {
		f.connectors.objects[at] = append(f.connectors.objects[at], c)
	}
	f.later(reading.stage, func() { reading.take(f, c) })
	return true
}

// noteNamespace keeps the metadata of a Namespace, whose annotations are the defaults of the objects in it. What says the same again
// is not kept.
func (f *file) noteNamespace(meta item) {
	for _, at := range []namespaceName{{f.cluster, meta.field("name").text()}, {name: meta.field("name").text()}} {
		all := f.connectors.namespaces[at]
		if len(all) < maxTwins && !slices.ContainsFunc(all, func(m item) bool { return sameHomes(m, meta) }) {
			f.connectors.namespaces[at] = append(all, meta)
		}
	}
}

func sameHomes(a, b item) bool {
	return !slices.ContainsFunc(homes, func(p place) bool {
		x, y := a.field("annotations").field(p.annotation), b.field("annotations").field(p.annotation)
		return x.present() != y.present() || x.present() && (x.v.shape != y.v.shape || x.v.text != y.v.text)
	})
}

func (c *connector) spec(names ...string) item { return c.field("spec").field(names...) }

// id is the name of the resource at Google Cloud.
func (c *connector) id() string {
	switch id := c.spec("resourceID"); {
	case id.present() && c.kind == "IAMCustomRole":
		return id.text()
	case id.present():
		return id.filled()
	}
	return c.name
}

// notRead lists an object that is not read, or a part of one.
func (f *file) notRead(it item, format string, args ...any) {
	f.report.Unread = append(f.report.Unread, Unread{it.source(), fmt.Sprintf(format, args...)})
}

// found gives the object of that kind and name, or says why there is none. Of several those count first that go to the cluster of the
// file which refers to them. Several may describe one resource, as it lies in git and as it was printed; if they do not, none is found.
func (f *file) found(want referent) (*connector, string) {
	said := fmt.Sprintf("%s %q", want.kind, want.name)
	if want.namespace != "" {
		said += fmt.Sprintf(" of namespace %q", want.namespace)
	}
	if len(f.connectors.objects[want]) > maxTwins {
		return nil, fmt.Sprintf("more than %d objects are %s", maxTwins, said)
	}
	var first *connector
	var is, unknown string
	for _, c := range f.near(want) {
		identity, why := c.identity()
		switch {
		case why != "":
			unknown = why
		case first == nil:
			first, is = c, identity
		case identity != is:
			return nil, fmt.Sprintf("%v and %v have different objects %s", first.source(), c.source(), said)
		}
	}
	if first == nil && unknown == "" {
		unknown = "no file has " + said
	}
	if first != nil {
		return first, ""
	}
	return nil, unknown
}

// maxTwins bounds how often one object may be described and be found: each description is compared with the others.
const maxTwins = 16

// near gives the objects of a name, in the order of their places.
func (f *file) near(want referent) []*connector {
	all := slices.SortedFunc(slices.Values(f.connectors.objects[want]), func(a, b *connector) int { return compareSources(a.source(), b.source()) })
	if near := slices.DeleteFunc(slices.Clone(all), func(c *connector) bool { return c.file.cluster != f.cluster }); len(near) > 0 {
		return near
	}
	return all
}

// identity is what the service calls the resource of an object, of the kinds that others refer to.
func (c *connector) identity() (string, string) {
	switch c.kind {
	case "ContainerCluster":
		name, why := c.clusterName()
		return name.String(), why
	case "GKEHubMembership":
		name, why := c.memberName()
		return name.String(), why
	case "GKEHubScope":
		name, _, why := c.scopeName()
		return name, why
	default:
		on, why := c.resource()
		return on.String(), why
	}
}

// A place is a field and an annotation that say where a resource is.
type place struct{ kind, field, annotation string }

// homes are the places that an object may name.
// Source: https://docs.cloud.google.com/config-connector/docs/how-to/organizing-resources/project-scoped-resources, read 2026-11-22.
var homes = []place{
	{"Project", "projectRef", "cnrm.cloud.google.com/project-id"},
	{"Folder", "folderRef", "cnrm.cloud.google.com/folder-id"},
	{"Organization", "organizationRef", "cnrm.cloud.google.com/organization-id"},
}

// home gives the project, folder or organization of an object, of the kinds that it may lie in: by a field of its own or by an
// annotation, here or where the object is described again, and else by an annotation of its namespace. It says why it is not known.
func (c *connector) home(kinds ...string) (fleet.Resource, string) {
	for _, d := range append([]*connector{c}, c.file.near(referent{c.kind, c.namespace, c.name})...) {
		for _, by := range []func(place) (fleet.Resource, string){d.homeByField, d.homeByAnnotation} {
			for _, p := range homes {
				if on, why := by(p); slices.Contains(kinds, p.kind) && (why != "" || on != (fleet.Resource{})) {
					return on, why
				}
			}
		}
	}
	return c.homeByNamespace(kinds)
}

func (c *connector) homeByField(p place) (fleet.Resource, string) {
	if ref := c.spec(p.field); ref.present() {
		return c.referred(ref, p.kind)
	}
	return fleet.Resource{}, ""
}

func (c *connector) homeByAnnotation(p place) (fleet.Resource, string) {
	if said := c.annotation(p.annotation); said.present() {
		return c.file.external(p.kind, said.filled())
	}
	return fleet.Resource{}, ""
}

func (c *connector) annotation(name string) item {
	return c.field("metadata").field("annotations").field(name)
}

// homeByNamespace takes the annotation of the namespace. Where it has none its name is the ID of the project.
// Source: same page, "Using the namespace name as the project ID".
func (c *connector) homeByNamespace(kinds []string) (fleet.Resource, string) {
	if c.namespace == "" {
		return fleet.Resource{}, "its file does not say in which namespace it is, which would say its project"
	}
	described := c.file.describing(c.namespace)
	on, why := c.file.annotated(described, kinds)
	switch {
	case why != "" || on != (fleet.Resource{}):
		return on, why
	case !slices.Contains(kinds, "Project"):
		return on, "nothing says below which folder or organization it is"
	case len(described) == 0 && !c.file.connectors.assumed[c.namespace]:
		c.file.connectors.assumed[c.namespace] = true
		c.field("metadata").field("namespace").warn("", "is taken for project %q, as Config Connector does by default: no file has the namespace, which may be annotated with another", c.namespace)
	}
	return c.file.external("Project", c.namespace)
}

// annotated gives what the annotations of a namespace say, if all who describe it say the same.
func (f *file) annotated(described []item, kinds []string) (on fleet.Resource, why string) {
	var at item
	for _, meta := range described {
		for _, p := range homes {
			said := meta.field("annotations").field(p.annotation)
			if !said.present() || !slices.Contains(kinds, p.kind) {
				continue
			}
			res, why := f.external(p.kind, said.filled())
			switch {
			case why != "":
				return res, why
			case on != (fleet.Resource{}) && on != res:
				return fleet.Resource{}, fmt.Sprintf("namespace %q is annotated with %v at %v and with %v at %v", meta.field("name").text(), on, at.source(), res, said.source())
			}
			on, at = res, said
		}
	}
	return on, ""
}

// describing gives what describes a namespace: first in the cluster of the file, and else anywhere.
func (f *file) describing(name string) []item {
	if near := f.connectors.namespaces[namespaceName{f.cluster, name}]; len(near) > 0 {
		return near
	}
	return f.connectors.namespaces[namespaceName{name: name}]
}
