package render

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Version is the "v" of every document.
const Version = 1

// A Document is a whole answer. Its type says what it is in JSON, and it can tell itself to a person.
type Document interface{ Text(Page) string }

// JSON gives a document as indented JSON with a newline at the end. Text stays as it is: < and > are not escaped,
// and bytes that are no UTF-8 become U+FFFD.
func JSON(d Document) ([]byte, error) { return encode(d, "  ") }

// Line gives a document as JSON on one line, newline included.
func Line(d Document) ([]byte, error) { return encode(d, "") }

func encode(d Document, indent string) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	if err := e.Encode(d); err != nil {
		return nil, fmt.Errorf("document: %w", err)
	}
	return b.Bytes(), nil
}
