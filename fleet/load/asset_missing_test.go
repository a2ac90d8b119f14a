package load_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"fleettrust.example/scenario/organization"
)

// A cutExport is an organization as an export, cut into what one can leave out of an export when asking for it: the assets of one type
// and content, of one project. What lies in no project is of "".
type cutExport struct {
	parts map[string][][]byte // lines by type, content and project
	names []string
	graph *fleet.Graph
	asked []pool.Principal
}

func exportOf(t fataler) *cutExport {
	t.Helper()
	o, err := organization.Draw(organization.Size{KSAs: 400, Seed: 3, Policies: true})
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if err := o.WriteExport(&text); err != nil {
		t.Fatal(err)
	}
	x := &cutExport{parts: map[string][][]byte{}}
	for line := range bytes.Lines(text.Bytes()) {
		name := partOf(string(line))
		x.parts[name] = append(x.parts[name], slices.Clone(line))
	}
	for name := range x.parts {
		x.names = append(x.names, name)
	}
	slices.Sort(x.names)
	x.graph, _ = build(t, x.write(t, nil))
	x.asked = questions(x.graph)
	return x
}

// partOf names the type, the content and the project of a line.
func partOf(line string) string {
	between := func(begin, end string) string {
		_, rest, _ := strings.Cut(line, begin)
		word, _, _ := strings.Cut(rest, end)
		return word
	}
	content := "resource"
	if strings.Contains(line, `"iam_policy"`) {
		content = "policy"
	}
	project := ""
	if name := between(`"name":"`, `"`); strings.Contains(name, "/projects/") {
		_, rest, _ := strings.Cut(name, "/projects/")
		project, _, _ = strings.Cut(rest, "/")
		project = project[len(project)-5:] // the ID and the number end alike
	}
	return fmt.Sprintf("%s %s %s", between(`"asset_type":"`, `"`), content, project)
}

// write writes all parts but some.
func (x *cutExport) write(t fataler, without []string) string {
	t.Helper()
	dir, err := os.MkdirTemp(scattered, "export")
	if err != nil {
		t.Fatal(err)
	}
	var text []byte
	for _, name := range x.names {
		if !slices.Contains(without, name) {
			text = append(text, bytes.Join(x.parts[name], nil)...)
		}
	}
	file := filepath.Join(dir, "export.ndjson")
	if err := os.WriteFile(file, text, 0o666); err != nil {
		t.Fatal(err)
	}
	return file
}

// less draws what an export was not asked for: some types, some contents, some projects; never one type of one project alone, which nobody
// can leave out.
func (x *cutExport) less(t *rapid.T) []string {
	var out []string
	drop := func(of int) {
		seen := map[string]bool{}
		for _, name := range x.names {
			word := strings.Split(name, " ")[of]
			if _, drawn := seen[word]; !drawn {
				seen[word] = word != "" && rapid.IntRange(0, 7).Draw(t, word) == 0
			}
			if seen[word] {
				out = append(out, name)
			}
		}
	}
	for _, of := range []int{0, 1, 2} {
		if rapid.Bool().Draw(t, "leave out") {
			drop(of)
		}
	}
	return out
}

var theExport *cutExport

// What an export was not asked for never makes an answer smaller, unless the answer says that it may lack somebody.
func partialExport(t *rapid.T) {
	if theExport == nil {
		theExport = exportOf(t)
	}
	x := theExport
	out := x.less(t)
	file := x.write(t, out)
	defer os.RemoveAll(filepath.Dir(file))
	part, _ := build(t, file)
	for _, p := range x.asked {
		a := part.Assumers(p)
		if a.Exactness() == fleet.Unsettled {
			continue
		}
		for id := range x.graph.Assumers(p).Workloads() {
			workload := x.graph.Workload(id)
			if in, ok := part.WorkloadID(workload); (!ok || !a.Can(in)) && !x.isMember(id, a) {
				t.Fatal("without", out, "the answer to", p, "is", a.Exactness(), "and lacks", workload)
			}
		}
	}
}

// isMember reports that an answer has a workload as a member of IAM: one of a pool of which nothing else is known.
func (x *cutExport) isMember(id fleet.WorkloadID, a *fleet.Answer) bool {
	for m := range a.All() {
		if m.Member.IsValid() {
			if _, can := x.graph.CanAssume(id, m.Member); can {
				return true
			}
		}
	}
	return false
}

func TestPartialExport(t *testing.T) { rapid.Check(t, partialExport) }

func FuzzPartialExport(f *testing.F) {
	f.Add([]byte(strings.Repeat("\x01\x00\x00\x00\x00\x00\x00\x00", 64)))
	f.Add([]byte(strings.Repeat("\x00\x00\x00\x00\x00\x00\x00\x80\x01\x00\x00\x00\x00\x00\x00\x00", 64)))
	f.Fuzz(rapid.MakeFuzz(partialExport))
}
