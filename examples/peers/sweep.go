package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"maps"
	"runtime"
	"slices"
	"sync"
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

// A candidate is a world to compare, by its name, and principals to ask about: the same at every call.
type candidate struct {
	name string
	draw func() ([]fleet.Fact, []pool.Principal)
}

// sweep compares each world with what each judge says of its part of it, on all cores. The first error ends it.
func sweep(ctx context.Context, judges []judge, worlds iter.Seq[candidate]) (*report, error) {
	begun := time.Now()
	next, stop := iter.Pull(worlds)
	defer stop()
	s := &sweeper{judges: judges, take: next, outside: map[string]int{}, found: map[int]string{}}
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
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

	mu         sync.Mutex
	take       func() (candidate, bool)
	taken      int
	worlds     int
	principals int64
	outside    map[string]int
	found      map[int]string
	err        error
}

func (s *sweeper) work(ctx context.Context) {
	for c, number, ok := s.next(ctx); ok; c, number, ok = s.next(ctx) {
		facts, principals := c.draw()
		told, outside, err := s.world(ctx, facts, principals)
		s.mu.Lock()
		s.worlds++
		s.principals += int64(len(principals))
		for _, why := range outside {
			s.outside[why]++
		}
		switch {
		case err != nil && s.err == nil:
			s.err = fmt.Errorf("%s: %w", c.name, err)
		case told != "":
			s.found[number] = fmt.Sprintf("%s: %s", c.name, told)
		}
		s.mu.Unlock()
	}
}

// next takes the next world, unless the sweep is at its end.
func (s *sweeper) next(ctx context.Context) (c candidate, number int, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err == nil {
		s.err = ctx.Err()
	}
	if s.err != nil || len(s.found) >= tooMany {
		return c, 0, false
	}
	s.taken++
	c, ok = s.take()
	return c, s.taken, ok
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

// aimed is how many principals are aimed at a world, beside all its service accounts.
const aimed = 8

// drawn gives n worlds by the number of each, its seed.
func drawn(first, n int) iter.Seq[candidate] {
	return func(yield func(candidate) bool) {
		for seed := first; seed < first+n; seed++ {
			if !yield(candidate{fmt.Sprintf("world %d", seed), func() ([]fleet.Fact, []pool.Principal) { return draw(seed) }}) {
				return
			}
		}
	}
}

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
