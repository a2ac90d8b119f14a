package law

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
