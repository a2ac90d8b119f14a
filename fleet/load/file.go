package load

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"unicode/utf8"

	"fleettrust.example/fleet"
)

// A file is one file of the layout: its place in it, and where faults and warnings about it go.
type file struct {
	*reader
	spot      spot
	name      string // as the caller would write it
	root      *os.Root
	within    string // the path below root
	size      int64  // when it was listed
	path      string // that the caller gave, by which it was found
	yaml      bool   // the content is YAML
	address   string // of the resource that is read, in a file of Terraform
	texts     *texts // of a part of a file that goes away when it was read, or nil
	faulty    int
	cluster   fleet.ClusterName // to which the caller says that its manifests are applied
	namespace string            // where the caller says that they are, if they do not
	set       bool              // something in it is set by a kpt setter

	guessed bool // a membership's cluster had to be guessed
	asked   bool // the caller named the file, and not a folder with it
}

func (f *file) fault(at fleet.Source, about, wrong string) {
	one := fleet.Fault{Source: at, About: about, Wrong: clip(wrong, maxMessage)}
	if n := len(f.faults); n > 0 && f.faults[n-1] == one {
		return // two who ask for one thing are told once
	}
	switch f.faulty++; {
	case f.faulty < maxFaults:
		f.faults = append(f.faults, one)
	case f.faulty == maxFaults:
		f.faults = append(f.faults, fleet.Fault{Source: fleet.Source{File: f.name}, About: "the file", Wrong: fmt.Sprintf("has %d faults or more: the rest are not listed", maxFaults)})
	}
}

// at is a line of the file, 0 for the file.
func (f *file) at(line int) fleet.Source { return fleet.Source{File: f.name, Line: line} }

// refuse faults the file itself.
func (f *file) refuse(line int, wrong string) {
	f.fault(f.at(line), "the file", wrong)
}

// documents reads the file and parses it: one value of JSON, or the documents of YAML that hold anything.
func (f *file) documents(in *content) []item {
	data, err := in.all()
	if err != nil {
		f.refuse(0, err.Error())
		return nil
	}
	return f.parsed(data)
}

// parsed gives the documents of a text.
func (f *file) parsed(data []byte) []item {
	f.yaml = !isJSON(data)
	return f.items(parse(data))
}

// items gives the documents of a text that was parsed, or refuses it.
func (f *file) items(docs []value, flaw *flaw) []item {
	if flaw == nil && len(docs) == 0 {
		flaw = emptyFlaw
	}
	if flaw != nil {
		f.refuse(flaw.line, flaw.wrong)
		return nil
	}
	items := make([]item, len(docs))
	for i := range docs {
		items[i] = item{file: f, v: &docs[i]}
		if len(docs) > 1 {
			items[i].up, items[i].step = &item{file: f}, fmt.Sprintf("[%d]", i)
		}
	}
	return items
}

var emptyFlaw = &flaw{1, "holds nothing: did the command fail? A list without entries is []"}

// plain takes the path out of a file error: the fault names the file already.
func plain(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

func irregular(m fs.FileMode) string {
	switch {
	case m&fs.ModeSymlink != 0:
		return "a symbolic link, which is not followed: put the file itself here"
	case m&fs.ModeNamedPipe != 0:
		return "a named pipe, not a file"
	case m&fs.ModeDevice != 0:
		return "a device, not a file"
	case m&fs.ModeSocket != 0:
		return "a socket, not a file"
	case m.IsDir():
		return "a folder, not a file"
	default:
		return "not a regular file"
	}
}

// parse tells the syntax by the content: a text that begins with { or [ is JSON, any other is YAML.
func parse(data []byte) ([]value, *flaw) {
	if f := unfit(data); f != nil {
		return nil, f
	}
	data = bytes.TrimPrefix(data, byteOrderMark)
	switch first := firstByte(data); {
	case first == 0:
		return nil, emptyFlaw
	case isJSON(data):
		v, f := parseJSON(data)
		if f != nil {
			return nil, f
		}
		return []value{*v}, nil
	case first == '<':
		return nil, &flaw{1, "looks like HTML or XML: want the JSON or YAML that the command prints"}
	case bytes.HasPrefix(data, []byte("ERROR: ")):
		line, _, _ := bytes.Cut(data, []byte("\n"))
		return nil, &flaw{1, "holds an error message in place of output: " + shorten(string(line))}
	case len(data) > maxYAMLBytes:
		return nil, &flaw{1, fmt.Sprintf("more than %d MiB of YAML: ask for JSON instead", maxYAMLBytes>>20)}
	case isTable(data):
		return nil, &flaw{1, "looks like a table or other plain text: ask the command for --format=json, kubectl for -o yaml"}
	}
	return parseYAML(data)
}

// byteOrderMark is what some editors put in front of UTF-8.
var byteOrderMark = []byte("\ufeff")

// firstByte is the first that is no white space, or 0.
func firstByte(data []byte) byte {
	data = bytes.TrimLeft(bytes.TrimPrefix(data, byteOrderMark), " \t\r\n")
	if len(data) == 0 {
		return 0
	}
	return data[0]
}

func isJSON(data []byte) bool {
	first := firstByte(data)
	return first == '{' || first == '['
}

// unfit finds what no JSON or YAML of the commands holds.
func unfit(data []byte) *flaw {
	at, why := unfitAt(data)
	switch {
	case at < 0:
		return nil
	case at == 0 && isUTF16(data):
		return &flaw{1, utf16Text}
	}
	return &flaw{lineAt(data, at), fmt.Sprintf(why, at)}
}

const utf16Text = "is UTF-16, as some shells redirect output: save it as UTF-8"

func isUTF16(data []byte) bool {
	return bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff})
}

// unfitAt gives where the first byte stands that no text holds, and why, with the offset to be filled in; or -1.
func unfitAt(data []byte) (at int, why string) {
	nul := bytes.IndexByte(data, 0)
	if nul < 0 && utf8.Valid(data) {
		return -1, ""
	}
	for i := 0; i < len(data) && i != nul; {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			return i, "a byte at offset %d that is not UTF-8"
		}
		i += n
	}
	return nul, "a NUL byte at offset %d: not text"
}

func lineAt(data []byte, offset int) int { return 1 + bytes.Count(data[:offset], []byte("\n")) }

// isTable tells text that YAML would take for one long scalar: its first line that is neither comment nor document
// mark has no colon and opens no list.
func isTable(data []byte) bool {
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' || line == "---" {
			continue
		}
		return line[0] != '-' && !strings.ContainsAny(line, ":{[")
	}
	return false
}
