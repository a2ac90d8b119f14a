package render_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/render"
)

var rewrite = flag.Bool("rewrite", false, "write what the documents say now into testdata")

// pages are the forms in which each file of testdata shows its document.
var pages = []struct {
	name string
	page render.Page
}{
	{"wide", render.Page{}},
	{"72 columns", render.Page{Width: 72}},
}

// TestDocuments shows every document of one small world, as JSON and as text. Each file says in its head what to look
// for, and belongs to one document.
func TestDocuments(t *testing.T) {
	docs := documents(t)
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) != len(docs) {
		t.Fatalf("%d files for %d documents, %v", len(files), len(docs), err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txt")
		t.Run(name, func(t *testing.T) {
			doc, ok := docs[name]
			if !ok {
				t.Fatal("a file without a document")
			}
			show(t, file, doc)
		})
	}
}

func show(t *testing.T, file string, doc render.Document) {
	want, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if len(bytes.TrimSpace(want.Comment)) == 0 {
		t.Error("no prose")
	}
	got := &txtar.Archive{Comment: want.Comment}
	for _, p := range pages {
		got.Files = append(got.Files, txtar.File{Name: p.name, Data: []byte(doc.Text(p.page))})
	}
	got.Files = append(got.Files, txtar.File{Name: "json", Data: marshal(t, doc)})
	if *rewrite {
		if err := os.WriteFile(file, txtar.Format(got), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if d := cmp.Diff(string(txtar.Format(want)), string(txtar.Format(got))); d != "" {
		t.Errorf("-want +got (go test -rewrite writes it):\n%s", d)
	}
}

// inventory is what a loader says of a world of which it has read a file and lacks another.
func inventory(g *fleet.Graph) *render.Inventory {
	doc := render.InventoryOf(g)
	doc.Read = []render.Tally{{Kind: "assets", Files: 2, Count: 31_415}, {Kind: "Terraform", Files: 1, Count: 9}}
	doc.Unread = []render.Note{{Source: "README.md", Text: "a file without a place in the layout, whose name does not end as JSON or YAML does"}}
	doc.Warnings = []render.Note{{Source: "export.ndjson:12", Text: "iam_policy.bindings[0]: \x1b[31m is not printable"}}
	doc.Missing = []render.Lack{
		{Source: "export.ndjson:1", What: "the clusters of project acme are not known", Command: "gcloud container clusters list --project=acme --format=json", File: "projects/acme/clusters.json"},
		{Source: "export.ndjson:2", What: "which Secrets hold keys is not known"},
	}
	for i := range 60 {
		doc.Unread = append(doc.Unread, render.Note{Source: "export.ndjson", Text: fmt.Sprintf("%d of type compute.googleapis.com/Thing%d: it matters to no rule", i+1, i)})
	}
	return doc
}

func emptyGraph(t *testing.T) *fleet.Graph {
	t.Helper()
	g, err := new(fleet.Builder).Build()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func marshal(t *testing.T, doc render.Document) []byte {
	t.Helper()
	b, err := render.JSON(doc)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestJSONOfDocuments checks what a program relies on: no null, a version, nothing that the exported types cannot read
// back, and the one-line form the same.
func TestJSONOfDocuments(t *testing.T) {
	for name, doc := range documents(t) {
		b := marshal(t, doc)
		if bytes.Contains(b, []byte("null")) {
			t.Errorf("%s: a null in %s", name, b)
		}
		if _, single := doc.(*render.Parsed); !single && !bytes.HasPrefix(b, []byte("{\n  \"v\": 1,\n  \"question\": ")) {
			t.Errorf("%s: starts %.40q", name, b)
		}
		back := reflect.New(reflect.TypeOf(doc).Elem()).Interface().(render.Document)
		dec := json.NewDecoder(bytes.NewReader(b))
		dec.DisallowUnknownFields()
		if err := dec.Decode(back); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if d := cmp.Diff(string(b), string(marshal(t, back))); d != "" {
			t.Errorf("%s: read and written again (-was +is):\n%s", name, d)
		}
		line, err := render.Line(doc)
		if err != nil || bytes.Count(line, []byte("\n")) != 1 {
			t.Errorf("%s: Line gives %q, %v", name, line, err)
		}
	}
}

// TestNobody: the word stands for a proof. An empty answer that is not exact must not use it.
func TestNobody(t *testing.T) {
	docs := documents(t)
	for name, want := range map[string]bool{"answer-nobody": true, "answer-unknown": false, "answer": false, "excess-nobody": true, "excess": false, "could-nobody": true, "could-unknown": false, "could": false} {
		if got := strings.Contains(docs[name].Text(render.Page{}), "nobody"); got != want {
			t.Errorf("%s says nobody: %t", name, got)
		}
	}
}

// TestEveryPathIsTold: whatever the width, each edge of each path is on the page with its rule, fact and source.
func TestEveryPathIsTold(t *testing.T) {
	doc := documents(t)["answer"].(*render.Answer)
	told := 0
	for _, width := range []int{0, 1, 20, 72, 200} {
		text := doc.Text(render.Page{Width: width})
		for _, x := range doc.Assumers {
			for _, e := range x.Path {
				for _, part := range []string{e.Rule + " ", render.Printable(e.Fact), e.Source} {
					if told++; !strings.Contains(text, part) {
						t.Errorf("width %d: %q is missing in\n%s", width, part, text)
					}
				}
			}
		}
	}
	if told == 0 {
		t.Error("no edge to tell")
	}
}

// TestColour: colour is for those who ask, and nothing but colour is different then.
func TestColour(t *testing.T) {
	for name, doc := range documents(t) {
		plain, coloured := doc.Text(render.Page{}), doc.Text(render.Page{Colour: true})
		if strings.Contains(plain, "\x1b") {
			t.Errorf("%s: colour that nobody asked for", name)
		}
		for _, code := range []string{"\x1b[31m", "\x1b[32m", "\x1b[33m", "\x1b[0m"} {
			coloured = strings.ReplaceAll(coloured, code, "")
		}
		if d := cmp.Diff(plain, coloured); d != "" {
			t.Errorf("%s: -plain +coloured\n%s", name, d)
		}
	}
}

// TestWholeGraph: the drawing of a whole world has each edge once, and the edges of every path of certain edges.
func TestWholeGraph(t *testing.T) {
	g := world(t)
	doc, err := render.DrawingOf(g)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(doc.Text(render.Page{}), "strict digraph") || bytes.Contains(marshal(t, doc), []byte("null")) {
		t.Errorf("drawn as %s\n%s", doc.Text(render.Page{}), marshal(t, doc))
	}
	has := map[string]bool{}
	for _, e := range doc.Edges {
		has[fmt.Sprintf("%q", e)] = true
	}
	if len(has) == 0 || len(has) != len(doc.Edges) {
		t.Errorf("%d edges, %d of them distinct", len(doc.Edges), len(has))
	}
	for _, x := range render.AnswerOf(g.Assumers(member(t, account)), nil).Assumers {
		for _, e := range x.Path {
			if x.Exactness == fleet.Exact.String() && !has[fmt.Sprintf("%q", e)] {
				t.Errorf("%+v of a path is not drawn", e)
			}
		}
	}
}
