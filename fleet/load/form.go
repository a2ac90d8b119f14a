package load

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// A form is what a file outside the layout holds, told by its content.
type form uint8

const (
	listing   form = iota // what gcloud or REST print
	assets                // an export of Cloud Asset Inventory
	terraform             // a plan or a state
	manifests             // objects of Kubernetes and Config Connector
)

// formOf tells the form by the names of a first object.
func formOf(names []string) form {
	has := func(all ...string) bool {
		return !slices.ContainsFunc(all, func(n string) bool { return !slices.Contains(names, n) })
	}
	switch {
	case has("asset_type"), has("assetType"), has("asset"), has("assets"), has("readTime"):
		return assets
	case has("format_version"), has("terraform_version"):
		return terraform
	case has("apiVersion", "kind"):
		return manifests
	default:
		return listing
	}
}

// firstNames gives the names in the first object of JSON of which the beginning is there: of the object, or of the first in a
// list. Lines of comment before it are passed over.
func firstNames(head []byte) (names []string) {
	dec := json.NewDecoder(bytes.NewReader(jsonText(head)))
	t, err := dec.Token()
	if t == json.Delim('[') {
		t, err = dec.Token()
	}
	for t == json.Delim('{') && err == nil && dec.More() {
		var name json.Token
		if name, err = dec.Token(); err == nil {
			names = append(names, fmt.Sprint(name))
			err = dec.Decode(&json.RawMessage{})
		}
	}
	return names
}

// jsonText passes over the blank lines and the comments before a text of JSON, as some exports have them.
func jsonText(data []byte) []byte {
	data = bytes.TrimPrefix(data, byteOrderMark)
	for {
		data = bytes.TrimLeft(data, " \t\r\n")
		if len(data) == 0 || data[0] != '#' {
			return data
		}
		_, data, _ = bytes.Cut(data, []byte("\n"))
	}
}

// isExport tells by its name a file whose lines are assets: one without lines is an export of nothing.
func isExport(path string) bool {
	return slices.Contains([]string{".ndjson", ".jsonl", ".dump"}, filepath.Ext(strings.TrimSuffix(path, ".gz")))
}

// readLoose reads a file that has no place in the layout, and says what it was: "" for nothing that is known.
func (f *file) readLoose(in *content) (string, int) {
	head, err := in.head()
	if err != nil {
		f.refuse(0, err.Error())
		return "", 0
	}
	is := listing
	if text := jsonText(head); len(text) == 0 && isExport(f.within) {
		f.warn(f.at(0), "the file", "", "holds no assets: was the export asked for anything that there is?")
		return "assets", 0
	} else if isJSON(text) {
		is = formOf(firstNames(head))
	}
	switch is {
	case assets:
		return "assets", f.readAssets(in)
	case terraform:
		data, err := in.all()
		if err != nil {
			f.refuse(0, err.Error())
			return "", 0
		}
		return "Terraform", f.readTerraform(data)
	}
	return f.readWhole(in)
}

// readWhole reads manifests, or what gcloud prints. What is found in a folder and is neither is listed; what was asked for by its name is refused.
func (f *file) readWhole(in *content) (string, int) {
	data, err := in.all()
	if err != nil {
		f.refuse(0, err.Error())
		return "", 0
	}
	values, flaw := parse(data)
	if flaw == nil && len(values) == 0 {
		flaw = emptyFlaw
	}
	if flaw != nil && !f.asked {
		f.report.Unread = append(f.report.Unread, Unread{f.at(flaw.line), flaw.wrong})
		return "", 0
	}
	f.yaml = !isJSON(data)
	docs := f.items(values, flaw)
	if slices.ContainsFunc(docs, item.isManifest) {
		return "manifests", f.readManifests(docs)
	}
	return f.readListing(docs)
}

// isManifest tells an object of Kubernetes, or a list of them.
func (it item) isManifest() bool {
	if it.v.shape == list && len(it.v.items) > 0 {
		return it.v.items[0].shape == object && formOf(it.v.items[0].names) == manifests
	}
	return it.v.shape == object && formOf(it.v.names) == manifests
}

// unknown lists a file that holds nothing that is known here, or refuses it if it was asked for.
func (f *file) unknown(line int, format string, args ...any) {
	why := fmt.Sprintf(format, args...)
	if f.asked {
		f.refuse(line, why)
	} else {
		f.report.Unread = append(f.report.Unread, Unread{f.at(line), why})
	}
}
