package fleet_test

import (
	"fmt"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"fleettrust.example/scenario/organization"
)

// BenchmarkDiff compares a large organization with the same one that has one grant more, both built from facts.
//
//	go test ./fleet -run XXX -bench Diff$
func BenchmarkDiff(b *testing.B) {
	for _, ksas := range []int{10_000, 100_000} {
		b.Run(fmt.Sprintf("ksas=%d", ksas), func(b *testing.B) {
			before, after := organizationWith(b, ksas), organizationWith(b, ksas, oneMore(b, ksas))
			changes := 0
			for b.Loop() {
				changes = 0
				for range fleet.Diff(before, after) {
					changes++
				}
			}
			if changes == 0 {
				b.Fatal("the grant changes nothing")
			}
			b.ReportMetric(float64(changes), "changes")
		})
	}
}

func organizationWith(b *testing.B, ksas int, more ...fleet.Fact) *fleet.Graph {
	b.Helper()
	o, err := organization.Draw(organization.Size{KSAs: ksas, Seed: 1, Policies: true})
	if err != nil {
		b.Fatal(err)
	}
	var told fleet.Builder
	for f := range o.Facts() {
		told.Add(f)
	}
	told.Add(more...)
	g, err := told.Build()
	if err != nil {
		b.Fatal(err)
	}
	return g
}

// oneMore is a grant of an account to a whole pool.
func oneMore(b *testing.B, ksas int) fleet.Fact {
	b.Helper()
	g := organizationWith(b, ksas)
	for email := range g.Accounts() {
		for c := range g.Classes() {
			return fleet.Binding{On: fleet.OnAccount(email), Role: "roles/iam.workloadIdentityUser", Member: pool.All(c.Pool, c.Subject.Number())}
		}
	}
	b.Fatal("no account, or no pool")
	return nil
}
