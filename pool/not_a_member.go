package pool

import "strings"

// notAMember explains a text that starts with no word that a member starts with.
func notAMember(in string) *flaw {
	if rest, ok := strings.CutPrefix(in, "spiffe://"); ok {
		return &flaw{reason: "a SPIFFE ID is not a member", fix: fromSPIFFE(rest)}
	}
	if f := otherName(in); f != nil {
		return f
	}
	if f := brokenPrefix(in); f != nil {
		return f
	}
	return withoutPrefix(in)
}

// fromSPIFFE gives the member of the same meaning, for the trust domain of a
// Google-managed pool; rest is what follows "//". For any other it gives the print of
// a principal that is invalid or has no number, which parses not and so is no hint.
func fromSPIFFE(rest string) string {
	domain, path, _ := strings.Cut(rest, "/")
	name, _ := parseName(domain)
	if path == "*" {
		return All(name, 0).String()
	}
	ns, ksa := cutSubject(path)
	return Subject(name, 0, ns, ksa).String()
}

// otherName knows the names of other things that are taken for members.
func otherName(in string) *flaw {
	if rest, ok := strings.CutPrefix(in, "identitynamespace:"); ok {
		name, _, _ := strings.Cut(rest, ":https://")
		return &flaw{reason: "an audience of the token exchange is not a member", advice: "serviceAccount:" + name + "[NAMESPACE/NAME]"}
	}
	if rest, ok := strings.CutPrefix(in, "system:serviceaccount:"); ok {
		return &flaw{
			reason: "the name of a service account within Kubernetes is not a member",
			advice: "serviceAccount:PROJECT_ID" + managedSuffix + "[" + strings.Replace(rest, ":", "/", 1) + "]",
		}
	}
	for _, prefix := range []string{"principalHierarchy:", "https://"} {
		if strings.HasPrefix(in, prefix) {
			return &flaw{reason: quote(prefix) + " starts no member that is modelled"}
		}
	}
	return nil
}

// brokenPrefix finds a first word that is nearly right: its case, its slashes, its
// letters escaped.
func brokenPrefix(in string) *flaw {
	word, rest, _ := strings.Cut(in, ":")
	if i := strings.IndexByte(word, '%'); i >= 0 {
		return &flaw{at: i, reason: "percent escape in the first word"}
	}
	for _, all := range []string{"allUsers", "allAuthenticatedUsers"} {
		if strings.EqualFold(in, all) {
			return &flaw{reason: "the case of the letters differs from " + all, fix: all}
		}
	}
	if word == "principal" || word == "principalSet" {
		return &flaw{at: len(word), reason: "no :// behind " + word, fix: word + "://" + strings.TrimLeft(rest, "/")}
	}
	for _, prefix := range prefixes {
		if known := strings.TrimRight(prefix, ":/"); strings.EqualFold(word, known) {
			return &flaw{reason: "the case of the letters differs from " + known + ":", fix: known + ":" + rest}
		}
	}
	return nil
}

// withoutPrefix guesses what stands there with its first word left off.
func withoutPrefix(in string) *flaw {
	f := &flaw{reason: "the first word is missing"}
	path, slashes := strings.CutPrefix(in, "//")
	name, g := parseName(in)
	switch {
	case g == nil && name.IsManaged():
		f.reason = "the name of a pool is not a member"
		f.advice = "serviceAccount:" + in + "[NAMESPACE/NAME]; or for every identity of the pool " + All(name, 0).String()
	case strings.Contains(in, "svc.") && !strings.ContainsAny(in, "[@/"):
		f.reason, f.advice = "the name of a pool is not a member, and this is not even a pool's name", "a name that ends in "+managedSuffix[1:]
	case slashes, strings.HasPrefix(in, iamHost):
		f.fix = "principalSet://" + path
	case strings.Contains(in, "["), strings.HasSuffix(in, accountDomain):
		f.fix = "serviceAccount:" + in
	case strings.Contains(in, "@"):
		f.fix = "user:" + in
	default:
		f.reason = "no member starts so: serviceAccount:, user:, group:, domain:, principal://, principalSet://, deleted: and the like belong first"
	}
	return f
}
