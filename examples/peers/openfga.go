package main

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	openfgav1 "github.com/openfga/api/proto/openfga/v1"
	"github.com/openfga/language/pkg/go/transformer"
	"github.com/openfga/openfga/pkg/server/commands/listusers"
	"github.com/openfga/openfga/pkg/storage"
	"github.com/openfga/openfga/pkg/storage/memory"
	"github.com/openfga/openfga/pkg/typesystem"
)

//go:embed model.fga
var modelText string

// openFGA is the judge that has the rules as relations, as far as relations express them: R1, R2, R4 to R14 and R16 to R18, and
// what is not known of those. It has none for R3, R15, deny rules, boundaries and organization policies.
type openFGA struct {
	model *typesystem.TypeSystem
	roles map[string][]string
}

// newOpenFGA prepares a model, as model.fga is, over the permissions of predefined roles.
func newOpenFGA(ctx context.Context, model string, roles map[string][]string) (*openFGA, error) {
	m, err := transformer.TransformDSLToProto(model)
	if err != nil {
		return nil, fmt.Errorf("model.fga: %w", err)
	}
	types, err := typesystem.NewAndValidate(ctx, m)
	if err != nil {
		return nil, fmt.Errorf("model.fga: %w", err)
	}
	return &openFGA{types, roles}, nil
}

func (o *openFGA) String() string { return "OpenFGA" }

// part drops what the model has no relations for: what OPA has no rules for, deny rules, scopes, organization policies. It says
// nothing of a world with an account below a folder whose parent was not told: what may lie above that one is no relation.
func (o *openFGA) part(facts []fleet.Fact) (known []fleet.Fact, outside string) {
	facts, _ = new(opa).part(facts)
	for _, f := range facts {
		switch f := f.(type) {
		case fleet.Deny, fleet.ScopeBinding, fleet.FleetNamespace, fleet.OrgPolicy:
		case fleet.Gap:
			if f.What == fleet.GapMemberships || f.What == fleet.GapPolicy {
				known = append(known, f)
			}
		default:
			known = append(known, f)
		}
	}
	if r := read(written(known)); slices.ContainsFunc(r.enabled(), r.open) {
		return nil, "an account below a folder whose parent was not told"
	}
	return known, ""
}

func (o *openFGA) verdicts(ctx context.Context, facts []fleet.Fact, principals []pool.Principal) (map[string]verdict, error) {
	l, err := o.tell(ctx, facts, principals)
	if err != nil {
		return nil, err
	}
	all := map[string]verdict{}
	for _, p := range principals {
		if all[p.String()], err = l.verdict(ctx, memberOf(node(p.String()))); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// A listing is a world as OpenFGA was told of it, to be asked: in one store the tuples that are sure, in another also those that
// perhaps hold.
type listing struct {
	*tuples
	stores storage.OpenFGADatastore
	model  *typesystem.TypeSystem
}

func (o *openFGA) tell(ctx context.Context, facts []fleet.Fact, principals []pool.Principal) (*listing, error) {
	t := newTuples(read(written(facts)), o.roles).tell(memberTexts(principals))
	stores := memory.New(memory.WithMaxTuplesPerWrite(len(t.grades)))
	if err := stores.Write(ctx, "surely", nil, t.keys("surely")); err != nil {
		return nil, err
	}
	return &listing{t, stores, o.model}, stores.Write(ctx, "perhaps", nil, t.keys("surely", "perhaps"))
}

func (l *listing) verdict(ctx context.Context, m reference) (v verdict, err error) {
	if v.perhaps, err = l.list(ctx, "perhaps", m.who("is")); err != nil {
		return v, err
	}
	if v.through, err = l.list(ctx, "perhaps", m.who("delegate")); err != nil {
		return v, err
	}
	// The model excludes nobody: whoever surely is somebody perhaps is.
	if len(v.perhaps) > 0 {
		v.surely, err = l.list(ctx, "surely", m.who("is"))
	}
	for _, found := range []map[string]bool{v.surely, v.perhaps, v.through} {
		delete(found, m.name)
	}
	return v, err
}

// deepest is more steps than any way in a world of a few dozen facts has. Where it is reached, OpenFGA gives an error.
const deepest = 10_000

// list gives the actors that have a relation to an object, without a limit to their number or to time: OpenFGA would leave
// some out and not say so.
func (l *listing) list(ctx context.Context, store string, r reference) (map[string]bool, error) {
	_, id, _ := strings.Cut(l.id(r), ":")
	q := listusers.NewListUsersQuery(l.stores, nil, listusers.WithListUsersDeadline(0), listusers.WithListUsersMaxResults(0), listusers.WithResolveNodeLimit(deepest))
	found, err := q.ListUsers(typesystem.ContextWithTypesystem(ctx, l.model), &openfgav1.ListUsersRequest{
		StoreId: store, Object: &openfgav1.Object{Type: r.kind, Id: id}, Relation: r.relation, UserFilters: []*openfgav1.UserTypeFilter{{Type: "actor"}},
	})
	if err != nil {
		return nil, fmt.Errorf("%v: %w", r, err)
	}
	all := map[string]bool{}
	for _, u := range found.GetUsers() {
		all[l.names["actor:"+u.GetObject().GetId()].name] = true
	}
	return all, ctx.Err()
}

// shown are the relations of which a derivation tells.
var shown = map[string][]string{
	"pool":    {"by_home", "by_joining"},
	"member":  {"belongs", "in_pool", "in_home", "in_joined", "delegate"},
	"account": {"minted", "taken", "mounted", "lent"},
}

// derivation tells each relation that OpenFGA lists the actor for, and what it was told of the principal.
func (o *openFGA) derivation(ctx context.Context, facts []fleet.Fact, p pool.Principal, actor string) (string, error) {
	l, err := o.tell(ctx, facts, []pool.Principal{p})
	if err != nil {
		return "", err
	}
	var lines []string
	for _, object := range l.names {
		for _, relation := range shown[object.kind] {
			grade, err := l.grade(ctx, object.who(relation), actor)
			if err != nil {
				return "", err
			}
			if grade != "never" {
				lines = append(lines, fmt.Sprintf("the actor is %s %s of %v", grade, relation, object))
			}
		}
	}
	slices.Sort(lines)
	m := readMember(p.String())
	return strings.Join(slices.Concat([]string{"what holds of the actor, and what was told of the principal"}, lines,
		l.toldOf(memberOf(node(p.String()))), l.toldOf(accountOf(m.email))), "\n      "), nil
}

func (l *listing) grade(ctx context.Context, r reference, actor string) (string, error) {
	for _, grade := range []string{"surely", "perhaps"} {
		if found, err := l.list(ctx, grade, r); err != nil || found[actor] {
			return grade, err
		}
	}
	return "never", nil
}
