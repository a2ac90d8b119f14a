package main

import (
	"testing"
	"time"

	"fleettrust.example/fleet/load"
)

// What a terminal is told while a large file is read: how much, how fast, how long yet; and nothing that divides by zero.
func TestPace(t *testing.T) {
	const mega = 1 << 20
	for _, c := range []struct {
		done, total int64
		since       time.Duration
		want        string
	}{
		{256 * mega, 1024 * mega, 2 * time.Second, "reading export.ndjson: 256 of 1024 MiB, 128 MiB/s, 6s left"},
		{1024 * mega, 1024 * mega, 8 * time.Second, "reading export.ndjson: 1024 of 1024 MiB, 128 MiB/s, 0s left"},
		{0, 1024 * mega, 2 * time.Second, "reading export.ndjson: 0 of 1024 MiB"},
		{2 * mega, mega, time.Second, "reading export.ndjson: 2 of 1 MiB"},
	} {
		if got := pace(load.Progress{File: "export.ndjson", Done: c.done, Total: c.total}, c.since); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

// Where nobody looks at a terminal, nothing is told.
func TestMeterOffTerminal(t *testing.T) {
	if (&console{errs: t.Output()}).metered() != nil {
		t.Error("a meter on what is no terminal")
	}
}
