package pool_test

import (
	"testing"

	"fleettrust.example/pool"
)

func BenchmarkParse(b *testing.B) {
	for _, member := range []string{
		"serviceAccount:acme.svc.id.goog[shop/cart]",
		"principal" + inAcme + "subject/ns/shop/sa/cart",
		"serviceAccount:robot@acme.iam.gserviceaccount.com",
		"serviceAccount:acme.svc.goog.id[shop/cart]",
	} {
		b.Run(member, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = pool.Parse(member)
			}
		})
	}
}

func BenchmarkMatches(b *testing.B) {
	p := pool.Subject(cart.Pool, 7, "shop", "cart")
	for b.Loop() {
		if !p.Matches(cart) {
			b.Fatal("no match")
		}
	}
}
