package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"fleettrust.example/fleet/load"
	"fleettrust.example/fleet/render"
)

// console is one run of the command: its streams, and the flags that every sub-command takes.
type console struct {
	in        io.Reader
	out, errs io.Writer
	json      bool
	width     int
	page      render.Page
	notice    *notice
	shown     bool // a line of the meter stands on the terminal
	assume    []string
	asOf      string
	manifests []string
	unsaid    []*load.Report // of worlds that were read, until an answer is written
}

const about = `Whocan answers who can assume a Google Cloud IAM principal, and why.

It reads exports of Cloud Asset Inventory, Terraform plans and states,
manifests of Kubernetes and Config Connector, and what gcloud and kubectl
print, and applies the numbered rules of package fleet. It contacts nobody.
examples/data/make-folder.sh makes a folder that has all it asks for.

Exit status: 0 answered, 1 an assertion that a flag asked for failed, 2 usage
or bad input.

Assumptions: where no source says what the cloud does, --assume NAME chooses.
An answer that leans on a choice says so.
`

// root builds the command tree.
func (c *console) root() *cobra.Command {
	root := &cobra.Command{
		Use:                   "whocan",
		DisableFlagsInUseLine: true,
		Short:                 "Who can assume a Google Cloud IAM principal, and why",
		Long:                  about + aboutAssumptions(),
		Version:               version(),
		SilenceErrors:         true,
		SilenceUsage:          true,
		Args:                  cobra.ArbitraryArgs,
		RunE:                  unknownCommand,
	}
	root.SetVersionTemplate("whocan {{.Version}}\n")
	root.SuggestionsMinimumDistance = 1
	root.CompletionOptions.HiddenDefaultCmd = true
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error { return c.lay(cmd) }
	root.PersistentFlags().BoolVar(&c.json, "json", false, "answer in JSON (\"v\":1) in place of text")
	root.PersistentFlags().IntVar(&c.width, "width", 0, "`columns` of a table, 0 for no limit; by default those of the terminal")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fmt.Errorf("%w; see %s --help", err, cmd.CommandPath())
	})
	root.AddCommand(c.who(), c.could(), c.what(), c.why(), c.pod(), c.excess(), c.classes(), c.load(), c.diff(), c.fuzz(), c.rehearse(), c.scenarios(), c.parse(), c.graph())
	return root
}

// unknownCommand says which commands there are, and which of them was probably meant.
func unknownCommand(root *cobra.Command, args []string) error {
	var names []string
	for _, cmd := range root.Commands() {
		if cmd.IsAvailableCommand() && cmd.Name() != "help" {
			names = append(names, cmd.Name())
		}
	}
	want := fmt.Sprintf("want %s; see whocan --help", strings.Join(names, ", "))
	if len(args) == 0 {
		return fmt.Errorf("no command: %s", want)
	}
	if meant := root.SuggestionsFor(args[0]); len(meant) > 0 {
		want = fmt.Sprintf("probably meant: %s; see whocan --help", strings.Join(meant, " or "))
	}
	return fmt.Errorf("command %q is not known: %s", args[0], want)
}

// lay decides what page text is laid out for. Colour and a width of its own are for a terminal only.
func (c *console) lay(cmd *cobra.Command) error {
	if c.width < 0 {
		return fmt.Errorf("--width %d: a page has no negative width", c.width)
	}
	c.page.Width = c.width
	fd, ok := terminal(c.out)
	if !ok {
		return nil
	}
	c.page.Colour = os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	if width, _, err := term.GetSize(fd); err == nil && !cmd.Flags().Changed("width") {
		c.page.Width = width
	}
	return nil
}

// terminal tells whether a stream is one.
func terminal(stream any) (fd int, ok bool) {
	f, ok := stream.(*os.File)
	if !ok {
		return 0, false
	}
	return int(f.Fd()), term.IsTerminal(int(f.Fd()))
}

// answer writes a document in the form asked for, after what is to be known of the worlds it is about.
func (c *console) answer(d render.Document) error {
	c.warn()
	text := []byte(d.Text(c.page))
	if c.json {
		var err error
		if text, err = render.JSON(d); err != nil {
			return err
		}
	}
	return c.write(text)
}

func (c *console) write(text []byte) error {
	c.wipe()
	if _, err := c.out.Write(text); err != nil {
		return fmt.Errorf("standard output: %w", err)
	}
	return nil
}

// takes checks the number of arguments, and says which are wanted.
func takes(want string, counts ...int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		for _, n := range counts {
			if len(args) == n {
				return nil
			}
		}
		return fmt.Errorf("arguments %q: %s wants %s; see %[2]s --help", args, cmd.CommandPath(), want)
	}
}
