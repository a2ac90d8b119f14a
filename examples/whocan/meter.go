package main

import (
	"fmt"
	"time"

	"fleettrust.example/fleet/load"
	"fleettrust.example/fleet/render"
)

// meter tells a terminal how far reading has come, once it takes longer than patience.
type meter struct {
	console *console
	began   time.Time
	told    time.Time
}

// metered gives what the loader calls while it reads; nil where nobody looks.
func (c *console) metered() func(load.Progress) {
	if _, ok := terminal(c.errs); !ok {
		return nil
	}
	m := &meter{console: c, began: time.Now()}
	return func(p load.Progress) {
		if now := time.Now(); now.Sub(m.began) > patience && now.Sub(m.told) > patience/8 {
			m.told = now
			m.console.wipe()
			m.console.shown = true
			fmt.Fprint(c.errs, "whocan: "+render.Printable(pace(p, now.Sub(m.began))))
		}
	}
}

// pace says how much was read of how much, how fast, and how long the rest takes at that rate.
func pace(p load.Progress, since time.Duration) string {
	const mega = 1 << 20
	text := fmt.Sprintf("reading %s: %d of %d MiB", p.File, p.Done/mega, p.Total/mega)
	if rate := float64(p.Done) / since.Seconds(); rate > 0 && p.Done <= p.Total {
		left := time.Duration(float64(p.Total-p.Done) / rate * float64(time.Second))
		text += fmt.Sprintf(", %.0f MiB/s, %v left", rate/mega, left.Round(time.Second))
	}
	return text
}
