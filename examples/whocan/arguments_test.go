package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// hostile are texts where an argument or the value of a flag belongs, nearly right ones first.
var hostile = []struct{ why, text string }{
	{"a principal", "serviceAccount:robot@alpha.iam.gserviceaccount.com"},
	{"a principal that is a placeholder", "serviceAccount:${SA}@alpha.iam.gserviceaccount.com"},
	{"a cluster", "alpha/us-west1/c1"},
	{"a cluster as kubectl calls it", "gke_alpha_us-west1_c1"},
	{"a cluster that nobody told of", "alpha/us-west1/c2"},
	{"a service account", "shop/cart"},
	{"a service account with a slash too many", "shop/cart/"},
	{"a term of an intent", "cluster=alpha/us-west1/c1"},
	{"a term of an intent without its value", "member="},
	{"an assumption", "deny-binds-pods"},
	{"an assumption in capitals", "DENY-BINDS-PODS"},
	{"a time", "2026-11-21T09:00:00Z"},
	{"a day that no month has", "2026-02-30T09:00:00Z"},
	{"a second that is now and then", "2026-12-31T23:59:60Z"},
	{"a year of five digits", "12026-11-21T09:00:00Z"},
	{"a fraction of a second that goes on", "2026-11-21T09:00:00." + strings.Repeat("9", 1000) + "Z"},
	{"a number of a scenario", "4"},
	{"a number with a sign", "+4"},
	{"a number that no machine holds", "99999999999999999999"},
	{"a command", "who"},
	{"nearly a command", "wh"},
	{"a flag where an argument belongs", "--json"},
	{"the end of flags", "--"},
	{"nothing", ""},
	{"a line end: complaints are lines", "alpha\nwhocan: all is well"},
	{"a terminal's command", "\x1b[2J\x1b[31m"},
	{"a NUL", "a\x00b"},
	{"no UTF-8", "\xff"},
	{"letters that turn the line around", "\u202eshop"},
	{"a verb of fmt", "%s%d%!v(PANIC=)"},
	{"a line longer than any member", strings.Repeat("a", 1<<16)},
	{"commas, where several could be meant", strings.Repeat("a,", 1000)},
}

// commands are the command lines that a text may stand in, with what is between: the world is small and always the same.
var commands = []func(dir, a, b string) []string{
	func(_, a, _ string) []string { return []string{a} },
	func(dir, a, b string) []string { return []string{"who", "--from=" + dir, "--as-of=" + b, "--", a} },
	func(dir, a, b string) []string { return []string{"who", "--from=" + dir, "--assume=" + b, "--", a} },
	func(dir, a, b string) []string {
		return []string{"could", "--from=" + dir, "--expect-only=" + b, "--", a}
	},
	func(dir, a, b string) []string { return []string{"what", "--from=" + dir, "--", a, b} },
	func(dir, a, b string) []string {
		return []string{"why", "--from=" + dir, "--expect=" + b, "--", "alpha/us-west1/c1", "shop/cart", a}
	},
	func(dir, a, b string) []string { return []string{"why", "--from=" + dir, "--", a, b, "allUsers"} },
	func(dir, a, b string) []string { return []string{"pod", "--from=" + dir, "--", a, b} },
	func(dir, a, b string) []string {
		return []string{"excess", "--from=" + dir, "--intent=" + b, "--fail-on-excess", "--", a}
	},
	func(dir, a, b string) []string {
		return []string{"diff", "--before=" + dir, "--after=" + dir, "--width=" + b, "--", a}
	},
	func(dir, _, b string) []string { return []string{"classes", "--from=" + dir, "--all=" + b} },
	func(dir, a, _ string) []string { return []string{"graph", "--from=" + dir, "--", a} },
	func(_, a, _ string) []string { return []string{"scenarios", "--", a} },
	func(_, a, b string) []string { return []string{"parse", "--strict", "--", a, b} },
}

// FuzzArguments gives a command line any texts: see carriedOut.
func FuzzArguments(f *testing.F) {
	dir := f.TempDir()
	for name, text := range smallWorld {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o777), os.WriteFile(path, []byte(text), 0o666)); err != nil {
			f.Fatal(err)
		}
	}
	for i, h := range hostile {
		for at := range len(commands) {
			if (i+at)%3 == 0 { // every text in some places; the fuzzer finds the rest
				f.Add(byte(at), hostile[0].text, h.text)
				f.Add(byte(at), h.text, "shop/cart")
			}
		}
	}
	f.Fuzz(func(t *testing.T, at byte, a, b string) {
		carriedOut(t, commands[int(at)%len(commands)](dir, a, b))
	})
}

var smallWorld = map[string]string{
	"projects/alpha/project.json":          `{"projectId": "alpha", "projectNumber": "1001"}`,
	"projects/alpha/clusters.json":         `[{"name": "c1", "location": "us-west1", "workloadIdentityConfig": {"workloadPool": "alpha.svc.id.goog"}}]`,
	"projects/alpha/service-accounts.json": `[{"email": "robot@alpha.iam.gserviceaccount.com", "projectId": "alpha"}]`,
	"projects/alpha/clusters/us-west1/c1.yaml": "apiVersion: v1\nkind: List\nitems:\n" +
		"- {apiVersion: v1, kind: Namespace, metadata: {name: shop}}\n- {apiVersion: v1, kind: ServiceAccount, metadata: {name: cart, namespace: shop}}\n",
	"projects/alpha/service-accounts/robot@alpha.iam.gserviceaccount.com.json": `{"bindings": [{"role": "roles/iam.workloadIdentityUser", "members": ["serviceAccount:alpha.svc.id.goog[shop/cart]"]}]}`,
}

// carriedOut: a command line is answered on standard output, or else the reason stands on standard error, line by line and
// with nothing that a terminal would obey. Data is JSON, and as long as the text it goes with says the same.
func carriedOut(t *testing.T, args []string) {
	t.Helper()
	var out, errs, data bytes.Buffer
	status := run(args, strings.NewReader(""), &out, &errs)
	if status == unusable && out.Len() > 0 || status == answered && out.Len() == 0 || status != answered && errs.Len() == 0 || status > unusable {
		t.Fatalf("%q: status %d, %q, %q", args, status, out.String(), errs.String())
	}
	for line := range strings.Lines(errs.String()) {
		if !strings.HasPrefix(line, "whocan: ") || strings.ContainsFunc(strings.TrimSuffix(line, "\n"), func(r rune) bool { return !strconv.IsPrint(r) }) {
			t.Fatalf("%q: complains %q", args, line)
		}
	}
	if again := run(append([]string{"--json"}, args...), strings.NewReader(""), &data, io.Discard); again != status {
		t.Fatalf("%q: status %d, and with --json %d", args, status, again)
	}
	for dec := json.NewDecoder(&data); len(args) > 1 && dec.More(); {
		var doc map[string]any
		if err := dec.Decode(&doc); err != nil || doc["v"] == nil {
			t.Fatalf("%q: %v is no document: %v", args, doc, err)
		}
	}
}
