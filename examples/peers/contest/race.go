package contest

import (
	"hash/maphash"
	"runtime"
	"time"
)

// A race is one question asked of both sides.
type race struct {
	what    string
	most    int
	compare func(e engine, i int) (compared, error)
	theirs  func(e engine, n int) (answers int, err error)
	handles func(n int) (answers int)
	names   func(n int) (answers int)
}

// compared is what came of one question: the time it took either side, what the library answered, and whether the peer
// answered the same.
type compared struct {
	theirs, ours time.Duration
	answers      int
	same         bool
}

// tally is a set: how many members, and the sum of their hashes.
type tally struct {
	n   int
	sum uint64
}

var seed = maphash.MakeSeed()

func count[V comparable](t *tally) func(V) {
	return func(v V) {
		t.n++
		t.sum += maphash.Comparable(seed, v)
	}
}

func (c *contest) races() []race {
	q := c.questions
	return []race{
		{"check", len(q.check), c.compareCheck, c.checks, c.ours.checkHandles, c.ours.checkNames},
		{"who", len(q.who), c.compareWho, c.whos, c.ours.whoHandles, c.ours.whoNames},
		{"what", len(q.what), c.compareWhat, c.whats, c.ours.whatHandles, c.ours.whatNames},
	}
}

// race compares answers, as many as either side gives within the bound, and then measures those.
func (c *contest) race(p peer, e engine, r race) error {
	defer c.step(p.name + ": " + r.what)()
	n, answers, differences, err := c.compare(e, r)
	if err != nil {
		return err
	}
	theirs, handles, names := &clock{}, &clock{}, &clock{}
	for start := time.Now(); len(names.rounds) < c.Rounds && (len(names.rounds) == 0 || time.Since(start) < c.longest()); {
		got := [3]int{}
		theirs.time(func() { got[0], err = r.theirs(e, n) })
		if err != nil {
			return err
		}
		handles.time(func() { got[1] = r.handles(n) })
		names.time(func() { got[2] = r.names(n) })
		for _, g := range got {
			if g != answers && differences == 0 {
				differences++ // the round did another work than was compared
			}
		}
	}
	row := Row{What: r.what, Peer: p.name, Differences: differences, Questions: n, Rounds: len(names.rounds)}
	c.add(row, "handle", theirs, handles)
	c.add(row, "name", theirs, names)
	return c.ctx.Err()
}

// longest is what all rounds may take together: more than they do where no side takes longer than the bound.
func (c *contest) longest() time.Duration { return 4 * time.Duration(c.Rounds) * c.Bound }

// compare holds the answers of a peer to ours. It stops where one side has taken as long as a round may.
func (c *contest) compare(e engine, r race) (n, answers, differences int, err error) {
	var theirs, ours time.Duration
	for n < r.most && max(theirs, ours) < c.Bound && c.ctx.Err() == nil {
		x, err := r.compare(e, n)
		if err != nil {
			return 0, 0, 0, err
		}
		theirs, ours = theirs+x.theirs, ours+x.ours
		if answers += x.answers; !x.same {
			differences++
		}
		n++
	}
	return n, answers, differences, nil
}

func (c *contest) compareCheck(e engine, i int) (compared, error) {
	q, got := c.questions.check[i], false
	var err error
	x := compared{theirs: timed(func() { got, err = e.check(q.workload, q.email) })}
	want := false
	x.ours = timed(func() { want = c.ours.truth(i) })
	if x.same = got == want; want {
		x.answers = 1
	}
	return x, err
}

func (c *contest) compareWho(e engine, i int) (x compared, err error) {
	var got, want tally
	x.theirs = timed(func() { err = e.who(c.questions.who[i], count[workload](&got)) })
	x.ours = timed(func() { c.ours.assumers(i, count[workload](&want)) })
	x.same, x.answers = got == want, want.n
	return x, err
}

func (c *contest) compareWhat(e engine, i int) (x compared, err error) {
	var got, want tally
	x.theirs = timed(func() { err = e.what(c.questions.what[i], count[string](&got)) })
	x.ours = timed(func() { c.ours.assumed(i, count[string](&want)) })
	x.same, x.answers = got == want, want.n
	return x, err
}

func (c *contest) checks(e engine, n int) (answers int, err error) {
	for _, x := range c.questions.check[:n] {
		ok, err := e.check(x.workload, x.email)
		if err != nil {
			return 0, err
		}
		if ok {
			answers++
		}
	}
	return answers, nil
}

func (c *contest) whos(e engine, n int) (answers int, err error) {
	read := func(w workload) {
		if w.cluster != "" && w.namespace != "" && w.account != "" {
			answers++
		}
	}
	for _, email := range c.questions.who[:n] {
		if err := e.who(email, read); err != nil {
			return 0, err
		}
	}
	return answers, nil
}

func (c *contest) whats(e engine, n int) (answers int, err error) {
	read := func(email string) {
		if email != "" {
			answers++
		}
	}
	for _, w := range c.questions.what[:n] {
		if err := e.what(w, read); err != nil {
			return 0, err
		}
	}
	return answers, nil
}

// clock keeps the times of rounds.
type clock struct{ rounds []float64 }

// time measures one round. What the rounds before left is collected first.
func (k *clock) time(f func()) {
	runtime.GC()
	k.rounds = append(k.rounds, float64(timed(f)))
}

func timed(f func()) time.Duration {
	start := time.Now()
	f()
	return time.Since(start)
}
