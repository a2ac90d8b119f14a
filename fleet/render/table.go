package render

import (
	"slices"
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

// columns gives each column its share of the page.
func (t *text) columns(cells [][]string) []table.ColumnConfig {
	widths := make([]int, len(cells[0]))
	for _, row := range cells {
		for i, cell := range row {
			widths[i] = max(widths[i], wrap.LongestLineLen(cell))
		}
	}
	if t.page.Width > 0 {
		narrow(widths, t.page.Width-gap*len(widths)+1)
	}
	configs := make([]table.ColumnConfig, len(widths))
	for i, w := range widths {
		configs[i] = table.ColumnConfig{Number: i + 1, WidthMin: 1, WidthMax: max(w, 1), WidthMaxEnforcer: wrapLines}
	}
	return configs
}

// narrow takes from the widest columns until all fit in the room there is, and leaves each at least one.
func narrow(widths []int, room int) {
	for sum(widths) > room {
		i := slices.Index(widths, slices.Max(widths))
		if widths[i] <= 1 {
			return
		}
		widths[i]--
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
