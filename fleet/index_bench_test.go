package fleet_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"

	"fleettrust.example/fleet"
)

// BenchmarkIndex asks an organization of each size different questions at random, so that no cache is warm for them: half of the
// checks are of workloads that are named in the answer.
//
//	go test ./fleet -run XXX -bench Index -benchtime 2s
func BenchmarkIndex(b *testing.B) {
	for _, ksas := range []int{10_000, 100_000, 1_000_000} {
		x := indexed(b, ksas)
		asked := drawPairs(x, 100_000)
		b.Run(fmt.Sprintf("check/ksas=%d", ksas), func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				q := asked[i%len(asked)]
				x.Check(q.w, q.a)
			}
		})
		b.Run(fmt.Sprintf("who/ksas=%d", ksas), func(b *testing.B) {
			answers := 0
			for i := 0; b.Loop(); i++ {
				for range x.Who(asked[i%len(asked)].a) {
					answers++
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(answers), "ns/answer")
		})
		b.Run(fmt.Sprintf("what/ksas=%d", ksas), func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				for range x.What(asked[i%len(asked)].w) {
				}
			}
		})
	}
}

// BenchmarkIndexMemory gives the bytes that an index holds for each Kubernetes service account, its graph forgotten.
func BenchmarkIndexMemory(b *testing.B) {
	for _, ksas := range []int{10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprintf("ksas=%d", ksas), func(b *testing.B) {
			for b.Loop() {
				before := inUse()
				x := indexed(b, ksas)
				b.ReportMetric(float64(inUse()-before)/float64(ksas), "B/ksa")
				runtime.KeepAlive(x)
			}
		})
	}
}

func inUse() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

type pair struct {
	w fleet.WorkloadID
	a fleet.AccountID
}

// drawPairs draws workloads and accounts, half of them such that the one can act as the other.
func drawPairs(x *fleet.Index, n int) []pair {
	r := rand.New(rand.NewPCG(1, 2))
	all := make([]pair, n)
	for i := range all {
		all[i] = pair{fleet.WorkloadID(r.IntN(x.Workloads())), fleet.AccountID(r.IntN(x.Accounts()))}
		if i%2 == 0 {
			all[i].w = oneOf(x, all[i].a, r.IntN(100), all[i].w)
		}
	}
	return all
}

// oneOf gives the workload at a place in an answer, or the last before it.
func oneOf(x *fleet.Index, a fleet.AccountID, at int, unless fleet.WorkloadID) fleet.WorkloadID {
	for w := range x.Who(a) {
		if unless = w; at == 0 {
			break
		}
		at--
	}
	return unless
}
