package load

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"

	"fleettrust.example/fleet"
)

// A stack is a plan or a state of Terraform while it is read, as one of the worlds that it speaks of.
type stack struct {
	*file
	top       item
	plan      *tfjson.Plan           // nil of a state
	resources []*resource            // in the order of the file
	places    map[string]*resource   // by address
	single    map[string]*resource   // by the address without the key of the instance, where there is one only
	heads     map[string][]*resource // by the address without the key of the instance
	other     map[string]int         // resources that matter to no rule, by type

	configured map[*tfjson.ConfigModule]map[string]*tfjson.ConfigResource
	guesses    map[reference]guess
	pools      map[fleet.ClusterName]map[string]bool // names of node pools that are resources of their own
	steps      int                                   // that references were followed
	doubted    map[*resource]bool                    // the first of accounts on one of which there is a grant
}

// readTerraform reads what terraform show -json prints, or a state as Terraform keeps it; of a plan, the world after it. It gives
// the number of resources that matter here.
func (f *file) readTerraform(data []byte) int {
	t := f.stack(data)
	if t == nil {
		return 0
	}
	return t.read(t.after())
}

// stack parses a plan or a state.
// Source: https://developer.hashicorp.com/terraform/internals/json-format
func (f *file) stack(data []byte) *stack {
	docs := f.parsed(data)
	if len(docs) != 1 || !docs[0].is(object) {
		return nil
	}
	t := &stack{file: f, top: docs[0]}
	var err error
	switch {
	case t.top.has("format_version") == 0:
		if version := t.top.field("version"); version.digits() != "4" {
			version.fault("is state version %q: want 4, as Terraform 0.12 and later keep it", shorten(version.digits()))
			return nil
		}
	case t.top.has("planned_values", "resource_changes", "configuration") > 0:
		t.plan = &tfjson.Plan{}
		err = json.Unmarshal(data, t.plan)
	default:
		err = json.Unmarshal(data, &tfjson.State{})
	}
	if err != nil {
		t.top.fault("%v", err)
		return nil
	}
	return t
}

// of reads a resource of a file: what is told, warned of and refused meanwhile has its address.
func (t *stack) of(r *resource, read func()) {
	was := t.address
	t.address = r.address
	read()
	t.address = was
}

// read takes the facts from resources: first what names others, then what refers to them.
func (t *stack) read(resources []*resource) int {
	t.place(resources)
	t.refuseProviders()
	count := 0
	stages := terraformStages()
	for _, stage := range stages {
		t.later(stage.kind, func() {
			for _, r := range t.resources {
				if read := stage.readers[r.kind]; read != nil {
					t.of(r, func() { read(t, r) })
				}
			}
		})
	}
	for _, r := range resources {
		t.of(r, func() { t.refuseTemplates(r) })
		if slices.ContainsFunc(stages, func(s terraformStage) bool { return s.readers[r.kind] != nil }) {
			count++
		} else {
			t.other[shorten(r.kind)]++
		}
	}
	t.reportOther()
	return count
}

// place notes where resources are to be found.
func (t *stack) place(resources []*resource) {
	t.resources, t.places, t.single, t.other = resources, map[string]*resource{}, map[string]*resource{}, map[string]int{}
	t.configured, t.guesses, t.steps = map[*tfjson.ConfigModule]map[string]*tfjson.ConfigResource{}, map[reference]guess{}, 0
	t.heads, t.doubted = map[string][]*resource{}, map[*resource]bool{}
	for _, r := range resources {
		t.places[r.address] = r
		t.heads[joined(r.module, r.head())] = append(t.heads[joined(r.module, r.head())], r)
		names := []string{joined(r.module, r.head()), bareAddress(joined(r.module, r.head()))}
		for _, name := range slices.Compact(names) {
			if _, taken := t.single[name]; taken {
				t.single[name] = nil
			} else {
				t.single[name] = r
			}
		}
	}
}

func (t *stack) reportOther() {
	kinds := make([]string, 0, len(t.other))
	for k := range t.other {
		kinds = append(kinds, k)
	}
	slices.Sort(kinds)
	for _, k := range kinds {
		t.lack(fmt.Sprintf("%d of type %s: it matters to no rule", t.other[k], k))
	}
}

// lack notes what of the file was not read, at the resource that is read now.
func (t *stack) lack(why string) {
	at := t.top.source()
	if r := t.places[t.address]; r != nil {
		at = r.values.source()
	} else {
		at.Line = 0
	}
	t.report.Unread = append(t.report.Unread, Unread{at, why})
}

// identifying are the attributes that name a project, a folder or an account. A text of a template in one of them is refused whatever the
// resource is for.
var identifying = []string{"project", "org_id", "folder", "folder_id", "parent", "project_id", "account_id", "service_account_id", "number"}

// refuseProviders refuses a default project that is the text of a template.
func (t *stack) refuseProviders() {
	for _, p := range t.top.field("configuration").field("provider_config").pairs() {
		if project := p.field("expressions").field("project").field("constant_value"); project.present() && project.v.shape == text {
			t.isFilledIn(project)
		}
	}
}

func (t *stack) refuseTemplates(r *resource) {
	for _, name := range identifying {
		if at := r.attribute(name); strings.HasPrefix(r.kind, "google_") && at.v != nil && at.v.shape == text {
			t.isFilledIn(at)
		}
	}
}

// isFilledIn refuses a text of which a part was left out: a placeholder of a template, or a variable that was empty.
func (t *stack) isFilledIn(it item) bool {
	s := it.text()
	if mark := placeholder(s); mark != "" {
		it.fault("%q holds the unresolved placeholder %q", shorten(s), mark)
		return false
	}
	return !t.isHollow(it)
}

// isHollow refuses a text in which a variable was empty.
func (t *stack) isHollow(it item) bool {
	s := it.text()
	for _, hole := range []string{"projects//", "@.iam.gserviceaccount.com", "/.svc.id.goog", ":.svc.id.goog"} {
		if strings.Contains(s, hole) {
			it.fault("%q has nothing where a name belongs: is a variable not set?", shorten(s))
			return true
		}
	}
	return false
}
