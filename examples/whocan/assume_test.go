package main

import (
	"reflect"
	"strings"
	"testing"
	"unicode"

	"fleettrust.example/fleet"
)

// TestAssumptionsHaveNames: each field of fleet.Assumptions can be chosen by its name in words, and the choice is that field
// and no other.
func TestAssumptionsHaveNames(t *testing.T) {
	fields := reflect.VisibleFields(reflect.TypeFor[fleet.Assumptions]())
	if len(fields) == 0 || len(fields) != len(assumptions) {
		t.Fatalf("%d names for %d fields", len(assumptions), len(fields))
	}
	for i, f := range fields {
		a := assumptions[i]
		if want := words(f.Name); a.name != want {
			t.Errorf("field %s is called %s, want %s", f.Name, a.name, want)
		}
		var want fleet.Assumptions
		reflect.ValueOf(&want).Elem().FieldByIndex(f.Index).SetBool(true)
		if got, err := assumed([]string{a.name}); err != nil || got != want {
			t.Errorf("%s chooses %+v, %v", a.name, got, err)
		}
	}
}

// words makes URLIsGood of a field's name into url-is-good.
func words(name string) string {
	var b strings.Builder
	for i, r := range name {
		after := rune(0)
		if i+1 < len(name) {
			after = rune(name[i+1])
		}
		if i > 0 && unicode.IsUpper(r) && (unicode.IsLower(rune(name[i-1])) || unicode.IsLower(after)) {
			b.WriteByte('-')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
