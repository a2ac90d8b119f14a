package rbac_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/rbac"
	"github.com/cockroachdb/datadriven"
	rbacv1 "k8s.io/api/rbac/v1"
	"sigs.k8s.io/yaml"
)

// TestCases reads the objects of testdata/cases and prints the permits and notes that they give. Write down what is given
// today with -rewrite, and read the diff.
//
//	permits [only=SUBJECT]   objects, one or more YAML documents
//
// Each case is read again with its objects in reverse and each twice. A disagreement is printed into the answer.
func TestCases(t *testing.T) {
	files, err := os.ReadDir("testdata/cases")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, f := range files {
		t.Run(f.Name(), func(t *testing.T) {
			asked := 0
			datadriven.RunTest(t, "testdata/cases/"+f.Name(), func(t *testing.T, d *datadriven.TestData) string {
				if d.Cmd != "permits" {
					t.Fatalf("%s: %s: no such question", d.Pos, d.Cmd)
				}
				asked++
				o := objects(t, d.Input)
				said := say(o)
				if again := say(mirrored(o)); again != said {
					said += "mirrored:\n" + again
				}
				return said
			})
			if asked == 0 {
				t.Error("asks nothing")
			}
		})
	}
}

var here = fleet.ClusterName{Project: "acme", Location: "eu", Name: "prod"}

func say(o rbac.Objects) string {
	permits, notes := rbac.Permits(here, o)
	var b strings.Builder
	for _, p := range permits {
		fmt.Fprintf(&b, "%v: %v", p.Subject, p.Right)
		if p.Namespace != "" {
			fmt.Fprintf(&b, " in %s", p.Namespace)
		}
		if p.Object != "" {
			fmt.Fprintf(&b, ", only %s", p.Object)
		}
		fmt.Fprintf(&b, " (%s)\n", p.Because)
	}
	for _, n := range notes {
		fmt.Fprintf(&b, "note: %v%s\n", n, map[bool]string{true: " (settled if the objects are all)"}[n.Absent])
	}
	if b.Len() == 0 {
		return "nothing\n"
	}
	return b.String()
}

// mirrored is the same objects in reverse, each twice.
func mirrored(o rbac.Objects) rbac.Objects {
	return rbac.Objects{twice(o.Roles), twice(o.ClusterRoles), twice(o.RoleBindings), twice(o.ClusterRoleBindings)}
}

func twice[T any](s []T) []T {
	s = slices.Clone(s)
	slices.Reverse(s)
	return slices.Concat(s, s)
}

// objects reads YAML documents strictly: a field that is misspelt in a case would say nothing.
func objects(t *testing.T, text string) (o rbac.Objects) {
	t.Helper()
	for _, doc := range strings.Split(text, "---\n") {
		var kind struct{ Kind string }
		if err := yaml.Unmarshal([]byte(doc), &kind); err != nil {
			t.Fatal(err)
		}
		switch kind.Kind {
		case "Role":
			o.Roles = append(o.Roles, read[rbacv1.Role](t, doc))
		case "ClusterRole":
			o.ClusterRoles = append(o.ClusterRoles, read[rbacv1.ClusterRole](t, doc))
		case "RoleBinding":
			o.RoleBindings = append(o.RoleBindings, read[rbacv1.RoleBinding](t, doc))
		case "ClusterRoleBinding":
			o.ClusterRoleBindings = append(o.ClusterRoleBindings, read[rbacv1.ClusterRoleBinding](t, doc))
		default:
			t.Fatalf("no such kind %q", kind.Kind)
		}
	}
	return o
}

func read[T any](t *testing.T, doc string) (object T) {
	t.Helper()
	if err := yaml.UnmarshalStrict([]byte(doc), &object); err != nil {
		t.Fatal(err)
	}
	return object
}
