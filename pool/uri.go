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
	case c.cut("name/"):
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
// a pool which the project ID in the number's place owns. Kinds that have none print
// what parses not, and that is no hint.
func legacySpelling(in string, at, n int, id string) string {
	p, _ := parse(in[:at] + "1" + in[at+n:])
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
