package condition_test

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/condition"
	"github.com/cockroachdb/datadriven"
	"pgregory.net/rapid"
)

// TestConditions asks the cases of testdata/conditions.txt. Write down what is given today with -rewrite, and read the diff.
func TestConditions(t *testing.T) {
	asked := 0
	datadriven.RunTest(t, "testdata/conditions.txt", func(t *testing.T, d *datadriven.TestData) string {
		asked++
		lines := strings.Split(d.Input, "\n")
		if d.Cmd == "constraint" {
			var resource map[string]any
			if err := json.Unmarshal([]byte(lines[1]), &resource); err != nil {
				t.Fatalf("%s: %v", d.Pos, err)
			}
			return verdict(condition.New(condition.Facts{}).Constraint(lines[0], resource))
		}
		facts, request := known(t, lines[1:])
		return verdict(condition.New(facts).Condition(lines[0], request))
	})
	if asked < 30 {
		t.Errorf("asks %d conditions", asked)
	}
}

func verdict(holds fleet.Setting, rest string) string {
	return strings.TrimSpace(holds.String()+" "+rest) + "\n"
}

func known(t *testing.T, lines []string) (f condition.Facts, r fleet.Request) {
	for _, line := range lines {
		name, value, _ := strings.Cut(line, "=")
		switch name {
		case "time":
			at, err := time.Parse(time.RFC3339, value)
			if err != nil {
				t.Fatal(err)
			}
			f.Time = at
		case "service":
			r.Service = value
		case "type":
			r.Type = value
		case "name":
			r.Name = value
		case "provider":
			r.Provider = value
		default:
			t.Fatalf("%q is no fact", line)
		}
	}
	return f, r
}

// lawMonotone: what holds, and what does not, stays so when more is known; and nothing panics.
func lawMonotone(t *rapid.T) {
	text := expression(t, conditionAtoms, 3)
	less := fleet.Request{}
	more := fleet.Request{Service: "s", Type: "t", Name: "a/b/c", Provider: "p"}
	for _, field := range []struct{ less, more *string }{{&less.Service, &more.Service}, {&less.Type, &more.Type}, {&less.Name, &more.Name}, {&less.Provider, &more.Provider}} {
		switch rapid.IntRange(0, 2).Draw(t, "known") {
		case 0:
			*field.less = *field.more
		case 1:
			*field.more = ""
		}
	}
	at := time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)
	was, rest := condition.New(condition.Facts{}).Condition(text, less)
	is, _ := condition.New(condition.Facts{Time: at}).Condition(text, more)
	if was != fleet.Unknown && is != was {
		t.Fatalf("%s: %v of %+v, and %v of %+v", text, was, less, is, more)
	}
	if (was == fleet.Unknown) != (rest != "") {
		t.Fatalf("%s: %v, and the rest is %q", text, was, rest)
	}
}

// conditionAtoms are the simple conditions, most of them well formed.
var conditionAtoms = []string{
	"resource.name == 'a/b/c'", "resource.type != 't'", "resource.service == 'x'", "request.auth.claims.google.providerId == 'p'",
	"request.time < timestamp('2027-01-01T00:00:00Z')", "resource.name.extract('a/{x}/c') == 'b'", "resource.matchTag('1/e', 'v')", "true", "false",
	"request.auth.claims.sub == 'x'", "1 / 0 == 1", "destination.port > 3", "date(resource.name) < request.time", "resource.name in ['a/b/c']", "resource.x", ")",
}

// expression draws atoms and puts them together.
func expression(t *rapid.T, atoms []string, depth int) string {
	if depth == 0 {
		return rapid.SampledFrom(atoms).Draw(t, "atom")
	}
	sub := func() string { return expression(t, atoms, depth-1) }
	switch rapid.IntRange(0, 4).Draw(t, "form") {
	case 0:
		return "!(" + sub() + ")"
	case 1:
		return "(" + sub() + ") && (" + sub() + ")"
	case 2:
		return "(" + sub() + ") || (" + sub() + ")"
	case 3:
		return "(" + sub() + ") ? (" + sub() + ") : (" + sub() + ")"
	default:
		return sub()
	}
}

func TestMonotone(t *testing.T) { rapid.Check(t, lawMonotone) }

func FuzzMonotone(f *testing.F) { fuzz(f, lawMonotone) }

// lawConstraintMonotone: the same of constraints, when more fields are told.
func lawConstraintMonotone(t *rapid.T) {
	text := expression(t, constraintAtoms, 3)
	more := map[string]any{"a": map[string]any{"b": true, "c": "x"}, "l": []any{"x", "y"}, "s": "x", "e": map[string]any{}}
	less := map[string]any{}
	for _, k := range []string{"a", "l", "s", "e"} {
		if rapid.Bool().Draw(t, k) {
			less[k] = more[k]
		}
	}
	if _, ok := less["a"]; ok && rapid.Bool().Draw(t, "b only") {
		less["a"] = map[string]any{"b": true}
	}
	e := condition.New(condition.Facts{})
	was, _ := e.Constraint(text, less)
	if is, _ := e.Constraint(text, more); was != fleet.Unknown && is != was {
		t.Fatalf("%s: %v of %v, and %v of %v", text, was, less, is, more)
	}
}

var constraintAtoms = []string{
	"resource.a.b", "resource.a.b == true", "resource.a.c == 'x'", "resource.s == 'x'", "has(resource.a)", "has(resource.a.c)", "has(resource.a.d)", "has(resource.e)",
	"'x' in resource.l", "'c' in resource.a", "size(resource.a) == 1", "resource.l.all(i, i == 'x')", "resource.l.exists(i, i == resource.s)", "resource.a == resource.e",
	"resource['s'] == 'x'", "resource[resource.s] == 'x'", "resource.l[0] == 'x'", "resource.l[7] == 'x'", "true", "resource.a.map(k, k) == ['b']", "size(resource.l) == 2", "resource.e == {}",
}

func TestConstraintMonotone(t *testing.T) { rapid.Check(t, lawConstraintMonotone) }

func FuzzConstraintMonotone(f *testing.F) { fuzz(f, lawConstraintMonotone) }

func fuzz(f *testing.F, law func(*rapid.T)) {
	for seed := range byte(8) {
		draws := make([]byte, 4<<10)
		rand.NewChaCha8([32]byte{seed}).Read(draws)
		f.Add(draws)
	}
	f.Fuzz(rapid.MakeFuzz(law))
}
