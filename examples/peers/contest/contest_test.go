package contest

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"fleettrust.example/scenario/organization"
)

var few = organization.Size{KSAs: 300, Seed: 4}

func small(t *testing.T, s organization.Size) *organization.Organization {
	t.Helper()
	o, err := organization.Draw(s)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// allOf asks about everything: every account, every workload, and many pairs.
func allOf(t *testing.T, o *organization.Organization) *questions {
	t.Helper()
	e, err := buildMaps(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	q, err := drawQuestions(o, 1, e)
	if err != nil {
		t.Fatal(err)
	}
	if len(q.who) != o.Accounts() || len(q.what) != o.Workloads() || len(q.check) < 1000 || len(q.changes) < 20 {
		t.Fatalf("%d, %d, %d and %d questions", len(q.who), len(q.what), len(q.check), len(q.changes))
	}
	q.check, q.changes = q.check[:1000], q.changes[:20]
	return q
}

// Every peer agrees with the library on all pairs, as who gives them, and on many checks; and what gives the same pairs, but of a
// slow peer only some. All that comes after changes have been made and taken back.
func TestPeersAgree(t *testing.T) {
	for _, p := range peers {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			if n := differences(t, p, few); n != 0 {
				t.Errorf("%d answers differ", n)
			}
		})
	}
}

// So do they where a few names are everywhere.
func TestPeersAgreeOnSkewed(t *testing.T) {
	for _, p := range peers[1:3] {
		if n := differences(t, p, organization.Size{KSAs: 400, Seed: 2, Skewed: true}); n != 0 {
			t.Errorf("%s: %d answers differ", p.name, n)
		}
	}
}

// differences counts them over all that can be asked of an organization.
func differences(t *testing.T, p peer, s organization.Size) int {
	t.Helper()
	o := small(t, s)
	ours, err := buildLibrary(o)
	if err != nil {
		t.Fatal(err)
	}
	e, err := p.build(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer e.close()
	c := &contest{Options: Options{Size: s, Rounds: 1, Bound: time.Hour}, ctx: t.Context(), ours: ours, questions: allOf(t, o), report: &Report{}, progress: io.Discard}
	if p.most > 0 {
		c.questions.check, c.questions.what = c.questions.check[:100], c.questions.what[:30]
	}
	if err := ours.prepare(c.questions); err != nil {
		t.Fatal(err)
	}
	if err := c.raceToChange(p, e); err != nil {
		t.Fatal(err)
	}
	for _, r := range c.races() {
		if err := c.race(p, e, r); err != nil {
			t.Fatal(err)
		}
	}
	sum := 0
	for _, row := range c.report.Rows {
		if row.Questions == 0 || row.Ratio <= 0 {
			t.Errorf("nothing was measured: %+v", row)
		}
		sum += row.Differences
	}
	return sum
}

// faulty is an engine that is wrong in one way.
type faulty struct {
	engine
	fault string
	calls int
}

func (f *faulty) check(w workload, email string) (bool, error) {
	ok, err := f.engine.check(w, email)
	f.calls++
	return ok != (f.fault == "one check is wrong" && f.calls == 100), err
}

func (f *faulty) who(email string, yield func(workload)) error {
	left, twice := f.fault == "somebody is left out", f.fault == "somebody is given twice"
	return f.engine.who(email, func(w workload) {
		if !left {
			yield(w)
		}
		if twice {
			yield(w)
		}
		left, twice = false, false
	})
}

func (f *faulty) what(w workload, yield func(string)) error {
	other := f.fault == "another account is given"
	return f.engine.what(w, func(email string) {
		if other {
			email, other = "other@"+email, false
		}
		yield(email)
	})
}

func (f *faulty) change(c change) error {
	if f.fault == "a grant is not taken back" && c.back {
		return nil
	}
	return f.engine.change(c)
}

// A peer that is wrong is caught, whatever it is wrong about.
func TestPlantedPeerIsCaught(t *testing.T) {
	for _, fault := range []string{"one check is wrong", "somebody is left out", "somebody is given twice", "another account is given", "a grant is not taken back"} {
		p := peer{name: "planted", build: func(ctx context.Context, o *organization.Organization) (engine, error) {
			e, err := buildTuned(ctx, o)
			return &faulty{engine: e, fault: fault}, err
		}}
		r, err := run(t.Context(), Options{Size: few, Rounds: 1, Bound: 300 * time.Millisecond}, []peer{p}, io.Discard)
		if err != nil || r.Agreed() {
			t.Errorf("%s: nothing was noticed, %v", fault, err)
		}
	}
}

// The JSON is an interface: these fields, under version 1. Every question is asked of every peer.
func TestReport(t *testing.T) {
	r, err := Run(t.Context(), Options{Size: organization.Size{KSAs: 300, Seed: 1}, Peers: []string{"maps", "tuned"}, Rounds: 1, Bound: 20 * time.Millisecond}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	r.Skipped = append(r.Skipped, Skipped{"abacus", "it has no beads left"})
	var text, object bytes.Buffer
	if err := r.Print(&text, false); err != nil {
		t.Fatal(err)
	}
	if err := r.Print(&object, true); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(text.String(), "\nabacus: not measured: it has no beads left\n") || strings.Contains(text.String(), "mean nothing") {
		t.Error(text.String())
	}
	for line := range strings.Lines(text.String()) {
		if len([]rune(line)) > 81 {
			t.Errorf("a line of %d characters: %s", len(line), line)
		}
	}
	checkJSON(t, object.Bytes())
}

func checkJSON(t *testing.T, object []byte) {
	t.Helper()
	var got struct {
		V, N int
		Rows []map[string]any
	}
	if err := json.Unmarshal(object, &got); err != nil || got.V != 1 || got.N != 300 {
		t.Fatal(err, string(object))
	}
	rows := map[string]int{}
	for _, row := range got.Rows {
		rows[row["what"].(string)+" "+row["how"].(string)]++
		if row["differences"].(float64) != 0 || row["ratio"].(float64) <= 0 || row["peer"] != "maps" && row["peer"] != "tuned" {
			t.Error(row)
		}
	}
	want := []string{"build name", "change name", "check handle", "check name", "memory name", "what handle", "what name", "who handle", "who name"}
	if keys := slices.Sorted(maps.Keys(rows)); !slices.Equal(keys, want) || len(got.Rows) != 2*len(want) {
		t.Errorf("rows for %q, want %q, twice", keys, want)
	}
}

// A peer that is out of the question is named, with the reason; one that is not there is an error.
func TestSkipped(t *testing.T) {
	o := Options{Size: organization.Size{KSAs: 300}, Rounds: 1, Bound: time.Millisecond}
	r, err := run(t.Context(), o, []peer{{name: "slow", most: 299, why: "it is slow"}}, io.Discard)
	if err != nil || len(r.Rows) != 0 || !slices.Equal(r.Skipped, []Skipped{{"slow", "it is slow"}}) {
		t.Error(r, err)
	}
	o.Peers = []string{"nobody"}
	if _, err := Run(t.Context(), o, io.Discard); err == nil || !strings.Contains(err.Error(), `peer "nobody": want one of [maps `) {
		t.Error(err)
	}
}

// Who asks for a table with wrong answers gets it, and is told.
func TestDifferencesAreTold(t *testing.T) {
	var out bytes.Buffer
	r := &Report{Rows: []Row{{What: "who", How: "name", Peer: "planted", Ratio: 12.3, Differences: 3}}}
	if err := r.Print(&out, false); err != nil || r.Agreed() || !strings.Contains(out.String(), "3 answers differ: ") {
		t.Error(err, out.String())
	}
}

// Who asks for some rows gets those alone, and for one that there is not, an error.
func TestRowsWanted(t *testing.T) {
	o := Options{Size: organization.Size{KSAs: 300}, Peers: []string{"maps"}, Rounds: 1, Bound: time.Millisecond, What: []string{"build"}}
	r, err := Run(t.Context(), o, io.Discard)
	if err != nil || len(r.Rows) != 2 || r.Rows[0].What != "build" || r.Rows[1].What != "memory" {
		t.Error(r, err)
	}
	o.What = []string{"built"}
	if _, err := Run(t.Context(), o, io.Discard); err == nil || !strings.Contains(err.Error(), `row "built": want one of [build `) {
		t.Error(err)
	}
}

// Held against itself, the library changes by facts of each sort, and what the differences yield is what came of them.
func TestItself(t *testing.T) {
	r, err := Run(t.Context(), Options{Size: organization.Size{KSAs: 3000, Seed: 1}, Peers: []string{Itself}, Rounds: 1, Bound: time.Second}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]int{}
	for _, row := range r.Rows {
		rows[row.What+" "+row.How+" "+row.Peer]++
		if row.Differences != 0 || row.Ratio <= 0 || row.Questions == 0 {
			t.Errorf("%+v", row)
		}
	}
	want := []string{
		"change chain + rebuild", "change chain - rebuild", "change grant + rebuild", "change grant - rebuild", "change ksa + rebuild", "change ksa - rebuild",
		"change membership + rebuild", "change membership - rebuild", "check handle policies", "diff chain pairs", "diff grant pairs", "diff ksa pairs",
		"diff membership pairs", "what handle policies", "who handle policies",
	}
	if got := slices.Sorted(maps.Keys(rows)); !slices.Equal(got, want) {
		t.Errorf("rows for %q, want %q", got, want)
	}
}
