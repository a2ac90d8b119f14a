package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/render"
	"fleettrust.example/pool"
	"fleettrust.example/scenario"
)

func (c *console) scenarios() *cobra.Command {
	return &cobra.Command{
		Use:   "scenarios [1|2|3|4]",
		Short: "the four scenarios of fleet Workload Identity: world, intent, excess, mitigation",
		Long: `Scenarios tells the four scenarios of Google's best practices for fleet Workload
Identity: what the world is like, whom the administrator meant, who comes in,
and what keeps out those whom nobody meant, at what cost.`,
		Example: `  whocan scenarios
  whocan scenarios 2
  whocan scenarios --json`,
		Args: takes("at most one number from 1 to 4", 0, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			chosen, err := choose(args)
			if err != nil {
				return err
			}
			doc := &tales{V: render.Version, Scenarios: []tale{}}
			for _, s := range chosen {
				t, err := taleOf(s)
				if err != nil {
					return fmt.Errorf("scenario %d: %w", s.Number, err)
				}
				doc.Scenarios = append(doc.Scenarios, t)
			}
			return c.answer(doc)
		},
	}
}

func choose(args []string) ([]scenario.Scenario, error) {
	if len(args) == 0 {
		return scenario.All(), nil
	}
	n, err := strconv.Atoi(args[0])
	if err != nil {
		return nil, fmt.Errorf("scenario %q: want a number from 1 to %d", args[0], len(scenario.All()))
	}
	s, err := scenario.Number(n)
	return []scenario.Scenario{s}, err
}

// tales is the document of the scenarios.
type tales struct {
	V         int    `json:"v"`
	Scenarios []tale `json:"scenarios"`
}

// A tale is one scenario and what comes of it.
type tale struct {
	Number int    `json:"number"`
	Title  string `json:"title"`
	Story  string `json:"story"`
	outcome
	Mitigations []remedy `json:"mitigations"` // leave no excess
	Narrower    []remedy `json:"narrower"`    // keep out those in excess, and are no cure

	picture string
}

// A remedy is one mitigation and what comes of it.
type remedy struct {
	Title string `json:"title"`
	Why   string `json:"why"`
	Cost  string `json:"cost"`
	outcome

	picture string
}

// outcome is what comes of a grant. Principal is the one granted, or all of them with commas between.
type outcome struct {
	Principal  string   `json:"principal"`
	Principals []string `json:"principals"`
	Exactness  string   `json:"exactness"`
	render.Reasoning
	Intended []render.Workload `json:"intended"`
	Admitted []party           `json:"admitted"`
	Excess   []party           `json:"excess"`
	Lost     []render.Workload `json:"lost"`    // intended and not admitted
	ByFleet  []party           `json:"byFleet"` // admitted, and would not be without fleet identity
	Open     []render.Opening  `json:"open"`
}

// A party is a workload, or else a member of IAM, with its way to the principal.
type party struct {
	*render.Workload
	Member   string `json:"member,omitempty"`
	Strength string `json:"strength"`
	render.Way
}

func taleOf(s scenario.Scenario) (tale, error) {
	o, picture, err := outcomeOf(s.Grant)
	if err != nil {
		return tale{}, err
	}
	mitigations, bad := remedies(s.Mitigations)
	narrower, worse := remedies(s.Narrower)
	return tale{s.Number, s.Title, s.Story, o, mitigations, narrower, picture}, errors.Join(bad, worse)
}

func remedies(ms []scenario.Mitigation) ([]remedy, error) {
	all := []remedy{}
	for _, m := range ms {
		o, picture, err := outcomeOf(m.Grant)
		if err != nil {
			return nil, fmt.Errorf("mitigation %q: %w", m.Title, err)
		}
		all = append(all, remedy{m.Title, m.Why, m.Cost, o, picture})
	}
	return all, nil
}

func outcomeOf(g scenario.Grant) (outcome, string, error) {
	o, err := g.Run()
	if err != nil {
		return outcome{}, "", err
	}
	picture, err := g.Picture()
	principals := each(g.Principals, pool.Principal.String)
	return outcome{
		Principal: strings.Join(principals, ", "), Principals: principals,
		Exactness: o.Exactness.String(), Reasoning: render.ReasoningOf(o.Reasons),
		Intended: each(g.Intended, render.WorkloadOf), Admitted: each(o.Admitted, partyOf), Excess: each(o.Excess, partyOf),
		Lost: each(o.Lost, render.WorkloadOf), ByFleet: each(o.ByFleet, partyOf), Open: each(o.Open, render.OpeningOf),
	}, picture, err
}

func partyOf(x fleet.Assumer) party {
	a := render.AssumerOf(x)
	return party{a.Workload, a.Member, a.Strength, a.Way}
}
