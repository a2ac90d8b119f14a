// Command peers holds other programs up to the library: to measure it against, or as judges.
//
//	go -C examples/peers run . -n 100000
//	go -C examples/peers run . -n 1000000 -peers maps,sqlite -json
//
// measures how long they take for the same answers on one large organization, and compares every answer. Package contest says
// what is measured, and how.
//
// Judges have the rules of fleet/doc.go, written once more for each, are asked about worlds of scenario/fuzz, and every answer is
// compared. It compares workloads, service accounts and users, and with each whether the answer is sure of it.
//
//	go -C examples/peers run . -judge -n 2000
//	go -C examples/peers run . -judge all -n 200
//	go -C examples/peers run . -judge -scope -n 2000
//
// OPA has the rules in Rego (rules.rego): R1 to R14, R16 to R18 and deny rules, and for those also what gaps, conditions, settings
// that are not known and organization policies leave in doubt. Nodes and where pods run (R15) and access boundaries are taken
// out of its worlds first.
//
// OpenFGA has them as relations (model.fga): R1, R2, R4 to R14 and R16 to R18, with conditions, settings that are not known,
// roles and accounts that nobody told, and gaps of memberships and policies. Its worlds lose what OPA's lose, and scopes (R3),
// deny rules, organization policies and the other gaps. Of a world with an account below a folder whose parent was not told it
// says nothing: such worlds are counted, and reported as outside.
//
// A fact that is taken out is taken out for package fleet as well, so the two are asked about the same world.
//
// The worlds come from rapid, which registers flags of its own when a program starts. This program parses a flag set of its
// own, so that they are no flags of it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"fleettrust.example/scenario/fuzz"
	"peers.example/contest"
)

const usage = `Measures the library against other programs, on one large organization:

  -n COUNT      Kubernetes service accounts that it has (default 100000)
  -peers NAMES  some of these, with commas between (default all):
%s  -seed NUMBER  of the organization and the questions (default 0)
  -skewed       popular names, and one fleet over half of all projects
  -rounds COUNT of each measurement (default 7)
  -bound TIME   a round asks fewer questions when it would take longer (default 3s)
  -rows NAMES   measure only some of %s (default all; build comes with any)
  -json         print one JSON object: {"v":1,"n":…,"rows":[{"what":…,"how":…,"peer":…,"ratio":…,"differences":…,…}],"skipped":[…]}

Or compares it with judges, on worlds that are drawn at random:

  -judge NAME   who is asked who can assume what: opa, by the rules in rules.rego (which -judge alone means);
                openfga, by those in model.fga, of the part of a world that relations express; or all
  -n COUNT      worlds to compare (default 2000)
  -seed NUMBER  the first of them (default 0): world SEED+i is the same in every run
  -scope        take the worlds of the small scope of scenario/fuzz instead, evenly spread over it; a grant is added to each
  -roles PATH   the table of predefined roles (default ../../fleet/roles.tsv)
  -json         print one JSON object: {"v":1,"worlds":…,"principals":…,"perSecond":…,"outside":{…},"disagreements":[…]}

A disagreement is printed with its world, shrunk, and with what either side derives in it.
The exit code is 0 when all agree, 1 when they do not, 2 for errors.

Example:
  go -C examples/peers run . -n 100000
  go -C examples/peers run . -judge -n 2000
  go -C examples/peers run . -judge openfga -n 200
`

// An evaluation in OPA allocates much and keeps nothing: a larger heap between collections makes it a quarter faster.
const collectAt = 400

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	agreed, err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(2)
	case !agreed:
		os.Exit(1)
	}
}

type options struct {
	judge       string
	scope, json bool
	n, seed     int
	roles       string

	peers  string
	what   string
	skewed bool
	rounds int
	bound  time.Duration
}

// A named flag has a value or is bare: -judge is -judge=opa.
type bare struct {
	value   *string
	meaning string
}

func (b bare) String() string   { return "" }
func (b bare) IsBoolFlag() bool { return true }

func (b bare) Set(s string) error {
	if *b.value = s; s == "true" {
		*b.value = b.meaning
	}
	return nil
}

// parse reads the flags. -n is another number with -judge.
func parse(args []string, out io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("peers", flag.ContinueOnError)
	flags.SetOutput(out)
	flags.Usage = func() { fmt.Fprintf(out, usage, listPeers(), strings.Join(contest.Rows(), ", ")) }
	flags.Var(bare{&o.judge, "opa"}, "judge", "")
	flags.BoolVar(&o.scope, "scope", false, "")
	flags.BoolVar(&o.json, "json", false, "")
	flags.IntVar(&o.n, "n", 0, "")
	flags.IntVar(&o.seed, "seed", 0, "")
	flags.StringVar(&o.roles, "roles", "../../fleet/roles.tsv", "")
	flags.StringVar(&o.peers, "peers", "", "")
	flags.StringVar(&o.what, "rows", "", "")
	flags.BoolVar(&o.skewed, "skewed", false, "")
	flags.IntVar(&o.rounds, "rounds", 7, "")
	flags.DurationVar(&o.bound, "bound", 3*time.Second, "")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	// A judge may stand by itself behind -judge.
	if name := flags.Arg(0); slices.Contains(judgeNames, name) && o.judge != "" {
		o.judge = name
		if err := flags.Parse(flags.Args()[1:]); err != nil {
			return o, err
		}
	}
	if flags.NArg() > 0 {
		return o, fmt.Errorf("argument %q: want flags only", flags.Arg(0))
	}
	given := map[string]bool{}
	flags.Visit(func(f *flag.Flag) { given[f.Name] = true })
	if !given["n"] {
		o.n = 100_000
		if o.judge != "" {
			o.n = 2000
		}
	}
	return o, o.check(given)
}

func listPeers() string {
	var b strings.Builder
	about := contest.About()
	for i, name := range contest.Names() {
		fmt.Fprintf(&b, "                  %-8s %s\n", name, about[i])
	}
	fmt.Fprintf(&b, "                  %-8s %s\n", contest.Itself, "the library: changes against a rebuild, differences against their pairs, rich policies against plain")
	return b.String()
}

// check finds what is wrong with flags. Some belong to judges alone, some to measuring.
func (o options) check(given map[string]bool) error {
	switch {
	case o.judge == "" && (given["scope"] || given["roles"]):
		return errors.New("-scope and -roles: want -judge")
	case o.judge != "" && (given["peers"] || given["rows"] || given["skewed"] || given["rounds"] || given["bound"]):
		return errors.New("-peers, -rows, -skewed, -rounds and -bound: want no -judge")
	case o.rounds < 1:
		return fmt.Errorf("-rounds %d: want at least 1", o.rounds)
	case o.judge != "" && !slices.Contains(judgeNames, o.judge):
		return fmt.Errorf("-judge %q: want one of %s", o.judge, strings.Join(judgeNames, ", "))
	case o.n < 1:
		return fmt.Errorf("-n %d: want at least 1", o.n)
	case o.seed < 0:
		return fmt.Errorf("-seed %d: want at least 0", o.seed)
	default:
		return nil
	}
}

// judgeNames are what -judge may be.
var judgeNames = []string{"opa", "openfga", "all"}

// newJudges prepares the judges of a name, with the rules as they stand.
func newJudges(ctx context.Context, name string, roles map[string][]string) ([]judge, error) {
	var judges []judge
	if name != "openfga" {
		o, err := newOPA(ctx, rulesText, roles)
		if err != nil {
			return nil, err
		}
		judges = append(judges, o)
	}
	if name != "opa" {
		o, err := newOpenFGA(ctx, modelText, roles)
		if err != nil {
			return nil, err
		}
		judges = append(judges, o)
	}
	return judges, nil
}

// run measures or compares as told and prints the report. It reports that all agreed.
func run(ctx context.Context, args []string, out, progress io.Writer) (bool, error) {
	o, err := parse(args, out)
	if err != nil {
		return false, err
	}
	if o.judge == "" {
		return measure(ctx, o, out, progress)
	}
	return compareWorlds(ctx, o, out)
}

// compareWorlds asks judges about worlds, prints what they disagree on, and reports that they do on nothing.
func compareWorlds(ctx context.Context, o options, out io.Writer) (bool, error) {
	defer debug.SetGCPercent(debug.SetGCPercent(collectAt))
	roles, err := readRoles(o.roles)
	if err != nil {
		return false, err
	}
	judges, err := newJudges(ctx, o.judge, roles)
	if err != nil {
		return false, err
	}
	worlds := drawn(o.seed, o.n)
	if o.scope {
		worlds = spread(fuzz.SmallScope(), o.seed, o.n)
	}
	r, err := sweep(ctx, judges, worlds)
	if err != nil {
		return false, err
	}
	return len(r.Disagreements) == 0, r.print(out, o.json)
}
