package fleet_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"pgregory.net/rapid"
)

// Service accounts are kept in columns of numbers. Those that are told in any order, more than once, or by AddKSAs make the same
// graph, and one that is as a plain reading of the facts has it; where they are refused, they are with the same faults.
func TestKSAs(t *testing.T) { rapid.Check(t, ksasAnyhow) }

func FuzzKSAs(f *testing.F) {
	addSeeds(f)
	f.Fuzz(rapid.MakeFuzz(ksasAnyhow))
}

// addSeeds gives a fuzzer something to begin with: draws of its own.
func addSeeds(f *testing.F) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 16 {
		seed := make([]byte, 1024)
		for i := range seed {
			seed[i] = byte(r.Uint32())
		}
		f.Add(seed)
	}
}

// toldKSA is a service account, or with no name a namespace, and where it was read.
type toldKSA struct {
	fact fleet.KSA
	at   fleet.Source
}

func ksasAnyhow(t *rapid.T) {
	facts := rapid.SliceOfN(rapid.Custom(drawKSA), 0, 12).Draw(t, "facts")
	other := append(rapid.Permutation(facts).Draw(t, "order"), facts[:len(facts)/2]...)
	one, first := buildKSAs(facts, false)
	two, again := buildKSAs(other, true)
	if first != again {
		t.Fatalf("one order:\n%s\nanother:\n%s", first, again)
	}
	if first == "" && (one != two || one != plainly(facts)) {
		t.Fatalf("one order:\n%s\nanother:\n%s\nplainly:\n%s", one, two, plainly(facts))
	}
}

// drawKSA draws from few names, so that they meet; rarely an odd one, for which the world is refused.
func drawKSA(t *rapid.T) toldKSA {
	of := func(label, odd string, usual ...string) string {
		if rapid.IntRange(0, 80).Draw(t, label+", odd") == 80 {
			return odd
		}
		return rapid.SampledFrom(usual).Draw(t, label)
	}
	return toldKSA{
		fleet.KSA{
			Cluster: inP(of("cluster", "untold", "a", "b")), Namespace: of("namespace", "z.illegal", "x", "y"), Name: of("name", "-illegal", "default", "app", "a.b", ""),
			UID: of("uid", "u 2", "", "u1"), Annotation: of("annotation", "someone", ""),
		},
		fleet.Source{File: of("file", "three", "", "one", "two")},
	}
}

func inP(name string) fleet.ClusterName {
	return fleet.ClusterName{Project: "p", Location: "us", Name: name}
}

// buildKSAs gives the workloads of a world as text, or its faults.
func buildKSAs(facts []toldKSA, bulk bool) (workloads, faults string) {
	var b fleet.Builder
	for _, f := range facts {
		switch k := f.fact; {
		case k.Name == "":
			b.AddFrom(f.at, fleet.Namespace{Cluster: k.Cluster, Name: k.Namespace})
		case bulk && f.at == fleet.Source{} && k.UID+k.Annotation == "":
			b.AddKSAs(k.Cluster, k.Namespace, k.Name)
		default:
			b.AddFrom(f.at, k)
		}
	}
	b.Add(fleet.Project{ID: "p", Number: 7})
	for _, name := range []string{"a", "b"} {
		b.Add(fleet.Cluster{Name: inP(name), Mode: fleet.Autopilot})
	}
	g, err := b.Build()
	if err != nil {
		return "", err.Error()
	}
	b.Add(fleet.KSA{Cluster: inP("a"), Namespace: "new", Name: "late"}) // is in no graph built before
	return written(g), ""
}

// written lists each workload, and where it was read.
func written(g *fleet.Graph) string {
	var all []string
	for id, w := range g.Workloads() {
		found, ok := g.WorkloadID(w)
		a, assumes := g.CanAssume(id, pool.Subject(pool.Must(pool.ParseName("p.svc.id.goog")), 7, w.Namespace, w.ServiceAccount))
		all = append(all, fmt.Sprint(w, ok && found == id && assumes, a.Path[1].Source))
	}
	return strings.Join(all, "\n")
}

// plainly lists what written should: of each account the first place, of the account default of a namespace that was not told the
// first place of all in it.
func plainly(facts []toldKSA) string {
	first := map[fleet.Workload]fleet.Source{}
	note := func(w fleet.Workload, at fleet.Source) {
		if known, ok := first[w]; !ok || at.File < known.File {
			first[w] = at
		}
	}
	implied := map[fleet.Workload]fleet.Source{}
	for _, f := range facts {
		w := fleet.Workload{Cluster: f.fact.Cluster, Namespace: f.fact.Namespace, ServiceAccount: f.fact.Name}
		if w.ServiceAccount != "" {
			note(w, f.at)
		}
		w.ServiceAccount = "default"
		if known, ok := implied[w]; !ok || f.at.File < known.File {
			implied[w] = f.at
		}
	}
	for w, at := range implied {
		if _, told := first[w]; !told {
			first[w] = at
		}
	}
	var all []fleet.Workload
	for w := range first {
		all = append(all, w)
	}
	slices.SortFunc(all, fleet.Workload.Compare)
	var lines []string
	for _, w := range all {
		lines = append(lines, fmt.Sprint(w, true, first[w]))
	}
	return strings.Join(lines, "\n")
}
