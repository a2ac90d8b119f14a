package main

import (
	"fmt"
	"time"

	"fleettrust.example/fleet/render"
)

// patience is how long anything may take before a terminal is told what is going on.
const patience = 2 * time.Second

// notice is a line on a terminal that says so, and is wiped out by the next line of another kind.
type notice struct {
	timer *time.Timer
	shown chan struct{}
}

// await shows a notice when patience runs out, until the next line is written or another wait begins.
func (c *console) await(what string) {
	c.wipe()
	if _, ok := terminal(c.errs); !ok {
		return
	}
	shown := make(chan struct{})
	show := func() {
		fmt.Fprintf(c.errs, "whocan: still %s", render.Printable(what))
		close(shown)
	}
	c.notice = &notice{time.AfterFunc(patience, show), shown}
}

// wipe ends the wait.
func (c *console) wipe() {
	if c.shown {
		c.shown = false
		fmt.Fprint(c.errs, "\r\x1b[K")
	}
	if c.notice == nil {
		return
	}
	if !c.notice.timer.Stop() {
		<-c.notice.shown
		fmt.Fprint(c.errs, "\r\x1b[K")
	}
	c.notice = nil
}
