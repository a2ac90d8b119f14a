package fuzz_test

import (
	"os"
	"runtime/debug"
	"testing"
)

// TestMain lets garbage lie longer. Worlds are small, many and forgotten at once: collecting them took a third of the time.
func TestMain(m *testing.M) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(800)
	}
	os.Exit(m.Run())
}
