package rehearsal_test

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// apart gives the facts that only one of two worlds has, but for what a command brings about besides, and for what it cannot say.
func apart(want, got *fleet.Graph, op fleet.Operation) (lacks, more []string) {
	was, is := spelled(want, op), spelled(got, op)
	for _, f := range slices.Sorted(maps.Keys(was)) {
		if !is[f] {
			lacks = append(lacks, f)
		}
	}
	for _, f := range slices.Sorted(maps.Keys(is)) {
		if !was[f] && !strings.Contains(f, "default-pool") && !strings.Contains(f, "-compute@developer") {
			more = append(more, f)
		}
	}
	return lacks, more
}

func spelled(g *fleet.Graph, op fleet.Operation) map[string]bool {
	all := map[string]bool{}
	for _, f := range g.Facts() {
		all[fmt.Sprintf("%T %+v", f, plain(f, op))] = true
	}
	return all
}

// plain leaves out of a fact what no command says: the UID that Kubernetes gives, the number that Google gives, which role binding it is. And it
// spells what has two spellings in one.
func plain(f fleet.Fact, op fleet.Operation) fleet.Fact {
	switch f := f.(type) {
	case fleet.Project:
		if p, ok := made[fleet.Project](op); ok && p.ID == f.ID {
			f.Number, f.Pool = 0, pool.Name{}
		}
		return f
	case fleet.KSA:
		f.UID = ""
		return f
	case fleet.Permit:
		f.Because = ""
		if of, ok := strings.CutPrefix(f.Subject.Name, "system:serviceaccount:"); ok && f.Subject.Kind == fleet.UserSubject {
			namespace, name, _ := strings.Cut(of, ":")
			f.Subject = fleet.Subject{Kind: fleet.AccountSubject, Namespace: namespace, Name: name}
		}
		return f
	case fleet.Cluster:
		if f.Pool.String() == f.Name.Project+".svc.id.goog" {
			f.Pool = pool.Name{} // as the project has it
		}
		if f.Mode == fleet.Autopilot {
			f.WorkloadIdentity = fleet.On
		}
		if c, ok := made[fleet.Cluster](op); ok && c.Name == f.Name && f.WorkloadIdentity == fleet.Unknown {
			f.WorkloadIdentity = fleet.Off // what is made anew is on or off
		}
		f.Route = 0
		return f
	case fleet.Membership:
		f.IdentityProvider, f.Pool = "", pool.Name{}
		if f.Lightweight {
			f.Issuer = fleet.Unknown // it gives no fleet identity, whatever its issuer
		}
		return f
	case fleet.GSA:
		if a, ok := pool.ServiceAccount(f.Email).Account(); ok && a.Project == f.Project {
			f.Project = ""
		}
		return f
	default:
		return plainPolicy(f, op)
	}
}

// made is the fact that an operation creates, if it is of that sort.
func made[F fleet.Fact](op fleet.Operation) (F, bool) {
	c, _ := op.(fleet.Create)
	f, ok := c.Fact.(F)
	return f, ok
}

func plainPolicy(f fleet.Fact, op fleet.Operation) fleet.Fact {
	switch f := f.(type) {
	case fleet.NodePool:
		f.Labels, f.Account = maps.Clone(f.Labels), cmp.Or(f.Account, "default")
		f.Scopes = slices.Clone(f.Scopes)
		for i, scope := range f.Scopes {
			f.Scopes[i] = strings.TrimPrefix(scope, "https://www.googleapis.com/auth/")
		}
		if len(f.Labels) == 0 {
			f.Labels = nil
		}
		if n, ok := made[fleet.NodePool](op); ok && n.Cluster == f.Cluster && n.Name == f.Name {
			f = unsaid(f, n)
		}
		return f
	case fleet.Pod:
		f.ServiceAccount = cmp.Or(f.ServiceAccount, "default")
		if len(f.NodeSelector) == 0 {
			f.NodeSelector = nil
		}
		return f
	case fleet.Deny:
		f.Name = f.Name[strings.LastIndex(f.Name, "/")+1:]
		f.Permissions, f.ExceptPermissions = short(f.Permissions), short(f.ExceptPermissions)
		f.Principals, f.ExceptPrincipals = canonical(f.Principals), canonical(f.ExceptPrincipals)
		if len(f.Principals) == 0 && f.Unread == "" {
			f.Principals = []pool.Principal{pool.AllUsers()}
		}
		return f
	case fleet.Boundary:
		f.Name, f.Set = f.Name[strings.LastIndex(f.Name, "/")+1:], f.Set.Canonical()
		return f
	case fleet.Group:
		f.Members = canonical(f.Members)
		return f
	case fleet.Role:
		f.Permissions = slices.Compact(slices.Sorted(slices.Values(f.Permissions)))
		return f
	default:
		return f
	}
}

// unsaid leaves out of a new node pool what was not told, and what is chosen for it then.
func unsaid(f, told fleet.NodePool) fleet.NodePool {
	if len(told.Scopes) == 0 {
		f.Scopes = nil
	}
	if told.Metadata == fleet.MetadataUnknown {
		f.Metadata = fleet.MetadataUnknown
	}
	return f
}

func short(permissions []string) []string {
	var all []string
	for _, p := range permissions {
		p = strings.Replace(p, "cloudresourcemanager.googleapis.com/", "resourcemanager.", 1)
		all = append(all, strings.Replace(p, ".googleapis.com/", ".", 1))
	}
	return all
}

func canonical(ps []pool.Principal) []pool.Principal {
	var all []pool.Principal
	for _, p := range ps {
		all = append(all, p.Canonical())
	}
	slices.SortFunc(all, pool.Principal.Compare)
	return slices.Compact(all)
}
