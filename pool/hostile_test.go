package pool_test

import (
	"runtime"
	"strings"
	"testing"

	"fleettrust.example/pool"
)

// hostile are texts that mean harm or come of a mishap, each with the part of a reader that it is aimed at. What stands
// in testdata/members is what people write.
var hostile = []struct{ why, text string }{
	{"nothing at all: an unset variable", ""},
	{"one NUL ends a text in C, and not here", "user:ann@example.com\x00.evil.example"},
	{"the byte order mark that an editor put in front", "\ufeffallUsers"},
	{"a line end of Windows", "allUsers\r\n"},
	{"no UTF-8: half a character", "user:ann@example.com\xc3"},
	{"no UTF-8: a slash in two bytes, which careless decoders take for one", "serviceAccount:acme.svc.id.goog[shop\xc0\xafcart]"},
	{"a surrogate in UTF-8, which is none", "user:a\xed\xa0\x80@example.com"},
	{"U+FFFD itself is a character, and what broken bytes are often turned into", "user:\ufffd@example.com"},
	{"a Cyrillic a looks like the Latin one", "serviceAccount:\u0430cme.svc.id.goog[shop/cart]"},
	{"wide letters fold to ASCII where a reader normalizes", "ａｌｌＵｓｅｒｓ"},
	{"a dotless i upper-cases to I", "serviceAccount:acme.svc.ıd.goog[shop/cart]"},
	{"letters that are written the other way hide the end", "user:ann@example.com\u202egoog"},
	{"no width at all", "serviceAccount:acme.svc.id.goog[shop/ca\u200brt]"},
	{"a soft hyphen is not shown", "allU\u00adsers"},
	{"a percent sign and two digits are not decoded: this has no slash", "serviceAccount:acme.svc.id.goog[shop%2fcart]"},
	{"a verb of fmt must come out as it went in", "user:%!s(MISSING)%[1]*d@example.com"},
	{"a number of twenty digits is more than 64 bits hold", "principal://iam.googleapis.com/projects/99999999999999999999/locations/global/workloadIdentityPools/acme.svc.id.goog/subject/ns/shop/sa/cart"},
	{"the largest number of 63 bits", "principal://iam.googleapis.com/projects/9223372036854775807/locations/global/workloadIdentityPools/acme.svc.id.goog/*"},
	{"one more than that", "principal://iam.googleapis.com/projects/9223372036854775808/locations/global/workloadIdentityPools/acme.svc.id.goog/*"},
	{"a number with a zero in front has two spellings", "principal://iam.googleapis.com/projects/007/locations/global/workloadIdentityPools/acme.svc.id.goog/*"},
	{"digits that are not ASCII", "principal://iam.googleapis.com/projects/٧/locations/global/workloadIdentityPools/acme.svc.id.goog/*"},
	{"a segment too many", "principal://iam.googleapis.com/projects/7/locations/global/workloadIdentityPools/acme.svc.id.goog/subject/ns/shop/sa/cart/"},
	{"a segment of two dots climbs in a path, and is a name here", "principal://iam.googleapis.com/projects/7/locations/global/workloadIdentityPools/../subject/x"},
	{"brackets inside brackets", "serviceAccount:acme.svc.id.goog[[shop/cart]]"},
	{"a second member behind the first", "serviceAccount:acme.svc.id.goog[shop/cart]serviceAccount:acme.svc.id.goog[shop/cart]"},
	{"deleted, of deleted, of deleted", "deleted:deleted:deleted:user:ann@example.com?uid=1"},
	{"two identifiers of what was deleted", "deleted:user:ann@example.com?uid=1?uid=2"},
	{"fixes that need fixes: the hint must come to an end", "SERVICEACCOUNT:ACME.SVC.ID.GOOG[SHOP/CART]"},
	{"placeholders inside one another", "user:${a${b${c}}}@example.com"},
	{"the marks of a template without their ends", "user:${{<<[[%(@example.com"},
	{"a label of 64 characters, one too many", "serviceAccount:acme.svc.id.goog[" + strings.Repeat("n", 64) + "/cart]"},
	{"many short labels: each is looked at once", "domain:" + strings.Repeat("a.", 5000) + "example"},
	{"hyphens only, where the ends of labels are looked at", "domain:" + strings.Repeat("-", 10_000)},
	{"question marks only, where an identifier is cut off", "deleted:user:" + strings.Repeat("?uid=", 2000)},
	{"at signs only, where the last one counts", "serviceAccount:" + strings.Repeat("@", 10_000)},
	{"templates that never close, in a text that is as long as one may be", "user:" + strings.Repeat("${", (pool.MaxLength-5)/2)},
	{"DEL is the control character that stands behind the letters", "https://container.example/v1/\x7f"},
	{"as many bytes as an error quotes whole", strings.Repeat("x", 400)},
	{"one byte more than is read", strings.Repeat("a", pool.MaxLength+1)},
	{"a megabyte: it is refused unread", "serviceAccount:" + strings.Repeat("[", 1<<20)},
}

// FuzzConstruct makes principals of any two texts: what is valid prints as a member that is read as the same, and what
// is not is zero.
func FuzzConstruct(f *testing.F) {
	for _, h := range hostile {
		f.Add(h.text, "cart")
		f.Add("shop", h.text)
	}
	f.Add("shop", "cart.v1")
	f.Add("acme", "https://container.googleapis.com/v1/projects/acme/locations/europe-west1/clusters/blue")
	f.Add("example.com:acme", "7f3c1f0e-6f0a-4b3e-9d7e-0a3a4f3f9c11")
	f.Fuzz(func(t *testing.T, a, b string) { constructed(t, a, b) })
}

func constructed(t *testing.T, a, b string) {
	acme := must(pool.ParseName("acme.svc.id.goog"))
	for _, p := range []pool.Principal{
		pool.Subject(acme, 7, a, b), pool.Subject(acme, 0, a, b), pool.Namespace(acme, 7, a), pool.UID(acme, 7, b),
		pool.Cluster(acme, 7, b), pool.ServiceAccount(a), pool.ServiceAccount(a + "@" + b),
	} {
		if !p.IsValid() {
			if p != (pool.Principal{}) {
				t.Fatalf("of %.60q and %.60q comes %#v, neither valid nor zero", a, b, p)
			}
			continue
		}
		if q, err := pool.Parse(p.String()); err != nil || q != p {
			t.Fatalf("of %q and %q comes %v, which is read as %v, %v", a, b, p, q, err)
		}
	}
	n, ok := pool.NameOf(a)
	if ok != n.IsValid() || ok && must(pool.ParseName(n.String())) != n {
		t.Fatalf("NameOf(%q) = %v, %t", a, n, ok)
	}
	if id, told := n.Project(); told && id != a {
		t.Fatalf("NameOf(%q) is the pool of project %q", a, id)
	}
	if pool.IsProjectID(a) && !ok && !strings.Contains(a, ":") { // of a domain-scoped project the name is not told
		t.Fatalf("project %q has no pool", a)
	}
}

// TestReadersAllocateLittle: what a reader allocates, its error and its hint with it, is bounded by a multiple of what it
// reads, and of no more than MaxLength of it.
func TestReadersAllocateLittle(t *testing.T) {
	for _, h := range hostile {
		for what, read := range map[string]func() error{
			"Parse":       func() error { _, err := pool.Parse(h.text); return err },
			"ParseName":   func() error { _, err := pool.ParseName(h.text); return err },
			"ParseNumber": func() error { _, err := pool.ParseNumber(h.text); return err },
		} {
			most := 64<<10 + 40*min(len(h.text), pool.MaxLength)
			if n := allocated(func() { read() }); n > uint64(most) {
				t.Errorf("%s: %s takes %d bytes for a text of %d, and %d at most were allowed", h.why, what, n, len(h.text), most)
			}
		}
	}
}

// allocated is how many bytes a function allocates.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}
