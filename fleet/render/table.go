package render

import (
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	wrap "github.com/jedib0t/go-pretty/v6/text"
)

// init keeps the width of a character from depending on the locale of the process: the same document gives the same text
// everywhere.
func init() { wrap.OverrideRuneWidthEastAsianWidth(false) }

// table writes rows under a header, with a number before each, or nothing when there are none. Cells are what show takes.
// On a page of limited width they are wrapped, the widest columns first; no row and no part of a cell is dropped.
func (t *text) table(header []string, rows [][]any) {
	if len(rows) == 0 {
		return
	}
	cells := [][]string{append([]string{"#"}, header...)}
	for i, row := range rows {
		cells = append(cells, append([]string{strconv.Itoa(i + 1)}, each(row, t.show)...))
	}
	w := table.NewWriter()
	w.SetStyle(style())
	w.SuppressTrailingSpaces()
	w.SetColumnConfigs(t.columns(cells))
	w.AppendHeader(rowOf(cells[0]))
	for _, row := range cells[1:] {
		w.AppendRow(rowOf(row))
	}
	t.WriteString("\n" + w.Render() + "\n")
}

func rowOf(cells []string) table.Row { return each(cells, func(s string) any { return s }) }

// style is plain ASCII without an outer border: it survives logs and copying.
func style() table.Style {
	s := table.StyleDefault
	s.Options.DrawBorder = false
	return s
}

// gap is what a column takes beyond its text: a space on either side, and the bar.
const gap = 3

// columns gives each column its share of the page. Spaces are broken at before names are, so that these can be copied.
func (t *text) columns(cells [][]string) []table.ColumnConfig {
	widths, least := make([]int, len(cells[0])), make([]int, len(cells[0]))
	for _, row := range cells {
		for i, cell := range row {
			widths[i] = max(widths[i], wrap.LongestLineLen(cell))
			least[i] = max(least[i], narrowest, t.longestName(cell))
		}
	}
	if t.page.Width > 0 {
		room := t.page.Width - gap*len(widths) + 1
		narrow(widths, least, room)
		narrow(widths, make([]int, len(widths)), room)
	}
	configs := make([]table.ColumnConfig, len(widths))
	for i, w := range widths {
		configs[i] = table.ColumnConfig{Number: i + 1, WidthMin: 1, WidthMax: max(w, 1), WidthMaxEnforcer: wrapLines}
	}
	return configs
}

// narrowest is as far as a column of prose shrinks so that names in another stay whole.
const narrowest = 9

// longestName is the width of the longest word of a cell that leaves half of the page to others: one that is longer than
// that has to be broken.
func (t *text) longestName(cell string) int {
	longest := 0
	for _, word := range strings.Fields(cell) {
		if n := wrap.StringWidthWithoutEscSequences(word); n <= t.page.Width/2 {
			longest = max(longest, n)
		}
	}
	return longest
}

// narrow takes from the widest columns until all fit in the room there is, and leaves each at least so much, and one.
func narrow(widths, least []int, room int) {
	for sum(widths) > room {
		widest := -1
		for i, w := range widths {
			if w > max(least[i], 1) && (widest < 0 || w > widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			return
		}
		widths[widest]--
	}
}

func sum(ns []int) int {
	total := 0
	for _, n := range ns {
		total += n
	}
	return total
}

// wrapLines wraps each line of a cell by itself.
func wrapLines(cell string, width int) string {
	lines := strings.Split(cell, "\n")
	return strings.Join(each(lines, func(s string) string { return wrap.WrapSoft(s, width) }), "\n")
}
