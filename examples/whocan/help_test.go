package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// TestExamplesOfHelp runs each example of the help texts, at the root of the module as a reader would, where it is about the
// example organization. Whatever the answer, it must be one.
func TestExamplesOfHelp(t *testing.T) {
	t.Chdir("../..")
	ran := 0
	for _, cmd := range (&console{}).root().Commands() {
		for line := range strings.Lines(cmd.Example) {
			line, _, _ = strings.Cut(strings.TrimSpace(line), " | ")
			if !strings.Contains(line, "examples/data/acme") {
				continue
			}
			args := strings.Fields(line)
			for i := range args {
				args[i] = strings.Trim(args[i], "'")
			}
			var out, errs bytes.Buffer
			if status := run(args[1:], os.Stdin, &out, &errs); status == unusable || out.Len() == 0 {
				t.Errorf("%s: status %d, %s", line, status, errs.String())
			}
			ran++
		}
	}
	if ran < 5 {
		t.Errorf("%d examples", ran)
	}
}
