package law

import (
	"flag"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// TestTenThousandWorlds: who, can, what and why-not agree on ten thousand worlds, on a few principals in each. The flag
// -rapid.checks (or RAPID_CHECKS) asks for another number; -short checks a fifth.
func TestTenThousandWorlds(t *testing.T) {
	checks := flag.Lookup("rapid.checks")
	before := checks.Value.String()
	want, _ := strconv.Atoi(before)
	if want == 100 { // what rapid does unasked
		want = 10_000
	}
	checks.Value.Set(strconv.Itoa(want))
	defer checks.Value.Set(before)
	if testing.Short() {
		want /= 5
	}
	worlds, yes, no := 0, 0, 0
	rapid.Check(t, func(t *rapid.T) {
		s := Draw(t)
		ps := some(t, 4, s.principals(t))
		s.agree(t, ps)
		worlds++
		for _, p := range ps {
			n := s.Graph.Assumers(p).Len()
			yes += n
			for range s.Graph.Workloads() {
				no++
			}
			no -= n
		}
	})
	t.Logf("%d worlds, in which %d times a workload can be a principal and %d times it cannot", worlds, yes, no)
	if worlds < want || yes == 0 || no == 0 {
		t.Errorf("agreed on %d worlds, %d times yes, %d times no: want %d worlds, and both answers", worlds, yes, no, want)
	}
}
