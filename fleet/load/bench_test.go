package load_test

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/load"
	"fleettrust.example/scenario/organization"
)

// BenchmarkInto reads the folder of an organization of each size, in the formats of gcloud and kubectl, and builds its graph; in
// megabytes of files.
//
//	go test ./fleet/load -run XXX -bench Into
func BenchmarkInto(b *testing.B) {
	for _, ksas := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprintf("ksas=%d", ksas), func(b *testing.B) {
			dir := b.TempDir()
			o, err := organization.Draw(organization.Size{KSAs: ksas, Seed: 1, Policies: true})
			if err == nil {
				err = o.WriteFolder(dir)
			}
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(bytesIn(b, dir))
			for b.Loop() {
				var builder fleet.Builder
				if _, err := load.Into(&builder, dir); err != nil {
					b.Fatal(err)
				}
				if _, err := builder.Build(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(ksas), "ns/ksa")
		})
	}
}

func bytesIn(b *testing.B, dir string) (sum int64) {
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			sum += info.Size()
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return sum
}
