package load

import (
	"bytes"
	"compress/gzip"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func packed(t *testing.T, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := z.Write([]byte(text))
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A file may be packed by gzip, whatever it is called: its first bytes say so. What it unpacks to is held to the same limits.
func TestPacked(t *testing.T) {
	const project = `{"projectId": "shop", "projectNumber": "111"}`
	t.Chdir(t.TempDir())
	write(t, "plain/projects/shop/project.json", []byte(project))
	write(t, "packed/projects/shop/project.json.gz", packed(t, project))
	write(t, "misnamed/projects/shop/project.json", packed(t, project))
	want, _ := toldBy(t, Input{Paths: []string{"plain"}})
	for _, dir := range []string{"packed", "misnamed"} {
		if got, _ := toldBy(t, Input{Paths: []string{dir}}); !cmp.Equal(want, got) {
			t.Errorf("%s tells %v, want %v", dir, got, want)
		}
	}
	write(t, "bomb/projects/shop/project.json.gz", packed(t, strings.Repeat(" ", maxBytes+1)))
	wantFault(t, faultsOf(t, "bomb"), "bomb/projects/shop/project.json.gz", "more than 64 MiB")
	cut := packed(t, project)
	write(t, "cut/projects/shop/project.json.gz", cut[:len(cut)-6])
	wantFault(t, faultsOf(t, "cut"), "cut/projects/shop/project.json.gz", "unexpected EOF")
	wantFault(t, faultsOf(t, "bomb/projects/shop/project.json.gz"), "bomb/projects/shop/project.json.gz", "more than 64 MiB")
}

// What gzip unpacks is bounded although nobody knows beforehand how much it is.
func TestUnpacksTooMuch(t *testing.T) {
	in := &bounded{bytes.NewReader(make([]byte, 100)), 60}
	buffer := make([]byte, 40)
	if n, err := in.Read(buffer); n != 40 || err != nil {
		t.Fatal(n, err)
	}
	if n, err := in.Read(buffer); n != 0 || err == nil || !strings.Contains(err.Error(), "unpacks to more than 64 GiB") {
		t.Fatal(n, err)
	}
}

// A file that somebody writes to while it is read may be half of what it was and half of what it will be.
func TestChangedWhileRead(t *testing.T) {
	t.Chdir(t.TempDir())
	const name = "projects/shop/project.json"
	write(t, name, []byte(`{"projectId": "shop", "projectNumber": "111"}`))
	grow := func(Progress) {
		f, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if _, err := f.WriteString("\n"); err != nil {
			t.Fatal(err)
		}
	}
	r := Input{Paths: []string{"."}, Progress: grow}.read()
	wantFault(t, r.faults, name, "changed while it was read")
}

// A link that the caller names is followed, one that lies in a folder is not.
func TestLinkByName(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "there/list.json", []byte(`[]`))
	if err := os.Symlink("there/list.json", "link.json"); err != nil {
		t.Fatal(err)
	}
	wantFault(t, faultsOf(t, "link.json"), "link.json", "a list of nothing")
	if err := os.Symlink("list.json", "there/again.json"); err != nil {
		t.Fatal(err)
	}
	r := Input{Paths: []string{"there"}}.read()
	if len(r.report.Unread) != 2 || !strings.Contains(r.report.Unread[0].Why, "a symbolic link") {
		t.Errorf("not read: %v", r.report.Unread)
	}
}

// Progress counts the bytes of every file, and ends at all of them.
func TestProgress(t *testing.T) {
	var last Progress
	r := Input{Paths: []string{acmeFolder}, Progress: func(p Progress) {
		if p.Done < last.Done || p.Total < p.Done {
			t.Errorf("after %v came %v", last, p)
		}
		last = p
	}}.read()
	if len(r.faults) > 0 || last.Done != last.Total || last.Total < 100_000 {
		t.Errorf("ended at %v", last)
	}
}

// What the caller names is refused where a file that was only found is listed: nobody asks for a file that is to be passed over.
func TestNamedFiles(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "policy.json", []byte(`{"bindings": [], "etag": "ACAB"}`))
	write(t, "table.json", []byte("NAME  LOCATION\none   us-west1\n"))
	write(t, "project.json", []byte(`{"projectId": "shop", "projectNumber": "111"}`))
	wantFault(t, faultsOf(t, "policy.json"), "policy.json", "does not say of what")
	wantFault(t, faultsOf(t, "table.json"), "table.json", "looks like a table")
	if facts, _ := toldBy(t, Input{Paths: []string{"project.json"}}); len(facts) != 1 {
		t.Errorf("the file alone tells %v", facts)
	}
}
