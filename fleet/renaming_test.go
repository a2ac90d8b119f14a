package fleet_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// renaming puts a letter before every name and adds to every number.
type renaming struct {
	prefix string
	shift  pool.Number
}

func (r renaming) facts(facts []fleet.Fact) []fleet.Fact {
	renamed := make([]fleet.Fact, len(facts))
	for i, f := range facts {
		renamed[i] = r.fact(f)
	}
	return renamed
}

func (r renaming) fact(f fleet.Fact) fleet.Fact {
	switch f := f.(type) {
	case fleet.Organization:
		return fleet.Organization{Number: r.number(f.Number)}
	case fleet.Folder:
		return fleet.Folder{Number: r.number(f.Number), Parent: r.resource(f.Parent)}
	case fleet.Project:
		return fleet.Project{ID: r.name(f.ID), Number: r.number(f.Number), Parent: r.resource(f.Parent), Pool: r.pool(f.Pool)}
	case fleet.Cluster:
		f.Name, f.Pool = r.cluster(f.Name), r.pool(f.Pool)
		return f
	case fleet.Fleet:
		return fleet.Fleet{Host: r.project(f.Host), TenancyPool: r.pool(f.TenancyPool)}
	case fleet.Membership:
		f.Fleet, f.Name, f.Cluster = r.project(f.Fleet), r.name(f.Name), r.cluster(f.Cluster)
		f.IdentityProvider, f.Pool = r.url(f.IdentityProvider), r.pool(f.Pool)
		return f
	case fleet.Namespace:
		return fleet.Namespace{Cluster: r.cluster(f.Cluster), Name: r.name(f.Name)}
	case fleet.KSA:
		return fleet.KSA{Cluster: r.cluster(f.Cluster), Namespace: r.name(f.Namespace), Name: r.name(f.Name), UID: r.name(f.UID), Annotation: r.email(f.Annotation)}
	case fleet.GSA:
		return fleet.GSA{Email: r.email(f.Email), Project: r.name(f.Project), Disabled: f.Disabled}
	case fleet.Role:
		return fleet.Role{Name: r.role(f.Name), Permissions: f.Permissions}
	case fleet.Binding:
		f.On, f.Role, f.Member, f.Condition = r.resource(f.On), r.role(f.Role), r.principal(f.Member), r.condition(f.Condition)
		return f
	case fleet.Gap:
		f.On = r.resource(f.On)
		if f.Cluster != (fleet.ClusterName{}) {
			f.Cluster = r.cluster(f.Cluster)
		}
		return f
	default:
		return r.rightOrPolicy(f)
	}
}

// rightOrPolicy renames the facts that say who may do what, and what runs where.
func (r renaming) rightOrPolicy(f fleet.Fact) fleet.Fact {
	switch f := f.(type) {
	case fleet.Scope:
		return fleet.Scope{Fleet: r.project(f.Fleet), Name: r.name(f.Name)}
	case fleet.ScopeBinding:
		return fleet.ScopeBinding{Fleet: r.project(f.Fleet), Location: f.Location, Membership: r.name(f.Membership), Scope: r.name(f.Scope)}
	case fleet.FleetNamespace:
		return fleet.FleetNamespace{Fleet: r.project(f.Fleet), Scope: r.name(f.Scope), Name: r.name(f.Name)}
	case fleet.Permit:
		f.Object = r.object(f)
		f.Cluster, f.Subject, f.Namespace = r.cluster(f.Cluster), r.subject(f.Subject), r.name(f.Namespace)
		return f
	case fleet.Deny:
		f.On, f.Principals, f.ExceptPrincipals = r.resource(f.On), r.principals(f.Principals), r.principals(f.ExceptPrincipals)
		return f
	case fleet.Group:
		return fleet.Group{Name: r.principal(f.Name), Members: r.principals(f.Members)}
	case fleet.Boundary:
		f.Name, f.Set, f.Resources = r.name(f.Name), r.principal(f.Set), slices.Clone(f.Resources)
		for i, on := range f.Resources {
			f.Resources[i] = r.resource(on)
		}
		return f
	case fleet.Constraint:
		f.Organization = r.number(f.Organization)
		return f
	case fleet.OrgPolicy:
		f.On = r.resource(f.On)
		return f
	default:
		return r.running(f)
	}
}

// running renames what runs in a cluster. Labels of nodes keep their names, but for the one that names the node pool.
func (r renaming) running(f fleet.Fact) fleet.Fact {
	switch f := f.(type) {
	case fleet.NodePool:
		f.Cluster, f.Name = r.cluster(f.Cluster), r.name(f.Name)
		if f.Account != "default" {
			f.Account = r.email(f.Account)
		}
		return f
	case fleet.Pod:
		f.Cluster, f.Namespace, f.Name = r.cluster(f.Cluster), r.name(f.Namespace), r.name(f.Name)
		f.ServiceAccount, f.NodePool, f.Secrets = r.name(f.ServiceAccount), r.name(f.NodePool), slices.Clone(f.Secrets)
		for i, s := range f.Secrets {
			f.Secrets[i] = r.name(s)
		}
		if at, ok := f.NodeSelector[nodePoolLabel]; ok {
			f.NodeSelector = maps.Clone(f.NodeSelector)
			f.NodeSelector[nodePoolLabel] = r.name(at)
		}
		return f
	case fleet.Secret:
		f.Cluster, f.Namespace, f.Name = r.cluster(f.Cluster), r.name(f.Namespace), r.name(f.Name)
		f.Key, f.Token = r.email(f.Key), r.name(f.Token)
		return f
	default:
		panic(fmt.Sprintf("%T is not renamed", f))
	}
}

// condition renames what a condition is about where that is a provider.
func (r renaming) condition(text string) string {
	before, url, ok := strings.Cut(text, "'https://")
	if !ok {
		return text
	}
	return before + "'" + r.url("https://"+strings.TrimSuffix(url, "'")) + "'"
}

const nodePoolLabel = "cloud.google.com/gke-nodepool"

func (r renaming) principals(ps []pool.Principal) []pool.Principal {
	ps = slices.Clone(ps)
	for i, p := range ps {
		ps[i] = r.principal(p)
	}
	return ps
}

// subject renames service accounts, those of IAM and groups of people. Users keep their names, and so does what Kubernetes
// gives a name.
func (r renaming) subject(s fleet.Subject) fleet.Subject {
	switch s.Kind {
	case fleet.UserSubject:
		s.Name = r.user(s.Name)
	case fleet.GroupSubject:
		s.Name = r.group(s.Name)
	case fleet.AccountSubject:
		s.Namespace, s.Name = r.name(s.Namespace), r.name(s.Name)
	}
	return s
}

func (r renaming) user(s string) string {
	ns, name, _ := strings.Cut(strings.TrimPrefix(s, "system:serviceaccount:"), ":")
	switch {
	case strings.HasPrefix(s, "system:serviceaccount:"):
		return "system:serviceaccount:" + r.name(ns) + ":" + r.name(name)
	case strings.HasSuffix(s, ".gserviceaccount.com"):
		return r.email(s)
	default:
		return s
	}
}

func (r renaming) group(s string) string {
	ns, ofNamespace := strings.CutPrefix(s, "system:serviceaccounts:")
	switch {
	case ofNamespace:
		return "system:serviceaccounts:" + r.name(ns)
	case strings.Contains(s, "@"):
		return r.name(s)
	default:
		return s
	}
}

// object renames what a permit is limited to.
func (r renaming) object(p fleet.Permit) string {
	switch p.Right {
	case fleet.ImpersonateUsers:
		return r.user(p.Object)
	case fleet.ImpersonateGroups:
		return r.group(p.Object)
	case fleet.ReadSecrets:
		return r.name(p.Object)
	default:
		return r.name(p.Object)
	}
}

func (r renaming) name(s string) string {
	if s == "" || s == "default" || strings.HasPrefix(s, "kube-") {
		return s
	}
	return r.prefix + s
}

func (r renaming) number(n pool.Number) pool.Number {
	if n == 0 {
		return 0
	}
	return n + r.shift
}

// project renames a project that is named by ID or by number.
func (r renaming) project(s string) string {
	if n, err := pool.ParseNumber(s); err == nil {
		return r.number(n).String()
	}
	return r.name(s)
}

func (r renaming) pool(n pool.Name) pool.Name {
	if !n.IsValid() {
		return n
	}
	return pool.Must(pool.ParseName(r.name(n.String())))
}

func (r renaming) cluster(c fleet.ClusterName) fleet.ClusterName {
	return fleet.ClusterName{Project: r.name(c.Project), Location: c.Location, Name: r.name(c.Name)}
}

func (r renaming) workload(w fleet.Workload) fleet.Workload {
	return fleet.Workload{Cluster: r.cluster(w.Cluster), Namespace: r.name(w.Namespace), ServiceAccount: r.name(w.ServiceAccount)}
}

// url renames the project and the last part of the URL of a provider.
func (r renaming) url(s string) string {
	if s == "" {
		return s
	}
	i := strings.LastIndexByte(s, '/') + 1
	return strings.Replace(s[:i], "/projects/", "/projects/"+r.prefix, 1) + r.name(s[i:])
}

// email renames the project in an address: NAME@PROJECT.iam…, or NUMBER-compute@….
func (r renaming) email(s string) string {
	local, domain, _ := strings.Cut(s, "@")
	number, compute := strings.CutSuffix(local, "-compute")
	project, scope, scoped := strings.Cut(strings.TrimSuffix(domain, ".iam.gserviceaccount.com"), ".")
	switch {
	case s == "":
		return s
	case compute:
		return r.project(number) + "-compute@" + domain
	case scoped:
		return local + "@" + project + "." + r.name(scope) + ".iam.gserviceaccount.com"
	default:
		return local + "@" + r.name(domain)
	}
}

func (r renaming) role(s string) string {
	parts := strings.Split(s, "/")
	if len(parts) == 4 {
		parts[1] = r.project(parts[1])
	}
	return strings.Join(parts, "/")
}

func (r renaming) resource(f fleet.Resource) fleet.Resource {
	switch f.Kind() {
	case fleet.NoResource:
		return f
	case fleet.AccountResource:
		return fleet.OnAccount(r.email(f.ID()))
	case fleet.ProjectResource:
		return fleet.InProject(r.project(f.ID()))
	case fleet.FolderResource:
		return fleet.InFolder(r.number(pool.Must(pool.ParseNumber(f.ID()))))
	default:
		return fleet.InOrganization(r.number(pool.Must(pool.ParseNumber(f.ID()))))
	}
}

// principal renames what a principal speaks of. People keep their names; so do the dead, but for their pool.
func (r renaming) principal(p pool.Principal) pool.Principal {
	name, n := r.pool(p.Pool()), r.number(p.Number())
	switch {
	case p.Kind() == pool.KindServiceAccount:
		return pool.Must(pool.Parse(strings.Replace(p.String(), p.Email(), r.email(p.Email()), 1)))
	case p.Kind() == pool.KindServiceAccountSet:
		return pool.ServiceAccounts(p.Node(), n)
	case p.Kind() == pool.KindGoogleGroup:
		return pool.Must(pool.Parse(strings.Replace(p.String(), p.Email(), r.name(p.Email()), 1)))
	case p.Kind() == pool.KindSubject && p.ServiceAccount() != "":
		return pool.Subject(name, n, r.name(p.Namespace()), r.name(p.ServiceAccount()))
	case p.Kind() == pool.KindUID:
		return pool.UID(name, n, r.name(p.UID()))
	case p.Kind() == pool.KindNamespace:
		return pool.Namespace(name, n, r.name(p.Namespace()))
	case p.Kind() == pool.KindCluster:
		return pool.Cluster(name, n, r.url(p.Provider()))
	case p.Kind() == pool.KindPool:
		return pool.All(name, n)
	case p.Pool().IsValid():
		s := strings.Replace(p.String(), "/"+p.Pool().String(), "/"+name.String(), 1)
		return pool.Must(pool.Parse(strings.Replace(s, "/projects/"+p.Number().String()+"/", "/projects/"+n.String()+"/", 1)))
	default:
		return p
	}
}
