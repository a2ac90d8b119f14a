package main

import (
	"context"
	_ "embed"
	"fmt"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
)

//go:embed rules.rego
var rulesText string

// opa is the judge that has the rules in Rego.
type opa struct{ answers, edges rego.PreparedEvalQuery }

// newOPA prepares rules, a Rego policy as rules.rego is, over the permissions of predefined roles.
func newOPA(ctx context.Context, rules string, roles map[string][]string) (*opa, error) {
	// Stored as values of OPA's own: any other document would be converted again at each read of a role.
	store := inmem.NewFromObjectWithOpts(map[string]any{"roles": object(roles)}, inmem.OptReturnASTValuesOnRead(true))
	prepare := func(query string) (rego.PreparedEvalQuery, error) {
		return rego.New(rego.Query(query), rego.Module("rules.rego", rules), rego.Store(store)).PrepareForEval(ctx)
	}
	answers, err := prepare("data.judge.answers")
	if err != nil {
		return nil, err
	}
	edges, err := prepare("data.judge.edges")
	return &opa{answers, edges}, err
}

// object gives the permissions of a role as keys: a role such as owner has thousands.
func object(roles map[string][]string) map[string]any {
	all := map[string]any{}
	for name, permissions := range roles {
		held := map[string]any{}
		for _, p := range permissions {
			held[p] = true
		}
		all[name] = held
	}
	return all
}

func (o *opa) String() string { return "OPA" }

// part drops the facts that the rules leave out, and of pods where they run. Permits and constraints stay in the graph and
// are not in the document: what could be created must not matter to who can assume a principal today.
func (o *opa) part(facts []fleet.Fact) (known []fleet.Fact, outside string) {
	for _, f := range facts {
		switch f := f.(type) {
		case fleet.Boundary, fleet.NodePool:
		case fleet.Pod:
			f.HostNetwork, f.NodePool, f.NodeSelector = false, "", nil
			known = append(known, f)
		case fleet.Gap:
			if f.What != fleet.GapNodePools && f.What != fleet.GapPods {
				known = append(known, f)
			}
		default:
			known = append(known, f)
		}
	}
	return known, ""
}

func (o *opa) verdicts(ctx context.Context, facts []fleet.Fact, principals []pool.Principal) (map[string]verdict, error) {
	value, err := evaluate(ctx, o.answers, facts, principals)
	if err != nil {
		return nil, err
	}
	all := map[string]verdict{}
	for p, answer := range value.(map[string]any) {
		a := answer.(map[string]any)
		all[p] = verdict{set(a["surely"]), set(a["perhaps"]), set(a["through"])}
	}
	return all, nil
}

func set(list any) map[string]bool {
	all := map[string]bool{}
	for _, x := range list.([]any) {
		all[x.(string)] = true
	}
	return all
}

func evaluate(ctx context.Context, q rego.PreparedEvalQuery, facts []fleet.Fact, principals []pool.Principal) (any, error) {
	results, err := q.Eval(ctx, rego.EvalInput(map[string]any{"world": written(facts), "ask": memberTexts(principals)}))
	if err != nil {
		return nil, err
	}
	if len(results) != 1 {
		return nil, fmt.Errorf("rules.rego: %d results, want one", len(results))
	}
	return results[0].Expressions[0].Value, nil
}

func (o *opa) derivation(ctx context.Context, facts []fleet.Fact, p pool.Principal, actor string) (string, error) {
	edges, err := o.readEdges(ctx, facts, p)
	return derivation(edges, actor, p.String()), err
}

// readEdges asks for every edge of a world and a principal, in OPA's order of values.
func (o *opa) readEdges(ctx context.Context, facts []fleet.Fact, p pool.Principal) ([]edge, error) {
	value, err := evaluate(ctx, o.edges, facts, []pool.Principal{p})
	if err != nil {
		return nil, err
	}
	var all []edge
	for _, tuple := range value.([]any) {
		e := tuple.([]any)
		all = append(all, edge{e[0].(string), e[1].(string), e[2].(string), e[3].(string)})
	}
	return all, nil
}
