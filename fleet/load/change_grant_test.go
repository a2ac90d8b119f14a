package load

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"fleettrust.example/fleet"
)

// A work is a resource of grants, and what a plan does to it: whom it grants a role before, and whom after.
type work struct {
	form          string // member, binding or policy
	on, role      string
	before, after []string
	action        string
}

var works = rapid.Custom(func(t *rapid.T) work {
	g := grantings.Draw(t, "where")
	w := work{form: rapid.SampledFrom([]string{"member", "binding", "policy"}).Draw(t, "form"), on: g.On, role: g.Role}
	some := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"user:ann@acme.example", "user:bob@acme.example", "user:cy@acme.example"}), 1, 3, rapid.ID)
	w.action = rapid.SampledFrom([]string{"no-op", "create", "delete", "update"}).Draw(t, "action")
	if w.form == "member" {
		some = rapid.Just([]string{g.Member})
		w.action = rapid.SampledFrom([]string{"no-op", "create", "delete"}).Draw(t, "action of a member")
	}
	if w.action != "create" {
		w.before = some.Draw(t, "before")
	}
	switch w.action {
	case "no-op":
		w.after = w.before
	case "create", "update":
		w.after = some.Draw(t, "after")
	}
	return w
})

// attributes are those of the resource when it grants to some.
func (w work) attributes(members []string) map[string]any {
	if members == nil {
		return nil
	}
	all := map[string]any{"role": w.role, "condition": []any{}}
	if w.on == "shop" {
		all["project"] = w.on
	} else {
		all["service_account_id"] = "projects/shop/serviceAccounts/" + w.on
	}
	switch w.form {
	case "member":
		all["member"] = members[0]
	case "binding":
		all["members"] = members
	default:
		delete(all, "role")
		delete(all, "condition")
		text, _ := json.Marshal(map[string]any{"bindings": []any{map[string]any{"role": w.role, "members": members}}})
		all["policy_data"] = string(text)
	}
	return all
}

func (w work) kind() string {
	if w.on == "shop" {
		return "google_project_iam_" + w.form
	}
	return "google_service_account_iam_" + w.form
}

// expected applies the works to grants, by the words of the provider's documentation: a member is one grant more, a binding all of its
// role, a policy all grants. Of one that stays nothing changes. What several resources of a plan say of one role adds up.
// Source: https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/google_project_iam
func expected(base map[granting]bool, all []work) map[granting]bool {
	is := maps.Clone(base)
	for _, w := range all {
		for _, m := range w.before {
			if w.action == "delete" || w.action == "update" {
				delete(is, granting{w.on, w.role, m})
			}
		}
		if whole := w.action == "create" || w.action == "update"; whole && w.form != "member" {
			maps.DeleteFunc(is, func(g granting, _ bool) bool { return g.On == w.on && (w.form == "policy" || g.Role == w.role) })
		}
	}
	for _, w := range all {
		for _, m := range w.after {
			is[granting{w.on, w.role, m}] = true
		}
	}
	return is
}

func grantsAsDocumented(t *rapid.T) {
	all := rapid.SliceOfN(works, 1, 5).Draw(t, "works")
	base := map[granting]bool{}
	for _, g := range rapid.SliceOfNDistinct(grantings, 0, 6, rapid.ID).Draw(t, "base") {
		base[g] = true
	}
	planned, found, changes := []any{}, []any{}, []any{}
	for i, w := range all {
		head := map[string]any{"address": fmt.Sprintf("%s.w%d", w.kind(), i), "mode": "managed", "type": w.kind(), "name": fmt.Sprintf("w%d", i)}
		with := func(name string, v any) map[string]any {
			m := maps.Clone(head)
			m[name] = v
			return m
		}
		if w.before != nil {
			found = append(found, with("values", w.attributes(w.before)))
			for _, m := range w.before {
				base[granting{w.on, w.role, m}] = true
			}
		}
		if w.after != nil {
			planned = append(planned, with("values", w.attributes(w.after)))
		}
		changes = append(changes, with("change", map[string]any{"actions": []string{w.action}, "before": w.attributes(w.before), "after": w.attributes(w.after), "after_unknown": map[string]any{}}))
	}
	got := granted(t, base, map[string]any{"planned_values": planned, "prior_state": found}, changes)
	if d := cmp.Diff(inOrder(expected(base, all)), got); d != "" {
		t.Fatalf("as documented -, got +:\n%s", d)
	}
}

// granted gives the grants after a plan over a world of grants.
func granted(t *rapid.T, base map[granting]bool, values map[string]any, changes []any) []string {
	dir, err := os.MkdirTemp("", "change")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	module := func(rs any) map[string]any { return map[string]any{"root_module": map[string]any{"resources": rs}} }
	text, err := json.Marshal(map[string]any{"format_version": "1.2", "planned_values": module(values["planned_values"]), "resource_changes": changes,
		"prior_state": map[string]any{"format_version": "1.0", "values": module(values["prior_state"])}})
	name := filepath.Join(dir, "plan.json")
	if err == nil {
		err = os.WriteFile(name, text, 0o666)
	}
	if err != nil {
		t.Fatal(err)
	}
	facts := []fleet.Fact{fleet.Project{ID: "shop", Number: 1}, fleet.GSA{Email: "a@shop.iam.gserviceaccount.com", Project: "shop"}, fleet.GSA{Email: "b@shop.iam.gserviceaccount.com", Project: "shop"}}
	for g := range base {
		facts = append(facts, g.fact())
	}
	_, after := overlaid(t, Change{Plan: name}, facts)
	is := map[granting]bool{}
	for _, f := range after {
		if b, ok := f.(fleet.Binding); ok {
			is[granting{strings.TrimPrefix(b.On.ID(), "serviceAccounts/"), b.Role, b.Member.String()}] = true
		}
	}
	return inOrder(is)
}

func inOrder(gs map[granting]bool) []string {
	all := []string{}
	for g := range gs {
		all = append(all, fmt.Sprint(g))
	}
	slices.Sort(all)
	return all
}

// TestGrantsAsDocumented holds what a plan does to grants to what the provider's documentation says it does.
func TestGrantsAsDocumented(t *testing.T) { rapid.Check(t, grantsAsDocumented) }

func FuzzGrantsAsDocumented(f *testing.F) {
	f.Add(make([]byte, 512))
	f.Fuzz(rapid.MakeFuzz(grantsAsDocumented))
}
