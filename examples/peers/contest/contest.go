package contest

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"slices"
	"time"

	"fleettrust.example/scenario/organization"
)

// Options say what to measure, and how long.
type Options struct {
	Size   organization.Size
	Peers  []string      // of Names, and Itself
	Rounds int           // of each measurement
	Bound  time.Duration // the longest that a round of one side may take
	What   []string      // the rows to measure, of Rows; all for none. To build comes with any
}

// Rows lists what can be measured.
func Rows() []string { return []string{"build", "check", "who", "what", "change"} }

// Run measures. It tells what it does of all that takes longer than two seconds.
func Run(ctx context.Context, options Options, progress io.Writer) (*Report, error) {
	for _, what := range options.What {
		if !slices.Contains(Rows(), what) {
			return nil, fmt.Errorf("row %q: want one of %v", what, Rows())
		}
	}
	var chosen []peer
	for _, name := range options.Peers {
		if name == Itself {
			continue
		}
		p, ok := find(name)
		if !ok {
			return nil, fmt.Errorf("peer %q: want one of %v", name, Names())
		}
		chosen = append(chosen, p)
	}
	return run(ctx, options, chosen, progress)
}

// contest is one run.
type contest struct {
	Options
	ctx       context.Context
	progress  io.Writer
	ours      *library
	oursBytes int64
	questions *questions
	report    *Report
}

func run(ctx context.Context, options Options, chosen []peer, progress io.Writer) (*Report, error) {
	c := &contest{Options: options, ctx: ctx, progress: progress, report: &Report{V: 1, N: options.Size.KSAs, Rows: []Row{}, Skipped: []Skipped{}}}
	if err := c.prepare(); err != nil {
		return nil, err
	}
	for _, p := range chosen {
		if p.most > 0 && c.Size.KSAs > p.most {
			c.report.Skipped = append(c.report.Skipped, Skipped{p.name, p.why})
			continue
		}
		if err := c.against(p); err != nil {
			return nil, fmt.Errorf("%s: %w", p.name, err)
		}
	}
	if slices.Contains(options.Peers, Itself) {
		if err := c.againstItself(); err != nil {
			return nil, fmt.Errorf("%s: %w", Itself, err)
		}
	}
	return c.report, nil
}

// prepare draws the questions, builds what they are asked of, and looks up what they speak of.
func (c *contest) prepare() error {
	defer c.step("the library: build")()
	o, err := organization.Draw(c.Size)
	if err != nil {
		return err
	}
	maps, err := buildTuned(c.ctx, o)
	if err != nil {
		return err
	}
	if c.questions, err = drawQuestions(o, c.Size.Seed, maps); err != nil {
		return err
	}
	o, maps = nil, nil
	if err := c.weigh(); err != nil {
		return err
	}
	if c.ours, err = c.buildOurs(nil); err != nil {
		return err
	}
	return c.ours.prepare(c.questions)
}

// weigh measures what answers, with all names; and apart from that the graph that it comes from, which has the reasons.
func (c *contest) weigh() error {
	before := heap()
	l, err := c.buildOurs(nil)
	if err != nil {
		return err
	}
	both := heap() - before
	l.snapshot = nil
	c.oursBytes = heap() - before
	c.report.Memory, c.report.Provenance = c.perKSA(c.oursBytes), c.perKSA(both-c.oursBytes)
	runtime.KeepAlive(l)
	return nil
}

// against measures one peer.
func (c *contest) against(p peer) error {
	e, err := c.raceToBuild(p)
	if err != nil {
		return err
	}
	defer e.close()
	for _, r := range c.races() {
		if !c.wants(r.what) {
			continue
		}
		if err := c.race(p, e, r); err != nil {
			return fmt.Errorf("%s: %w", r.what, err)
		}
	}
	if !c.wants("change") {
		return nil
	}
	return c.raceToChange(p, e)
}

func (c *contest) wants(what string) bool {
	return len(c.What) == 0 || slices.Contains(c.What, what)
}

// step says what is being done, if it takes long, until what it returns is called.
func (c *contest) step(what string) (done func()) {
	t := time.AfterFunc(2*time.Second, func() { fmt.Fprintf(c.progress, "peers: %s …\n", what) })
	return func() { t.Stop() }
}

// heap is what is in memory and can be reached.
func heap() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
