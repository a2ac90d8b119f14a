package suite_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"fleettrust.example/scenario/suite"
)

// An element says what jenkinsci/xunit-plugin, junit-10.xsd at 031e285 (read 2026-11-22), allows in one of its kind.
type element struct{ required, optional, children []string }

var schema = map[string]element{
	"testsuites": {nil, []string{"name", "time", "tests", "failures", "errors"}, []string{"testsuite"}},
	"testsuite": {[]string{"name", "tests", "failures", "errors"}, []string{"group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url"},
		[]string{"testsuite", "properties", "testcase", "system-out", "system-err"}},
	"properties": {nil, nil, []string{"property"}},
	"property":   {[]string{"name", "value"}, nil, nil},
	"testcase":   {[]string{"name"}, []string{"time", "classname", "group"}, []string{"skipped", "error", "failure", "system-out", "system-err"}},
	"failure":    {nil, []string{"type", "message"}, nil},
	"skipped":    {nil, []string{"type", "message"}, nil},
}

// validate holds a report against the schema, element by element.
func validate(t *testing.T, text []byte) {
	t.Helper()
	var stack []string
	met := 0
	for d := xml.NewDecoder(bytes.NewReader(text)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch x := token.(type) {
		case xml.StartElement:
			name := x.Name.Local
			if len(stack) > 0 && !slices.Contains(schema[stack[len(stack)-1]].children, name) || len(stack) == 0 && name != "testsuites" {
				t.Errorf("<%s> in %v", name, stack)
			}
			attributes(t, x)
			stack = append(stack, name)
			met++
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		}
	}
	if met < 3 {
		t.Errorf("%d elements: nothing was held against the schema", met)
	}
}

func attributes(t *testing.T, x xml.StartElement) {
	t.Helper()
	is, known := schema[x.Name.Local]
	if !known {
		t.Errorf("<%s> is in no schema", x.Name.Local)
	}
	var names []string
	for _, a := range x.Attr {
		names = append(names, a.Name.Local)
		if !slices.Contains(is.required, a.Name.Local) && !slices.Contains(is.optional, a.Name.Local) {
			t.Errorf("<%s %s>", x.Name.Local, a.Name.Local)
		}
	}
	for _, name := range is.required {
		if !slices.Contains(names, name) {
			t.Errorf("<%s> lacks %s", x.Name.Local, name)
		}
	}
}

// TestJUnit: a report with a file that passes, one that fails and one that is skipped is as the schema says, reads back to the same, and
// holds no byte that XML may not.
func TestJUnit(t *testing.T) {
	want := suite.Report("TestX", []suite.Ended{
		{Name: "passes"},
		{Name: "fails", Failed: true, Log: "# why\nFAIL: f.txt:3: whocan: expected a proven no:\n<a> & \x1b[1m \xff\x00"},
		{Name: "skipped", Skipped: true, Log: "not today"},
	})
	text, err := xml.MarshalIndent(want, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	validate(t, text)
	if bytes.Contains(text, []byte("&#x1B;")) || !bytes.Contains(text, []byte(`message="f.txt:3: whocan: expected a proven no:"`)) {
		t.Errorf("%s", text)
	}
	got := want
	got.XMLName, got.Suites = xml.Name{}, nil
	if err := xml.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	got.XMLName = xml.Name{}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if s := got.Suites[0]; s.Tests != 3 || s.Failures != 1 || s.Skipped != 1 {
		t.Errorf("%+v", s)
	}
}
