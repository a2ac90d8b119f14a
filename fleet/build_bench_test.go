package fleet_test

import (
	"fmt"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/scenario/organization"
)

// BenchmarkBuild tells a Builder an organization of each size, builds it, and makes the index of it, part by part.
//
//	go test ./fleet -run XXX -bench Build
func BenchmarkBuild(b *testing.B) {
	for _, ksas := range []int{10_000, 100_000, 1_000_000} {
		o := drawn(b, organization.Size{KSAs: ksas})
		perKSA := func(b *testing.B) {
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(ksas), "ns/ksa")
		}
		b.Run(fmt.Sprintf("add/ksas=%d", ksas), func(b *testing.B) {
			for b.Loop() {
				telling(o)
			}
			perKSA(b)
		})
		builder := telling(o)
		b.Run(fmt.Sprintf("build/ksas=%d", ksas), func(b *testing.B) {
			for b.Loop() {
				if _, err := builder.Build(); err != nil {
					b.Fatal(err)
				}
			}
			perKSA(b)
		})
		g, err := builder.Build()
		if err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprintf("index/ksas=%d", ksas), func(b *testing.B) {
			for b.Loop() {
				g.Index()
			}
			perKSA(b)
		})
	}
}

func drawn(b *testing.B, size organization.Size) *organization.Organization {
	b.Helper()
	o, err := organization.Draw(size)
	if err != nil {
		b.Fatal(err)
	}
	return o
}

func telling(o *organization.Organization) *fleet.Builder {
	var b fleet.Builder
	o.Tell(&b)
	return &b
}
