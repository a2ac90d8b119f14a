package law

import (
	"slices"

	"fleettrust.example/fleet"
	"pgregory.net/rapid"
)

// Intent: fields of an intent narrow each other and entries of a field add up. What is admitted is meant or in excess,
// what is meant of the world is admitted or short, and of a principal of a pool only what bears its name can be short.
func Intent(t *rapid.T, s World) {
	p := rapid.SampledFrom(s.principals(t)).Draw(t, "principal")
	in := fleet.Intent{Principal: p}
	for c := range s.Graph.Clusters() {
		if rapid.Bool().Draw(t, "cluster") {
			in.Clusters = append(in.Clusters, c.Name)
		}
	}
	for _, w := range s.Graph.Workloads() {
		if rapid.IntRange(0, 3).Draw(t, "namespace") == 0 {
			in.Namespaces = append(in.Namespaces, w.Namespace)
		}
	}
	means := func(w fleet.Workload) bool {
		return len(in.Clusters)+len(in.Namespaces) > 0 &&
			(len(in.Clusters) == 0 || slices.Contains(in.Clusters, w.Cluster)) && (len(in.Namespaces) == 0 || slices.Contains(in.Namespaces, w.Namespace))
	}
	d, err := fleet.Excess(s.Graph, in)
	if err != nil {
		t.Fatalf("%v\n%v", err, s)
	}
	over, short := map[string]bool{}, map[string]bool{}
	for _, x := range d.Excess {
		over[who(x)] = true
	}
	for _, x := range d.Shortfall {
		short[x.String()] = true
	}
	for name, x := range assumers(d.Answer) {
		if over[name] == (!x.Member.IsValid() && means(x.Workload)) {
			t.Fatalf("%v: %v is admitted, and in excess %v: %+v\n%v", p, name, over[name], in, s)
		}
	}
	for id, w := range s.Graph.Workloads() {
		named := (p.Namespace() == "" || p.Namespace() == w.Namespace) && (p.ServiceAccount() == "" || p.ServiceAccount() == w.ServiceAccount)
		if want := means(w) && named && !d.Answer.Can(id); short[w.String()] != want {
			t.Fatalf("%v: %v is short %v, want %v: %+v\n%v", p, w, short[w.String()], want, in, s)
		}
	}
}
