package law

import (
	"slices"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

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

func (r renaming) principals(ps []pool.Principal) []pool.Principal {
	ps = slices.Clone(ps)
	for i, p := range ps {
		ps[i] = r.principal(p)
	}
	return ps
}
