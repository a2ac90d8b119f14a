package fuzz

import (
	"slices"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"pgregory.net/rapid"
)

// Principal draws a principal aimed at a world: most are names of its workloads, accounts and places, some miss. The
// world must have a project.
func Principal(facts []fleet.Fact) *rapid.Generator[pool.Principal] {
	return rapid.Custom(func(t *rapid.T) pool.Principal {
		a := &aim{t, facts}
		return pick(t, "form",
			a.subject, a.subject, a.subject, a.namespace, a.account, a.account, a.account, a.uid, a.cluster, a.wholePool,
			a.accountSet, a.everyone, a.person, a.group, a.selfManaged, a.tenant, a.nobody)()
	})
}

// aim draws principals of the forms that a world calls for.
type aim struct {
	t     *rapid.T
	facts []fleet.Fact
}

// pool draws a pool, and a number that is mostly that of its project: 0 is the legacy spelling.
func (a *aim) pool() (pool.Name, pool.Number) {
	p := pick(a.t, "project", of[fleet.Project](a.facts)...)
	n := pick(a.t, "number", p.Number, p.Number, p.Number, p.Number, 0, 1002)
	switch {
	case !rarely(a.t, 8, "another pool"):
		return poolOf(p), n
	case rapid.Bool().Draw(a.t, "elsewhere"):
		return pool.Must(pool.ParseName("elsewhere.svc.id.goog")), n
	default:
		return hubPool(p), n
	}
}

func (a *aim) subject() pool.Principal {
	name, n := a.pool()
	if all := of[fleet.KSA](a.facts); len(all) > 0 && !rarely(a.t, 4, "any names") {
		k := pick(a.t, "service account", all...)
		return pool.Subject(name, n, k.Namespace, k.Name)
	}
	return pool.Subject(name, n, pick(a.t, "namespace", namespaces...), pick(a.t, "service account", accountNames...))
}

func (a *aim) namespace() pool.Principal {
	name, n := a.pool()
	return pool.Namespace(name, n, pick(a.t, "namespace", namespaces...))
}

func (a *aim) uid() pool.Principal {
	name, n := a.pool()
	return pool.UID(name, n, pick(a.t, "uid", "uid-1", "uid-2", "uid-3"))
}

func (a *aim) cluster() pool.Principal {
	name, n := a.pool()
	urls := []string{"https://container.googleapis.com/v1/projects/alpha/locations/us/clusters/none"}
	for _, c := range of[fleet.Cluster](a.facts) {
		urls = append(urls, containerURL(c.Name))
	}
	for _, m := range of[fleet.Membership](a.facts) {
		if m.IdentityProvider != "" {
			urls = append(urls, m.IdentityProvider)
		}
		m.Fleet = projectOf(a.facts, m.Fleet).ID
		urls = append(urls, hubURL(m))
	}
	return pool.Cluster(name, n, pick(a.t, "provider", urls...))
}

func (a *aim) wholePool() pool.Principal {
	name, n := a.pool()
	if n != 0 && rarely(a.t, 4, "as group") {
		return parse("principalSet://iam.googleapis.com/projects/" + n.String() + "/locations/global/workloadIdentityPools/" + name.String() + "/group//allAuthenticatedUsers/")
	}
	return pool.All(name, n)
}

// account draws an account that was told or named, in either spelling, or one that is nowhere else.
func (a *aim) account() pool.Principal {
	all := append(emails(a.facts), "ghost@alpha.iam.gserviceaccount.com", "ghost@elsewhere.iam.gserviceaccount.com")
	e := pick(a.t, "account", all...)
	if rarely(a.t, 6, "v2 spelling") {
		return parse("principal://iam.googleapis.com/projects/-/serviceAccounts/" + e)
	}
	return pool.ServiceAccount(e)
}

func (a *aim) accountSet() pool.Principal {
	n := pick(a.t, "number", 1001, 1002, organizationNumber, 12)
	return pool.ServiceAccounts(pick(a.t, "node", pool.NodeProject, pool.NodeFolder, pool.NodeOrganization), n)
}

func (a *aim) everyone() pool.Principal {
	return pick(a.t, "everyone", pool.AllUsers(), pool.AllAuthenticatedUsers())
}

func (a *aim) person() pool.Principal {
	return parse(pick(a.t, "person", "user:ann@example.com", "domain:example.com", "projectOwner:alpha"))
}

// groups may be told, or not.
var groups = []string{"group:ops@example.com", "group:dev@example.com"}

func (a *aim) group() pool.Principal { return parse(pick(a.t, "group", groups...)) }

func (a *aim) selfManaged() pool.Principal {
	return parse(pick(a.t, "self-managed",
		"principal://iam.googleapis.com/projects/1001/locations/global/workloadIdentityPools/team-pool/subject/ns/payroll/sa/app",
		"principalSet://iam.googleapis.com/projects/1001/locations/global/workloadIdentityPools/team-pool/group/ops",
		"principalSet://iam.googleapis.com/projects/1001/locations/global/workloadIdentityPools/team-pool/attribute.env/prod",
		"principalSet://iam.googleapis.com/projects/1001/locations/global/workloadIdentityPools/team-pool/*"))
}

// tenant draws a name at the scope-tenancy pool of a fleet, if one has any.
func (a *aim) tenant() pool.Principal {
	fleets := slices.DeleteFunc(of[fleet.Fleet](a.facts), func(f fleet.Fleet) bool {
		return !f.TenancyPool.IsValid() || projectOf(a.facts, f.Host).Number == 0
	})
	if len(fleets) == 0 {
		return a.selfManaged()
	}
	f := pick(a.t, "fleet", fleets...)
	n := projectOf(a.facts, f.Host).Number
	ns := pick(a.t, "namespace", namespaces...)
	return pick(a.t, "tenant",
		pool.Subject(f.TenancyPool, n, ns, pick(a.t, "service account", accountNames...)),
		pool.Subject(f.TenancyPool, n, ns, "default"),
		pool.All(f.TenancyPool, n),
		pool.Namespace(f.TenancyPool, n, ns))
}

// nobody draws a member that is stored and matches no one.
func (a *aim) nobody() pool.Principal {
	return parse(pick(a.t, "nobody",
		"deleted:serviceAccount:app@alpha.iam.gserviceaccount.com?uid=1",
		"principalSet://iam.googleapis.com/projects/1001/locations/global/workloadIdentityPools/alpha.svc.id.goog/attribute.env/prod",
		"principal://iam.googleapis.com/projects/1001/locations/global/workloadIdentityPools/alpha.svc.id.goog/subject/payroll",
		"principal://iam.googleapis.com/projects/1001/name/locations/global/workloadIdentityPools/alpha.svc.id.goog"))
}

func parse(member string) pool.Principal { return pool.Must(pool.Parse(member)) }
