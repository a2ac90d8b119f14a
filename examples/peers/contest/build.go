package contest

import (
	"fmt"
	"time"

	"fleettrust.example/scenario/organization"
)

// buildOurs builds the library out of records that are forgotten then. A clock measures it, without the drawing.
func (c *contest) buildOurs(k *clock) (l *library, err error) {
	o, err := organization.Draw(c.Size)
	if err != nil {
		return nil, err
	}
	build := func() { l, err = buildLibrary(o) }
	if k == nil {
		build()
	} else {
		k.time(build)
	}
	return l, err
}

func (c *contest) buildTheirs(p peer, k *clock) (e engine, err error) {
	o, err := organization.Draw(c.Size)
	if err != nil {
		return nil, err
	}
	k.time(func() { e, err = p.build(c.ctx, o) })
	return e, err
}

// raceToBuild measures build and memory, and gives the first engine that was built.
func (c *contest) raceToBuild(p peer) (engine, error) {
	defer c.step(p.name + ": build")()
	theirs, ours := &clock{}, &clock{}
	before := heap()
	kept, err := c.buildTheirs(p, theirs)
	if err != nil {
		return nil, err
	}
	bytes := heap() - before
	if w, ok := kept.(weighed); ok {
		if bytes, err = w.bytes(); err != nil {
			return nil, err
		}
	}
	if _, err := c.buildOurs(ours); err != nil {
		return nil, err
	}
	for start := time.Now(); len(ours.rounds) < c.Rounds && time.Since(start) < c.longest(); {
		again, err := c.buildTheirs(p, theirs)
		if err != nil {
			return nil, err
		}
		if err := again.close(); err != nil {
			return nil, err
		}
		if _, err := c.buildOurs(ours); err != nil {
			return nil, err
		}
	}
	row := Row{Peer: p.name, Questions: 1, Rounds: len(ours.rounds)}
	row.What = "build"
	c.add(row, "name", theirs, ours)
	row.What, row.How, row.Rounds = "memory", "name", 1
	row.Ratio, row.Theirs, row.Ours = rounded(float64(bytes)/float64(c.oursBytes)), c.perKSA(bytes), c.perKSA(c.oursBytes)
	c.report.Rows = append(c.report.Rows, row)
	return kept, c.ctx.Err()
}

func (c *contest) perKSA(bytes int64) float64 { return float64(bytes) / float64(c.Size.KSAs) }

// raceToChange compares what comes of changes, and measures them. They come in pairs, and each pair leaves all as it was.
func (c *contest) raceToChange(p peer, e engine) error {
	defer c.step(p.name + ": change")()
	n, differences, err := c.compareChanges(e)
	if err != nil {
		return err
	}
	theirs, ours := &clock{}, &clock{}
	for start := time.Now(); len(ours.rounds) < c.Rounds && (len(ours.rounds) == 0 || time.Since(start) < c.longest()); {
		theirs.time(func() {
			for i := 0; i < n && err == nil; i++ {
				err = e.change(c.questions.changes[i])
			}
		})
		if err != nil {
			return err
		}
		ours.time(func() { err = c.ours.apply(n) })
		if err != nil {
			return err
		}
	}
	c.add(Row{What: "change", Peer: p.name, Differences: differences, Questions: n, Rounds: len(ours.rounds)}, "name", theirs, ours)
	return c.ctx.Err()
}

func (c *contest) compareChanges(e engine) (n, differences int, err error) {
	var theirs, ours time.Duration
	at := c.ours.start()
	for n < len(c.questions.changes) && (n%2 > 0 || max(theirs, ours) < c.Bound) && c.ctx.Err() == nil {
		x, got, want := c.questions.changes[n], false, false
		theirs += timed(func() { err = e.change(x) })
		if err == nil {
			got, err = e.check(x.workload, x.email)
		}
		if err == nil {
			ours += timed(func() { err = at.apply(n) })
		}
		if err == nil {
			want, err = at.check(x)
		}
		if err != nil {
			return 0, 0, fmt.Errorf("change %d: %w", n, err)
		}
		if n++; got != want || want == x.back {
			differences++
		}
	}
	return n, differences, nil
}
