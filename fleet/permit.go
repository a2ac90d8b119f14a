package fleet

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"fleettrust.example/pool"
)

// permit is a Permit whose cluster was told, with its subject in one spelling.
type permit struct {
	cluster int32
	fact    Permit
	at      Source
}

func comparePermits(a, b Permit) int {
	return cmp.Or(a.Subject.compare(b.Subject), a.Cluster.Compare(b.Cluster), cmp.Compare(a.Right, b.Right),
		compareText(a.Namespace, b.Namespace), compareText(a.Object, b.Object), compareText(a.Because, b.Because))
}

func (s Subject) compare(t Subject) int {
	return cmp.Or(cmp.Compare(s.Kind, t.Kind), compareText(s.Namespace, t.Namespace), compareText(s.Name, t.Name))
}

// compilePermits sorts the permits by subject and cluster, and lists them by cluster.
func (c *compiler) compilePermits() {
	permits := slices.Clone(c.builder.permits)
	for i := range permits {
		permits[i].fact.Subject = permits[i].fact.Subject.plain()
	}
	for _, p := range distinct(c, permits, comparePermits, equal, namePermit) {
		i, ok := c.g.findCluster(p.fact.Cluster)
		if !ok {
			c.fault(p.at, namePermit(p.fact), fmt.Sprintf("cluster %q was not told", p.fact.Cluster))
			continue
		}
		c.checkPermit(p)
		c.g.permits = append(c.g.permits, permit{i, p.fact, p.at})
	}
	for i, p := range c.g.permits {
		c.g.clusters[p.cluster].permits = append(c.g.clusters[p.cluster].permits, int32(i))
	}
	for i := range c.g.clusters {
		slices.SortStableFunc(c.g.clusters[i].permits, func(a, b int32) int {
			return compareText(c.g.permits[a].fact.Namespace, c.g.permits[b].fact.Namespace)
		})
	}
}

// permitsAt is the run of a cluster's permits for one namespace, or for all of them.
func (g *Graph) permitsAt(at area) []int32 {
	return run(g.clusters[at.cluster].permits, func(i int32) int { return compareText(g.permits[i].fact.Namespace, at.namespace) })
}

func namePermit(p Permit) string {
	return fmt.Sprintf("permit of %q to %v in cluster %q", p.Subject, p.Right, p.Cluster)
}

func (c *compiler) checkPermit(p told[Permit]) {
	if !p.fact.Right.Kubernetes() {
		c.fault(p.at, namePermit(p.fact), "is no right in a cluster: IAM gives it, by a binding")
	}
	if p.fact.Subject.String() == "" || p.fact.Subject.Name == "" || (p.fact.Subject.Kind == AccountSubject) != (p.fact.Subject.Namespace != "") {
		c.fault(p.at, namePermit(p.fact), "want a user, a group, or a service account with its namespace")
	}
}

// accountPrefix begins the user name of a service account.
// Source: https://kubernetes.io/docs/reference/access-authn-authz/authentication/ (service account tokens)
const accountPrefix = "system:serviceaccount:"

// plain spells the user that a service account is as that service account.
func (s Subject) plain() Subject {
	ns, name, ok := strings.Cut(strings.TrimPrefix(s.Name, accountPrefix), ":")
	if s.Kind != UserSubject || !ok || !strings.HasPrefix(s.Name, accountPrefix) {
		return s
	}
	return Subject{AccountSubject, ns, name}
}

// Groups that Kubernetes puts its users in, and the user that stands for nobody in particular.
// Source: https://kubernetes.io/docs/reference/access-authn-authz/rbac/ (default roles, referring to subjects)
const (
	anonymousUser        = "system:anonymous"
	unauthenticatedGroup = "system:unauthenticated"
	authenticatedGroup   = "system:authenticated"
	accountsGroup        = "system:serviceaccounts"
)

// member is the principal of IAM that a user or group of a GKE cluster is, the zero Principal for those of Kubernetes alone.
// Source: https://cloud.google.com/kubernetes-engine/docs/how-to/role-based-access-control
func (s Subject) member() pool.Principal {
	switch {
	case s == Subject{GroupSubject, "", authenticatedGroup}:
		return pool.AllAuthenticatedUsers()
	case s == Subject{GroupSubject, "", unauthenticatedGroup}, s == Subject{UserSubject, "", anonymousUser}:
		return pool.AllUsers()
	case !strings.Contains(s.Name, "@"):
		return pool.Principal{}
	case s.Kind == GroupSubject:
		return parsed("group:" + s.Name)
	case s.Kind == UserSubject && strings.HasSuffix(s.Name, ".gserviceaccount.com"):
		return pool.ServiceAccount(s.Name)
	case s.Kind == UserSubject:
		return parsed("user:" + s.Name)
	}
	return pool.Principal{}
}

func parsed(member string) pool.Principal {
	p, err := pool.Parse(member)
	if err != nil {
		return pool.Principal{}
	}
	return p.Canonical()
}

// subjectsOf lists what a member of IAM is in a GKE cluster: the inverse of Subject.member.
func subjectsOf(p pool.Principal) []Subject {
	_, name, _ := strings.Cut(p.String(), ":")
	switch p.Kind() {
	case pool.KindUser, pool.KindServiceAccount:
		return []Subject{{UserSubject, "", name}}
	case pool.KindGoogleGroup:
		return []Subject{{GroupSubject, "", name}}
	case pool.KindAllAuthenticatedUsers:
		return []Subject{{GroupSubject, "", authenticatedGroup}}
	case pool.KindAllUsers:
		return []Subject{{GroupSubject, "", unauthenticatedGroup}, {UserSubject, "", anonymousUser}}
	default:
		return nil
	}
}

// permitsOf is the run of permits of one subject, in all clusters.
func (g *Graph) permitsOf(s Subject) []permit {
	return run(g.permits, func(p permit) int { return p.fact.Subject.compare(s) })
}

// permitsIn is the run of permits of one subject in one cluster.
func (g *Graph) permitsIn(c int32, s Subject) []permit {
	return run(g.permitsOf(s), func(p permit) int { return cmp.Compare(p.cluster, c) })
}
