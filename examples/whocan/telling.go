package main

import (
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/render"
)

// proseWidth is how wide a story is told where the page is wider or has no limit.
const proseWidth = 80

// telling is a story being written on a page.
type telling struct {
	page render.Page
	strings.Builder
}

// Text tells the scenarios one after another.
func (ts *tales) Text(p render.Page) string {
	b := &telling{page: p}
	for i, t := range ts.Scenarios {
		if i > 0 {
			b.WriteString("\n\n")
		}
		b.tale(t)
	}
	return b.String()
}

func (b *telling) tale(t tale) {
	title := fmt.Sprintf("Scenario %d: %s", t.Number, t.Title)
	fmt.Fprintf(b, "%s\n%s\n", title, strings.Repeat("=", len(title)))
	for paragraph := range strings.SplitSeq(t.Story, "\n\n") {
		b.prose(paragraph)
	}
	b.picture(t.picture)
	b.outcome(t.outcome)
	if len(t.ByFleet) == 0 {
		b.prose("Without fleet identity the answer would be the same.")
	}
	for i, m := range t.Mitigations {
		b.remedy(fmt.Sprintf("What can be done, %d%c", t.Number, 'a'+i), m)
	}
	for i, m := range t.Narrower {
		b.remedy(fmt.Sprintf("What is narrower, and no cure, %d%c", t.Number, 'a'+i+len(t.Mitigations)), m)
	}
}

func (b *telling) remedy(number string, m remedy) {
	title := fmt.Sprintf("%s: %s", number, m.Title)
	fmt.Fprintf(b, "\n%s\n%s\n", title, strings.Repeat("-", len(title)))
	b.prose(m.Why)
	b.picture(m.picture)
	b.outcome(m.outcome)
	b.prose("What it costs: " + m.Cost)
}

// outcome tells who was granted what, who was meant, who is in, and what is wrong with that.
func (b *telling) outcome(o outcome) {
	b.names("granted to", o.Principals)
	b.names("meant", each(o.Intended, render.Workload.String))
	b.names("admitted, "+o.Exactness, each(o.Admitted, party.name))
	b.excess(o)
	b.names("meant and shut out", each(o.Lost, render.Workload.String))
	b.names("open to whoever may create what is missing", each(o.Open, func(x render.Opening) string { return x.Cluster + ", missing: " + x.Missing }))
	b.names("not certain, since", o.Reasons)
}

// excess tells those whom nobody meant, each with its path; that there are none, only if it is proven.
func (b *telling) excess(o outcome) {
	switch {
	case len(o.Excess) > 0:
		fmt.Fprint(b, "\nin excess\n")
	case o.Exactness == fleet.Unsettled.String():
		fmt.Fprint(b, "\nin excess: none found, which proves nothing here\n")
	default:
		fmt.Fprint(b, "\nin excess: nobody\n")
	}
	for _, x := range o.Excess {
		b.WriteString(strings.TrimPrefix(b.page.Path("  "+x.name(), x.Path), "\n"))
	}
}

func (x party) name() string { return render.Assumer{Workload: x.Workload, Member: x.Member}.Name() }

// names writes a heading and a line for each name, or nothing when there are none.
func (b *telling) names(heading string, names []string) {
	if len(names) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s\n", heading)
	for _, name := range names {
		fmt.Fprintf(b, "  %s\n", name)
	}
}

// prose writes a paragraph.
func (b *telling) prose(paragraph string) {
	width := proseWidth
	if b.page.Width > 0 {
		width = min(width, b.page.Width)
	}
	fmt.Fprintln(b)
	for line := range strings.SplitSeq(text.WrapSoft(paragraph, width), "\n") {
		fmt.Fprintln(b, strings.TrimRight(line, " "))
	}
}

// picture sets a drawing in, as it is.
func (b *telling) picture(drawing string) {
	fmt.Fprintln(b)
	for line := range strings.SplitSeq(strings.TrimRight(drawing, "\n"), "\n") {
		fmt.Fprintln(b, strings.TrimRight("    "+line, " "))
	}
}
