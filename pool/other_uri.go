package pool

import "strings"

// poolResource reads the name of a pool as a resource that has an identity of its
// own: a Google-managed pool by its name, a self-managed one by its trust domain.
func (c *cursor) poolResource(set form, n Number) (Principal, *flaw) {
	if !c.cut(poolsInGlobal) {
		return c.fail(c.pos, poolsInGlobal+"POOL belongs behind name/, not "+quote(c.rest()))
	}
	name, all := strings.CutSuffix(c.rest(), "/*")
	if strings.Contains(name, "/") {
		return Principal{}, &flaw{
			at: c.pos, reason: "a pool as a resource has no " + quote(name),
			fix: strings.Replace(c.in, "/name/"+poolsInGlobal, "/"+poolsInGlobal, 1),
		}
	}
	p := Principal{kind: KindPoolResource, number: n, form: set}
	short, f := cutTrustDomain(name, n)
	if f == nil && short != name {
		p.form |= formTrustDomain
	}
	if f == nil {
		p.pool, f = parseName(short)
	}
	if f != nil {
		return c.lift(f, c.pos, len(name))
	}
	switch {
	case all && set == 0:
		return Principal{}, c.wantSet(set, "/*")
	case !all && set != 0:
		return Principal{}, c.wantOne(set, "/name/")
	}
	return p, nil
}

// cutTrustDomain gives POOL of POOL.global.NUMBER.workload.id.goog, or s itself.
func cutTrustDomain(s string, n Number) (string, *flaw) {
	domain, ok := strings.CutSuffix(s, trustDomainSuffix)
	if !ok {
		return s, nil
	}
	name, ok := strings.CutSuffix(domain, trustDomainInfix+n.String())
	if !ok || strings.Contains(name, ".") {
		return "", &flaw{reason: "trust domain " + quote(s) + ", where POOL" + trustDomainInfix + n.String() + trustDomainSuffix + " belongs"}
	}
	return name, nil
}

// workforce reads on behind workforcePools/. A subject behind principalSet:// is
// documented once and kept as it is written.
func (c *cursor) workforce(set form) (Principal, *flaw) {
	at := c.pos
	name := c.segment()
	if strings.Contains(name, ".") {
		return c.fail(at, quote(name)+" is the name of a workload identity pool, not of a workforce pool")
	}
	if f := checkText("workforce pool", name, isNameByte); f != nil {
		return c.lift(f, at, len(name))
	}
	p := Principal{kind: KindWorkforce, form: set, a: name, b: c.rest()}
	switch {
	case p.b == "*":
		return c.checked(p, nil, c.wantSet(set, "/*"))
	case c.cut("subject/"):
		return c.checked(p, checkNotEmpty("subject", c.rest()), nil)
	case c.cut("group/"):
		return c.checked(p, checkNotEmpty("group", c.rest()), c.wantSet(set, "group/"))
	case c.cut("attribute."):
		if _, f := c.attribute(set, p); f != nil {
			return Principal{}, f
		}
		return p, nil
	}
	f := &flaw{at: c.pos, reason: "subject/, group/, attribute.NAME/ or * belongs behind a workforce pool, not " + quote(c.rest())}
	if p.b == "" {
		f.reason = "the workforce pool, and none of its members: a selector belongs behind it"
		f.fix = "principalSet" + c.in[strings.Index(c.in, ":"):at] + name + "/*"
	}
	return Principal{}, f
}

// goog reads the accounts, groups and everyone of IAM v2.
func (c *cursor) goog(set form) (Principal, *flaw) {
	switch {
	case c.cut("subject/"):
		p := Principal{kind: KindUser, form: formV2, a: c.rest()}
		return c.checked(p, checkEmail(c.rest()), c.wantOne(set, "subject/"))
	case c.cut("group/"):
		p := Principal{kind: KindGoogleGroup, form: formV2, a: c.rest()}
		return c.checked(p, checkEmail(c.rest()), c.wantSet(set, "group/"))
	case c.cut("cloudIdentityCustomerId/"):
		p := Principal{kind: KindCustomer, a: c.rest()}
		return c.checked(p, checkCustomer(c.rest()), c.wantSet(set, "cloudIdentityCustomerId/"))
	case c.rest() == "public:all":
		return c.checked(Principal{kind: KindAllUsers, form: formV2}, nil, c.wantSet(set, "public:all"))
	default:
		return c.fail(c.pos, "subject/, group/, cloudIdentityCustomerId/ or public:all belongs behind goog, not "+quote(c.rest()))
	}
}

func checkCustomer(s string) *flaw {
	return checkText("customer ID", s, func(b byte) bool { return isLower(b) || isUpper(b) || isDigit(b) })
}

// node reads the sets of service accounts below a project, folder or organization.
func (c *cursor) node(set form) (Principal, *flaw) {
	p := Principal{}
	at := c.pos
	switch word := c.segment(); word {
	case "projects":
		p.node = NodeProject
	case "folders":
		p.node = NodeFolder
	case "organizations":
		p.node = NodeOrganization
	default:
		return c.fail(at, "projects/, folders/ or organizations/ belongs here, not "+quote(word))
	}
	var f *flaw
	if p.number, f = c.number(); f != nil {
		return Principal{}, f
	}
	switch c.rest() {
	case "type/ServiceAccount":
		p.kind = KindServiceAccountSet
	case "type/ServiceAgent":
		p.kind = KindServiceAgentSet
	default:
		return Principal{}, &flaw{
			at: c.pos, reason: "type/ServiceAccount or type/ServiceAgent belongs here, not " + quote(c.rest()),
			fix: c.in[:c.pos] + strings.Repeat("/", missingSlash(c.in, c.pos)) + "type/ServiceAccount",
		}
	}
	return c.checked(p, nil, c.wantSet(set, "type/"))
}

func (c *cursor) number() (Number, *flaw) {
	at := c.pos
	segment := c.segment()
	n, f := parseNumber(segment)
	if f != nil {
		return 0, f.in(c.in, at, len(segment))
	}
	return n, nil
}

func missingSlash(in string, at int) int {
	if in[at-1] == '/' {
		return 0
	}
	return 1
}

// resource reads the built-in identity of another resource, or a set of them. The
// number and the shape are checked and the text is kept: nothing in this package tells
// them apart any further.
func (c *cursor) resource(start int, set form) (Principal, *flaw) {
	p := Principal{kind: KindResource, form: set, a: c.in[start:]}
	at := c.pos
	if word := c.segment(); word != "projects" && word != "folders" && word != "organizations" {
		return c.fail(at, "projects/NUMBER belongs behind the service, not "+quote(word))
	}
	var f *flaw
	if p.number, f = c.number(); f != nil {
		return Principal{}, f
	}
	at = c.pos
	switch word := c.segment(); {
	case word == "name" || word == "uid":
		return c.checked(p, checkPath(c.rest()), c.wantOne(set, word+"/"))
	case word == "type" || word == "ancestor.name" || word == "ancestor.uid":
		return c.checked(p, checkPath(c.rest()), c.wantSet(set, word+"/"))
	case word == "*" && c.rest() == "":
		return c.checked(p, nil, c.wantSet(set, "/*"))
	default:
		return c.fail(at, "name/, uid/, type/ or * belongs behind the project, not "+quote(word))
	}
}

func checkPath(s string) *flaw {
	if i := strings.Index("/"+s+"/", "//"); i >= 0 {
		return &flaw{at: i, reason: "empty part of the path" + unset}
	}
	return checkText("path", s, isPathByte)
}

// isAgentHost: agents.global.org-N.system.id.goog, or proj-N.
func isAgentHost(host string) bool {
	s, ok := strings.CutPrefix(host, "agents.global.")
	if !ok {
		return false
	}
	if s, ok = strings.CutSuffix(s, ".system.id.goog"); !ok {
		return false
	}
	_, digits, ok := strings.Cut(s, "-")
	_, f := parseNumber(digits)
	return ok && f == nil && (strings.HasPrefix(s, "org-") || strings.HasPrefix(s, "proj-"))
}

// agent reads the identity of an agent, or a set of them.
func (c *cursor) agent(start int, set form) (Principal, *flaw) {
	p := Principal{kind: KindResource, form: set, a: c.in[start:]}
	switch {
	case c.rest() == "*":
		return c.checked(p, nil, c.wantSet(set, "/*"))
	case c.cut("resources/"):
		return c.checked(p, checkPath(c.rest()), c.wantOne(set, "resources/"))
	case c.cut("attribute."):
		return c.checked(p, checkPath(c.rest()), c.wantSet(set, "attribute."))
	default:
		return c.fail(c.pos, "resources/, attribute.NAME/ or * belongs behind an agents' trust domain, not "+quote(c.rest()))
	}
}
