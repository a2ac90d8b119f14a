// Whocan answers who can assume a Google Cloud IAM principal, and why, from a folder of gcloud and kubectl output.
//
//	whocan who --from examples/data/acme 'serviceAccount:payroll-db@acme-data.iam.gserviceaccount.com'
//
// It is an embedding of the packages pool, fleet, fleet/load, fleet/render and scenario: it reads, asks and writes, and
// decides nothing by itself. It contacts nobody.
//
// Exit status: 0 answered, 1 an assertion that a flag asked for failed, 2 usage or bad input. A failed assertion
// still prints the answer. What goes wrong stands on standard error, one fact a line, all of them at once.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"fleettrust.example/fleet/render"
)

// The exit status.
const (
	answered = 0
	refuted  = 1
	unusable = 2
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// run carries out one command line and gives the exit status.
func run(args []string, in io.Reader, out, errs io.Writer) int {
	c := &console{in: in, out: out, errs: errs}
	root := c.root()
	root.SetArgs(append([]string{}, args...))
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errs)
	err := root.Execute()
	c.wipe()
	if err == nil {
		return answered
	}
	c.complain(err)
	if _, ok := errors.AsType[refutation](err); ok {
		return refuted
	}
	if _, ok := errors.AsType[absence](err); ok {
		c.warn() // it may be what was not read
	}
	return unusable
}

// refutation is the failure of an assertion that a flag asked for.
type refutation string

func (r refutation) Error() string { return string(r) }

// complain writes each line of an error as a line of its own.
func (c *console) complain(err error) {
	for line := range strings.SplitSeq(err.Error(), "\n") {
		c.say(line)
	}
}

// say writes a line to standard error. It may quote what others wrote.
func (c *console) say(line string) {
	c.wipe()
	fmt.Fprintln(c.errs, "whocan: "+render.Printable(line))
}
