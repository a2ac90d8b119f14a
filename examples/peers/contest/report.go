package contest

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Report is what came of a run. Memory is what the library holds to answer, with all names, and Provenance what it holds besides for
// the reasons of its answers, in bytes for a KSA.
type Report struct {
	V          int       `json:"v"`
	N          int       `json:"n"`
	Rows       []Row     `json:"rows"`
	Skipped    []Skipped `json:"skipped"`
	Memory     float64   `json:"memory"`
	Provenance float64   `json:"provenance"`
}

// Row is one figure. How is handle where the library was asked by handles, and name where both sides were told strings; of a change
// of the library against itself it is what comes and goes. Ours
// and Theirs are nanoseconds for a question, a build or a change, and bytes for a KSA, the medians of the rounds.
type Row struct {
	What        string  `json:"what"`
	How         string  `json:"how"`
	Peer        string  `json:"peer"`
	Ratio       float64 `json:"ratio"`
	Differences int     `json:"differences"`
	Questions   int     `json:"questions"`
	Rounds      int     `json:"rounds"`
	Ours        float64 `json:"ours"`
	Theirs      float64 `json:"theirs"`
}

// Skipped is a peer that was not measured.
type Skipped struct {
	Peer string `json:"peer"`
	Why  string `json:"why"`
}

// Agreed reports that every answer was the same.
func (r *Report) Agreed() bool { return r.differences() == 0 }

func (r *Report) differences() int {
	sum := 0
	for _, row := range r.Rows {
		sum += row.Differences
	}
	return sum
}

// add adds a row for what two clocks measured.
func (c *contest) add(row Row, how string, theirs, ours *clock) {
	ratios := make([]float64, len(ours.rounds))
	for i := range ratios {
		ratios[i] = theirs.rounds[i] / ours.rounds[i]
	}
	row.How, row.Ratio = how, rounded(median(ratios))
	n := float64(max(row.Questions, 1))
	row.Ours, row.Theirs = math.Round(median(ours.rounds)/n*10)/10, math.Round(median(theirs.rounds)/n*10)/10
	c.report.Rows = append(c.report.Rows, row)
}

func median(of []float64) float64 {
	sorted := slices.Sorted(slices.Values(of))
	return sorted[len(sorted)/2]
}

// rounded leaves four digits that count.
func rounded(x float64) float64 {
	y, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 4, 64), 64)
	if err != nil {
		return x
	}
	return y
}

var order = []string{"check", "who", "what", "build", "memory", "change", "diff"}

// sorted puts the rows of one question together, by handle first.
func (r *Report) sorted() []Row {
	rows := slices.Clone(r.Rows)
	slices.SortStableFunc(rows, func(a, b Row) int {
		if d := slices.Index(order, a.What) - slices.Index(order, b.What); d != 0 {
			return d
		}
		return strings.Compare(a.How, b.How)
	})
	return rows
}

// Print writes the report as one line of JSON or as a table.
func (r *Report) Print(out io.Writer, asJSON bool) error {
	if asJSON {
		sorted := *r
		sorted.Rows = r.sorted()
		return json.NewEncoder(out).Encode(sorted)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d KSAs; ratio = peer / library, median of the rounds\n\n", r.N)
	fmt.Fprintf(&b, "%-6s %-12s %-8s %8s %9s %9s %6s %6s %6s\n", "what", "how", "peer", "ratio", "library", "peer", "asked", "rounds", "differ")
	last := ""
	for _, row := range r.sorted() {
		if last != "" && last != row.What+row.How {
			b.WriteByte('\n')
		}
		last = row.What + row.How
		fmt.Fprintf(&b, "%-6s %-12s %-8s %8s %9s %9s %6d %6d %6d\n", row.What, row.How, row.Peer, times(row.Ratio), row.amount(row.Ours), row.amount(row.Theirs), row.Questions, row.Rounds, row.Differences)
	}
	if r.Provenance > 0 {
		fmt.Fprintf(&b, "\nthe library has %.0f B a KSA, and besides %.0f B for reasons if they are kept\n", r.Memory, r.Provenance)
	}
	for _, s := range r.Skipped {
		fmt.Fprintf(&b, "\n%s: not measured: %s", s.Peer, s.Why)
	}
	if len(r.Skipped) > 0 {
		b.WriteByte('\n')
	}
	if n := r.differences(); n > 0 {
		fmt.Fprintf(&b, "\n%d answers differ: the figures of these rows mean nothing\n", n)
	}
	_, err := io.WriteString(out, b.String())
	return err
}

func times(ratio float64) string {
	switch {
	case ratio >= 100:
		return fmt.Sprintf("%.0f×", ratio)
	case ratio >= 10:
		return fmt.Sprintf("%.1f×", ratio)
	default:
		return fmt.Sprintf("%.3g×", ratio)
	}
}

func (row Row) amount(x float64) string {
	if row.What == "memory" {
		return fmt.Sprintf("%.0f B", x)
	}
	d := time.Duration(x)
	switch {
	case d >= time.Second:
		return fmt.Sprintf("%.2f s", d.Seconds())
	case d >= time.Millisecond:
		return fmt.Sprintf("%.2f ms", x/1e6)
	case d >= 10*time.Microsecond:
		return fmt.Sprintf("%.1f µs", x/1e3)
	default:
		return fmt.Sprintf("%.0f ns", x)
	}
}
