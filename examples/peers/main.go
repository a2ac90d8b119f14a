// Command peers holds other engines up to the library. They are judges: the rules of fleet/doc.go are written once more for
// each, it is asked about worlds of scenario/fuzz, and every answer is compared. It compares workloads, service accounts and
// users, and with each whether the answer is sure of it.
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

	"fleettrust.example/scenario/fuzz"
)

const usage = `Compares the library with other engines on worlds that are drawn at random.

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
  go -C examples/peers run . -judge -n 2000
  go -C examples/peers run . -judge openfga -n 200
`

// An evaluation in OPA allocates much and keeps nothing: a larger heap between collections makes it a quarter faster.
const collectAt = 400

func main() {
	debug.SetGCPercent(collectAt)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	agreed, err := run(ctx, os.Args[1:], os.Stdout)
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

func parse(args []string, out io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("peers", flag.ContinueOnError)
	flags.SetOutput(out)
	flags.Usage = func() { fmt.Fprint(out, usage) }
	flags.Var(bare{&o.judge, "opa"}, "judge", "")
	flags.BoolVar(&o.scope, "scope", false, "")
	flags.BoolVar(&o.json, "json", false, "")
	flags.IntVar(&o.n, "n", 2000, "")
	flags.IntVar(&o.seed, "seed", 0, "")
	flags.StringVar(&o.roles, "roles", "../../fleet/roles.tsv", "")
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
	switch {
	case flags.NArg() > 0:
		return o, fmt.Errorf("argument %q: want flags only", flags.Arg(0))
	case o.judge == "":
		return o, errors.New("nothing to compare: want -judge; see -help")
	case !slices.Contains(judgeNames, o.judge):
		return o, fmt.Errorf("-judge %q: want one of %s", o.judge, strings.Join(judgeNames, ", "))
	case o.n < 1:
		return o, fmt.Errorf("-n %d: want at least 1", o.n)
	case o.seed < 0:
		return o, fmt.Errorf("-seed %d: want at least 0", o.seed)
	}
	return o, nil
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

// run compares as told and prints the report. It reports that all agreed.
func run(ctx context.Context, args []string, out io.Writer) (bool, error) {
	o, err := parse(args, out)
	if err != nil {
		return false, err
	}
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
