package render

import (
	"fmt"
	"strings"

	wrap "github.com/jedib0t/go-pretty/v6/text"
)

// Path tells a path as every document does: a heading, and an edge on a line.
func (p Page) Path(heading string, edges []Edge) string {
	t := p.text()
	t.path(heading, edges)
	return t.String()
}

// path writes a path under its heading, an edge on a line:
//
//	1  acme/us-central1/c1 shop/cart
//	     R1  -> @ acme.svc.id.goog: Workload Identity is on (clusters.json:12)
//
// An edge that leaves an earlier place than the one before it leads to has a line for that place. An edge too long for the page is broken between its parts, and never inside one, so that names can be copied.
func (t *text) path(heading string, edges []Edge) {
	t.line("")
	t.line("%s", heading)
	for i, e := range edges {
		if i > 0 && e.From != edges[i-1].To {
			t.line("     from %s", e.From)
		}
		t.edge(e)
	}
}

func (t *text) edge(e Edge) {
	parts := []string{"-> " + Printable(target(e))}
	if e.Fact != "" {
		parts[0] += ":"
		parts = append(parts, Printable(e.Fact))
	}
	if e.Source != "" {
		parts = append(parts, "("+Printable(e.Source)+")")
	}
	const indent = "     "
	head := indent + pad(e.Rule) + " "
	whole := head + strings.Join(parts, " ")
	if t.page.Width > 0 && wrap.StringWidthWithoutEscSequences(whole) > t.page.Width {
		whole = head + strings.Join(parts, "\n"+strings.Repeat(" ", len(head)+len("-> ")))
	}
	t.WriteString(whole + "\n")
	for _, r := range e.Reasons {
		t.line(indent+"%s %s", ink{yellow, "?  "}, r)
	}
}

// numbered makes the heading of the path to row i of a table.
func numbered(i int, name string) string { return fmt.Sprintf("%d  %s", i+1, name) }

// target is where an edge leads; a credential is told from its workload by the pool alone.
func target(e Edge) string {
	if at, ok := strings.CutPrefix(e.To, e.From+" @ "); ok {
		return "@ " + at
	}
	return e.To
}
