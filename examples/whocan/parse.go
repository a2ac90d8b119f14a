package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"fleettrust.example/fleet/render"
	"fleettrust.example/pool"
)

func (c *console) parse() *cobra.Command {
	var strict bool
	cmd := &cobra.Command{
		Use:   "parse [MEMBER]...",
		Short: "what IAM member strings mean: its arguments, or the lines of standard input",
		Long: `Parse reads IAM member strings, from its arguments or else one from each line of
standard input, and says what kind of principal each is and how it is spelled
canonically, or what is wrong with it and what was probably meant. With --json
it writes one object a line, in the order of the input.`,
		Example: `  whocan parse 'serviceAccount:acme-fleet.svc.id.goog[payroll/runner]'
  whocan parse --json --strict < members.txt`,
		RunE: func(_ *cobra.Command, args []string) error {
			d := &dictionary{console: c}
			err := d.lookUp(args)
			if err == nil && len(args) == 0 {
				err = d.lookUpLines(c.in)
			}
			return errors.Join(err, d.print(), d.expectGood(strict))
		},
	}
	cmd.Flags().BoolVar(&strict, "strict", false, "exit 1 if a member is refused")
	return cmd
}

// dictionary looks members up and prints what it finds.
type dictionary struct {
	*console
	found         []*render.Parsed // not yet printed
	told, refused int
}

// maxFound bounds how many members are held back for one table.
const maxFound = 1000

func (d *dictionary) lookUp(members []string) error {
	for _, m := range members {
		if err := d.add(render.ParsedOf(m)); err != nil {
			return err
		}
	}
	return nil
}

func (d *dictionary) add(doc *render.Parsed) error {
	d.found = append(d.found, doc)
	d.told++
	if !doc.OK {
		d.refused++
	}
	if len(d.found) < maxFound {
		return nil
	}
	return d.print()
}

// lookUpLines gives one answer to each line, the empty ones too. What was found is printed before more is waited for.
func (d *dictionary) lookUpLines(in io.Reader) error {
	if _, ok := terminal(in); ok {
		d.say("reading members from the terminal, one a line; end with ctrl-D")
	}
	r := bufio.NewReaderSize(in, 4*pool.MaxLength) // a line that may be a member comes in one part
	for {
		line, length, err := readLine(r)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("standard input: line %d: %w", d.told+1, err)
		}
		doc := render.ParsedOf(line)
		if length > len(line) {
			doc.Error = fmt.Sprintf("%d bytes, and a member has at most %d", length, pool.MaxLength)
		}
		if err := d.add(doc); err != nil {
			return err
		}
		if d.json && r.Buffered() == 0 {
			if err := d.print(); err != nil {
				return err
			}
		}
	}
}

// readLine reads a line of any length, tells its length, and keeps no more of it than shows that it is too long for a
// member. A line end is \n or \r\n; the last line needs none.
func readLine(r *bufio.Reader) (line string, length int, err error) {
	var kept []byte
	for {
		part, err := r.ReadSlice('\n')
		length += len(part)
		kept = append(kept, part[:min(len(part), max(0, pool.MaxLength+len("x\r\n")-len(kept)))]...)
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil && (length == 0 || !errors.Is(err, io.EOF)) {
			return "", 0, err
		}
		end := lineEnd(part)
		length -= end
		return string(kept[:min(len(kept), length)]), length, nil
	}
}

// lineEnd is the number of bytes at the end of the last part of a line that end it.
func lineEnd(part []byte) int {
	switch {
	case bytes.HasSuffix(part, []byte("\r\n")):
		return 2
	case bytes.HasSuffix(part, []byte("\n")):
		return 1
	default:
		return 0
	}
}

// print writes what was found: a table, or an object a line.
func (d *dictionary) print() error {
	var text []byte
	for _, doc := range d.found {
		if !d.json {
			text = []byte(render.ParsedTable(d.found, d.page))
			break
		}
		line, err := render.Line(doc)
		if err != nil {
			return err
		}
		text = append(text, line...)
	}
	d.found = nil
	return d.write(text)
}

func (d *dictionary) expectGood(asked bool) error {
	switch {
	case d.told == 0:
		return fmt.Errorf("standard input: no member in it")
	case asked && d.refused > 0:
		return refutation(fmt.Sprintf("expected every member to be read: %d of %d are refused", d.refused, d.told))
	}
	return nil
}
