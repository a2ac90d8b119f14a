package load

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"fleettrust.example/fleet"
)

// faultsOf loads folders, wants a BuildError, and checks that the Builder was told nothing.
func faultsOf(t *testing.T, paths ...string) []fleet.Fault {
	t.Helper()
	var b fleet.Builder
	report, err := Into(&b, paths...)
	var faults *fleet.BuildError
	if !errors.As(err, &faults) || len(faults.Faults) == 0 || report == nil {
		t.Fatalf("error %v, report %v: want faults and a report", err, report)
	}
	if g, err := b.Build(); err != nil || !isEmpty(g) {
		t.Errorf("the Builder was told something before the fault: %v", err)
	}
	return faults.Faults
}

func isEmpty(g *fleet.Graph) bool {
	for range g.Clusters() {
		return false
	}
	for range g.Accounts() {
		return false
	}
	return true
}

func wantFault(t *testing.T, faults []fleet.Fault, file, wrong string) {
	t.Helper()
	for _, f := range faults {
		if filepath.ToSlash(f.Source.File) == file && strings.Contains(f.Wrong, wrong) {
			return
		}
	}
	t.Errorf("no fault of %q that says %q in %v", file, wrong, faults)
}

// What is no folder, or holds nothing that we know, is refused by name: an empty answer would pass for "nobody".
func TestFoldersThatHoldNothing(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "file", []byte("[]"))
	write(t, "other/clusters.json", []byte("[]"))
	for _, name := range []string{"empty", "bare/projects"} {
		if err := os.MkdirAll(name, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	for path, wrong := range map[string]string{
		"missing": "cannot be read: no such file",
		"file":    "a list of nothing",
		"empty":   "holds nothing that is known",
		"bare":    "holds nothing that is known",
		"other":   "holds nothing that is known",
	} {
		wantFault(t, faultsOf(t, path), path, wrong)
	}
	if got := faultsOf(t, "missing", "empty", "./empty"); len(got) != 2 {
		t.Errorf("faults %v, want one for each folder", got)
	}
}

// Links, pipes and devices are not opened: one may lead out of the folder, the other never end.
func TestFilesThatAreNone(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "secret.json", []byte(`{"projectId": "p", "projectNumber": "1"}`))
	write(t, "world/projects/p/project.json", []byte(`{"projectId": "p", "projectNumber": "1"}`))
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(os.Symlink("../../../secret.json", "world/projects/p/clusters.json"))
	must(os.Symlink("project.json", "world/projects/p/memberships.json"))
	must(os.Symlink("/", "world/projects/q"))
	must(os.Symlink("/etc/passwd", "world/notes"))
	must(syscall.Mkfifo("world/projects/p/service-accounts.json", 0o666))
	must(os.MkdirAll("world/projects/p/ancestors-iam-policy.json", 0o777))
	must(os.MkdirAll("world/projects/p/roles", 0o777))
	socket, err := net.Listen("unix", "world/projects/p/roles/socket.json")
	must(err)
	defer socket.Close()
	got := faultsOf(t, "world")
	wantFault(t, got, "world/projects/p/clusters.json", "symbolic link")
	wantFault(t, got, "world/projects/p/memberships.json", "symbolic link")
	wantFault(t, got, "world/projects/q", "symbolic link")
	wantFault(t, got, "world/projects/p/service-accounts.json", "named pipe")
	wantFault(t, got, "world/projects/p/ancestors-iam-policy.json", "a folder where a file belongs")
	wantFault(t, got, "world/projects/p/roles/socket.json", "socket")
	if len(got) != 6 {
		t.Errorf("%d faults, want 6: %v", len(got), got)
	}
}

// The pipe may have taken the file's place after the folder was listed. Opening it must not hang.
func TestPipeInPlaceOfAFile(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := syscall.Mkfifo("pipe", 0o666); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(".")
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	f := &file{reader: newReader(), name: "pipe", root: root, within: "pipe"}
	if f.read(); len(f.faults) != 1 || f.faults[0].Wrong != "a named pipe, not a file" {
		t.Errorf("faults %v", f.faults)
	}
}

// What is no text, or too much of it, is refused with its place, in bounded memory. The wide limit on memory holds
// what the garbage collector has not yet taken back.
func TestTextsThatAreNone(t *testing.T) {
	deep := strings.Repeat("[", maxDepth+1) + strings.Repeat("]", maxDepth+1)
	laughs := "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c <= 'h'; c++ {
		laughs += fmt.Sprintf("%c: &%c [%[3]s]\n", c, c, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*%c,", c-1), 10), ","))
	}
	many := "[" + strings.Repeat("1,\n", maxValues) + "1]"
	for _, c := range []struct {
		name, data string
		line       int
		wrong      string
	}{
		{"NUL", "{\n\x00}", 2, "a NUL byte at offset 2"},
		{"Latin-1", "{\n\"name\": \"Z\xfcrich\"}", 2, "a byte at offset 12 that is not UTF-8"},
		{"UTF-16", "\xff\xfe{\x00}\x00", 1, "is UTF-16"},
		{"deep JSON", "{\"a\":\n" + deep + "}", 2, "more than 64 deep"},
		{"deep YAML", "a:\n " + deep, 2, "depth of 64"},
		{"100 MB of nesting", strings.Repeat("[", 100<<20), 0, "more than 64 MiB"},
		{"60 MB of nesting", strings.Repeat("[", 60<<20), 1, "more than 64 deep"},
		{"nesting in YAML", "a: " + strings.Repeat("[", 15<<20), 1, "marks"},
		{"long YAML", "a: " + strings.Repeat("x", maxYAMLBytes), 1, "more than 16 MiB of YAML"},
		{"many values of JSON", many, maxValues, "more than 1048576 values"},
		{"many values of YAML", "a: " + many, 1, "marks"},
		{"aliases that multiply", laughs, 1, "more than 1048576 values"},
		{"an alias in itself", "a: &a [*a]", 1, "more than 64 deep"},
		{"a name of a megabyte, twice", "a: 1\n" + strings.Repeat(strings.Repeat("k", 1<<20)+": 1\n", 2), 3, "stands twice"},
		{"a tag of a megabyte", "a: !" + strings.Repeat("t", 1<<20) + " 1", 1, "is not read"},
		{"a number that is none", `{"a": 01}`, 1, "not JSON"},
		{"an unknown alias", "a: *b", 1, "unknown anchor"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			write(t, "projects/p/project.json", []byte(c.data))
			before := allocated()
			got := faultsOf(t, ".")
			if grown := allocated() - before; grown > 1200<<20 {
				t.Errorf("took %d MiB", grown>>20)
			}
			if len(got) != 1 || got[0].Source != (fleet.Source{File: filepath.FromSlash("projects/p/project.json"), Line: c.line}) || !strings.Contains(got[0].Wrong, c.wrong) || len(got[0].Error()) > 2000 {
				t.Errorf("%.300v\nwant line %d, %q", got, c.line, c.wrong)
			}
		})
	}
}

func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}

// A file of a thousand faults is told by a hundred.
func TestFaultsAreBounded(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "projects/p/clusters.json", []byte("["+strings.Repeat("{},\n", 1000)+"{}]"))
	got := faultsOf(t, ".")
	if len(got) != maxFaults {
		t.Errorf("%d faults, want %d", len(got), maxFaults)
	}
	wantFault(t, got, "projects/p/clusters.json", "the rest are not listed")
}

// A byte order mark, as editors of Windows write it, is no fault.
func TestByteOrderMark(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "projects/p/project.json", []byte("\ufeff{\r\n\"projectId\": \"p\", \"projectNumber\": \"1\"}\r\n"))
	write(t, "projects/q/project.yaml", []byte("\ufeffprojectId: q\r\nprojectNumber: '2'\r\n"))
	var b fleet.Builder
	if report, err := Into(&b, "."); err != nil || len(report.Read) != 2 {
		t.Errorf("read %v, %v", report.Read, err)
	}
}

func TestNoFolders(t *testing.T) {
	var b fleet.Builder
	if report, err := Into(&b); err != nil || len(report.Read)+len(report.Unread)+len(report.Warnings) != 0 {
		t.Errorf("report %v, %v: want an empty one", report, err)
	}
}

// What a key or a token is made of comes out nowhere, whatever is wrong with the file around it.
func TestSecretsAreNotSaid(t *testing.T) {
	const secret = "NOBODYSHALLREADTHIS"
	key := base64.StdEncoding.EncodeToString([]byte(`{"type": "service_account", "private_key": "` + secret + `", "client_email": "a@p.iam.gserviceaccount.com"}`))
	broken := base64.StdEncoding.EncodeToString([]byte(`{"type": "service_account", "private_key": "` + secret))
	for _, data := range []string{
		`{"key": "` + key + `"}`, `{"key": "` + broken + `"}`, `{"key": "` + secret + `"}`, `{"key": ["` + secret + `"]}`, `["` + secret + `"]`, `"` + secret + `"`, `{"key": "` + secret,
	} {
		for _, field := range []string{"data", "stringData"} {
			t.Chdir(t.TempDir())
			write(t, "projects/p/clusters/us-west1/c.yaml", []byte(`{"apiVersion": "v1", "kind": "Secret", "type": "Opaque", "metadata": {"name": "s", "namespace": "n"}, "`+field+`": `+data+`}`))
			if out := outcome([]string{"."}); strings.Contains(out, secret) || strings.Contains(out, key) || strings.Contains(out, broken) {
				t.Errorf("%s %s: %s", field, data, out)
			}
		}
	}
}
