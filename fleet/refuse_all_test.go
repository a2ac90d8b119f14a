package fleet_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestRefusalsAreAll reads every fault that the package can report off its source, and wants a case of each.
func TestRefusalsAreAll(t *testing.T) {
	var told []string
	for _, c := range refusals {
		told = append(told, c.want)
	}
	for _, c := range oddRefusals {
		told = append(told, c.want)
	}
	patterns := faultPatterns(t)
	if len(patterns) < 20 {
		t.Fatalf("only %d faults found in the source: %q", len(patterns), patterns)
	}
	for _, p := range patterns {
		if !regexp.MustCompile(p).MatchString(strings.Join(told, "\n")) {
			t.Errorf("no case for the fault %s", p)
		}
	}
}

// faultPatterns gives what is wrong by each call of fault, with its verbs as wildcards.
func faultPatterns(t *testing.T) []string {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var patterns []string
	for _, name := range files {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if ok && len(call.Args) == 3 && !strings.HasSuffix(name, "_test.go") && isFault(call.Fun) {
				patterns = append(patterns, wordings(call.Args[2])...)
			}
			return true
		})
	}
	return patterns
}

func isFault(fun ast.Expr) bool {
	s, ok := fun.(*ast.SelectorExpr)
	return ok && s.Sel.Name == "fault"
}

// wordings finds the first string in an argument: the text itself, or the format of a Sprintf.
func wordings(arg ast.Expr) (found []string) {
	ast.Inspect(arg, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING && found == nil {
			text, _ := strconv.Unquote(lit.Value)
			found = []string{regexp.MustCompile(`%[qvsd]`).ReplaceAllString(regexp.QuoteMeta(text), ".*")}
		}
		return true
	})
	return found
}
