package pool

import "strings"

const accountDomain = "gserviceaccount.com"

// serviceAccount reads an e-mail address, or the legacy spelling of a subject:
// POOL[NAMESPACE/NAME].
func (c *cursor) serviceAccount() (Principal, *flaw) {
	s := c.rest()
	if f := doubled(c.in, s); f != nil {
		return Principal{}, f
	}
	if strings.ContainsAny(s, "[]") || !strings.Contains(s, "@") {
		return c.legacy()
	}
	if i := strings.LastIndex(s, "serviceAccounts/"); i >= 0 {
		return Principal{}, &flaw{at: c.pos, reason: "resource name where the e-mail address belongs", fix: c.in[:c.pos] + s[i+len("serviceAccounts/"):]}
	}
	return c.value(KindServiceAccount, checkAccount)
}

// legacy reads POOL[NAMESPACE/NAME].
func (c *cursor) legacy() (Principal, *flaw) {
	s := c.rest()
	open := strings.IndexByte(s, '[')
	if open < 0 || !strings.HasSuffix(s, "]") {
		return Principal{}, c.bracket(open)
	}
	name, f := parseName(s[:open])
	if f != nil {
		return c.lift(f, c.pos, open)
	}
	if !name.IsManaged() {
		return Principal{}, &flaw{
			at: c.pos, reason: "the spelling POOL[NAMESPACE/NAME] exists for Google-managed pools only, not for " + quote(s[:open]),
			fix: c.in[:c.pos+open] + managedSuffix + s[open:],
		}
	}
	inside := s[open+1 : len(s)-1]
	ns, ksa, ok := strings.Cut(inside, "/")
	if f := wildcard(name, inside, ns, ksa); f != nil {
		return c.lift(f, c.pos+open+1, len(inside))
	}
	if !ok {
		return Principal{}, &flaw{
			at:     c.pos + open,
			reason: "[" + inside + "] has no namespace",
			advice: "[NAMESPACE/NAME] with the namespace of the service account",
		}
	}
	if f := checkLabel("namespace", ns); f != nil {
		return c.lift(f, c.pos+open+1, len(ns))
	}
	if f := checkSubdomain("service account", ksa); f != nil {
		return c.lift(f, c.pos+open+1+len(ns)+1, len(ksa))
	}
	return Subject(name, 0, ns, ksa), nil
}

// bracket explains a legacy spelling without both brackets; open is the offset of
// the first in the rest, or -1.
func (c *cursor) bracket(open int) *flaw {
	s := c.rest()
	f := &flaw{at: c.pos, reason: "neither an e-mail address nor POOL[NAMESPACE/NAME]"}
	switch i := strings.Index(s, ".id.goog"); {
	case s == "":
		f.reason = "empty service account" + unset
	case open >= 0:
		f.at, f.reason, f.fix = len(c.in), "no closing bracket", c.in+"]"
		if j := strings.IndexByte(s, ']'); j >= 0 {
			f.at, f.reason, f.fix = c.pos+j+1, "text behind the closing bracket", c.in[:c.pos+j+1]
		}
	case strings.HasSuffix(s, "]") && i >= 0:
		i += c.pos + len(".id.goog")
		f.at, f.reason, f.fix = i, "no opening bracket", c.in[:i]+"["+c.in[i:]
	case i >= 0:
		f.reason = "a pool's name without [NAMESPACE/NAME]"
		f.advice = c.in + "[NAMESPACE/NAME]"
		f.fix = c.in[:c.pos] + strings.Replace(s, ".id.goog/", ".id.goog[", 1) + "]"
	}
	return f
}

// wildcard explains a star: the spelling has none. Only the star for everything
// has another spelling that needs no number.
func wildcard(name Name, inside, ns, ksa string) *flaw {
	star := strings.IndexByte(inside, '*')
	if star < 0 {
		return nil
	}
	f := &flaw{at: star, reason: "* is no wildcard in [NAMESPACE/NAME]"}
	switch {
	case inside == "*" || ns == "*" && ksa == "*":
		f.advice = All(name, 0).String()
	case ns == "*":
		f.advice = "one member for each namespace: no member names one service account of every namespace"
	case ksa == "*":
		f.advice = "principalSet://" + iamHost + "/projects/NUMBER/" + poolsInGlobal + name.text + "/namespace/" + ns
	}
	return f
}

// checkEmail checks an address of a person or group. Upper case is refused and
// not folded: IAM stores these addresses in lower case and ignores case when it reads
// them, so two spellings would pass for two principals.
func checkEmail(s string) *flaw {
	local, domain, ok := cutLast(s, "@")
	switch {
	case s == "":
		return checkNotEmpty("e-mail address", s)
	case !ok:
		return &flaw{reason: quote(s) + " is no e-mail address: it has no @"}
	case local == "":
		return &flaw{reason: "nothing before the @" + unset}
	case strings.HasPrefix(domain, ".iam."):
		return &flaw{at: len(local) + 1, reason: "empty project ID" + unset}
	}
	if f := checkText("e-mail address", local, isLocalByte); f != nil {
		return f.in(s, 0, len(local))
	}
	if f := checkDomain(domain); f != nil {
		return f.in(s, len(local)+1, len(domain))
	}
	return nil
}

func isLocalByte(b byte) bool { return isNameByte(b) || strings.IndexByte("._+'&=~!#/", b) >= 0 }

// checkAccount checks the address of a service account.
func checkAccount(s string) *flaw {
	if f := checkEmail(s); f != nil {
		return f
	}
	local, domain, _ := cutLast(s, "@")
	if domain != accountDomain && !strings.HasSuffix(domain, "."+accountDomain) {
		return &flaw{
			at: len(local) + 1, reason: "the address of a service account ends in " + accountDomain + ", not in " + quote(domain),
			advice: "user: or group: for an address of another kind",
		}
	}
	return nil
}
