package law

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/scenario/fuzz"
)

// source is the folder of package fleet.
const source = "../../../fleet/"

// TestEveryFactIsKnown: each type of fact is drawn as garbage, renamed, compared and written for people. What the laws do
// not know they cannot hold for.
func TestEveryFactIsKnown(t *testing.T) {
	garbled := map[string]fleet.Fact{}
	for seed := range 400 {
		f := garbage().Example(seed)
		garbled[strings.TrimPrefix(fmt.Sprintf("%T", f), "fleet.")] = f
	}
	declared := factTypes(t)
	if got := slices.Sorted(maps.Keys(garbled)); !slices.Equal(got, declared) {
		t.Errorf("drawn as garbage:\n%v\nand declared as facts:\n%v", got, declared)
	}
	comment, err := os.ReadFile(source + "fact.go")
	if err != nil {
		t.Fatal(err)
	}
	list, _, _ := strings.Cut(string(comment), "type Fact interface")
	for _, name := range declared {
		f := garbled[name]
		if text := fuzz.Text([]fleet.Fact{f}); strings.Contains(text, "is no fact") {
			t.Errorf("%s is written as %s", name, text)
		}
		renamedWithoutPanic(t, f)
		if !same(f, f) {
			t.Errorf("%s is not the same as itself", name)
		}
		if !strings.Contains(list, " "+name) {
			t.Errorf("%s is not in the list that the comment of Fact gives", name)
		}
	}
}

// renamedWithoutPanic renames a fact. Names that are none may be refused; a type that is not known may not.
func renamedWithoutPanic(t *testing.T, f fleet.Fact) {
	defer func() {
		if r := recover(); r != nil && strings.Contains(fmt.Sprint(r), "is not renamed") {
			t.Error(r)
		}
	}()
	renaming{"x", 5000}.fact(f)
}

// factTypes lists the types of this package with a method fact, sorted.
func factTypes(t *testing.T) []string {
	files, err := os.ReadDir(source)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, file := range files {
		if !strings.HasSuffix(file.Name(), ".go") || strings.HasSuffix(file.Name(), "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), source+file.Name(), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range parsed.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv != nil && f.Name.Name == "fact" {
				if of, ok := f.Recv.List[0].Type.(*ast.Ident); ok {
					names = append(names, of.Name)
				}
			}
		}
	}
	slices.Sort(names)
	return names
}
