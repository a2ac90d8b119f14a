package command

import (
	"slices"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// world is what was told before the operation.
type world struct{ facts []fleet.Fact }

// one finds the fact of a sort that is meant.
func one[F fleet.Fact](w *world, is func(F) bool) (F, bool) {
	for _, f := range w.facts {
		if f, ok := f.(F); ok && is(f) {
			return f, true
		}
	}
	var none F
	return none, false
}

// there gives the fact of that name as it was told, if it was.
func (w *world) there(f fleet.Fact) fleet.Fact {
	i := slices.IndexFunc(w.facts, func(x fleet.Fact) bool { return sameName(f, x) })
	if i < 0 {
		return f
	}
	return w.facts[i]
}

// sameName compares the names of facts that have more to them than their name.
func sameName(f, x fleet.Fact) bool {
	switch f := f.(type) {
	case fleet.Project:
		x, ok := x.(fleet.Project)
		return ok && x.ID == f.ID
	case fleet.Folder:
		x, ok := x.(fleet.Folder)
		return ok && x.Number == f.Number
	case fleet.Cluster:
		x, ok := x.(fleet.Cluster)
		return ok && x.Name == f.Name
	case fleet.NodePool:
		x, ok := x.(fleet.NodePool)
		return ok && x.Cluster == f.Cluster && x.Name == f.Name
	case fleet.Fleet:
		x, ok := x.(fleet.Fleet)
		return ok && x.Host == f.Host
	case fleet.Membership:
		x, ok := x.(fleet.Membership)
		return ok && x.Fleet == f.Fleet && x.Location == f.Location && x.Name == f.Name
	default:
		return sameObject(f, x)
	}
}

func sameObject(f, x fleet.Fact) bool {
	switch f := f.(type) {
	case fleet.KSA:
		x, ok := x.(fleet.KSA)
		return ok && x.Cluster == f.Cluster && x.Namespace == f.Namespace && x.Name == f.Name
	case fleet.GSA:
		x, ok := x.(fleet.GSA)
		return ok && x.Email == f.Email
	case fleet.Role:
		x, ok := x.(fleet.Role)
		return ok && x.Name == f.Name
	case fleet.Group:
		x, ok := x.(fleet.Group)
		return ok && x.Name == f.Name
	default:
		return false
	}
}

// projectID gives the ID of a project that is named by ID or number.
func (w *world) projectID(name string) string {
	p, ok := one(w, func(p fleet.Project) bool { return p.Number != 0 && p.Number.String() == name })
	if !ok {
		return name
	}
	return p.ID
}

// poolOf is the pool of a project, told or derived.
func (w *world) poolOf(id string) pool.Name {
	if p, ok := one(w, func(p fleet.Project) bool { return p.ID == id }); ok && p.Pool.IsValid() {
		return p.Pool
	}
	name, _ := pool.NameOf(id)
	return name
}
