package fuzz_test

import (
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var rewrite = flag.Bool("rewrite", false, "write what the tests find now into the pages of this folder")

// checkPage compares a page of this folder with what it would say today. With -rewrite it is written anew: read the diff.
func checkPage(t *testing.T, name, today string) {
	t.Helper()
	if *rewrite {
		if err := os.WriteFile(name, []byte(today), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	page, err := os.ReadFile(name)
	if err != nil {
		t.Fatalf("%v: write it with -rewrite", err)
	}
	if diff := cmp.Diff(string(page), today); diff != "" {
		t.Errorf("%s is out of date, write it anew with -rewrite (-page +today):\n%s", name, diff)
	}
}
