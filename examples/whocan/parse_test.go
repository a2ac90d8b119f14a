package main

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"fleettrust.example/fleet/render"
	"fleettrust.example/pool"
)

// propLines: each line of standard input gets one answer, in order, whatever is in it and however long it is. Line ends
// are none of the member. Short members come back as they were, long ones as their beginning.
func propLines(t *rapid.T) {
	text := rapid.OneOf(
		rapid.StringOfN(rapid.RuneFrom([]rune("ab:/[]. é\r\x00")), 0, 30, -1),
		rapid.Map(rapid.IntRange(pool.MaxLength-3, 6*pool.MaxLength), func(n int) string { return strings.Repeat("a", n) }),
		rapid.SampledFrom([]string{"allUsers", "serviceAccount:acme-apps.svc.id.goog[ns/ksa]", "user:ann@example.com"}),
	)
	lines := rapid.SliceOfN(text, 1, 6).Draw(t, "lines")
	end := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "end")
	in := strings.Join(lines, end)
	ended := rapid.Bool().Draw(t, "ended") || lines[len(lines)-1] == ""
	if ended {
		in += end
	}
	var out bytes.Buffer
	if status := run([]string{"parse", "--json"}, strings.NewReader(in), &out, io.Discard); status != answered {
		t.Fatalf("status %d", status)
	}
	dec := json.NewDecoder(&out)
	for i, line := range lines {
		var doc render.Parsed
		if err := dec.Decode(&doc); err != nil {
			t.Fatalf("line %d of %q: %v", i+1, in, err)
		}
		want := *render.ParsedOf(strings.TrimSuffix(line, "\r"))
		if end == "\r\n" || i == len(lines)-1 && !ended {
			want = *render.ParsedOf(line)
		}
		if doc.Member != want.Member || doc.OK != want.OK {
			t.Errorf("line %d: %q is answered as %.60q", i+1, line, doc.Member)
		}
	}
	if dec.More() {
		t.Errorf("more answers than the %d lines of %q", len(lines), in)
	}
}

func TestLines(t *testing.T) { rapid.Check(t, propLines) }

func FuzzLines(f *testing.F) {
	f.Add([]byte("\x01\x02\x03\x04\x05\x06\x07\x08\x10\x20\x30\x40\x50\x60\x70\x80"))
	f.Add(bytes.Repeat([]byte{0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0}, 40))
	f.Add(bytes.Repeat([]byte{7, 1, 0, 3, 0, 0, 0, 0, 1, 0, 0, 0, 9, 0, 0, 0}, 40))
	f.Fuzz(rapid.MakeFuzz(propLines))
}
