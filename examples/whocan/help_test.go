package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// parted cuts a line as a shell does that has single quotes and nothing else: what is in them is one word.
func parted(line string) []string {
	var all []string
	for i, part := range strings.Split(line, "'") {
		if i%2 == 1 {
			all = append(all, part)
		} else {
			all = append(all, strings.Fields(part)...)
		}
	}
	return all
}

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
			args := parted(line)
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
