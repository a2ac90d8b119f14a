package main

import (
	"fmt"
	"slices"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/render"
	"fleettrust.example/pool"
	"fleettrust.example/scenario/script"
)

// rehearsed is the document of a rehearsal: what each command came to, and what the script comes to as a whole.
type rehearsed struct {
	V        int           `json:"v"`
	Question string        `json:"question"`
	Script   string        `json:"script"`
	Steps    []act         `json:"steps"`
	Left     []omission    `json:"left"` // what was not run, and is no command of gcloud or kubectl
	Whole    *render.Diff  `json:"whole"`
	Legend   []render.Rule `json:"legend"`

	shown []render.Change // of the whole, what is told
}

// An act is one command. Refused says that the cloud, or the tool, would not do it.
type act struct {
	Line    int             `json:"line"`
	Command string          `json:"command"`
	Refused bool            `json:"refused"`
	Stdout  string          `json:"stdout"`
	Stderr  string          `json:"stderr"`
	Changes []render.Change `json:"changes"`

	shown []render.Change
}

// An omission is a part of a script that was not run.
type omission struct {
	Line int    `json:"line"`
	Text string `json:"text"`
	Why  string `json:"why"`
}

func (p *performance) document(end *fleet.Graph, left []script.Left) *rehearsed {
	doc := &rehearsed{V: render.Version, Question: "rehearse", Script: p.name, Steps: append([]act{}, p.steps...), Left: []omission{}}
	for _, l := range left {
		doc.Left = append(doc.Left, omission{l.Line, l.Text, l.Why})
	}
	doc.Whole, _ = render.DifferenceOf(p.start, end, pool.Principal{})
	_, doc.shown = p.changes(p.start, end)
	var told []render.Change
	for _, a := range doc.Steps {
		told = append(told, a.shown...)
	}
	doc.Legend = render.DiffOf(pool.Principal{}, doc.Whole.Before, doc.Whole.After, told).Legend
	return doc
}

// Text tells the steps that change who can act as whom, or are refused; then what is to be known, and what the whole comes to.
func (d *rehearsed) Text(p render.Page) string {
	var b strings.Builder
	refused := 0
	for _, a := range d.Steps {
		if a.Refused {
			refused++
		}
	}
	fmt.Fprintf(&b, "%s: %s, %d refused\n", render.Printable(d.Script), plural(len(d.Steps), "command", "commands"), refused)
	for _, a := range d.Steps {
		b.WriteString(d.step(p, a))
	}
	d.notes(&b)
	d.omissions(&b)
	d.whole(&b, p)
	for i, r := range d.Legend {
		if i == 0 {
			b.WriteString("\nrules\n")
		}
		fmt.Fprintf(&b, "  %-3s  %s\n", r.Rule, r.Text)
	}
	return b.String()
}

// step tells a command with what is gained and lost by it, each gain with its path.
func (d *rehearsed) step(p render.Page, a act) string {
	if len(a.shown) == 0 && !a.Refused {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\n%s\n", broken(p, fmt.Sprintf("line %d: %s", a.Line, render.Printable(a.Command))))
	if a.Refused {
		fmt.Fprintf(&b, "  refused: %s\n", render.Printable(firstLine(a.Stderr)))
	}
	b.WriteString(p.Table(header, rows(a.shown)))
	for i, c := range a.shown {
		if c.Change == "gained" {
			b.WriteString(p.Path(fmt.Sprintf("%d  gained: %s", i+1, render.Printable(nameOf(c))), c.Path))
		}
	}
	return b.String()
}

var header = []string{"", "strength", "who", "principal", "rules"}

func rows(cs []render.Change) [][]string {
	var all [][]string
	for _, c := range cs {
		sign := "+"
		if c.Change == "lost" {
			sign = "-"
		}
		all = append(all, []string{sign, c.Strength, nameOf(c), c.Principal, strings.Join(c.Rules, " ")})
	}
	return all
}

func nameOf(c render.Change) string {
	return render.Assumer{Workload: c.Workload, Member: c.Member}.Name()
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}

// broken breaks a command between its words where the page is narrower, as a script would: not between quotes.
func broken(p render.Page, text string) string {
	if p.Width <= 0 {
		return text
	}
	var b strings.Builder
	column := 0
	for i, word := range quotedWords(text) {
		switch {
		case i > 0 && column+1+len(word)+2 > p.Width:
			b.WriteString(" \\\n    ")
			column = 4
		case i > 0:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += len(word)
	}
	return b.String()
}

// quotedWords cuts a command at the spaces that are not between quotes.
func quotedWords(text string) []string {
	var words []string
	open := false
	for _, part := range strings.Split(text, " ") {
		if open {
			words[len(words)-1] += " " + part
		} else {
			words = append(words, part)
		}
		open = open != (strings.Count(part, "'")%2 == 1)
	}
	return words
}

// notes are what the simulator says that it did not do.
func (d *rehearsed) notes(b *strings.Builder) {
	said := false
	for _, a := range d.Steps {
		for line := range strings.Lines(a.Stderr) {
			note, ok := strings.CutPrefix(strings.TrimSpace(line), "note: ")
			if !ok || a.Refused {
				continue
			}
			if !said {
				b.WriteString("\nto be known\n")
			}
			said = true
			fmt.Fprintf(b, "  line %d: %s\n", a.Line, render.Printable(note))
		}
	}
}

func (d *rehearsed) omissions(b *strings.Builder) {
	for i, l := range d.Left {
		if i == 0 {
			b.WriteString("\nnot run\n")
		}
		fmt.Fprintf(b, "  line %d: %s: %s\n", l.Line, render.Printable(l.Text), render.Printable(l.Why))
	}
}

// whole tells what the script comes to from its start to its end, and how sure that is.
func (d *rehearsed) whole(b *strings.Builder, p render.Page) {
	gained := 0
	for _, c := range d.shown {
		if c.Change == "gained" {
			gained++
		}
	}
	fmt.Fprintf(b, "\nin the end: %s, %s\n", plural(gained, "gain", "gains"), plural(len(d.shown)-gained, "loss", "losses"))
	b.WriteString(p.Table(header, rows(d.shown)))
	if hidden := len(d.Whole.Changes) - len(d.shown); hidden > 0 {
		fmt.Fprintf(b, "  and %s of pools that no grant names: --all tells them\n", plural(hidden, "name", "names"))
	}
	d.sureness(b)
}

// sureness says how sure the answers about the world after the script are, with the reasons that are new.
func (d *rehearsed) sureness(b *strings.Builder) {
	before, after := d.Whole.Before, d.Whole.After
	if after.Exactness == fleet.Exact.String() {
		return
	}
	as := ""
	if before.Exactness == after.Exactness {
		as = ", as it was before"
	}
	fmt.Fprintf(b, "\nthe world after it is %s%s\n", after.Exactness, as)
	for _, r := range after.Reasons {
		if !slices.Contains(before.Reasons, r) {
			fmt.Fprintf(b, "  - %s\n", render.Printable(r))
		}
	}
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
