package fleet

import "slices"

// lifting are the OAuth scopes with which a token may call the IAM Credentials API, as APIs and as gcloud write them. A
// token without any of them is good for what its scopes name, and leads to no other account.
// Source: https://docs.cloud.google.com/iam/docs/reference/credentials/rest/v1/projects.serviceAccounts/generateAccessToken,
// read 2026-05-30.
var lifting = []string{
	"https://www.googleapis.com/auth/cloud-platform", "cloud-platform",
	"https://www.googleapis.com/auth/iam", "iam",
}

// bounds says whether the scopes of a node keep a token from leading on.
func (p *nodePool) bounds() Setting {
	switch {
	case p.fact.Scopes == nil:
		return Unknown
	case slices.ContainsFunc(p.fact.Scopes, func(s string) bool { return slices.Contains(lifting, s) }):
		return Off
	default:
		return On
	}
}

// scopesText names the scopes of a node pool, the first few of them.
func (p *nodePool) scopesText() string {
	switch {
	case p.fact.Scopes == nil:
		return "scopes that were not told"
	case len(p.fact.Scopes) == 0:
		return "no scopes"
	}
	return "scopes " + someOf(sortedText(p.fact.Scopes))
}
