package main

import "strings"

// A member is the form of an IAM member and its parts, read from the text that IAM stores. The number of one that carries none
// is "".
type member struct {
	form, pool, number        string
	namespace, name, uid, url string
	email, below              string
}

// readMember reads the same forms as rules.rego does.
func readMember(text string) member {
	if in, ok := readInPool(text); ok {
		return in
	}
	for _, f := range []struct{ prefix, form string }{
		{"principal://iam.googleapis.com/projects/-/serviceAccounts/", "account"}, {"serviceAccount:", "account"},
		{"principalSet://goog/group/", "group"}, {"group:", "group"}, {"principal://goog/subject/", "user"}, {"user:", "user"},
	} {
		if email, ok := strings.CutPrefix(text, f.prefix); ok {
			return member{form: f.form, email: email}
		}
	}
	below, ok := strings.CutPrefix(text, "principalSet://cloudresourcemanager.googleapis.com/")
	if below, accounts := strings.CutSuffix(below, "/type/ServiceAccount"); ok && accounts {
		return member{form: "accounts", below: below}
	}
	switch text {
	case "allUsers", "principalSet://goog/public:all":
		return member{form: "everyone"}
	case "allAuthenticatedUsers":
		return member{form: "signed in"}
	default:
		return member{form: "others"}
	}
}

// readInPool reads what is of a workload identity pool, in either spelling.
func readInPool(text string) (member, bool) {
	if rest, ok := strings.CutPrefix(text, "serviceAccount:"); ok {
		pool, rest, in := strings.Cut(rest, "[")
		namespace, name, _ := strings.Cut(strings.TrimSuffix(rest, "]"), "/")
		return member{form: "subject", pool: pool, namespace: namespace, name: name}, in
	}
	if rest, ok := strings.CutPrefix(text, "group:"); ok {
		pool, in := strings.CutSuffix(rest, ":/allAuthenticatedUsers/")
		return member{form: "pool", pool: pool}, in
	}
	_, rest, _ := strings.Cut(text, "://iam.googleapis.com/projects/")
	number, rest, in := strings.Cut(rest, "/locations/global/workloadIdentityPools/")
	pool, selector, _ := strings.Cut(rest, "/")
	m := selected(selector)
	m.pool, m.number = pool, strings.Trim(number, "?")
	return m, in && !strings.Contains(number, "/") // projects/NUMBER/name is the pool as a resource
}

// selected reads what stands behind the pool. A form that Google's pools are not documented to have is mapped.
func selected(selector string) member {
	kind, rest, _ := strings.Cut(selector, "/")
	switch parts := strings.Split(rest, "/"); {
	case selector == "*":
		return member{form: "pool"}
	case kind == "subject" && len(parts) == 4 && parts[0] == "ns" && parts[2] == "sa":
		return member{form: "subject", namespace: parts[1], name: parts[3]}
	case kind == "namespace":
		return member{form: "namespace", namespace: rest}
	case kind == "kubernetes.serviceaccount.uid":
		return member{form: "uid", uid: rest}
	case kind == "kubernetes.cluster":
		return member{form: "cluster", url: rest}
	default:
		return member{form: "mapped"}
	}
}

// node is the member in one spelling, where it has two.
func node(text string) string {
	switch m := readMember(text); m.form {
	case "account":
		return "serviceAccount:" + m.email
	case "group", "user":
		return m.form + ":" + m.email
	case "everyone":
		return "allUsers"
	default:
		return text
	}
}
