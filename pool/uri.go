package pool

import "strings"

const (
	trustDomainInfix  = ".global."
	trustDomainSuffix = ".workload.id.goog"
	poolsInGlobal     = "locations/global/workloadIdentityPools/"
)

// uri reads what follows principal:// or principalSet://; set is formSet for the
// latter. The host decides.
func (c *cursor) uri(set form) (Principal, *flaw) {
	start := c.pos
	host := c.segment()
	switch {
	case host == iamHost:
		return c.iam(set)
	case host == googHost:
		return c.goog(set)
	case host == nodeHost:
		return c.node(set)
	case strings.HasSuffix(host, ".googleapis.com"):
		return c.resource(start, set)
	case isAgentHost(host):
		return c.agent(start, set)
	case host == "":
		return c.fail(start, "empty host"+unset)
	default:
		return Principal{}, unknownHost(c, start, host)
	}
}

func unknownHost(c *cursor, start int, host string) *flaw {
	f := &flaw{
		at:     start,
		reason: "host " + quote(host) + ", where iam.googleapis.com, goog, cloudresourcemanager.googleapis.com or a service's host belongs",
	}
	if _, g := parseName(host); g == nil || strings.HasSuffix(host, trustDomainSuffix) {
		f.reason = "host " + quote(host) + " is a trust domain: this is a SPIFFE ID and no member"
		f.fix = fromSPIFFE(c.in[start:])
	}
	return f
}

// wantSet and wantOne check the scheme against what the path selects.
func (c *cursor) wantSet(set form, what string) *flaw {
	if set != 0 {
		return nil
	}
	return &flaw{reason: what + " selects many identities: principalSet:// and not principal://", fix: "principalSet" + strings.TrimPrefix(c.in, "principal")}
}

func (c *cursor) wantOne(set form, what string) *flaw {
	if set == 0 {
		return nil
	}
	return &flaw{reason: what + " names one identity: principal:// and not principalSet://", fix: "principal" + strings.TrimPrefix(c.in, "principalSet")}
}

// iam reads the path of iam.googleapis.com: pools, and service accounts as IAM v2
// spells them.
func (c *cursor) iam(set form) (Principal, *flaw) {
	switch {
	case c.cut(anyProject):
		return c.accountV2(set)
	case c.cut("projects/"):
		return c.iamProject(set)
	case c.cut("locations/"):
		return c.iamLocation(set)
	case strings.HasPrefix(c.rest(), "workloadIdentityPools/"):
		return Principal{}, c.withoutProject(c.pos, "locations/global/")
	case strings.HasPrefix(c.rest(), "workforcePools/"):
		return Principal{}, &flaw{at: c.pos, reason: "locations/global is missing", fix: c.in[:c.pos] + "locations/global/" + c.rest()}
	}
	at := c.pos
	if n, f := parseName(c.segment()); f == nil && n.IsManaged() {
		return Principal{}, &flaw{
			at:     at,
			reason: "projects/NUMBER/" + poolsInGlobal + " is missing: this is the name that a token's group bears in a log, and no member",
			advice: "the full path of the pool",
		}
	}
	return c.fail(at, "the path starts with projects/NUMBER or locations/global, not "+quote(c.in[at:]))
}

func (c *cursor) accountV2(set form) (Principal, *flaw) {
	email := c.rest()
	if f := checkAccount(email); f != nil {
		return c.lift(f, c.pos, len(email))
	}
	if f := c.wantOne(set, "serviceAccounts/"); f != nil {
		return Principal{}, f
	}
	return Principal{kind: KindServiceAccount, form: formV2, a: email}, nil
}

// iamProject reads on behind projects/.
func (c *cursor) iamProject(set form) (Principal, *flaw) {
	at := c.pos
	segment := c.segment()
	if strings.HasPrefix(c.rest(), "serviceAccounts/") {
		return Principal{}, &flaw{at: at, reason: "a service account's project is written \"-\"", fix: c.in[:at] + "-/" + c.rest()}
	}
	n, f := parseNumber(segment)
	if f != nil {
		f = f.in(c.in, at, len(segment))
		f.fix = legacySpelling(c.in, at, len(segment), segment)
		return Principal{}, f
	}
	switch {
	case c.cut("locations/"):
		if f := c.global(); f != nil {
			return Principal{}, f
		}
		return c.workload(set, at, n)
	case c.cut("name/" + poolsInGlobal):
		return c.poolResource(set, n)
	case strings.HasPrefix(c.rest(), "workloadIdentityPools/"), strings.HasPrefix(c.rest(), "global/"):
		return Principal{}, &flaw{
			at: c.pos, reason: "locations/global is missing",
			fix: c.in[:c.pos] + "locations/global/" + strings.TrimPrefix(c.rest(), "global/"),
		}
	}
	start := strings.Index(c.in, "//") + 2
	c.pos = start + len(iamHost) + 1
	return c.resource(start, set)
}

// legacySpelling gives a member in which no number stands, if the path is that of
// a pool which the project ID in the number's place owns.
func legacySpelling(in string, at, n int, id string) string {
	p, f := parse(in[:at] + "1" + in[at+n:])
	if f != nil || p.kind != KindSubject && p.kind != KindPool {
		return ""
	}
	if owner, ok := p.pool.Project(); !ok || owner != id && id != "" {
		return ""
	}
	p.number = 0
	return p.String()
}

// global reads the one location that pools have.
func (c *cursor) global() *flaw {
	at := c.pos
	if location := c.segment(); location != "global" {
		f := &flaw{reason: "location " + quote(location) + ", and pools have no location but global", fix: "global"}
		return f.in(c.in, at, len(location))
	}
	return nil
}

// iamLocation reads on behind locations/ where no project stands before it.
func (c *cursor) iamLocation(set form) (Principal, *flaw) {
	start := c.pos - len("locations/")
	if f := c.global(); f != nil {
		return Principal{}, f
	}
	switch {
	case c.cut("workforcePools/"):
		return c.workforce(set)
	case strings.HasPrefix(c.rest(), "workloadIdentityPools/"):
		return Principal{}, c.withoutProject(start, "")
	}
	return c.fail(c.pos, "locations/global/workforcePools/ or projects/NUMBER/"+poolsInGlobal+" belongs here, not "+quote(c.rest()))
}

func (c *cursor) withoutProject(at int, infix string) *flaw {
	with := c.in[:at] + "projects/" + "1" + "/" + infix + c.in[at:]
	return &flaw{
		at:     at,
		reason: "projects/NUMBER is missing before the pool",
		advice: "projects/NUMBER/" + poolsInGlobal + "…, with the number of the pool's project",
		fix:    legacySpelling(with, at+len("projects/"), 1, ""),
	}
}

// workload reads on behind projects/N/locations/global/.
func (c *cursor) workload(set form, project int, n Number) (Principal, *flaw) {
	if strings.HasPrefix(c.rest(), "workforcePools/") {
		return Principal{}, &flaw{
			at: c.pos, reason: "a workforce pool belongs to the organization: no projects/NUMBER stands before it",
			fix: c.in[:project-len("projects/")] + "locations/global/" + c.rest(),
		}
	}
	if !c.cut("workloadIdentityPools/") {
		return c.fail(c.pos, "workloadIdentityPools/ belongs here, not "+quote(c.rest()))
	}
	at := c.pos
	s := c.segment()
	name, f := parseName(s)
	if f != nil {
		return c.lift(f, at, len(s))
	}
	return c.selector(set, name, n)
}

// selector reads on behind the name of the pool.
func (c *cursor) selector(set form, name Name, n Number) (Principal, *flaw) {
	p := Principal{pool: name, number: n}
	switch {
	case c.rest() == "*":
		p.kind = KindPool
		return c.checked(p, nil, c.wantSet(set, "/*"))
	case c.cut("subject/"):
		p.kind = KindSubject
		p.a, p.b = cutSubject(c.rest())
		return c.checked(p, checkSubject(name, c.rest()), c.wantOne(set, "subject/"))
	case c.cut("kubernetes.serviceaccount.uid/"):
		p.kind, p.a = KindUID, c.rest()
		return c.checked(p, checkUID(c.rest()), c.wantOne(set, "kubernetes.serviceaccount.uid/"))
	case c.cut("namespace/"):
		p.kind, p.a = KindNamespace, c.rest()
		return c.checked(p, checkLabel("namespace", c.rest()), c.wantSet(set, "namespace/"))
	case c.cut("kubernetes.cluster/"):
		p.kind, p.a = KindCluster, c.rest()
		return c.checked(p, checkProvider(c.rest()), c.wantSet(set, "kubernetes.cluster/"))
	case c.cut("group/"):
		p.kind, p.a = KindGroup, c.rest()
		return c.checked(p, checkNotEmpty("group", c.rest()), c.wantSet(set, "group/"))
	case c.cut("attribute."):
		return c.attribute(set, p)
	default:
		return Principal{}, c.unknownSelector()
	}
}

// checked reports a flaw of the value before one of the scheme.
func (c *cursor) checked(p Principal, value, scheme *flaw) (Principal, *flaw) {
	if value != nil {
		return c.lift(value, c.pos, len(c.rest()))
	}
	if scheme != nil {
		return Principal{}, scheme
	}
	return p, nil
}

func checkNotEmpty(what, s string) *flaw {
	if s == "" {
		return &flaw{reason: "empty " + what + unset}
	}
	return nil
}

// cutSubject cuts ns/NAMESPACE/sa/NAME into its names if both are legal in
// Kubernetes; any other subject is left as it is.
func cutSubject(s string) (a, b string) {
	if rest, ok := strings.CutPrefix(s, "ns/"); ok {
		if ns, name, ok := strings.Cut(rest, "/sa/"); ok && checkLabel("", ns) == nil && checkSubdomain("", name) == nil {
			return ns, name
		}
	}
	return s, ""
}

// checkSubject refuses the empty parts of a template. What is left and is no
// subject of Kubernetes is legal to write, and dead in a Google-managed pool.
func checkSubject(name Name, s string) *flaw {
	switch {
	case s == "":
		return checkNotEmpty("subject", s)
	case !name.IsManaged():
		return nil
	case strings.HasPrefix(s, "ns//"):
		return &flaw{at: 3, reason: "empty namespace" + unset}
	case strings.HasPrefix(s, "ns/") && strings.HasSuffix(s, "/sa/"):
		return &flaw{at: len(s), reason: "empty service account" + unset}
	}
	return nil
}

// attribute reads NAME/VALUE; the value may hold slashes and colons.
func (c *cursor) attribute(set form, p Principal) (Principal, *flaw) {
	at := c.pos
	name := c.segment()
	if f := checkAttribute(name); f != nil {
		return c.lift(f, at, len(name))
	}
	p.kind, p.a, p.b = KindAttribute, name, c.rest()
	return c.checked(p, checkNotEmpty("attribute value", c.rest()), c.wantSet(set, "attribute."))
}

func checkAttribute(name string) *flaw {
	if f := checkText("attribute name", name, isAttributeByte); f != nil {
		return f
	}
	if len(name) > 100 {
		return &flaw{at: 100, reason: "attribute name of more than 100 characters"}
	}
	return nil
}

// unknownSelector explains what stands behind the pool; c is just behind its slash.
func (c *cursor) unknownSelector() *flaw {
	f := &flaw{
		at: c.pos,
		reason: "subject/, namespace/, kubernetes.serviceaccount.uid/, kubernetes.cluster/, group/, attribute.NAME/ or * belongs behind the pool, not " +
			quote(c.rest()),
	}
	switch {
	case c.rest() == "":
		f.reason = "the pool, and none of its members: a selector belongs behind it"
		f.advice = "POOL/* for every identity, or POOL/subject/SUBJECT for one"
	case strings.HasPrefix(c.rest(), "ns/"):
		f.fix = c.in[:c.pos] + "subject/" + c.rest()
	case strings.HasPrefix(c.rest(), "namespaces/"):
		f.fix = c.in[:c.pos] + "namespace/" + strings.TrimPrefix(c.rest(), "namespaces/")
	}
	return f
}
