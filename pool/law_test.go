package pool_test

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"fleettrust.example/pool"
)

// Each law is a property that TestLaws checks on drawn principals, and a fuzz
// target of the same name.

// spelled: a printed principal parses to itself, but for the one that has no
// spelling: a number that is not known and no legacy form.
func spelled(t *rapid.T) {
	p := principal(t)
	q, err := pool.Parse(p.String())
	if strings.Contains(p.String(), "projects/?/") {
		if err == nil || q.IsValid() {
			t.Fatalf("Parse(%q) = %v, and Google has no such spelling", p, q)
		}
		return
	}
	if err != nil || q != p {
		t.Fatalf("Parse(%q) = %#v, %v, want %#v", p, q, err, p)
	}
}

// canonical: one spelling of a meaning, and the same the second time.
func canonical(t *rapid.T) {
	p := principal(t)
	c := p.Canonical()
	if c != c.Canonical() || c.Kind() != p.Kind() || !c.Covers(p) || !p.Covers(c) {
		t.Fatalf("Canonical(%v) = %v", p, c)
	}
	if strings.Contains(c.String(), "://goog/") && c.Kind() != pool.KindCustomer {
		t.Fatalf("Canonical(%v) = %v, still in the spelling of IAM v2", p, c)
	}
}

// numbered: with the number told, the legacy spelling is the other one.
func numbered(t *rapid.T) {
	p, n := ofPool(t), pick(t, "n", known)
	q := p.WithNumber(n)
	if p.Number() != 0 && q != p || p.Number() == 0 && q.Number() != n || q.WithNumber(n+1) != q {
		t.Fatalf("%v with number %v is %v", p, n, q)
	}
	if must(pool.Parse(q.String())) != q || !strings.HasPrefix(q.String(), "principal") {
		t.Fatalf("%v with number %v prints %q", p, n, q)
	}
	if !p.Covers(q) {
		t.Fatalf("%v does not cover %v", p, q)
	}
}

// covering: reflexive, antisymmetric up to Canonical, transitive.
func covering(t *rapid.T) {
	p, q, r := principal(t), principal(t), principal(t)
	if !p.Covers(p) {
		t.Fatalf("%v does not cover itself", p)
	}
	if p.Covers(q) && q.Covers(p) && p.Canonical() != q.Canonical() {
		t.Fatalf("%v and %v cover each other", p, q)
	}
	if p.Covers(q) && q.Covers(r) && !p.Covers(r) {
		t.Fatalf("%v covers %v, which covers %v", p, q, r)
	}
}

// covered: what is in the narrower is in the wider.
func covered(t *rapid.T) {
	p, q, id := principal(t), ofPool(t), identity(t, false)
	if rapid.Bool().Draw(t, "swap") {
		p, q = q, p
	}
	if p.Covers(q) && q.Matches(id) && !p.Matches(id) {
		t.Fatalf("%v covers %v, and only the latter matches %+v", p, q, id)
	}
}

// shared: two that hold one workload overlap. The workload is known in full: an
// unknown UID is in two sets that differ, and that shows nothing of the sets.
func shared(t *rapid.T) {
	p, q, id := principal(t), ofPool(t), identity(t, true)
	if p.Overlaps(q) != q.Overlaps(p) {
		t.Fatalf("overlap of %v and %v is not symmetric", p, q)
	}
	if p.Matches(id) && q.Matches(id) && !p.Overlaps(q) {
		t.Fatalf("%v and %v both match %+v", p, q, id)
	}
	if why, dead := p.Dead(); dead && (p.Matches(id) || p.Overlaps(q)) {
		t.Fatalf("%v is dead (%s) and holds somebody", p, why)
	}
	if _, dead := q.Dead(); p.Covers(q) && !dead && !p.Overlaps(q) {
		t.Fatalf("%v covers %v, and they do not overlap", p, q)
	}
}

// widened: what is not known of a workload never takes it out of a set.
func widened(t *rapid.T) {
	p, whole, part := principal(t), identity(t, true), identity(t, false)
	part.Pool, part.Namespace, part.ServiceAccount = whole.Pool, whole.Namespace, whole.ServiceAccount
	fits := (part.Number == 0 || part.Number == whole.Number) && (part.UID == "" || part.UID == whole.UID) &&
		(part.Provider == "" || part.Provider == whole.Provider)
	if fits && p.Matches(whole) && !p.Matches(part) {
		t.Fatalf("%v matches %+v, and not %+v", p, whole, part)
	}
}

// twinned: Matches agrees with its slow twin, which reads the printed member.
func twinned(t *rapid.T) {
	p, id := principal(t), identity(t, false)
	if got, want := p.Matches(id), slowMatches(p.String(), id); got != want {
		t.Fatalf("%v matches %+v: %t, want %t", p, id, got, want)
	}
}

// ordered: Compare is a total order that ends at ==.
func ordered(t *rapid.T) {
	p, q, r := principal(t), principal(t), principal(t)
	if (p.Compare(q) == 0) != (p == q) || p.Compare(q) != -q.Compare(p) {
		t.Fatalf("%v and %v compare %d and %d", p, q, p.Compare(q), q.Compare(p))
	}
	if p.Compare(q) <= 0 && q.Compare(r) <= 0 && p.Compare(r) > 0 {
		t.Fatalf("%v, %v, %v are not in an order", p, q, r)
	}
	if p.Kind() < q.Kind() && p.Compare(q) >= 0 {
		t.Fatalf("%v and %v are not ordered by kind", p, q)
	}
}

// mutilated: a member with one byte changed, added or left out is refused or is
// another member; never both a value and an error, never a panic.
func mutilated(t *rapid.T) {
	s := principal(t).String()
	i := rapid.IntRange(0, len(s)-1).Draw(t, "at")
	b := rapid.SampledFrom([]string{"", "/", "[", "]", ":", "*", "A", "é", " ", "?", "\x00", "\xff", "%s", "${", "{a}", "@", "."}).Draw(t, "for")
	cut := rapid.IntRange(0, 1).Draw(t, "cut")
	sound(t, s[:i]+b+s[i+cut:])
}

// transplanted: a member in which one part is a word of the grammar, or a part of another member, and which may end there. Words
// of the grammar are names too, and a reader that looks for one by its text finds the wrong one.
func transplanted(t *rapid.T) {
	s, donor := printed(t, "member"), printed(t, "donor")
	words := append(strings.FieldsFunc(donor, isMark), "principal", "principalSet", "serviceAccount", "p", "iam", "goog", "global", "projects", "-", "0")
	parts := strings.FieldsFunc(s, isMark)
	part := rapid.SampledFrom(parts).Draw(t, "part")
	before, after, _ := strings.Cut(s, part)
	if rapid.Bool().Draw(t, "ends there") {
		after = rapid.SampledFrom([]string{"", "/", "/*", "[", "]"}).Draw(t, "end")
	}
	sound(t, before+rapid.SampledFrom(words).Draw(t, "word")+after)
}

// printed draws a member, among them some that only text has.
func printed(t *rapid.T, label string) string {
	if rapid.Bool().Draw(t, label+" of others") {
		return rapid.SampledFrom(others).Draw(t, label)
	}
	return principal(t).String()
}

// others are members of kinds that are no workload's.
var others = []string{
	"principal://iam.googleapis.com/locations/global/workforcePools/staff/subject/raha@example.com",
	"principalSet://iam.googleapis.com/locations/global/workforcePools/staff/group/Admins",
	"principalSet://iam.googleapis.com/locations/global/workforcePools/staff/*",
	"principal://iam.googleapis.com/projects/-/serviceAccounts/robot@acme.iam.gserviceaccount.com",
	"principalSet://cloudresourcemanager.googleapis.com/projects/7/type/ServiceAccount",
	"principal://parametermanager.googleapis.com/projects/7/uid/a.b",
	"principal://goog/subject/ann@example.com",
	"deleted:serviceAccount:robot@acme.iam.gserviceaccount.com?uid=12345",
}

func isMark(r rune) bool { return strings.ContainsRune(":/@?[]=", r) }

// sound is what holds of every text.
func sound(t interface{ Fatalf(string, ...any) }, s string) {
	p, err := pool.Parse(s)
	if err == nil {
		if !p.IsValid() || p.String() != s || len(s) > pool.MaxLength {
			t.Fatalf("Parse(%q) = %#v, which prints %q", s, p, p)
		}
		return
	}
	if p != (pool.Principal{}) {
		t.Fatalf("Parse(%q) = %#v, %v", s, p, err)
	}
	told(t, s, err)
}

// told is what holds of every error: it quotes what was read, says where and why, and has the bytes of a page at most. A
// hint that is a member differs from the text: nobody means what was refused.
func told(t interface{ Fatalf(string, ...any) }, s string, err error) {
	if err == nil {
		return
	}
	e, ok := err.(*pool.ParseError)
	if !ok || e.Input != s[:min(len(s), pool.MaxLength)] || e.Reason == "" || e.Offset < 0 || e.Offset > len(s) || e.Hint == s && s != "" {
		t.Fatalf("reading %q: %#v", s, err)
	}
	if text := e.Error(); len(text) > 5000+2*len(e.Hint) || len(s) <= 400 && !strings.Contains(text, strconv.Quote(s)) || strings.ContainsFunc(text, unprintable) {
		t.Fatalf("reading %q: %q", s, text)
	}
}

// unprintable is what moves a terminal, or is no character.
func unprintable(r rune) bool { return r != '\ufffd' && !strconv.IsPrint(r) }

var properties = map[string]func(*rapid.T){
	"spelled": spelled, "canonical": canonical, "numbered": numbered, "covering": covering, "covered": covered,
	"shared": shared, "widened": widened, "twinned": twinned, "ordered": ordered, "mutilated": mutilated,
	"transplanted": transplanted,
}

func TestLaws(t *testing.T) {
	for name, law := range properties {
		t.Run(name, func(t *testing.T) { rapid.Check(t, law) })
	}
}

// fuzz seeds a law with random bytes, always the same: from an empty corpus the
// engine finds little.
func fuzz(f *testing.F, law func(*rapid.T)) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 16 {
		seed := make([]byte, 1024)
		for i := range seed {
			seed[i] = byte(r.Uint32())
		}
		f.Add(seed)
	}
	f.Fuzz(rapid.MakeFuzz(law))
}

func FuzzSpelled(f *testing.F)      { fuzz(f, spelled) }
func FuzzCanonical(f *testing.F)    { fuzz(f, canonical) }
func FuzzNumbered(f *testing.F)     { fuzz(f, numbered) }
func FuzzCovering(f *testing.F)     { fuzz(f, covering) }
func FuzzCovered(f *testing.F)      { fuzz(f, covered) }
func FuzzShared(f *testing.F)       { fuzz(f, shared) }
func FuzzWidened(f *testing.F)      { fuzz(f, widened) }
func FuzzTwinned(f *testing.F)      { fuzz(f, twinned) }
func FuzzOrdered(f *testing.F)      { fuzz(f, ordered) }
func FuzzMutilated(f *testing.F)    { fuzz(f, mutilated) }
func FuzzTransplanted(f *testing.F) { fuzz(f, transplanted) }
