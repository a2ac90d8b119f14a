package main

import (
	"context"
	_ "embed"
	"fmt"

	"fleettrust.example/pool"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
)

//go:embed rules.rego
var rulesText string

// A judge has the rules in OPA, ready to be asked. It is safe for concurrent use.
type judge struct{ answers, edges rego.PreparedEvalQuery }

// newJudge prepares rules, a Rego policy as rules.rego is, over the permissions of predefined roles.
func newJudge(ctx context.Context, rules string, roles map[string][]string) (*judge, error) {
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
	return &judge{answers, edges}, err
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

// A verdict is what the judge says of one principal: who surely is it, who perhaps, and who may delegate through one who is.
type verdict struct{ surely, perhaps, through map[string]bool }

// verdicts asks about principals of a world. A verdict is found by the text of its principal.
func (j *judge) verdicts(ctx context.Context, d *document, principals []pool.Principal) (map[string]verdict, error) {
	value, err := evaluate(ctx, j.answers, d, principals)
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

func evaluate(ctx context.Context, q rego.PreparedEvalQuery, d *document, principals []pool.Principal) (any, error) {
	results, err := q.Eval(ctx, rego.EvalInput(map[string]any{"world": d, "ask": memberTexts(principals)}))
	if err != nil {
		return nil, err
	}
	if len(results) != 1 {
		return nil, fmt.Errorf("rules.rego: %d results, want one", len(results))
	}
	return results[0].Expressions[0].Value, nil
}
