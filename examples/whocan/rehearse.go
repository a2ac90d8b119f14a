package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/rbac"
	"fleettrust.example/fleet/render"
	"fleettrust.example/pool"
	"fleettrust.example/scenario/command"
	"fleettrust.example/scenario/rehearsal"
	"fleettrust.example/scenario/script"
)

// runbook is what the command line says of a rehearsal.
type runbook struct {
	from, set, fail   []string
	refused, all, say bool
}

func (c *console) rehearse() *cobra.Command {
	r := &runbook{}
	cmd := &cobra.Command{
		Use:   "rehearse [--from PATH]... SCRIPT",
		Short: "what a shell script of gcloud and kubectl commands would open, step by step",
		Long: `Rehearse reads a shell script and carries its gcloud and kubectl commands out on
the model: in the world of the folders, or in an empty one. It contacts nobody.
It says who gains and who loses what by which command, and by which path; and
what the cloud would refuse. Told are service accounts, and what a grant names;
--all tells every name in a pool besides. Who could make itself somebody by what
it may create is not told: that is what could asks.

Of the shell are understood variables, quotes, here-documents, pipes between
these commands, loops over words, && and ||, if a command succeeds. Anything
else is reported and not run. A command or a flag that is not known is an error:
nothing in a script is passed over. --commands lists what is known. SCRIPT - is
the standard input.`,
		Example: `  whocan rehearse examples/data/runbook.sh
  whocan rehearse --from examples/data/acme --fail-on-gain serviceAccount:payroll-db@acme-data.iam.gserviceaccount.com examples/data/change.sh
  whocan rehearse --commands`,
		Args: takes("SCRIPT, or --commands", 0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case r.say && len(args) == 0:
				return c.commands()
			case r.say || len(args) == 0:
				return fmt.Errorf("arguments %q: %s wants SCRIPT, or --commands; see %[2]s --help", args, cmd.CommandPath())
			}
			return c.rehearseScript(r, args[0])
		},
	}
	c.fromFlag(cmd, &r.from)
	cmd.Flags().StringArrayVar(&r.set, "var", nil, "a variable of the script, `NAME=VALUE`; several may")
	cmd.Flags().StringArrayVar(&r.fail, "fail-on-gain", nil, "exit 1 if anybody comes to act as `PRINCIPAL` at any step; several may")
	cmd.Flags().BoolVar(&r.refused, "fail-on-refusal", false, "exit 1 if a command is refused that the script does not ask about")
	cmd.Flags().BoolVar(&r.all, "all", false, "tell every name in a pool that is gained or lost")
	cmd.Flags().BoolVar(&r.say, "commands", false, "list the commands and flags that are known, and nothing else")
	return cmd
}

// commands lists what is known, from the table by which it is read.
func (c *console) commands() error {
	var b strings.Builder
	for cmd := range command.All() {
		b.WriteString(cmd.Help())
	}
	return c.write([]byte(b.String()))
}

// maxScript bounds what is read of a script or of a file that one names.
const maxScript = 16 << 20

func readFile(name string) ([]byte, error) {
	in, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	if info, err := in.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: not a regular file", name)
	}
	return bounded(name, in)
}

func bounded(name string, in io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(in, maxScript+1))
	if err == nil && len(data) > maxScript {
		err = fmt.Errorf("%s: more than %d MiB", name, maxScript>>20)
	}
	return data, err
}

// scene is the world that a script begins in.
func (c *console) scene(paths []string) (*fleet.Graph, map[fleet.ClusterName]rbac.Objects, error) {
	if len(paths)+len(c.manifests) > 0 {
		g, err := c.world("--from", paths)
		return g, c.roles(), err
	}
	b, err := c.told()
	if err != nil {
		return nil, nil, err
	}
	g, err := b.Build()
	return g, nil, err
}

// roles are those of the clusters that were read last.
func (c *console) roles() map[fleet.ClusterName]rbac.Objects {
	if len(c.unsaid) == 0 {
		return nil
	}
	return c.unsaid[len(c.unsaid)-1].Roles
}

func (c *console) rehearseScript(r *runbook, name string) error {
	text, badScript := c.script(name)
	g, roles, badWorld := c.scene(r.from)
	set, badVariable := r.variables()
	forbidden, badPrincipal := principals(r.fail)
	if err := errors.Join(badPrincipal, badVariable, badScript, badWorld); err != nil {
		return err
	}
	c.await("rehearsing " + name)
	p := &performance{name: name, all: r.all, forbidden: forbidden, start: g}
	s := rehearsal.New(g, rehearsal.Options{ReadFile: readFile, Roles: roles})
	left, err := s.Script(name, text, set, p.see)
	if err := errors.Join(append(p.unread(left), err)...); err != nil {
		return err
	}
	doc := p.document(s.Graph(), left)
	if err := c.answer(doc); err != nil {
		return err
	}
	return p.verdict(s.Graph(), r.refused)
}

func (c *console) script(name string) ([]byte, error) {
	if name == "-" {
		return bounded("standard input", c.in)
	}
	return readFile(name)
}

// variables reads NAME=VALUE.
func (r *runbook) variables() (map[string]string, error) {
	set := map[string]string{}
	var faults []error
	for _, text := range r.set {
		name, value, ok := strings.Cut(text, "=")
		if !ok || name == "" {
			faults = append(faults, fmt.Errorf("--var %q: want NAME=VALUE", text))
		}
		set[name] = value
	}
	return set, errors.Join(faults...)
}

func principals(texts []string) ([]pool.Principal, error) {
	var all []pool.Principal
	var faults []error
	for _, text := range texts {
		p, err := principal(text)
		all, faults = append(all, p), append(faults, err)
	}
	return all, errors.Join(faults...)
}

// performance is a script while it is rehearsed.
type performance struct {
	name      string
	all       bool
	forbidden []pool.Principal
	start     *fleet.Graph
	steps     []act
	faults    []fault // commands that are not known
	gains     []string
	refused   []string
}

// see takes a step down, with who gains and loses what by it.
func (p *performance) see(s rehearsal.Step) {
	if s.Unsupported != nil {
		p.faults = append(p.faults, fault{s.Line, fmt.Errorf("%s:%d: %w", p.name, s.Line, s.Unsupported)})
		return
	}
	a := act{Line: s.Line, Command: s.Command, Refused: s.Status != 0, Stdout: s.Stdout, Stderr: s.Stderr, Changes: []render.Change{}}
	if s.Status != 0 && !s.Asked {
		p.refused = append(p.refused, fmt.Sprintf("%s:%d", p.name, s.Line))
	}
	if s.Before != s.After {
		p.compare(&a, s)
	}
	p.steps = append(p.steps, a)
}

// compare lists the changes of a step, and notes the gains that were forbidden.
func (p *performance) compare(a *act, s rehearsal.Step) {
	a.Changes, a.shown = p.changes(s.Before, s.After)
	for _, who := range p.forbidden {
		_, gained, _ := fleet.Compare(s.Before, s.After, who)
		for _, x := range gained {
			p.gains = append(p.gains, fmt.Sprintf("%s:%d gives %v to %v", p.name, s.Line, who, x))
		}
	}
}

// changes lists what differs between two worlds, and what of that is told: changes about service accounts, and about what a grant names.
func (p *performance) changes(before, after *fleet.Graph) (all, shown []render.Change) {
	all, shown = []render.Change{}, []render.Change{}
	granted := granted(before, after)
	for ch := range fleet.Diff(before, after) {
		doc := render.ChangeOf(ch)
		all = append(all, doc)
		if p.all || ch.Principal.Kind() == pool.KindServiceAccount || granted[ch.Principal] {
			shown = append(shown, doc)
		}
	}
	return all, shown
}

// granted are the principals that grants name in some of the worlds, each as the worlds spell it.
func granted(worlds ...*fleet.Graph) map[pool.Principal]bool {
	all := map[pool.Principal]bool{}
	for _, g := range worlds {
		facts := g.Facts()
		numbers := numbers(facts)
		for _, f := range facts {
			if b, ok := f.(fleet.Binding); ok && b.Member.IsValid() {
				all[b.Member.Canonical().WithNumber(numbers[b.Member.Pool()])] = true
			}
		}
	}
	return all
}

// numbers are those of the projects that have pools: with it two spellings of a principal are one.
func numbers(facts []fleet.Fact) map[pool.Name]pool.Number {
	all := map[pool.Name]pool.Number{}
	for _, f := range facts {
		if p, ok := f.(fleet.Project); ok {
			name, _ := pool.NameOf(p.ID)
			all[name], all[p.Pool] = p.Number, p.Number
		}
	}
	return all
}

// unread are the commands that are not known, and those in a part of the script that is not understood, by their lines.
func (p *performance) unread(left []script.Left) []error {
	faults := p.faults
	for _, l := range left {
		if l.Matters {
			faults = append(faults, fault{l.Line, fmt.Errorf("%s:%d: %s: %s", p.name, l.Line, l.Text, l.Why)})
		}
	}
	slices.SortStableFunc(faults, func(a, b fault) int { return a.line - b.line })
	var errs []error
	for _, f := range faults {
		errs = append(errs, f.error)
	}
	return errs
}

// fault is what is wrong with a line of a script.
type fault struct {
	line int
	error
}

// verdict says whether what a flag asked for holds. Where the answer about a principal may lack some, that nobody gained it is not proven.
func (p *performance) verdict(end *fleet.Graph, refusals bool) error {
	switch {
	case len(p.gains) > 1:
		return refutation(fmt.Sprintf("expected nobody to gain it: %s, and %d more", p.gains[0], len(p.gains)-1))
	case len(p.gains) == 1:
		return refutation("expected nobody to gain it: " + p.gains[0])
	case refusals && len(p.refused) > 0:
		return refutation("expected no refusal: " + strings.Join(p.refused, ", "))
	}
	for _, who := range p.forbidden {
		if end.Assumers(who).Exactness() == fleet.Unsettled {
			return refutation(fmt.Sprintf("expected nobody to gain %v: that is not proven, who can act as it is unknown", who))
		}
	}
	return nil
}
