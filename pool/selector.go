package pool

import "strings"

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
