package load

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// granting is a grant as a resource of Terraform has it.
type granting struct{ On, Role, Member string }

func (g granting) resource(i int) (address string, values map[string]any) {
	if g.On == "shop" {
		return fmt.Sprintf("google_project_iam_member.g[%d]", i), map[string]any{"project": g.On, "role": g.Role, "member": g.Member, "condition": []any{}}
	}
	return fmt.Sprintf("google_service_account_iam_member.g[%d]", i), map[string]any{"service_account_id": "projects/shop/serviceAccounts/" + g.On, "role": g.Role, "member": g.Member, "condition": []any{}}
}

func (g granting) fact() fleet.Fact {
	on := fleet.InProject("shop")
	if g.On != "shop" {
		on = fleet.OnAccount(g.On)
	}
	return fleet.Binding{On: on, Role: g.Role, Member: pool.Must(pool.Parse(g.Member))}
}

var grantings = rapid.Custom(func(t *rapid.T) granting {
	return granting{
		rapid.SampledFrom([]string{"shop", "a@shop.iam.gserviceaccount.com", "b@shop.iam.gserviceaccount.com"}).Draw(t, "on"),
		rapid.SampledFrom([]string{"roles/iam.workloadIdentityUser", "roles/owner", "roles/iam.serviceAccountTokenCreator"}).Draw(t, "role"),
		rapid.SampledFrom([]string{"user:ann@acme.example", "serviceAccount:shop.svc.id.goog[payroll/runner]", "serviceAccount:b@shop.iam.gserviceaccount.com", "allUsers"}).Draw(t, "member"),
	}
})

// planTo writes a plan that does one thing to all grants.
func planTo(t *rapid.T, dir, action string, gs []granting) Change {
	resources, found, changes := []any{}, []any{}, []any{}
	for i, g := range gs {
		address, values := g.resource(i)
		head := map[string]any{"address": address, "mode": "managed", "type": address[:len(address)-len(fmt.Sprintf(".g[%d]", i))], "name": "g", "index": i}
		with := func(name string, v any) map[string]any {
			m := map[string]any{name: v}
			for k, v := range head {
				m[k] = v
			}
			return m
		}
		change := map[string]any{"actions": []string{action}, "before": values, "after": values, "after_unknown": map[string]any{}}
		if action == "create" {
			change["before"] = nil
		} else {
			found = append(found, with("values", values))
		}
		if action == "delete" {
			change["after"] = nil
		} else {
			resources = append(resources, with("values", values))
		}
		changes = append(changes, with("change", change))
	}
	module := func(rs []any) map[string]any { return map[string]any{"root_module": map[string]any{"resources": rs}} }
	text, err := json.Marshal(map[string]any{"format_version": "1.2", "terraform_version": "1.9.8", "planned_values": module(resources), "resource_changes": changes,
		"prior_state": map[string]any{"format_version": "1.0", "values": module(found)}, "configuration": map[string]any{}})
	name := filepath.Join(dir, action+".json")
	if err == nil {
		err = os.WriteFile(name, text, 0o666)
	}
	if err != nil {
		t.Fatal(err)
	}
	return Change{Plan: name}
}

// overlaid lays a plan over a world.
func overlaid(t *rapid.T, c Change, facts []fleet.Fact) (before, after []fleet.Fact) {
	base := newReader()
	base.known["."] = true
	base.files = []*file{{}}
	for _, f := range facts {
		base.facts = append(base.facts, told{fact: f})
	}
	was, is, _, err := c.lay(base)
	if err != nil {
		t.Fatal(err)
	}
	return factsOf(t, was), factsOf(t, is)
}

// factsOf gives the facts of a world as a graph has them.
func factsOf(t *rapid.T, w *world) []fleet.Fact {
	var b fleet.Builder
	w.tell(&b)
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	return g.Facts()
}

// changesComeBack: a plan of what stays as it is changes nothing, and a plan that adds grants one by one, undone by one that deletes
// them, gives the world back.
func changesComeBack(t *rapid.T) {
	dir, err := os.MkdirTemp("", "change")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	there := rapid.SliceOfNDistinct(grantings, 0, 6, rapid.ID).Draw(t, "there")
	facts := []fleet.Fact{fleet.Project{ID: "shop", Number: 1}, fleet.GSA{Email: "a@shop.iam.gserviceaccount.com", Project: "shop"}, fleet.GSA{Email: "b@shop.iam.gserviceaccount.com", Project: "shop"}}
	has := map[granting]bool{}
	for _, g := range there {
		facts, has[g] = append(facts, g.fact()), true
	}
	was, is := overlaid(t, planTo(t, dir, "no-op", there), facts)
	if d := cmp.Diff(was, is, comparePrincipals); d != "" || len(was) != len(facts) {
		t.Fatalf("%d facts become %d, and a plan of nothing changes:\n%s", len(facts), len(was), d)
	}
	added := rapid.SliceOfNDistinct(grantings.Filter(func(g granting) bool { return !has[g] }), 1, 4, rapid.ID).Draw(t, "added")
	was, is = overlaid(t, planTo(t, dir, "create", added), facts)
	if len(is) != len(was)+len(added) {
		t.Fatalf("%d facts and %d grants are %d facts", len(was), len(added), len(is))
	}
	_, back := overlaid(t, planTo(t, dir, "delete", added), is)
	if d := cmp.Diff(was, back, comparePrincipals); d != "" {
		t.Fatalf("what was before -, what came back +:\n%s", d)
	}
}

var comparePrincipals = cmp.Options{
	cmp.Comparer(func(a, b pool.Principal) bool { return a == b }), cmp.Comparer(func(a, b pool.Name) bool { return a == b }),
	cmp.Comparer(func(a, b fleet.Resource) bool { return a == b }),
}

func TestChangesComeBack(t *testing.T) { rapid.Check(t, changesComeBack) }

func FuzzChangesComeBack(f *testing.F) {
	f.Add(make([]byte, 256))
	f.Fuzz(rapid.MakeFuzz(changesComeBack))
}
