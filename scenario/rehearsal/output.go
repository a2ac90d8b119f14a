package rehearsal

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"
	"unicode"

	"go.yaml.in/yaml/v4"
)

// each gives what a function makes of every element.
func each[V, W any](list []V, f func(V) W) []W {
	made := make([]W, len(list))
	for i, v := range list {
		made[i] = f(v)
	}
	return made
}

func anys[V any](list []V) []any { return each(list, func(v V) any { return v }) }

// describe shows one thing as gcloud does: as YAML, unless --format says another.
func (t *turn) describe(thing func() any) error {
	return t.show(func() any { return thing() }, func(v any) error { return t.yaml(v) })
}

// list shows things as gcloud does: in a table of some keys, unless --format says another. A key may say which part of a path is
// meant, counted from its end: name#1.
func (t *turn) list(things func() []any, keys ...string) error {
	return t.show(func() any { return append([]any{}, things()...) }, func(v any) error {
		rows := v.([]any)
		if len(rows) == 0 {
			t.note("Listed 0 items.")
			return nil
		}
		header := each(keys, heading)
		return t.table(header, each(rows, func(r any) []string {
			return each(keys, func(k string) string { return cell(r, k) })
		}))
	})
}

// heading is the last word of a key: config.serviceAccount is SERVICE_ACCOUNT.
func heading(key string) string {
	key, _, _ = strings.Cut(key, "#")
	var b strings.Builder
	for _, r := range key[strings.LastIndex(key, ".")+1:] {
		if unicode.IsUpper(r) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToUpper(r))
	}
	return b.String()
}

func cell(row any, key string) string {
	key, part, ok := strings.Cut(key, "#")
	text := plain(at(row, key))
	steps := strings.Split(text, "/")
	if n, err := strconv.Atoi(part); ok && err == nil && n <= len(steps) {
		return steps[len(steps)-n]
	}
	return text
}

// show shows something after the command, in the format that --format asks for.
// Source: https://docs.cloud.google.com/sdk/gcloud/reference/topic/formats
func (t *turn) show(thing func() any, otherwise func(any) error) error {
	format := t.Value("format")
	keys, isValue := strings.CutPrefix(format, "value(")
	switch {
	case format == "" || format == "default":
		t.last = append(t.last, func() error { return otherwise(thing()) })
	case format == "none" || format == "disable":
	case format == "json":
		t.last = append(t.last, func() error { return t.json(thing()) })
	case format == "yaml":
		t.last = append(t.last, func() error { return t.documents(thing()) })
	case isValue && strings.HasSuffix(keys, ")") && !strings.ContainsAny(keys[:len(keys)-1], "()[]:"):
		t.last = append(t.last, func() error { t.values(thing(), parts(keys[:len(keys)-1])); return nil })
	default:
		return t.cannot("--format=%q is none that is written: want json, yaml, none or value(KEY, …)", format)
	}
	return nil
}

func (t *turn) json(v any) error {
	enc := json.NewEncoder(&t.out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

func (t *turn) yaml(v any) error {
	text, err := yaml.Dump(v)
	t.out.Write(text)
	return err
}

// documents writes each thing of a list as a document of its own.
func (t *turn) documents(v any) error {
	things, ok := v.([]any)
	if !ok {
		return t.yaml(v)
	}
	for _, one := range things {
		t.out.WriteString("---\n")
		if err := t.yaml(one); err != nil {
			return err
		}
	}
	return nil
}

// values writes some keys of each thing on a line, with tabs between them.
func (t *turn) values(v any, keys []string) {
	things, ok := v.([]any)
	if !ok {
		things = []any{v}
	}
	for _, one := range things {
		fields := each(keys, func(k string) string { return plain(at(one, strings.TrimSpace(k))) })
		fmt.Fprintln(&t.out, strings.Join(fields, "\t"))
	}
}

// at follows a way such as .status.phase or metadata.name through objects.
func at(v any, way string) any {
	for key := range strings.SplitSeq(strings.TrimPrefix(way, "."), ".") {
		object, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = object[key]
	}
	return v
}

// plain writes a value as a cell of a table.
func plain(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case bool:
		return map[bool]string{true: "True", false: "False"}[v]
	case int:
		return strconv.Itoa(v)
	case []any:
		return strings.Join(each(v, plain), ";")
	default:
		var b bytes.Buffer
		_ = json.NewEncoder(&b).Encode(v)
		return strings.TrimSpace(b.String())
	}
}

// table writes rows under a header.
func (t *turn) table(header []string, rows [][]string) error {
	w := tabwriter.NewWriter(&t.out, 0, 8, 2, ' ', 0)
	for _, row := range append([][]string{header}, rows...) {
		fmt.Fprintln(w, strings.Join(row, "\t"))
	}
	return w.Flush()
}
