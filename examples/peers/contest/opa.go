package contest

import (
	"context"
	_ "embed"
	"errors"

	"fleettrust.example/scenario/organization"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
)

//go:embed opa.rego
var regoText string

// opa is OPA inside the program: queries that are prepared, over documents that are stored as values of its own, and that are
// indexed for each question.
type opa struct {
	ctx                         context.Context
	store                       storage.Store
	checking, assumers, assumed rego.PreparedEvalQuery
}

// document is one of JSON.
type document = map[string]any

// at gives the document under a key, made if there is none.
func at(d document, key string) document {
	if below, ok := d[key].(document); ok {
		return below
	}
	below := document{}
	d[key] = below
	return below
}

func buildOPA(ctx context.Context, o *organization.Organization) (engine, error) {
	e := &opa{ctx: ctx, store: inmem.NewFromObjectWithOpts(documents(o), inmem.OptReturnASTValuesOnRead(true), inmem.OptRoundTripOnWrite(false))}
	var faults [3]error
	e.checking, faults[0] = e.prepare("check")
	e.assumers, faults[1] = e.prepare("who")
	e.assumed, faults[2] = e.prepare("what")
	return e, errors.Join(faults[:]...)
}

func (e *opa) prepare(rule string) (rego.PreparedEvalQuery, error) {
	return rego.New(rego.Query("data.contest."+rule), rego.Module("opa.rego", regoText), rego.Store(e.store)).PrepareForEval(e.ctx)
}

// documents has the records, by what each rule asks them for.
func documents(o *organization.Organization) document {
	d := document{}
	for _, name := range []string{"pools", "members", "objects", "grants", "sources", "leads", "subjects", "namespaces", "clusters", "everyone"} {
		at(d, name)
	}
	r := newRecord(o)
	for i, path := range r.paths {
		for _, p := range r.pools(i) {
			at(at(d, "pools"), path)[p] = true
			list(at(d, "members"), p, path)
		}
	}
	for i := range o.Workloads() {
		w := r.workload(i)
		at(at(at(d, "objects"), w.cluster), w.namespace)[w.account] = true
	}
	for g := range o.Grants() {
		p, email := r.principal(g), o.Account(g.Account).Email
		at(at(d, "grants"), email)[p.text()] = document{"kind": int(p.kind), "pool": p.pool, "a": p.a, "b": p.b}
		p.index(d)[email] = true
	}
	for from, all := range closure(o) {
		for _, to := range all {
			list(at(d, "leads"), o.Account(from).Email, o.Account(to).Email)
			list(at(d, "sources"), o.Account(to).Email, o.Account(from).Email)
		}
	}
	return d
}

func list(d document, key string, v any) {
	all, _ := d[key].([]any)
	d[key] = append(all, v)
}

// index is where the accounts stand that are granted to a principal.
func (p principal) index(d document) document {
	switch p.kind {
	case organization.ToSubject:
		return at(at(at(at(d, "subjects"), p.pool), p.a), p.b)
	case organization.ToNamespace:
		return at(at(at(d, "namespaces"), p.pool), p.a)
	case organization.ToCluster:
		return at(at(at(d, "clusters"), p.pool), p.a)
	default:
		return at(at(d, "everyone"), p.pool)
	}
}

func (e *opa) eval(q rego.PreparedEvalQuery, w workload, email string) (any, error) {
	input := ast.NewObject(
		[2]*ast.Term{ast.StringTerm("cluster"), ast.StringTerm(w.cluster)}, [2]*ast.Term{ast.StringTerm("namespace"), ast.StringTerm(w.namespace)},
		[2]*ast.Term{ast.StringTerm("account"), ast.StringTerm(w.account)}, [2]*ast.Term{ast.StringTerm("email"), ast.StringTerm(email)})
	results, err := q.Eval(e.ctx, rego.EvalParsedInput(input))
	if err != nil || len(results) == 0 {
		return nil, err
	}
	return results[0].Expressions[0].Value, nil
}

func (e *opa) check(w workload, email string) (bool, error) {
	v, err := e.eval(e.checking, w, email)
	return v == true, err
}

func (e *opa) who(email string, yield func(workload)) error {
	v, err := e.eval(e.assumers, workload{}, email)
	if err != nil {
		return err
	}
	for _, x := range v.([]any) {
		names := x.([]any)
		yield(workload{names[0].(string), names[1].(string), names[2].(string)})
	}
	return nil
}

func (e *opa) what(w workload, yield func(string)) error {
	v, err := e.eval(e.assumed, w, "")
	if err != nil {
		return err
	}
	for _, x := range v.([]any) {
		yield(x.(string))
	}
	return nil
}

// change writes to both indexes in one transaction.
func (e *opa) change(c change) error {
	return storage.Txn(e.ctx, e.store, storage.WriteParams, func(txn storage.Transaction) error {
		p := subjectOf(c)
		grant, subject := storage.Path{"grants", c.email, p.text()}, storage.Path{"subjects", p.pool, p.a, p.b, c.email}
		if c.back {
			return errors.Join(e.store.Write(e.ctx, txn, storage.RemoveOp, grant, nil), e.store.Write(e.ctx, txn, storage.RemoveOp, subject, nil))
		}
		return errors.Join(e.add(txn, grant, document{"kind": int(p.kind), "pool": p.pool, "a": p.a, "b": p.b}), e.add(txn, subject, true))
	})
}

func (e *opa) add(txn storage.Transaction, path storage.Path, v any) error {
	if err := storage.MakeDir(e.ctx, e.store, txn, path[:len(path)-1]); err != nil {
		return err
	}
	return e.store.Write(e.ctx, txn, storage.AddOp, path, v)
}

func (e *opa) close() error { return nil }
