package render

import (
	"strings"

	"fleettrust.example/fleet"
)

// Credentials is the document of the question pod: what a pod gets that asks for its default credential, and what it mounts.
type Credentials struct {
	V           int          `json:"v"`
	Question    string       `json:"question"`
	Pod         Pod          `json:"pod"`
	Exactness   string       `json:"exactness"` // the worst of the credentials
	Credentials []Credential `json:"credentials"`
	Legend      []Rule       `json:"legend"`
}

// A Pod is a pod of one cluster, which is written PROJECT/LOCATION/NAME.
type Pod struct {
	Cluster   string `json:"cluster"`
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
}

// A Credential is something that a pod gets by default on the nodes of one pool, or a key that it mounts. Account is what
// gcloud auth list calls it, absent of a refusal and where nobody answers.
type Credential struct {
	Kind      string   `json:"kind"` // node account, subject, annotated account, refused, none or key
	Principal string   `json:"principal,omitempty"`
	Account   string   `json:"account,omitempty"`
	NodePool  string   `json:"nodePool,omitempty"` // absent if it is the same on all, or not known
	Scopes    []string `json:"scopes"`             // of a node account
	Rule      string   `json:"rule,omitempty"`
	Why       string   `json:"why"`
	Exactness string   `json:"exactness"` // exact; upper-bound, of one that it may get; unknown, if it may get another
	Reasoning
}

// CredentialsOf makes the document of what a pod gets (fleet.Graph.DefaultCredential).
func CredentialsOf(name fleet.PodName, all []fleet.Credential) *Credentials {
	doc := &Credentials{V: Version, Question: "pod", Pod: Pod{name.Cluster.String(), name.Namespace, name.Name}, Credentials: each(all, credentialOf)}
	worst := fleet.Exact
	var rules []fleet.Rule
	for _, c := range all {
		worst = max(worst, c.Exactness)
		rules = append(rules, c.Rule)
	}
	doc.Exactness, doc.Legend = worst.String(), legend(rules)
	return doc
}

func credentialOf(c fleet.Credential) Credential {
	doc := Credential{
		Kind: c.Kind.String(), Account: account(c), NodePool: c.NodePool, Scopes: append([]string{}, c.Scopes...),
		Why: c.Why, Exactness: c.Exactness.String(), Reasoning: ReasoningOf(c.Reasons),
	}
	if c.Principal.IsValid() {
		doc.Principal = c.Principal.String()
	}
	if c.Rule != 0 {
		doc.Rule = c.Rule.String()
	}
	return doc
}

// account is the name that gcloud auth list prints: the pool in the place of a Kubernetes service account, unless an
// annotation of its own asks the metadata server for the principal. It has no effect on what the pod may do.
// Source: https://docs.cloud.google.com/kubernetes-engine/docs/concepts/workload-identity, read 2026-04-10.
func account(c fleet.Credential) string {
	switch c.Kind {
	case fleet.SubjectCredential:
		return c.Principal.Pool().String()
	case fleet.NodeCredential, fleet.AccountCredential, fleet.KeyCredential:
		return c.Principal.Email()
	default:
		return ""
	}
}

// String gives "PROJECT/LOCATION/NAME NAMESPACE/POD".
func (p Pod) String() string { return p.Cluster + " " + p.Namespace + "/" + p.Name }

// Text tells what gcloud auth list would print, for each pool of nodes where the pod may run, and why; then the keys.
func (cs *Credentials) Text(p Page) string {
	t := p.text()
	t.line("what %s gets by default", cs.Pod)
	t.line("")
	t.line("%s", exactness(cs.Exactness))
	var keys []string
	for _, c := range cs.Credentials {
		if c.Kind == fleet.KeyCredential.String() {
			keys = append(keys, c.Principal+": "+c.Why)
			continue
		}
		t.authList(c)
	}
	t.list("further credentials, for applications that ask for them", keys)
	t.legend(cs.Legend)
	return t.String()
}

// authList writes one credential in the manner of gcloud auth list, and what makes it so.
func (t *text) authList(c Credential) {
	at := ""
	if c.NodePool != "" {
		at = ", on nodes of pool " + c.NodePool
	}
	t.line("")
	t.line("%s%s", c.Kind, at)
	switch {
	case c.Kind == fleet.Refused.String():
		t.line("    %s %s", ink{red, "ERROR:"}, c.Why)
	case c.Kind == fleet.NoCredential.String():
		t.line("    No credentialed accounts.")
		t.line("  %s", c.Why)
	default:
		t.line("                  Credentialed Accounts")
		t.line("    ACTIVE  ACCOUNT")
		t.line("    *       %s", orUnknown(c.Account))
		t.line("  %s", strings.TrimSpace(c.Rule+"  "+c.Why))
	}
	if c.Principal != "" && c.Kind != fleet.Refused.String() {
		t.line("  which is %s", c.Principal)
	}
	for _, r := range c.Reasons {
		t.line("  %s %s", ink{yellow, "?  "}, r)
	}
}

func orUnknown(account string) string {
	if account == "" {
		return "(not known)"
	}
	return account
}
