package pool

import "strings"

const (
	iamHost    = "iam.googleapis.com"
	nodeHost   = "cloudresourcemanager.googleapis.com"
	googHost   = "goog"
	everyone   = ":/allAuthenticatedUsers/" // what the old spelling of a whole pool ends in
	anyProject = "projects/-/serviceAccounts/"
)

// String gives the member as IAM spells it; for the unknown number of a project,
// see UID.
func (p Principal) String() string {
	switch p.kind {
	case KindSubject:
		if p.legacy() && p.b != "" {
			return "serviceAccount:" + p.pool.text + "[" + p.a + "/" + p.b + "]"
		}
		return p.inPool("principal", "subject/"+p.SubjectText())
	case KindUID:
		return p.inPool("principal", "kubernetes.serviceaccount.uid/"+p.a)
	case KindNamespace:
		return p.inPool("principalSet", "namespace/"+p.a)
	case KindCluster:
		return p.inPool("principalSet", "kubernetes.cluster/"+p.a)
	case KindPool:
		if p.legacy() {
			return "group:" + p.pool.text + everyone
		}
		return p.inPool("principalSet", "*")
	case KindGroup:
		return p.inPool("principalSet", "group/"+p.a)
	case KindAttribute:
		return p.inPool("principalSet", "attribute."+p.a+"/"+p.b)
	case KindWorkforce:
		return p.scheme() + iamHost + "/locations/global/workforcePools/" + p.a + "/" + p.b
	case KindPoolResource:
		return p.resourceString()
	case KindServiceAccount:
		return p.v2("serviceAccount:", "principal://"+iamHost+"/"+anyProject) + p.a
	case KindServiceAccountSet:
		return p.nodeString("ServiceAccount")
	case KindServiceAgentSet:
		return p.nodeString("ServiceAgent")
	case KindUser:
		return p.v2("user:", "principal://goog/subject/") + p.a
	case KindGoogleGroup:
		return p.v2("group:", "principalSet://goog/group/") + p.a
	case KindDomain:
		return "domain:" + p.a
	case KindCustomer:
		return "principalSet://goog/cloudIdentityCustomerId/" + p.a
	case KindAllUsers:
		return p.v2("allUsers", "principalSet://goog/public:all")
	case KindAllAuthenticatedUsers:
		return "allAuthenticatedUsers"
	case KindProjectOwner:
		return "projectOwner:" + p.a
	case KindProjectEditor:
		return "projectEditor:" + p.a
	case KindProjectViewer:
		return "projectViewer:" + p.a
	case KindResource:
		return p.scheme() + p.a
	case KindDeleted:
		if p.b == "" {
			return "deleted:" + p.a
		}
		return "deleted:" + p.a + "?uid=" + p.b
	default:
		return "invalid principal"
	}
}

// legacy: the spellings without a number exist for Google-managed pools only.
func (p Principal) legacy() bool { return p.number == 0 && p.pool.IsManaged() }

func (p Principal) inPool(scheme, selector string) string {
	return strings.Join([]string{
		scheme, "://", iamHost, "/projects/", p.number.String(), "/locations/global/workloadIdentityPools/", p.pool.text, "/", selector,
	}, "")
}

func (p Principal) scheme() string {
	if p.form&formSet != 0 {
		return "principalSet://"
	}
	return "principal://"
}

func (p Principal) v2(first, second string) string {
	if p.form&formV2 != 0 {
		return second
	}
	return first
}

func (p Principal) nodeString(what string) string {
	return "principalSet://" + nodeHost + "/" + p.node.String() + "/" + p.number.String() + "/type/" + what
}

func (p Principal) resourceString() string {
	s := p.scheme() + iamHost + "/projects/" + p.number.String() + "/name/locations/global/workloadIdentityPools/" + p.pool.text
	if p.form&formTrustDomain != 0 {
		s += trustDomainInfix + p.number.String() + trustDomainSuffix
	}
	if p.form&formSet != 0 {
		s += "/*"
	}
	return s
}
