package pool

import "strings"

// Subject names the Kubernetes service account of that name in every namespace of
// that name, in every cluster of the pool. It is zero if a part is not legal. With
// number zero it prints in the legacy spelling if the pool is Google-managed.
func Subject(p Name, n Number, namespace, serviceAccount string) Principal {
	if !p.IsValid() || checkLabel("", namespace) != nil || checkSubdomain("", serviceAccount) != nil {
		return Principal{}
	}
	return Principal{kind: KindSubject, pool: p, number: n, a: namespace, b: serviceAccount}
}

// UID names one Kubernetes service account object. It is zero if a part is not
// legal.
//
// UID, Namespace and Cluster have no legacy spelling. With number zero, for a
// project whose number is not known, they print "?" in its place, as do all
// principals of a self-managed pool. That is the one text which Parse does not read
// back, because Google has no spelling for it.
func UID(p Name, n Number, uid string) Principal {
	if !p.IsValid() || checkUID(uid) != nil {
		return Principal{}
	}
	return Principal{kind: KindUID, pool: p, number: n, a: uid}
}

// Namespace names every workload in every namespace of that name, in every cluster
// of the pool. It is zero if a part is not legal. See UID for number zero.
func Namespace(p Name, n Number, namespace string) Principal {
	if !p.IsValid() || checkLabel("", namespace) != nil {
		return Principal{}
	}
	return Principal{kind: KindNamespace, pool: p, number: n, a: namespace}
}

// Cluster names every workload that the identity provider with this URL vouches
// for. It is zero if a part is not legal. See UID for number zero.
func Cluster(p Name, n Number, provider string) Principal {
	if !p.IsValid() || checkProvider(provider) != nil {
		return Principal{}
	}
	return Principal{kind: KindCluster, pool: p, number: n, a: provider}
}

// All names every identity of the pool. It is zero if the name is. With number zero
// it prints in the legacy spelling, as a group, if the pool is Google-managed.
func All(p Name, n Number) Principal {
	if !p.IsValid() {
		return Principal{}
	}
	return Principal{kind: KindPool, pool: p, number: n}
}

// ServiceAccount names a Google service account by its e-mail address. It is zero
// if that is none.
func ServiceAccount(email string) Principal {
	if checkAccount(email) != nil {
		return Principal{}
	}
	return Principal{kind: KindServiceAccount, a: email}
}

// ServiceAccounts names every service account in a project, or in every project of
// a folder or organization. It is zero if the node or the number is.
func ServiceAccounts(node NodeKind, n Number) Principal {
	if node < NodeProject || node > NodeOrganization || n == 0 {
		return Principal{}
	}
	return Principal{kind: KindServiceAccountSet, node: node, number: n}
}

// AllUsers names everyone, signed in or not, federated or not.
func AllUsers() Principal { return Principal{kind: KindAllUsers} }

// AllAuthenticatedUsers names every Google Account and Google service account, and
// no federated identity.
func AllAuthenticatedUsers() Principal { return Principal{kind: KindAllAuthenticatedUsers} }

// Must gives v, and panics with err if there is one. It is for members written in
// a program, as in tests and examples: Must(Parse("allUsers")).
func Must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func checkUID(uid string) *flaw {
	if f := checkText("UID", uid, isNameByte); f != nil {
		return f
	}
	if len(uid) > 128 {
		return &flaw{at: 128, reason: "UID of more than 128 characters"}
	}
	return nil
}

// checkProvider asks no more than that the value is a URL in one word: clusters of
// other clouds and universes have hosts of their own.
func checkProvider(url string) *flaw {
	if url == "" {
		return &flaw{reason: "empty cluster" + unset}
	}
	if host, ok := strings.CutPrefix(url, "https://"); !ok || host == "" {
		return &flaw{
			reason: "a cluster is named by the URL of its identity provider, not " + quote(url),
			advice: "https://container.googleapis.com/v1/projects/PROJECT_ID/locations/LOCATION/clusters/NAME",
		}
	}
	if len(url) > maxURL {
		return &flaw{at: maxURL, reason: "URL of more than 2048 characters"}
	}
	if at, word := placeholder(url, len(url)); word != "" {
		return &flaw{at: at, reason: "unresolved placeholder " + quote(word), placeholder: word}
	}
	return checkText("URL", url, func(b byte) bool { return ' ' < b && b < 0x7f })
}

const maxURL = 2048

// Deleted names a Google service account, user or Google group that was deleted, by what
// it was. It is zero for any other principal. Its unique ID is not known and prints "?",
// which Parse does not read back.
func Deleted(was Principal) Principal {
	switch was.kind {
	case KindServiceAccount, KindUser, KindGoogleGroup:
		return Principal{kind: KindDeleted, a: was.Canonical().String(), b: "?"}
	default:
		return Principal{}
	}
}
