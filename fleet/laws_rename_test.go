package fleet_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"pgregory.net/rapid"
)

// lawRenaming: other names for projects, clusters, namespaces, service accounts and UIDs, and other numbers, change
// nothing but names. Paths of one length may be exchanged, since the order of names decides among them.
func lawRenaming(t *rapid.T) {
	s := drawSample(t)
	r := renaming{"x", 5000}
	other := s.with(t, r.facts(s.facts))
	for _, p := range s.principals(t) {
		want, got := outline(s.g.Assumers(p), r.vertexName), outline(other.g.Assumers(r.principal(p)), func(v any) string { return fmt.Sprint(v) })
		if !maps.Equal(want, got) {
			t.Fatalf("%v is renamed %v, and its answer from\n%v\nto\n%v\nfrom\n%v\nto\n%v", p, r.principal(p), want, got, s, other)
		}
		for _, w := range s.g.Workloads() {
			if before, after := verdicts(s.g.WhyNot(w, p)), verdicts(other.g.WhyNot(r.workload(w), r.principal(p))); before != after {
				t.Fatalf("%v, %v: renamed, the ladder turns from %s to %s\nfrom\n%v\nto\n%v", w, p, before, after, s, other)
			}
		}
	}
}

// outline is what of an answer no order of names decides.
func outline(a *fleet.Answer, name func(any) string) map[string]string {
	all := map[string]string{"exactness": a.Exactness().String()}
	for x := range a.All() {
		key := name(x.Workload)
		if x.Member.IsValid() {
			key = name(x.Member)
		}
		all[key] = fmt.Sprint(x.Strength, x.Exactness(), len(x.Path))
	}
	for _, o := range a.Open() {
		all[name(o.Cluster)+" "+name(o.Principal)] = o.Missing.String()
	}
	return all
}

func verdicts(l fleet.Ladder) string {
	text := ""
	for _, r := range l {
		text += fmt.Sprintf("[%s %v]", r.Question, r.Verdict)
	}
	return text
}

// lawUnconnected: a world beside a world changes no answer in it, as long as neither grants to everyone and all that is in
// either has its place. To everyone the other's workloads and accounts belong too, and what has no place may be in the other.
func lawUnconnected(t *rapid.T) {
	s := drawSample(t)
	s = s.with(t, apart(s.facts))
	beside := drawSample(t)
	both := s.with(t, slices.Concat(s.facts, renaming{"y", 7000}.facts(apart(beside.facts))))
	for _, p := range s.principals(t) {
		if everyone(p) {
			continue
		}
		if alone, joint := printedAnswer(s.g.Assumers(p)), printedAnswer(both.g.Assumers(p)); alone != joint {
			t.Fatalf("alone\n%s\nand beside another world\n%s\n%v\nboth:\n%v", alone, joint, s, both)
		}
	}
	for id, w := range s.g.Workloads() {
		in, _ := both.g.WorkloadID(w)
		if alone, joint := fmt.Sprint(slices.Collect(s.g.Principals(id).All())), fmt.Sprint(slices.Collect(both.g.Principals(in).All())); alone != joint {
			t.Fatalf("alone %v is\n%s\nand beside another world\n%s\n%v\nboth:\n%v", w, alone, joint, s, both)
		}
	}
}

func everyone(p pool.Principal) bool {
	k := p.Canonical().Kind()
	return k == pool.KindAllUsers || k == pool.KindAllAuthenticatedUsers
}

// apart leaves out grants to everyone and to accounts of other worlds, and puts the folders of unknown parent into an
// organization.
func apart(facts []fleet.Fact) []fleet.Fact {
	for _, b := range factsOf[fleet.Binding](facts) {
		if everyone(b.Member) {
			facts = without(facts, b)
		}
	}
	facts = slices.Clone(tellNamed(facts))
	for i, f := range facts {
		if f, ok := f.(fleet.Folder); ok && f.Parent == (fleet.Resource{}) {
			f.Parent = fleet.InOrganization(1)
			facts[i] = f
		}
	}
	return append(facts, fleet.Organization{Number: 1})
}

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
		return fleet.Fleet{Host: r.project(f.Host)}
	case fleet.Membership:
		f.Fleet, f.Name, f.Cluster = r.project(f.Fleet), r.name(f.Name), r.cluster(f.Cluster)
		f.IdentityProvider, f.Pool = r.url(f.IdentityProvider), r.pool(f.Pool)
		return f
	case fleet.Namespace:
		return fleet.Namespace{Cluster: r.cluster(f.Cluster), Name: r.name(f.Name)}
	case fleet.KSA:
		return fleet.KSA{Cluster: r.cluster(f.Cluster), Namespace: r.name(f.Namespace), Name: r.ksa(f.Name), UID: r.name(f.UID), Annotation: r.email(f.Annotation)}
	case fleet.GSA:
		return fleet.GSA{Email: r.email(f.Email), Project: r.name(f.Project), Disabled: f.Disabled}
	case fleet.Role:
		return fleet.Role{Name: r.role(f.Name), Permissions: f.Permissions}
	case fleet.Binding:
		f.On, f.Role, f.Member = r.resource(f.On), r.role(f.Role), r.principal(f.Member)
		return f
	case fleet.Deny:
		f.On, f.Principals = r.resource(f.On), slices.Clone(f.Principals)
		for i, p := range f.Principals {
			f.Principals[i] = r.principal(p)
		}
		return f
	case fleet.Group:
		f.Name, f.Members = r.principal(f.Name), slices.Clone(f.Members)
		for i, p := range f.Members {
			f.Members[i] = r.principal(p)
		}
		return f
	case fleet.Gap:
		f.On = r.resource(f.On)
		if f.What == fleet.GapObjects {
			f.Cluster = r.cluster(f.Cluster)
		}
		return f
	default:
		panic(fmt.Sprintf("%T is not renamed", f))
	}
}

func (r renaming) name(s string) string {
	if s == "" {
		return ""
	}
	return r.prefix + s
}

func (r renaming) number(n pool.Number) pool.Number {
	if n == 0 {
		return 0
	}
	return n + r.shift
}

// ksa leaves the name default, which means something to Kubernetes.
func (r renaming) ksa(s string) string {
	if s == "default" {
		return s
	}
	return r.name(s)
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
	return fleet.Workload{Cluster: r.cluster(w.Cluster), Namespace: r.name(w.Namespace), ServiceAccount: r.ksa(w.ServiceAccount)}
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
		return pool.Subject(name, n, r.name(p.Namespace()), r.ksa(p.ServiceAccount()))
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

// vertexName names what stands in an answer as it is called when it is renamed.
func (r renaming) vertexName(v any) string {
	switch v := v.(type) {
	case fleet.Workload:
		return r.workload(v).String()
	case fleet.ClusterName:
		return r.cluster(v).String()
	case pool.Principal:
		return r.principal(v).String()
	default:
		panic(fmt.Sprintf("%T is not renamed", v))
	}
}
