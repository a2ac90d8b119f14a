package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"fleettrust.example/scenario/fuzz"
)

// A report is what a sweep found. Its JSON is version 1.
type report struct {
	V             int      `json:"v"`
	Worlds        int      `json:"worlds"`
	Principals    int64    `json:"principals"`
	PerSecond     float64  `json:"perSecond"`
	Disagreements []string `json:"disagreements"` // each with its world, shrunk
}

// tooMany disagreements end a sweep: the first ones say enough.
const tooMany = 20

// sweep compares n worlds, on all cores. The first error ends it.
func (j *judge) sweep(ctx context.Context, seed, n int) (*report, error) {
	begun := time.Now()
	s := &sweeper{judge: j, found: map[int]string{}, end: int64(seed + n)}
	s.next.Store(int64(seed))
	var workers sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		workers.Go(func() { s.work(ctx) })
	}
	workers.Wait()
	r := &report{V: 1, Worlds: s.worlds, Principals: s.principals, Disagreements: []string{}}
	r.PerSecond = float64(r.Worlds) / time.Since(begun).Seconds()
	for _, seed := range slices.Sorted(maps.Keys(s.found)) {
		r.Disagreements = append(r.Disagreements, s.found[seed])
	}
	return r, s.err
}

type sweeper struct {
	judge *judge
	next  atomic.Int64
	end   int64

	mu         sync.Mutex
	worlds     int
	principals int64
	found      map[int]string
	err        error
}

func (s *sweeper) work(ctx context.Context) {
	for seed := s.next.Add(1) - 1; seed < s.end && s.wanted(ctx); seed = s.next.Add(1) - 1 {
		s.world(ctx, int(seed))
	}
}

func (s *sweeper) wanted(ctx context.Context) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err == nil {
		s.err = ctx.Err()
	}
	return s.err == nil && len(s.found) < tooMany
}

// world compares one world and tells of its first disagreement.
func (s *sweeper) world(ctx context.Context, seed int) {
	facts, principals := draw(seed)
	found, err := s.judge.compare(ctx, facts, principals)
	text := ""
	if err == nil && len(found) > 0 {
		text, err = s.judge.text(ctx, s.judge.shrink(ctx, found[0]))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.worlds++
	s.principals += int64(len(principals))
	switch {
	case err != nil && s.err == nil:
		s.err = fmt.Errorf("world %d: %w", seed, err)
	case text != "":
		s.found[seed] = fmt.Sprintf("world %d: %s", seed, text)
	}
}

// aimed is how many principals are aimed at a world, beside all its service accounts.
const aimed = 8

// draw gives the world of a seed and principals to ask about.
func draw(seed int) ([]fleet.Fact, []pool.Principal) {
	facts := judged(fuzz.World().Example(seed))
	principals := accounts(facts)
	for i := range aimed {
		principals = append(principals, fuzz.Principal(facts).Example(seed*aimed+i))
	}
	return facts, principals
}

// accounts gives the service accounts that were told.
func accounts(facts []fleet.Fact) []pool.Principal {
	var all []pool.Principal
	for _, f := range facts {
		if a, ok := f.(fleet.GSA); ok {
			all = append(all, pool.ServiceAccount(a.Email))
		}
	}
	return all
}

func (r *report) print(out io.Writer, asJSON bool) error {
	if asJSON {
		e := json.NewEncoder(out)
		e.SetEscapeHTML(false)
		return e.Encode(r)
	}
	for _, d := range r.Disagreements {
		fmt.Fprintln(out, d)
	}
	_, err := fmt.Fprintf(out, "%d worlds, %d principals: %d disagreements, %.0f worlds a second\n", r.Worlds, r.Principals, len(r.Disagreements), r.PerSecond)
	return err
}
