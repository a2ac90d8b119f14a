package suite

import (
	"fmt"
	"slices"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// met says that no world of the file so far has had what a principal names. It speaks of service accounts and of pools: whoever asks about
// one that is misspelt would be told of nobody.
func (x *terminal) met(p pool.Principal) error {
	for _, g := range append(x.gone, x.world()) {
		switch {
		case p.Kind() == pool.KindServiceAccount && names(g, p):
			return nil
		case p.Pool().IsValid() && feeds(g, p.Pool()):
			return nil
		case p.Kind() != pool.KindServiceAccount && !p.Pool().IsValid():
			return nil
		}
	}
	return fmt.Errorf("%v: no world of this file has had it", p)
}

// names reports an account that is there, or that a grant speaks of.
func names(g *fleet.Graph, p pool.Principal) bool {
	for email := range g.Accounts() {
		if email == p.Email() {
			return true
		}
	}
	return slices.ContainsFunc(g.Facts(), func(f fleet.Fact) bool {
		b, ok := f.(fleet.Binding)
		return ok && b.Member == p
	})
}

// feeds reports that a pool can be: that of a project, or of a fleet, or one that a cluster says it has.
func feeds(g *fleet.Graph, name pool.Name) bool {
	return slices.ContainsFunc(g.Facts(), func(f fleet.Fact) bool {
		switch f := f.(type) {
		case fleet.Project:
			own, ok := pool.NameOf(f.ID)
			return f.Pool == name || ok && own == name
		case fleet.Cluster:
			return f.Pool == name
		case fleet.Fleet:
			return f.TenancyPool == name
		}
		return false
	})
}

// workload reads CLUSTER and NAMESPACE/KSA. The workload must have been in a world of the file.
func (x *terminal) workload(cluster, name string) (fleet.Workload, error) {
	c, err := fleet.ParseClusterName(cluster)
	if err != nil {
		return fleet.Workload{}, err
	}
	namespace, ksa, ok := strings.Cut(name, "/")
	w := fleet.Workload{Cluster: c, Namespace: namespace, ServiceAccount: ksa}
	if !ok || namespace == "" || ksa == "" {
		return w, fmt.Errorf("service account %q: want NAMESPACE/KSA", name)
	}
	for _, g := range append(x.gone, x.world()) {
		if _, ok := g.WorkloadID(w); ok {
			return w, nil
		}
	}
	return w, fmt.Errorf("%v: no world of this file has had it", w)
}
