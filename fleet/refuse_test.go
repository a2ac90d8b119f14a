package fleet_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"fleettrust.example/fleet"
	"github.com/google/go-cmp/cmp"
)

func TestRefuse(t *testing.T) {
	for _, c := range refusals {
		s := tell(strings.Split(c.world, "\n")...)
		checkRefusal(t, s, c.reason, c.want)
		s.shuffle()
		checkRefusal(t, s, c.reason+", in another order", c.want)
	}
	for _, c := range oddRefusals {
		var b fleet.Builder
		b.Add(c.facts...)
		_, err := b.Build()
		compareFaults(t, c.reason, err, c.want)
	}
}

func checkRefusal(t *testing.T, s *story, reason, want string) {
	t.Helper()
	_, err := s.build()
	compareFaults(t, reason, err, want)
	if _, again := s.build(); err != nil && again.Error() != err.Error() {
		t.Errorf("%s: another text the second time: %v", reason, again)
	}
}

func compareFaults(t *testing.T, reason string, err error, want string) {
	t.Helper()
	got := "nothing"
	if err != nil {
		got = strings.ReplaceAll(err.Error(), ".iam.gserviceaccount.com", "")
	}
	if diff := cmp.Diff(strings.ReplaceAll(want, "\n\t\t", "\n"), "\n"+got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", reason, diff)
	}
}

// shuffle tells the facts in another order, from the same lines.
func (s *story) shuffle() {
	r := rand.New(rand.NewPCG(1, 2))
	s.order = r.Perm(len(s.facts))
}
