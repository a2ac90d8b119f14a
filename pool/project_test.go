package pool

import "testing"

// A project ID is a lower-case letter and then letters, digits and hyphens; behind a domain or a universe where it has one.
func TestIsProjectID(t *testing.T) {
	for id, want := range map[string]bool{
		"acme-apps":      true,
		"p":              true, // older than the rule of six characters
		"example.com:p1": true, // domain-scoped
		"eu0:p":          true, // of another universe
		"1p":             false,
		"123456":         false, // a number
		"acme.apps":      false,
		"Acme":           false,
		"-p":             false,
		"":               false,
		"${PROJECT}":     false,
	} {
		if got := IsProjectID(id); got != want {
			t.Errorf("IsProjectID(%q) = %v, want %v", id, got, want)
		}
	}
}

// A placeholder is told apart from other faults, since it is the caller's template that is wrong and not the member.
func TestPlaceholderIsTold(t *testing.T) {
	for member, want := range map[string]string{
		"serviceAccount:${PROJECT}.svc.id.goog[ns/ksa]": "${PROJECT}",
		"user:<EMAIL>":                         "<EMAIL>",
		"serviceAccount:p.svc.goog.id[ns/ksa]": "",
	} {
		_, err := Parse(member)
		if e, ok := err.(*ParseError); !ok || e.Placeholder != want {
			t.Errorf("%s: %+v, want the placeholder %q", member, err, want)
		}
	}
}
