package rehearsal_test

import (
	"os"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/load"
	"fleettrust.example/pool"
	"fleettrust.example/scenario/rehearsal"
)

// BenchmarkRunbook carries a runbook out: of 270 lines from nothing, with and without the comparison of each step; and a short one in a
// world that was read.
func BenchmarkRunbook(b *testing.B) {
	long, err := os.ReadFile("../../examples/data/runbook.sh")
	if err != nil {
		b.Fatal(err)
	}
	short, err := os.ReadFile("../../examples/data/change.sh")
	if err != nil {
		b.Fatal(err)
	}
	var told fleet.Builder
	report, err := load.Into(&told, "../../examples/data/acme")
	if err != nil {
		b.Fatal(err)
	}
	acme := pool.Must(told.Build())
	for _, c := range []struct {
		name string
		g    *fleet.Graph
		text []byte
		see  func(rehearsal.Step)
	}{
		{"lines=270", nil, long, func(rehearsal.Step) {}},
		{"lines=270/compared", nil, long, compared},
		{"lines=9/acme", acme, short, func(rehearsal.Step) {}},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				s := rehearsal.New(c.g, rehearsal.Options{Roles: report.Roles})
				if _, err := s.Script("x.sh", c.text, nil, c.see); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func compared(s rehearsal.Step) {
	if s.Before != s.After {
		for range fleet.Diff(s.Before, s.After) {
		}
	}
}
