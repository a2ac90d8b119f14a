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
	V             int            `json:"v"`
	Worlds        int            `json:"worlds"`
	Principals    int64          `json:"principals"` // each counted once, however many judges were asked about it
	PerSecond     float64        `json:"perSecond"`
	Outside       map[string]int `json:"outside"`       // worlds that a judge has no rules for, by judge and reason
	Disagreements []string       `json:"disagreements"` // each with its world, shrunk
}

// tooMany disagreements end a sweep: the first ones say enough.
const tooMany = 20

// A source gives the world of a number and principals to ask about: the same at every call.
type source func(number int) ([]fleet.Fact, []pool.Principal)

// sweep compares n worlds of a source with what each judge says of its part of them, on all cores. The first error ends it.
func sweep(ctx context.Context, judges []judge, worlds source, first, n int) (*report, error) {
	begun := time.Now()
	s := &sweeper{judges: judges, source: worlds, end: int64(first + n), outside: map[string]int{}, found: map[int]string{}}
	s.next.Store(int64(first))
	var workers sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		workers.Go(func() { s.work(ctx) })
	}
	workers.Wait()
	r := &report{V: 1, Worlds: s.worlds, Principals: s.principals, Outside: s.outside, Disagreements: []string{}}
	r.PerSecond = float64(r.Worlds) / time.Since(begun).Seconds()
	for _, number := range slices.Sorted(maps.Keys(s.found)) {
		r.Disagreements = append(r.Disagreements, s.found[number])
	}
	return r, s.err
}

type sweeper struct {
	judges []judge
	source source
	next   atomic.Int64
	end    int64

	mu         sync.Mutex
	worlds     int
	principals int64
	outside    map[string]int
	found      map[int]string
	err        error
}

func (s *sweeper) work(ctx context.Context) {
	for number := s.next.Add(1) - 1; number < s.end && s.wanted(ctx); number = s.next.Add(1) - 1 {
		facts, principals := s.source(int(number))
		told, outside, err := s.world(ctx, facts, principals)
		s.note(int(number), len(principals), told, outside, err)
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

// world compares one world, and tells of the first disagreement with each judge and which have no rules for it.
func (s *sweeper) world(ctx context.Context, facts []fleet.Fact, principals []pool.Principal) (told string, outside []string, err error) {
	for _, j := range s.judges {
		known, why := j.part(facts)
		if why != "" {
			outside = append(outside, fmt.Sprintf("%v: %s", j, why))
			continue
		}
		found, err := compare(ctx, j, known, principals)
		if err != nil {
			return "", nil, err
		}
		if len(found) > 0 {
			text, err := found[0].shrink(ctx).text(ctx)
			if err != nil {
				return "", nil, err
			}
			told += text
		}
	}
	return told, outside, nil
}

func (s *sweeper) note(number, principals int, told string, outside []string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.worlds++
	s.principals += int64(principals)
	for _, why := range outside {
		s.outside[why]++
	}
	switch {
	case err != nil && s.err == nil:
		s.err = fmt.Errorf("world %d: %w", number, err)
	case told != "":
		s.found[number] = fmt.Sprintf("world %d: %s", number, told)
	}
}

// aimed is how many principals are aimed at a world, beside all its service accounts.
const aimed = 8

// draw gives the world of a seed and principals to ask about.
func draw(seed int) ([]fleet.Fact, []pool.Principal) {
	facts := fuzz.World().Example(seed)
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
	for _, why := range slices.Sorted(maps.Keys(r.Outside)) {
		fmt.Fprintf(out, "%d worlds outside of %s\n", r.Outside[why], why)
	}
	_, err := fmt.Fprintf(out, "%d worlds, %d principals: %d disagreements, %.0f worlds a second\n", r.Worlds, r.Principals, len(r.Disagreements), r.PerSecond)
	return err
}
