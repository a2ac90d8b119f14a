package load

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
)

// An archive is a text of several files, each after a line "-- NAME --", with prose in front.
type archive struct {
	prose string
	files []archived
}

type archived struct{ name, data string }

func readArchive(t *testing.T, name string) *archive {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	a := &archive{}
	to := &a.prose
	for line := range strings.Lines(string(data)) {
		if mark, ok := strings.CutSuffix(strings.TrimPrefix(line, "-- "), " --\n"); ok && strings.HasPrefix(line, "-- ") {
			a.files = append(a.files, archived{name: mark})
			to = &a.files[len(a.files)-1].data
			continue
		}
		*to += line
	}
	return a
}

func (a *archive) write(t *testing.T, name string) {
	t.Helper()
	b := bytes.NewBufferString(a.prose)
	for _, f := range a.files {
		fmt.Fprintf(b, "-- %s --\n%s", f.name, f.data)
	}
	if err := os.WriteFile(name, b.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
}
