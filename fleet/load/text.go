package load

import (
	"fmt"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// A Text is what a command reads from a file or its standard input: a policy, a manifest. Name is what faults call it.
// Its limits are those of a file of a folder. What it says is told as facts, each as the commands' output would say it; the error is a
// *fleet.BuildError with all faults, and then there are no facts.
type Text struct {
	Name string
	Data []byte
}

// file begins to read a text as a file that lies nowhere.
func (t Text) file() *file { return &file{reader: newReader(), name: t.Name} }

// documents parses a text. A flaw is a fault of the file.
func (t Text) documents(f *file) []item {
	if len(t.Data) > maxBytes {
		f.refuse(0, fmt.Sprintf("more than %d MiB", maxBytes>>20))
		return nil
	}
	return f.parsed(t.Data)
}

// read takes facts from the one document of a text.
func (t Text) read(take func(*file, item)) ([]fleet.Fact, error) {
	f := t.file()
	docs := t.documents(f)
	if len(docs) > 1 {
		docs[1].fault("a second document: want one")
	}
	if len(docs) == 1 && docs[0].is(object) {
		take(f, docs[0])
	}
	f.insist()
	return f.outcome()
}

// insist makes a fault of each warning: in a policy that is to be set, the service would not take a member that cannot be read,
// nor a rule without its permissions.
func (f *file) insist() {
	for _, w := range f.report.Warnings {
		f.fault(w.Source, w.About, w.Wrong+hinted(w.Hint))
	}
}

func (f *file) outcome() ([]fleet.Fact, error) {
	if len(f.faults) > 0 {
		return nil, faultsError(f.faults)
	}
	facts := make([]fleet.Fact, len(f.facts))
	for i, t := range f.facts {
		facts[i] = t.fact
	}
	return facts, nil
}

// Policy reads an allow policy, as set-iam-policy takes it, into the bindings on a resource.
func (t Text) Policy(on fleet.Resource) ([]fleet.Fact, error) {
	return t.read(func(f *file, it item) {
		if it.has("rules", "denyRule") > 0 || it.field("kind").present() && it.field("kind").text() == "DenyPolicy" {
			it.fault("is a deny policy, and no allow policy")
			return
		}
		f.readPolicy(it, on)
	})
}

// DenyPolicy reads the rules of a deny policy of that name on a resource, as gcloud iam policies create --kind=denypolicies takes them.
func (t Text) DenyPolicy(on fleet.Resource, name string) ([]fleet.Fact, error) {
	return t.read(func(f *file, it item) {
		for _, r := range it.field("rules").list() {
			f.tell(r.source(), denyRule(r.field("denyRule"), fleet.Deny{On: on, Name: name}))
		}
		if len(it.field("rules").list()) == 0 {
			it.field("rules").fault("is missing or empty")
		}
	})
}

// OrgPolicy reads an organization policy, as gcloud org-policies set-policy takes it. One of a constraint that allows values is no
// fact: no rule asks about it.
func (t Text) OrgPolicy() ([]fleet.Fact, error) {
	return t.read(func(f *file, it item) {
		name := it.field("name")
		place, constraint, ok := strings.Cut(name.need(), "/policies/")
		on, err := fleet.ParseResource(place)
		if !ok || constraint == "" || err != nil {
			name.fault("%q is no organization policy: want RESOURCE/policies/CONSTRAINT", shorten(name.text()))
			return
		}
		if p, ok := enforcement(it); ok {
			p.On, p.Constraint = on, constraint
			f.tell(it.source(), p)
		}
	})
}

// Constraint reads a custom constraint, as gcloud org-policies set-custom-constraint takes it.
func (t Text) Constraint() ([]fleet.Fact, error) {
	return t.read(func(f *file, it item) {
		place, _, _ := strings.Cut(it.field("name").text(), "/customConstraints/")
		on, err := fleet.ParseResource(place)
		if err != nil || on.Kind() != fleet.OrganizationResource {
			on = fleet.InOrganization(pool.Number(1))
		}
		f.readConstraint(it, on)
	})
}

// Role reads the permissions of a role, as gcloud iam roles create --file takes it.
func (t Text) Role(name string) ([]fleet.Fact, error) {
	return t.read(func(f *file, it item) {
		permissions := it.field("includedPermissions").texts()
		if it.field("stage").text() == "DISABLED" {
			permissions = nil
		}
		f.tell(it.source(), fleet.Role{Name: name, Permissions: permissions})
	})
}

// Boundary reads what the rules of a principal access boundary let its principals reach, as gcloud iam
// principal-access-boundary-policies create --details-rules takes them.
func (t Text) Boundary() ([]fleet.Resource, error) {
	f := t.file()
	var all []fleet.Resource
	for _, doc := range t.documents(f) {
		for _, rule := range doc.list() {
			if effect := rule.field("effect"); effect.need() != "ALLOW" {
				effect.fault("%q is no effect: want ALLOW", shorten(effect.text()))
			}
			for _, r := range rule.field("resources").list() {
				on, err := fleet.ParseResource(strings.TrimPrefix(r.need(), "//cloudresourcemanager.googleapis.com/"))
				if err != nil {
					r.fault("%v", err)
				}
				all = append(all, on)
			}
		}
	}
	_, err := f.outcome()
	return all, err
}

// template is where a kind of object says which pods it makes.
// Source: https://kubernetes.io/docs/concepts/workloads/controllers/
var templates = map[string][]string{
	"v1 ReplicationController": {"spec", "template"},
	"apps/v1 Deployment":       {"spec", "template"},
	"apps/v1 StatefulSet":      {"spec", "template"},
	"apps/v1 DaemonSet":        {"spec", "template"},
	"apps/v1 ReplicaSet":       {"spec", "template"},
	"batch/v1 Job":             {"spec", "template"},
	"batch/v1 CronJob":         {"spec", "jobTemplate", "spec", "template"},

	// as they were called before
	"extensions/v1beta1 Deployment": {"spec", "template"},
	"extensions/v1beta1 DaemonSet":  {"spec", "template"},
	"extensions/v1beta1 ReplicaSet": {"spec", "template"},
	"apps/v1beta1 Deployment":       {"spec", "template"},
	"apps/v1beta1 StatefulSet":      {"spec", "template"},
	"apps/v1beta2 Deployment":       {"spec", "template"},
	"apps/v1beta2 StatefulSet":      {"spec", "template"},
	"apps/v1beta2 DaemonSet":        {"spec", "template"},
	"apps/v1beta2 ReplicaSet":       {"spec", "template"},
	"batch/v1beta1 CronJob":         {"spec", "jobTemplate", "spec", "template"},
}

// template gives what an object of a kind that makes pods says of them.
func (it item) template() (item, bool) {
	path, ok := templates[it.field("apiVersion").text()+" "+it.field("kind").text()]
	for _, step := range path {
		it = it.field(step)
	}
	return it, ok
}

// pod gives the pod that an object makes, by the name of the object.
func (it item) pod() (item, bool) {
	at, ok := it.template()
	if !ok {
		return it, false
	}
	if !at.is(object) {
		at.fault("is missing")
		return it, false
	}
	v := &value{shape: object, line: it.line(), names: []string{"metadata"}, items: []value{*it.field("metadata").v}}
	if spec := at.field("spec"); spec.present() {
		v.names, v.items = append(v.names, "spec"), append(v.items, *spec.v)
	}
	return item{it.file, v, it.up, it.step}, true
}

// settled gives an object with the namespace that the command says, where the object says none.
func (it item) settled(namespace string) item {
	meta := it.field("metadata")
	if namespace == "" || !meta.is(object) || meta.field("namespace").present() {
		return it
	}
	return it.changed("metadata", meta.changed("namespace", item{v: &value{shape: text, line: meta.line(), text: namespace}}))
}

func (o Object) String() string {
	if o.Namespace == "" {
		return o.Kind + " " + o.Name
	}
	return fmt.Sprintf("%s %s/%s", o.Kind, o.Namespace, o.Name)
}
