package law

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// TestSlowMeets compares with the slow model on the same worlds every time, and wants everything that matters to be in one of
// them.
func TestSlowMeets(t *testing.T) {
	m := met{}
	m.everywhere(t, 400, m.agree)
	m.mustHave(t, "never", "untold", "perhaps", "surely", "obtains", "account leads", "inherited", "conditional", "denied", "cut", "unseen", "outsider", "settled",
		"R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9", "R10", "R11", "R12", "R13", "R14", "R15", "R16", "R17", "R18")
}

// TestSlowBecomesMeets is the same for who could become a principal.
func TestSlowBecomesMeets(t *testing.T) {
	m := met{}
	m.everywhere(t, 300, m.becomes)
	m.mustHave(t, "never", "perhaps", "surely", "workload", "member", "subject", "several rights", "made cluster",
		"R20", "R21", "R22", "R23", "R24", "R25", "R26", "R27", "R28", "R30", "R31")
}

// everywhere holds a law against worlds of fixed draws.
func (m met) everywhere(t *testing.T, worlds uint16, law func(*rapid.T, World)) {
	for seed := range worlds {
		draws := make([]byte, 16<<10)
		rand.NewChaCha8([32]byte{byte(seed), byte(seed >> 8)}).Read(draws) // never fails
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			rapid.MakeFuzz(func(t *rapid.T) { law(t, Draw(t)) })(t, draws)
		})
	}
}

func (m met) mustHave(t *testing.T, what ...string) {
	for _, w := range what {
		if m[w] == 0 {
			t.Errorf("no world had %q in it: %v", w, m)
		}
	}
}
