package load

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"pgregory.net/rapid"
)

// exports gives the files of the cases about assets.
func exports(t failer) (all [][]byte) {
	t.Helper()
	names, _ := filepath.Glob("testdata/cases/assets-*.txtar")
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatalf("%v", err)
		}
		for _, f := range txtar.Parse(text).Files {
			if f.Name != "want" {
				all = append(all, f.Data)
			}
		}
	}
	if len(all) < 20 {
		t.Fatalf("found %d exports, want at least 20", len(all))
	}
	return all
}

// exported is all that comes of an export that is read in blocks of a size by some workers, a line each.
func exported(data []byte, size, workers int) []string {
	r := newReader()
	f := &file{reader: r, spot: spot{kind: looseFile}, name: "export.json"}
	r.files = append(r.files, f)
	lines := []string{fmt.Sprint("count ", f.readExport(bytes.NewReader(data), size, workers))}
	r.catchUp()
	r.settle()
	for t := range r.all() {
		lines = append(lines, say(t.fact)+" "+t.at.String())
	}
	for _, x := range r.faults {
		lines = append(lines, fmt.Sprint("fault ", x))
	}
	for _, x := range r.report.Warnings {
		lines = append(lines, "warning "+x.String())
	}
	for _, x := range r.report.Unread {
		lines = append(lines, "unread "+x.String())
	}
	for _, x := range r.report.Missing {
		lines = append(lines, "missing "+x.String())
	}
	slices.Sort(lines)
	return lines
}

// sameSaid: what comes of an export does not depend on how it is cut, nor on how many read it.
func sameSaid(t failer, data []byte, size, workers int) {
	t.Helper()
	want := exported(data, blockBytes, 1)
	if got := exported(data, size, workers); !slices.Equal(got, want) {
		t.Fatalf("in blocks of %d bytes, by %d workers, of %q:\n%s", size, workers, data, cmp.Diff(want, got))
	}
}

func TestAssetsHoweverCut(t *testing.T) {
	for _, data := range exports(t) {
		for _, size := range []int{1, 7, 64, 1000} {
			sameSaid(t, data, size, 3)
		}
	}
}

// FuzzAssets reads any bytes as an export. Nothing panics, and what is said is the same however the bytes are cut.
func FuzzAssets(f *testing.F) {
	for _, data := range exports(f) {
		f.Add(data, uint8(20))
	}
	for _, s := range []string{
		"[{\"a\":1}}",            // another bracket than the list began with
		"{\"a\":\"\\",            // cut off behind a backslash
		"[{},\n{}\n,",            // and behind a comma
		"# {\n{}#\n[[1],[2]] []", // comments, lists in lists, an empty list
		"{\"a\":\"\xff\"}{}",     // no UTF-8
		"\xff\xfe{\x00}\x00",     // UTF-16
		"{}\x00{",                // a NUL byte between
		"\ufeff{\"assets\":[{\"asset\":{\"assets\":[]}},{\"nextPageToken\":\"x\"}]}", // pages of pages, and the mark that some editors put first
	} {
		f.Add([]byte(s), uint8(1))
	}
	f.Fuzz(func(t *testing.T, data []byte, size uint8) {
		if len(data) < 1<<16 {
			sameSaid(t, data, int(size)+1, 2)
		}
	})
}

// mangledAssets are lines of real exports, dropped, doubled, cut off and mixed.
func mangledAssets(t *rapid.T) {
	var lines []string
	for _, data := range exports(t) {
		lines = append(lines, strings.SplitAfter(string(data), "\n")...)
	}
	var text strings.Builder
	for _, l := range rapid.SliceOfN(rapid.SampledFrom(lines), 0, 12).Draw(t, "lines") {
		switch rapid.IntRange(0, 12).Draw(t, "change") {
		case 0:
			l = l[:rapid.IntRange(0, len(l)).Draw(t, "end")]
		case 1:
			l = strings.ReplaceAll(l, `"`, rapid.SampledFrom([]string{"", "'", "[", "{", `\`, "\x00", "é", "\xff", "\n"}).Draw(t, "quote"))
		case 2:
			l = strings.Replace(l, rapid.SampledFrom([]string{"projects/", "shop", "{", ",", "data"}).Draw(t, "old"), rapid.SampledFrom([]string{"", "[", "7", "null", "}"}).Draw(t, "new"), 1)
		}
		text.WriteString(l)
	}
	sameSaid(t, []byte(text.String()), rapid.SampledFrom([]int{1, 50, 300, 5000}).Draw(t, "size"), rapid.IntRange(1, 3).Draw(t, "workers"))
}

func TestMangledAssets(t *testing.T) { rapid.Check(t, mangledAssets) }

func FuzzMangledAssets(f *testing.F) {
	f.Add([]byte(strings.Repeat("\x05\x00\x00\x00\x00\x00\x00\x00", 40)))
	f.Add([]byte(strings.Repeat("\x07\x00\x00\x00\x00\x00\x00\x80\x02\x00\x00\x00\x00\x00\x00\x00", 40)))
	f.Fuzz(rapid.MakeFuzz(mangledAssets))
}

// What makes an asset odd in a way that matters to nobody leaves it what it is: most service accounts and namespaces are read by a way of their own.
func TestAssetsPlainOrNot(t *testing.T) {
	for _, data := range exports(t) {
		odd := bytes.ReplaceAll(data, []byte(`{"name":"//`), []byte(`{"odd":0,"name":"//`))
		if d := cmp.Diff(exported(data, blockBytes, 1), exported(odd, blockBytes, 1)); d != "" {
			t.Errorf("plain -, odd +:\n%s\nof %s", d, data)
		}
	}
}
