package load

import (
	"fmt"
	"strings"
	"unicode"
)

// shorten keeps what a message quotes in bounds.
func shorten(s string) string { return clip(s, maxQuote) }

func clip(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + fmt.Sprintf("… (%d bytes)", len(s))
}

// placeholder finds a place where a template was not filled in.
func placeholder(s string) string {
	for _, m := range []struct{ open, end string }{{"${", "}"}, {"{{", "}}"}, {"$(", ")"}, {"<", ">"}, {"[", "]"}} {
		if i := strings.Index(s, m.open); i >= 0 {
			if j := strings.Index(s[i:], m.end); j >= 0 {
				return s[i : i+j+len(m.end)]
			}
		}
	}
	return ""
}

// capitals finds a word in capitals, as documentation puts it where a name belongs that has none: PROJECT, __CLUSTER_PROJECT_ID__.
func capitals(s string) string {
	for _, word := range strings.FieldsFunc(s, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		hash := strings.ContainsFunc(word, unicode.IsDigit) // or another name that somebody's machine made up
		if !hash && word == strings.ToUpper(word) && word != strings.ToLower(word) {
			return word
		}
	}
	return ""
}
