package law

import (
	"fmt"
	"slices"

	"fleettrust.example/fleet"
	"pgregory.net/rapid"
)

// CouldRenaming: other names change nothing but names. Among rights that serve alike the order of names decides.
func CouldRenaming(t *rapid.T, s World) {
	r := renaming{"x", 5000}
	other := s.with(t, r.facts(s.Facts))
	for _, p := range s.few(t) {
		was, is := s.Graph.CouldBecome(p), other.Graph.CouldBecome(r.principal(p))
		renamed := couldBecomers(is)
		if was.Len() != is.Len() || was.Exactness() != is.Exactness() {
			t.Fatalf("%v: %d actors, %v; renamed %d, %v\nfrom\n%v\nto\n%v", p, was.Len(), was.Exactness(), is.Len(), is.Exactness(), s, other)
		}
		for x := range was.All() {
			if y, ok := renamed[r.actor(x.Actor).String()]; !ok || y.Exactness() != x.Exactness() {
				t.Fatalf("%v: renamed, %v is %v\n%s\n%s\nfrom\n%v\nto\n%v", p, x.Actor, r.actor(x.Actor), printedCould(x), printedCould(y), s, other)
			}
		}
	}
}

func (r renaming) actor(v fleet.Vertex) fleet.Vertex {
	switch v.Kind {
	case fleet.WorkloadVertex:
		v.Workload = r.workload(v.Workload)
	case fleet.SubjectVertex:
		v.Workload.Cluster, v.Subject = r.cluster(v.Workload.Cluster), r.subject(v.Subject)
	default:
		v.Principal = r.principal(v.Principal)
	}
	return v
}

// UnrelatedPermits: a right in a cluster of a world beside it changes no answer.
func UnrelatedPermits(t *rapid.T, s World) {
	elsewhere := fleet.ClusterName{Project: "aside", Location: "us", Name: "c1"}
	beside := []fleet.Fact{fleet.Project{ID: "aside", Number: 9009, Parent: fleet.InOrganization(9)}, fleet.Organization{Number: 9}, fleet.Cluster{Name: elsewhere, WorkloadIdentity: fleet.On}}
	apart := s.with(t, slices.Concat(s.Facts, beside))
	for i, right := range []fleet.Right{fleet.CreatePods, fleet.BindRoles, fleet.ImpersonateUsers, fleet.CreateNamespaces} {
		beside = append(beside, fleet.Permit{Cluster: elsewhere, Subject: fleet.Subject{Kind: fleet.UserSubject, Name: "stranger@example.com"}, Right: right, Because: fmt.Sprint("aside ", i)})
	}
	more := s.with(t, slices.Concat(s.Facts, beside))
	for _, p := range s.few(t) {
		if everyone(p) {
			continue
		}
		one, two := couldBecomers(apart.Graph.CouldBecome(p)), couldBecomers(more.Graph.CouldBecome(p))
		delete(two, "user:stranger@example.com")
		if len(one) != len(two) {
			t.Fatalf("%v: %d actors, and %d with rights in a cluster that is none of its\n%v", p, len(one), len(two), s)
		}
	}
}
