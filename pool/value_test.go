package pool_test

import (
	"errors"
	"strings"
	"testing"

	"fleettrust.example/pool"
)

// TestZero: every zero value is invalid, says so, and is in nothing.
func TestZero(t *testing.T) {
	var p pool.Principal
	var n pool.Name
	if p.IsValid() || n.IsValid() || p.Kind() != 0 || n.IsManaged() {
		t.Error("a zero value is valid")
	}
	for got, want := range map[string]string{
		p.String(): "invalid principal", n.String(): "invalid pool", pool.Number(0).String(): "?",
		pool.Kind(0).String(): "invalid", pool.AccountKind(0).String(): "none", pool.NodeKind(0).String(): "none",
		(pool.KindDeleted + 1).String(): "invalid", (pool.AccountOther + 1).String(): "none", (pool.NodeOrganization + 1).String(): "none",
		pool.Kind(255).String(): "invalid", pool.AccountKind(255).String(): "none", pool.NodeKind(255).String(): "none",
	} {
		if got != want {
			t.Errorf("a zero value prints %q, want %q", got, want)
		}
	}
	all := pool.AllUsers()
	if p.Matches(cart) || p.Covers(p) || p.Overlaps(p) || all.Covers(p) || all.Overlaps(p) || p.Canonical() != p || p.WithNumber(7) != p {
		t.Error("the zero principal is in a set")
	}
	if _, dead := p.Dead(); dead {
		t.Error("the zero principal is dead")
	}
	if all.Matches(pool.Identity{}) {
		t.Error("an identity of no pool is somebody")
	}
	if _, err := pool.Parse(p.String()); err == nil {
		t.Error("the zero principal parses")
	}
}

// TestConstructors: an illegal part gives the zero principal, never a half one.
func TestConstructors(t *testing.T) {
	acme, none := cart.Pool, pool.Name{}
	for what, p := range map[string]pool.Principal{
		"subject of no pool":        pool.Subject(none, 7, "shop", "cart"),
		"subject of no namespace":   pool.Subject(acme, 7, "", "cart"),
		"subject of no account":     pool.Subject(acme, 7, "shop", ""),
		"namespace with a dot":      pool.Subject(acme, 7, "shop.eu", "cart"),
		"account with a slash":      pool.Subject(acme, 7, "shop", "cart/x"),
		"account in upper case":     pool.Subject(acme, 7, "shop", "Cart"),
		"long namespace":            pool.Namespace(acme, 7, strings.Repeat("a", 64)),
		"long account":              pool.Subject(acme, 7, "shop", strings.Repeat("a", 254)),
		"empty namespace":           pool.Namespace(acme, 7, ""),
		"namespace of no pool":      pool.Namespace(none, 7, "shop"),
		"empty UID":                 pool.UID(acme, 7, ""),
		"UID with a slash":          pool.UID(acme, 7, "a/b"),
		"long UID":                  pool.UID(acme, 7, strings.Repeat("a", 129)),
		"UID of no pool":            pool.UID(none, 7, "u-1"),
		"provider that is no URL":   pool.Cluster(acme, 7, "blue"),
		"provider without a host":   pool.Cluster(acme, 7, "https://"),
		"provider with a space":     pool.Cluster(acme, 7, "https://a b"),
		"provider with a line end":  pool.Cluster(acme, 7, "https://a\n"),
		"endless provider":          pool.Cluster(acme, 7, "https://"+strings.Repeat("a", pool.MaxLength)),
		"provider with placeholder": pool.Cluster(acme, 7, "https://container.googleapis.com/v1/projects/${project}"),
		"provider of no pool":       pool.Cluster(none, 7, "https://a.example"),
		"all of no pool":            pool.All(none, 7),
		"address of a person":       pool.ServiceAccount("alex@example.com"),
		"no address":                pool.ServiceAccount(""),
		"address with placeholder":  pool.ServiceAccount("{a}@acme.iam.gserviceaccount.com"),
		"accounts of no node":       pool.ServiceAccounts(0, 7),
		"accounts of another node":  pool.ServiceAccounts(4, 7),
		"accounts of no number":     pool.ServiceAccounts(pool.NodeFolder, 0),
	} {
		if p != (pool.Principal{}) {
			t.Errorf("%s gives %v", what, p)
		}
	}
}

// TestLimits: the longest name is legal, and one character more is not.
func TestLimits(t *testing.T) {
	acme := cart.Pool
	for what, long := range map[string]struct {
		longest int
		p       func(n int) pool.Principal
	}{
		"UID":       {128, func(n int) pool.Principal { return pool.UID(acme, 7, strings.Repeat("a", n)) }},
		"URL":       {2048, func(n int) pool.Principal { return pool.Cluster(acme, 7, "https://"+strings.Repeat("a", n-8)) }},
		"namespace": {63, func(n int) pool.Principal { return pool.Namespace(acme, 7, strings.Repeat("a", n)) }},
		"account":   {253, func(n int) pool.Principal { return pool.Subject(acme, 7, "shop", strings.Repeat("a", n)) }},
	} {
		p := long.p(long.longest)
		if got := must(pool.Parse(p.String())); got != p || !p.IsValid() {
			t.Errorf("%s of %d characters: %v", what, long.longest, p)
		}
		if p := long.p(long.longest + 1); p.IsValid() {
			t.Errorf("%s of %d characters: %v", what, long.longest+1, p)
		}
	}
	if n, ok := pool.NameOf(strings.Repeat("a", 253)); !ok || must(pool.ParseName(n.String())) != n {
		t.Error("a project ID of 253 characters has no pool")
	}
	if n, ok := pool.NameOf(strings.Repeat("a", 254)); ok {
		t.Errorf("a project ID of 254 characters has the pool %v", n)
	}
}

// TestServiceAccounts: the set of each node, as it is written.
func TestServiceAccounts(t *testing.T) {
	for node, want := range map[pool.NodeKind]string{
		pool.NodeProject: "projects", pool.NodeFolder: "folders", pool.NodeOrganization: "organizations",
	} {
		p := pool.ServiceAccounts(node, 7)
		if p != must(pool.Parse("principalSet://cloudresourcemanager.googleapis.com/"+want+"/7/type/ServiceAccount")) || p.Node() != node || p.Number() != 7 {
			t.Errorf("%v: %v", want, p)
		}
	}
}

// TestKinds: each kind has a word of its own, as each node and account kind has.
func TestKinds(t *testing.T) {
	seen := map[string]bool{}
	for k := pool.KindSubject; k <= pool.KindDeleted; k++ {
		if s := k.String(); s == "invalid" || seen[s] || strings.ToLower(s) != s {
			t.Errorf("kind %d is called %q", k, s)
		}
		seen[k.String()] = true
	}
	for k := pool.AccountUserManaged; k <= pool.AccountOther; k++ {
		if s := k.String(); s == "none" || seen["account "+s] {
			t.Errorf("account kind %d is called %q", k, s)
		}
		seen["account "+k.String()] = true
	}
}

// TestParseError: the text names the thing, quotes the input, gives the reason and
// the hint; an input too long is kept in part.
func TestParseError(t *testing.T) {
	_, err := pool.Parse("serviceAccount:acme.svc.goog.id[shop/cart]")
	want := `member "serviceAccount:acme.svc.goog.id[shop/cart]": pool name ends in "svc.goog.id", not in "svc.id.goog"; probably meant: serviceAccount:acme.svc.id.goog[shop/cart]`
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	for in, want := range map[string]string{
		"": "empty member, as an unset variable leaves it",
		"principal://iam.googleapis.com/projects/7/locations/global/workloadIdentityPools/github/subject/a\xffb":   "byte 0xff is not UTF-8",
		"principal://iam.googleapis.com/projects/7/locations/global/workloadIdentityPools/github/subject/a\x00b":   `unprintable character '\x00'`,
		"principal://iam.googleapis.com/projects/7/locations/global/workloadIdentityPools/github/subject/a\u00a0b": `space '\u00a0', as copied from a page`,
	} {
		_, err := pool.Parse(in)
		if e, ok := err.(*pool.ParseError); !ok || e.Reason != want {
			t.Errorf("Parse(%q): %v, want %s", in, err, want)
		}
	}
	_, err = pool.ParseNumber("-1")
	if want := `number "-1": "-1" where a number belongs: decimal digits and nothing else`; err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	_, err = pool.Parse(strings.Repeat("a", 1<<20))
	var e *pool.ParseError
	if !errors.As(err, &e) || len(e.Input) != pool.MaxLength || len(e.Error()) > 1000 {
		t.Errorf("a megabyte: %v", err)
	}
}

// TestMust: a wrong member in a program is a mistake of the programmer's.
func TestMust(t *testing.T) {
	defer func() {
		if _, ok := recover().(*pool.ParseError); !ok {
			t.Error("Must did not panic with the error")
		}
	}()
	pool.Must(pool.Parse("nobody"))
}

// TestAllocations: the questions that a graph asks millions of times allocate
// nothing.
func TestAllocations(t *testing.T) {
	p, q := pool.Subject(cart.Pool, 7, "shop", "cart"), pool.Namespace(cart.Pool, 7, "shop")
	sink := false
	for what, ask := range map[string]func() bool{
		"Matches":    func() bool { return p.Matches(cart) && q.Matches(cart) },
		"Covers":     func() bool { return q.Covers(p) },
		"Overlaps":   func() bool { return p.Overlaps(q) },
		"Compare":    func() bool { return p.Compare(q) < 0 },
		"WithNumber": func() bool { return p.WithNumber(8) == p },
		"Subject":    func() bool { return pool.Subject(cart.Pool, 7, "shop", "cart") == p },
	} {
		if n := testing.AllocsPerRun(100, func() { sink = ask() }); n != 0 {
			t.Errorf("%s allocates %v times", what, n)
		}
		if !sink {
			t.Errorf("%s says no", what)
		}
	}
}
