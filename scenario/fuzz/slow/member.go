package slow

import (
	"strings"
)

// The reading of member strings.

// A heard member is what a member string says: the kind, and the words that an identity in it must have.
type heard struct {
	kind  string // pool, account, accounts, everyone, authenticated, selfmanaged, resource, opaque, person, unread, nobody
	words map[string]string
}

// hear reads a member string, prefix by prefix.
// Source: https://docs.cloud.google.com/iam/docs/principal-identifiers, read 2026-05-30.
func hear(member string) heard {
	const nodes = "principalSet://cloudresourcemanager.googleapis.com/"
	scheme, rest, _ := strings.Cut(member, ":")
	switch {
	case scheme == "unread":
		return heard{kind: "unread"}
	case member == "allUsers" || member == "principalSet://goog/public:all":
		return heard{kind: "everyone"}
	case member == "allAuthenticatedUsers":
		return heard{kind: "authenticated"}
	case scheme == "deleted":
		return heard{kind: "nobody"}
	case strings.HasPrefix(rest, "//iam.googleapis.com/projects/-/serviceAccounts/"):
		return heard{"account", map[string]string{"email": rest[strings.LastIndex(rest, "/")+1:]}}
	case strings.HasPrefix(rest, "//iam.googleapis.com/projects/"):
		return hearPool(strings.TrimPrefix(rest, "//iam.googleapis.com/projects/"))
	case scheme == "serviceAccount" && strings.HasSuffix(rest, "]"):
		return hearLegacy(rest)
	case scheme == "serviceAccount":
		return heard{"account", map[string]string{"email": rest}}
	case scheme == "group" && strings.HasSuffix(rest, ":/allAuthenticatedUsers/"):
		return heard{"pool", map[string]string{"pool": strings.TrimSuffix(rest, ":/allAuthenticatedUsers/"), "whole": "yes"}}
	case strings.HasPrefix(member, nodes) && strings.HasSuffix(member, "/type/ServiceAccount"):
		return heard{"accounts", map[string]string{"node": strings.TrimSuffix(strings.TrimPrefix(member, nodes), "/type/ServiceAccount")}}
	case scheme == "group" || scheme == "domain":
		return heard{"opaque", map[string]string{"group": member}}
	case strings.HasPrefix(member, "principalSet://goog/group/"):
		return heard{"opaque", map[string]string{"group": "group:" + strings.TrimPrefix(member, "principalSet://goog/group/")}}
	case scheme == "user":
		return heard{"person", map[string]string{"person": rest}}
	case strings.HasPrefix(member, "principal://goog/subject/") || strings.Contains(member, "/workforcePools/"):
		return heard{kind: "person"}
	}
	return heard{kind: "opaque"} // a customer, the owners of a project, service agents, another resource: nobody told who is in it
}

// hearLegacy reads POOL[NS/KSA], which says nothing of the number.
func hearLegacy(rest string) heard {
	pool, inner, _ := strings.Cut(strings.TrimSuffix(rest, "]"), "[")
	ns, ksa, _ := strings.Cut(inner, "/")
	return heard{"pool", map[string]string{"pool": pool, "namespace": ns, "ksa": ksa}}
}

// hearPool reads NUMBER/locations/global/workloadIdentityPools/POOL/SELECTOR. The pool's own name, with /name/ behind
// the number, is a resource and none of its members.
func hearPool(rest string) heard {
	number, rest, _ := strings.Cut(rest, "/")
	if strings.HasPrefix(rest, "name/") {
		return heard{kind: "resource"}
	}
	rest, ok := strings.CutPrefix(rest, "locations/global/workloadIdentityPools/")
	if !ok {
		return heard{kind: "nobody"}
	}
	pool, selector, _ := strings.Cut(rest, "/")
	words := map[string]string{"pool": pool, "number": strings.Trim(number, "?")}
	if words["number"] == "" {
		delete(words, "number")
	}
	if !strings.HasSuffix(pool, ".id.goog") {
		words["selector"] = selector
		return heard{"selfmanaged", words}
	}
	return hearSelector(words, selector)
}

// hearSelector: the pool that Google manages has five selectors. A group or an attribute of it holds nobody.
func hearSelector(words map[string]string, selector string) heard {
	if selector == "group//allAuthenticatedUsers/" { // the old words for everyone in new clothes: no page has it
		words["selector"] = selector
		return heard{"selfmanaged", words}
	}
	what, value, _ := strings.Cut(selector, "/")
	switch what {
	case "*":
		words["whole"] = "yes"
	case "namespace":
		words["namespace"] = value
	case "kubernetes.serviceaccount.uid":
		words["uid"] = value
	case "kubernetes.cluster":
		words["url"] = value
	case "subject":
		parts := strings.Split(value, "/")
		if len(parts) != 4 || parts[0] != "ns" || parts[2] != "sa" {
			return heard{kind: "nobody"}
		}
		words["namespace"], words["ksa"] = parts[1], parts[3]
	default:
		return heard{kind: "nobody"}
	}
	return heard{"pool", words}
}
