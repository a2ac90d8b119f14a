package main

import (
	"fmt"
	"strings"

	"fleettrust.example/fleet/render"
)

// catch is the document of a search: what breaks, by which commands, and how far the search came. Way is that of Who to Principal
// after the commands; all three are absent when nothing was found.
type catch struct {
	V                int         `json:"v"`
	Question         string      `json:"question"`
	Never            []string    `json:"never"`
	Only             []string    `json:"only"`
	Broken           bool        `json:"broken"`
	Commands         []string    `json:"commands"` // none, when it is broken as it is
	Shortest         bool        `json:"shortest"` // all shorter sequences of the menu were tried
	Principal        string      `json:"principal,omitempty"`
	Who              string      `json:"who,omitempty"`
	Way              *render.Way `json:"way,omitempty"`
	Menu             int         `json:"menu"`       // operations on the menu at the start
	Tried            int         `json:"tried"`      // sequences carried out
	Refused          int         `json:"refused"`    // of which the cloud would refuse the last operation
	Unjudged         int         `json:"unjudged"`   // after which the world lacks what must hold of it
	Full             int         `json:"full"`       // all sequences of the menu of up to so many operations were tried
	Operations       int         `json:"operations"` // of the longest that was asked for
	Seed             uint64      `json:"seed"`
	Stopped          string      `json:"stopped,omitempty"`
	Replay           string      `json:"replay"`
	render.Reasoning             // why it may be broken already

	does, extent string
}

// Text tells the commands, who comes in by them and how, and how far the search came.
func (d *catch) Text(p render.Page) string {
	var b strings.Builder
	switch n := len(d.Commands); {
	case !d.Broken:
		fmt.Fprintln(&b, "nothing was found, which is no proof")
	case n == 0:
		fmt.Fprintln(&b, "broken as it is, without any operation")
	case n == 1:
		fmt.Fprintln(&b, "one operation breaks it")
	case d.Shortest:
		fmt.Fprintf(&b, "%d operations break it, and no fewer on the menu do\n", n)
	default:
		fmt.Fprintf(&b, "%d operations break it, and each of them is needed; fewer others may do\n", n)
	}
	for i, line := range d.Commands {
		if i == 0 {
			fmt.Fprintln(&b)
		}
		fmt.Fprintf(&b, "  %s\n", render.Printable(line))
	}
	if d.Way != nil {
		b.WriteString(p.Path(render.Printable(fmt.Sprintf("%s %s %s, and was not meant to", d.Who, d.does, d.Principal)), d.Way.Path))
	}
	fmt.Fprintf(&b, "\n%s\n", d.extent)
	for _, r := range d.Reasons {
		fmt.Fprintf(&b, "not settled: %s\n", render.Printable(r))
	}
	fmt.Fprintf(&b, "again: %s\n", render.Printable(d.Replay))
	return b.String()
}
