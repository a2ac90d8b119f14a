package fleet_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"fleettrust.example/fleet"
)

// The rules stand once, in the package comment; code that adds an edge cites one by its constant. Rule lists drift, so
// both sides are read: each rule of the comment is a constant with a text and is used in code, and each constant is in
// the comment with an address.
func TestRulesOfCommentAndCodeAreTheSame(t *testing.T) {
	comment := rulesOfComment(t)
	used := rulesOfCode(t)
	if len(comment) == 0 || len(used) == 0 {
		t.Fatalf("nothing to check: %d rules in the comment, %d in code", len(comment), len(used))
	}
	for name, text := range comment {
		if !slices.Contains(used, name) {
			t.Errorf("%s stands in the package comment and no code cites it", name)
		}
		if !strings.Contains(text, "https://") && !strings.Contains(text, "Same page") {
			t.Errorf("%s gives no address", name)
		}
	}
	for _, name := range used {
		if _, ok := comment[name]; !ok {
			t.Errorf("%s is cited in code and does not stand in the package comment", name)
		}
	}
	for n := range 64 {
		rule := fleet.Rule(n)
		_, stands := comment[rule.String()]
		if hasText := rule.Text() != "no such rule"; hasText != stands {
			t.Errorf("%v: in the comment %v, has a text %v", rule, stands, hasText)
		}
	}
}

var ruleParagraph = regexp.MustCompile(`(?s)(?:^|\n)(R\d+)\. (.*?)(?:\n\n|$)`)

func rulesOfComment(t *testing.T) map[string]string {
	f, err := parser.ParseFile(token.NewFileSet(), "doc.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	rules := map[string]string{}
	for _, paragraph := range strings.Split(f.Doc.Text(), "\n\n") {
		for _, m := range ruleParagraph.FindAllStringSubmatch(paragraph, -1) {
			rules[m[1]] = m[2]
		}
	}
	return rules
}

func rulesOfCode(t *testing.T) []string {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var used []string
	name := regexp.MustCompile(`^R\d+$`)
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") || file == "rule.go" {
			continue
		}
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, src, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok && name.MatchString(id.Name) {
				used = append(used, id.Name)
			}
			return true
		})
	}
	slices.Sort(used)
	return slices.Compact(used)
}
